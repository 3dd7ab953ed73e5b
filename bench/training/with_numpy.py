"""NumPy: the training step as one writes it for speed: whole-batch products, results in place, f32."""

import sys

import numpy as np
from contender import serve


def cross_entropy(z, labels):
    """The mean loss; z becomes its gradient."""
    rows = np.arange(len(labels))
    z -= z.max(axis=1, keepdims=True)
    own = z[rows, labels]
    np.exp(z, out=z)
    sums = z.sum(axis=1, keepdims=True)
    loss = float(np.mean(np.log(sums[:, 0]) - own))
    z /= sums * len(labels)
    z[rows, labels] -= np.float32(1 / len(labels))
    return loss


def output_layer(V, c, h, labels):
    """Loss and gradients of the softmax output for all steps at once."""
    z = h @ V.T
    z += c
    loss = cross_entropy(z, labels)
    return loss, z.T @ h, z.sum(axis=0), z @ V


def train_tanh(problem):
    H, T, B = problem["H"], problem["T"], problem["B"]
    weights = problem["weights"]
    E, W, V = weights["U"].T.copy(), weights["W"], weights["V"]  # E: a row for each id
    b, c = weights["s bias"][0], weights["o bias"][0]
    h = np.zeros((T + 1, B, H), np.float32)
    deltas = np.empty((T, B, H), np.float32)
    rate, adagrad = np.float32(problem["rate"]), problem["optimiser"] == "adagrad"
    sums = [np.zeros_like(w) for w in (E, W, b, V, c)]
    count = 0

    def step():
        nonlocal count
        x, y = problem["batches"][count % len(problem["batches"])]
        count += 1
        net = E[x]
        net += b
        for t in range(T):
            net[t] += h[t] @ W.T
            np.tanh(net[t], out=h[t + 1])
        loss, dV, dc, dh = output_layer(V, c, h[1:].reshape(-1, H), y.reshape(-1))
        dh = dh.reshape(T, B, H)
        slope = 1 - h[1:] * h[1:]
        for t in range(T - 1, -1, -1):
            np.multiply(dh[t], slope[t], out=deltas[t])
            if t:
                dh[t - 1] += deltas[t] @ W
        flat = deltas.reshape(-1, H)
        dW, db = flat.T @ h[:-1].reshape(-1, H), flat.sum(axis=0)
        if adagrad:
            dE = np.zeros_like(E)
            np.add.at(dE, x.reshape(-1), flat)
            for w, g, s in zip((E, W, b, V, c), (dE, dW, db, dV, dc), sums):
                np.clip(g, -problem["clip"], problem["clip"], out=g)
                s += g * g
                w -= rate * g / (np.sqrt(s) + np.float32(1e-10))
        else:
            np.subtract.at(E, x.reshape(-1), rate * flat)
            for w, g in zip((W, b, V, c), (dW, db, dV, dc)):
                g *= rate
                w -= g
        return loss

    return repeat(step)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def train_lstm(problem):
    H, T, B = problem["H"], problem["T"], problem["B"]
    parts = problem["weights"]
    stack = lambda kind: np.concatenate([parts[f"{kind}_{g}"] for g in "ifgo"])
    U, W, V, c0 = stack("U"), stack("W"), parts["V"], parts["o bias"][0]
    b = np.concatenate([parts[f"bias_{g}"][0] for g in "ifgo"])
    h, c = np.zeros((T + 1, B, H), np.float32), np.zeros((T + 1, B, H), np.float32)
    shown = np.empty((T, B, H), np.float32)
    deltas = np.empty((T, B, 4 * H), np.float32)
    rate, count = np.float32(problem["rate"]), 0

    def step():
        nonlocal count
        x, y = problem["batches"][count % len(problem["batches"])]
        count += 1
        x = x.reshape(-1, x.shape[-1])
        gates = (x @ U.T + b).reshape(T, B, 4 * H)
        for t in range(T):
            a = gates[t]
            a += h[t] @ W.T
            a[:, : 2 * H] = sigmoid(a[:, : 2 * H])
            np.tanh(a[:, 2 * H : 3 * H], out=a[:, 2 * H : 3 * H])
            a[:, 3 * H :] = sigmoid(a[:, 3 * H :])
            i, f, g, o = np.split(a, 4, axis=1)
            c[t + 1] = f * c[t] + i * g
            np.tanh(c[t + 1], out=shown[t])
            h[t + 1] = o * shown[t]
        loss, dV, dc0, dh = output_layer(V, c0, h[1:].reshape(-1, H), y.reshape(-1))
        dh, dc = dh.reshape(T, B, H), np.zeros((B, H), np.float32)
        for t in range(T - 1, -1, -1):
            i, f, g, o = np.split(gates[t], 4, axis=1)
            d = deltas[t]
            dc += dh[t] * o * (1 - shown[t] * shown[t])
            d[:, :H] = dc * g * i * (1 - i)
            d[:, H : 2 * H] = dc * c[t] * f * (1 - f)
            d[:, 2 * H : 3 * H] = dc * i * (1 - g * g)
            d[:, 3 * H :] = dh[t] * shown[t] * o * (1 - o)
            dc *= f
            if t:
                dh[t - 1] += d @ W
        flat = deltas.reshape(-1, 4 * H)
        gradients = flat.T @ x, flat.T @ h[:-1].reshape(-1, H), flat.sum(axis=0), dV, dc0
        for w, g in zip((U, W, b, V, c0), gradients):
            g *= rate
            w -= g
        return loss

    return repeat(step)


def repeat(step):
    def run(steps):
        for _ in range(steps):
            loss = step()
        return loss

    return run


def generate(problem):
    weights, uniforms = problem["weights"], problem["uniforms"]
    E, W, V = weights["U"].T.copy(), weights["W"], weights["V"]
    b, c = weights["s bias"][0], weights["o bias"][0]

    def run(count):
        h, x, surprises = np.zeros(problem["H"], np.float32), 0, []
        for u in uniforms[:count]:
            h = np.tanh(E[x] + b + W @ h)
            z = V @ h + c
            p = np.exp(z - z.max())
            total = np.cumsum(p)
            x = int(np.searchsorted(total, u * total[-1], side="right"))
            surprises.append(-np.log(p[x] / total[-1]))
        return surprises

    return run


def make(problem):
    if problem.get("generates"):
        return generate(problem)
    return train_lstm(problem) if problem["cell"] == "lstm" else train_tanh(problem)


serve({"NumPy": np.__version__, "Python": sys.version.split()[0]}, make)
