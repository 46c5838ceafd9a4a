"""The catalogue of findings: what each code means and what to do about it."""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Literal

from claimcheck.called import nearest
from claimcheck.datafile import Strict, load_toml
from claimcheck.errors import DataFileError

Severity = Literal["error", "warning", "info"]

#: What a finding does to the sum: see `catalogue.toml`.
Effect = Literal["none", "row", "person", "payment", "claim", "file"]
Reduction = Literal["none", "row", "person", "payment", "claim", "sum"]
Concern = Literal["row", "group", "others"]
Stake = Literal["person", "difference"]

#: How people read a severity.
SEVERITY_WORDS = {"error": "错误", "warning": "提醒", "info": "说明"}

#: What people read of `effect` and of `reduces`.
EFFECT_WORDS: dict[Effect, str] = {
    "none": "不影响金额，只作提示",
    "row": "所在行不计入（花名册的人员、工资流水的入账、申报表的申报），更正或裁定通过后再计入",
    "person": "此人不计入人数和金额，更正或裁定通过后再计入",
    "payment": "这笔入账不计入工资，更正或裁定通过后再计入",
    "claim": "本项申报不核定金额，更正或裁定通过后再核定",
    "file": "整个文件的申报不核算",
}
REDUCTION_WORDS: dict[Reduction, str] = {
    "none": "不涉及人员和金额，不能裁定核减",
    "row": "所在行不计入，金额重新计算",
    "person": "此人不计入，金额重新计算",
    "payment": "有关入账不计入工资，金额重新计算",
    "claim": "本项申报不予核定",
    "sum": "按核定的金额支付",
}

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
    effect: Effect  #: what an error takes out of the sum
    reduces: Reduction  #: what the verdict 核减 takes out of it
    reduces_reminder: Reduction | None = None  #: None: the same as `reduces`
    concerns: Concern = "row"  #: which of the rows that a finding names
    passes: bool = True  #: whether a supervisor may let it pass
    meaning: str
    fix: str
    example: str
    note: str = ""  #: when a check gives another severity
    follows_from: tuple[str, ...] = ()  #: codes and groups after which it is not said again
    waivable: bool = True  #: whether it can be let through for a whole class of claims
    one_passes: bool = False  #: of those that name each other, one at the most may pass
    names_some: bool = False  #: it names only a few of the others, the first among them
    once: bool = False  #: not said again of the same row
    names_file: bool = False  #: its sentence names the file
    of_office: bool = False  #: a fault of the office's own files, of no applicant
    stake: Stake = "person"  #: what hangs on it: a person's pay, or by how much a claim is off
    oddity: str = ""  #: the `OddityKind` that it reports


class _File(Strict, frozen=True):
    groups: dict[str, tuple[str, ...]]
    finding: list[Entry]


@cache
def _file() -> _File:
    return load_toml(Path(__file__).with_name("catalogue.toml"), _File)


@cache
def catalogue() -> dict[str, Entry]:
    """All entries by code, in order of the codes."""
    entries = _file().finding
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
        titles = {key: item.title for key, item in catalogue().items()}
        raise DataFileError(
            f"没有编号为“{code}”的问题。{nearest(code, titles)}"
            "可用 claimcheck findings list 查看全部编号。"
        ) from None


def group(name: str) -> tuple[str, ...]:
    """The codes of a group, such as `wrong_cells`.

    Raises:
        KeyError: there is no such group.
    """
    return _file().groups[name]


def named(names: Iterable[str]) -> frozenset[str]:
    """The codes that stand for themselves or in a group.

    Raises:
        KeyError: there is no such code or group.
    """
    found: set[str] = set()
    for name in names:
        found.update([catalogue()[name].code] if name in catalogue() else group(name))
    return frozenset(found)


def follows_from(code: str) -> frozenset[str]:
    """The codes after which a code is not said of the same place.

    Raises:
        KeyError: the catalogue names a code or group that does not exist.
    """
    return named(catalogue()[code].follows_from) - {code}


def codes_where(test: Callable[[Entry], bool]) -> list[str]:
    """The codes whose entries have a property."""
    return [code for code, item in catalogue().items() if test(item)]


def code_of_oddity(kind: str) -> str:
    """The code that reports one kind of what is unusual about a workbook.

    Raises:
        ValueError: not exactly one code does.
    """
    (code,) = codes_where(lambda item: item.oddity == kind)
    return code
