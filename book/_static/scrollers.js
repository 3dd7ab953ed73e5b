// Makes what scrolls sideways reachable by keyboard: wide formulas, tables and outputs become tab stops
// while they overflow, and stop being so when the window is wide enough.
(() => {
  const SELECTOR =
    ".book-display, .book-figure-static, .cell_output .output, .highlight pre, .book-type-list, .pst-scrollable-table-container";

  function update(element) {
    const overflows =
      element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight;
    if (overflows) {
      element.tabIndex = 0;
    } else {
      element.removeAttribute("tabindex");
    }
  }

  const elements = document.querySelectorAll(SELECTOR);
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      update(target);
    }
  });
  for (const element of elements) {
    observer.observe(element);
  }
  // A font that comes late makes a formula wider, though not the box around it.
  document.fonts.addEventListener("loadingdone", () => {
    elements.forEach(update);
  });
})();
