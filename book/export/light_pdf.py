"""Writes a PDF smaller, with the same content: `python light_pdf.py FILE`, in place.

Chromium writes the tags for screen readers as a hundred thousand plain objects; here they are packed into compressed
streams (PDF 1.5).
"""

import sys

import pikepdf


def main(path):
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.save(
            path,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            recompress_flate=True,
            deterministic_id=True,
        )


main(sys.argv[1])
