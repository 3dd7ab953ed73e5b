"""A drawing as SVG with fewer bytes: plotly writes the same style at hundreds of its marks."""

import re
from collections import Counter

# A style that can neither end its rule nor load anything.
_STYLE = re.compile(r' style="((?:(?!url)[\w\s:;,.#()%-])*)"')
_TAG = re.compile(r"<[a-zA-Z][^<>]*>")


def short_styles(svg):
    """The drawing with each style that stands in it more than once as a class; one that has classes stays as it is."""
    if "<style" in svg or "class=" in svg:
        return svg
    counts = Counter(style for tag in _TAG.findall(svg) for style in _STYLE.findall(tag))
    names = {style: f"s{i}" for i, style in enumerate(style for style, n in counts.items() if n > 1)}
    if not names:
        return svg

    def with_class(match):
        return f' class="{names[match[1]]}"' if match[1] in names else match[0]

    short = _TAG.sub(lambda tag: _STYLE.sub(with_class, tag[0]), svg)
    rules = "".join(f".{name}{{{style}}}" for style, name in names.items())
    end = _TAG.search(short).end()  # of the tag <svg …>
    return f"{short[:end]}<style>{rules}</style>{short[end:]}"
