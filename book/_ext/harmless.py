"""Lets nothing of a notebook run, load or fetch anything on its page: its HTML and SVG keep only what shows something.

Tags go, and the words in them stay; a page's policy (page_policy.py) would stop scripts as well. What is written
is written anew, tag by tag, so that a browser cannot read it otherwise than it was checked.
"""

import re
import secrets
from html.parser import HTMLParser
from pathlib import Path
from xml.parsers import expat

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from book.saved_page.cleaning import allowed_value

# Before HTML that the book's own extensions made of a notebook's figures. A notebook cannot guess it.
OWN = f"<!-- {secrets.token_hex(16)} -->"

_SVG_MIME = "image/svg+xml"
_PLOTLY_MIME = "application/vnd.plotly.v1+json"
_NUMBER = re.compile(r"\d[\w.]{0,9}|")  # none is a fault of its own

_log = logging.getLogger(__name__)

_SVG_TAGS = set(
    "svg g defs desc title path rect circle ellipse line polyline polygon text tspan "
    "clipPath marker pattern linearGradient radialGradient stop use".split()
)
_SVG_ATTRIBUTES = set(
    "id class role lang width height viewBox preserveAspectRatio x y x1 y1 x2 y2 dx dy cx cy r rx ry fx fy d points "
    "transform style fill stroke opacity color offset orient display visibility overflow rotate textLength lengthAdjust "
    "refX refY markerWidth markerHeight markerUnits patternUnits patternTransform patternContentUnits "
    "gradientUnits gradientTransform spreadMethod clipPathUnits href".split()
)
_SVG_FAMILIES = re.compile(r"xmlns$|(?:aria|fill|stroke|stop|clip|text|font|marker|shape|letter|word|dominant|alignment|baseline)-[a-z]+(?:-[a-z]+)*$")
# Of CSS and SVG, the functions that load nothing; url only of a part of the same drawing.
_FUNCTION = re.compile(r"""([\w-]*)\s*\(\s*["']?(.?)""")
_PLAIN = set("rgb rgba hsl hsla translate scale rotate matrix skewX skewY".split()) | {""}


class _Html(HTMLParser):
    """Writes what it reads, without the tags and attributes that are not allowed."""

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.out = []

    def handle_starttag(self, tag, attrs):
        kept = [(name, allowed_value(tag, name, value or "")) for name, value in attrs]
        if allowed_value(tag) is not None:
            self.out.append(_tag(tag, [(name, value) for name, value in kept if value is not None]))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        if allowed_value(tag) is not None:
            self.out.append(f"</{tag}>")

    def handle_data(self, data):
        self.out.append(data.replace("<", "&lt;").replace(">", "&gt;"))

    def handle_entityref(self, name):
        self.out.append(f"&{name};")

    def handle_charref(self, name):
        self.out.append(f"&#{name};")


def clean_html(fragment):
    """The fragment with what is not allowed taken out; it may open tags that a later fragment closes."""
    parser = _Html()
    parser.feed(fragment)
    parser.close()
    return "".join(parser.out)


class _Svg:
    """Writes the elements of a drawing as they come, without those that are not allowed and what is in them."""

    def __init__(self):
        self.out = []
        self.inside = 0  # how deep inside an element that is left out
        self.open = False  # the last start tag may yet end in "/>"

    def start(self, tag, attrs):
        if self.inside or (tag not in _SVG_TAGS and tag != "a"):
            self.inside += 1
            return
        self._end_start_tag()
        if tag != "a":
            pairs = zip(attrs[::2], attrs[1::2])
            self.out.append(_tag(tag, [(name, value) for name, value in pairs if _svg_allows(name, value)])[:-1])
            self.open = True

    def end(self, tag):
        if self.inside:
            self.inside -= 1
        elif tag != "a":
            self.out.append("/>" if self.open else f"</{tag}>")
            self.open = False

    def data(self, text):
        if not self.inside:
            self._end_start_tag()
            self.out.append(_escape(text, quote=""))

    def _end_start_tag(self):
        if self.open:
            self.out.append(">")
            self.open = False


def clean_svg(text):
    """A drawing with what is not allowed taken out; ValueError says where it is not XML."""
    svg, parser = _Svg(), expat.ParserCreate()
    parser.ordered_attributes = True
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = svg.start, svg.end
    parser.CharacterDataHandler = svg.data
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        raise ValueError(f"it is not XML: {error}") from None
    cleaned = "".join(svg.out)
    if not cleaned.startswith("<svg"):
        raise ValueError("its root is not <svg>")
    return cleaned


def clean_figure(output):
    """Make a figure output harmless: its drawing, and the words about it; ValueError says what is wrong."""
    figure = output.metadata.get("figure")
    if figure is not None:
        if not isinstance(figure, dict) or not _NUMBER.fullmatch(str(figure.get("number", ""))):
            raise ValueError(f"a figure's metadata is {str(figure)[:80]!r}: its number is digits and dots, such as 5.1")
        figure.update({key: str(figure.get(key) or "") for key in ("number", "caption", "alt")})
        if not _is_table(figure.get("table")):
            raise ValueError(f"figure {figure['number']} has a table that is not columns and rows")
    plotly = output.data.get(_PLOTLY_MIME)
    if isinstance(plotly, dict) and isinstance(plotly.get("layout"), dict):
        plotly["layout"].pop("images", None)  # pictures from elsewhere; the library makes none
    if _SVG_MIME in output.data:
        try:
            output.data[_SVG_MIME] = clean_svg("".join(output.data[_SVG_MIME]))
        except ValueError as error:
            raise ValueError(f"a drawing cannot be shown: {error}") from None


def _is_table(table):
    """Whether there is none, or a list of columns and a list of rows."""
    if not table:
        return True
    lists = [table.get("columns"), table.get("rows"), *(table.get("rows") or [])] if isinstance(table, dict) else [None]
    return all(isinstance(one, list) for one in lists)


def _no_doctype(*_):
    raise ValueError("it has a DOCTYPE, which may define entities: leave it out")


def _svg_allows(name, value):
    if name not in _SVG_ATTRIBUTES and not _SVG_FAMILIES.match(name):
        return False
    if name == "href":
        return value.startswith("#")
    if "\\" in value or "@" in value or ("//" in value and name != "xmlns"):
        return name.startswith("aria-")  # words, not style
    functions = _FUNCTION.findall(value)
    return name.startswith("aria-") or all(f in _PLAIN or (f == "url" and to == "#") for f, to in functions)


def _tag(name, attributes):
    return "".join([f"<{name}", *(f' {key}="{_escape(value)}"' for key, value in attributes), ">"])


def _escape(text, quote='"'):
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;") if quote else text


class Harmless(SphinxTransform):
    """Cleans the raw HTML of a notebook's page."""

    default_priority = 415  # after those that warn of faults in it (400, 410)

    def apply(self, **kwargs):
        """Clean what the book did not make itself."""
        if not self.document["source"].endswith(".ipynb"):
            return
        for raw in list(self.document.findall(nodes.raw)):
            text = raw.astext()
            text = text[len(OWN) :] if text.startswith(OWN) else clean_html(text)
            raw.replace_self(nodes.raw("", text, format="html", classes=raw["classes"]))


def _stay_inside(app, env):
    """A page takes no file from outside the book's folder: a link could otherwise publish any file of this machine."""
    folder = Path(env.srcdir).parent.resolve()  # myst-nb puts the pictures of outputs beside the sources
    for file, uses in [*env.images.items(), *env.dlfiles.items()]:
        if not Path(env.srcdir, file).resolve().is_relative_to(folder):
            _log.warning("a page would publish a file from outside the book: %s", file, location=min(uses[0]))


def setup(app):
    """Register the transform and the look at the files."""
    app.add_transform(Harmless)
    app.connect("env-check-consistency", _stay_inside)
    return {"parallel_read_safe": True}
