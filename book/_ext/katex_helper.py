"""Python's side of book/render-math.mjs: one node process that renders formulas, for the book and for saved pages."""

import json
import os
import subprocess
from pathlib import Path

_HELPER = Path(__file__).parent.parent / "render-math.mjs"


class Katex:
    """The running helper; started at the first formula, until `stop`."""

    def __init__(self):
        self.process = None

    def render(self, tex, display):
        """HTML of one formula; raises ValueError with KaTeX's message when it does not parse."""
        if self.process is None:
            node = os.environ.get("UNROLLED_NODE", "node")
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            self.process = subprocess.Popen([node, str(_HELPER)], encoding="utf-8", **pipes)
        self.process.stdin.write(json.dumps([tex, display]) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer["html"]

    def stop(self, *_):
        """Let the helper end."""
        if self.process is not None:
            self.process.stdin.close()
            self.process.wait(timeout=10)
            self.process = None
