"""The functions that compute in cells, written once for every spreadsheet program.

They take and return plain values (text, numbers, dates, rows of cells). A function that
cannot give a value raises, and its host makes an error of the cell: never text, which
SUM would skip in silence, and never a zero.

Polars loads with the first function that needs it.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from addin.convert import CellError, as_block, flat, is_empty, is_number, to_day, to_fen, to_text
from claimcheck import __version__
from claimcheck.identity import age_on, id_fault
from claimcheck.money import capital as capital_of_fen
from claimcheck.money import to_yuan
from claimcheck.office import Office, WageMonth
from claimcheck.policy import Fact, FactType, fact, rule
from claimcheck.policy.facts import Value
from claimcheck.settings import WAGE_MONTH, Settings

ID_STORED_AS_NUMBER = "身份证号被存成了数字，末几位已丢失，请把该列设为文本后重新录入"


def engine() -> str:
    """Name and version of what computes."""
    return f"claimcheck {__version__}"


def id_check(id_number: object) -> str:
    """What is wrong with an ID number, in Chinese; '' when it is right."""
    if is_empty(id_number):
        return id_fault("")
    if is_number(id_number):
        # LibreOffice hands over an empty cell as 0.
        return id_fault("") if id_number == 0 else ID_STORED_AS_NUMBER
    return id_fault(to_text(id_number))


def age(id_number: object, day: object) -> int:
    """Full years of age on a day.

    Raises:
        CellError: the ID number is wrong, or the day is no date.
    """
    fault = id_check(id_number)
    if fault:
        raise CellError(fault + "。")
    years = age_on(to_text(id_number), to_day(day))
    if years is None or years < 0:
        raise CellError("该日期早于出生日期。")
    return years


def capital(amount: object) -> str:
    """An amount of yuan in 人民币大写; '' for an empty cell.

    Raises:
        CellError: the cell holds no amount.
    """
    return "" if is_empty(amount) else capital_of_fen(to_fen(amount))


def clause(measure: object) -> str:
    """Document and clause of a measure.

    Raises:
        UnknownMeasureError: no document has the measure.
    """
    return rule(to_text(measure)).cited


def amount(measure: object, keys: object, values: object) -> float:
    """The amount in yuan that follows from named facts; 0 where a test is not passed.

    Raises:
        CellError: facts are missing, so that there is no amount, or a number may be meant in
            another unit that would change it.
        FactError: a fact is unknown, or its value cannot be.
        UnknownMeasureError: no document has the measure.
    """
    claim, doubts = _evaluate_facts(measure, keys, values)
    fen = claim["amount_fen"]
    if fen is None:
        raise CellError(claim["reason"])
    if doubts:
        raise CellError("；".join(doubts) + "。")
    return float(to_yuan(fen))


def why(measure: object, keys: object, values: object) -> str:
    """The reasons for the amount, in one line, and which numbers may be meant in another unit.

    Raises as `amount`, but not for facts missing or in doubt.
    """
    claim, doubts = _evaluate_facts(measure, keys, values)
    return "；".join([str(claim["reason"]), *doubts])


def roster(
    measure: object, roster: object, wages: object, as_of: object = None, readings: object = None
) -> list[list[float | str]]:
    """The people of a roster, one row each: see `addin.evaluation.people`.

    Without a measure each person is judged under that which the person's row names.
    """
    from addin import evaluation

    settings = _settings(readings)
    if not is_empty(as_of):
        settings = replace(settings, on=to_day(as_of))
    return evaluation.people(
        _one_measure(measure), as_block(roster), as_block(wages), settings, ID_STORED_AS_NUMBER
    )


def total(
    measure: object, claim: object, roster: object, wages: object, readings: object = None
) -> list[list[float | str]]:
    """People counted, amount and reasons, one row a claim: see `addin.evaluation.claims`.

    Without a measure each claim is judged under its own.
    """
    from addin import evaluation

    return evaluation.claims(
        _one_measure(measure),
        as_block(claim),
        as_block(roster),
        as_block(wages),
        _settings(readings),
    )


def _one_measure(measure: object) -> str:
    """The measure for all rows of a block; "" where each row names its own."""
    # LibreOffice hands over an empty cell as 0.
    return "" if is_number(measure) and measure == 0 else to_text(measure)


def _settings(readings: object) -> Settings:
    """Settings with the readings of a text such as `R-05=B_average;R-08=B_per_batch`.

    Raises:
        CellError: the text is written otherwise.
    """
    chosen = {}
    for entry in filter(None, (part.strip() for part in to_text(readings).split(";"))):
        key, equals, option = (part.strip() for part in entry.partition("="))
        if not (key and equals and option):
            raise CellError(f"口径“{entry}”应写成 R-05=B_average 的样子。")
        chosen[key] = option
    if chosen.pop(WAGE_MONTH, "") == "memo":
        # The template says what its office has decided; on which paper stands in its guide.
        by_memo = WageMonth(by="memo", basis="", decided_on=date.min)
        return Settings(readings=chosen, office=Office(wage_month=by_memo))
    return Settings(readings=chosen)


def _evaluate_facts(
    measure: object, keys: object, values: object
) -> tuple[dict[str, Any], list[str]]:
    """The one claim that bare facts make, and what is said of numbers in doubt.

    Returns:
        A row of `Evaluation.claims`, and sentences without their full stops.
    """
    from claimcheck.evaluate import evaluate_facts
    from claimcheck.evaluate.doubts import doubts

    names, entries = flat(keys), flat(values)
    if len(names) != len(entries):
        raise CellError("名目与数值的格数不同。")
    entered = {
        to_text(name): entry
        for name, entry in zip(names, entries, strict=True)
        if not is_empty(name) and not is_empty(entry)
    }
    given = {name: _stored(fact(name), entry) for name, entry in entered.items()}
    found_rule = rule(to_text(measure))
    found = evaluate_facts(found_rule, given)
    said = [doubt.sentence for doubt in doubts(found_rule, entered, given, found)]
    return found.claims.row(0, named=True), said


def _stored(known: Fact, entry: object) -> Value:
    """Parse a fact; only a spreadsheet has dates as serial numbers."""
    return known.parse(to_day(entry) if known.type is FactType.DATE else entry)
