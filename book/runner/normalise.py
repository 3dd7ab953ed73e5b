"""Makes an executed notebook independent of machine, time and luck. Pure: no files, no clock."""

import hashlib
from typing import Any

from .notebook import Cell, Notebook, Output
from .streams import render

KERNELSPEC = {"display_name": "TypeScript", "language": "typescript", "name": "tslab"}
LANGUAGE = {
    "codemirror_mode": {"mode": "typescript", "name": "javascript", "typescript": True},
    "file_extension": ".ts",
    "mimetype": "text/typescript",
    "name": "typescript",
    "nbconvert_exporter": "script",
    "pygments_lexer": "typescript",
}
# What front ends and tools leave behind and nobody wrote by hand.
TRANSIENT = {
    "ExecuteTime",
    "collapsed",
    "execution",
    "interpreter",
    "kernel_info",
    "orig_nbformat",
    "papermill",
    "scrolled",
    "signature",
    "toc",
    "trusted",
    "vscode",
    "widgets",
}
OUTPUT_KEYS = {
    "stream": ("name", "output_type", "text"),
    "display_data": ("data", "metadata", "output_type"),
    "execute_result": ("data", "execution_count", "metadata", "output_type"),
    "error": ("ename", "evalue", "output_type", "traceback"),
}


def normalise(notebook: Notebook, root: str) -> Notebook:
    """The notebook as it is saved; `root` is the checkout's path, which is cut from all output text."""
    cells: list[Cell] = []
    ids: set[str] = set()
    count = 0
    for cell in notebook["cells"]:
        runs = cell["cell_type"] == "code" and cell["source"].strip() != ""
        count += runs
        cells.append(_cell(cell, count if runs else None, ids, root))
    metadata = {
        **_kept(notebook.get("metadata", {})),
        "kernelspec": KERNELSPEC,
        "language_info": LANGUAGE,
    }
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _cell(cell: Cell, count: int | None, ids: set[str], root: str) -> Cell:
    result: Cell = {
        "cell_type": cell["cell_type"],
        "id": _stable_id(cell, ids),
        "metadata": _kept(cell.get("metadata", {})),
        "source": cell["source"],
    }
    if "attachments" in cell:
        result["attachments"] = cell["attachments"]
    if cell["cell_type"] == "code":
        result["execution_count"] = count
        result["outputs"] = [_output(o, count, root) for o in _coalesced(cell.get("outputs", []))]
    return result


def _kept(metadata: dict[str, Any]) -> dict[str, Any]:
    # An empty list of tags says nothing; papermill adds one to each cell.
    return {
        key: value
        for key, value in metadata.items()
        if key not in TRANSIENT and not (key == "tags" and value == [])
    }


def _stable_id(cell: Cell, ids: set[str]) -> str:
    """The cell's own id; one made of its text where it has none or another cell has the same."""
    wanted = cell.get("id")
    repeat = 0
    while not wanted or wanted in ids:
        text = f"{cell['cell_type']}\0{cell['source']}\0{repeat}"
        wanted = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        repeat += 1
    ids.add(wanted)
    return wanted


def _coalesced(outputs: list[Output]) -> list[Output]:
    """Joins neighbouring pieces of the same stream: where a kernel cuts them is luck."""
    joined: list[Output] = []
    for output in outputs:
        last = joined[-1] if joined else {}
        if output["output_type"] == "stream" and output["name"] == last.get("name"):
            joined[-1] = {**last, "text": last["text"] + output["text"]}
        else:
            joined.append(output)
    return joined


def _output(output: Output, count: int | None, root: str) -> Output:
    kind = output["output_type"]
    result = {key: output[key] for key in OUTPUT_KEYS[kind] if key in output}
    if kind == "stream":
        result["text"] = render(result["text"])
    if kind == "execute_result":
        result["execution_count"] = count
    if kind in ("display_data", "execute_result"):
        result["metadata"] = _kept(result.get("metadata", {}))
    return _without_root(result, root)


def _without_root(value: Any, root: str) -> Any:
    """Cuts the checkout's path from every string, so that `<root>/lib/x.ts` reads `lib/x.ts`."""
    if isinstance(value, str):
        if root not in value:
            return value
        return value.replace(f"file://{root}/", "").replace(f"{root}/", "").replace(root, ".")
    if isinstance(value, list):
        return [_without_root(item, root) for item in value]
    if isinstance(value, dict):
        return {key: _without_root(item, root) for key, item in value.items()}
    return value
