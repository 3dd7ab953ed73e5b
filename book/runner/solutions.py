"""The folded solutions of exercises: code that must still pass the checker in the notebook's kernel."""

import re
from dataclasses import dataclass

from .notebook import Notebook

_DETAILS = re.compile(r"<details>(.*?)</details>", re.DOTALL)
_CODE = re.compile(r"^```(?:ts|typescript)\n(.*?)^```", re.DOTALL | re.MULTILINE)
_CHECK = re.compile(r"""\bexercise\(\s*["']([^"']+)["']""")


@dataclass(frozen=True)
class Solution:
    """One block of code in a <details>; `numbers` are the exercises that it must pass."""

    code: str
    numbers: tuple[str, ...]

    def missing(self, printed: str) -> list[str]:
        """The exercises whose tick is not among what the code printed."""
        lines = printed.splitlines()
        return [number for number in self.numbers if f"✓ {number}" not in lines]


def solutions(notebook: Notebook) -> list[Solution]:
    """All solutions, in order of appearance."""
    found = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            for details in _DETAILS.findall(cell["source"]):
                found += [Solution(code, _numbers(code)) for code in _CODE.findall(details)]
    return found


def unsolved(notebook: Notebook) -> list[str]:
    """Exercises that a code cell checks and no solution answers."""
    solved = {number for solution in solutions(notebook) for number in solution.numbers}
    asked = {
        number
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
        for number in _numbers(cell["source"])
    }
    return sorted(asked - solved)


def _numbers(code: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_CHECK.findall(code)))
