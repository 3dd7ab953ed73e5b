"""A formula as a line of text, for what shows text only: s_(t−1), (∂E)/(∂W), ∑_(t=1)^T, √x."""

import re
import unicodedata
from xml.etree import ElementTree

_MATH = re.compile(r"<math\b.*?</math>", re.S)
_BINARY = re.compile(r"[=+−⋅×≤≥<>≈←→]")
_CLOSE = re.compile(rf" ({_BINARY.pattern}) ")
_SPACE = re.compile(r"\s+")
# Widths of space in em, up to which it only sets signs apart: \, and \;.
_THIN = 0.3
# What stands between a base and each of its other parts, in MathML's order.
_JOINTS = {
    "msub": "_",
    "munder": "_",
    "msup": "^",
    "msubsup": "_^",
    "munderover": "_^",
    "mfrac": "/",
}
# A prime stands beside its base; the sign of a brace says nothing in a line.
_UNJOINED = ("", "′", "″")
_UNSEEN = str.maketrans("", "", "\u2061⏟⏞")
_ACCENTS = {"~": "\u0303", "^": "\u0302", "ˉ": "\u0304", "⃗": "\u20d7"}


def words(rendered):
    """The text of a formula that KaTeX has rendered, from its MathML; in the normal form NFKC, as search.js compares."""
    root = ElementTree.fromstring(re.sub(r'\sxmlns="[^"]*"', "", _MATH.search(rendered)[0]))
    return unicodedata.normalize("NFKC", _SPACE.sub(" ", _text(root)).strip())


def _text(node):
    parts = list(node)
    if node.tag == "annotation":
        return ""
    if not parts:
        return _leaf(node)
    if node.tag in _JOINTS:
        base, *others = (_grouped(part) for part in parts)
        text = base
        for joint, other in zip(_JOINTS[node.tag], others):
            text += other if other in _UNJOINED else joint + other
        return f"{text} " if base in "∑∏∫" else text
    if node.tag == "mover":
        over = _text(parts[1]).strip()
        return _text(parts[0]) + _ACCENTS[over] if over in _ACCENTS else f"{_grouped(parts[0])}^{_grouped(parts[1])}"
    if node.tag in ("msqrt", "mroot"):
        return f"√{_grouped(parts[0])}"
    between = {"mtr": " ", "mtable": "; "}.get(node.tag, "")
    return between.join(text for text in map(_text, parts) if text.strip() or not between)


def _leaf(node):
    text = (node.text or "").translate(_UNSEEN)
    if node.tag == "mspace":
        return " " if float(node.get("width", "0em")[:-2]) > _THIN else ""
    if node.tag == "mo" and text in (",", ";"):
        return f"{text} "
    return f" {text} " if node.tag == "mo" and _BINARY.fullmatch(text) else text


def _grouped(node):
    """In brackets when it is more than one sign or word."""
    text = _CLOSE.sub(r"\1", _text(node).strip())
    return text if re.fullmatch(r"[^\W_]+[\u0300-\u036f]?|.?", text) else f"({text})"
