"""The bundled reader."""

from __future__ import annotations

import pytest

from agent.reader.cross_encoder import CrossEncoder

QUESTION = "Who opened the bridge in Oslo?"
SENTENCES = [
    "The mayor, Anna Berg, opened the bridge in Oslo on Sunday.",
    "Potatoes keep best in a cool and dark cellar.",
    "Die Bürgermeisterin eröffnete die Brücke.",
]
NOTHING = [""] * len(SENTENCES)


@pytest.fixture(scope="module")
def reader() -> CrossEncoder:
    return CrossEncoder(threads=1)


def test_an_answer_is_likelier_than_something_else(reader: CrossEncoder) -> None:
    """The sentence that answers stands before one about another subject."""
    answering, other, _ = reader.read(QUESTION, SENTENCES, NOTHING)
    assert answering.answers > 2 * other.answers


def test_probabilities_are_probabilities(reader: CrossEncoder) -> None:
    """Each lies in 0 to 1, and the two sides of a claim leave room for neither."""
    for reading in reader.read(
        "The bridge in Oslo is open.", [*SENTENCES, "", "x" * 5000], ["", "y" * 5000, *NOTHING]
    ):
        assert 0 <= reading.answers <= 1
        assert 0 <= reading.supports + reading.refutes <= 1.000001


def test_a_pair_does_not_depend_on_others(reader: CrossEncoder) -> None:
    """The same pair reads the same alone and among others."""
    assert reader.read(QUESTION, SENTENCES, NOTHING)[1] == reader.read(QUESTION, SENTENCES[1:2], [""])[0]


def test_its_name_tells_its_weights(reader: CrossEncoder) -> None:
    """The fingerprint in every result's provenance is of the weight file."""
    assert reader.name.startswith("reader-sha256:")
    assert reader.read(QUESTION, [], []) == []
