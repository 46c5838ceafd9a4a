"""The catalogue of findings: what each code means and what to do about it."""

from functools import cache
from pathlib import Path
from typing import Literal

from claimcheck.datafile import Strict, load_toml
from claimcheck.errors import DataFileError

Severity = Literal["error", "warning", "info"]

#: How people read a severity.
SEVERITY_WORDS = {"error": "错误", "warning": "提醒", "info": "说明"}

#: The families of codes, by the digit after CC.
FAMILIES = {
    "1": "文件与结构",
    "2": "填写",
    "3": "工资流水",
    "4": "政策条件",
    "5": "人数与金额",
    "6": "重复",
    "7": "政策期限与口径",
}


class Entry(Strict, frozen=True, kw_only=True):
    """One code of the catalogue."""

    code: str
    title: str
    severity: Severity
    meaning: str
    fix: str
    example: str
    note: str = ""  #: when a check gives another severity


class _File(Strict, frozen=True):
    finding: list[Entry]


@cache
def catalogue() -> dict[str, Entry]:
    """All entries by code, in order of the codes."""
    entries = load_toml(Path(__file__).with_name("catalogue.toml"), _File).finding
    codes = [entry.code for entry in entries]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise DataFileError(f"catalogue.toml 中编号重复：{'、'.join(twice)}。")
    return {entry.code: entry for entry in sorted(entries, key=lambda entry: entry.code)}


def entry(code: str) -> Entry:
    """The entry of one code.

    Raises:
        DataFileError: the catalogue has no such code.
    """
    try:
        return catalogue()[code.upper()]
    except KeyError:
        raise DataFileError(
            f"没有编号为“{code}”的问题。可用 claimcheck findings list 查看全部编号。"
        ) from None
