"""Turns a figure output (plotly JSON, SVG, metadata) into HTML that reads well with and without JavaScript.

The static SVG comes first and is all that a reader without JavaScript, a printer or a failed script sees;
figures.js draws the plotly figure over it. The numbers are in a folded table for those who see neither.
"""

import hashlib
import html
import json
import re

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

PLOTLY = "application/vnd.plotly.v1+json"
SVG = "image/svg+xml"
# Where an SVG names one of its own ids: these get the figure's prefix, or two figures would share them.
_SVG_ID = re.compile(r"""(\bid=["']|url\((?:&quot;|["'])?#|href=["']#)""")


_FAULT = "<!-- figure fault: "
_log = logging.getLogger(__name__)


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
    number, alt = html.escape(str(meta["number"])), html.escape(meta["alt"])
    return (
        f'<figure class="book-figure" id="fig-{number}">\n'
        f'<div class="book-figure-static" role="img" aria-label="{alt}">{_svg(output.data[SVG], number)}</div>\n'
        f"{_live(output.data.get(PLOTLY), alt)}"
        f'<figcaption><b>Figure {number}.</b> {html.escape(meta["caption"])}\n{_table(meta, number)}'
        "</figcaption>\n</figure>"
    )


def _unnumbered(output):
    """An SVG without a number or caption, such as a curve that grew as a network learned."""
    text = "".join(output.data.get("text/plain", "")) or "Drawing"
    label, name = html.escape(text), hashlib.sha256(output.data[SVG].encode()).hexdigest()[:8]
    return f'<div class="book-figure-static" role="img" aria-label="{label}">{_svg(output.data[SVG], name)}</div>'


def _live(spec, alt):
    """Where the plotly figure goes, and its JSON; nothing for a figure that is an SVG alone."""
    if spec is None:
        return ""
    return (
        f'<div class="book-figure-live" role="img" aria-label="{alt}" hidden></div>\n'
        f'<script type="application/json">{_json(spec)}</script>\n'
    )


def _svg(source, number):
    """The SVG element alone, with ids of its own, hidden from the accessibility tree (its box has the text)."""
    text = "".join(source)
    text = text[text.index("<svg") :]
    prefix = "f" + re.sub(r"\W", "-", number) + "-"
    text = _SVG_ID.sub(lambda match: match[0] + prefix, text)
    return text.replace("<svg", '<svg aria-hidden="true" focusable="false"', 1)


def _json(spec):
    """The figure as JSON that cannot end the script element it stands in."""
    return json.dumps(spec, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")


def _table(meta, number):
    """The folded table of the figure's numbers, or nothing when the metadata has none."""
    table = meta.get("table")
    if not table:
        return ""
    head = "".join(f'<th scope="col">{html.escape(str(c))}</th>' for c in table["columns"])
    rows = "".join(
        "<tr>" + "".join(f"<td>{_cell(value)}</td>" for value in row) + "</tr>\n" for row in table["rows"]
    )
    return (
        f'<details class="book-figure-data"><summary>Data of figure {number}</summary>\n'
        f'<div class="book-scroll" tabindex="0" role="region" aria-label="Data of figure {number}">'
        f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody></table></div></details>\n"
    )


def _cell(value):
    """A number to six significant digits, anything else as text; a gap stays empty."""
    if value is None:
        return ""
    return html.escape(f"{value:.6g}" if isinstance(value, float) else str(value))


class FigureFaults(SphinxTransform):
    """Warns of faulty figures with their place, which the notebook's reader does not know."""

    default_priority = 400

    def apply(self, **kwargs):
        """Look through the raw HTML of the page."""
        for raw in self.document.findall(nodes.raw):
            if raw.astext().startswith(_FAULT):
                _log.warning("%s", raw.astext()[len(_FAULT) : -len(" -->")], location=raw)


def setup(app):
    """Register the transform."""
    app.add_transform(FigureFaults)
    return {"parallel_read_safe": True}
