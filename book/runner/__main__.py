"""The command: which notebooks to run, and what to do with the results."""

import argparse
import asyncio
import os
import sys
from pathlib import Path

from . import stamps
from .compare import differences
from .normalise import normalise
from .notebook import Notebook, NotebookError, parse, read, to_bytes, write_atomic
from .pool import Job, Result, run_all
from .report import Report

ROOT = Path(__file__).resolve().parents[2]
OURS = "tslab"


def options(arguments: list[str]) -> argparse.Namespace:
    """Reads the command line."""
    parser = argparse.ArgumentParser(
        prog="npm run notebooks --", description="Executes the notebooks and saves their outputs."
    )
    parser.add_argument("names", nargs="*", help="only these: beginnings of file names, as 07")
    parser.add_argument("--check", action="store_true", help="compare with the files, write nothing")
    parser.add_argument("--force", action="store_true", help="also run what did not change")
    parser.add_argument("--kernel", default=OURS, help="another kernel; its outputs are not saved")
    parser.add_argument("--folder", type=Path, default=ROOT / "notebooks")
    parser.add_argument("--kernel-dir", default=os.path.join(sys.prefix, "share/jupyter/kernels"))
    parser.add_argument("--timeout", type=float, default=300, help="seconds for one cell")
    parser.add_argument("--iopub-timeout", type=float, default=30, help="for the end of its output")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at once")
    return parser.parse_args(arguments)


def chosen(folder: Path, names: list[str]) -> list[Path]:
    """The notebooks whose file names begin with one of the names; all when none is given."""
    paths = sorted(folder.resolve().glob("*.ipynb"))
    if not paths:
        raise NotebookError(f"no notebooks (*.ipynb) in {folder}")
    for name in names:
        if not any(path.name.startswith(name) for path in paths):
            known = ", ".join(path.stem for path in paths)
            raise NotebookError(f"no notebook begins with {name!r}; there are: {known}")
    return [path for path in paths if not names or any(path.name.startswith(n) for n in names)]


class Run:
    """One call of the command: its options, its report, and its count of failures."""

    def __init__(self, arguments: list[str]) -> None:
        self.options = options(arguments)
        self.report = Report()
        self.environment = stamps.environment_hash(ROOT)
        # Outputs of another kernel are compared or thrown away, never saved.
        self.saves = not self.options.check and self.options.kernel == OURS
        self.passed = 0
        self.failed = 0

    def stamp_of(self, notebook: Notebook) -> str:
        """The notebook's hash with all it hangs on, the kernel's place among it."""
        return stamps.notebook_hash(notebook, f"{self.environment} {self.options.kernel_dir}")

    def unchanged(self, path: Path) -> bool:
        """True when the last run left this; its prose is brought to normal form nevertheless."""
        if self.options.force or not self.saves:
            return False
        notebook = normalise(read(path), str(ROOT))
        if not stamps.is_fresh(ROOT, path, self.stamp_of(notebook)):
            return False
        self._save(path, to_bytes(notebook))
        return True

    def _save(self, path: Path, data: bytes) -> None:
        if path.read_bytes() != data:
            write_atomic(path, data)

    def take(self, result: Result) -> None:
        """Saves or compares one result."""
        try:
            good = self._good(result)
        except NotebookError as error:
            self.report.problem(result.path.stem, None, str(error))
            good = False
        if good:
            self.passed += 1
        else:
            self.failed += 1

    def _good(self, result: Result) -> bool:
        if result.data is None:
            self.report.problem(result.path.stem, result.cell, result.failure or "failed")
            return False
        if self.options.check and not self._same(result.path, result.data):
            return False
        if self.saves:
            self._save(result.path, result.data)
        if self.options.kernel == OURS:
            stamps.stamp(ROOT, result.path, self.stamp_of(read(result.path)))
        return True

    def _same(self, path: Path, data: bytes) -> bool:
        if path.read_bytes() == data:
            return True
        lines = differences(read(path), parse(data, path.name))
        if not lines:
            lines = ["only the layout of the file: it is not in the form that the runner writes"]
        self.report.problem(path.stem, None, "the file differs from what its code gives now")
        self.report.details(lines + ["(− the file, + the run; `npm run notebooks` saves the run)"])
        return False

    def all(self) -> int:
        """Everything; gives the exit status."""
        paths = chosen(self.options.folder, self.options.names)
        self.report.names([path.stem for path in paths])
        todo = []
        for path in paths:
            if self.unchanged(path):
                self.passed += 1
                self.report.skipped(path.stem)
            else:
                todo.append(path)
        job = Job(
            root=ROOT,
            kernel=self.options.kernel,
            kernel_dir=self.options.kernel_dir,
            timeout=self.options.timeout,
            iopub_timeout=self.options.iopub_timeout,
            jobs=max(1, self.options.jobs),
        )
        asyncio.run(run_all(todo, job, self.report, self.take))
        self.report.say(f"notebooks: {self.passed} passed, {self.failed} failed")
        return 1 if self.failed else 0


def main() -> int:
    """Exit status 0 when every notebook ran (and, with --check, equals its file)."""
    try:
        return Run(sys.argv[1:]).all()
    except NotebookError as error:
        print(f"notebooks: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("notebooks: interrupted", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
