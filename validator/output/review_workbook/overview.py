"""The sheet 总览: how much money, how many claims, what blocks; then how it was checked."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from claimcheck.money import show_large, show_yuan
from validator.findings.catalogue import SEVERITY_WORDS
from validator.ledger.audit.distrust import untrusted
from validator.output.styles import LINE, ReportStyles, lines_of, set_up_page
from validator.supervision.summary import Line, Summary

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

SHEET = "总览"

_WIDTHS = (13, 30, 12, 12, 16, 16, 16, 16, 24)

_AMOUNT = re.compile(r"-?[\d,]+\.\d\d")

_MEASURES = (
    "事项编号", "事项", "申报项数", "有问题",
    "申报金额（元）", "核定金额（元）", "差额（元）", "裁定后金额（元）", "说明",
)  # fmt: skip

_HELP = (
    "在“待审”表的黄色栏目中裁定，一行一项：通过＝有关人员、入账或申报重新计入；"
    "核减＝有关人员、入账或申报不计入；退回补正＝退给申报主体更正；不予支持＝整项申报不付。",
    "每次裁定后，人数、档次和金额都按留下的人员重新计算；裁定后的金额不超过申报金额。",
    "“错误”裁定“通过”必须写明理由；空白不算裁定；有效期至留空表示一直有效。",
    "填好后保存，运行：claimcheck review apply 本文件。再次核查时，裁定显示在各项旁边。",
    "申报内容改动后，原裁定自动失效，须重新裁定；两位审核人裁定不一致的，在一致之前不放行。",
    "涉及金额：按人计发的为此人的补贴；其他为申报高于核定的差额；没有差额的为申报金额。",
)


def add_overview(book: "Workbook", styles: ReportStyles, made: Summary) -> None:
    """Write the sheet."""
    sheet = book.add_worksheet(SHEET)
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    set_up_page(sheet, None)
    writer = _Writer(sheet, styles)
    writer.title("审核总览", made.verdict, made.blocking > 0 or bool(made.fault))
    if made.fault:
        writer.alarm(untrusted(made.fault))
    writer.facts(_facts(made))
    writer.table(
        "按事项",
        _MEASURES,
        [
            (
                one.id, one.title, one.claims, one.flagged,
                show_yuan(one.claimed_fen), show_yuan(one.assessed_fen),
                show_yuan(one.claimed_fen - one.assessed_fen), show_yuan(one.decided_fen),
                f"{one.unassessed} 项尚不能核定" if one.unassessed else "",
            )
            for one in made.measures
        ],
    )  # fmt: skip
    writer.table(
        "按问题",
        ("编号", "问题", "程度", "处数", "待裁定", "已放行", "已裁定未放行"),
        [
            (
                one.code, one.title, SEVERITY_WORDS[one.severity], one.count, one.waiting,
                one.let_through, one.decided,
            )
            for one in made.kinds
        ],
    )  # fmt: skip
    if made.waivers:
        writer.table(
            "本次适用的豁免",
            ("豁免号", "问题", "适用于", "有效期至", "批准人", "理由"),
            [(n, what, whom, until, who, why) for n, what, whom, why, until, who in made.waivers],
        )
    writer.table("检查项目", ("编号", "检查", "状态", "发现", "说明"), made.checks)
    writer.table("文件", ("文件", "类型", "状态", "行数", "单元格"), _files(made.files))
    writer.table("政策文件", ("文件", "文号", "状态", "规则版本"), made.documents)
    writer.table("适用的口径", ("口径", "问题", "来源", "采用"), _readings(made.readings))
    if made.office:
        writer.table("经办机构设置", ("项目", "内容", "依据"), made.office)
    writer.notes("怎么填", _HELP)
    sheet.print_area(0, 0, writer.row, len(_WIDTHS) - 1)


def _facts(made: Summary) -> list[tuple[str, str]]:
    claims = sum(one.claims for one in made.measures)
    return [
        (
            "申报",
            f"{claims:,} 项，{show_yuan(made.claimed_fen)} 元（{show_large(made.claimed_fen)}）",
        ),
        ("核定", f"{show_yuan(made.assessed_fen)} 元（{show_large(made.assessed_fen)}）"),
        ("裁定后", f"{show_yuan(made.decided_fen)} 元（{show_large(made.decided_fen)}）"),
        ("核查日期", f"按 {made.on} 核查；程序 {made.program}"),
        ("审核记录", made.trail),
    ]


def _files(files: Sequence[Line]) -> list[Line]:
    return [(name, form, state, rows, cells) for name, state, rows, cells, form in files]


def _readings(readings: Sequence[Line]) -> list[Line]:
    return [(name, question, by, chosen) for name, question, chosen, by in readings]


class _Writer:
    """Writes one part below another."""

    def __init__(self, sheet: "Worksheet", styles: ReportStyles) -> None:
        self._sheet, self._styles = sheet, styles
        self.row = 0

    def title(self, text: str, verdict: str, blocked: bool) -> None:
        self._sheet.set_row(0, 28)
        self._sheet.write_string(0, 0, text, self._styles.title)
        colour = "#C00000" if blocked else "#375623"
        self._sheet.set_row(1, 22)
        self._sheet.write_string(
            1, 0, verdict, self._styles.of(bold=True, font_size=12, font_color=colour)
        )
        self.row = 2

    def alarm(self, text: str) -> None:
        style = self._styles.of(bold=True, font_color="#C00000", bg_color="#FFC7CE")
        self._sheet.write_string(self.row, 0, text, style)
        self.row += 1

    def facts(self, facts: Sequence[tuple[str, str]]) -> None:
        for name, value in facts:
            self._sheet.write_string(self.row, 0, name, self._styles.of(bold=True))
            self._sheet.write_string(self.row, 1, value, self._styles.of())
            self.row += 1

    def table(self, title: str, headings: Sequence[str], lines: Sequence[Line]) -> None:
        """A table; a last column of text takes all the room to the right."""
        self.row += 1
        self._section(title)
        last = len(headings) - 1
        wide = not any(isinstance(line[last], int) for line in lines)
        for place, heading in enumerate(headings):
            self._cell(place, heading, self._styles.head, wide=wide and place == last)
        self.row += 1
        for line in lines or [("（无）", *[""] * last)]:
            deepest = 1
            for place, value in enumerate(line):
                stretched = wide and place == last
                self._cell(place, value, self._style(value), wide=stretched)
                room = sum(_WIDTHS[place:]) if stretched else _WIDTHS[place]
                deepest = max(deepest, lines_of(value, room))
            self._sheet.set_row(self.row, 4 + 14 * min(deepest, 12))
            self.row += 1

    def notes(self, title: str, lines: Sequence[str]) -> None:
        self.row += 1
        self._section(title)
        for line in lines:
            self._sheet.merge_range(
                self.row, 0, self.row, len(_WIDTHS) - 1, line, self._styles.of(text_wrap=True)
            )
            self._sheet.set_row(self.row, 4 + 14 * lines_of(line, sum(_WIDTHS)))
            self.row += 1

    def _section(self, title: str) -> None:
        for place in range(len(_WIDTHS)):
            self._sheet.write_blank(self.row, place, None, self._styles.section)
        self._sheet.write_string(self.row, 0, title, self._styles.section)
        self.row += 1

    def _style(self, value: str | int | None) -> "Format":
        if isinstance(value, int):
            return self._styles.number
        if isinstance(value, str) and _AMOUNT.fullmatch(value):
            return self._styles.of(align="right", border=1, border_color=LINE)
        return self._styles.text

    def _cell(self, place: int, value: str | int | None, style: "Format", *, wide: bool) -> None:
        shown = "" if value is None else value
        if wide and place < len(_WIDTHS) - 1:
            self._sheet.merge_range(self.row, place, self.row, len(_WIDTHS) - 1, shown, style)
        elif isinstance(shown, int):
            self._sheet.write_number(self.row, place, shown, style)
        else:
            self._sheet.write_string(self.row, place, shown, style)
