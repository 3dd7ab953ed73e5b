"""Gives equations their anchors and tells MyST all anchors of a page, so that a broken link is a warning.

`\\tag{5.3}` makes #eq-5.3; figures (#fig-5.1) and callouts (#ex-5.1) bring theirs, and so does raw HTML
such as `<a id="…"></a>`. docutils would turn the dots into hyphens: these ids are kept as written.
"""

import re

from docutils import nodes
from sphinx.transforms import SphinxTransform

TAG = re.compile(r"\\tag\*?\{([^{}]+)\}")
_HTML_ID = re.compile(r'\bid="([^"]+)"')
# Before MyST's ResolveAnchorIds (879), which looks links up in what this collects.
_PRIORITY = 800


class Anchors(SphinxTransform):
    """Adds ids to tagged equations and enters every id of the page into MyST's table of anchors."""

    default_priority = _PRIORITY

    def apply(self, **kwargs):
        """Collect the ids of the document; a second use of one is a warning."""
        table = dict(getattr(self.document, "myst_slugs", {}))
        for equation in self.document.findall(nodes.math_block):
            for tag in TAG.findall(equation.astext()):
                equation["ids"].append(f"eq-{tag.strip()}")
                self._enter(table, f"eq-{tag.strip()}", equation)
        for callout in self.document.findall(nodes.admonition):
            for identifier in callout["ids"]:
                self._enter(table, identifier, callout)
        for raw in self.document.findall(nodes.raw):
            for identifier in _HTML_ID.findall(raw.astext()):
                self._enter(table, identifier, raw)
        self.document.myst_slugs = table
        self.env.metadata[self.env.docname]["myst_slugs"] = table

    def _enter(self, table, identifier, node):
        if identifier in table:
            self.document.reporter.warning(f"the anchor #{identifier} is used twice", base_node=node)
        table[identifier] = (node.line or 0, identifier, identifier)


def setup(app):
    """Register the transform."""
    app.add_transform(Anchors)
    return {"parallel_read_safe": True}
