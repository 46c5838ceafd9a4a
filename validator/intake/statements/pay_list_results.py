"""What became of a row of a pay list: paid, not paid, or for the clerk to say.

Only what the bank says went well is a wage without a question; a word that nobody knows
(户名不符, 否) is never taken for success.
"""

import re
from datetime import date

from claimcheck.identity import hide_numbers
from claimcheck.payment_words import payment_words, reason_against
from validator.intake.statements.bonus import bonus_asked, bonus_in
from validator.intake.statements.layout import words
from validator.intake.statements.pay import RowKind, first_of

#: 代扣公积金, 含交通补贴: remarks about how the wage came about, not about what it is.
_ABOUT_PARTS = re.compile(r"^(?:含|(?:已|代|另)?扣|社保|医保)")


def told(
    status: str, failure: str, memo: str, subject: str, month: str, day: date | None, other: str
) -> tuple[RowKind, str]:
    """What a row is, and why.

    Args:
        status: what the bank says became of it, "" where it says nothing.
        failure: why it failed, "" where it did not.
        memo: the remark on the row.
        subject: what the title says the whole list is, where that is no wage; else "".
        month: such as 2026-03; "" where it is not known.
        day: when it was paid; None where it is not known.
        other: what else makes the amount doubtful: another column, a bonus in it; else "".
    """
    if undone := first_of(status, words().undone):
        return RowKind.NOT_WAGES, f"发放未成：{undone}"
    if failure:
        return RowKind.PERHAPS, f"写有失败原因“{hide_numbers(failure)}”，请核对是否已发放"
    if waiting := first_of(status, words().pending):
        return RowKind.PERHAPS, f"发放还没有结果：{waiting}"
    if status and not _is_done(status):
        return RowKind.PERHAPS, f"处理状态“{hide_numbers(status)}”看不出是否已发放"
    if undone := first_of(memo, [*words().undone, *words().returned]):
        return RowKind.PERHAPS, f"备注有“{undone}”，请核对是否已发放"
    if against := _other_than_pay(memo):
        return RowKind.PERHAPS, f"摘要像{against}"
    if bonus := bonus_in(memo):
        return RowKind.PERHAPS, bonus_asked("备注", bonus)
    if subject:
        return RowKind.PERHAPS, f"名单的标题像{subject}"
    if not month and day is None:
        return RowKind.PERHAPS, "名单没有写明是哪一年哪一月"
    if other:
        return RowKind.PERHAPS, other
    return RowKind.WAGES, "单位代发工资名单"


def subject_of(title: str) -> str:
    """What a list pays other than wages, as its title says (交通补贴发放表); "" where it does not.

    Args:
        title: the texts above the headings, without the name of the firm.
    """
    return "" if first_of(title, [*payment_words().plain, "薪"]) else reason_against(title)


def _is_done(status: str) -> bool:
    """Whether a status says that it went well; 是, Y and 00 only where nothing else is said."""
    text = re.sub(r"\s", "", status).upper()
    return any(
        text == word
        or (len(word) > 2 and word in text)
        or (len(word) == 2 and not word.isascii() and word in text)
        for word in words().done
    )


def _other_than_pay(memo: str) -> str:
    text = re.sub(r"\s", "", memo)
    if first_of(text, payment_words().plain) or _ABOUT_PARTS.match(text):
        return ""
    return reason_against(text)
