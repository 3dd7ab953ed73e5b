// Shows the equation that a link names while the link has the pointer or the focus. Those of other pages
// come from _static/equations/<page>.js, loaded at the first such link; without JavaScript it is a plain link.
(() => {
  const FOLDER = new URL("equations/", document.currentScript.src);
  const LINGER = 150;
  const here = location.pathname.split("/").pop() || "index.html";
  const loading = new Map();
  const preview = document.createElement("div");
  preview.id = "book-equation-preview";
  preview.setAttribute("role", "tooltip");
  preview.hidden = true;
  let current;
  let leaving;

  /** Loads the equations of another page once; a classic script, since fetch is forbidden on file://. */
  function load(page) {
    if (!loading.has(page)) {
      loading.set(
        page,
        new Promise((done, fail) => {
          const script = document.createElement("script");
          script.src = new URL(page.replace(/\.html$/, ".js"), FOLDER);
          script.onload = done;
          script.onerror = () => fail(new Error(`${script.src} did not load`));
          document.head.append(script);
        }),
      );
    }
    return loading.get(page);
  }

  /** It knows whose copy it is, so that tex.js finds its TeX. */
  function copyOf(equation) {
    const copy = equation?.cloneNode(true);
    if (copy) copy.bookOriginal = equation;
    return copy;
  }

  /** A copy of the equation: KaTeX's own HTML, made when the book was built. */
  async function equation(link) {
    const [page, id] = link.getAttribute("href").split("#");
    if (page === "" || page === here) {
      return copyOf(document.getElementById(id)?.querySelector(".katex-display"));
    }
    await load(page);
    const holder = document.createElement("template");
    holder.innerHTML = globalThis.bookEquations[page]?.[id] ?? "";
    return holder.content.firstElementChild ?? undefined;
  }

  async function show(link) {
    clearTimeout(leaving);
    if (current === link) {
      return;
    }
    hide();
    current = link;
    const copy = await equation(link);
    if (copy === undefined || current !== link) {
      return;
    }
    preview.replaceChildren(copy);
    preview.hidden = false;
    link.setAttribute("aria-describedby", preview.id);
    place(link);
  }

  /** Under the link, or above it at the window's end; never past its sides. */
  function place(link) {
    const box = link.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = preview;
    const right = document.documentElement.clientWidth - width - 8;
    const below = box.bottom + height + 8 < innerHeight;
    preview.style.left = `${Math.max(8, Math.min(box.left, right))}px`;
    preview.style.top = `${below ? box.bottom + 4 : Math.max(8, box.top - height - 4)}px`;
  }

  function hide() {
    clearTimeout(leaving);
    current?.removeAttribute("aria-describedby");
    current = undefined;
    preview.hidden = true;
  }

  /** Gives the pointer time to move from the link onto the equation. */
  function leave() {
    clearTimeout(leaving);
    leaving = setTimeout(hide, LINGER);
  }

  const links = document.querySelectorAll('article a[href*="#eq-"]');
  if (links.length === 0) {
    return;
  }
  const attempt = (link) =>
    show(link).catch((error) => console.warn(`No preview of ${link.hash}: ${error.message}`));
  for (const link of links) {
    link.addEventListener("pointerenter", () => attempt(link));
    link.addEventListener("pointerleave", leave);
    link.addEventListener("focus", () => attempt(link));
    link.addEventListener("blur", hide);
  }
  preview.addEventListener("pointerenter", () => clearTimeout(leaving));
  preview.addEventListener("pointerleave", leave);
  addEventListener("keydown", (event) => event.key === "Escape" && hide());
  addEventListener("scroll", hide, { passive: true });
  document.querySelector("article").append(preview);
})();
