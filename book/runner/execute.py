"""Runs a notebook's cells in a kernel, strictly: whatever is lost, late or wrong is a failure."""

import asyncio
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# jsonschema, which nbformat imports, uses this where it finds it, to check addresses in notebooks;
# it parses a grammar at import, which would cost every notebook a second and a half.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

import nbformat
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from .notebook import Notebook
from .solutions import Solution, solutions, unsolved

EXPECTS_ERROR = "raises-exception"
_OUTPUT_MESSAGES = {"stream", "display_data", "execute_result", "error", "clear_output"}
_START_ATTEMPTS = 3  # another program can take a port between its choice and its use


@dataclass(frozen=True)
class Settings:
    """How to run: kernel and where its spec lies, the folder to run in, limits in seconds."""

    kernel: str
    kernel_dirs: list[str]
    folder: Path
    timeout: float = 300
    iopub_timeout: float = 30
    startup_timeout: int = 60


class Failure(Exception):
    """Why a notebook did not run: `cell` counts code cells from 1, None where no cell is to blame."""

    def __init__(self, message: str, cell: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.cell = cell


@dataclass
class Progress:
    """Told before each code cell: its number from 1, and how many there are."""

    tell: Callable[[int, int], None] = field(default=lambda cell, of: None)


async def execute(notebook: Notebook, settings: Settings, progress: Progress) -> Notebook:
    """Gives the notebook with its new outputs. Raises Failure at the first thing that is wrong."""
    for attempt in range(1, _START_ATTEMPTS + 1):
        client = _Client(nbformat.from_dict(notebook), settings)
        try:
            async with client.async_setup_kernel(cwd=str(settings.folder), env=_environment()):
                await _run_cells(client, progress)
                await _run_solutions(client)
            return json.loads(json.dumps(client.nb))
        except NoSuchKernel:
            raise Failure(
                f"there is no kernel {settings.kernel!r}: run `node setup.mjs`, which installs it"
            ) from None
        except (RuntimeError, DeadKernelError) as error:
            if client.ready or attempt == _START_ATTEMPTS:
                raise Failure(f"the kernel {settings.kernel!r} did not start: {error}") from None
    raise AssertionError("unreachable")


def _environment() -> dict[str, str]:
    """The kernel's environment, without what would change its output from one terminal to another."""
    dropped = {"FORCE_COLOR", "NO_COLOR", "COLUMNS", "LINES"}
    kept = {key: value for key, value in os.environ.items() if key not in dropped}
    return {**kept, "TZ": "UTC", "LC_ALL": "C.UTF-8"}


async def _run_cells(client: "_Client", progress: Progress) -> None:
    client.ready = True
    cells = [(i, c) for i, c in enumerate(client.nb.cells) if _runs(c)]
    for number, (index, cell) in enumerate(cells, 1):
        progress.tell(number, len(cells))
        try:
            await client.async_execute_cell(cell, index, execution_count=number)
            client.check(cell)
        except Failure as failure:
            raise Failure(failure.message, number) from None
        except CellExecutionError as error:
            message = f"{error.ename}: {error.evalue}"
            raise Failure(message + _told(cell), number) from None
        except CellTimeoutError as error:
            limit = (
                f"its output did not end within {client.iopub_timeout} s of its reply"
                if "IOPub" in str(error)
                else f"no reply within {client.timeout} s"
            )
            raise Failure(limit, number) from None
        except DeadKernelError:
            raise Failure("the kernel died", number) from None
    # Output that trails after the last cell's reply would be lost; give it a moment to show itself.
    await client.listen_for_late_output()


async def _run_solutions(client: "_Client") -> None:
    """Solutions run after the last cell, where all names are defined; their outputs are not kept."""
    without = unsolved(client.nb)
    if without:
        raise Failure(f"no solution in <details> for exercise {', '.join(without)}")
    kept = len(client.nb.cells)
    try:
        for solution in solutions(client.nb):
            await _run_solution(client, solution)
    finally:
        del client.nb.cells[kept:]


async def _run_solution(client: "_Client", solution: Solution) -> None:
    cell = nbformat.v4.new_code_cell(solution.code)
    client.nb.cells.append(cell)
    name = f"solution of {', '.join(solution.numbers) or solution.code.splitlines()[0]}"
    try:
        await client.async_execute_cell(cell, len(client.nb.cells) - 1)
        client.check(cell)
    except CellExecutionError as error:
        raise Failure(f"{name}: {error.ename}: {error.evalue}{_told(cell)}") from None
    except CellTimeoutError:
        raise Failure(f"{name}: no reply within {client.timeout} s") from None
    except DeadKernelError:
        raise Failure(f"{name}: the kernel died") from None
    printed = "".join(o.text for o in cell.outputs if o.output_type == "stream")
    missing = solution.missing(printed)
    if missing:
        raise Failure(f"{name}: printed no tick for {', '.join(missing)} but\n{printed}")


def _runs(cell: Any) -> bool:
    return cell.cell_type == "code" and cell.source.strip() != ""


def _told(cell: Any) -> str:
    """What the cell itself printed of its error: type errors name line and column there."""
    traces = [o.traceback for o in cell.outputs if o.output_type == "error"]
    lines = traces[-1] if traces else [
        o.text for o in cell.outputs if o.output_type == "stream" and o.name == "stderr"
    ]
    return "\n" + "\n".join(lines) if lines else ""


class _Client(NotebookClient):
    """nbclient's client with our kernelspecs, strict replies, and no output lost in silence."""

    def __init__(self, nb: Any, settings: Settings) -> None:
        super().__init__(
            nb,
            kernel_name=settings.kernel,
            timeout=settings.timeout,
            iopub_timeout=settings.iopub_timeout,
            startup_timeout=settings.startup_timeout,
            raise_on_iopub_timeout=True,
            record_timing=False,
            store_widget_state=False,
            shutdown_kernel="immediate",
            on_cell_executed=self._keep_reply,
        )
        self.log.disabled = True  # what it logs, we report
        self.settings = settings
        self.ready = False
        self.reply: dict[str, Any] = {}
        self.asked: set[str] = set()
        self.late: str | None = None

    def create_kernel_manager(self) -> AsyncKernelManager:
        """Looks for the kernel in this environment only: a user's own `tslab` must not be used."""
        specs = KernelSpecManager(
            kernel_dirs=self.settings.kernel_dirs, ensure_native_kernel=False
        )
        self.km = AsyncKernelManager(kernel_name=self.kernel_name, kernel_spec_manager=specs)
        return self.km

    def _keep_reply(self, cell: Any, cell_index: int, execute_reply: dict[str, Any]) -> None:
        self.reply = execute_reply["content"]

    def check(self, cell: Any) -> None:
        """Compares the reply with what the cell says of itself. Raises Failure."""
        status = self.reply.get("status")
        failed = status == "error" or any(o.output_type == "error" for o in cell.outputs)
        expected = EXPECTS_ERROR in cell.metadata.get("tags", [])
        if self.late:
            raise Failure(self.late)
        if status not in ("ok", "error"):
            raise Failure(f"the kernel replied {status!r} instead of 'ok'")
        if failed and not expected:
            raise Failure("the cell shows an error though its reply was 'ok'" + _told(cell))
        if expected and not failed:
            raise Failure(f"tagged {EXPECTS_ERROR}, but it raised nothing")

    async def _async_poll_output_msg(self, parent_msg_id: str, cell: Any, cell_index: int) -> None:
        """As nbclient's, which drops messages of earlier cells: those are kept or reported here."""
        assert self.kc is not None
        self.asked.add(parent_msg_id)
        while True:
            message = await self.kc.iopub_channel.get_msg(timeout=None)
            if message["parent_header"].get("msg_id") == parent_msg_id:
                if self._is_last(message, cell, cell_index):
                    return
            else:
                self._take_late(message)

    def _is_last(self, message: dict[str, Any], cell: Any, cell_index: int) -> bool:
        content = message["content"]
        if message["msg_type"] == "status" and content["execution_state"] == "idle":
            return True
        self.process_message(message, cell, cell_index)
        return False

    def _take_late(self, message: dict[str, Any]) -> None:
        if message["parent_header"].get("msg_id") not in self.asked:
            return
        kind = message["msg_type"]
        display_id = (message["content"].get("transient") or {}).get("display_id")
        if kind == "update_display_data" and display_id:
            self._update_display_id(display_id, message)
        elif kind in _OUTPUT_MESSAGES:
            shown = str(message["content"].get("text") or message["content"].get("data") or kind)
            self.late = (
                "output came after its cell had ended (a promise not awaited, a timer left running?): "
                + shown[:200]
            )

    async def listen_for_late_output(self, seconds: float = 0.1) -> None:
        """Raises Failure when output of an ended cell still arrives."""
        assert self.kc is not None
        try:
            async with asyncio.timeout(seconds):
                while True:
                    self._take_late(await self.kc.iopub_channel.get_msg(timeout=None))
        except TimeoutError:
            pass
        if self.late:
            raise Failure(self.late)
