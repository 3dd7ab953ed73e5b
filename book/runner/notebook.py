"""Notebook files: read as plain JSON, written atomically in one canonical form."""

import json
import os
from pathlib import Path
from typing import Any

Notebook = dict[str, Any]
Cell = dict[str, Any]
Output = dict[str, Any]


class NotebookError(Exception):
    """A notebook file that cannot be used; the message names the file and says why."""


def read(path: Path) -> Notebook:
    """Reads a notebook of format 4 and joins its lists of lines to text.

    Raises NotebookError when the file is no such notebook.
    """
    try:
        return parse(path.read_bytes(), path.name)
    except OSError as error:
        raise NotebookError(f"{path.name}: cannot be read: {error.strerror}") from None


def parse(data: bytes, name: str) -> Notebook:
    """As `read`, of a file's bytes; `name` is for the messages."""
    try:
        notebook = json.loads(data)
    except ValueError as error:
        raise NotebookError(f"{name}: is no JSON: {error}") from None
    if not isinstance(notebook, dict) or notebook.get("nbformat") != 4:
        raise NotebookError(f"{name}: expected a Jupyter notebook of format 4 (nbformat: 4)")
    for cell in notebook.get("cells", []):
        cell["source"] = _joined(cell.get("source", ""))
        for output in cell.get("outputs", []):
            _map_text(output, _joined)
    return notebook


def to_bytes(notebook: Notebook) -> bytes:
    """The canonical form: sorted keys, one space of indent, text as lists of lines, a last newline."""
    copy = json.loads(json.dumps(notebook))
    for cell in copy["cells"]:
        cell["source"] = _lines(cell["source"])
        for output in cell.get("outputs", []):
            _map_text(output, _lines)
    text = json.dumps(copy, ensure_ascii=False, indent=1, sort_keys=True)
    # Half a surrogate pair, which JavaScript strings may hold, cannot be written as UTF-8.
    return (text + "\n").encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")


def write_atomic(path: Path, data: bytes) -> None:
    """Writes a temporary file beside the target, then renames it: never half a notebook.

    Raises NotebookError when that cannot be done, as on a full disk; the file is then as it was.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            temporary.write_bytes(data)
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise NotebookError(
            f"{path.name} could not be written ({error.strerror}); what it held before is whole: "
            "make room or make the folder writable, and run this again"
        ) from error


def is_json_mime(mime: str) -> bool:
    """True for the types whose data is JSON itself, not text."""
    return mime == "application/json" or mime.endswith("+json")


def _map_text(output: Output, change: Any) -> None:
    if "text" in output:
        output["text"] = change(output["text"])
    for mime, value in output.get("data", {}).items():
        if not is_json_mime(mime):
            output["data"][mime] = change(value)


def _joined(value: Any) -> Any:
    return "".join(value) if isinstance(value, list) else value


def _lines(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    parts = value.split("\n")
    return [part + "\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])
