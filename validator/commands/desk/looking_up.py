"""The ledger at the desk: searched by person, applicant, batch, measure or year."""

import re
from typing import Any

import polars as pl

from claimcheck.identity import id_fault, tidy
from claimcheck.money import to_yuan
from validator.commands.desk.asked import DeskError, text_of
from validator.commands.desk.desk import Desk
from validator.ledger.exporting import HEADINGS
from validator.ledger.listing import Wanted
from validator.ledger.verdicts import VERDICT_WORDS

#: So many entries are shown.
MOST = 300

_SHOWN = (
    "accepted_on", "batch", "claim_id", "measure", "applicant", "person", "amount_yuan",
    "claim_amount_yuan", "verdict", "reason",
)  # fmt: skip


def search(desk: Desk, content: Any) -> dict[str, Any]:
    """The entries that the page asks for, names masked.

    Raises:
        DeskError: nothing was asked for, or the year is none.
        LedgerError: the ledger cannot be read.
    """
    asked = {
        name: text_of(content, name, needed=False)
        for name in ("person", "applicant", "batch", "measure", "year")
    }
    if not any(asked.values()):
        raise DeskError("请至少填写一项：身份证号、申报主体、批次、事项或年度。")
    if asked["year"] and not re.fullmatch(r"[0-9]{4}", asked["year"]):
        raise DeskError("年度请写四位数字，如 2026。")
    number = tidy(asked["person"])
    wanted = Wanted(
        number,
        asked["applicant"],
        asked["batch"],
        asked["measure"],
        int(asked["year"]) if asked["year"] else None,
    )
    lines: list[list[Any]] = []
    height = 0
    for part in desk.trail.ledger.rows(wanted):
        lines += [_line(row) for row in _first(part, MOST - height)]
        height += part.height
    fault = id_fault(number) if number else ""
    return {
        "headings": [HEADINGS[name] for name in _SHOWN],
        "lines": lines,
        "found": height,
        "remark": f"提醒：{fault}。仍按此号码查找。" if fault else "",
    }


def _first(part: pl.DataFrame, most: int) -> list[dict[str, Any]]:
    return list(part.head(max(most, 0)).iter_rows(named=True))


def _line(row: dict[str, Any]) -> list[Any]:
    sums = {
        "amount_yuan": row["amount_fen"],
        "claim_amount_yuan": row["claim_amount_fen"],
    }
    shown = {name: None if fen is None else to_yuan(fen) for name, fen in sums.items()}
    words = {
        "accepted_on": str(row["accepted_on"]),
        "verdict": VERDICT_WORDS.get(row["verdict"], row["verdict"]),
    }
    made = row | shown | words
    return [made[name] for name in _SHOWN]
