"""The counties that the forms offer, and which documents bind them."""

from dataclasses import dataclass

from claimcheck.columns import base_columns
from claimcheck.columns.model import SheetKind
from claimcheck.errors import DataFileError
from claimcheck.policy.load import Rule

#: area codes of the counties that the forms offer
_CODES = {
    "沙坡头区": "640502",
    "中宁县": "640521",
    "海原县": "640522",
    "中卫市本级": "6405",
    "金凤区": "640106",
    "泾源县": "640424",
}


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


def areas() -> list[Area]:
    """The counties, in the order in which the forms offer them."""
    offered = base_columns(SheetKind.CLAIMS)["county"].options or []
    return [Area(name, _CODES[name]) for name in offered if name in _CODES]


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
