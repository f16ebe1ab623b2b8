"""Prompts: Markdown files with front matter (``prompts/README.md``), filled in and fingerprinted.

Variables are put in by one pass over the prompt's own text: what they hold is never read as a template.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from agent.resources import prompts

if TYPE_CHECKING:
    from collections.abc import Mapping

_FRONT_MATTER = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
_VARIABLE = re.compile(r"\{\{ (\w+) \}\}")
_DATA = "\n# Data\n"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt as it stands in its file.

    ``instructions`` is what the model is told to do, ``data`` the template of what it is given; ``schema`` the JSON
    Schema of its reply. ``fingerprint`` goes into the provenance of every result the prompt shaped.
    """

    name: str
    version: int
    variables: tuple[str, ...]
    schema: Mapping[str, Any]
    instructions: str
    data: str
    fingerprint: str

    def request(self, *, limit: int, **values: str) -> Request:
        """The request with every variable of the prompt given in ``values``; ``limit`` bounds the reply, in tokens."""
        if set(values) != set(self.variables):
            raise KeyError(f"prompt {self.name} takes {self.variables}, not {tuple(values)}")

        def fill(template: str) -> str:
            return _VARIABLE.sub(lambda found: values[found[1]], template)

        return Request(self.name, fill(self.instructions), fill(self.data), self.schema, limit)


@dataclass(frozen=True, slots=True)
class Request:
    """What a model is asked: instructions, data, the JSON Schema of the reply, and its longest length in tokens."""

    name: str
    instructions: str
    data: str
    schema: Mapping[str, Any]
    limit: int


@cache
def prompt(name: str) -> Prompt:
    """The prompt in ``prompts/<name>.md``."""
    import yaml

    raw = prompts().joinpath(f"{name}.md").read_bytes()
    text = raw.decode("utf-8")
    head = _FRONT_MATTER.match(text)
    if head is None or _DATA not in text:
        raise ValueError(f"prompt {name} lacks front matter or its data section")
    fields = yaml.safe_load(head[1])
    instructions, _, data = text[head.end() :].partition(_DATA)
    return Prompt(
        name=fields["name"],
        version=fields["version"],
        variables=tuple(fields["variables"]),
        schema=fields["schema"],
        instructions=instructions.strip(),
        data=data.strip(),
        fingerprint=f"{fields['version']}/sha256:{hashlib.sha256(raw).hexdigest()[:16]}",
    )
