"""The headless runner: executes the notebooks, normalises them, and writes or compares them.

    python -m book.runner [07 …] [--check] [--force]

The parts, in the order of use: `__main__` reads the command line; `stamps` says which notebooks
changed; `pool` runs one `worker` process for each; `execute` talks to the kernel; `normalise`
(with `streams`) makes the result independent of machine, time and luck; `notebook` writes it;
`compare` tells how it differs from what is committed; `report` prints.
"""
