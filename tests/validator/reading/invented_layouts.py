"""Layouts of rosters and pay that people invent, made from one honest claim of five people.

Each function changes a plain workbook, whose headings stand in row 3, as its people might have.
"""

from collections.abc import Callable, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

ROSTER, WAGES = "人员花名册", "工资流水"
HEADINGS, FIRST = 3, 4

Change = Callable[[Workbook], None]
Write = Callable[[object, int], object]


def heads_of(page: Worksheet) -> dict[str, int]:
    """Heading → column of a plain sheet."""
    return {str(cell.value): cell.column for cell in page[HEADINGS]}


def group_heads(book: Workbook) -> None:
    """个人信息 | 合同 | 社保, merged over the headings."""
    page = book[ROSTER]
    page.insert_rows(HEADINGS)
    for first, last, head in ((1, 7, "个人信息"), (8, 11, "合同"), (12, 16, "社保及其他")):
        page.cell(HEADINGS, first, head)
        page.merge_cells(start_row=HEADINGS, end_row=HEADINGS, start_column=first, end_column=last)


def parts_of_heads(book: Workbook) -> None:
    """劳动合同 over 起 and 止, 参保 likewise; all other headings merged over both rows."""
    page, lower = book[ROSTER], HEADINGS + 1
    page.insert_rows(HEADINGS)
    parts = {"合同起": "劳动合同", "合同止": "", "参保起月": "参保", "参保止月": ""}
    for place in range(1, page.max_column + 1):
        head = str(page.cell(lower, place).value)
        if head not in parts:
            page.cell(HEADINGS, place, head)
            page.cell(lower, place).value = None
            page.merge_cells(
                start_row=HEADINGS, end_row=lower, start_column=place, end_column=place
            )
            continue
        page.cell(lower, place, "起" if "起" in head else "止")
        if parts[head]:
            page.cell(HEADINGS, place, parts[head])
            page.merge_cells(
                start_row=HEADINGS, end_row=HEADINGS, start_column=place, end_column=place + 1
            )


def serial_numbers(book: Workbook) -> None:
    """序号 before all columns of all sheets."""
    for page in book:
        page.insert_cols(1)
        page.cell(HEADINGS, 1, "序号")
        for row in range(FIRST, page.max_row + 1):
            page.cell(row, 1, row - HEADINGS)


def subtotals(words: Sequence[str]) -> Change:
    """A line of sums after each person's seven payments, and one below the roster."""

    def change(book: Workbook) -> None:
        page = book[WAGES]
        heads = heads_of(page)
        amount = heads["入账金额（元）"]
        for number, last in enumerate(range(page.max_row, HEADINGS, -7)):
            paid = [page.cell(row, amount).value for row in range(last - 6, last + 1)]
            page.insert_rows(last + 1)
            page.cell(last + 1, heads["姓名"], words[number % len(words)])
            page.cell(last + 1, amount, sum(float(str(one)) for one in paid))
        book[ROSTER].insert_rows(6)
        book[ROSTER]["A6"], book[ROSTER]["B6"] = "小计", "2人"
        book[ROSTER].append(["合计", "5人"])

    return change


def firms_below_each_other(*, exchanged: bool = False, title: str = "中宁县第二分公司") -> Change:
    """A second firm's title and headings before the third person."""

    def change(book: Workbook) -> None:
        page = book[ROSTER]
        heads = [cell.value for cell in page[HEADINGS]]
        page.insert_rows(6, 3)
        page.cell(7, 1, title)
        for place, head in enumerate(heads, 1):
            page.cell(8, place, head)
        if exchanged:  # 入职日期 and 离职日期
            for row in range(8, page.max_row + 1):
                one, other = page.cell(row, 6), page.cell(row, 7)
                one.value, other.value = other.value, one.value

    return change


def headings_before_everybody(book: Workbook) -> None:
    """工资条: the headings again before each person's line."""
    page = book[ROSTER]
    heads = [cell.value for cell in page[HEADINGS]]
    for row in range(page.max_row, FIRST, -1):
        page.insert_rows(row)
        for place, head in enumerate(heads, 1):
            page.cell(row, place, head)


def sheets_by_month(name: str) -> Change:
    """The payments of each month on a sheet of its own."""

    def change(book: Workbook) -> None:
        page = book[WAGES]
        day = heads_of(page)["入账日期"] - 1
        heads = [cell.value for cell in page[HEADINGS]]
        rows = [list(row) for row in page.iter_rows(min_row=FIRST, values_only=True)]
        del book[WAGES]
        for month in sorted({str(row[day])[:7] for row in rows}):
            sheet = book.create_sheet(name.format(year=month[:4], month=int(month[5:])))
            for line in ([f"{month}工资"], [], heads):
                sheet.append(line)
            for row in rows:
                if str(row[day]).startswith(month):
                    sheet.append(row)

    return change


def second_page(*, headed: bool = True) -> Change:
    """The last two people on a further sheet, with headings or without."""

    def change(book: Workbook) -> None:
        page = book[ROSTER]
        other = book.create_sheet(f"{ROSTER}（2）")
        for row in page.iter_rows(max_row=HEADINGS if headed else 1, values_only=True):
            other.append(row)
        for row in page.iter_rows(min_row=7, values_only=True):
            other.append(row)
        page.delete_rows(7, 5)

    return change


def another_list(book: Workbook) -> None:
    """A sheet for another purpose that holds people too."""
    sheet = book.create_sheet("离职人员登记")
    for row in (
        ["申报编号", "姓名", "身份证号", "备注"],
        ["SB-001", "马龙", "640598199001011230", "辞职"],
    ):
        sheet.append(row)


def columns_by_month(book: Workbook) -> None:
    """姓名 | 身份证号 | 2月 | 3月 …: a table of pay instead of a flow of payments."""
    page = book[WAGES]
    heads = heads_of(page)
    paid: dict[tuple[str, str], dict[str, object]] = {}
    for row in page.iter_rows(min_row=FIRST, values_only=True):
        cells = {head: row[place - 1] for head, place in heads.items()}
        person = str(cells["姓名"]), str(cells["身份证号"])
        paid.setdefault(person, {})[str(cells["入账日期"])[:7]] = cells["入账金额（元）"]
    months = sorted({month for mine in paid.values() for month in mine})
    page.delete_rows(HEADINGS, page.max_row)
    page.append(["姓名", "身份证号", *(f"{int(month[5:])}月" for month in months)])
    for (name, number), mine in paid.items():
        page.append([name, number, *(mine.get(month) for month in months)])


def column(sheet: str, head: str, write: Write) -> Change:
    """One column written otherwise."""

    def change(book: Workbook) -> None:
        page = book[sheet]
        place = heads_of(page)[head]
        for row in range(FIRST, page.max_row + 1):
            page.cell(row, place).value = write(page.cell(row, place).value, row)

    return change


def dittos(*marks: str) -> Change:
    """What all people have in common is written once, and marks stand below it."""

    def change(book: Workbook) -> None:
        for head in ("申报编号", "人员类别"):
            column(
                ROSTER, head, lambda value, row: value if row == FIRST else marks[row % len(marks)]
            )(book)

    return change


def merged_claim(book: Workbook) -> None:
    """One claim's number, merged over all its people."""
    page = book[ROSTER]
    for row in range(FIRST + 1, page.max_row + 1):
        page.cell(row, 1).value = None
    page.merge_cells(start_row=FIRST, end_row=page.max_row, start_column=1, end_column=1)


def headings(*ways: Callable[[str], str]) -> Change:
    """The headings of the roster, decorated in these ways by turns."""

    def change(book: Workbook) -> None:
        for place, cell in enumerate(book[ROSTER][HEADINGS]):
            cell.value = ways[place % len(ways)](str(cell.value))

    return change


def turned(book: Workbook) -> None:
    """Headings in the first column, one column a person."""
    rows = list(book[ROSTER].iter_rows(min_row=HEADINGS, values_only=True))
    del book[ROSTER]
    sheet = book.create_sheet(ROSTER, 1)
    for row in zip(*rows, strict=True):
        sheet.append(row)


def both(*changes: Change) -> Change:
    """One change after the other."""

    def change(book: Workbook) -> None:
        for one in changes:
            one(book)

    return change


def day_of(value: object) -> date:
    """A cell's day."""
    return date.fromisoformat(str(value)[:10])


def in_digits(value: object, row: int) -> object:
    """20260105 as a number, or as a text."""
    text = f"{day_of(value):%Y%m%d}"
    return int(text) if row % 2 else text


def in_words(value: object, row: int) -> object:
    """2026年1月5日, 2026年1月5号, 2026.1.5, 2026、1、5 by turns."""
    day = day_of(value)
    ways = ("{}年{}月{}日", "{}年{}月{}号", "{}.{}.{}", "{}、{}、{}", "{} 年 {} 月 {} 日")
    return ways[row % len(ways)].format(day.year, day.month, day.day)


def in_chinese(value: object, row: int) -> object:
    """二〇二六年一月五日, its naught in any of three ways."""
    day = day_of(value)
    figures = "〇一二三四五六七八九"
    year = "".join(figures[int(digit)] for digit in str(day.year)).replace("〇", "〇○零"[row % 3])
    return f"{year}年{_below_hundred(day.month)}月{_below_hundred(day.day)}日"


def _below_hundred(number: int) -> str:
    figures = " 一二三四五六七八九"
    tens, ones = divmod(number, 10)
    ten = ("" if tens < 2 else figures[tens]) + "十" if tens else ""
    return ten + figures[ones].strip()
