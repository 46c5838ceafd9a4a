"""The vocabulary of facts, and the conversion of what people enter into exact values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal

from claimcheck.columns import SheetKind, base_columns
from claimcheck.datafile import Strict, load_toml
from claimcheck.errors import FactError
from claimcheck.written import (
    MONTH_UNITS,
    PEOPLE_UNITS,
    PERCENT_UNITS,
    YUAN_UNITS,
    Written,
    read_day,
    read_number,
)

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
    plausible_from: int | None = None  #: a smaller number may be meant in another unit
    plausible_up_to: int | None = None  #: a greater number may be meant in another unit


class Slip(Strict, frozen=True, kw_only=True):
    """A unit that people mistake for another: how what they wrote may be meant instead."""

    type: FactType
    side: Literal["below", "above"]  #: on which side of what is plausible such a number lies
    times: int = 1  #: the number that is meant is so many times the one that is written,
    parts: int = 1  #: divided by this, the rest dropped
    other_unit: str  #: the unit that may be meant
    bound: int | None = None  #: what is plausible, for facts of the type that do not say it


class _File(Strict, frozen=True):
    fact: list[_FactData]
    slip: list[Slip]


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
    slip: Slip | None = None  #: the unit that is mistaken for its own; None where none is
    plausible: int = 0  #: the bound beyond which that is likely, in written units

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

    def read(self, entered: object) -> Written | None:
        """The number that was entered, in the fact's unit, and the unit written behind it.

        None where it is no number, or stands before another unit.
        """
        if isinstance(entered, bool):
            return None
        return read_number(str(entered), self.units)

    @property
    def units(self) -> Mapping[str, int]:
        """The units that may stand behind a number of this fact."""
        match self.type:
            case FactType.YUAN:
                return YUAN_UNITS
            case FactType.PERCENT:
                return PERCENT_UNITS
            case FactType.MONTHS:
                return MONTH_UNITS
        if self.unit in PEOPLE_UNITS:
            return PEOPLE_UNITS
        return {self.unit: 1} if self.unit else {}

    def other_reading(self, stored: Value | None) -> int | None:
        """What a number without a unit may be meant to be, as a stored value.

        None where it is plausible as it stands.
        """
        slip = self.slip
        if slip is None or not isinstance(stored, int):
            return None
        if not 0 < stored <= self.maximum * self.scale:
            return None
        bound = self.plausible * self.scale
        if stored >= bound if slip.side == "below" else stored <= bound:
            return None
        other = stored * slip.times // slip.parts
        return other if self.minimum * self.scale <= other <= self.maximum * self.scale else None

    def spell(self, stored: int) -> str:
        """A stored number with its unit, as it can be entered: 30%, 4元, 6个月."""
        if self.type is FactType.YUAN:
            return f"{self.show(stored).removesuffix('.00')}元"
        unit = {FactType.PERCENT: "%", FactType.MONTHS: "个月"}.get(self.type, self.unit or "")
        return f"{self.show(stored)}{unit}"

    def spell_other(self, stored: int) -> str:
        """A stored number in the unit that is mistaken for the fact's own: 4万元."""
        slip, other = self.slip, self.other_reading(stored)
        if slip is None or other is None:
            return self.spell(stored)
        if self.type is FactType.PERCENT:
            return self.spell(other)
        return f"{self.show(stored).removesuffix('.00')}{slip.other_unit}"

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

    @property
    def range(self) -> str:
        """The least and the greatest number, in groups: no account number looks like that."""
        return f"{self.minimum:,} 至 {self.maximum:,}"

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
        day = read_day(str(entered))
        if day is None:
            raise self._fault(entered, "日期，如 2026-03-05")
        return day

    def _parse_number(self, entered: object) -> int:
        if isinstance(entered, bool):
            raise self._fault("是" if entered else "否", "数字")
        written = self.read(entered)
        if written is None:
            unit = f"（可带单位“{next(iter(self.units))}”）" if self.units else ""
            raise self._fault(entered, f"数字{unit}")
        number = written.number
        stored = number * self.scale
        if stored != stored.to_integral_value():
            digits = {100: "最多两位小数的金额", 10_000: "最多四位小数的百分数"}
            raise self._fault(entered, digits.get(self.scale, "整数"))
        if not self.minimum <= number <= self.maximum:
            raise self._fault(entered, f" {self.range} 之间的数")
        return int(stored)


@cache
def facts() -> dict[str, Fact]:
    """The whole vocabulary by key.

    Raises:
        DataFileError: `facts.toml` is not as it must be.
    """
    data = load_toml(Path(__file__).with_name("facts.toml"), _File)
    slips = {slip.type: slip for slip in data.slip}
    return {entry.key: _build(entry, slips.get(entry.type)) for entry in data.fact}


def fact(key: str) -> Fact:
    """One fact. Raises FactError where the vocabulary has no such key."""
    try:
        return facts()[key]
    except KeyError:
        raise FactError(f"没有名为“{key}”的事实。") from None


def _build(entry: _FactData, slip: Slip | None) -> Fact:
    bounds = {"below": entry.plausible_from, "above": entry.plausible_up_to}
    plausible = None if slip is None else bounds[slip.side] or slip.bound
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
        slip=None if plausible is None else slip,
        plausible=plausible or 0,
    )


def _form_options(column_key: str) -> list[str]:
    """The list that a form's column offers, so that a fact and its column agree."""
    for kind in SheetKind:
        column = base_columns(kind).get(column_key)
        if column is not None and column.options:
            return column.options
    raise FactError(f"表单中没有带列表的列“{column_key}”。")
