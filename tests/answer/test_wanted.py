"""What a question asks for."""

import pytest

from agent.answer.wanted import holds, wanted
from agent.mentions.agreement import read_mentions


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many ships came in?", "number"),
        ("Wie viele Schiffe liefen ein?", "number"),
        ("Quante navi sono arrivate?", "number"),
        ("Combien de navires sont arrivés ?", "number"),
        ("¿Cuántos barcos llegaron?", "number"),
        ("How much did it cost?", "number"),
        ("Wie hoch war der Schaden?", "number"),
        ("Wie groß ist der Hafen?", "number"),
        ("When did the ferry leave?", "time"),
        ("In welchem Jahr wurde der Hafen eröffnet?", "time"),
        ("In che anno è stato aperto il porto?", "time"),
        ("Since when has it been closed?", "time"),
        ("Who steered the ship?", "name"),
        ("Wer steuerte das Schiff?", "name"),
        ("Chi guidava la nave?", "name"),
        ("Which company owns it?", "name"),
        ("Wo liegt der Hafen?", "name"),
        ("Wie heißt der Kapitän?", "name"),
        ("Come si chiama la nave?", "name"),
        ("Under which code name was it built?", "name"),
        ("Unter welchem Decknamen lief das Vorhaben?", "name"),
        ("Why was it closed?", "anything"),
        ("Is the harbour open?", "anything"),
        ("Perché è chiuso?", "anything"),
    ],
)
def test_question_words_tell_what_is_wanted(question: str, kind: str) -> None:
    """Question words of five languages are read for the kind of answer."""
    assert wanted(question) == kind


@pytest.mark.parametrize(
    ("kind", "question", "sentence", "expected"),
    [
        ("number", "How many ships came in?", "In May 42 ships came in.", True),
        ("number", "How many of the 42 ships sank?", "Some of the 42 ships sank.", False),
        ("number", "How many ships came in?", "Several ships came in.", False),
        ("number", "How many ships came in?", "Ships have come in since 1998.", False),
        ("time", "When did it open?", "It opened in March.", True),
        ("time", "When did it open?", "It opened after long delays.", False),
        ("name", "Who steered the ship?", "The ship was steered by Anna Berg.", True),
        ("name", "Who steered the Aurora?", "The ship Aurora was well steered.", False),
        ("anything", "Why?", "Because.", None),
    ],
)
def test_a_sentence_must_add_what_is_wanted(
    kind: str, question: str, sentence: str, expected: bool | None
) -> None:
    """What the question gives already is no answer to it."""
    given, asked = read_mentions(sentence, "en"), read_mentions(question, "en")
    assert holds(kind, given, asked) is expected  # type: ignore[arg-type]  # kinds by table
