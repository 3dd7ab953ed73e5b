"""Leaves in fonts the signs of a text: `python subset_fonts.py FOLDER`, the text on standard input in UTF-8.

KaTeX's fonts hold the signs of all of mathematics; the book shows a few of them. Each font of the folder (woff2) is
rewritten in place; one that has none of the signs stays whole. The same text gives the same bytes.
"""

import sys
from pathlib import Path

from fontTools import subset


def main(folder, text):
    signs = {ord(sign) for sign in text}
    for path in sorted(Path(folder).glob("*.woff2")):
        options = subset.Options(flavor="woff2", layout_features=["*"])
        font = subset.load_font(str(path), options)
        if signs & set(font.getBestCmap()):
            subsetter = subset.Subsetter(options)
            subsetter.populate(unicodes=signs)
            subsetter.subset(font)
            subset.save_font(font, str(path), options)


main(sys.argv[1], sys.stdin.buffer.read().decode("utf-8"))
