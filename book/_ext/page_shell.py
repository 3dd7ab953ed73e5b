"""Small repairs of the theme on every page, and the removal of what no page needs.

The theme sets data-theme by a script at the page's end, and the colours of code hang on that attribute:
here each page starts as light, and an inline script in layout.html asks the reader's system at once.
Its icons come from a font and once more from a script of 1.5 MB, which goes; slim.mjs takes the font.
Its menu needs a few lines of Bootstrap's 80 kB (menu.js), and marks.js does what Sphinx's scripts are for here.
No script holds up the first drawing of a page, and words of code that look like any other have no span.
"""

import re
from pathlib import Path

from card_tables import with_labels
from long_names import with_breaks
from page_policy import foreign, with_policy
from result_tables import fitted

_ICON_SCRIPT = re.compile(
    r"\s*<!-- So that users can add custom icons -->\s*"
    r"<script defer src=\"_static/scripts/fontawesome\.js[^\"]*\"></script>"
)
# One link that loads it early, one script.
_BOOTSTRAP = re.compile(r"\s*<(?:link|script)\b[^>]*_static/scripts/bootstrap\.js[^>]*>(?:</script>)?")
_SPHINX_SCRIPT = re.compile(r'\s*<script src="_static/(?:doctools|sphinx_highlight)\.js[^"]*"></script>')
# For a choice of versions and for Sphinx's search, which this book does not have.
_UNUSED_SCRIPT = re.compile(r"\s*<script>DOCUMENTATION_OPTIONS\.(?:pagename|search_as_you_type) = [^<]*</script>")
_BLOCKING_SCRIPT = re.compile(r'<script src="(_static/[^"]*)"></script>')
# Space, punctuation and plain names: both themes show them in the colour of the text around.
_PLAIN_WORD = re.compile(r'<span class="(?:w|p|nx|n)">([^<]*)</span>')
# A head without words heads nothing: to a screen reader it is an empty cell.
_EMPTY_HEAD = re.compile(r'<th scope="col"( style="[^"]*")?></th>')
_SEARCH_FIELD = re.compile(r'(<button class="btn search-button-field[^>]*)aria-label="Search"')
# The second class takes back what the theme does to the first: two for each cell, and nothing to see.
_CONTAINER = ' docutils container"'
_SOURCE_MAP = re.compile(r"(?:/\*|//)# sourceMappingURL=.*")


def _finish(app, exception):
    """Rewrite what is written: Sphinx has no hook between a template and its file."""
    if exception is not None:
        return
    out = Path(app.outdir)
    for page in sorted(out.glob("*.html")):
        _rewrite(page, _repair)
    for leftover in {*out.glob("_static/scripts/fontawesome.js*"), *out.glob("_static/**/*.map")}:
        leftover.unlink()
    for source in [*out.glob("_static/scripts/*.js"), *out.glob("_static/styles/*.css")]:
        _rewrite(source, lambda text: _SOURCE_MAP.sub("", text))


def _rewrite(path, change):
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def _repair(text):
    """Show the light theme until a script knows better (no style sheet has rules for “auto”)."""
    text = text.replace('data-theme="auto"', 'data-theme="light"', 1)
    # The side bar's arrows have no text of their own.
    text = text.replace("<summary><span class=\"toctree-toggle\"", "<summary aria-label=\"Its pages\"><span class=\"toctree-toggle\"")
    # Who speaks to the page says what is written on the button, where its keys are written too.
    text = _SEARCH_FIELD.sub(r'\1aria-label="Search Ctrl+K"', text)
    text, icon_scripts = _ICON_SCRIPT.subn("", text)
    if icon_scripts != 1:
        raise ValueError("page_shell: the theme's icon script is not where it was: look at its layout")
    text, bootstraps = _BOOTSTRAP.subn("", text)
    if bootstraps != 2:
        raise ValueError("page_shell: Bootstrap's script is not where it was: look at the theme's layout")
    text = _UNUSED_SCRIPT.sub("", _SPHINX_SCRIPT.sub("", text))
    text = _BLOCKING_SCRIPT.sub(r'<script defer src="\1"></script>', text)
    text = _PLAIN_WORD.sub(r"\1", text)
    text = with_labels(fitted(text)).replace(_CONTAINER, '"')
    text = _EMPTY_HEAD.sub(lambda head: f"<td{head[1] or ''}></td>", text)
    text = with_breaks(text)
    if foreign(text):
        raise ValueError(f"page_shell: the theme would load {foreign(text)}: look at its layout")
    return with_policy(text)


def setup(app):
    """Register the rewriting."""
    app.connect("build-finished", _finish)
    return {"parallel_read_safe": True}
