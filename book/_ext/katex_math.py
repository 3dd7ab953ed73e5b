"""Sphinx math renderer: KaTeX at build time, HTML with MathML inside, nothing for the reader's browser to run.

One node process (book/render-math.mjs) renders all formulas; a formula it rejects is a Sphinx warning.
"""

import html
import json
import os
import subprocess
from pathlib import Path

from docutils import nodes
from sphinx.util import logging

from anchors import TAG

_HELPER = Path(__file__).parent.parent / "render-math.mjs"
_log = logging.getLogger(__name__)


class Katex:
    """The running helper; started at the first formula, stopped at the end of the build."""

    def __init__(self):
        self.process = None

    def render(self, tex, display):
        """HTML of one formula; raises ValueError with KaTeX's message when it does not parse."""
        if self.process is None:
            node = os.environ.get("UNROLLED_NODE", "node")
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            self.process = subprocess.Popen([node, str(_HELPER)], encoding="utf-8", **pipes)
        self.process.stdin.write(json.dumps([tex, display]) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer["html"]

    def stop(self, *_):
        """Let the helper end."""
        if self.process is not None:
            self.process.stdin.close()
            self.process.wait(timeout=10)
            self.process = None


_katex = Katex()


def _rendered(node, display):
    tex = node.astext().strip()
    try:
        return _katex.render(tex, display)
    except ValueError as error:
        message = " ".join(str(error).split())
        _log.warning("formula not understood: %s", message, location=node)
        return f"<code>{html.escape(tex)}</code>"


def visit_inline(translator, node):
    """Write an inline formula."""
    translator.body.append(f'<span class="book-math">{_rendered(node, False)}</span>')
    raise nodes.SkipNode


def visit_block(translator, node):
    """Write a display; a tagged one is a named group that links can point at."""
    extra = "".join(f'<span id="{html.escape(i)}"></span>' for i in node["ids"][1:])
    identifier = f' id="{html.escape(node["ids"][0])}"' if node["ids"] else ""
    tag = TAG.search(node.astext())
    label = f' role="group" aria-label="Equation {html.escape(tag[1])}"' if tag else ""
    rendered = _rendered(node, True)
    translator.body.append(f'<div class="book-display"{identifier}{label}>{extra}{rendered}</div>\n')
    raise nodes.SkipNode


def setup(app):
    """Register the renderer under the name katex."""
    app.add_html_math_renderer("katex", (visit_inline, None), (visit_block, None))
    app.connect("build-finished", _katex.stop)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
