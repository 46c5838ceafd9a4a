"""What follows from the lists that an office may name."""

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal

from claimcheck.datafile import Strict, load_toml
from validator.reading.headers import plain


class Effect(StrEnum):
    """What being on a list means."""

    EXCLUDES = "excludes"
    INCLUDES = "includes"


class KnownList(Strict, frozen=True, kw_only=True):
    """One kind of list."""

    name: str
    effect: Effect
    severity: Literal["error", "warning"]
    aliases: list[str] = []
    types: list[str] = []  #: claim types it holds for; empty: all
    categories: list[str] = []  #: the categories that it decides on
    why: str = ""


class _File(Strict, frozen=True):
    list: list[KnownList]


@cache
def known_lists() -> tuple[KnownList, ...]:
    """All kinds of lists."""
    return tuple(load_toml(Path(__file__).with_name("lists.toml"), _File).list)


def known(name: str) -> KnownList | None:
    """The kind of list that an office means by a name; None where it is none."""
    wanted = plain(name)
    for entry in known_lists():
        if wanted in {plain(text) for text in (entry.name, *entry.aliases)}:
            return entry
    return None
