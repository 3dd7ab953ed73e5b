"""What a page may hold of a notebook's own HTML: the book's, and the `clean_html` of JupyterLab's "Save and Export as HTML".

nbconvert's own cleaning also takes what a textbook needs: ids that links point at, folded solutions, the
alignment of tables. This one keeps those, and no script, handler, frame or address that could run.
"""

import functools
import html
import re
from urllib.parse import urlsplit

import bleach
from bleach.css_sanitizer import CSSSanitizer

_BLOCKS = "details div dd dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr p pre section summary"
_TABLES = "caption col colgroup table tbody td tfoot th thead tr"
_INLINE = "br del img input ins kbd mark s small span sub sup u"
_TAGS = {*bleach.ALLOWED_TAGS, *f"{_BLOCKS} {_TABLES} {_INLINE}".split()}
_STYLES = CSSSanitizer(
    allowed_css_properties="text-align color background-color font-weight font-style width white-space".split()
)


_EVERYWHERE = ["class", "id", "lang", "style", "title", "role", "aria-label"]


def _link(_tag, name, value):
    if name == "href":
        address = re.sub(r"[\x00-\x20]", "", html.unescape(value))  # as a browser reads it
        return urlsplit(address).scheme in ("", "http", "https", "mailto")
    return name in _EVERYWHERE


def _image(_tag, name, value):
    if name == "src":  # a picture shows and runs nothing, wherever it comes from
        return value.startswith(("data:image/", "https:", "http:")) or ":" not in value
    return name in ("alt", "width", "height", *_EVERYWHERE)


_ATTRIBUTES = {
    **bleach.ALLOWED_ATTRIBUTES,
    "a": _link,
    "*": _EVERYWHERE,
    "details": ["open"],
    "img": _image,
    "input": lambda _tag, name, value: name in ("checked", "disabled") or (name, value) == ("type", "checkbox"),
    "td": ["colspan", "rowspan"],
    "th": ["colspan", "rowspan", "scope"],
}

_allows = bleach.sanitizer.attribute_filter_factory(_ATTRIBUTES)


def allowed_value(tag, name=None, value=""):
    """What an attribute may be, or None; without a name, whether the tag may be (None, or "")."""
    if tag not in _TAGS:
        return None
    if name is None:
        return ""
    if not _allows(tag, name, value):
        return None
    return _style(value) if name == "style" else value


@functools.lru_cache(maxsize=1000)  # tables say the same few styles thousands of times
def _style(value):
    return _STYLES.sanitize_css(value).removesuffix(";")


def clean_html(element):
    """HTML with what is not allowed taken out; the text inside stays."""
    text = element.decode() if isinstance(element, bytes) else str(element)
    return bleach.clean(
        text,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        protocols={*bleach.ALLOWED_PROTOCOLS, "data"},  # `data` passes for pictures only: see _image and _link
        css_sanitizer=_STYLES,
        strip=True,
    )
