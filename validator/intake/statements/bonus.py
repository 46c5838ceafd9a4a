"""Bonuses of several months or a year: 年终奖, 十三薪, 季度奖.

No text of the five says whether such a bonus belongs to the wage of the month in which it was
paid. Taken in full it may lift a month over the threshold, so that the office is asked.
"""

import re
from collections.abc import Sequence

from claimcheck.money import show_yuan
from claimcheck.text import shown_name
from validator.intake.statements.layout import words
from validator.intake.statements.list_headings import PayList
from validator.intake.statements.values import read_fen

_ASKED = "政策没有写明这类奖金算不算当月工资，请经办机构确定；确认“是”的，整笔算作当月工资"


def bonus_in(text: str) -> str:
    """The word of a text that names such a bonus; "" where none does."""
    bare = re.sub(r"\s", "", text).upper()
    return next((word for word in words().bonus if word in bare), "")


def bonus_asked(where: str, word: str) -> str:
    """What the office is asked.

    Args:
        where: what names the bonus, such as 摘要.
        word: the bonus.
    """
    return f"{where}有“{word}”：{_ASKED}"


def bonus_of_row(table: PayList, cells: Sequence[str]) -> str:
    """What is asked of a row of a pay list that has a bonus among the parts of its wage."""
    for place, heading in enumerate(table.headings):
        if place < len(cells) and bonus_in(heading) and (fen := read_fen(cells[place])):
            return bonus_asked(f"这一行的“{shown_name(heading.strip())}”列", f"{show_yuan(fen)} 元")
    return ""
