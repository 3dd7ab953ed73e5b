"""Sphinx configuration of the book. `node book/export.mjs` runs it: it stages the pages and the assets.

The output must not depend on the machine or the day: no dates, no paths, no execution.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))
sys.path.append(str(Path(__file__).parents[1]))  # for book.saved_page

import notebook_reader  # noqa: E402  (needs the path above)

project = "Unrolled"
author = "The authors of Unrolled"
language = "en"
html_title = "Unrolled"

extensions = [
    "myst_nb",
    "anchors",
    "callouts",
    "docstring_indices",
    "errata",
    "figure_html",
    "harmless",
    "katex_math",
    "page_policy",
    "page_shell",
    "section_search",
    "unbroken",
]

# Notebooks: committed outputs only, read by our own reader.
nb_custom_formats = {".ipynb": ["notebook_reader.read", {}, False]}
nb_execution_mode = "off"
nb_merge_streams = True
myst_enable_extensions = ["dollarmath", "amsmath", "deflist"]
myst_heading_anchors = 4
myst_heading_slug_func = notebook_reader.heading_slug

html_theme = "sphinx_book_theme"
html_theme_options = {
    "home_page_in_toc": False,
    "use_download_button": False,
    "use_fullscreen_button": False,
    "show_toc_level": 2,
    "footer_content_items": [],
    "search_bar_text": "Search the book",
    "back_to_top_button": False,
    "navbar_persistent": [],
    "primary_sidebar_end": [],
    "article_header_end": ["downloads.html", "article-header-buttons.html"],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "github-dark",
}
html_context = {"default_mode": "auto"}
templates_path = ["_templates"]
html_sidebars = {"**": ["book-home.html", "search-button-field.html", "sbt-sidebar-nav.html"]}
html_css_files = ["katex/katex.min.css", "book.css", "icons.css", "figures.css", "types.css", "print.css"]
_SCRIPTS = ("figures", "scrollers", "solutions", "equations", "copy", "types", "menu", "marks", "contents", "tex")
html_js_files = [(f"{name}.js", {"defer": "defer"}) for name in _SCRIPTS]
html_favicon = "_static/icon.svg"
html_math_renderer = "katex"
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_show_sphinx = False
html_use_index = False
# The slug function cannot be pickled; nothing is cached between exports.
suppress_warnings = ["config.cache"]
html_permalinks_icon = "#"
