"""Employers' pay lists (代发工资): one row a person, one amount or one column a month."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from claimcheck.identity import tidy
from validator.intake.statements.chain import Chain
from validator.intake.statements.headings import SEARCHED_ROWS, forms_of
from validator.intake.statements.holder import Holder, is_organisation
from validator.intake.statements.layout import Layout, Owner, layouts, words
from validator.intake.statements.pay import Kind
from validator.intake.statements.rows import SCHEMA, read_fen
from validator.intake.statements.sources import Source
from validator.intake.statements.sources.page import Page
from validator.intake.statements.statement import Options, Statement
from validator.reading.convert import read_date
from validator.reading.headers import plain

LIST_LAYOUT = Layout(id="pay-list", title="代发工资名单", owner=Owner.EMPLOYER)
NO_DATE = "名单没有发放日期，可用 --pay-day 指定每月几号发放"

_LONGEST_HEADING = 60
_FIRM_IN_TITLE = re.compile(
    r"([一-鿿()（）]{4,40}?(?:公司|厂|合作社|中心|学校|医院|车间|商行|经营部|工作站))"
    r"(?=20\d{2}|[一二三四五六七八九十]+月|\d+月|员工|职工|代发|工资|薪)"
)
_CHINESE_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_MONTH_HEADING = re.compile(
    r"(?:(?P<year>20\d{2})[年\-/.]?)?(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月?(?:份)?"
    r"(?:实发|应发|工资|实发工资|发放金额|金额)*"
)
_YEAR_AND_MONTH = re.compile(r"(20\d{2})[年\-/.]?(1[0-2]|0[1-9]|[1-9](?!\d))月?")
_YEAR = re.compile(r"(20\d{2})年")
_DAY = re.compile(r"(?:发放|代发|入账|付款|发薪)(?:日期|时间)[:：]?\s*(20\d{2}\S{4,8})")


@dataclass(frozen=True)
class _List:
    """Where the table of a list begins, and what its columns are."""

    row: int
    columns: dict[str, int]
    months: dict[int, tuple[int, int]]  #: column → (year or 0, month)


def find_list(page: Page) -> _List | None:
    """The pay list on a page; None where there is none."""
    names = {plain(text): field for field, texts in layouts().pay_list.items() for text in texts}
    bank = {
        plain(text)
        for field in ("balance", "party", "party_account", "party_both", "income", "expense")
        for text in layouts().headings[field]
    } - set(names)
    who = [text for text, field in names.items() if field == "name"]
    for row, cells in enumerate(page.rows[:SEARCHED_ROWS]):
        whole = plain("".join(cell for cell in cells if len(cell) < _LONGEST_HEADING))
        if not any(text in whole for text in who):
            continue
        columns: dict[str, int] = {}
        months: dict[int, tuple[int, int]] = {}
        for place, cell in enumerate(cells):
            if any(form in bank for form in forms_of(cell)):
                break
            field = next((names[form] for form in forms_of(cell) if form in names), "")
            if field:
                columns.setdefault(field, place)
            elif month := _month_of_heading(cell):
                months[place] = month
        else:
            named = "name" in columns and ("id_number" in columns or "account" in columns)
            if named and ("amount" in columns or months):
                return _List(row, columns, months)
    return None


def _month_of_heading(cell: str) -> tuple[int, int] | None:
    text = re.sub(r"[\s()]", "", unicodedata.normalize("NFKC", cell))
    compact = re.fullmatch(r"(20\d{2})(0[1-9]|1[0-2])", text)
    if compact:
        return int(compact[1]), int(compact[2])
    match = _MONTH_HEADING.fullmatch(text)
    if match is None or not re.search(r"月|20\d{2}", text):
        return None
    return int(match["year"] or 0), _number(match["month"])


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _CHINESE_MONTHS.index(text) + 1


def read_list(source: Source, options: Options) -> Statement | None:
    """Read a file as a pay list; None where it is none."""
    found = [(page, table) for page in source.pages if (table := find_list(page)) is not None]
    if not found:
        return None
    rows: list[dict[str, object]] = []
    unread: list[tuple[str, int, str]] = []
    employer = options.employer
    for page, table in found:
        above = " ".join(" ".join(cells) for cells in page.rows[: table.row])
        employer = employer or _employer(page.rows[: table.row])
        about = f"{above} {page.name} {source.path.stem}"
        _read_page(page, table, about, options, rows, unread)
    schema = {**SCHEMA, "party_id": pl.String(), "kind": pl.String(), "reason": pl.String()}
    frame = pl.DataFrame(rows, schema=schema | {"month": pl.String()})
    remarks = ["这是单位自己的发放名单，不是银行流水。"]
    if frame["date"].null_count():
        remarks.append(NO_DATE + "。")
    if not employer and frame["own_name"].null_count() == frame.height:
        remarks.append("名单没有写明单位名称，可用 --employer 指定。")
    first = found[0]
    headings = first[0].rows[first[1].row]
    return Statement(
        path=source.path,
        digest=source.digest,
        layout=LIST_LAYOUT,
        owner=Owner.EMPLOYER,
        holder=Holder(employer),
        holder_from="名单" if employer else "",
        frame=frame,
        chain=Chain(0, ()),
        unread=unread,
        used={field: headings[place].strip() for field, place in first[1].columns.items()},
        remarks=remarks,
    )


def _employer(above: Sequence[Sequence[str]]) -> str:
    labels = layouts().pay_list["employer"]
    title = next((text.strip() for cells in above for text in cells if text.strip()), "")
    for cells in above:
        for place, cell in enumerate(cells):
            text = cell.strip()
            for label in labels:
                if re.match(rf"{label}\s*[:：]\s*\S", text):
                    value = re.split("[:：]", text, maxsplit=1)[1].strip()
                    return re.split(r"\s{2,}|\s+(?=\S{2,6}[:：])", value)[0]
                if text.rstrip(":：") == label and place + 1 < len(cells):
                    return cells[place + 1].strip()
    # Many titles begin with the firm: 某某有限公司2026年3月工资发放表.
    named = _FIRM_IN_TITLE.match(re.sub(r"\s", "", title))
    return named[1] if named and is_organisation(named[1]) else ""


def _read_page(
    page: Page,
    table: _List,
    about: str,
    options: Options,
    rows: list[dict[str, object]],
    unread: list[tuple[str, int, str]],
) -> None:
    year = int(found[1]) if (found := _YEAR.search(about)) else 0
    whole = _YEAR_AND_MONTH.search(about)
    file_month = f"{whole[1]}-{int(whole[2]):02d}" if whole else ""
    file_day = read_date(day[1]) if (day := _DAY.search(about)) else None
    noise = tuple(layouts().cells.noise)
    for number, cells in enumerate(page.rows[table.row + 1 :], table.row + 2):

        def cell(field: str, cells: Sequence[str] = cells, number: int = number) -> str:
            place = table.columns.get(field, -1)
            if not 0 <= place < len(cells) or (number - 1, place) in page.numbers:
                return ""
            return re.sub(r"[\s\x00-\x1f]+", " ", cells[place]).strip()[:300]

        name = cell("name")
        first = next((text.strip() for text in cells if text.strip()), "")
        if not name or first.startswith(noise) or name.startswith(noise):
            continue
        person = {
            "page": page.name,
            "row": number,
            "party": name,
            "party_id": tidy(cell("id_number")) or None,
            "party_account": tidy(cell("account")) or None,
            "reference": cell("reference") or None,
            "own_name": cell("employer") or None,
            "status": cell("status") or None,
        }
        day_here = read_date(cell("date")) if cell("date") else file_day
        month_here = _month(cell("month") or cell("memo"), year) or file_month
        for month, text in _amounts(table, cells, month_here, year):
            if not text.strip() or text.strip() in ("-", "—", "/", "0", "0.00"):
                continue
            fen = read_fen(text)
            if fen is None:
                unread.append((page.name, number, "金额看不懂"))
                continue
            kind, reason = _told(cell("status"), month, day_here)
            paid_on = day_here or _pay_day(month, options.pay_day)
            paid = {
                "date": paid_on,
                "amount_fen": -fen,
                "size_fen": abs(fen),
                "memo": cell("memo") or f"代发工资名单 {month}".strip(),
                "kind": str(kind),
                "reason": reason,
                "month": month,
            }
            rows.append(person | paid)


def _amounts(table: _List, cells: Sequence[str], month: str, year: int) -> list[tuple[str, str]]:
    """Month and amount text of a row: one, or one for each column of a month."""
    if table.months:
        return [
            (f"{named or year}-{number:02d}" if named or year else "", cells[place])
            for place, (named, number) in table.months.items()
            if place < len(cells)
        ]
    place = table.columns["amount"]
    return [(month, cells[place])] if place < len(cells) else []


def _month(text: str, year: int) -> str:
    if match := _YEAR_AND_MONTH.search(re.sub(r"\s", "", text)):
        return f"{match[1]}-{int(match[2]):02d}"
    found = _month_of_heading(text) if text else None
    if found and (found[0] or year):
        return f"{found[0] or year}-{found[1]:02d}"
    return ""


def _told(status: str, month: str, day: date | None) -> tuple[Kind, str]:
    failed = next((word for word in words().undone if word in status), "")
    if failed:
        return Kind.NOT_WAGES, f"发放未成：{failed}"
    if not month and day is None:
        return Kind.PERHAPS, "名单没有写明是哪一年哪一月"
    return Kind.WAGES, "单位代发工资名单"


def _pay_day(month: str, day: int) -> date | None:
    if not month or not day:
        return None
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, min(day, monthrange(year, number)[1]))
