"""Trains the reader.

    OMP_WAIT_POLICY=passive python training/train_reader.py --data DIR --out DIR
        [--held-out CASES.jsonl…] [--corpora CORPUS.jsonl…] [--start CHECKPOINT]

``--data`` holds ``nli.jsonl.gz`` and ``qa.jsonl.gz``. Word embeddings and the lowest layers stay as they are; the rest
learns. A checkpoint is written every 400 steps and picked up when the script starts again.
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
from reader_data import ANSWERS, Pair, groups_of, questions_of, read_pairs
from reader_model import Reader
from torch.nn import functional

from agent.encoder.unigram import Unigram
from agent.encoder.weights import WeightFile, weight_file
from agent.reader.context import laid_out

LENGTH = 112
BATCH = 32
WARM_UP = 100
RANKED = 6
FROZEN_LAYERS = 2
RATE, HEAD_RATE = 1e-4, 3e-4
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
        """As the reader lays a pair out, cut to ``LENGTH``."""
        return laid_out(
            self.unigram, self.unigram.encode(pair.first), pair.second, pair.context, longest=LENGTH
        )

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
    """Batches without end, of pairs of like length, a question's sentences together."""
    chance = random.Random(seed)
    while True:
        chance.shuffle(pairs)
        groups = groups_of(pairs, RANKED)
        chance.shuffle(groups)
        for at in range(0, len(groups), 20 * BATCH):
            chunk = [[(tokens.ids(pair), pair) for pair in group] for group in groups[at : at + 20 * BATCH]]
            chunk.sort(key=lambda group: max(len(ids) for ids, _ in group))
            rows = [row for group in chunk for row in group]
            together = [rows[start : start + BATCH] for start in range(0, len(rows), BATCH)]
            chance.shuffle(together)
            yield from together


def loss_of(logits: dict[str, torch.Tensor], pairs: list[Pair]) -> torch.Tensor:
    """Mean cross entropy over both tasks, and over the ranking of each question's sentences."""
    total = torch.zeros(())
    for task, name in enumerate(TASK_HEADS):
        rows = [at for at, pair in enumerate(pairs) if pair.task == task]
        if rows:
            labels = torch.tensor([pairs[at].label for at in rows])
            picked = logits[name][rows].float()
            weight = torch.tensor([0.8, 1.4]) if task == ANSWERS else None
            one = functional.cross_entropy(picked, labels, weight=weight, label_smoothing=0.05)
            total = total + one * len(rows) / len(pairs)
    answers = logits["answers"].float()
    odds = answers[:, 1] - answers[:, 0]
    for rows in ranked(pairs):
        right = [at for at in rows if pairs[at].label == 1]
        total = total + 0.5 * (odds[rows].logsumexp(0) - odds[right].logsumexp(0)) * len(rows) / len(pairs)
    return total


def ranked(pairs: list[Pair]) -> list[list[int]]:
    """Where the sentences of each question stand that has both an answering one and another."""
    by_question: dict[tuple[str, str], list[int]] = {}
    for at, pair in enumerate(pairs):
        if pair.task == ANSWERS:
            by_question.setdefault((pair.first, pair.languages), []).append(at)
    return [rows for rows in by_question.values() if len({pairs[at].label for at in rows}) == 2]


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
        self.optimiser = torch.optim.AdamW(groups, lr=RATE, weight_decay=0.01, fused=True)
        self.checkpoint = options.out / "checkpoint.pt"
        self.done, self.spent = 0, 0.0
        if options.start:
            self.model.load_state_dict(torch.load(options.start)["model"])
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
    parser.add_argument(
        "--corpora", type=Path, nargs="*", default=[], help="where sentences find their context"
    )
    parser.add_argument("--start", type=Path, help="a checkpoint whose weights a new run starts from")
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
    training, validation = read_pairs(
        options.data, held_out=questions_of(options.held_out), corpora=options.corpora, seed=7
    )
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
            scores = evaluate(state.model, tokens, validation[:1200])
            print(json.dumps({"step": state.done, **scores}), flush=True)
            state.save()
        if state.over():
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
