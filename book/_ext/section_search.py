"""Search by section: writes the text of every section for search.js to scan, the prose to section-index.js, code
and what it printed to section-code.js, which is loaded only when it is wanted.

It replaces Sphinx's own search, whose results are whole pages, whose excerpts need fetch (forbidden on
file://) and which does not find Chinese words. The book is small: a scan takes milliseconds.
"""

import json
import re
from pathlib import Path

from docutils import nodes

import captions
import katex_math
from anchors import TAG

_SPACE = re.compile(r"\s+")
_CAPTION = re.compile(r"<figcaption>(.*?)(?:<details|</figcaption>)", re.S)

_INDEX_SIGNS = {nodes.subscript: "_", nodes.superscript: "^"}


def _collect(app, doctree, docname):
    """Remember the sections of one page, in reading order."""
    page = app.env.titles[docname].astext()
    app.book_sections[docname] = [_entry(app, docname, page, s) for s in doctree.findall(nodes.section)]


def _entry(app, docname, page, section):
    text, code = _text(section)
    return {
        "page": page,
        "title": _title(section),
        "url": _url(app, docname, section),
        "text": text,
        "code": code,
        "equations": _equations(section),
    }


def _title(section):
    return section.next_node(nodes.title).astext()


def _url(app, docname, section):
    return f"{app.builder.get_target_uri(docname)}#{section['ids'][0]}"


def _equations(section):
    """Numbers of the equations that stand in the section itself, not in its subsections."""
    own = [child for child in section.children if not isinstance(child, nodes.section)]
    blocks = [block for child in own for block in child.findall(nodes.math_block) if block["ids"]]
    return [tag.strip() for block in blocks for tag in TAG.findall(block.astext())]


def _text(section):
    """The section's words, formulas among them, and its code, without subsections and raw HTML but for captions."""
    words, code = [], []

    def walk(node):
        for child in node.children:
            if isinstance(child, nodes.Text):
                words.append(child.astext())
            elif isinstance(child, nodes.literal_block):
                code.append(child.astext())
            elif isinstance(child, nodes.raw):
                words.extend(captions.as_words(caption) for caption in _CAPTION.findall(child.astext()))
            elif isinstance(child, (nodes.math, nodes.math_block)):
                words.append(katex_math.as_words(child))
            elif not isinstance(child, (nodes.section, nodes.comment)):
                words.append(_INDEX_SIGNS.get(type(child), ""))
                walk(child)
                if not isinstance(child, nodes.Inline):
                    words.append(" ")

    for child in section.children[1:]:
        if not isinstance(child, nodes.section):
            walk(nodes.container("", child.deepcopy()))
            words.append(" ")
    return [_SPACE.sub(" ", "".join(words)).strip(), _SPACE.sub(" ", " ".join(code)).strip()]


def _start(app):
    app.book_sections = {}
    app.builder.search = False


def _pages(app):
    yield ("search", {"title": "Search"}, "search.html")


def _write(app, exception):
    if exception is not None:
        return
    entries = [entry for name in sorted(app.book_sections) for entry in app.book_sections[name]]
    code = [entry.pop("code") for entry in entries]
    for name, variable, value in [("index", "bookSections", entries), ("code", "bookSectionCode", code)]:
        data = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        target = Path(app.outdir, "_static", f"section-{name}.js")
        target.write_text(f"globalThis.{variable} = {data};\n", encoding="utf-8")


def setup(app):
    """Register the collector, the search page and the writer of the index."""
    app.connect("builder-inited", _start)
    app.connect("doctree-resolved", _collect)
    app.connect("html-collect-pages", _pages)
    app.connect("build-finished", _write)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
