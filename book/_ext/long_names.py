"""Lets a long name of the code break where its parts meet, on a phone: CharacterVocabulary, layer.outputSize.

A <wbr> is no character: what is copied is the name.
"""

import re

# Letters that a heading on a small phone holds.
_LONG = 16
_APART = re.compile(r"(<(script|style|pre|title|math)\b.*?</\2>)|(?<=>)([^<>]+)", re.S)
_NAME = re.compile(rf"[A-Za-z_][\w.]{{{_LONG - 1},}}")
_BORDER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=\w)(?=\.\w)|(?<=_)(?=\w)")


def with_breaks(page):
    """The page's HTML with a <wbr> at each border in long names of its text."""
    return _APART.sub(lambda match: match[1] or _NAME.sub(_broken, match[3]), page)


def _broken(name):
    return _BORDER.sub("<wbr>", name[0])
