// Opens and closes the menu of colour modes; the theme's own script sets the mode. Bootstrap's 80 kB would do the same.
(() => {
  for (const button of document.querySelectorAll("[data-bs-toggle='dropdown']")) {
    const menu = button.nextElementSibling;
    const items = [...menu.querySelectorAll("button")];
    menu.dataset.bsPopper = "static"; // what the theme's style sheet places a menu by

    const toggle = (open) => {
      menu.classList.toggle("show", open);
      button.setAttribute("aria-expanded", String(open));
    };
    const isOpen = () => menu.classList.contains("show");
    toggle(false);
    button.addEventListener("click", () => {
      toggle(!isOpen());
      if (isOpen()) items[0].focus(); // the theme takes the focus from the button that is pressed
    });
    button.parentElement.addEventListener("focusout", ({ relatedTarget }) => {
      if (!button.parentElement.contains(relatedTarget)) toggle(false);
    });
    document.addEventListener("click", ({ target }) => {
      if (!button.contains(target)) toggle(false);
    });
    button.parentElement.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && isOpen()) {
        toggle(false);
        button.focus();
      }
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      toggle(true);
      const at = items.indexOf(document.activeElement) + step;
      items.at(Math.min(Math.max(at, 0), items.length - 1)).focus();
    });
  }
})();
