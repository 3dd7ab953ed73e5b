"""`python test/slow/normalise.py FILE…`: brings executed notebooks of notebooks/ to the form in which they are saved."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from book.runner.normalise import normalise  # noqa: E402
from book.runner.notebook import read, to_bytes, write_atomic  # noqa: E402

for name in sys.argv[1:]:
    path = ROOT / "notebooks" / name
    write_atomic(path, to_bytes(normalise(read(path), str(ROOT))))
