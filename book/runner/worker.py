"""One notebook in one process: reads it, executes it, writes the normalised result to --out.

Speaks to its parent (`pool`) by one JSON object a line on standard output:
`{"cell": 3, "of": 40}` before each cell, then `{"done": true}` or `{"failed": message, "cell": 3}`.
"""

import argparse
import asyncio
import json
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

from .execute import Failure, Progress, Settings, execute
from .normalise import normalise
from .notebook import NotebookError, read, to_bytes, write_atomic


def say(**event: Any) -> None:
    """Sends one event to the parent."""
    print(json.dumps(event), flush=True)


async def work(options: argparse.Namespace) -> None:
    """Executes; the kernel is shut down also when the parent ends this process."""
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    assert task is not None
    settings = Settings(
        kernel=options.kernel,
        kernel_dirs=[options.kernel_dir],
        folder=options.notebook.parent,
        timeout=options.timeout,
        iopub_timeout=options.iopub_timeout,
    )
    # nbclient sets handlers of its own for the time of the execution, which end the kernel.
    loop.add_signal_handler(signal.SIGTERM, task.cancel)
    notebook = normalise(read(options.notebook), options.root)
    told = Progress(lambda cell, of: say(cell=cell, of=of))
    executed = await execute(notebook, settings, told)
    write_atomic(options.out, to_bytes(normalise(executed, options.root)))


def main() -> int:
    """The process: exit status 0 when the result was written."""
    parser = argparse.ArgumentParser()
    parser.add_argument("notebook", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--root", required=True)
    parser.add_argument("--kernel", required=True)
    parser.add_argument("--kernel-dir", required=True)
    parser.add_argument("--timeout", type=float, required=True)
    parser.add_argument("--iopub-timeout", type=float, required=True)
    try:
        asyncio.run(work(parser.parse_args()))
    except Failure as failure:
        say(failed=failure.message, cell=failure.cell)
        return 1
    except NotebookError as error:
        say(failed=str(error), cell=None)
        return 1
    except (asyncio.CancelledError, KeyboardInterrupt):
        say(failed="interrupted", cell=None)
        return 1
    except Exception:
        say(failed=f"the runner itself failed:\n{traceback.format_exc()}", cell=None)
        return 1
    say(done=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
