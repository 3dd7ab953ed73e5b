"""Sphinx math renderer: KaTeX at build time, HTML with MathML inside, nothing for the reader's browser to run.

One node process (book/render-math.mjs) renders all formulas; a formula it rejects is a Sphinx warning.
"""

import html
import json
from collections import defaultdict
from pathlib import Path

from docutils import nodes
from sphinx.util import logging

from anchors import TAG
from formula_words import words
from katex_helper import Katex

_log = logging.getLogger(__name__)

_katex = Katex()
# HTML of the tagged equations by page and anchor, for the previews of references from other pages.
_equations = defaultdict(dict)
# Page → the equations of it that other pages name.
_wanted = defaultdict(set)


def _rendered(node, display):
    tex = node.astext().strip()
    try:
        return _katex.render(tex, display)
    except ValueError as error:
        message = " ".join(str(error).split())
        _log.warning("formula not understood: %s", message, location=node)
        return f"<code>{html.escape(tex)}</code>"


def as_words(node):
    """The formula as a line of text; its number, which stands beside it, is left out."""
    tex = TAG.sub("", node.astext()).strip()
    try:
        text = words(_katex.render(tex, False))
    except ValueError:
        return tex  # told when it is written
    return text if isinstance(node, nodes.math) else f" {text} "


def visit_inline(translator, node):
    """Write an inline formula."""
    translator.body.append(_rendered(node, False))
    raise nodes.SkipNode


def visit_block(translator, node):
    """Write a display; a tagged one is a named group that links can point at."""
    extra = "".join(f'<span id="{html.escape(i)}"></span>' for i in node["ids"][1:])
    identifier = f' id="{html.escape(node["ids"][0])}"' if node["ids"] else ""
    tag = TAG.search(node.astext())
    label = f' role="group" aria-label="Equation {html.escape(tag[1])}"' if tag else ""
    rendered = _rendered(node, True)
    if tag:
        _equations[translator.builder.current_docname][f"eq-{tag[1].strip()}"] = rendered
    translator.body.append(f'<div class="book-display"{identifier}{label}>{extra}{rendered}</div>\n')
    raise nodes.SkipNode


def _note_references(app, doctree, docname):
    """Remember which equations this page names elsewhere: only those are written beside the pages."""
    here = app.builder.get_target_uri(docname)
    for reference in doctree.findall(nodes.reference):
        page, _, identifier = reference.get("refuri", "").partition("#")
        if identifier.startswith("eq-") and page != here:
            _wanted[page].add(identifier)


def _write_equations(app, exception):
    """One script a page, which equations.js loads at the first reference to it: fetch is forbidden on file://."""
    if exception is not None:
        return
    folder = Path(app.outdir, "_static", "equations")
    folder.mkdir(parents=True, exist_ok=True)
    for docname in sorted(_equations):
        page = app.builder.get_target_uri(docname)
        named = {name: formula for name, formula in _equations[docname].items() if name in _wanted[page]}
        data = json.dumps(named, ensure_ascii=False, sort_keys=True)
        script = f"(globalThis.bookEquations ??= {{}})[{json.dumps(page)}] = {data};\n"
        folder.joinpath(f"{docname}.js").write_text(script, encoding="utf-8")


def setup(app):
    """Register the renderer under the name katex."""
    app.connect("builder-inited", lambda _: (_equations.clear(), _wanted.clear()))
    app.connect("doctree-resolved", _note_references)
    app.connect("build-finished", _write_equations)
    app.add_html_math_renderer("katex", (visit_inline, None), (visit_block, None))
    app.connect("build-finished", _katex.stop)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
