"""One notebook in a fresh kernel: `python measure.py NOTEBOOK KERNELSPEC` prints one JSON object. Run by run.mjs.

{"first": seconds from the kernel's start to the first figure, or null; "all": to the last cell; "peak": bytes}.
"""

import json
import re
import sys
import time
from pathlib import Path

from jupyter_client.manager import KernelManager

notebook, kernel = Path(sys.argv[1]), sys.argv[2]
LONGEST = 600  # seconds that a cell may take
FIGURE = "image/svg+xml"


def peak_bytes(pid):
    """The most memory that a process has had, as Linux counts it."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return None
    return 1024 * int(re.search(r"VmHWM:\s+(\d+) kB", status)[1])


cells = json.loads(notebook.read_text())["cells"]
codes = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
manager = KernelManager(kernel_name=kernel)
since = time.perf_counter()
manager.start_kernel(cwd=str(notebook.parent))
client = manager.client()
client.start_channels()
first = None
try:
    client.wait_for_ready(timeout=60)

    def hear(message):
        global first
        kind, content = message["msg_type"], message["content"]
        if kind == "error":
            raise SystemExit(f"{notebook.name}: {content['ename']}: {content['evalue']}")
        if first is None and kind == "display_data" and FIGURE in content["data"]:
            first = time.perf_counter() - since

    for code in codes:
        client.execute_interactive(code, timeout=LONGEST, output_hook=hear)
    every = time.perf_counter() - since
    pid = manager.provisioner.pid
    print(json.dumps({"first": first, "all": every, "peak": peak_bytes(pid)}))
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
