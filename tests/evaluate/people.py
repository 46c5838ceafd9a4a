"""Small claims for the tests of the evaluation."""

from datetime import date

import polars as pl

from claimcheck.identity import id_check_character

YEAR_END = date(2026, 12, 31)


def id_number(number: int) -> str:
    """A made-up person's ID number."""
    digits = f"64059819900101{number:03d}"
    return digits + id_check_character(digits)


def claim(**changes) -> pl.DataFrame:
    """One claim of a small firm for the whole of 2026."""
    row = {
        "input": 0,
        "claim_id": "SB-1",
        "applicant_code": "91640598MA0000001X",
        "applicant_kind": "小微企业",
        "period_end": YEAR_END,
        **changes,
    }
    return pl.DataFrame([row])


def roster(count: int = 1, **changes) -> pl.DataFrame:
    """People hired on 2026-01-15 and still at work."""
    row = {
        "input": 0,
        "claim_id": "SB-1",
        "category": "残疾人",
        "hired_on": date(2026, 1, 15),
        "left_on": None,
        **changes,
    }
    rows = [{**row, "id_number": id_number(number)} for number in range(1, count + 1)]
    return pl.DataFrame(rows, schema_overrides={"left_on": pl.Date})


def pay(number: int, months: dict[str, float]) -> list[tuple[int, str, date, int]]:
    """Payments to one person: month (2026-03) or day → yuan."""
    return [(0, id_number(number), _day(when), round(yuan * 100)) for when, yuan in months.items()]


def wages(*payments: list[tuple[int, str, date, int]]) -> pl.DataFrame:
    """A wage flow from several people's payments."""
    rows = [row for person in payments for row in person]
    return pl.DataFrame(
        rows,
        schema={
            "input": pl.Int64,
            "id_number": pl.String,
            "paid_on": pl.Date,
            "amount_fen": pl.Int64,
        },
        orient="row",
    )


def months(first: int, last: int, yuan: float = 3000, year: int = 2026) -> dict[str, float]:
    """The same pay in every month from first to last."""
    return {f"{year}-{month:02d}": yuan for month in range(first, last + 1)}


def _day(when: str) -> date:
    return date.fromisoformat(when if len(when) == 10 else f"{when}-10")
