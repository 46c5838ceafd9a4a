"""Employers' pay lists (代发工资): one row a person, one amount or one column a month."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

import polars as pl

from claimcheck.identity import tidy
from claimcheck.money import show_yuan
from validator.intake.statements.chain import Chain
from validator.intake.statements.holder import Holder, is_organisation
from validator.intake.statements.layout import Layout, Owner, layouts, words
from validator.intake.statements.list_headings import (
    PayList,
    find_list,
    like_list,
    list_at,
    month_of_heading,
)
from validator.intake.statements.pay import RowKind
from validator.intake.statements.rows import SCHEMA
from validator.intake.statements.sources import StatementSource
from validator.intake.statements.sources.page import Page
from validator.intake.statements.statement import Options, Statement, unsaved_fault
from validator.intake.statements.values import fen_by_text, read_fen
from validator.reading.convert import read_date
from validator.reading.ditto import is_ditto
from validator.reading.opening import UnreadableError

LIST_LAYOUT = Layout(id="pay-list", title="代发工资名单", owner=Owner.EMPLOYER)
NO_DATE = "名单没有发放日期，可用 --pay-day 指定每月几号发放"

_FIRM_IN_TITLE = re.compile(
    r"([一-鿿()（）]{4,40}?(?:公司|厂|合作社|中心|学校|医院|车间|商行|经营部|工作站))"
    r"(?=$|20\d{2}|[一二三四五六七八九十]+月|\d+月|员工|职工|代发|工资|薪)"
)
_DIGIT = re.compile(r"\d")
#: （同上）。 and shorter; most cells are longer, and need no look.
_LONGEST_DITTO = 5

_TOTALS = ("合计", "小计", "总计", "共计", "总额", "制表", "审核", "制表人")
_YEAR_AND_MONTH = re.compile(r"(20\d{2})[年\-/.]?(1[0-2]|0[1-9]|[1-9](?!\d))月?")
_YEAR = re.compile(r"(20\d{2})年")
_DAY = re.compile(r"(?:发放|代发|入账|付款|发薪)(?:日期|时间)[:：]?\s*(20\d{2}\S{4,8})")


def read_list(source: StatementSource, options: Options) -> Statement | None:
    """Read a file as a pay list; None where it is none.

    Raises:
        UnreadableError: it is one, but its amounts are missing or were never computed.
    """
    found = [(page, table) for page in source.pages if (table := find_list(page)) is not None]
    if not found:
        _refuse_incomplete(source)
        return None
    rows: list[dict[str, object]] = []
    unread: list[tuple[str, int, str]] = []
    employer = options.employer
    for page, table in found:
        above = " ".join(" ".join(cells) for cells in page.rows[: table.row])
        employer = employer or _employer(page.rows[: table.row])
        about = f"{above} {page.name} {source.path.stem} {source.inside}"
        _read_page(page, table, about, options, rows, unread)
        _refuse_unsaved(source, page, table)
    unread += _other_pages(source, found)
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


def _refuse_incomplete(source: StatementSource) -> None:
    for page in source.pages:
        if (like := like_list(page)) is None:
            continue
        row, table = like
        lacking = [
            text
            for text, there in (
                ("实发工资", "amount" in table.columns or table.months),
                ("身份证号或银行账号", {"id_number", "account"} & set(table.columns)),
            )
            if not there
        ]
        raise UnreadableError(
            f"{page.name}第 {row + 1} 行像工资发放名单的表头，但缺少{'、'.join(lacking)}列。"
            "请补上这一列（实际发到卡上的金额写在“实发工资”列）再导入。"
        )


def _refuse_unsaved(source: StatementSource, page: Page, table: PayList) -> None:
    """Refuse a list whose amounts are formulas that nobody computed.

    Raises:
        UnreadableError: there are such formulas.
    """
    places = {*table.months, *table.columns.values()}
    empty = {
        (row, place)
        for row, cells in enumerate(page.rows[table.row + 1 :], table.row + 1)
        for place in places
        if place >= 0
        and not (place < len(cells) and cells[place].strip())
        and any(cell.strip() for cell in cells)
    }
    if not empty:
        return
    unsaved = sorted(source.unsaved(page) & empty)
    if unsaved:
        heading = page.rows[table.row][unsaved[0][1]].strip()
        raise UnreadableError(unsaved_fault(heading, len(unsaved), unsaved[0][0] + 1))


def _other_pages(
    source: StatementSource, found: Sequence[tuple[Page, PayList]]
) -> list[tuple[str, int, str]]:
    """Sheets beside the lists that look like lists, and are not read."""
    read = {page.name for page, _ in found}
    return [
        (page.name, like[0] + 1, "像工资发放名单，但缺少实发工资、身份证号或账号列，没有读取")
        for page in source.pages
        if page.name not in read and (like := like_list(page)) is not None
    ]


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
    table: PayList,
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
    places = {*table.months, table.columns.get("amount", -1)}
    money = fen_by_text(
        cells[place]
        for cells in page.rows[table.row + 1 :]
        for place in places
        if 0 <= place < len(cells)
    )
    above: Sequence[str] = ()  # the row of the person before
    for number, written in enumerate(page.rows[table.row + 1 :], table.row + 2):
        cells = _with_dittos(table, written, above)

        def cell(
            field: str,
            cells: Sequence[str] = cells,
            number: int = number,
            table: PayList = table,
        ) -> str:
            place = table.columns.get(field, -1)
            if not 0 <= place < len(cells) or (number - 1, place) in page.numbers:
                return ""
            return re.sub(r"[\s\x00-\x1f]+", " ", cells[place]).strip()[:300]

        name = cell("name")
        first = next((text.strip() for text in cells if text.strip()), "")
        # People have numbers, headings have none: only such a line is worth a look.
        if _DIGIT.search("".join(cells)) is None:
            again = list_at(number - 1, cells)
            if again is not None and again.complete:
                table = again  # the next firm or group, with headings of its own
                continue
        if first.startswith(noise) or name.startswith(noise) or _is_total(first, name):
            continue
        if not name:
            if cell("id_number") or cell("account"):
                unread.append((page.name, number, "没有姓名"))
            continue
        above = cells
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
        amounts = _amounts(table, cells, month_here, year)
        if not any(text.strip() for _, text in amounts):
            unread.append((page.name, number, "实发工资是空的"))
        if differing := _rival(table, cells):
            unread.append((page.name, number, f"两列“{differing}”的金额不同"))
            continue
        for month, text in amounts:
            if not text.strip() or text.strip() in ("-", "—", "/", "0", "0.00"):
                continue
            fen = money[text] if text in money else read_fen(text)
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


def _with_dittos(table: PayList, cells: Sequence[str], above: Sequence[str]) -> Sequence[str]:
    """The cells of a row with those of the row above where they say 同上; never who it is."""
    own = {table.columns.get(field) for field in ("name", "id_number", "account")}
    return [
        above[place]
        if len(text) <= _LONGEST_DITTO
        and place < len(above)
        and place not in own
        and is_ditto(text)
        else text
        for place, text in enumerate(cells)
    ]


def _is_total(first: str, name: str) -> bool:
    """Whether a line adds up others: 合 计 in whatever cell of its beginning."""
    return any(re.sub(r"\s", "", text) in _TOTALS for text in (first, name))


def _rival(table: PayList, cells: Sequence[str]) -> str:
    """The amount as another column of the same heading has it, where the two differ."""
    place = table.columns.get("amount", -1)
    if not table.rivals or not 0 <= place < len(cells):
        return ""
    own = read_fen(cells[place])
    for other in table.rivals:
        fen = read_fen(cells[other]) if other < len(cells) else None
        if fen is not None and fen != own:
            return f"{show_yuan(own or 0)}”和“{show_yuan(fen)}"
    return ""


def _amounts(table: PayList, cells: Sequence[str], month: str, year: int) -> list[tuple[str, str]]:
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
    found = month_of_heading(text) if text else None
    if found and (found[0] or year):
        return f"{found[0] or year}-{found[1]:02d}"
    return ""


def _told(status: str, month: str, day: date | None) -> tuple[RowKind, str]:
    failed = next((word for word in words().undone if word in status), "")
    if failed:
        return RowKind.NOT_WAGES, f"发放未成：{failed}"
    if waiting := next((word for word in words().pending if word in status), ""):
        return RowKind.PERHAPS, f"发放还没有结果：{waiting}"
    if not month and day is None:
        return RowKind.PERHAPS, "名单没有写明是哪一年哪一月"
    return RowKind.WAGES, "单位代发工资名单"


def _pay_day(month: str, day: int) -> date | None:
    if not month or not day:
        return None
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, min(day, monthrange(year, number)[1]))
