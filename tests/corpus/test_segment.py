"""Segmentation: sentences with roles and languages, passages that tile the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agent.corpus.formats import load_markdown, load_text
from agent.corpus.layout import lay_out
from agent.corpus.lines import ends_sentence, is_prose, read_lines
from agent.corpus.segment import MAX_CHARACTERS, MAX_SENTENCES, segment
from agent.document import Document, Metadata, Passage, Role, Sentence

SENTENCE = "The harbour froze over on Sunday, and the ferry to the island was cancelled for a week."
PARAGRAPH = " ".join([SENTENCE, "Pilots are on strike for shorter nights.", SENTENCE])


def text_document(text: str, *, loader: str = "text/1", language: str | None = None) -> Document:
    return Document("x", text, "", 0, loader, metadata=Metadata(language=language))


def sentences(document: Document) -> list[Sentence]:
    return [sentence for passage in segment(document) for sentence in passage.sentences]


def roles(document: Document) -> list[tuple[str, Role]]:
    return [(sentence.of(document.text), sentence.role) for sentence in sentences(document)]


def assert_tiles(document: Document, passages: tuple[Passage, ...]) -> None:
    text = document.text
    assert "".join(passage.of(text) for passage in passages) == text
    edges = [edge for passage in passages for edge in (passage.start, passage.end)]
    assert edges == sorted(edges)
    assert edges[:1] + edges[-1:] == ([0, len(text)] if text else [])
    last = 0
    for passage in passages:
        for sentence in passage.sentences:
            words = sentence.of(text)
            assert words
            assert words == words.strip()
            assert passage.start <= sentence.start
            assert sentence.end <= passage.end
            assert sentence.start >= last
            last = sentence.end


BITS = [
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "\t",
    "\u2028",
    ".",
    "!",
    "# ",
    "- ",
    "---\n",
    "a: b\n",
    "|",
    "©",
    "Anzeige",
    "By Jane Doe",
]
BITS += [
    "Advertisement",
    SENTENCE,
    "Harbour",
    "è",
    "日本。",
    "\x00",
    "\ufeff",
    "\U0001f6a2",
    "(",
    "“",
    "12,5",
    "...",
]


@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(BITS), max_size=40).map("".join)))
@example("")
@example(" \n ")
@example("---\na: b\n---\n# Harbour #\n\n1. Ice\n2. Thaw\n> Flood\n")
@pytest.mark.parametrize("loader", ["text/1", "markdown/1"])
def test_passages_tile_any_text(loader: str, text: str) -> None:
    """Joined in order, the passages are the text; sentences lie inside, in order, trimmed, without overlap."""
    document = text_document(text, loader=loader)
    assert_tiles(document, segment(document))


@given(st.lists(st.sampled_from(BITS), max_size=40).map("".join))
def test_every_letter_of_running_text_is_in_a_sentence(text: str) -> None:
    """Between sentences stand only white space and list marks, so no evidence is lost."""
    covered = list(text)
    for sentence in sentences(text_document(text)):
        covered[sentence.start : sentence.end] = [" "] * (sentence.end - sentence.start)
    assert not [character for character in covered if character.isalnum()]


def test_an_empty_text_has_no_passages() -> None:
    """Nothing to cut; white space alone is one passage without sentences."""
    assert segment(text_document("")) == ()
    assert segment(text_document(" \n")) == (Passage(0, 2, (), "en"),)


def test_one_long_paragraph_becomes_several_passages() -> None:
    """Passages hold up to six sentences and 900 characters, and hardly ever a lone one."""
    passages = segment(text_document(" ".join([SENTENCE] * 40)))
    sizes = [len(passage.sentences) for passage in passages]
    assert len(passages) > 4
    assert max(sizes) <= MAX_SENTENCES
    assert min(sizes) >= 3
    assert max(passage.end - passage.start for passage in passages) <= MAX_CHARACTERS + 1


def test_long_paragraphs_do_not_share_passages() -> None:
    """A blank line after 200 characters or more ends the passage."""
    text = f"{PARAGRAPH}\n\n{PARAGRAPH}\n\n{PARAGRAPH}\n"
    passages = segment(text_document(text))
    assert [passage.of(text).strip() for passage in passages] == [PARAGRAPH] * 3


def test_headings_and_short_paragraphs_go_with_what_follows() -> None:
    """A title, a byline and a short paragraph stand with the paragraph after them, never alone."""
    text = (
        f"Harbour freezes over\n\nBy Jane Doe\n\nIce everywhere.\n\n{PARAGRAPH}\n\nThe strike\n\n{PARAGRAPH}"
    )
    passages = segment(text_document(text))
    assert [len(passage.sentences) for passage in passages] == [6, 4]
    assert passages[1].of(text).startswith("The strike")


def test_lines_without_blank_lines_are_cut_at_line_ends() -> None:
    """Where pages separate paragraphs by one newline, passages end with a line, not inside it."""
    line = " ".join([SENTENCE] * 3)
    passages = segment(text_document("\n".join([line] * 6)))
    assert len(passages) >= 3
    assert all(
        passage.sentences[-1].end + 1 >= passage.end or passage.end == passages[-1].end
        for passage in passages
    )
    assert {len(passage.sentences) % 3 for passage in passages} == {0}


def test_furniture_has_passages_of_its_own() -> None:
    """Advertising marks around and inside the text are stored apart from it."""
    text = f"Anzeige\nAnzeige\n{PARAGRAPH}\nAnzeige\n{PARAGRAPH}\n© 2026 Harbour News\nAnzeige"
    document = text_document(text)
    kinds = [{sentence.role for sentence in passage.sentences} for passage in segment(document)]
    assert kinds == [{"furniture"}, {"body"}, {"furniture"}, {"body"}, {"furniture"}]


def test_nothing_but_furniture_is_a_document_too() -> None:
    """Every sentence is furniture, and the text can be rebuilt."""
    document = text_document("Anzeige\nWeiterlesen\n© 2026 Harbour News")
    assert {role for _, role in roles(document)} == {"furniture"}
    assert_tiles(document, segment(document))


def test_roles_of_an_article() -> None:
    """Title and section are headings; credits, notes and list items are content."""
    text = (
        "Advertisement\nHarbour freezes over\nBy Jane Doe\nFebruary 11, 2026\n\n"
        f"{SENTENCE}\nThe strike\n{SENTENCE}\n- Ice in the lock\n- Ice on the pier\n"
        "Disclaimer: This text was checked by editors.\nSource: AFP\nImage via Harbourpix\nRecent Comments"
    )
    assert roles(text_document(text)) == [
        ("Advertisement", "furniture"),
        ("Harbour freezes over", "heading"),
        ("By Jane Doe", "body"),
        ("February 11, 2026", "body"),
        (SENTENCE, "body"),
        ("The strike", "heading"),
        (SENTENCE, "body"),
        ("Ice in the lock", "body"),
        ("Ice on the pier", "body"),
        ("Disclaimer: This text was checked by editors.", "body"),
        ("Source: AFP", "body"),
        ("Image via Harbourpix", "furniture"),
        ("Recent Comments", "furniture"),
    ]


def test_a_minus_is_no_list_mark() -> None:
    """Where a figure follows, the dash is its sign."""
    assert roles(text_document(f"{SENTENCE}\n- 5 degrees\n{SENTENCE}"))[1] == ("- 5 degrees", "body")


def test_markdown_marks_stay_out_of_sentences() -> None:
    """Front matter is furniture; heading, list and quotation marks are in the text but not in the quote."""
    text = f"---\ntitle: Ice\n---\n# Harbour freezes #\n\n{SENTENCE}\n\n1. Ice in the lock\n> Flood warning.\n\n***\n"
    [document] = load_markdown(text.encode(), "ice.md")
    assert document.text == text
    assert document.metadata.title == "Ice"
    assert roles(document) == [
        ("---\ntitle: Ice\n---", "furniture"),
        ("Harbour freezes", "heading"),
        (SENTENCE, "body"),
        ("Ice in the lock", "body"),
        ("Flood warning.", "body"),
        ("***", "furniture"),
    ]


def test_hard_wrapped_lines_are_one_sentence() -> None:
    """A sentence runs over the ends of wrapped lines; headings above it do not run into it."""
    text = (
        "HARBOUR NEWS\n\n"
        "The harbour froze over on Sunday, and the ferry to\nthe island was cancelled for a whole week, the\n"
        "harbour master said. Pilots voted to strike from\nMonday on.\n\n"
        "The strike\nThe pilots want shorter nights in winter, and the\n"
        "town wants a ferry that runs on every day of the\nyear.\n"
    )
    found = [words for words, _ in roles(text_document(text))]
    assert found[0] == "HARBOUR NEWS"
    assert found[1].startswith("The harbour froze")
    assert found[1].endswith("harbour master said.")
    assert found[2] == "Pilots voted to strike from\nMonday on."
    assert found[3] == "The strike"
    assert found[4].endswith("\nyear.")


def test_crlf_text_keeps_its_offsets() -> None:
    """Offsets count both characters of a Windows line end."""
    text = f"Harbour freezes over\r\n\r\n{SENTENCE}\r\nThe strike\r\n{SENTENCE}\r\n"
    [document] = load_text(text.encode(), "ice.txt")
    assert [words for words, _ in roles(document)] == [
        "Harbour freezes over",
        SENTENCE,
        "The strike",
        SENTENCE,
    ]
    assert_tiles(document, segment(document))


def test_languages_are_of_sentences_and_passages() -> None:
    """A foreign paragraph is in its own language; a passage is in that of most of its characters."""
    german = (
        "Der Hafen ist am Sonntag zugefroren, und die Fähre zur Insel fiel für eine ganze Woche aus. " * 3
    )
    passages = segment(text_document(f"{PARAGRAPH}\n\n{german}\n\n{PARAGRAPH}", language="en"))
    assert [passage.language for passage in passages] == ["en", "de", "en"]


def test_a_declared_language_holds_for_short_texts() -> None:
    """A line too short to tell is in the language its document declares."""
    assert sentences(text_document("Porto 2000", language="it"))[0].language == "it"


@pytest.mark.parametrize(
    "text",
    ["a " * 2_500_000, "a" * 5_000_000, SENTENCE * 60_000, " " * 5_000_000, "." * 5_000_000],
    ids=["words", "letters", "sentences", "spaces", "dots"],
)
def test_a_line_of_five_million_characters_takes_seconds(text: str) -> None:
    """Whatever one long line holds, it is loaded and cut in linear time."""
    start = time.monotonic()
    document = text_document(text, language="en")
    assert_tiles(document, segment(document))
    assert time.monotonic() - start < 15


@pytest.mark.parametrize(
    "line", ["A\n", "\n", "- x\n", "Anzeige\n", "By Jane Doe\n", "# x\n", "The sea\nwas calm. "]
)
def test_many_lines_take_linear_time(line: str) -> None:
    """Tens of thousands of lines of a kind are laid out in linear time."""
    lay_out(line * (60_000 // len(line)), "en", markdown=True)


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("It froze.", True),
        ("It froze!”", True),
        ("It froze?)", True),
        ("氷。", True),
        ("Ice", False),
        ("Ice:", False),
        ("", False),
    ],
)
def test_the_end_of_a_sentence_is_told_by_its_mark(line: str, ends: bool) -> None:
    """Closing quotation marks and brackets may follow it."""
    assert ends_sentence(line) is ends


def test_prose_is_long_or_ends_like_a_sentence() -> None:
    """Three words with a full stop are not enough, a very long line is."""
    assert is_prose("The harbour has frozen.")
    assert is_prose("ice " * 60)
    assert not is_prose("Harbour Corp.")
    assert not is_prose("The harbour has frozen over")


def test_lines_know_their_paragraphs() -> None:
    """Blank lines, also of white space, part paragraphs; single line ends of any kind do not."""
    text = "a\nb\r\nc\rd\u2028e\n \t\nf\r\n\r\ng"
    lines = read_lines(text)
    assert [(line.of(text), line.paragraph) for line in lines] == [
        *(("a", 0), ("b", 0), ("c", 0), ("d", 0), ("e", 0), ("f", 1), ("g", 2))
    ]


def test_rows_of_a_table_stay_rows() -> None:
    """However full their lines are, and whatever their next row begins with."""
    text = "Port | Tonnes handled in the whole month of May\nwheat | 12,500 tonnes, more than ever before\nand so on\n"
    assert [line.of(text) for line in read_lines(text)] == text.splitlines()
