"""Says as JSON on which sheet, counted from 1, each place that a PDF's links lead to is: `python pdf_sheets.py FILE`."""

import json
import sys

import pikepdf


def main(path):
    with pikepdf.open(path) as pdf:
        sheets = {page.obj.objgen: i + 1 for i, page in enumerate(pdf.pages)}
        names = pdf.Root.get("/Dests", {})
        print(json.dumps({name[1:]: sheets[place[0].objgen] for name, place in names.items()}))


main(sys.argv[1])
