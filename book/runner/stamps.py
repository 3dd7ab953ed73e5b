"""Which notebooks need no run: stamps in build/stamps/notebooks, one for each notebook.

A stamp is a hash of all that the outputs hang on (code cells, library, kernel, data, this runner,
Node's version) and of the outputs themselves, so that an edited output is run again too.
"""

import hashlib
import json
import os
from pathlib import Path

from .notebook import Notebook, write_atomic

# Relative to the root. Source maps and declarations change no output.
INPUTS = ("lib/dist", "kernel/dist", "data", "book/runner", "package-lock.json")
IGNORED = (".map", ".d.ts", ".pyc", ".tmp")


def environment_hash(root: Path) -> str:
    """One hash of everything outside the notebook that can change its outputs."""
    digest = hashlib.sha256()
    for name in INPUTS:
        start = root / name
        files = [start] if start.is_file() else _files(start)
        for file in files:
            digest.update(f"{file.relative_to(root)}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files(folder: Path) -> list[Path]:
    found = []
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        found += [Path(parent, name) for name in sorted(names) if not name.endswith(IGNORED)]
    return found


def notebook_hash(notebook: Notebook, environment: str) -> str:
    """The stamp's value for a notebook with its outputs; its prose does not count."""
    code = [
        [cell["source"], cell.get("metadata", {}).get("tags"), cell.get("outputs")]
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
    ]
    return hashlib.sha256(json.dumps([environment, code], sort_keys=True).encode()).hexdigest()


def _file(root: Path, notebook: Path) -> Path:
    place = hashlib.sha256(os.path.relpath(notebook, root).encode()).hexdigest()[:8]
    return root / "build" / "stamps" / "notebooks" / f"{notebook.stem}-{place}"


def is_fresh(root: Path, path: Path, value: str) -> bool:
    """True when the last successful run left exactly this."""
    try:
        return _file(root, path).read_text() == value
    except OSError:
        return False


def stamp(root: Path, path: Path, value: str) -> None:
    """Notes a successful run."""
    write_atomic(_file(root, path), value.encode())
