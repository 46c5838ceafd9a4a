"""What to say of a file in which no table was recognised."""

import re

from claimcheck.text import one_line
from validator.intake.statements.amount_headings import amount_field
from validator.intake.statements.fields import FIELDS
from validator.intake.statements.headings import SEARCHED_ROWS
from validator.intake.statements.known_headings import forms_of, known_count
from validator.intake.statements.layout import layouts
from validator.intake.statements.sources import StatementSource
from validator.reading.headers import plain


def why_unknown(source: StatementSource) -> str:
    """What was recognised and what was not, and what to do."""
    if {"申报表", "工资流水"} <= {page.name for page in source.pages}:
        return "这是申报工作簿，不是对账单。要把工资写入它，请用 --into 指定。"
    best: tuple[int, str, list[str]] = (0, "", [])
    for page in source.pages:
        for number, cells in enumerate(page.rows[:SEARCHED_ROWS], 1):
            count = known_count(cells)
            if count > best[0]:
                where = f"{page.name}第 {number} 行" if page.name else f"第 {number} 行"
                best = (count, where, [one_line(cell.strip()) for cell in cells if cell.strip()])
    if best[0] < 2:
        return (
            "没有找到流水表格：前 60 行里没有认得的列名（如 交易日期、交易金额、余额）。"
            f"{_like_headings(source)}"
            "请确认是银行流水；列名特殊的，请写一个版式文件用 --layout 指定（见说明）。"
        )
    common = layouts().headings
    names = {plain(text): FIELDS[field] for field, texts in common.items() for text in texts}
    known: list[str] = []
    strange: list[str] = []
    for cell in best[2]:
        title = next((names[form] for form in forms_of(cell) if form in names), "")
        title = title or FIELDS.get(amount_field(cell), "")
        (known if title else strange).append(f"{cell}（{title}）" if title else cell)
    lacking = "日期" if not any("（日期）" in text for text in known) else "金额"
    return (
        f"{best[1]}像表头，但缺少{lacking}列。认得：{'、'.join(known) or '无'}；"
        f"不认得：{'、'.join(strange) or '无'}。"
        "请写一个版式文件说明各列，用 --layout 指定（见说明）。"
    )


def _like_headings(source: StatementSource) -> str:
    """The line that looks most like headings, in words; empty where none does."""
    best: tuple[int, int, list[str]] = (3, 0, [])
    for page in source.pages:
        for number, cells in enumerate(page.rows[:SEARCHED_ROWS], 1):
            texts = [one_line(cell.strip()) for cell in cells if cell.strip()]
            named = [text for text in texts if len(text) <= 16 and not re.search(r"\d", text)]
            if len(named) == len(texts) and len(texts) > best[0]:
                best = (len(texts), number, texts)
    if not best[2]:
        return ""
    return f"第 {best[1]} 行像表头，但列名都不认得：{'、'.join(best[2][:12])}。"
