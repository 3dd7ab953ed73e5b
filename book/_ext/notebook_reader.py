"""Reads a plain notebook for myst-nb: figures become HTML, links to the book's own pages are shortened.

The notebooks hold no MyST directives, since JupyterLab would show them as raw text; here they are text as well,
for they could read files. Metadata goes: it could tell myst-nb to run the notebook. What the book adds (anchors,
callouts, figures) is added here and in the neighbouring extensions; harmless.py looks at the HTML.
"""

import re

import nbformat

import figure_html
import harmless

# A notebook links to the reference list as ../book/references.md; in the book they are neighbours.
_TO_BOOK = re.compile(r"\]\(\.\./book/")

_DIRECTIVE = re.compile(r"(`{3,}|~{3,})[^\S\n]*\{")
_SHOWN = ("text/html", "image/png", "image/jpeg", "text/latex", "text/plain")


def read(text):
    """Parse the JSON text of a notebook and return the notebook that myst-nb shall render."""
    notebook = nbformat.reads(text, as_version=4)
    language = notebook.metadata.get("language_info", {}).get("name", "typescript")
    notebook.metadata = nbformat.from_dict({"language_info": {"name": str(language)}})
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type in ("markdown", "code")]
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({})
        if cell.cell_type == "markdown":
            cell.source = _DIRECTIVE.sub(r"\1text {", _TO_BOOK.sub("](", cell.source))
        else:  # a figure here brings its own caption
            shown = [one for one in cell.outputs if "captionOf" not in one.get("metadata", {})]
            cell.outputs = [_readable(output) for output in shown]
    return notebook


def _readable(output):
    """The output with the forms that a page shows; of a figure, its HTML."""
    if figure_html.is_figure(output):
        output.data = nbformat.from_dict({"text/html": _drawn(output)})
    elif "data" in output:
        output.data = nbformat.from_dict({mime: output.data[mime] for mime in _SHOWN if mime in output.data})
    if "metadata" in output:
        output.metadata = nbformat.from_dict({})
    return output


def _drawn(output):
    """A figure's HTML from a drawing and words that are harmless; of a faulty one, a comment that says why."""
    try:
        harmless.clean_figure(output)
    except ValueError as error:
        return figure_html.fault(str(error))
    drawn = figure_html.render(output)
    return drawn if drawn.startswith("<!--") else harmless.OWN + drawn


def heading_slug(title):
    """The anchor of a heading as JupyterLab and nbconvert make it, so that links work in all three."""
    return title.replace(" ", "-")
