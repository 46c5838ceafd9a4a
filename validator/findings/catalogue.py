"""The catalogue of findings: what each code means and what to do about it."""

from functools import cache
from pathlib import Path
from typing import Literal

from claimcheck.datafile import Strict, load_toml
from claimcheck.errors import DataFileError

Severity = Literal["error", "warning", "info"]

#: What a finding does to the sum: see `catalogue.toml`.
Effect = Literal["none", "row", "person", "payment", "claim", "file"]
Reduction = Literal["none", "row", "person", "payment", "claim", "sum"]
Concern = Literal["row", "group", "others"]

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
