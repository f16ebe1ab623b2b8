"""Case files: what is read, and what is refused with file, line and key."""

from __future__ import annotations

import dataclasses
import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from agent.errors import UsageError
from evals.documents import fingerprint
from evals.lint import lint_files
from evals.load import load_suites
from evals.problems import CaseFileError
from tests.evals.invented import DOCUMENTS, tonnes_case, write_cases, write_corpus

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
suite: harbour
corpus: corpus
gates: {fact_recall: {min: 0.9}}
cases:
  - id: tonnes
    question: "How much?"
    lang: en
    expect:
      facts:
        - fact: 12,500 tonnes
          any_of: ["12,500 tonnes"]
      evidence:
        - {source: port.txt, quote: "In May", start: 14, side: supports}
      sources_any: [port.txt]
    tags: [number]
  - id: crane
    claim: "The crane stood still."
    lang: no
    expect:
      verdict: conflicting
"""


def write(folder: Path, text: str, name: str = "harbour.yaml") -> Path:
    write_corpus(folder)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def problems(*paths: Path) -> list[str]:
    with pytest.raises(CaseFileError) as caught:
        load_suites(paths)
    assert caught.value.exit_code == 2
    return [f"{problem.line}: {problem.key}: {problem.message}" for problem in caught.value.problems]


def test_a_yaml_file_is_read(tmp_path: Path) -> None:
    """Cases keep their order, their lines, and the documents they are judged on; ``no`` is Norwegian."""
    (suite,) = load_suites([write(tmp_path, GOOD)])
    assert (suite.name, suite.gates["fact_recall"].min) == ("harbour", 0.9)
    assert [(placed.case.id, placed.line) for placed in suite.cases] == [("tonnes", 5), ("crane", 16)]
    assert suite.cases[1].case.lang == "no"
    assert sorted(suite.cases[0].documents) == ["ferry.txt", "letters.txt", "port.txt"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("suite: harbour", "suite: harbour\ncolour: blue", "2: colour: unknown key"),
        ("suite: harbour\n", "", "1: suite: is missing"),
        ("tags: [number]", "tag: [number]", "15: cases[0].tag: unknown key"),
        ("side: supports", "side: pro", "13: cases[0].expect.evidence[0].side: Input should be"),
        ("verdict: conflicting", "verdict: true", "20: cases[1].expect.verdict: Input should be 'supported'"),
        (
            "verdict: conflicting",
            "verdict: maybe",
            "20: cases[1].expect.verdict: Input should be 'supported'",
        ),
        ("verdict: conflicting", "abstain: true", "16: cases[1]: expect.abstain is for questions"),
        ("verdict: conflicting", "{}", "19: cases[1].expect: expects nothing"),
        ("sources_any: [port.txt]", "verdict: supported", "5: cases[0]: expect.verdict is for claims"),
        ("sources_any: [port.txt]", "abstain: true", "8: cases[0].expect: abstain: true stands alone"),
        (
            "sources_any: [port.txt]",
            "abstain: 1",
            "14: cases[0].expect.abstain: Input should be a valid boolean",
        ),
        (
            "sources_any: [port.txt]",
            "sources_any: [pier.txt]",
            "14: cases[0].expect.sources_any[0]: unknown source",
        ),
        ("claim:", 'question: "?"\n    claim:', "16: cases[1]: needs exactly one of question and claim"),
        (
            '    claim: "The crane stood still."\n',
            "",
            "16: cases[1]: needs exactly one of question and claim",
        ),
        ("source: port.txt", "source: pier.txt", "13: cases[0].expect.evidence[0].source: unknown source"),
        (
            'quote: "In May"',
            'quote: "In June"',
            "13: cases[0].expect.evidence[0].quote: “In June” is not in port.txt",
        ),
        (
            'quote: "In May"',
            'quote: "Im Mai"',
            "13: cases[0].expect.evidence[0].quote: “Im Mai” is not in port.txt; it is in",
        ),
        (
            "start: 14",
            "start: 15",
            "13: cases[0].expect.evidence[0].start: the quote does not stand at 15 but at 14",
        ),
        ("start: 14", "start: -1", "13: cases[0].expect.evidence[0].start: Input should be greater"),
        (
            "start: 14",
            'start: "14"',
            "13: cases[0].expect.evidence[0].start: Input should be a valid integer",
        ),
        (
            'any_of: ["12,500 tonnes"]',
            "any_of: [2019]",
            "11: cases[0].expect.facts[0].any_of[0]: expected text, found the int 2019: put it in quotes",
        ),
        (
            'any_of: ["12,500 tonnes"]',
            'any_of: ["\\u200b"]',
            "11: cases[0].expect.facts[0].any_of[0]: “\u200b” has nothing to match",
        ),
        (
            'any_of: ["12,500 tonnes"]',
            'any_of: [""]',
            "11: cases[0].expect.facts[0].any_of[0]: String should",
        ),
        ("id: crane", "id: tonnes", "16: cases[1].id: duplicate id “tonnes”, first at"),
        ("corpus: corpus", "corpus: corpse", "2: corpus: there is no corpus at"),
        ("corpus: corpus\n", "", "4: cases[0]: has no documents, and the file's head names no corpus"),
        ("fact_recall: {min", "recall: {min", "3: gates.recall: unknown metric"),
        ("{min: 0.9}", "{}", "3: gates.fact_recall: needs min or max"),
        ("{min: 0.9}", "{min: .nan}", "3: gates.fact_recall.min: Input should be a valid number"),
        ("id: crane", "id: crane\n    id: winch", "17: id: this key stands twice in one mapping"),
        ("tags: [number]", "tags: [number", "16: : "),
        ("suite: harbour", 'suite: "\x07"', "1: : has a character that YAML does not allow"),
        (GOOD, "", "1: : is empty"),
        (GOOD, "- a\n- b\n", "1: : Input should be"),
        (GOOD, "suite: a\ncases: []\n", "2: cases: List should have at least 1 item"),
    ],
)
def test_every_fault_names_its_line_and_key(tmp_path: Path, old: str, new: str, problem: str) -> None:
    """An error says what is wrong and where, in words of the case file."""
    assert old in GOOD
    found = problems(write(tmp_path, GOOD.replace(old, new, 1)))
    assert found[0].startswith(problem)


def test_all_faults_of_all_files_are_listed(tmp_path: Path) -> None:
    """One run of the linter is enough: it does not stop at the first fault or file."""
    first = write(tmp_path, GOOD.replace("start: 14", "start: 15").replace("[port.txt]", "[pier.txt]"))
    second = write(tmp_path, GOOD.replace("tags:", "tag:"), "second.yaml")
    assert len(problems(first, second)) == 3


def test_an_id_is_unique_over_the_files_of_a_run(tmp_path: Path) -> None:
    """Two files with the same id cannot run together, the same file named twice can."""
    first, second = write(tmp_path, GOOD), write(tmp_path, GOOD, "second.yaml")
    assert [problem.split(", first at ")[1] for problem in problems(first, second)] == [
        f"{first}:5",
        f"{first}:16",
    ]
    assert len(load_suites([first, first])) == 1


@pytest.mark.parametrize(
    ("line", "text", "problem"),
    [
        (
            1,
            '{"suite": "a", "corpus": "corpus", "cases": []}',
            "1: cases: in JSONL every case has a line of its own",
        ),
        (1, '["a"]', "1: : the first line must be the head"),
        (2, '{"id": "a"', "2: : is not JSON"),
        (2, '{"id": "a", "id": "b"}', "2: id: this key stands twice in one object"),
        (2, '{"id": "a", "question": "?"}', "2: cases[0].expect: is missing"),
        (
            4,
            '{"id": "a", "question": "?", "expect": {"abstain": true}, "note": 1}',
            "4: cases[1].note: unknown key",
        ),
        (4, "7", "4: cases[1]: Input should be"),
        (4, "[" * 100_000, "4: : is not JSON"),
    ],
)
def test_every_fault_of_a_jsonl_file_names_its_line(
    tmp_path: Path, line: int, text: str, problem: str
) -> None:
    """The first line is the head, every further one a case; empty lines are nothing."""
    path = write_cases(tmp_path, [tonnes_case(), tonnes_case()])
    lines = path.read_text().splitlines()
    lines.insert(2, "")
    lines[line - 1] = text
    path.write_text("\n".join(lines))
    assert problems(path)[0].startswith(problem)


def test_jsonl_lines_end_at_line_feeds_alone(tmp_path: Path) -> None:
    """A line separator of Unicode inside a text ends no line; a byte order mark is no part of the head."""
    case = {"id": "a", "question": "Where\u2028now?", "expect": {"abstain": True}}
    path = write_cases(tmp_path, [])
    head = json.dumps({"suite": "a", "corpus": "corpus"})
    path.write_text(f"\ufeff{head}\n{json.dumps(case, ensure_ascii=False)}\n", encoding="utf-8")
    (suite,) = load_suites([path])
    assert suite.cases[0].case.question == "Where\u2028now?"


def test_a_case_may_bring_its_documents(tmp_path: Path) -> None:
    """It is judged on these alone, and needs no corpus; ids of its documents stand once."""
    own = [{"id": "a", "text": "The gate was shut.", "lang": "en", "title": "Gate"}]
    case = {"question": "?", "expect": {"evidence": [{"source": "a", "quote": "shut"}]}, "documents": own}
    path = write_cases(tmp_path, [case], corpus=None)
    (suite,) = load_suites([path])
    (placed,) = suite.cases
    assert placed.corpus is None
    assert placed.documents["a"].metadata.title == "Gate"
    path = write_cases(tmp_path, [case | {"documents": own * 2}])
    assert problems(path) == ["2: cases[0].documents[1].id: duplicate document id “a”"]


def test_evidence_of_facts_is_checked_too(tmp_path: Path) -> None:
    """A quote is checked wherever it stands."""
    case = tonnes_case()
    case["expect"]["facts"][0]["evidence"] = [{"source": "port.txt", "quote": "no such words"}]
    assert problems(write_cases(tmp_path, [case]))[0].startswith(
        "2: cases[0].expect.facts[0].evidence[0].quote: “no such words” is not in port.txt"
    )


def test_a_corpus_has_one_fingerprint_whatever_its_order() -> None:
    """It changes with a source's name and with its bytes."""
    documents = list(DOCUMENTS.values())
    whole = fingerprint(documents)
    assert fingerprint(documents[::-1]) == whole
    assert fingerprint(documents[1:]) != whole
    renamed = dataclasses.replace(documents[0], source="pier.txt")
    assert fingerprint([renamed, *documents[1:]]) != whole


def test_the_packaged_seed_documents_can_be_named(tmp_path: Path) -> None:
    """``package:seeds`` is the corpus that comes with the package, wherever the case file is."""
    path = write_cases(tmp_path, [{"question": "?", "expect": {"abstain": True}}], corpus="package:seeds")
    (suite,) = load_suites([path])
    assert len(suite.cases[0].documents) >= 5


def test_another_corpus_can_take_the_place_of_the_files_own(tmp_path: Path) -> None:
    """Quotes are checked against that one; if it is missing, that is not the file's mistake."""
    path = write_cases(tmp_path, [tonnes_case()], corpus="nowhere")
    assert load_suites([path], corpus=tmp_path / "corpus")[0].cases[0].corpus == tmp_path / "corpus"
    with pytest.raises(UsageError, match="--corpus"):
        load_suites([path], corpus=tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("cases.txt", b"suite: a", "1: : is not a case file"),
        ("cases.yaml", b"suite: a\ncases: \xff", "2: : is not UTF-8"),
        ("corpus.jsonl", b'{"id": "a", "text": "b"}\n', "1: : is a corpus of documents, not a case file"),
        ("deep.yaml", b"[" * 200_000 + b"]" * 200_000, "1: : is nested more than 50 levels deep"),
        ("deep.yaml", b"{a: " * 200_000, "1: : is nested more than 50 levels deep"),
        ("deep.yaml", b"- " * 200_000, "1: : is nested more than 50 levels deep"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, name: str, content: bytes, problem: str) -> None:
    """By ending, by encoding, and where a corpus was named in place of its cases."""
    (tmp_path / name).write_bytes(content)
    assert problems(tmp_path / name)[0].startswith(problem)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """With the reason the system gives."""
    assert problems(tmp_path / "none.yaml") == ["1: : cannot be read: No such file or directory"]


def test_the_linter_reads_corpora_too(tmp_path: Path) -> None:
    """A ``.jsonl`` corpus among the files is checked as one."""
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text('{"id": "a", "text": "The gate was shut."}\n{"id": "b", "text": "It opened."}\n')
    cases = write_cases(tmp_path, [tonnes_case()])
    assert lint_files([corpus, cases]) == [
        f"{corpus}: a corpus of 2 documents",
        f"{cases}: suite cases, 1 cases",
    ]
    corpus.write_text('{"id": "a", "text": "The gate was shut."}\n{"id": "a"\n')
    with pytest.raises(CaseFileError, match=r"corpus\.jsonl"):
        lint_files([corpus])


def many(number: int) -> list[dict[str, Any]]:
    return [tonnes_case(f"How much, {n}?") for n in range(number)]


def test_loading_is_linear(tmp_path: Path) -> None:
    """Ten times the cases take about ten times as long."""

    def seconds(number: int) -> float:
        path = write_cases(tmp_path, many(number), f"{number}.jsonl")
        began = time.process_time()
        load_suites([path])
        return time.process_time() - began

    seconds(100)
    assert seconds(4000) < 70 * max(seconds(400), 0.01)


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("a.yaml", "suite: s\ncases:\n  - id: a\n    question: q\n    expect: {abstain: 1}\n", "5:14:"),
        ("a.yaml", "suite: s\ncases:\n  - {id: a, qestion: q, expect: {abstain: true}}\n", "3:13:"),
        ("a.yaml", "suite: s\n  bad: [\n", "2:6:"),
        ("a.yaml", "suite: é\x07\n", "1:9:"),
        ("a.jsonl", '{"suite": "s", "corpse": 1}\n{"id": "a", "question": "q", "expect": {}}', "1:16:"),
        ("a.jsonl", '{"suite": "s"}\n{"id": "é", "question": "q", "expect": {"abstain": 7}}', "2:41:"),
        ("a.jsonl", '{"suite": "s"}\n{"id": "a",, "question": "q"}', "2:12:"),
        ("a.jsonl", '{"suite": "s"}\n{"id": "a", "id": "b"}', "2:13:"),
    ],
)
def test_a_fault_is_found_by_line_and_column(tmp_path: Path, name: str, content: str, place: str) -> None:
    """Both count from 1, in characters, as editors do."""
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CaseFileError) as caught:
        load_suites([path])
    assert f"{path}:{place} " in str(caught.value)


def test_a_typed_fact_is_held_to_its_own_quotes(tmp_path: Path) -> None:
    """A value that none of them states could be met by no answer that quotes them."""
    fact = {"fact": "tonnes", "evidence": [{"source": "port.txt", "quote": "12,500 tonnes"}]}
    good = tonnes_case()
    good["expect"]["facts"] = [fact | {"number": {"value": 12500, "unit": "tonnes"}}]
    load_suites([write_cases(tmp_path, [good], "good.jsonl")])
    bad = tonnes_case()
    bad["expect"]["facts"] = [fact | {"number": {"value": 12600, "unit": "tonnes"}}]
    assert problems(write_cases(tmp_path, [bad], "bad.jsonl")) == [
        "2: cases[0].expect.facts[0].number: stands in none of this fact's quotes, so quoting them cannot state it"
    ]


def test_facts_older_than_their_documents_are_noted(tmp_path: Path) -> None:
    """A document that appeared after a fact was checked may have changed it."""
    case = tonnes_case(documents=[{"id": "port.txt", "text": "12,500 tonnes", "published": "2026-06-02"}])
    case["expect"] = {"facts": [{"fact": "12,500 tonnes", "as_of": "2026-05-31"}]}
    _, note = lint_files([write_cases(tmp_path, [case])])
    assert note.endswith(
        "note: cases.jsonl-1: “12,500 tonnes” was checked as of 2026-05-31; later is port.txt"
    )
    case["expect"]["facts"][0]["as_of"] = "2026-06"
    assert len(lint_files([write_cases(tmp_path, [case])])) == 1
