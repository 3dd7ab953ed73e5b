"""Runs the workers: one process for each notebook, as many at once as there are cores."""

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .report import Report


@dataclass(frozen=True)
class Job:
    """How the workers are to run."""

    root: Path
    kernel: str
    kernel_dir: str
    timeout: float
    iopub_timeout: float
    jobs: int


@dataclass(frozen=True)
class Result:
    """A notebook that ran (`data` is its normalised text), or the reason why it did not."""

    path: Path
    data: bytes | None
    failure: str | None = None
    cell: int | None = None


async def run_all(
    paths: list[Path], job: Job, report: Report, take: Callable[[Result], None]
) -> None:
    """Executes the notebooks; each result is handed over as soon as it is there."""
    gate = asyncio.Semaphore(job.jobs)
    with tempfile.TemporaryDirectory(prefix="notebooks-") as scratch:

        async def one(path: Path) -> None:
            async with gate:
                report.start(path.stem)
                result = await _run(path, Path(scratch), job, report)
                report.end(path.stem, result.failure is None)
                take(result)

        await asyncio.gather(*(one(path) for path in paths))


async def _run(path: Path, scratch: Path, job: Job, report: Report) -> Result:
    out = scratch / path.name
    process = await asyncio.create_subprocess_exec(
        *[sys.executable, "-m", "book.runner.worker", str(path), "--out", str(out)],
        *["--root", str(job.root), "--kernel", job.kernel, "--kernel-dir", job.kernel_dir],
        *["--timeout", str(job.timeout), "--iopub-timeout", str(job.iopub_timeout)],
        cwd=Path(__file__).resolve().parents[2],
        env={**os.environ, "PYDEVD_DISABLE_FILE_VALIDATION": "1"},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        limit=1 << 24,
    )
    try:
        return await _listen(process, path, out, report)
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


async def _listen(
    process: asyncio.subprocess.Process, path: Path, out: Path, report: Report
) -> Result:
    assert process.stdout is not None and process.stderr is not None
    errors = asyncio.ensure_future(process.stderr.read())
    last: dict[str, object] = {}
    async for line in process.stdout:
        last = json.loads(line)
        if "of" in last:
            report.cell(path.stem, int(str(last["cell"])), int(str(last["of"])))
    status = await process.wait()
    told = (await errors).decode("utf-8", "replace").strip()
    if status == 0 and last.get("done"):
        return Result(path, out.read_bytes())
    if "failed" in last:
        cell = last.get("cell")
        return Result(path, None, str(last["failed"]), cell if isinstance(cell, int) else None)
    return Result(path, None, f"its process ended with status {status}: {told[-2000:] or 'no message'}")
