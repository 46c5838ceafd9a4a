"""Finds out whose statement it is, from the lines above the table.

Only labels of one's own account count. A label that speaks of the other side (对方户名) is
never taken, wherever it stands.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from claimcheck.identity import id_fault, tidy
from claimcheck.names import HAN, plain_name
from validator.intake.statements.layout import layouts, words
from validator.intake.statements.sources.page import Page

_LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]*(?:[ ,.]+[A-Za-z][A-Za-z'’-]*)+\.?")
_ACCOUNT = re.compile(r"[0-9*xX]{6,32}")
_NAME = re.compile(r"[^\d:：,，;；|]{2,60}")
#: A value ends where the next label begins, or at a wide gap.
_END = re.compile(r"\s{2,}|[\t|,，;；]|\s+(?=[一-鿿/]{2,8}[:：])")


@dataclass(frozen=True)
class Holder:
    """Whose account a statement shows; empty where the file does not say."""

    name: str = ""
    account: str = ""  #: may be masked by the bank
    id_number: str = ""

    @property
    def known(self) -> bool:
        """Whether anything is known."""
        return bool(self.name or self.account or self.id_number)

    @property
    def organisation(self) -> bool:
        """Whether the name is one of a firm or office."""
        return is_organisation(self.name)


def is_organisation(name: str) -> bool:
    """Whether a name is a firm's rather than a person's."""
    return len(name) > 4 and any(word in name for word in words().organisations)


def is_person(name: str) -> bool:
    """Whether a name looks like a person's.

    That is two to four Chinese characters, more with a dot (阿依古丽·买买提), or two words and
    more in Latin letters (JOHN SMITH).
    """
    plain = plain_name(name)
    if any(word in plain for word in words().organisations):
        return False
    if _LATIN.fullmatch(name.strip()):
        return not any(word in words().latin_organisations for word in name.upper().split())
    dotted = re.search(r"\S\s*[·•．.・‧]\s*\S", name) is not None
    return re.fullmatch(rf"[{HAN}]{{3,16}}" if dotted else rf"[{HAN}]{{2,4}}", plain) is not None


def find_holder(pages: Iterable[tuple[Page, int]]) -> Holder:
    """The holder by the preambles of pages.

    Args:
        pages: each page with the row of its headings, above which the preamble stands.
    """
    found: dict[str, str] = {}
    for page, end in pages:
        for cells in page.rows[:end]:
            for label, value in _pairs(cells):
                _take(found, label, value)
    return Holder(found.get("name", ""), found.get("account", ""), found.get("id_number", ""))


def _take(found: dict[str, str], label: str, value: str) -> None:
    data = layouts().preamble
    if label in data.holder and "name" not in found:
        name = value.strip(" []【】“”\"'")
        if _NAME.fullmatch(name) and not _is_label(name):
            found["name"] = name
    elif label in data.account and "account" not in found:
        account = re.sub(r"[\s\-]", "", value)
        if match := _ACCOUNT.match(account):
            found["account"] = tidy(match[0])
    elif label in data.id_number and "id_number" not in found:
        number = tidy(value)
        # A masked number proves nothing; a wrong one would lead to the wrong person.
        if not id_fault(number):
            found["id_number"] = number


def _is_label(text: str) -> bool:
    data = layouts().preamble
    return re.sub(r"\s", "", text).lower() in {*data.holder, *data.account, *data.id_number}


@cache
def _label() -> "re.Pattern[str]":
    data = layouts().preamble
    every = sorted({*data.holder, *data.account, *data.id_number}, key=len, reverse=True)
    spaced = ("\\s*".join(map(re.escape, label)) for label in every)
    # A number may follow its label without a colon (卡号 6229…), a name may not.
    return re.compile(f"({'|'.join(spaced)})(?:\\s*[:：]\\s*|\\s+(?=[0-9]{{4}}))", re.I)


def _pairs(cells: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Label and value: in one cell with a colon, or in two cells side by side."""
    texts = [cell.strip() for cell in cells]
    for place, text in enumerate(texts):
        yield from _within(text)
        label = re.sub(r"\s", "", text).rstrip(":：").lower()
        if _is_label(label):
            value = next((other for other in texts[place + 1 :] if other), "")
            yield label, value


def _within(text: str) -> Iterable[tuple[str, str]]:
    for match in _label().finditer(text):
        before = re.sub(r"\s", "", text[: match.start()])[-4:]
        if any(before.endswith(word) for word in layouts().preamble.others):
            continue
        # 开户名称 or 交易卡号 are other labels that merely end like ours.
        if before and re.search(r"[一-鿿/]$", before) and not text[match.start() - 1].isspace():
            continue
        if re.search(r"[A-Za-z]$", before):
            continue
        value = _END.split(text[match.end() :], maxsplit=1)[0].strip()
        if value:
            yield re.sub(r"\s", "", match[1]).lower(), value
