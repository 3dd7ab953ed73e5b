"""What a terminal would show for a stream that moves back over its own text."""

import re

_BACKSPACE = re.compile(r"[^\n\r\x08]\x08")
_ERASE_LINE = re.compile(r"\x1b\[[0-2]?K")


def render(text: str) -> str:
    """Applies carriage returns and backspaces, as Jupyter's front ends do.

    A carriage return goes to the start of its line, and what follows overwrites what is there; one
    just before a line feed is part of the line's end. A backspace deletes the character before it.
    """
    if "\r" not in text and "\b" not in text:
        return text
    return "\n".join(_render_line(line) for line in re.sub(r"\r+\n", "\n", text).split("\n"))


def _render_line(line: str) -> str:
    shown = ""
    for part in line.split("\r"):
        erased = bool(_ERASE_LINE.search(part))
        part = _delete_back(_ERASE_LINE.sub("", part) if erased else part)
        shown = part if erased else part + shown[len(part) :]
    return shown


def _delete_back(text: str) -> str:
    while True:
        shorter = _BACKSPACE.sub("", text)
        if shorter == text:
            return text.replace("\b", "")
        text = shorter
