"""Files that come with the package: prompts and the seed documents.

In a checkout they stand at its top level; a wheel carries them under ``agent/data``.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def _resource(name: str) -> Path:
    packed = _PACKAGE / "data" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name


def seed_documents() -> Path:
    """The folder with the seed documents."""
    return _resource("seeds")


def prompts() -> Path:
    """The folder with the prompts."""
    return _resource("prompts")
