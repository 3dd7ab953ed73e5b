"""Sets the indices in the docstrings of the library's pages, which are plain text: s_t, W_h, s_{t−1}, e^{z_k}.

Code spans stay letter for letter, and so does a name such as state_dict. The search keeps the signs.
"""

import re

from docutils import nodes
from sphinx.transforms import SphinxTransform

# A letter, or a name that formulas here have. Quoted, it is a name of the code.
_BASE = r"(?<![^\W\d_])(?<!\")(?:[^\W\d_]′?|∇|net|bias|id)"
# In braces, in brackets, or up to the end of the word.
_INDEX_OF = r"\{(?:[^{}]|\{[^{}]*\})*\}|\([^\W_](?:[−+-]\w+)?\)|[^\W_ᵀ]+"
# A power may also stand after a number, a bracket, or another index.
_INDEX = re.compile(rf"({_BASE})(_)({_INDEX_OF})(?![^\Wᵀ])|({_BASE}|(?<=[\w|)}}]))(\^)({_INDEX_OF})(?!\w)")
_KINDS = {"_": nodes.subscript, "^": nodes.superscript}
_CODE = (nodes.literal, nodes.literal_block, nodes.math, nodes.raw, nodes.title, nodes.reference)


def typeset(text):
    """The text as docutils nodes; its letters stay upright, as those without an index beside them are."""
    parts, at = [], 0
    for match in _INDEX.finditer(text):
        base, sign, index = (group for group in match.groups() if group is not None)
        parts.append(nodes.Text(text[at : match.start()] + base))
        parts.append(_KINDS[sign]("", "", *typeset(index.strip("{}") if index[0] == "{" else index)))
        at = match.end()
    return [part for part in [*parts, nodes.Text(text[at:])] if part.astext()]


class DocstringIndices(SphinxTransform):
    """Looks through the text of the library's pages."""

    default_priority = 420

    def apply(self, **kwargs):
        """Replace each text that holds an index."""
        if not self.env.docname.startswith("api-"):
            return
        for text in list(self.document.findall(nodes.Text)):
            inside = text.parent
            while inside is not None and not isinstance(inside, _CODE):
                inside = inside.parent
            if inside is None and _INDEX.search(text.astext()):
                text.parent.replace(text, typeset(text.astext()))


def setup(app):
    """Register the transform."""
    app.add_transform(DocstringIndices)
    return {"parallel_read_safe": True}
