// Marks in the contents of this page the section that a reader is in: the last one that has begun above the window's
// upper edge, wherever a jump led. The theme's own script marks a heading only while it is in view: it looks for the
// contents by their id, which is another one here before it runs.
(() => {
  const contents = document.querySelector("#pst-page-toc-nav");
  if (contents === null) {
    return;
  }
  contents.id = "book-page-contents";
  /** A jump leaves so much above a section (:target in book.css), and a little for rounding. */
  const EDGE = 72;
  const entries = [...contents.querySelectorAll("a")]
    .map((link) => ({
      link,
      section: document.getElementById(decodeURIComponent(link.hash.slice(1))),
    }))
    .filter(({ section }) => section !== null);
  let waiting = false;

  const begun = ({ section }) => section.getBoundingClientRect().top <= EDGE;

  /** The last sections of a page may be too short to reach the edge: there the one that the address names counts. */
  function current() {
    const { scrollHeight, clientHeight } = document.documentElement;
    if (scrollY > 0 && scrollY + clientHeight >= scrollHeight - 2) {
      const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      const inView = named !== null && named.getBoundingClientRect().bottom > 0;
      return inView ? entries.findLast(({ section }) => section.contains(named)) : entries.at(-1);
    }
    return entries.findLast(begun);
  }

  function mark() {
    waiting = false;
    const link = current()?.link;
    for (const other of contents.querySelectorAll(".active")) other.classList.remove("active");
    contents.querySelector("[aria-current]")?.removeAttribute("aria-current");
    if (link === undefined) {
      return;
    }
    link.classList.add("active");
    link.setAttribute("aria-current", "true");
    for (let entry = link; contents.contains(entry); entry = entry.parentElement) {
      if (entry.matches(".toc-entry")) entry.classList.add("active");
    }
  }

  /** Once a frame is enough. */
  function soon() {
    if (!waiting) requestAnimationFrame(mark);
    waiting = true;
  }

  for (const event of ["scroll", "resize", "hashchange", "load"]) {
    addEventListener(event, soon, { passive: true });
  }
  soon();
})();
