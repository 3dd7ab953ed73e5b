"""Measures one kernel: `python measure.py <kernelspec>` prints one JSON object. Run by run.mjs."""

import io
import json
import os
import queue
import re
import statistics
import sys
import time
import unittest
from contextlib import redirect_stderr, redirect_stdout

import jupyter_kernel_test
import psutil
from jupyter_client.manager import KernelManager

from kernels import KERNELS

NAME = sys.argv[1]
SNIPPETS = KERNELS[NAME]
LONGEST = 120  # seconds that a loop may take
PRINTING = 20  # seconds that printing may take: stock tslab loses the message that says it has ended
SMALL_CELLS = 1000


class Kernel:
    """A running kernel, and what it prints."""

    def __init__(self):
        self.manager = KernelManager(kernel_name=NAME)
        since = time.perf_counter()
        self.manager.start_kernel(cwd=os.environ["BENCH_FOLDER"])
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        self.start_seconds = time.perf_counter() - since

    def run(self, code, longest=LONGEST):
        """Runs a cell to its idle message: seconds, printed text, messages, error."""
        since = time.perf_counter()
        asked = self.client.execute(code)
        text, messages, error = [], 0, None
        while True:
            left = longest - (time.perf_counter() - since)
            try:
                message = self.client.get_iopub_msg(timeout=max(left, 0.1))
            except queue.Empty:
                return {"seconds": None, "text": "".join(text), "messages": messages, "error": "timeout"}
            if message["parent_header"].get("msg_id") != asked:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "stream":
                text.append(content["text"])
                messages += 1
            elif kind == "error":
                error = content["evalue"] or content["ename"]
            elif kind == "status" and content["execution_state"] == "idle":
                break
        return {
            "seconds": time.perf_counter() - since,
            "text": "".join(text),
            "messages": messages,
            "error": error,
        }

    def megabytes(self):
        """Resident memory of the kernel and of what it started."""
        process = psutil.Process(self.manager.provisioner.process.pid)
        family = [process, *process.children(recursive=True)]
        return sum(p.memory_info().rss for p in family) / 2**20

    def stop(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def conformance():
    """jupyter_kernel_test on this kernel: the outcome of each test."""

    class Tests(jupyter_kernel_test.KernelTests):
        kernel_name = NAME

    for name, value in SNIPPETS["conformance"].items():
        setattr(Tests, name, value)

    class Welcome(jupyter_kernel_test.IopubWelcomeTests):
        kernel_name = NAME
        support_iopub_welcome = NAME in ("python3", "tslab")

    outcome = {}
    loader = unittest.defaultTestLoader
    for case in (*loader.loadTestsFromTestCase(Tests), *loader.loadTestsFromTestCase(Welcome)):
        outcome[case._testMethodName] = None
    suite = unittest.TestSuite([loader.loadTestsFromTestCase(Tests), loader.loadTestsFromTestCase(Welcome)])
    silent = io.StringIO()
    with redirect_stderr(silent), redirect_stdout(silent):
        result = unittest.TextTestRunner(stream=silent).run(suite)
    bad = {method(case) for case, _ in result.failures + result.errors}
    skipped = {method(case) for case, _ in result.skipped}
    return {
        name: "failed" if name in bad else "skipped" if name in skipped else "passed"
        for name in outcome
    }


def method(case):
    """The method of a test or of one of its parts."""
    return getattr(case, "test_case", case)._testMethodName


def milliseconds(run):
    found = re.search(r"ms ([\d.]+)", run["text"])
    return float(found.group(1)) if found else None


def measure():
    kernel = Kernel()
    first = kernel.run(SNIPPETS["first"])
    start_seconds = kernel.start_seconds
    function_loop = milliseconds(kernel.run(SNIPPETS["function_loop"]))
    top_loop = milliseconds(kernel.run(SNIPPETS["top_loop"]))
    # Last: stock tslab runs nothing for a while after an error.
    wrong = SNIPPETS["wrong_type"] and kernel.run(SNIPPETS["wrong_type"])
    wrong_shown = wrong and (wrong["error"] or wrong["text"])
    kernel.stop()

    kernel = Kernel()
    kernel.run(SNIPPETS["first"])
    lines = [kernel.run(SNIPPETS["lines"], PRINTING) for _ in range(3)]
    delivered = min(len(re.findall(r"line \d+", run["text"])) for run in lines)
    times = [run["seconds"] for run in lines if run["seconds"]]
    kernel.stop()

    kernel = Kernel()
    kernel.run(SNIPPETS["first"])
    memory_before = kernel.megabytes()
    small = [kernel.run(SNIPPETS["small"].replace("{i}", str(i)), PRINTING)["seconds"] for i in range(SMALL_CELLS)]
    memory_after = kernel.megabytes()
    kernel.stop()
    return {
        "startSeconds": start_seconds,
        "firstCellSeconds": first["seconds"],
        "linesDelivered": delivered,
        "linesSeconds": min(times) if times else None,
        "linesMessages": lines[0]["messages"],
        "typeErrorReported": None if wrong is None else bool(wrong_shown and "assignable" in wrong_shown),
        "topLoopMs": top_loop,
        "functionLoopMs": function_loop,
        "smallCellMs": 1000 * statistics.median(s for s in small if s is not None),
        "memoryFirstMb": memory_before,
        "memoryAfterMb": memory_after,
    }


if __name__ == "__main__":
    print(json.dumps({**measure(), "conformance": conformance()}))
