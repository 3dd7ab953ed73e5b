"""What every contender in Python does; the protocol is that of contender.mjs."""

import json
import sys
import time
from pathlib import Path

import numpy as np


def read_problem(folder, size):
    problem = json.loads((folder / f"{size}.json").read_text())
    numbers = np.fromfile(folder / f"{size}.weights", np.float32)
    weights, at = {}, 0
    for entry in problem["shapes"]:
        rows, columns = entry["shape"]
        weights[entry["name"]] = numbers[at : at + rows * columns].reshape(rows, columns).copy()
        at += rows * columns
    problem["weights"] = weights
    if problem.get("generates"):
        problem["uniforms"] = np.fromfile(folder / f"{size}.uniforms", np.float64)
        return problem
    T, B, V, H = (problem[name] for name in "TBVH")
    ids = np.fromfile(folder / f"{size}.ids", np.int32).reshape(-1, 2, T, B).astype(np.int64)
    problem["batches"] = [(pair[0], pair[1]) for pair in ids]
    if problem["cell"] == "lstm":
        table = np.fromfile(folder / f"{size}.inputs", np.float32).reshape(V, H)
        problem["batches"] = [(table[x], y) for x, y in problem["batches"]]
    return problem


def begin(run, problem, limit=20):
    if problem.get("generates"):
        return {"losses": [float(p) for p in run(5)][:5], "seconds": 1e-5}
    losses, least, began = [], float("inf"), time.perf_counter()
    while len(losses) < 5 and (len(losses) < 2 or time.perf_counter() - began < limit):
        start = time.perf_counter()
        losses.append(float(run(1)))
        least = min(least, time.perf_counter() - start)
    return {"losses": losses, "seconds": least}


def measure(run, problem, length):
    at_once = 100 if problem.get("generates") else 1

    def half():
        start, steps = time.perf_counter(), 0
        while steps == 0 or time.perf_counter() - start < length / 2:
            run(at_once)
            steps += at_once
        return {"seconds": (time.perf_counter() - start) / steps, "steps": steps}

    half()
    return half()


def serve(versions, make):
    folder, runs = Path(sys.argv[1]), {}
    answers = sys.stdout
    sys.stdout = sys.stderr  # what a library prints is no answer

    def say(answer):
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    say({"versions": versions})
    for line in sys.stdin:
        command = json.loads(line)
        size = command["size"]
        try:
            if command["do"] == "begin":
                problem = read_problem(folder, size)
                runs[size] = make(problem), problem
                say(begin(*runs[size]))
            else:
                say(measure(*runs[size], command["seconds"]))
        except Exception as error:
            say({"error": f"{type(error).__name__}: {error}".splitlines()[0][:200]})
