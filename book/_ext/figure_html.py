"""Turns a figure output (plotly JSON, SVG, metadata) into HTML that reads well with and without JavaScript.

The static picture comes first and is all that a reader without JavaScript, a printer or a failed script sees;
figures.js draws the plotly figure over it. The numbers are in a folded table for those who see neither.
What is heavy stands beside the page, in _static/figures, so that the text is there before it: the pictures, a
script a figure with plotly's JSON (fetch is forbidden on file://), and long tables, in that script and as CSV.
"""

import csv
import hashlib
import html
import io
import json
import re
from pathlib import Path

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

import captions
from short_svg import short_styles

PLOTLY = "application/vnd.plotly.v1+json"
SVG = "image/svg+xml"
_FOLDER = "_static/figures"
_SIZE = re.compile(r'<svg\b[^>]*?\swidth="([\d.]+)"[^>]*?\sheight="([\d.]+)"')
# Ends that HTML does not need, a third of a long table.
_CELL_END = re.compile(r"</t[dh]>|</tr>\n?")
# Characters of HTML above which a table is loaded when it is opened.
_LONG_TABLE = 4000

_FAULT = "<!-- figure fault: "
_log = logging.getLogger(__name__)
# Name in _FOLDER → text, filled while notebooks are read.
_files = {}


def is_figure(output):
    """Whether an output is drawn: a plotly figure, or an SVG alone such as a diagram."""
    data = output.get("data", {})
    return PLOTLY in data or SVG in data


def fault(words):
    """What stands for a faulty figure, for FigureFaults to find."""
    return f"{_FAULT}{words} -->"


def render(output):
    """Return the HTML of one figure output; of a faulty one, a comment that FigureFaults warns of."""
    meta = output.metadata.get("figure", {})
    if not meta and PLOTLY not in output.data:
        return _unnumbered(output)
    for key in ("number", "caption", "alt"):
        if not meta.get(key):
            return f"{_FAULT}a figure lacks metadata figure.{key}: make it with the library's builders -->"
    if SVG not in output.data:
        return f"{_FAULT}figure {meta['number']} has no {SVG}: show it with show(figure) -->"
    number, table = html.escape(str(meta["number"])), _table(meta)
    live = PLOTLY in output.data
    long = len(table) > _LONG_TABLE
    if live or long:
        loaded = {"figure": output.data.get(PLOTLY), "table": _CELL_END.sub("", table) if long else None}
        _files[f"{number}.js"] = f'(globalThis.bookFigures ??= {{}})["{number}"] = {_json(loaded)};\n'
    if long:
        _files[f"{number}.csv"] = _csv(meta["table"])
    return (
        f'<figure class="book-figure" id="fig-{number}">\n'
        f"{_picture(output.data[SVG], number, meta['alt'])}\n"
        + ('<div class="book-figure-live" hidden></div>\n' if live else "")
        + f'<figcaption><b>Figure {number}.</b> {captions.as_html(meta["caption"])}\n'
        f"{_data(table, long, number)}</figcaption>\n</figure>"
    )


def _unnumbered(output):
    """An SVG without a number or caption, such as a curve that grew as a network learned."""
    name = hashlib.sha256("".join(output.data[SVG]).encode()).hexdigest()[:8]
    return _picture(output.data[SVG], name, "".join(output.data.get("text/plain", "")) or "Drawing")


def _picture(source, name, alt):
    """The picture as a file, loaded when it comes near; its size keeps its place until then."""
    text = "".join(source)
    text = text[text.index("<svg") :]
    _files[f"{name}.svg"] = short_styles(text)
    size = _SIZE.search(text)
    room = f' width="{float(size[1]):.0f}" height="{float(size[2]):.0f}"' if size else ""
    source = f"{_FOLDER}/{name}.svg"
    picture = f'<img src="{source}" alt="{html.escape(alt)}" loading="lazy"{room}/>'
    return f'<div class="book-figure-static">{picture}</div>'


def _json(value):
    """JSON that is also JavaScript, its keys in order: the same figure gives the same bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _data(table, long, number):
    """The folded table of the figure's numbers: all of it, or where it is loaded from; nothing when there is none."""
    if not table:
        return ""
    link = f'<p><a href="{_FOLDER}/{number}.csv" download>Data of figure {number}, as CSV</a></p>'
    return (
        f'<details class="book-figure-data"><summary>Data of figure {number}</summary>\n'
        f'<div class="book-scroll" tabindex="0" role="region" aria-label="Data of figure {number}">'
        f"{link if long else table}</div></details>\n"
    )


def _table(meta):
    """The table of the figure's numbers as HTML; "" when the metadata has none."""
    table = meta.get("table")
    if not table:
        return ""
    head = "".join(_head(str(column)) for column in table["columns"])
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(_cell(value))}</td>" for value in row) + "</tr>\n"
        for row in table["rows"]
    )
    return f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody></table>"


def _head(text):
    """A head without words heads nothing: to a screen reader it is an empty cell."""
    return f'<th scope="col">{html.escape(text)}</th>' if text else "<td></td>"


def _csv(table):
    """The table with its numbers as they are shown."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table["columns"])
    writer.writerows([_cell(value) for value in row] for row in table["rows"])
    return text.getvalue()


def _cell(value):
    """A number to six significant digits, anything else as text; a gap stays empty."""
    if value is None:
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)


class FigureFaults(SphinxTransform):
    """Warns of faulty figures with their place, which the notebook's reader does not know."""

    default_priority = 400

    def apply(self, **kwargs):
        """Look through the raw HTML of the page."""
        for raw in self.document.findall(nodes.raw):
            if raw.astext().startswith(_FAULT):
                _log.warning("%s", raw.astext()[len(_FAULT) : -len(" -->")], location=raw)


def _write(app, exception):
    """Put beside the pages what they load."""
    if exception is not None:
        return
    folder = Path(app.outdir, _FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    for name in sorted(_files):
        folder.joinpath(name).write_text(_files[name], encoding="utf-8")


def setup(app):
    """Register the transform and the writing of the files."""
    app.connect("builder-inited", lambda _: _files.clear())
    app.connect("build-finished", _write)
    app.add_transform(FigureFaults)
    return {"parallel_read_safe": False}
