// Options that `npm run lab` gives JupyterLab beside the reader's own: saved pages that need no network
// (book/saved_page), no question on the first start whether it may fetch news, and drawings that fit (lab-extensions).
import { fileURLToPath } from "node:url";

const templates = fileURLToPath(new URL("saved_page/templates", import.meta.url));

const settings = fileURLToPath(new URL("lab-settings", import.meta.url));

const extensions = fileURLToPath(new URL("lab-extensions", import.meta.url));

const FILTERS = {
  markdown2html: "book.saved_page.markdown.to_html",
  clean_html: "book.saved_page.cleaning.clean_html",
  formula_style: "book.saved_page.markdown.formula_style",
};

export const SAVED_PAGE = [
  "--HTMLExporter.template_name=unrolled",
  `--HTMLExporter.extra_template_basedirs=${templates}`,
  ...Object.entries(FILTERS).map(([name, filter]) => `--HTMLExporter.filters=${name}=${filter}`),
];

/** Overrides of JupyterLab's settings; what readers change themselves goes before. And our extension of it. */
export const SETTINGS = [
  `--LabApp.app_settings_dir=${settings}`,
  `--LabApp.extra_labextensions_path=${extensions}`,
];
