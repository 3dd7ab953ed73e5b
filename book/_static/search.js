// Search page: scans the sections in section-index.js for all words of ?q= and lists the best ones.
// A scan, not an index: it finds parts of words and Chinese text without knowing where words begin.
(() => {
  const TITLE_WEIGHT = 20;
  const EXCERPT_BEFORE = 60;
  const EXCERPT_AFTER = 160;
  const status = document.getElementById("book-search-status");
  const list = document.getElementById("book-search-results");
  const query = new URLSearchParams(location.search).get("q") ?? "";
  const field = document.querySelector("article form.bd-search input");

  /** Lower case, one form for composed and full-width letters. */
  const plain = (text) => text.normalize("NFKC").toLowerCase();

  const count = (text, word) => text.split(word).length - 1;

  /** Sum over the words of their hits in title and text; 0 when a word is missing from both. */
  function score(section, words) {
    const title = plain(section.title);
    const text = plain(section.text);
    let sum = 0;
    for (const word of words) {
      const hits =
        TITLE_WEIGHT * count(title, word) + Math.min(count(text, word), TITLE_WEIGHT - 1);
      if (hits === 0) {
        return 0;
      }
      sum += hits;
    }
    return sum;
  }

  /** The text around the first word found there, from a space to a space, its words marked. */
  function excerpt(section, words) {
    const same = plain(section.text).length === section.text.length;
    const text = same ? section.text : plain(section.text);
    const places = words.map((word) => plain(text).indexOf(word)).filter((place) => place >= 0);
    const first = places[0] ?? 0;
    const start = first <= EXCERPT_BEFORE ? 0 : text.indexOf(" ", first - EXCERPT_BEFORE) + 1;
    const end = text.indexOf(" ", first + EXCERPT_AFTER);
    const part = `${text.slice(start, end < 0 ? undefined : end)}${end < 0 ? "" : " …"}`;
    const paragraph = document.createElement("p");
    const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    paragraph.append(start > 0 ? "… " : "");
    for (const [i, piece] of part.split(new RegExp(`(${escaped.join("|")})`, "i")).entries()) {
      paragraph.append(i % 2 === 1 ? mark(piece) : piece);
    }
    return paragraph;
  }

  function mark(text) {
    const element = document.createElement("mark");
    element.textContent = text;
    return element;
  }

  function entry(section, words) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const [page, fragment] = section.url.split("#");
    link.href = `${page}?highlight=${encodeURIComponent(words.join(" "))}#${fragment}`;
    link.textContent = section.title;
    item.append(link);
    if (section.page !== section.title) {
      const where = document.createElement("span");
      where.textContent = section.page;
      item.append(where);
    }
    item.append(excerpt(section, words));
    return item;
  }

  function search() {
    const words = plain(query).split(/\s+/).filter(Boolean);
    field.value = query;
    if (words.length === 0) {
      return;
    }
    const found = globalThis.bookSections
      .map((section) => ({ section, score: score(section, words) }))
      .filter((hit) => hit.score > 0)
      .sort((a, b) => b.score - a.score);
    const counted = found.length === 1 ? "1 section has" : `${found.length} sections have`;
    status.textContent =
      found.length === 0 ? `Nothing found for “${query}”.` : `${counted} “${query}”.`;
    list.append(...found.map((hit) => entry(hit.section, words)));
  }

  search();
})();
