"""The words of a verdict: what may be decided, and how a finding then stands."""

from enum import StrEnum


class Decision(StrEnum):
    """What a supervisor decides about a finding."""

    PASS = "pass"  # noqa: S105 - the person, payment or claim concerned counts
    RETURN = "return"  # back to the applicant for correction
    REDUCE = "reduce"  # the person, payment or claim concerned does not count
    REFUSE = "refuse"  # the whole claim is not supported


#: In the order of the drop-down.
DECISION_WORDS: dict[Decision, str] = {
    Decision.PASS: "通过",
    Decision.RETURN: "退回补正",
    Decision.REDUCE: "核减",
    Decision.REFUSE: "不予支持",
}


class ClaimResult(StrEnum):
    """What becomes of a claim."""

    PAY = "pay"
    RETURN = "return"
    REFUSE = "refuse"
    RECORDED = "recorded"  # the ledger holds it as it stands
    OPEN = "open"


RESULT_WORDS = {
    ClaimResult.PAY: "拟发放",
    ClaimResult.RETURN: "退回补正",
    ClaimResult.REFUSE: "不予支持",
    ClaimResult.RECORDED: "已登记",
    ClaimResult.OPEN: "尚未审结",
}

#: Decisions after which a finding no longer blocks.
OPENING = (Decision.PASS, Decision.REDUCE)


class Standing(StrEnum):
    """How a finding stands towards the verdicts of its past."""

    OPEN = "open"  # nobody has decided
    LET_THROUGH = "let_through"  # passed or reduced: blocks no more
    DECIDED = "decided"  # returned or refused: decided, and still blocking
    WAIVED = "waived"  # falls under a waiver for its class
    CONFLICT = "conflict"  # reviewers disagree: as if undecided, until they agree
    LAPSED = "lapsed"  # decided, but the claim's content has changed since
    EXPIRED = "expired"  # decided, but only until a day that is past
    SETTLED = "settled"  # follows from what was decided about others, or no longer holds


STANDING_WORDS: dict[Standing, str] = {
    Standing.OPEN: "未裁定",
    Standing.LET_THROUGH: "已放行",
    Standing.DECIDED: "已裁定",
    Standing.WAIVED: "已豁免",
    Standing.CONFLICT: "裁定不一致",
    Standing.LAPSED: "裁定已失效（内容有改动）",
    Standing.EXPIRED: "裁定已过期",
    Standing.SETTLED: "随其他裁定处理（不必再裁定）",
}

#: What only informs, and on which nobody has decided.
NOTHING_TO_DECIDE = "不必裁定"

#: Standings under which an error does not block.
UNBLOCKED = (Standing.LET_THROUGH, Standing.WAIVED, Standing.SETTLED)

_BY_WORD = {word: decision for decision, word in DECISION_WORDS.items()}


def decision_of(word: str) -> Decision | None:
    """The decision that a cell names; None where it names none of the four."""
    return _BY_WORD.get(word.strip())


def needs_reason(severity: str, decision: Decision) -> bool:
    """Whether the decision may not be taken without saying why: letting an error pass."""
    return severity == "error" and decision is Decision.PASS
