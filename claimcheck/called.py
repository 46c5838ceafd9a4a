"""Finds what somebody means by the name that they typed, and the nearest where nothing fits."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from claimcheck.names import plain_name

Item = TypeVar("Item")

_BRACKETS = re.compile(r"[（(].*?[）)]")


def called(text: str, items: Iterable[Item], names: Callable[[Item], Iterable[str]]) -> list[Item]:
    """The items that a text names: in full, without what stands in brackets, or in part.

    Args:
        text: what was typed.
        items: what may be meant.
        names: the names of one item.

    Returns:
        The items of the closest way in which any is named; none where nothing fits.
    """
    wanted = plain_name(text)
    if not wanted:
        return []
    written = [
        (item, [plain_name(name) for name in names(item)], [_bare(name) for name in names(item)])
        for item in items
    ]
    ways: tuple[Callable[[list[str], list[str]], bool], ...] = (
        lambda full, _: wanted in full,
        lambda _, bare: wanted in bare,
        lambda full, _: any(name.startswith(wanted) for name in full),
        lambda full, _: any(wanted in name for name in full),
    )
    for fits in ways:
        if found := [item for item, full, bare in written if fits(full, bare)]:
            return found
    return []


def _bare(name: str) -> str:
    return plain_name(_BRACKETS.sub("", name))


def nearest(text: str, known: Mapping[str, str] | Iterable[str]) -> str:
    """A sentence that asks whether the nearest known word was meant; empty where none is near.

    Args:
        text: what was typed.
        known: the words, perhaps each with what is shown behind it in brackets.
    """
    from difflib import get_close_matches

    words = {word.lower(): word for word in known}
    found = get_close_matches(text.strip().lower(), words, n=1, cutoff=0.6)
    if not found:
        return ""
    word = words[found[0]]
    more = f"（{known[word]}）" if isinstance(known, Mapping) else ""
    return f"是否要写“{word}”{more}？"
