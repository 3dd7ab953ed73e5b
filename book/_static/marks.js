// Marks the words that a reader searched for on the page that the search led to: ?highlight=words, from search.js.
(() => {
  const address = new URL(location);
  const words = (address.searchParams.get("highlight") ?? "").split(/\s+/).filter(Boolean);
  const article = document.querySelector("article");
  if (words.length === 0 || article === null) {
    return;
  }
  address.searchParams.delete("highlight");
  history.replaceState({}, "", address);
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`(${escaped.join("|")})`, "i");
  // A word is marked whole: long names have places to break (_ext/long_names.py).
  for (const place of article.querySelectorAll("wbr")) place.remove();
  article.normalize();
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  const texts = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement.closest("script, style, .katex, button")) texts.push(node);
  }
  for (const text of texts) {
    const pieces = text.data.split(pattern);
    if (pieces.length === 1) continue;
    const marked = pieces.map((piece, i) => {
      if (i % 2 === 0) return piece;
      const mark = document.createElement("mark");
      mark.textContent = piece;
      return mark;
    });
    text.replaceWith(...marked);
  }
})();
