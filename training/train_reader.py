"""Trains the reader.

    OMP_WAIT_POLICY=passive python training/train_reader.py --data DIR --out DIR [--held-out CASES.jsonl…]

``--data`` holds ``nli.jsonl.gz`` and ``qa.jsonl.gz``. Word embeddings and the lower layers stay as they are; the upper
layers and the heads learn. A checkpoint is written every 400 steps and picked up when the script starts again.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
from reader_data import ANSWERS, Pair, questions_of, read_pairs
from reader_model import Reader
from torch.nn import functional

from agent.encoder.unigram import Unigram
from agent.encoder.weights import WeightFile, weight_file

LENGTH = 96
BATCH = 32
WARM_UP = 100
FROZEN_LAYERS = 4
RATE, HEAD_RATE = 1e-4, 5e-4
TASK_HEADS = ("stance", "answers")


class Tokens:
    """Pairs to summed embeddings."""

    def __init__(self, weights: WeightFile) -> None:
        self.weights = weights
        self.unigram = Unigram(weights.pieces())
        figures = weights.figures
        self.positions = weights.vector("emb.pos").reshape(figures.longest, figures.width)
        self.kind = weights.vector("emb.type")[: figures.width]

    def ids(self, pair: Pair) -> list[int]:
        """``<s> first </s></s> second </s>``, cut to ``LENGTH``; the first part gets at most half."""
        begin, end = self.unigram.begin, self.unigram.end
        first = self.unigram.encode(pair.first)[: LENGTH // 2 - 2]
        second = self.unigram.encode(pair.second)[: LENGTH - len(first) - 4]
        return [begin, *first, end, end, *second, end]

    def batch(self, rows: list[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
        """Embedded tokens and mask, padded to the longest."""
        longest = max(map(len, rows))
        width = self.weights.figures.width
        embedded = np.zeros((len(rows), longest, width), np.float32)
        mask = np.zeros((len(rows), longest), bool)
        for at, ids in enumerate(rows):
            words = self.weights.rows("emb.word", np.array(ids), width)
            embedded[at, : len(ids)] = words + self.positions[: len(ids)] + self.kind
            mask[at, : len(ids)] = True
        return torch.from_numpy(embedded), torch.from_numpy(mask)


def batches(pairs: list[Pair], tokens: Tokens, seed: int):
    """Batches without end, of pairs of like length."""
    chance = random.Random(seed)
    while True:
        order = list(range(len(pairs)))
        chance.shuffle(order)
        for at in range(0, len(order) - 40 * BATCH, 40 * BATCH):
            chunk = [(tokens.ids(pairs[one]), pairs[one]) for one in order[at : at + 40 * BATCH]]
            chunk.sort(key=lambda row: len(row[0]))
            groups = [chunk[start : start + BATCH] for start in range(0, len(chunk), BATCH)]
            chance.shuffle(groups)
            yield from groups


def loss_of(logits: dict[str, torch.Tensor], pairs: list[Pair]) -> torch.Tensor:
    """Mean cross entropy over both tasks."""
    total = torch.zeros(())
    for task, name in enumerate(TASK_HEADS):
        rows = [at for at, pair in enumerate(pairs) if pair.task == task]
        if rows:
            labels = torch.tensor([pairs[at].label for at in rows])
            picked = logits[name][rows].float()
            weight = torch.tensor([0.8, 1.4]) if task == ANSWERS else None
            one = functional.cross_entropy(picked, labels, weight=weight, label_smoothing=0.05)
            total = total + one * len(rows) / len(pairs)
    return total


def evaluate(model: Reader, tokens: Tokens, pairs: list[Pair]) -> dict[str, float]:
    """Balanced accuracy by task on validation pairs."""
    model.eval()
    right: dict[tuple[int, int], list[bool]] = {}
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        ordered = sorted(((tokens.ids(pair), pair) for pair in pairs), key=lambda row: len(row[0]))
        for at in range(0, len(ordered), BATCH):
            group = ordered[at : at + BATCH]
            logits = model(*tokens.batch([ids for ids, _ in group]))
            for row, (_, pair) in enumerate(group):
                guess = int(logits[TASK_HEADS[pair.task]][row].argmax())
                right.setdefault((pair.task, pair.label), []).append(guess == pair.label)
    model.train()
    scores = {}
    for task, name in enumerate(TASK_HEADS):
        scores[name] = round(float(np.mean([np.mean(v) for (its, _), v in right.items() if its == task])), 4)
    return scores


class Training:
    """A model under training: its optimiser, how far it is, and where its checkpoint lies."""

    def __init__(self, weights: WeightFile, options: argparse.Namespace) -> None:
        self.options = options
        self.model = Reader(weights)
        for frozen in (self.model.norm, *self.model.layers[:FROZEN_LAYERS]):
            frozen.requires_grad_(False)
        upper = [p for layer in self.model.layers[FROZEN_LAYERS:] for p in layer.parameters()]
        groups = [{"params": upper}, {"params": list(self.model.heads.parameters())}]
        self.optimiser = torch.optim.AdamW(groups, lr=RATE, weight_decay=0.01)
        self.checkpoint = options.out / "checkpoint.pt"
        self.done, self.spent = 0, 0.0
        if self.checkpoint.exists():
            kept = torch.load(self.checkpoint)
            self.model.load_state_dict(kept["model"])
            self.optimiser.load_state_dict(kept["optimiser"])
            self.done, self.spent = kept["step"], kept["spent"]

    def step(self, embedded: torch.Tensor, mask: torch.Tensor, pairs: list[Pair]) -> float:
        """Learns from one batch; returns its loss."""
        progress = max(self.done / self.options.steps, self.spent / (60 * self.options.minutes))
        for part, rate in zip(self.optimiser.param_groups, (RATE, HEAD_RATE), strict=True):
            part["lr"] = rate * min(1.0, (self.done + 1) / WARM_UP) * max(0.0, 1 - progress)
        with torch.autocast("cpu", torch.bfloat16):
            logits = self.model(embedded, mask)
        loss = loss_of(logits, pairs)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.done += 1
        return loss.item()

    def over(self) -> bool:
        """Whether the steps are done or the time is up."""
        return self.done >= self.options.steps or self.spent > 60 * self.options.minutes

    def save(self) -> None:
        """Writes the checkpoint."""
        state = {
            "model": self.model.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "step": self.done,
            "spent": self.spent,
        }
        torch.save(state, self.checkpoint)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--held-out", type=Path, nargs="*", default=[], help="case files never trained on")
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--minutes", type=float, default=600)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def main() -> int:
    """Trains until the steps are done or the time is up; the rate falls to zero by whichever comes first."""
    options = arguments()
    torch.manual_seed(7)
    torch.set_num_threads(options.threads)
    weights = WeightFile(weight_file())
    tokens = Tokens(weights)
    training, validation = read_pairs(options.data, held_out=questions_of(options.held_out), seed=7)
    print(f"{len(training)} training pairs, {len(validation)} validation pairs", flush=True)
    options.out.mkdir(parents=True, exist_ok=True)
    state = Training(weights, options)
    began = time.time() - state.spent
    losses: list[float] = []
    for group in batches(training, tokens, seed=7 + state.done):
        pairs = [pair for _, pair in group]
        losses.append(state.step(*tokens.batch([ids for ids, _ in group]), pairs))
        state.spent = time.time() - began
        if state.done % 50 == 0:
            print(f"step {state.done} loss {np.mean(losses[-50:]):.4f} {state.spent:.0f} s", flush=True)
        if state.done % 400 == 0 or state.over():
            scores = evaluate(state.model, tokens, validation[:800])
            print(json.dumps({"step": state.done, **scores}), flush=True)
            state.save()
        if state.over():
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
