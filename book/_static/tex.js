// Puts a formula's TeX into what is copied: $…$, or $$…$$ for one that stands alone. The TeX of a page lies in
// _static/tex/<page>.js, loaded at the first selection that holds a formula; in the page it would be a fifth of section 5.
// The preview of an equation is a copy of one of the page, or has its TeX with it (export/tex.mjs).
(() => {
  const FOLDER = new URL("tex/", document.currentScript.src);
  const formulas = [...document.querySelectorAll("article .katex")];
  let loaded = false;

  /** The selection's ranges, each with the whole of a formula that it cuts. */
  function ranges() {
    const selection = getSelection();
    return Array.from({ length: selection.rangeCount }, (_, i) => {
      const range = selection.getRangeAt(i).cloneRange();
      const [first, last] = [range.startContainer, range.endContainer].map(formulaOf);
      if (first) range.setStartBefore(first);
      if (last) range.setEndAfter(last);
      return range;
    });
  }

  const formulaOf = (node) => (node.parentElement ?? node).closest?.(".katex");

  /** A classic script, since fetch is forbidden on file://. */
  function load() {
    if (loaded || formulas.length === 0) {
      return;
    }
    const shown = [...document.querySelectorAll("article .katex")];
    if (!ranges().some((range) => shown.some((one) => range.intersectsNode(one)))) {
      return;
    }
    loaded = true;
    const page = location.pathname.split("/").pop() || "index.html";
    const script = document.createElement("script");
    script.src = new URL(page.replace(/\.html$/, ".js"), FOLDER);
    script.onerror = () => console.warn(`No TeX of this page: ${script.src} did not load`);
    document.head.append(script);
  }

  function texOf(formula) {
    const display = formula.closest(".katex-display");
    const own = display?.bookOriginal?.querySelector(".katex") ?? formula;
    const source = display?.dataset.tex ?? globalThis.bookTex?.[formulas.indexOf(own)];
    const sign = display ? "$$" : "$";
    return source && sign + source + sign;
  }

  /** A copy of a range as HTML, its formulas as MathML, and the TeX of each. */
  function copyOf(range) {
    const fragment = range.cloneContents();
    const own = [...document.querySelectorAll(".katex")].filter((one) => range.intersectsNode(one));
    const copies = [...fragment.querySelectorAll(".katex")];
    const tex = new Map(copies.map((copy, i) => [copy, texOf(own[i])]));
    for (const copy of copies) copy.querySelector("[aria-hidden]")?.remove();
    return { fragment, tex };
  }

  /** Beside the page, so that line ends and hidden parts count as a reader sees them. */
  function asText({ fragment, tex }) {
    for (const [copy, source] of tex) {
      if (source === undefined) continue;
      const text = document.createElement("span");
      text.style.whiteSpace = "pre";
      text.textContent = source;
      copy.replaceWith(text);
    }
    const holder = document.createElement("div");
    holder.style.cssText = "position: fixed; left: -200vw; width: 100vw";
    holder.append(fragment);
    document.querySelector("article").append(holder);
    const text = holder.innerText;
    holder.remove();
    return text;
  }

  function asHtml({ fragment }) {
    const holder = document.createElement("div");
    holder.append(fragment.cloneNode(true));
    for (const link of holder.querySelectorAll("a[href]")) link.setAttribute("href", link.href);
    return holder.innerHTML;
  }

  document.addEventListener("selectionchange", load);
  document.addEventListener("copy", (event) => {
    const known = (globalThis.bookTex?.length ?? 0) === formulas.length;
    if (!known || event.target.closest?.("input, textarea")) {
      return;
    }
    const copies = ranges().map(copyOf);
    if (copies.every(({ tex }) => tex.size === 0)) {
      return;
    }
    event.clipboardData.setData("text/html", copies.map(asHtml).join("\n"));
    event.clipboardData.setData("text/plain", copies.map(asText).join("\n"));
    event.preventDefault();
  });
})();
