"""What the desk says besides what the commands say."""

from typing import Any

from claimcheck.money import to_yuan
from validator.ledger.audit.audit_head import REMEDY
from validator.output.page.review import Review
from validator.run.validate import Validation

#: So many files that are no claims are named.
_MOST_TOLD = 5


def at_the_desk(words: str) -> str:
    """What is said of the ledger, with the remedy that the page has."""
    return words.replace(REMEDY, "如果是有意更换、移动或恢复了台账，请在下面说明理由并确认")


def told_aside(found: Validation) -> list[str]:
    """What was not checked, because it is no claim; in Chinese."""
    from validator.run.aside import STATEMENT

    at_the_desk = {STATEMENT: "请到“银行流水”页导入"}
    told = [
        f"“{one.label}”是{one.what}：{at_the_desk.get(one.what, one.advice)}。"
        for one in found.aside
    ]
    rest = len(told) - _MOST_TOLD
    return [*told[:_MOST_TOLD], *([f"另有 {rest:,} 个文件不是申报表。"] if rest > 0 else [])]


def sums_of(review: Review, found: Validation) -> dict[str, Any]:
    """What the batch claims and comes to, as the page shows it."""
    from validator.supervision.listing import listed
    from validator.supervision.summary import summary

    made = summary(found, listed(found), review.settings)
    return {
        "verdict": made.verdict,
        "blocked": made.blocking > 0 or bool(found.supervision and found.supervision.fault),
        "claimed": to_yuan(made.claimed_fen),
        "assessed": to_yuan(made.assessed_fen),
        "decided": to_yuan(made.decided_fen),
    }
