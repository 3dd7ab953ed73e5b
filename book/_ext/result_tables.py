"""Fits the tables that cells show (lib/plotting/table-html.ts) to the page, and those that are too wide to a phone.

A number and what stands beside it keep together; a long list of runs takes several lines. On a phone a wide table is
turned, its rows as columns, where that fits; else each row is a card, as card_tables.py makes of tables of words. Laid
out so, the browser no longer takes the elements for a table: their roles say that they still are one.
"""

import html
import re

# Letters that a phone shows in a line of a table, and those that the space beside a column takes.
_PHONE = 45
_SPACE = 1.25
# Letters above which a cell of numbers is a list, which may be broken.
_LIST = 20
# Letters of heads and numbers up to which several cells of a card stand side by side.
_SHORT = 10
_FEW = 7
_TABLE = re.compile(
    r'(?<=<div class="output text_html">)<table>(<caption>[^<]*</caption>)?<thead>(<tr>.*?</tr>)</thead>'
    r"<tbody>\s*((?:<tr>.*?</tr>\s*)*)</tbody></table>",
    re.S,
)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.S)
_CELL = re.compile(r'<(t[hd])(?: scope="col")?(?: style="([^"]*)")?>([^<]*)</\1>')
# What a browser may set alone on a line: a Chinese character, or a word.
_PIECE = re.compile(r"[\u2e80-\u9fff\uf900-\uffef]|[^\s\u2e80-\u9fff\uf900-\uffef]+")


def fitted(page):
    """The page's HTML with the tables of its cells fitted; a notebook's tables of another make stay."""
    return _TABLE.sub(_written, page)


def _written(table):
    caption = table[1] or ""
    rows = [_CELL.findall(row) for row in _ROW.findall(table[2] + table[3])]
    cells = len(re.findall(r"<t[hd]\b", table[0]))
    if any(len(row) != len(rows[0]) for row in rows) or sum(map(len, rows)) != cells:
        return table[0]
    form = _form(rows)
    heads = [text for _, _, text in rows[0]]
    lines = [_line(row, None if form is None else heads) for row in rows]
    start, group = "<table>", ""
    if form is not None:
        size = f"--rows:{len(rows)};--columns:{len(heads) + bool(caption)}"
        start = f'<table class="{form}" role="table"{f" style={size}" if form == "book-turned" else ""}>'
        group = ' role="rowgroup"'
    body = "\n".join(lines[1:])
    return f"{start}{caption}<thead{group}>{lines[0]}</thead><tbody{group}>\n{body}\n</tbody></table>"


def _form(rows):
    """The class that lays the table out on a phone, or None where it fits as it is."""
    widths = [[_width(cell) for cell in row] for row in rows]
    if sum(max(column) + _SPACE for column in zip(*widths)) <= _PHONE:
        return None
    if sum(max(row) + _SPACE for row in widths) <= _PHONE:
        return "book-turned"
    heads = all(_letters(cell) <= _SHORT for cell in rows[0])
    numbers = all(_letters(cell) <= _FEW for row in rows[1:] for cell in row if "nowrap" in cell[1])
    return "book-cards book-beside" if heads and numbers else "book-cards"


def _letters(cell):
    return len(html.unescape(cell[2]))


def _width(cell):
    """Letters of the longest part that stays on one line; a Chinese character is as wide as two."""
    _, style, text = cell
    text = html.unescape(text)
    parts = [text] if _is_whole(style, text) else _PIECE.findall(text)
    return max((sum(2 if letter > "\u2e80" else 1 for letter in part) for part in parts), default=0)


def _is_whole(style, text):
    return "nowrap" in style and len(text) <= _LIST


def _line(row, heads):
    """The row written anew: its styles as classes of book.css, and with heads the roles and names of its cells."""
    cells = []
    for i, (tag, style, text) in enumerate(row):
        head = tag == "th" and text
        name = "n" if _is_whole(style, html.unescape(text)) else "r" if "right" in style else ""
        kind = f' class="{name}"' if name else ""
        scope = ' scope="col"' if head else ""
        label = "" if heads is None or tag == "th" else f' data-label="{heads[i]}"'
        role = "" if heads is None else f' role="{"columnheader" if head else "cell"}"'
        # A head without words heads nothing: to a screen reader it is an empty cell.
        tag = tag if head or tag == "td" else "td"
        cells.append(f"<{tag}{scope}{role}{kind}{label}>{text}</{tag}>")
    return f'<tr{"" if heads is None else " role=row"}>{"".join(cells)}</tr>'
