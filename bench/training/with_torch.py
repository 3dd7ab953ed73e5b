"""PyTorch: nn.RNN and nn.LSTM with its own optimisers; `compiled` runs the loss under torch.compile.

nn.RNN takes no ids: an embedding looks up the rows of U, and the layer's input matrix is the identity,
which costs 1 to 4 % of the operations. Under torch.compile the steps are written out instead, without it.
"""

import sys

import torch
import torch.nn.functional as F
from contender import serve

THREADS, COMPILED = int(sys.argv[2]), "compiled" in sys.argv
torch.set_num_threads(THREADS)


def tensor(array):
    return torch.from_numpy(array).clone()


def parameters_of(problem):
    weights = {name: tensor(w) for name, w in problem["weights"].items()}
    if problem["cell"] == "lstm":
        for kind in ("U", "W"):
            weights[kind] = torch.cat([weights[f"{kind}_{g}"] for g in "ifgo"])
        weights["s bias"] = torch.cat([weights[f"bias_{g}"] for g in "ifgo"], 1)
    return weights


def cell_of(problem, weights):
    """nn.RNN or nn.LSTM with the given weights; its second bias is 0 and not trained."""
    H, lstm = problem["H"], problem["cell"] == "lstm"
    cell = torch.nn.LSTM(H, H) if lstm else torch.nn.RNN(H, H)
    with torch.no_grad():
        cell.weight_ih_l0.copy_(weights["U"] if lstm else torch.eye(H))
        cell.weight_hh_l0.copy_(weights["W"])
        cell.bias_ih_l0.copy_(weights["s bias"][0])
        cell.bias_hh_l0.zero_()
    cell.bias_hh_l0.requires_grad_(False)
    if not lstm:
        cell.weight_ih_l0.requires_grad_(False)
    return cell


def eager(problem, weights):
    cell, lstm = cell_of(problem, weights), problem["cell"] == "lstm"
    sparse = problem["optimiser"] == "sgd"
    E = None if lstm else torch.nn.Parameter(weights["U"].T.contiguous())
    V = torch.nn.Parameter(weights["V"])
    c = torch.nn.Parameter(weights["o bias"][0])

    def loss(x, y):
        inputs = x if lstm else F.embedding(x, E, sparse=sparse)
        h, _ = cell(inputs)
        return F.cross_entropy(F.linear(h.reshape(-1, problem["H"]), V, c), y)

    learned = [p for p in cell.parameters() if p.requires_grad] + [V, c]
    return loss, learned if lstm else [E, *learned]


def written_out(problem, weights):
    lstm, H, T, B = problem["cell"] == "lstm", problem["H"], problem["T"], problem["B"]
    E = torch.nn.Parameter(weights["U"] if lstm else weights["U"].T.contiguous())
    W, b = torch.nn.Parameter(weights["W"]), torch.nn.Parameter(weights["s bias"][0])
    V, o = torch.nn.Parameter(weights["V"]), torch.nn.Parameter(weights["o bias"][0])

    def loss(x, y):
        net = F.linear(x, E, b) if lstm else F.embedding(x, E) + b
        h = c = torch.zeros(B, H)
        states = []
        for t in range(T):
            a = net[t] + h @ W.T
            if lstm:
                i, f, g, out = a.chunk(4, 1)
                c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
                h = torch.sigmoid(out) * torch.tanh(c)
            else:
                h = torch.tanh(a)
            states.append(h)
        return F.cross_entropy(F.linear(torch.cat(states), V, o), y)

    return torch.compile(loss, dynamic=False), [E, W, b, V, o]


def train(problem):
    weights = parameters_of(problem)
    loss_of, learned = (written_out if COMPILED else eager)(problem, weights)
    adagrad = problem["optimiser"] == "adagrad"
    kind = torch.optim.Adagrad if adagrad else torch.optim.SGD
    optimiser = kind(learned, lr=problem["rate"])
    batches = [(torch.from_numpy(x), torch.from_numpy(y.reshape(-1))) for x, y in problem["batches"]]
    count = 0

    def run(steps):
        nonlocal count
        for _ in range(steps):
            x, y = batches[count % len(batches)]
            count += 1
            optimiser.zero_grad()
            loss = loss_of(x, y)
            loss.backward()
            if adagrad:
                torch.nn.utils.clip_grad_value_(learned, problem["clip"])
            optimiser.step()
            value = loss.item()
        return value

    return run


def generate(problem):
    weights = parameters_of(problem)
    E, W, b = weights["U"].T.contiguous(), weights["W"], weights["s bias"][0]
    V, c = weights["V"], weights["o bias"][0]
    uniforms = torch.from_numpy(problem["uniforms"])

    def next_state(h, x):
        h = torch.tanh(F.embedding(x, E) + F.linear(h, W, b))
        return h, F.softmax(F.linear(h, V, c), 0)

    if COMPILED:
        next_state = torch.compile(next_state, dynamic=False)

    @torch.inference_mode()
    def run(count):
        h, x, surprises = torch.zeros(problem["H"]), torch.tensor(0), []
        for u in uniforms[:count]:
            h, p = next_state(h, x)
            x = torch.searchsorted(p.cumsum(0), u.float(), right=True).clamp_(max=len(p) - 1)
            surprises.append(-p[x].log())
        return [float(s) for s in surprises]

    return run


def make(problem):
    return generate(problem) if problem.get("generates") else train(problem)


serve({"PyTorch": torch.__version__, "Python": sys.version.split()[0]}, make)
