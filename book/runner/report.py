"""What the runner prints: a live line for each notebook on a terminal, plain lines elsewhere."""

import re
import sys
import time
from dataclasses import dataclass
from typing import TextIO

_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_PLAIN_EVERY = 20.0  # seconds between two plain progress lines of one notebook
_MESSAGE_LINES = 14


@dataclass
class _Line:
    started: float
    cell: int = 0
    of: int = 0
    state: str = "runs"
    ended: float | None = None
    told: float = 0.0


class Report:
    """Progress of several notebooks at once. Methods are called from one thread only."""

    def __init__(self, stream: TextIO = sys.stdout) -> None:
        self._stream = stream
        self._live = stream.isatty()
        self._lines: dict[str, _Line] = {}
        self._drawn = 0
        self._width = 0

    def names(self, names: list[str]) -> None:
        """Tells all names beforehand, so that the columns line up."""
        self._width = max((len(name) for name in names), default=0)

    def start(self, name: str) -> None:
        """A notebook's process starts."""
        now = time.monotonic()
        self._lines[name] = _Line(started=now, told=now)
        self._draw()

    def cell(self, name: str, cell: int, of: int) -> None:
        """A notebook's code cell number `cell` of `of` starts."""
        line = self._lines[name]
        line.cell, line.of = cell, of
        now = time.monotonic()
        if not self._live and now - line.told > _PLAIN_EVERY:
            line.told = now
            self._print(self._text(name, line))
        self._draw()

    def end(self, name: str, fine: bool) -> None:
        """A notebook's process ended."""
        line = self._lines[name]
        line.ended, line.state = time.monotonic(), "done" if fine else "failed"
        del self._lines[name]
        self._print(self._text(name, line))

    def skipped(self, name: str) -> None:
        """A notebook needs no run."""
        self._print(f"  {name:<{self._width}}  unchanged")

    def problem(self, name: str, cell: int | None, message: str) -> None:
        """A failure, with as much of its message as helps."""
        where = f"{name}, code cell {cell}" if cell is not None else name
        lines = _ANSI.sub("", message).rstrip().split("\n")
        if len(lines) > _MESSAGE_LINES:
            lines = lines[:_MESSAGE_LINES] + [f"… and {len(lines) - _MESSAGE_LINES} more lines"]
        self._print(f"✗ {where}: {lines[0]}")
        for line in lines[1:]:
            self._print(f"    {line[:200]}")

    def details(self, lines: list[str]) -> None:
        """Further lines below a problem."""
        for line in lines:
            self._print(f"    {line}")

    def say(self, text: str) -> None:
        """A line of its own."""
        self._print(text)

    def _print(self, text: str) -> None:
        """Prints above the live lines, which are drawn again below."""
        if self._drawn:
            self._stream.write(f"\x1b[{self._drawn}A\x1b[J")
            self._drawn = 0
        print(text, file=self._stream, flush=True)
        self._draw()

    def _text(self, name: str, line: _Line) -> str:
        seconds = (line.ended or time.monotonic()) - line.started
        mark = {"runs": "…", "done": "✓", "failed": "✗"}[line.state]
        if line.state == "done":
            count = f"{line.of} cells"
        else:
            count = f"cell {line.cell} of {line.of}" if line.of else "starting"
        return f"{mark} {name:<{self._width}}  {count:<14} {seconds:6.1f} s"

    def _draw(self) -> None:
        if not self._live:
            return
        up = f"\x1b[{self._drawn}A" if self._drawn else ""
        body = "".join(f"\x1b[2K{self._text(name, line)}\n" for name, line in self._lines.items())
        self._stream.write(up + body)
        self._stream.flush()
        self._drawn = len(self._lines)
