// Writes Pygments' spans of code short. Both themes show many of its classes alike (`kd` and `kr` are keywords): they
// become one, neighbours of one look become one span, and the commonest looks are elements of one letter without a class.
// `b`, `u` and `i` say nothing to a screen reader, and the style sheet takes back what a browser does to them.

const RULE = /([^{}]+)\{([^{}]*)\}/g;
const SELECTOR = /^html\[data-theme="?(\w+)"?\] \.highlight \.(\w+)$/;
/** Pygments' spans hold text only. Others, such as those of a notebook's own HTML, have other classes or attributes. */
const SPAN = /<span class="(\w+)">([^<]*)<\/span>/g;
const BLOCK = /<pre>[\s\S]*?<\/pre>/g;
/** Keywords, operators, numbers: the element of each class' look. */
const ELEMENTS = { k: "i", o: "b", mf: "u" };

/**
 * The start of the tag for each class that the themes' style sheet `css` names, such as `b` or `i class=s`.
 * @returns {Map<string, string>}
 */
export function codeTags(css) {
  const seen = new Map();
  for (const [, selectors, declarations] of css.matchAll(RULE))
    for (const selector of selectors.split(",")) {
      const [, theme, name] = SELECTOR.exec(selector.trim()) ?? [];
      if (name) seen.set(name, `${seen.get(name) ?? ""}${theme}{${declarations}}`);
    }
  const tags = new Map(Object.entries(ELEMENTS).map(([name, tag]) => [seen.get(name), tag]));
  for (const [name, look] of seen) if (!tags.has(look)) tags.set(look, `i class=${name}`);
  return new Map([...seen].map(([name, look]) => [name, tags.get(look)]));
}

/** A page's HTML with the short tags in its code; a class that no rule names goes. */
export function shortCode(html, tags) {
  return html.replace(BLOCK, (block) => shortBlock(block, tags));
}

function shortBlock(block, tags) {
  const parts = [];
  let at = 0;
  let open = "";
  for (const match of block.matchAll(SPAN)) {
    const [all, name, text] = match;
    const between = block.slice(at, match.index);
    const tag = tags.get(name) ?? "";
    const goesOn = tag !== "" && tag === open && /^\s*$/.test(between);
    parts.push(...(goesOn ? [between, text] : [endOf(open), between, startOf(tag), text]));
    open = tag;
    at = match.index + all.length;
  }
  return parts.join("") + endOf(open) + block.slice(at);
}

const startOf = (tag) => (tag === "" ? "" : `<${tag}>`);
const endOf = (tag) => (tag === "" ? "" : `</${tag[0]}>`);

/** The themes' style sheet for the short tags: of classes that look alike, one rule is left. */
export function codeCss(css, tags) {
  const short = css.replace(RULE, (_, selectors, declarations) => {
    const kept = selectors.split(",").map((one) => renamed(one.trim(), tags));
    const list = [...new Set(kept.filter(Boolean))];
    return list.length === 0 ? "" : `${list.join()}{${declarations}}`;
  });
  return `.highlight b{font-weight:inherit}.highlight u{text-decoration:none}${short}`;
}

function renamed(selector, tags) {
  const [, theme, name] = SELECTOR.exec(selector) ?? [];
  if (!name) return selector;
  const [element, className] = tags.get(name).split(" class=");
  return `html[data-theme=${theme}] .highlight ${className ? `.${className}` : element}`;
}
