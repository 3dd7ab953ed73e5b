// Search page: scans the sections in section-index.js for all words of ?q= and lists the best ones.
// A scan, not an index: it finds parts of words and Chinese text without knowing where words begin. The prose is
// searched first; code and what it printed, which weigh more, when the prose has nothing or a reader asks for them.
(() => {
  const CODE = new URL("section-code.js", document.currentScript.src);
  const TITLE_WEIGHT = 20;
  // An equation's own section before all that speak of it.
  const EQUATION_WEIGHT = 1000;
  const EQUATION = /^(?:eq\.?|equation)?\s*\(?(\d+(?:\.\d+)*[a-z]?′?)\)?$/;
  const EXCERPT_BEFORE = 60;
  const EXCERPT_AFTER = 160;
  const status = document.getElementById("book-search-status");
  const list = document.getElementById("book-search-results");
  const query = new URLSearchParams(location.search).get("q") ?? "";
  const field = document.querySelector("article form.bd-search input");

  /** Lower case, one form for composed and full-width letters. */
  const plain = (text) => text.normalize("NFKC").toLowerCase();

  const count = (text, word) => text.split(word).length - 1;

  /** The number of the equation that the query asks for, such as 7.1 of “eq. (7.1)”. */
  const equation = EQUATION.exec(plain(query).trim())?.[1];

  /** What to look for: a number asked for as an equation's, in brackets as the prose has it, or words. */
  function sought() {
    const asked = /[a-z(]/.test(plain(query).trim()[0] ?? "");
    return equation !== undefined && asked
      ? [`(${equation})`]
      : plain(query).split(/\s+/).filter(Boolean);
  }

  /** Sum over the words of their hits in title and text; 0 when a word is missing from both. */
  function score(section, words) {
    const title = plain(section.title);
    const text = plain(section.text);
    let sum = section.equations.includes(equation) ? EQUATION_WEIGHT : 0;
    if (sum > 0) {
      return sum;
    }
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
    paragraph.append(start > 0 ? "… " : "", ...marked(part, words));
    return paragraph;
  }

  /** The text in pieces, the words in it marked. */
  function marked(text, words) {
    const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const pieces = text.split(new RegExp(`(${escaped.join("|")})`, "i"));
    return pieces.map((piece, i) => (i % 2 === 1 ? mark(piece) : piece));
  }

  function mark(text) {
    const element = document.createElement("mark");
    element.textContent = text;
    return element;
  }

  function entry(section, words) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const [page, heading] = section.url.split("#");
    const fragment = section.equations.includes(equation) ? `eq-${equation}` : heading;
    link.href = `${page}?highlight=${encodeURIComponent(words.join(" "))}#${fragment}`;
    link.append(...marked(section.title, words));
    item.append(link);
    if (section.page !== section.title) {
      const where = document.createElement("span");
      where.textContent = section.page;
      item.append(where);
    }
    item.append(excerpt(section, words));
    return item;
  }

  /** The sections of the list that have all words, the best first. */
  function best(sections, words) {
    return sections
      .map((section) => ({ section, score: score(section, words) }))
      .filter((hit) => hit.score > 0)
      .sort((a, b) => b.score - a.score)
      .map((hit) => hit.section);
  }

  function show(found, words) {
    const counted = found.length === 1 ? "1 section has" : `${found.length} sections have`;
    status.textContent =
      found.length === 0 ? `Nothing found for “${query}”.` : `${counted} “${query}”.`;
    list.replaceChildren(...found.map((section) => entry(section, words)));
  }

  /** A classic script, since fetch is forbidden on file://. */
  function loadCode() {
    return new Promise((done, fail) => {
      const script = document.createElement("script");
      script.src = CODE;
      script.onload = done;
      script.onerror = () => fail(new Error("section-code.js did not load"));
      document.head.append(script);
    });
  }

  /** Puts after the sections whose prose has the words those that have them with their code. */
  async function addCode(found, words) {
    await loadCode();
    const rest = globalThis.bookSections
      .map((section, i) => ({
        ...section,
        text: `${section.text} ${globalThis.bookSectionCode[i]}`,
      }))
      .filter(({ url }) => !found.some((section) => section.url === url));
    show([...found, ...best(rest, words)], words);
  }

  function offerCode(found, words) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "book-search-code" });
    button.textContent = "Search the code, too";
    button.addEventListener("click", () => {
      button.remove();
      addCode(found, words).catch(say);
    });
    list.after(button);
  }

  function say(error) {
    status.textContent = `The code cannot be searched: ${error.message}.`;
  }

  function search() {
    const words = sought();
    field.value = query;
    if (words.length === 0) {
      return;
    }
    const found = best(globalThis.bookSections, words);
    if (found.length === 0) {
      addCode(found, words).catch(say);
      return;
    }
    show(found, words);
    offerCode(found, words);
  }

  search();
})();
