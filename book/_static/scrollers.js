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

  const observer = new ResizeObserver((entries) => {
    for (const entry of entries) {
      update(entry.target);
    }
  });
  for (const element of document.querySelectorAll(SELECTOR)) {
    observer.observe(element);
  }
})();
