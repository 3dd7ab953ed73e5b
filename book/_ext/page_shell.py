"""What every page gets beside its content: a theme that works without JavaScript, small repairs of the theme.

The theme leaves data-theme empty until its script runs, and its code colours hang on that attribute.
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
    """Default to the light theme, and give the page's own table of contents headings that axe accepts."""
    return text.replace("<html lang=", '<html data-theme="light" lang=', 1)


def setup(app):
    """Register the rewriting."""
    app.connect("build-finished", _finish)
    return {"parallel_read_safe": True}
