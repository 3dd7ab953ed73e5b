"""Tells how an executed notebook differs from the file, for a person to read."""

import difflib
import json
from typing import Any

from .notebook import Cell, Notebook, Output, is_json_mime

MAX_LINES = 12  # of one difference
MAX_WIDTH = 160  # of one line
MAX_CELLS = 5


def differences(file: Notebook, executed: Notebook) -> list[str]:
    """Lines naming each cell and output that differ, with − for the file and + for the run.

    Empty when the two mean the same. Both are notebooks as `normalise` gives them.
    """
    found: list[list[str]] = []
    number = 0
    if len(file["cells"]) != len(executed["cells"]):
        return [f"the file has {len(file['cells'])} cells, the run {len(executed['cells'])}"]
    for old, new in zip(file["cells"], executed["cells"]):
        if new.get("execution_count") is not None:
            number += 1
        lines = _cell(old, new)
        if lines:
            name = f"code cell {number}" if new["cell_type"] == "code" else f"{new['cell_type']} cell"
            found.append([f"{name} (id {new['id']}):"] + [f"  {line}" for line in lines])
    if file.get("metadata") != executed.get("metadata"):
        lines = _json(file.get("metadata"), executed.get("metadata"))
        found.append(["notebook metadata:"] + [f"  {line}" for line in lines])
    shown = [line for lines in found[:MAX_CELLS] for line in lines]
    if len(found) > MAX_CELLS:
        shown.append(f"… and {len(found) - MAX_CELLS} more cells differ")
    return shown


def _cell(old: Cell, new: Cell) -> list[str]:
    lines: list[str] = []
    for key in sorted((set(old) | set(new)) - {"outputs"}):
        if old.get(key) != new.get(key):
            lines += [f"{key}:"] + _value(old.get(key), new.get(key))
    before, after = old.get("outputs", []), new.get("outputs", [])
    for index in range(max(len(before), len(after))):
        a = before[index] if index < len(before) else None
        b = after[index] if index < len(after) else None
        if a != b:
            lines += _output(index + 1, a, b)
    return lines


def _output(number: int, old: Output | None, new: Output | None) -> list[str]:
    if old is None or new is None:
        sign, there = ("+", new) if old is None else ("−", old)
        where = "only in the run" if old is None else "only in the file"
        return [f"output {number} ({_kind(there)}) is {where}:"] + _head(sign, _text(there))
    if _kind(old) != _kind(new):
        return [f"output {number}: − {_kind(old)}  + {_kind(new)}"]
    lines: list[str] = []
    for key in sorted(set(old) | set(new)):
        a, b = old.get(key), new.get(key)
        if a == b:
            continue
        if key == "data":
            for mime in sorted(set(a) | set(b)):
                if a.get(mime) != b.get(mime):
                    lines += [f"output {number}, {mime}:"] + _mime(mime, a.get(mime), b.get(mime))
        else:
            lines += [f"output {number}, {key} ({_kind(new)}):"] + _value(a, b)
    return lines


def _kind(output: Output | None) -> str:
    assert output is not None
    kind = output["output_type"]
    return f"{kind} {output['name']}" if kind == "stream" else kind


def _text(output: Output | None) -> str:
    assert output is not None
    if "text" in output:
        return str(output["text"])
    if "data" in output:
        return str(output["data"].get("text/plain", sorted(output["data"])))
    return f"{output.get('ename')}: {output.get('evalue')}"


def _mime(mime: str, old: Any, new: Any) -> list[str]:
    return _json(old, new) if is_json_mime(mime) else _value(old, new)


def _value(old: Any, new: Any) -> list[str]:
    return _lines(old, new) if isinstance(old, str) and isinstance(new, str) else _json(old, new)


def _lines(old: str, new: str) -> list[str]:
    """A line difference; long lines are cut around the first character that differs."""
    a, b = old.split("\n"), new.split("\n")
    shown: list[str] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        removed, added = a[i:j], b[k:m]
        for n in range(max(len(removed), len(added))):
            x = removed[n] if n < len(removed) else None
            y = added[n] if n < len(added) else None
            start = _first_difference(x or "", y or "") if x is not None and y is not None else 0
            shown += [f"− {_around(x, start)}"] if x is not None else []
            shown += [f"+ {_around(y, start)}"] if y is not None else []
    return _shortened(shown)


def _first_difference(a: str, b: str) -> int:
    for index, (x, y) in enumerate(zip(a, b)):
        if x != y:
            return index
    return min(len(a), len(b))


def _around(line: str, position: int) -> str:
    if len(line) <= MAX_WIDTH:
        return line
    start = max(0, position - MAX_WIDTH // 2)
    end = start + MAX_WIDTH
    return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")


def _json(old: Any, new: Any) -> list[str]:
    shown: list[str] = []
    _walk("", old, new, shown)
    return _shortened(shown)


def _walk(path: str, old: Any, new: Any, shown: list[str]) -> None:
    """Adds one − and + pair for each leaf that differs, with its path."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(set(old) | set(new)):
            if old.get(key) != new.get(key):
                _walk(f"{path}.{key}" if path else str(key), old.get(key), new.get(key), shown)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (a, b) in enumerate(zip(old, new)):
            if a != b:
                _walk(f"{path}[{index}]", a, b, shown)
    else:
        a, b = (json.dumps(value, ensure_ascii=False) for value in (old, new))
        start = _first_difference(a, b)
        shown.append(f"{path or 'value'}: − {_around(a, start)}  + {_around(b, start)}")


def _head(sign: str, text: str) -> list[str]:
    return _shortened([f"{sign} {_around(line, 0)}" for line in text.rstrip("\n").split("\n")])


def _shortened(lines: list[str]) -> list[str]:
    if len(lines) <= MAX_LINES:
        return lines
    return lines[:MAX_LINES] + [f"… and {len(lines) - MAX_LINES} more lines"]
