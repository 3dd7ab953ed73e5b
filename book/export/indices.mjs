// Writes a subscript or superscript that stands alone as one span, moved up or down. KaTeX makes a table of ten spans
// for each, since it may hold two of them; most hold one, and they are half of a page's formulas. The heights of a line
// come from elsewhere (KaTeX's struts), so that the span itself has none.

/** KaTeX's sizes 1 to 11, in em. */
const SIZES = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.44, 1.728, 2.074, 2.488];
const em = (name) => `${name}:(-?[\\d.]+)em;`;
/** One row of one piece that holds no table itself. */
const PIECE = [
  '<span class="vlist-r"><span class="vlist" style="[^"]*">',
  `<span style="${em("top")}(?:${em("margin-left")})?(?:${em("margin-right")})?">`,
  `<span class="pstrut" style="${em("height")}"></span>`,
  '<span class="sizing reset-size(\\d+) size(\\d+) mtight">((?:(?!class="(?:vlist|sizing|delimsizing)).)*?)</span>',
  "</span></span>",
].join("");
const SUPERSCRIPT = `<span class="msupsub"><span class="vlist-t">${PIECE}</span></span></span>`;
/** The row below makes up its depth. */
const SUBSCRIPT = [
  `<span class="msupsub"><span class="vlist-t vlist-t2">${PIECE}<span class="vlist-s">\u200b</span></span>`,
  '<span class="vlist-r"><span class="vlist" style="[^"]*"><span></span></span></span></span></span>',
].join("");
const INDEX = [new RegExp(SUPERSCRIPT, "gs"), new RegExp(SUBSCRIPT, "gs")];

/** The HTML of formulas with its lone indices short, those inside others first. */
export function shortIndices(html) {
  for (let before = ""; html !== before; ) {
    before = html;
    for (const pattern of INDEX) html = html.replace(pattern, index);
  }
  return html;
}

/** A `pstrut` has its foot on the line, `top` above it: what is over moves the index down. */
function index(_, top, left, right, height, from, to, inside) {
  const size = SIZES[to - 1] / SIZES[from - 1];
  const inOwnSize = (length) => `${Number((length / size).toFixed(4))}em`;
  const down = Number(top) + Number(height);
  const style = [
    `font-size:${Number(size.toFixed(5))}em`,
    `vertical-align:${inOwnSize(-down)}`,
    ...(Number(left) ? [`margin-left:${inOwnSize(left)}`] : []),
    ...(Number(right) ? [`margin-right:${inOwnSize(right)}`] : []),
    "line-height:0",
  ];
  return `<span class="index" style="${style.join(";")};">${inside}</span>`;
}
