"""Metadata: what plain text and Markdown state of themselves."""

from __future__ import annotations

import pytest

from agent.corpus.credits import read_credit, read_imprint, read_publisher
from agent.corpus.dates import declared_date, find_numeric_date, parse_date
from agent.corpus.front_matter import front_matter_span, language_code, read_front_matter
from agent.corpus.languages import language_tables
from agent.corpus.metadata import read_metadata
from agent.document import Metadata, Span

PROSE = {
    "en": "The harbour froze over on Sunday, and the ferry to the island was cancelled. Pilots are on strike.",
    "de": "Der Hafen ist am Sonntag zugefroren, und die Fähre zur Insel fiel aus. Die Lotsen streiken.",
    "it": "Il porto è gelato domenica e il traghetto per l'isola è stato cancellato. I piloti sono in sciopero.",
    "fr": "Le port a gelé dimanche et le bac pour l'île a été annulé. Les pilotes sont en grève.",
    "es": "El puerto se heló el domingo y el transbordador a la isla fue cancelado. Los prácticos están en huelga.",
}

DATES = [
    ("en", "February 11, 2026", "2026-02-11"),
    ("en", "Feb. 11, 2026", "2026-02-11"),
    ("en", "Wednesday, 11 February 2026, 10:30 GMT", "2026-02-11"),
    ("en", "11th of May 2026 at 10:30 am", "2026-05-11"),
    ("en", "May 2026", "2026-05"),
    ("en", "2026-02-11", "2026-02-11"),
    ("en", "2026-02", "2026-02"),
    ("en", "2026-02-11T10:30:00Z", "2026-02-11"),
    ("en", "2026-02-11T10:30:00.123+01:00", "2026-02-11"),
    ("en", "2026.01.15 00:21", "2026-01-15"),
    ("en", "13/02/2026", "2026-02-13"),
    ("en", "02/13/2026", "2026-02-13"),
    ("en", "03/03/2026", "2026-03-03"),
    ("de", "11.02.2026", "2026-02-11"),
    ("de", "Mittwoch, 11. Februar 2026, 10.30 Uhr", "2026-02-11"),
    ("de", "1. März 2026", "2026-03-01"),
    ("it", "mercoledì 11 febbraio 2026 ore 10:30", "2026-02-11"),
    ("it", "1º marzo 2026", "2026-03-01"),
    ("it", "11/02/2026", "2026-02-11"),
    ("fr", "le 1er mars 2026 à 10h30", "2026-03-01"),
    ("fr", "août 2026", "2026-08"),
    ("es", "11 de febrero de 2026", "2026-02-11"),
    ("es", "miércoles, 11 de febrero de 2026", "2026-02-11"),
]

NO_DATES = [
    ("en", "02/11/2026"),
    ("en", "2026"),
    ("en", "11 February"),
    ("en", "Monday"),
    ("en", "31 February 2026"),
    ("en", "30.02.2026"),
    ("en", "Version 2026.1.15"),
    ("en", "The lock opened on 3 May 2026"),
    ("en", "3 May 2026 was a Sunday"),
    ("en", "11 12 2026"),
    ("en", "11 May 26"),
    ("en", "11 May 12026"),
    ("en", "1 May 0026"),
    ("de", "11. February 2026"),
    ("en", ""),
    ("en", "May " * 1000 + "2026"),
]


@pytest.mark.parametrize(("language", "written", "date"), DATES)
def test_dates_are_read_at_their_own_precision(language: str, written: str, date: str) -> None:
    """A date of its own, in figures or words, with or without weekday and time, becomes ISO 8601."""
    assert parse_date(written, language=language) == date


@pytest.mark.parametrize(("language", "written"), NO_DATES)
def test_dates_are_never_guessed(language: str, written: str) -> None:
    """Ambiguous figures, incomplete or impossible dates and dates among other words are no date."""
    assert parse_date(written, language=language) is None


def test_a_declared_year_is_enough() -> None:
    """Where metadata declares a date, a bare year counts; in a text it does not."""
    assert declared_date(" 2026 ") == "2026"
    assert declared_date("11 février 2026") == "2026-02-11"
    assert declared_date("02/11/2026") is None
    assert declared_date("soon") is None


def test_dates_in_figures_are_found_in_an_imprint() -> None:
    """The first full date in figures counts, a month alone does not."""
    assert find_numeric_date("Harbour News AB 2026.01.15 00:21 V29", "en") == "2026-01-15"
    assert find_numeric_date("Stand 15.1.2026", "de") == "2026-01-15"
    assert find_numeric_date("2026-01 Harbour", "en") is None
    assert find_numeric_date("Harbour", "en") is None


@pytest.mark.parametrize(
    ("language", "line", "author", "published", "sources"),
    [
        ("en", "By Jane Doe", "Jane Doe", None, ()),
        ("en", "BY JANE DOE", "JANE DOE", None, ()),
        ("en", "By Jane Doe and John van der Berg", "Jane Doe and John van der Berg", None, ()),
        ("en", "By Jane Doe | February 11, 2026", "Jane Doe", "2026-02-11", ()),
        ("en", "Author: Jane Doe", "Jane Doe", None, ()),
        ("en", "Published: 3 June 2026", None, "2026-06-03", ()),
        ("en", "Published 3 June 2026 | Updated 5 June 2026", None, "2026-06-03", ()),
        ("en", "Updated: 5 June 2026", None, None, ()),
        ("en", "By Reuters", None, None, ("Reuters",)),
        ("en", "By AFP Staff", None, None, ("AFP",)),
        ("en", "Source: harbourwatch", None, None, ("harbourwatch",)),
        ("en", "Source: Agence France-Presse", None, None, ("AFP",)),
        ("en", "Sources: AFP, Harbour Times", None, None, ("AFP", "Harbour Times")),
        ("en", "Source: https://www.harbour.example/ferry?id=3", None, None, ("harbour.example",)),
        ("de", "Von Erika Muster", "Erika Muster", None, ()),
        ("de", "Autorin: Erika Muster", "Erika Muster", None, ()),
        ("de", "Stand: 11.02.2026, 10:30 Uhr", None, "2026-02-11", ()),
        ("de", "Quelle: dpa", None, None, ("dpa",)),
        ("de", "Quelle: dpa/AFP", None, None, ("dpa", "AFP")),
        ("it", "Di Mario Rossi", "Mario Rossi", None, ()),
        ("it", "A cura di Mario Rossi", "Mario Rossi", None, ()),
        ("it", "Fonte: ANSA", None, None, ("ANSA",)),
        ("fr", "Par Jeanne Martin et Luc de la Tour", "Jeanne Martin et Luc de la Tour", None, ()),
        ("fr", "Publié le 11 février 2026 à 10h30", None, "2026-02-11", ()),
        ("fr", "Source : AFP", None, None, ("AFP",)),
        ("es", "Por Ana García", "Ana García", None, ()),
        ("es", "Fuente: EFE", None, None, ("EFE",)),
    ],
)
def test_credit_lines_are_read(
    language: str, line: str, author: str | None, published: str | None, sources: tuple[str, ...]
) -> None:
    """Bylines, date lines and source lines give the author, the date and the outlets they name."""
    credit = read_credit(line, language)
    assert credit is not None
    assert (credit.author, credit.published, credit.sources) == (author, published, sources)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "By Sunday the harbour was frozen"),
        ("en", "By the harbour"),
        ("en", "By Monday"),
        ("en", "by Jane Doe"),
        ("en", "The harbour froze over on Sunday."),
        ("en", "Source: our own research"),
        ("en", "Sources: the mayor and two officials said no."),
        ("en", "Di Mario Rossi"),
        ("de", "Von Kiel nach Oslo"),
        ("de", "Von der Mole zum Markt"),
        ("it", "Di mare in peggio"),
        ("it", "Fonte: nostra elaborazione"),
        ("en", "Harbour | Weather"),
        ("en", "By " + "Jane " * 1000),
    ],
)
def test_other_lines_are_no_credits(language: str, line: str) -> None:
    """Headlines and sentences that open like a byline are none."""
    assert read_credit(line, language) is None


@pytest.mark.parametrize(
    ("line", "outlet", "published"),
    [
        ("© 2026 Harbour News AB", "Harbour News", None),
        ("© 2026 Harbour News AB 2026.01.15 00:21 V29.0.3-1", "Harbour News", "2026-01-15"),
        ("(c) 2025-2026 Harbour News Ltd. All rights reserved.", "Harbour News", None),
        ("Copyright © 2026 by Harbour News. All rights reserved.", "Harbour News", None),
        ("© 2026, Hafenzeitung GmbH | Alle Rechte vorbehalten", "Hafenzeitung", None),
        ("© 2026 Corriere del Porto S.p.A. - Riproduzione riservata", "Corriere del Porto", None),
        ("© 2026 All rights reserved", None, None),
        ("© 2026 Jane Doe/Harbourpix", None, None),
    ],
)
def test_an_imprint_names_the_outlet(line: str, outlet: str | None, published: str | None) -> None:
    """A copyright line with a year names its owner, without the legal form, and may hold a date."""
    imprint = read_imprint(line, None)
    assert imprint is not None
    assert (imprint.outlet, imprint.published) == (outlet, published)


@pytest.mark.parametrize(
    "line", ["© Jane Doe for Harbour News", "Copyright law is old.", "2026 Harbour News", "©" * 999]
)
def test_a_copyright_line_without_a_year_is_no_imprint(line: str) -> None:
    """A picture's copyright says nothing of the page."""
    assert read_imprint(line, None) is None


def test_an_editorial_note_names_the_outlet() -> None:
    """Who reviewed and published a text is its outlet."""
    note = "Disclaimer: This text was partly machine-made and was reviewed and published by Harbour News editors."
    assert read_publisher(note, "en") == "Harbour News"
    assert read_publisher("Geprüft und veröffentlicht von der Redaktion von Hafenblick", "de") == "Hafenblick"
    assert read_publisher("The tide tables are published by the harbour office.", "en") is None
    assert read_publisher("published by " * 20_000, "en") is None


@pytest.mark.parametrize(
    ("language", "byline", "date", "source", "origin"),
    [
        ("en", "By Jane Doe", "11 February 2026", "Source: AFP", "AFP"),
        ("de", "Von Erika Muster", "11. Februar 2026", "Quelle: dpa", "dpa"),
        ("it", "Di Mario Rossi", "11 febbraio 2026", "Fonte: ANSA", "ANSA"),
        ("fr", "Par Jeanne Martin", "11 février 2026", "Source : AFP", "AFP"),
        ("es", "Por Ana García", "11 de febrero de 2026", "Fuente: EFE", "EFE"),
    ],
)
def test_an_article_states_its_metadata(
    language: str, byline: str, date: str, source: str, origin: str
) -> None:
    """Title, author and date from the head, the outlet from the imprint, the origin from the source line."""
    title = "Harbour 2026: Ferry 7"
    text = f"{title}\n{byline}\n{date}\n\n{PROSE[language]}\n\n{source}\n© 2026 Harbour News AB\n"
    assert read_metadata(text) == Metadata(
        title=title,
        outlet="Harbour News",
        author=byline.split(maxsplit=1)[1],
        published="2026-02-11",
        language=language,
        origins=(origin,),
    )


def test_a_text_that_states_nothing_has_no_metadata() -> None:
    """Plain prose with dates, names and figures in it gives its language and nothing else."""
    text = "On 3 May 2026, Jane Doe of Harbour News opened the lock. It cost 4 million, she said."
    assert read_metadata(text) == Metadata(language="en")


def test_the_title_stands_above_the_text_and_below_furniture() -> None:
    """Advertising marks and a one-word rubric come before the title, section headings after it."""
    text = f"Advertisement\nBusiness\nHarbour freezes over again\n\n{PROSE['en']}\nThe pilots\n{PROSE['en']}"
    assert read_metadata(text).title == "Harbour freezes over again"
    assert read_metadata(f"{PROSE['en']}\nA section heading\n{PROSE['en']}").title is None


def test_a_question_on_top_is_the_title() -> None:
    """A first line may ask; a text that is nothing but a question has no title."""
    assert (
        read_metadata(f"Will the harbour freeze over?\n{PROSE['en']}").title
        == "Will the harbour freeze over?"
    )
    assert read_metadata("Will the harbour freeze over?").title is None


def test_a_name_below_the_text_is_its_author() -> None:
    """One word behind a byline's word is a name at the tail and a heading at the head."""
    assert read_metadata(f"{PROSE['it']}\n\nDi Marinella").author == "Marinella"
    assert read_metadata(f"Di Trieste\n{PROSE['it']}\n{PROSE['it']}").author is None


def test_a_source_line_names_the_outlet_unless_it_is_an_agency() -> None:
    """A text that ends in its source was published there; an agency only delivers."""
    assert read_metadata(f"{PROSE['en']}\nSource: harbourwatch").outlet == "harbourwatch"
    agency = read_metadata(f"{PROSE['en']}\nSource: AFP")
    assert (agency.outlet, agency.origins) == (None, ("AFP",))


def test_a_picture_credit_is_no_origin() -> None:
    """The agency of a picture did not report the news."""
    assert read_metadata(f"{PROSE['de']}\nFoto: dpa").origins == ()


def test_an_outlet_is_not_its_own_origin() -> None:
    """Harbour News that says `Harbour News reported` relies on nobody else."""
    text = "The pier was sold, the Harbour News reported. AFP reported the price."
    assert read_metadata(text, declared=Metadata(outlet="Harbour News")).origins == ("AFP",)


def test_declared_values_are_kept() -> None:
    """What a page's head or a jsonl line declares comes before what the text states."""
    declared = Metadata(
        title="T", outlet="O", author="A", published="2020", language="de", url="https://h.example"
    )
    text = f"A title of its own\nBy Jane Doe\n11 May 2026\n{PROSE['en']}\n© 2026 Harbour News"
    assert read_metadata(text, declared=declared) == declared


def test_markdown_titles_are_headings_of_the_first_rank() -> None:
    """The first `#` heading is the title, wherever it stands; without one, the first heading."""
    assert read_metadata(f"## Weather\n\n{PROSE['en']}\n\n# Harbour\n", markdown=True).title == "Harbour"
    assert read_metadata(f"{PROSE['en']}\n\n## Weather ##\n", markdown=True).title == "Weather"
    assert read_metadata(f"Harbour\n=======\n{PROSE['en']}\n", markdown=True).title == "Harbour"
    assert read_metadata(PROSE["en"], markdown=True).title is None


def test_front_matter_states_metadata() -> None:
    """Known keys with plain values are read, also under their other names."""
    text = (
        (
            "---\ntitle: Ice: a report\nDate: 2026-02-11 10:00\nlang: en-GB\nauthors: [Jane Doe, John Roe]\n"
            "publisher: Harbour News\nurl: https://h.example\ndraft: no\nnested: {a: 1}\n---\nText\n"
        )
        .replace("Ice: a", "'Ice: a")
        .replace("report\n", "report'\n", 1)
    )
    assert read_front_matter(text) == Metadata(
        title="Ice: a report",
        outlet="Harbour News",
        author="Jane Doe, John Roe",
        published="2026-02-11",
        language="en",
        url="https://h.example",
    )
    span = front_matter_span(text)
    assert span is not None
    assert text[span.end :] == "Text\n"


def test_norwegian_is_a_language() -> None:
    """YAML's `no` is not taken for false."""
    assert read_front_matter("---\nlang: no\n---\n").language == "no"


@pytest.mark.parametrize(
    "text",
    [
        "---\nThe harbour froze over.\n---\nMore.",
        "---\n- a\n- b\n---\n",
        "---\ntitle: x\nno end",
        "\n---\ntitle: late\n---\n",
        "---\ntitle: [unclosed\n---\n",
        "---\n" + "[" * 15_000 + "\n---\n",
        "---\n" + "a: 1\n" * 10_000 + "---\n",
        "---\n" * 50_000,
        "",
    ],
)
def test_what_is_no_yaml_mapping_is_no_front_matter(text: str) -> None:
    """Thematic breaks, broken, nested or endless YAML: the text stays text."""
    assert front_matter_span(text) is None
    assert read_front_matter(text) == Metadata()


def test_values_that_are_not_plain_are_left_out() -> None:
    """A mapping for an author, a relative date, a language in words: nothing is made of them."""
    stated = read_front_matter(
        "---\nauthor: {name: x}\ndate: yesterday\nlang: 'not a language'\ntitle:\n---\n"
    )
    assert stated == Metadata()


@pytest.mark.parametrize(
    ("tag", "code"),
    [("de", "de"), ("DE-at", "de"), ("pt_BR", "pt"), ("english", None), ("", None), ("e", None)],
)
def test_language_tags_come_to_their_language(tag: str, code: str | None) -> None:
    """The primary subtag counts; a word is no tag."""
    assert language_code(tag) == code


def test_every_language_has_twelve_months_and_lower_case_phrases() -> None:
    """The tables are complete and in the form they are compared in."""
    for table in language_tables().values():
        for phrases in (
            table.furniture.lines,
            table.credits.source,
            table.origins.before,
            table.origins.after,
        ):
            assert phrases
            assert list(phrases) == [phrase.lower() for phrase in phrases]


def test_spans_of_front_matter_are_half_open() -> None:
    """The span holds both marker lines and no more."""
    assert front_matter_span("---\na: b\n...\nText") == Span(0, 13)
    assert front_matter_span("---\r\na: b\r\n---\r\n") == Span(0, 16)
