"""What was claimed, what was assessed and what was decided, claim by claim, with the people."""

from collections.abc import Iterator, Sequence

import polars as pl

from claimcheck.money import show_yuan
from validator.ledger.audit.words import RESULT_WORDS, ClaimResult
from validator.output.columns import aligned, money_cell
from validator.run.validate import Validation

#: So many claims are printed.
SHOWN = 40

_HEADINGS = (
    "申报编号", "申报", "合格", "裁定", "申报金额", "核定金额", "裁定金额", "结果",
)  # fmt: skip
_WIDTHS = (10, 6, 6, 6, 13, 13, 13, 8)
_RIGHT = range(1, 7)


def sums_lines(validation: Validation) -> Iterator[str]:
    """A table of the claims, and the totals; people and yuan.

    Args:
        validation: the result, with the columns of `supervision.outcome.COLUMNS`.
    """
    if validation.claims.is_empty():
        return
    yield _row(_HEADINGS)
    ordered = validation.claims.sort(-pl.col("claimed_fen").fill_null(0), maintain_order=True)
    shown = validation.claims if validation.claims.height <= SHOWN else ordered.head(SHOWN)
    for claim in shown.iter_rows(named=True):
        yield _row(
            (
                claim["claim_id"] or "（空）",
                *(_number(claim[name]) for name in ("claimed_people", "headcount", "ruled_people")),
                *(money_cell(claim[name]) for name in ("claimed_fen", "amount_fen", "ruled_fen")),
                RESULT_WORDS[ClaimResult(claim["result"])],
            )
        )
    if validation.claims.height > SHOWN:
        yield f"另有 {validation.claims.height - SHOWN:,} 项申报未列出。"
    totals = [
        int(validation.claims[name].sum()) for name in ("claimed_fen", "amount_fen", "ruled_fen")
    ]
    paid = validation.claims.filter(pl.col("result") == str(ClaimResult.PAY))
    yield (
        f"合计：申报 {show_yuan(totals[0])} 元，核定 {show_yuan(totals[1])} 元，"
        f"裁定后 {show_yuan(totals[2])} 元；其中拟发放 {paid.height:,} 项、"
        f"{show_yuan(int(paid['ruled_fen'].sum()))} 元。"
    )


def _row(cells: Sequence[str]) -> str:
    return aligned(cells, _WIDTHS, _RIGHT)


def _number(value: int | None) -> str:
    return "—" if value is None else f"{value:,} 人"
