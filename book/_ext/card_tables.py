"""Names in each cell of a wide table what its column is, so that book.css can stack a row as a card on a phone.

Laid out so, the browser no longer takes the elements for a table: their roles say that they still are one.
"""

import html
import re

# Columns from which a table of words is wider than a phone.
_WIDE = 4
_TABLE = re.compile(r'<table class="table">\s*<thead>(.*?)</thead>(.*?)</table>', re.S)
_HEAD = re.compile(r'<th class="head[^"]*">(.*?)</th>', re.S)
_ROW = re.compile(r"<tr\b(.*?)</tr>", re.S)
_CELL = re.compile(r"<td\b")
_TAG = re.compile(r"<[^>]+>")


def with_labels(page):
    """The page's HTML; its tables of four and more columns have the class book-cards, roles and labels."""
    return _TABLE.sub(_as_cards, page)


def _as_cards(table):
    heads = [html.escape(html.unescape(_TAG.sub("", head)).strip()) for head in _HEAD.findall(table[1])]
    if len(heads) < _WIDE:
        return table[0]
    head = table[1].replace("<th ", '<th role="columnheader" ').replace("<tr ", '<tr role="row" ')
    body = _ROW.sub(lambda row: _labelled(row[0], heads), table[2]).replace("<tbody>", '<tbody role="rowgroup">')
    return f'<table class="table book-cards" role="table"><thead role="rowgroup">{head}</thead>{body}</table>'


def _labelled(row, heads):
    labels = iter(heads)
    row = _CELL.sub(lambda _: f'<td role="cell" data-label="{next(labels)}"', row)
    return row.replace("<tr ", '<tr role="row" ', 1)
