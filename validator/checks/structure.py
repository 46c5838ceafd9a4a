"""Family 1: files, sheets and columns."""

from collections.abc import Iterator, Sequence

import polars as pl

from validator.checks.base import Context
from validator.checks.running import Ran, check
from validator.findings.catalogue import code_of_oddity
from validator.findings.frame import whole_file
from validator.reading.batch import Input
from validator.reading.headers import SEARCHED_ROWS, Headers

#: So many headings that name months make a table with a column a month.
_MONTH_COLUMNS = 2


def unreadable(entry: Input) -> pl.DataFrame:
    """The finding of a file that could not be read at all (CC101)."""
    sentence = f"无法打开“{entry.label}”：{entry.fault}"
    return whole_file("CC101", entry.number, sentence, fix=entry.remedy)


def opened(inputs: Sequence[Input]) -> Ran:
    """How the test went that is made of every file: whether it can be read (CC101)."""
    return Ran("CC101", "ran", sum(1 for entry in inputs if entry.fault))


def unrecognised(entry: Input) -> pl.DataFrame:
    """The finding of a workbook without any sheet of a claim (CC102): nothing was read."""
    present = "、".join(entry.sheet_names[:8])
    return whole_file(
        "CC102",
        entry.number,
        f"没有认出申报表或花名册，什么也没有读到，现有工作表：{present}",
        fix="请使用模板填报（claimcheck template new），或核对工作表名称和表头。",
    )


@check("CC103", "CC104", "CC105", "CC106", "CC107", "CC108", "CC109", "CC504")
def oddities(context: Context) -> Iterator[pl.DataFrame]:
    """What is unusual about the files as they were read: CC103 to CC109, CC504."""
    for entry in context.batch.inputs:
        # What is unusual about a collected workbook is said of it as a whole.
        number = entry.number if entry.whole is None else entry.whole
        for odd in entry.oddities:
            yield whole_file(
                code_of_oddity(odd.kind),
                number,
                odd.what
                if odd.sheet is None or odd.sheet in odd.what
                else f"{odd.sheet}：{odd.what}",
                sheet=odd.sheet,
                row=odd.row,
                column=odd.column,
                cell=f"{odd.letter}{odd.row}" if odd.letter and odd.row else None,
                severity=odd.severity,
                fix=odd.fix,
            )


@check("CC102", "CC103", "CC104")
def structure(context: Context) -> Iterator[pl.DataFrame]:
    """Sheets that are missing (CC102), columns that are (CC103), sheets without rows (CC104)."""
    for entry in context.batch.inputs:
        for sheet in context.batch.form.sheets:
            read = entry.sheets.get(sheet.kind)
            if sheet.kind not in entry.needed and (read is None or read.frame.is_empty()):
                continue
            if read is None:
                present = "、".join(entry.sheet_names[:8])
                yield whole_file(
                    "CC102",
                    entry.number,
                    f"没有找到工作表“{sheet.name}”，现有工作表：{present}",
                    sheet=sheet.name,
                )
                continue
            if read.headers is None:
                headers = "、".join(column.header for column in sheet.inputs if column.required)
                yield whole_file(
                    "CC103",
                    entry.number,
                    f"{read.name}：前 {SEARCHED_ROWS} 行中没有找到表头，必填列有：{headers}",
                    sheet=read.name,
                )
                continue
            for key in read.missing:
                yield _column_missing(entry, read.name, sheet.column(key).header, read.headers)
            for header, measures in _lacking(context, entry, read.name).items():
                for_which = f"，核对 {'、'.join(measures)} 须有此列"
                yield _column_missing(entry, read.name, header, read.headers, for_which)
            if read.frame.is_empty():
                yield whole_file(
                    "CC104", entry.number, f"{read.name}：表头下面没有数据", sheet=read.name
                )


def _lacking(context: Context, entry: Input, sheet: str) -> dict[str, list[str]]:
    """The headings that a sheet lacks for some of the measures claimed, with those measures."""
    found: dict[str, list[str]] = {}
    for number, measure, name, column in context.lacking:
        if number == entry.number and name == sheet:
            found.setdefault(column.header, []).append(measure)
    return found


def _column_missing(
    entry: Input, sheet: str, header: str, headers: Headers, for_which: str = ""
) -> pl.DataFrame:
    from validator.intake.statements.list_headings import month_of_heading

    word = "" if for_which else "必填"
    fix = ""
    sentence = f"{sheet}：没有找到{word}列“{header}”{for_which}，表头在第 {headers.row + 1} 行"
    if headers.strangers:
        sentence += f"，未能识别的表头有：{'、'.join(headers.strangers[:6])}"
    if sum(month_of_heading(text) is not None for text in headers.strangers) >= _MONTH_COLUMNS:
        sentence += "，像是一月一列的工资表，这里须一笔一行"
        fix = "请把这张工资表另存为一个文件，用 claimcheck wages import 导入，每月各成一行。"
    return whole_file("CC103", entry.number, sentence, sheet=sheet, column=header, fix=fix)
