// Puts a button on each block of code that copies its text. Without JavaScript there is nothing to press.
(() => {
  const LINGER = 2000;
  const blocks = "div.cell_input .highlight pre, div.highlight-typescript pre";

  /** The clipboard's own interface is closed to some browsers on file://; the old way is not. */
  async function copy(text, block) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      getSelection().selectAllChildren(block);
      const copied = document.execCommand("copy");
      getSelection().removeAllRanges();
      if (!copied) throw new Error("the browser refused");
    }
  }

  function say(button, word) {
    button.classList.toggle("success", word === "Copied");
    button.title = word;
    button.setAttribute("aria-label", word);
  }

  for (const block of document.querySelectorAll(blocks)) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copybtn";
    say(button, "Copy");
    button.addEventListener("click", async () => {
      const done = copy(block.textContent.replace(/\n$/, ""), block).then(() => "Copied");
      say(button, await done.catch((error) => `Not copied: ${error.message}`));
      setTimeout(() => say(button, "Copy"), LINGER);
    });
    block.after(button);
  }
})();
