"""Fills the errata page: every erratum of every notebook, under its notebook's title, each leading to its place.

The callouts are copied when their page has been read; links and formulas in them work as in their own place.
"""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

_PAGE = "errata"


def _collect(app, doctree):
    """Keep the errata of the page just read."""
    found = [c for c in doctree.findall(nodes.admonition) if c.get("book_prefix") == "erratum"]
    app.book_errata[app.env.docname] = [callout.deepcopy() for callout in found]


class Errata(SphinxPostTransform):
    """Appends the errata to their page, before Sphinx resolves its references (priority 10)."""

    default_priority = 5

    def run(self, **kwargs):
        """Add a section a notebook, in reading order."""
        if self.env.docname != _PAGE:
            return
        page = next(self.document.findall(nodes.section))
        for docname in sorted(name for name, errata in self.app.book_errata.items() if errata):
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
    app.add_post_transform(Errata)
    return {"parallel_read_safe": False}
