"""Employers' pay lists (代发工资): one row a person, one amount or one column a month."""

import re
from collections.abc import Sequence

import polars as pl

from validator.intake.statements.chain import Chain
from validator.intake.statements.hidden_parts import hidden_remarks
from validator.intake.statements.holder import Holder, is_organisation
from validator.intake.statements.layout import Layout, Owner, layouts
from validator.intake.statements.list_headings import (
    PayList,
    find_list,
    like_list,
)
from validator.intake.statements.pay_list_rows import PageRows
from validator.intake.statements.rows import SCHEMA
from validator.intake.statements.sources import StatementSource
from validator.intake.statements.sources.page import Page
from validator.intake.statements.statement import Options, Statement, unsaved_fault
from validator.intake.statements.units import refuse_other_units
from validator.intake.statements.values import read_fen
from validator.reading.unreadable import UnreadableError

LIST_LAYOUT = Layout(id="pay-list", title="代发工资名单", owner=Owner.EMPLOYER)
NO_DATE = "名单没有发放日期，可用 --pay-day 指定每月几号发放"

#: An account or ID number has at least so many digits; a bank may have hidden the others.
_FEWEST_DIGITS = 8

_FIRM_IN_TITLE = re.compile(
    r"([一-鿿()（）]{4,40}?(?:公司|厂|合作社|中心|学校|医院|车间|商行|经营部|工作站))"
    r"(?=$|20\d{2}|[一二三四五六七八九十]+月|\d+月|员工|职工|代发|工资|薪)"
)


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
    read: list[tuple[str, list[dict[str, object]]]] = []
    employer = options.employer
    for page, table in found:
        above = " ".join(" ".join(cells) for cells in page.rows[: table.row])
        own = options.employer or _employer(page.rows[: table.row])
        employer = employer or own
        about = f"{above} {page.name} {source.path.stem} {source.inside}"
        people = PageRows(page, about, options, above.replace(employer, "") if employer else above)
        people.read(table)
        if (same := _same(read, people.rows)) is not None:
            why = f"与“{same}”的名单完全相同，没有重复读取"
            unread.append((page.name, table.row + 1, why))
            continue
        read.append((page.name, people.rows))
        for row in people.rows:
            # The next sheet may be another firm's: its wages are never the first one's.
            row["own_name"] = row["own_name"] or (own if own != employer else None)
        rows += people.rows
        unread += people.unread
        _refuse_unsaved(source, page, table)
        places = [table.columns.get("amount", -1), *table.months]
        refuse_other_units(page, table.row, table.headings, places)
    unread += _other_pages(source, found)
    schema = {**SCHEMA, "party_id": pl.String(), "kind": pl.String(), "reason": pl.String()}
    frame = pl.DataFrame(rows, schema=schema | {"month": pl.String()})
    remarks = ["这是单位自己的发放名单，不是银行流水。"]
    if frame["date"].null_count():
        remarks.append(NO_DATE + "。")
    if lost := _lost_numbers(found):
        remarks.append(f"{lost}列被存成了数字，末几位已丢失，没有用来匹配。")
    if not employer and frame["own_name"].null_count() == frame.height:
        remarks.append("名单没有写明单位名称，可用 --employer 指定。")
    remarks += hidden_remarks(
        source,
        frame,
        [(page, table.headings, [*table.columns.values(), *table.months]) for page, table in found],
    )
    first = found[0]
    headings = first[1].headings
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


def _same(
    read: Sequence[tuple[str, list[dict[str, object]]]], rows: Sequence[dict[str, object]]
) -> str | None:
    """The sheet before whose payments are the same ones, people, months and sums; or None."""
    if not all(row["month"] or row["date"] for row in rows):
        return None  # the same wages of two months look alike
    bare = [{**row, "page": "", "own_name": None} for row in rows]
    for name, others in read:
        if bare and bare == [{**row, "page": "", "own_name": None} for row in others]:
            return name
    return None


def _lost_numbers(found: Sequence[tuple[Page, PayList]]) -> str:
    """The columns of ID numbers and accounts that hold numbers whose last digits are lost."""
    lost = [
        text
        for field, text in (("id_number", "身份证号"), ("account", "银行账号"))
        if any(
            row > table.row and place == table.columns.get(field)
            for page, table in found
            for row, place in page.numbers
        )
    ]
    return "、".join(lost)


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
        heading = table.headings[unsaved[0][1]].strip()
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
    ] + [
        (page.name, row, "没有表头，像是前一个工作表的续页，没有读取")
        for page in source.pages
        if page.name not in read
        and like_list(page) is None
        and (row := _goes_on(page, found[0][1]))
    ]


def _goes_on(page: Page, table: PayList) -> int:
    """The 1-based row on which a page without headings goes on with a list; 0 where it does not."""
    places = [table.columns.get(field, -1) for field in ("id_number", "account")]
    amounts = [table.columns.get("amount", -1), *table.months]
    for number, cells in enumerate(page.rows, 1):
        digits = [
            sum(map(str.isdigit, cells[place])) for place in places if 0 <= place < len(cells)
        ]
        paid = [read_fen(cells[place]) for place in amounts if 0 <= place < len(cells)]
        if max(digits, default=0) >= _FEWEST_DIGITS and any(paid):
            return number
    return 0


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
