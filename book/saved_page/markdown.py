"""Markdown of a saved page, as filters of the template next to this file: formulas are drawn when the page is
saved, by KaTeX, since a page opened without a network could not fetch MathJax.

The notebook's HTML is cleaned here, before the formulas come in: KaTeX's own HTML needs styles that no
notebook may use.
"""

import base64
import html
import re
import secrets
import threading
from pathlib import Path

from jinja2 import pass_context
from markupsafe import Markup
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from book._ext.katex_helper import Katex
from book.saved_page.cleaning import clean_html

_KATEX = Path(__file__).parents[2] / "node_modules/katex/dist"
_TAG = re.compile(r"\\tag\*?\{([^{}]+)\}")
_katex = Katex()  # ends with the server, whose end closes its input
_lock = threading.Lock()  # the server saves pages in threads


class _Renderer(IPythonRenderer):
    """Leaves a mark where a formula stands, and keeps the formula's HTML."""

    def __init__(self, **options):
        super().__init__(escape=False, embed_images=True, **options)
        self.formulas = {}

    def _html_embed_images(self, html):
        return html  # nbconvert's own closes each tag where it opens: a folded solution would be empty

    def _keep(self, tex, display):
        try:
            with _lock:
                drawn = _katex.render(tex.strip(), display)
        except ValueError:  # the reader's own slip: the source is more help than nothing
            drawn = f"<code>{html.escape(tex)}</code>"
        if display:
            tag = _TAG.search(tex)
            anchor = f' id="eq-{html.escape(tag[1].strip())}"' if tag else ""
            drawn = f'<span class="display"{anchor}>{drawn}</span>'
        mark = f"formula{secrets.token_hex(8)}"
        self.formulas[mark] = drawn
        return mark

    def block_math(self, body):
        return self._keep(body, True)

    def inline_math(self, body):
        return self._keep(body, False)

    def latex_environment(self, name, body):
        return self._keep(f"\\begin{{{name}}}{body}\\end{{{name}}}", True)


@pass_context
def to_html(context, source):
    """Clean HTML of a Markdown cell or output; links to equations and headings of the same notebook stay on the page."""
    metadata = context.get("resources", {}).get("metadata", {})
    attachments = context.get("cell", {}).get("attachments", {})
    renderer = _Renderer(path=metadata.get("path", ""), attachments=attachments)
    text = clean_html(MarkdownWithMath(renderer=renderer).render(source))
    text = text.replace(f'href="{metadata.get("name", "")}.ipynb#', 'href="#')
    return Markup(re.sub(r"formula[0-9a-f]{16}", lambda m: renderer.formulas.get(m[0], m[0]), text))


def formula_style(name):
    """A style sheet of KaTeX with its fonts inside."""
    style = _KATEX.joinpath(name).read_text(encoding="utf-8")

    def embed(match):
        font = base64.b64encode(_KATEX.joinpath(match[1]).read_bytes()).decode("ascii")
        return f'src:url(data:font/woff2;base64,{font}) format("woff2")'

    return Markup(re.sub(r'src:url\((fonts/[^)]+\.woff2)\) format\("woff2"\)[^;}]*', embed, style))
