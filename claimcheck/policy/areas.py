"""The counties that the forms offer, and which documents bind them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from claimcheck.columns import base_columns
from claimcheck.columns.model import SheetKind
from claimcheck.datafile import Strict, load_toml
from claimcheck.errors import DataFileError
from claimcheck.policy.load import Rule


@dataclass(frozen=True)
class Area:
    """A county."""

    name: str
    code: str

    def is_bound(self, rule: Rule) -> bool:
        """Whether a rule's document holds here: one area code starts with the other."""
        return any(
            code.startswith(self.code) or self.code.startswith(code) for code in rule.document.binds
        )


class _File(Strict, frozen=True):
    codes: dict[str, str]


@cache
def areas() -> tuple[Area, ...]:
    """The counties, in the order in which the forms offer them.

    Raises:
        DataFileError: the file is not as it must be.
    """
    codes = load_toml(Path(__file__).with_name("areas.toml"), _File).codes
    offered = base_columns(SheetKind.CLAIMS)["county"].options or []
    return tuple(Area(name, codes[name]) for name in offered if name in codes)


def area(named: str) -> Area:
    """A county by name or area code.

    Raises:
        DataFileError: no form offers it.
    """
    for found in areas():
        if named in {found.name, found.code}:
            return found
    known = "、".join(found.name for found in areas())
    raise DataFileError(f"没有“{named}”这个县区，可选：{known}。")
