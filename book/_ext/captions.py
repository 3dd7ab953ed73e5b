"""A figure's caption, which is plain text: as HTML, where a name with an index (u_23, M^k) is set as in a formula,
and back as the words that the search keeps."""

import html
import re

_INDEX = re.compile(r"(?<!\w)([^\W\d_])([_^])([^\W_]+)(?!\w)")
_TAG = re.compile(r"<[^>]+>")


def as_html(text):
    """The caption `text` as HTML: "w_ji and M^k" has a subscript and a superscript; a longer name stays as it is."""
    return _INDEX.sub(_typeset, html.escape(text))


def _typeset(match):
    base, sign, index = match.groups()
    tag = "sub" if sign == "_" else "sup"
    return f"<i>{base}</i><{tag}>{index if index.isdigit() else f'<i>{index}</i>'}</{tag}>"


def as_words(caption):
    """The caption's HTML as text, its indices with the signs that they had."""
    signed = caption.replace("<sub>", "_").replace("<sup>", "^")
    return html.unescape(_TAG.sub("", signed))
