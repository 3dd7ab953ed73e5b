"""What every page gets beside its content: a theme that works without JavaScript, small repairs of the theme.

The theme sets data-theme by a script at the page's end, and the colours of code hang on that attribute:
here each page starts as light, and an inline script in layout.html asks the reader's system at once.
"""

from pathlib import Path


def _finish(app, exception):
    """Rewrite each page once it is written: Sphinx has no hook between template and file."""
    if exception is not None:
        return
    for page in sorted(Path(app.outdir).rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        page.write_text(_repair(text), encoding="utf-8")


def _repair(text):
    """Show the light theme until a script knows better; the style sheets have no rules for “auto”."""
    return text.replace('data-theme="auto"', 'data-theme="light"', 1)


def setup(app):
    """Register the rewriting."""
    app.connect("build-finished", _finish)
    return {"parallel_read_safe": True}
