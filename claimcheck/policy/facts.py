"""The vocabulary of facts, and the conversion of what people enter into exact values."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from pathlib import Path

from claimcheck.columns import SheetKind, base_columns
from claimcheck.datafile import Strict, load_toml
from claimcheck.errors import FactError

#: A fact inside claimcheck: whole numbers (money in fen, percentages in 1/10000 of a
#: percent), text, truth values, dates.
Value = int | str | bool | date


class FactType(StrEnum):
    """What kind of value a fact has."""

    COUNT = "count"
    MONTHS = "months"
    YUAN = "yuan"
    PERCENT = "percent"
    DATE = "date"
    CHOICE = "choice"
    FLAG = "flag"
    TEXT = "text"


#: How many units of the stored whole number make one unit of the written value.
SCALE = {FactType.YUAN: 100, FactType.PERCENT: 10_000}

_TRUE = {"true", "yes", "1", "是", "有", "对"}
_FALSE = {"false", "no", "0", "否", "无", "不是", "没有"}


class _FactData(Strict, frozen=True, kw_only=True):
    key: str
    label: str
    type: FactType
    unit: str | None = None
    options: list[str] | None = None
    options_from: str | None = None  #: the form column whose list it shares
    minimum: int = 0
    maximum: int = 10**12
    help: str = ""
    derived: bool = False  #: only ever computed, never given
    not_above: list[str] = []  #: facts that are never smaller than this one


class _File(Strict, frozen=True):
    fact: list[_FactData]


@dataclass(frozen=True)
class Fact:
    """One entry of the vocabulary."""

    key: str
    label: str  #: Chinese
    type: FactType
    unit: str | None
    options: tuple[str, ...] | None
    minimum: int  #: in written units: yuan, people, months
    maximum: int
    help: str
    derived: bool
    not_above: tuple[str, ...] = ()  #: facts that are never smaller than this one

    @property
    def scale(self) -> int:
        """Stored units for one written unit: 100 for yuan, 10,000 for percent, else 1."""
        return SCALE.get(self.type, 1)

    @property
    def column(self) -> str:
        """The name of its column in frames: money columns end in `_fen`."""
        if self.type is FactType.YUAN:
            return self.key.removesuffix("_yuan") + "_fen"
        return self.key

    def parse(self, entered: object) -> Value:
        """Convert what a person or a program entered into the stored value.

        Raises:
            FactError: the entry is not of the fact's type or cannot be true.
        """
        match self.type:
            case FactType.CHOICE:
                return self._parse_choice(str(entered).strip())
            case FactType.FLAG:
                return self._parse_flag(entered)
            case FactType.DATE:
                return self._parse_date(entered)
            case FactType.TEXT:
                return str(entered).strip()
            case _:
                return self._parse_number(entered)

    @property
    def not_given(self) -> str:
        """What is said where a requirement asks for the fact and it is missing."""
        return f"“{self.label}”未提供"

    def show(self, stored: Value | None) -> str:
        """The stored value as people read it, without its unit."""
        if stored is None:
            return "未提供"
        if isinstance(stored, bool):
            return "是" if stored else "否"
        if isinstance(stored, int) and self.type is FactType.YUAN:
            return f"{stored // 100}.{stored % 100:02d}"
        if isinstance(stored, int) and self.type is FactType.PERCENT:
            return f"{(Decimal(stored) / 10_000).normalize():f}"
        return stored.isoformat() if isinstance(stored, date) else str(stored)

    def plain(self, stored: Value | None) -> int | float | str | bool | None:
        """The stored value as JSON: money as a number of yuan, dates as text."""
        if isinstance(stored, int) and not isinstance(stored, bool) and self.scale > 1:
            whole, rest = divmod(stored, self.scale)
            return stored / self.scale if rest else whole
        return stored.isoformat() if isinstance(stored, date) else stored

    def _fault(self, entered: object, expected: str) -> FactError:
        return FactError(f"“{self.label}”（{self.key}）填写有误：现为“{entered}”，应为{expected}。")

    def _parse_choice(self, text: str) -> str:
        if self.options and text not in self.options:
            raise self._fault(text, "以下之一：" + "、".join(self.options))
        return text

    def _parse_flag(self, entered: object) -> bool:
        if isinstance(entered, bool):
            return entered
        text = str(entered).strip().lower().removesuffix(".0")
        if text in _TRUE:
            return True
        if text in _FALSE:
            return False
        raise self._fault(entered, "“是”或“否”")

    def _parse_date(self, entered: object) -> date:
        if isinstance(entered, date):
            return date(entered.year, entered.month, entered.day)
        try:
            year, month, day = re.split(r"[-/.]", str(entered).strip())
            return date(int(year), int(month), int(day))
        except ValueError:
            raise self._fault(entered, "日期，如 2026-03-05") from None

    def _parse_number(self, entered: object) -> int:
        if isinstance(entered, bool):
            raise self._fault("是" if entered else "否", "数字")
        try:
            number = Decimal(str(entered).strip().replace(",", ""))
        except InvalidOperation:
            raise self._fault(entered, "数字") from None
        if not number.is_finite():
            raise self._fault(entered, "数字")
        stored = number * self.scale
        if stored != stored.to_integral_value():
            digits = {100: "最多两位小数的金额", 10_000: "最多四位小数的百分数"}
            raise self._fault(entered, digits.get(self.scale, "整数"))
        if not self.minimum <= number <= self.maximum:
            raise self._fault(entered, f" {self.minimum} 至 {self.maximum} 之间的数")
        return int(stored)


@cache
def facts() -> dict[str, Fact]:
    """The whole vocabulary by key.

    Raises:
        DataFileError: `facts.toml` is not as it must be.
    """
    data = load_toml(Path(__file__).with_name("facts.toml"), _File)
    return {entry.key: _build(entry) for entry in data.fact}


def fact(key: str) -> Fact:
    """One fact. Raises FactError where the vocabulary has no such key."""
    try:
        return facts()[key]
    except KeyError:
        raise FactError(f"没有名为“{key}”的事实。") from None


def _build(entry: _FactData) -> Fact:
    options = entry.options or (_form_options(entry.options_from) if entry.options_from else None)
    return Fact(
        key=entry.key,
        label=entry.label,
        type=entry.type,
        unit=entry.unit,
        options=tuple(options) if options else None,
        minimum=entry.minimum,
        maximum=entry.maximum,
        help=entry.help,
        derived=entry.derived,
        not_above=tuple(entry.not_above),
    )


def _form_options(column_key: str) -> list[str]:
    """The list that a form's column offers, so that a fact and its column agree."""
    for kind in SheetKind:
        column = base_columns(kind).get(column_key)
        if column is not None and column.options:
            return column.options
    raise FactError(f"表单中没有带列表的列“{column_key}”。")
