"""Lets a long name of the code break where its parts meet, on a phone: CharacterVocabulary, layer.outputSize.

A <wbr> is no character: what is copied is the name. In running text a name goes to the next line as a whole.
"""

import re

# Letters that a heading on a small phone holds.
_LONG = 16
# Where a name has lines to itself: headings, the members of a class, the contents of a page.
_PLACE = re.compile(r'(<h[1-4]>|<dt><code[^>]*><span class="pre">|<a class="reference internal nav-link"[^>]*>)([^<]+)')
_NAME = re.compile(rf"[A-Za-z_][\w.]{{{_LONG - 1},}}")
_BORDER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=\w)(?=\.\w)|(?<=_)(?=\w)")


def with_breaks(page):
    """The page's HTML with a <wbr> at each border in those names."""
    return _PLACE.sub(lambda place: place[1] + _NAME.sub(_broken, place[2]), page)


def _broken(name):
    return _BORDER.sub("<wbr>", name[0])
