"""Gives every page its Content-Security-Policy, and refuses what would load or hide something.

Scripts come from beside the page, or stand around the article and are named by their hash; nothing else runs, and
no page may connect anywhere. Styles may stand inline: KaTeX and plotly place their glyphs so.
"""

import base64
import hashlib
import re

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

_INLINE = re.compile(r"<script(?![^>]*\b(?:src=|type=\"application/json\"))[^>]*>(.*?)</script>", re.S)
# What notebooks say stands in here: a script in it gets no hash.
_ARTICLE = re.compile(r'<article class="bd-article">.*</article>', re.S)
_CHARSET = re.compile(r'<meta charset="utf-8" ?/>')
_TAG = re.compile(r"<(?:script|link|img|iframe|source|video|audio|object|embed)\b[^>]*>", re.I)
_FOREIGN = re.compile(r"""\b(?:src|href|data|poster)\s*=\s*["']?\s*((?:https?:)?//[^"'\s>]*)""", re.I)
_IMAGE = re.compile(r"<img\b[^>]*>", re.I)
_ALT = re.compile(r"""\balt\s*=\s*["'][^"']*\S""", re.I)
_DRAWING = re.compile(r"<svg\b[^>]*>", re.I)
_NAMED = re.compile(r"""\baria-(?:hidden|label|labelledby)\s*=""", re.I)
_log = logging.getLogger(__name__)


def with_policy(page):
    """The page's HTML with its policy as the first thing after the character set."""
    hashes = sorted({f"'sha256-{_digest(script)}'" for script in _INLINE.findall(_ARTICLE.sub("", page))})
    policy = "; ".join(
        [
            "default-src 'none'",
            f"script-src 'self' file: {' '.join(hashes)}".rstrip(),
            "style-src 'self' file: 'unsafe-inline'",
            "img-src 'self' file: data: blob:",
            "font-src 'self' file: data:",
            "form-action 'self' file:",
            "base-uri 'none'",
        ]
    )
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}"/>'
    page, found = _CHARSET.subn(lambda match: match[0] + meta, page, count=1)
    if found != 1:
        raise ValueError("page_policy: no character set to put the policy behind: look at the theme's layout")
    return page


def foreign(markup):
    """Addresses elsewhere that this HTML would load."""
    return [address for tag in _TAG.findall(markup) for address in _FOREIGN.findall(tag)]


def _digest(script):
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


class PageFaults(SphinxTransform):
    """Warns of what a page may not hold, with its place: foreign files, pictures without a text."""

    default_priority = 410

    def apply(self, **kwargs):
        """Look at the pictures and the raw HTML of the page."""
        for image in self.document.findall(nodes.image):
            if not image.get("alt", "").strip():
                _log.warning("a picture has no text alternative: %s", image["uri"], location=image.parent)
            if re.match(r"(?:https?:)?//", image["uri"]):
                _log.warning("a picture would be loaded from elsewhere: %s", image["uri"], location=image.parent)
        for raw in self.document.findall(nodes.raw):
            for fault in _faults(raw.astext()):
                _log.warning("%s", fault, location=raw)


def _faults(markup):
    for address in foreign(markup):
        yield f"this would be loaded from elsewhere: {address}"
    for tag in _IMAGE.findall(markup):
        if not _ALT.search(tag):
            yield f"a picture has no text alternative: {tag}"
    if 'role="img"' not in markup:
        for tag in _DRAWING.findall(markup):
            if not _NAMED.search(tag):
                yield f"a drawing has no text alternative (aria-label): {tag[:80]}"


def setup(app):
    """Register the transform; page_shell writes the policy."""
    app.add_transform(PageFaults)
    return {"parallel_read_safe": True}
