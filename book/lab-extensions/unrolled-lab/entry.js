// An extension of JupyterLab, which loads this file as it stands: drawings wider than the output area shrink to fit it,
// where JupyterLab would let them scroll. There is no setting for that, and style sheets of one's own it takes only
// from the reader's folder of settings.
const STYLE = ".jp-RenderedSVG img { max-width: 100%; height: auto; }";

const plugin = {
  id: "unrolled-lab:drawings",
  autoStart: true,
  activate() {
    const style = document.createElement("style");
    style.textContent = STYLE;
    document.head.append(style);
  },
};

// What JupyterLab expects of a bundle: a container of modules, each a function that gives its plugin.
globalThis._JUPYTERLAB ??= {};
globalThis._JUPYTERLAB["unrolled-lab"] = { init() {}, get: async () => () => plugin };
