"""Made-up batches for the ledger."""

import random
from datetime import date
from itertools import islice
from typing import Any

import polars as pl

from samples.people import id_numbers
from validator.checks.duplicates.same_claim import content_of
from validator.ledger.recording import CLAIM_COLUMNS, PEOPLE_COLUMNS, NewBatch

ON = date(2026, 4, 18)


def ids(count: int, seed: int = 1) -> list[str]:
    """Different made-up ID numbers."""
    return list(islice(id_numbers(random.Random(seed)), count))  # noqa: S311


def claim(claim_id: str = "SB-001", **values: Any) -> dict[str, Any]:
    """A claim for travel money, changed as a test needs it."""
    usual = {
        "claim_id": claim_id,
        "measure": "ZW26-8",
        "type": "transport",
        "applicant": "中宁县劳务服务有限公司",
        "applicant_code": "91640598MA7AAAAA0X",
        "applicant_kind": "劳务中介组织",
        "county": "中宁县",
        "period_start": date(2026, 1, 1),
        "period_end": date(2026, 12, 31),
        "amount_fen": 20_000,
        "verdict": "passed",
        "reason": "",
    }
    return usual | values


def person(id_number: str, name: str = "马小红", **values: Any) -> dict[str, Any]:
    """A person who is paid 200 yuan."""
    return {"id_number": id_number, "name": name, "amount_fen": 20_000} | values


def batch(
    *parts: tuple[dict[str, Any], list[dict[str, Any]]],
    name: str = "中宁县2026年第2批",
    on: date = ON,
) -> NewBatch:
    """A batch of claims with their people."""
    claims = [{**made, "key": number} for number, (made, _) in enumerate(parts)]
    people = [{**one, "key": number} for number, (_, listed) in enumerate(parts) for one in listed]
    columns = {name: dtype for name, dtype in CLAIM_COLUMNS.items() if name != "content"}
    claim_frame = pl.DataFrame(claims, columns)
    people_frame = pl.DataFrame(people, PEOPLE_COLUMNS)
    content = content_of(claim_frame.with_columns(claimed_fen="amount_fen"), people_frame)
    return NewBatch(name, on, claim_frame.with_columns(content), people_frame)


def frame(*numbers: str, **columns: Any) -> pl.DataFrame:
    """Rows to look up, by ID number."""
    return pl.DataFrame({"id_number": list(numbers)}).with_columns(
        pl.lit(value).alias(column) for column, value in columns.items()
    )
