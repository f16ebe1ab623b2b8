"""The reader in torch: the bundled embedder's encoder, read from its weight file, with two heads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn
from torch.nn import functional

if TYPE_CHECKING:
    from agent.encoder.weights import WeightFile

HEADS = {"stance": 3, "answers": 2}


class Layer(nn.Module):
    """One encoder layer."""

    def __init__(self, weights: WeightFile, at: int) -> None:
        super().__init__()
        figures = weights.figures
        self.heads = figures.heads
        width, inner = figures.width, figures.inner
        name = f"l{at}"
        self.qkv = _linear(weights, [f"{name}.{part}" for part in "qkv"], width)
        self.attended = _linear(weights, [f"{name}.ao"], width)
        self.wide = _linear(weights, [f"{name}.fi"], width)
        self.narrow = _linear(weights, [f"{name}.fo"], inner)
        self.attended_norm = _norm(weights, f"{name}.aln")
        self.narrow_norm = _norm(weights, f"{name}.oln")

    def forward(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """New states, shape ``(batch, length, width)``; ``mask`` is True where a token stands."""
        batch, length, width = states.shape
        parts = self.qkv(states).view(batch, length, 3, self.heads, width // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        scores = query @ key.transpose(2, 3) * (width // self.heads) ** -0.5
        scores = scores.masked_fill(~mask[:, None, None, :], -1e4)
        mixed = scores.softmax(dim=-1).to(value.dtype) @ value
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        states = self.attended_norm(states + self.attended(mixed))
        change = self.narrow(functional.gelu(self.wide(states)))
        return self.narrow_norm(states + change)


class Reader(nn.Module):
    """Encoder and heads; word and position vectors are given as input and stay as they are."""

    def __init__(self, weights: WeightFile) -> None:
        super().__init__()
        width = weights.figures.width
        self.norm = _norm(weights, "emb.ln")
        self.layers = nn.ModuleList(Layer(weights, at) for at in range(weights.figures.layers))
        self.heads = nn.ModuleDict({name: nn.Linear(2 * width, size) for name, size in HEADS.items()})

    def forward(self, embedded: torch.Tensor, mask: torch.Tensor) -> dict[str, torch.Tensor]:
        """Logits by head, from summed embeddings ``(batch, length, width)``."""
        states = self.norm(embedded)
        for layer in self.layers:
            states = layer(states, mask)
        kept = mask[:, :, None].to(states.dtype)
        mean = (states * kept).sum(1) / kept.sum(1)
        pooled = torch.cat([mean, states[:, 0]], dim=1)
        pooled = functional.dropout(pooled, 0.1, self.training)
        return {name: head(pooled) for name, head in self.heads.items()}


def _linear(weights: WeightFile, names: list[str], columns: int) -> nn.Linear:
    matrix = np.concatenate([weights.matrix(f"{name}.w", columns) for name in names])
    bias = np.concatenate([weights.vector(f"{name}.b") for name in names])
    layer = nn.Linear(columns, len(matrix))
    layer.weight.data = torch.from_numpy(np.ascontiguousarray(matrix))
    layer.bias.data = torch.from_numpy(bias.copy())
    return layer


def _norm(weights: WeightFile, name: str) -> nn.LayerNorm:
    layer = nn.LayerNorm(weights.figures.width, eps=weights.figures.epsilon)
    layer.weight.data = torch.from_numpy(weights.vector(f"{name}.w").copy())
    layer.bias.data = torch.from_numpy(weights.vector(f"{name}.b").copy())
    return layer
