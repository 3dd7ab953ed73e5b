"""Fills the errata page: every erratum of every notebook, under its notebook's title, each leading to its place.

The callouts are copied when their page has been read; links and formulas in them work as in their own place.
They come after Sphinx has looked for headings: what “On this page” lists is entered here as well.
"""

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

_PAGE = "errata"


def _collect(app, doctree):
    """Keep the errata of the page just read."""
    found = [c for c in doctree.findall(nodes.admonition) if c.get("book_prefix") == "erratum"]
    app.book_errata[app.env.docname] = [callout.deepcopy() for callout in found]


def _pages_with_errata(app):
    """Their names, in reading order."""
    return sorted(name for name, errata in app.book_errata.items() if errata)


def _list(app, env):
    """Enter the sections that the errata page will have into its table of contents."""
    if _PAGE not in env.tocs:
        return []
    lines = nodes.bullet_list()
    for docname in _pages_with_errata(app):
        words = [child.deepcopy() for child in env.titles[docname].children]
        link = nodes.reference("", "", *words, internal=True, refuri=_PAGE, anchorname=f"#{docname}")
        lines += nodes.list_item("", addnodes.compact_paragraph("", "", link))
    page = next(env.tocs[_PAGE].findall(nodes.list_item))
    if lines.children:
        page += lines
    return [_PAGE]


class Errata(SphinxPostTransform):
    """Appends the errata to their page, before Sphinx resolves its references (priority 10)."""

    default_priority = 5

    def run(self, **kwargs):
        """Add a section a notebook, in reading order."""
        if self.env.docname != _PAGE:
            return
        page = next(self.document.findall(nodes.section))
        for docname in _pages_with_errata(self.app):
            title = self.env.titles[docname].astext()
            section = nodes.section("", nodes.title("", title), ids=[docname])
            section += [self._moved(erratum, docname) for erratum in self.app.book_errata[docname]]
            page += section

    def _moved(self, erratum, docname):
        """The callout for this page: its title a link to its place, its own links still right."""
        home = self.app.builder.get_target_uri(docname)
        for reference in erratum.findall(nodes.reference):
            if "refid" in reference:
                reference["refuri"] = f"{home}#{reference.attributes.pop('refid')}"
        for node in erratum.findall(lambda n: isinstance(n, nodes.Element) and n.get("refdoc")):
            node["refdoc"] = _PAGE
        title = erratum[0]
        place = f"{home}#{erratum['ids'][0]}"
        title[:] = [nodes.reference("", "", *title.children, refuri=place, internal=True)]
        for node in erratum.findall(nodes.Element):
            node["ids"] = []
        return erratum


def _start(app):
    app.book_errata = {}


def setup(app):
    """Register the collector and the filling."""
    app.connect("builder-inited", _start)
    app.connect("doctree-read", _collect)
    app.connect("env-updated", _list)
    app.add_post_transform(Errata)
    return {"parallel_read_safe": False}
