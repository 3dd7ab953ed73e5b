// Shows what a name in a code cell is, its type and its first words of documentation, while the pointer rests
// on it; a button beside each cell lists all its names, for keyboard, touch and screen readers. The types come
// from _static/types/<page>.js, loaded when first asked for; without JavaScript the code is just code.
(() => {
  const FOLDER = new URL("types/", document.currentScript.src);
  const REST = 120;
  const page = location.pathname.split("/").pop() || "index.html";
  const blocks = [...document.querySelectorAll("div.cell_input .highlight pre")];
  if (blocks.length === 0) {
    return;
  }
  const box = document.createElement("div");
  box.id = "book-type";
  box.setAttribute("role", "tooltip");
  box.hidden = true;
  document.body.append(box);
  let loading;
  let waiting;

  /** The types of this page, loaded once; a classic script, since fetch is forbidden on file://. */
  function types() {
    loading ??= new Promise((done, fail) => {
      const script = document.createElement("script");
      script.src = new URL(page.replace(/\.html$/, ".js"), FOLDER);
      script.onload = () => done(globalThis.bookTypes[page]);
      script.onerror = () => fail(new Error(`${script.src} did not load`));
      document.head.append(script);
    });
    return loading;
  }

  /** The names of a block, or none when its text is not that of its cell. */
  async function namesOf(block) {
    const { texts, cells } = await types();
    const { length, names } = cells[blocks.indexOf(block)] ?? { length: -1, names: [] };
    if (Math.abs(block.textContent.trimEnd().length - length) > 1) {
      return [];
    }
    return Array.from({ length: names.length / 3 }, (_, i) => {
      const [start, count, text] = names.slice(3 * i, 3 * i + 3);
      return { start, end: start + count, text: texts[text] };
    });
  }

  /** Where in the block's text a point of the window is. */
  function offsetAt(block, x, y) {
    const caret = document.caretPositionFromPoint?.(x, y);
    const range = caret ? null : document.caretRangeFromPoint?.(x, y);
    const [node, offset] = caret
      ? [caret.offsetNode, caret.offset]
      : [range?.startContainer, range?.startOffset];
    if (!node || !block.contains(node)) {
      return -1;
    }
    const before = document.createRange();
    before.setStart(block, 0);
    before.setEnd(node, offset);
    return before.toString().length;
  }

  /** The box of the name on the screen, to see whether the pointer is really on it. */
  function placeOf(block, { start, end }) {
    const range = document.createRange();
    let at = 0;
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const next = at + node.length;
      if (start >= at && start < next) range.setStart(node, start - at);
      if (end > at && end <= next) {
        range.setEnd(node, end - at);
        break;
      }
      at = next;
    }
    return range.getBoundingClientRect();
  }

  async function look(block, x, y) {
    const offset = offsetAt(block, x, y);
    const name = (await namesOf(block)).find(({ start, end }) => offset >= start && offset <= end);
    const place = name && placeOf(block, name);
    if (!place || x < place.left - 1 || x > place.right + 1 || y < place.top || y > place.bottom) {
      hide();
      return;
    }
    box.textContent = name.text;
    box.hidden = false;
    box.style.left = `${Math.max(8, Math.min(place.left, innerWidth - box.offsetWidth - 8))}px`;
    const above = place.top - box.offsetHeight - 6;
    box.style.top = `${above > 0 ? above : place.bottom + 6}px`;
  }

  function hide() {
    clearTimeout(waiting);
    box.hidden = true;
  }

  /** A list of the block's names, each once, under the cell; asked for again, it goes. */
  async function list(block, button) {
    const shown = block.parentElement.parentElement.querySelector(".book-type-list");
    button.setAttribute("aria-expanded", String(!shown));
    if (shown) {
      shown.remove();
      return;
    }
    const names = document.createElement("dl");
    names.className = "book-type-list";
    const known = new Set();
    for (const { start, end, text } of await namesOf(block)) {
      const name = block.textContent.slice(start, end);
      if (known.has(`${name} ${text}`)) continue;
      known.add(`${name} ${text}`);
      const [term, meaning] = [document.createElement("dt"), document.createElement("dd")];
      term.textContent = name;
      meaning.textContent = text;
      names.append(term, meaning);
    }
    block.parentElement.after(names);
  }

  for (const block of blocks) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "book-types";
    button.textContent = "T";
    button.title = "Types of the names in this cell";
    button.setAttribute("aria-label", button.title);
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => list(block, button).catch(say));
    block.parentElement.append(button);
    block.addEventListener("pointermove", ({ clientX, clientY, pointerType, buttons }) => {
      clearTimeout(waiting);
      if (pointerType === "touch" || buttons !== 0) return;
      waiting = setTimeout(() => look(block, clientX, clientY).catch(say), REST);
    });
    block.addEventListener("pointerleave", hide);
  }
  addEventListener("scroll", hide, { passive: true, capture: true });
  addEventListener("keydown", ({ key }) => key === "Escape" && hide());

  function say(error) {
    console.warn(`Types stay hidden: ${error.message}`);
  }
})();
