"""Reads a plain notebook for myst-nb: figures become HTML, links to the book's own pages are shortened.

The notebooks hold no MyST directives, since JupyterLab would show them as raw text. What the book adds
to them (anchors, callouts, figures) is added here and in the neighbouring extensions.
"""

import re

import nbformat

import figure_html

# A notebook links to the reference list as ../book/references.md; in the book they are neighbours.
_TO_BOOK = re.compile(r"\]\(\.\./book/")


def read(text):
    """Parse the JSON text of a notebook and return the notebook that myst-nb shall render."""
    notebook = nbformat.reads(text, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = _TO_BOOK.sub("](", cell.source)
        if "outputs" in cell:  # a figure here brings its own caption
            cell.outputs = [one for one in cell.outputs if "captionOf" not in one.get("metadata", {})]
        for output in cell.get("outputs", []):
            if figure_html.is_figure(output):
                output.data = nbformat.from_dict({"text/html": figure_html.render(output)})
    return notebook


def heading_slug(title):
    """The anchor of a heading as JupyterLab and nbconvert make it, so that links work in all three."""
    return title.replace(" ", "-")
