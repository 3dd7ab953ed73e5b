"""Makes admonitions of block quotes that open with a bold kind: `> **Exercise 5.1.** …`, `> **Note.** …`.

The kinds stand in a table, not in a pattern, so that an edition in another language adds its own words.
"""

import re

from docutils import nodes
from sphinx.transforms import SphinxTransform

# First word of the bold opening → CSS class; the second column gives numbered ones an anchor.
KINDS = {
    "Note": ("note", None),
    "Tip": ("tip", None),
    "Hint": ("tip", None),
    "Warning": ("warning", None),
    "Erratum": ("warning", "erratum"),
    "Errata": ("warning", "erratum"),
    "Exercise": ("exercise", "ex"),
    "Puzzle": ("exercise", "puzzle"),
    "Definition": ("definition", "def"),
    "Example": ("example", "example"),
    "Claim": ("definition", "claim"),
    "Remember": ("tip", None),
    "Optional": ("note", None),
}
_NUMBER = re.compile(r"\d+(?:\.\d+)*[a-z]?")


class Callouts(SphinxTransform):
    """Replaces the block quotes in place; runs before the anchors are collected."""

    default_priority = 400

    def apply(self, **kwargs):
        """Find the quotes of the document and swap those whose opening is in the table."""
        for quote in list(self.document.findall(nodes.block_quote)):
            opening = _opening(quote)
            word = opening.astext().split()[0].rstrip(".:") if opening else None
            if word in KINDS:
                quote.replace_self(_admonition(quote, opening, *KINDS[word]))
        for count, callout in enumerate(self._errata_without_number(), start=1):
            callout["ids"] = [f"erratum-{count}"]

    def _errata_without_number(self):
        """These get an anchor by their order, for the page that gathers them leads back to each."""
        callouts = self.document.findall(nodes.admonition)
        return [c for c in callouts if c.get("book_prefix") == "erratum" and not c["ids"]]


def _opening(quote):
    """The bold text that starts the quote's first paragraph, if there is one."""
    paragraph = quote.children[0] if quote.children else None
    if not isinstance(paragraph, nodes.paragraph) or not paragraph.children:
        return None
    # The parser puts an empty text before the bold one.
    first = next((child for child in paragraph.children if child.astext().strip()), None)
    return first if isinstance(first, nodes.strong) else None


def _admonition(quote, opening, css, prefix):
    """The admonition with the opening as its title and the rest of the quote as its body."""
    text = opening.astext().strip()
    paragraph = opening.parent
    title = nodes.title(text.rstrip("."), "", *opening.children)
    if isinstance(title[-1], nodes.Text):
        title[-1] = nodes.Text(title[-1].astext().rstrip("."))
    del paragraph[: paragraph.index(opening) + 1]
    if len(paragraph) and isinstance(paragraph[0], nodes.Text):
        paragraph[0] = nodes.Text(paragraph[0].astext().lstrip())
    body = quote.children if paragraph.astext().strip() else quote.children[1:]
    callout = nodes.admonition("", title, *body, classes=[css])
    callout.source, callout.line = quote.source, quote.line
    callout["book_prefix"] = prefix
    number = _NUMBER.search(text)
    if prefix and number:
        callout["ids"] = [f"{prefix}-{number[0]}"]
    return callout


def setup(app):
    """Register the transform."""
    app.add_transform(Callouts)
    return {"parallel_read_safe": True}
