// Puts a button under the title that opens all folded solutions of the page, and folds them again.
(() => {
  const solutions = [
    ...document.querySelectorAll("article details:not(.book-figure-data, .book-api)"),
  ];
  const title = document.querySelector("article h1");
  if (solutions.length === 0 || title === null) {
    return;
  }
  const button = document.createElement("button");
  button.type = "button";
  button.className = "book-show-solutions";

  const allOpen = () => solutions.every((solution) => solution.open);

  function label() {
    button.textContent = allOpen() ? "Hide all solutions" : "Show all solutions";
  }

  button.addEventListener("click", () => {
    const open = !allOpen();
    for (const solution of solutions) {
      solution.open = open;
    }
    label();
  });
  for (const solution of solutions) {
    solution.addEventListener("toggle", label);
  }
  label();
  title.after(button);
})();
