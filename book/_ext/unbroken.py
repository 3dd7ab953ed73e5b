"""Keeps numbers with an exponent, such as 2.3e-13, on one line: browsers break after the hyphen."""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

_NUMBER = re.compile(r"(±?\d[\d.,]*e[-−]\d+)")
_VERBATIM = (nodes.literal, nodes.literal_block, nodes.math, nodes.math_block, nodes.raw)


class Unbroken(SphinxPostTransform):
    """Puts each such number of the prose into a span of class unbroken."""

    default_priority = 900

    def run(self, **kwargs):
        """Split the texts that hold one."""
        for text in list(self.document.findall(nodes.Text)):
            parent = text.parent
            if isinstance(parent, _VERBATIM) or not _NUMBER.search(text):
                continue
            parts = [part for part in _NUMBER.split(text) if part]
            parent.replace(text, [_part(part) for part in parts])


def _part(text):
    if _NUMBER.fullmatch(text):
        return nodes.inline("", text, classes=["unbroken"])
    return nodes.Text(text)


def setup(app):
    """Register the transform."""
    app.add_post_transform(Unbroken)
    return {"parallel_read_safe": True}
