"""A letter to an applicant as a document (.docx), on A4 and in a Chinese font."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from claimcheck.text import cleaned, one_line
from claimcheck.writing import written_whole
from validator.output.outgoing.letters import Letter

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell


#: So many points are listed in one letter.
_MOST = 300

_FONT = "宋体"

#: Said where two applicants of one file use one number: whose the rows are, nobody can tell.
_NUMBER_OF_SEVERAL = (
    "{numbers}：同一文件中另有申报主体也用了这个编号，花名册和流水中的各行分不清属于哪一项，"
    "有关人员的问题没有列在这里。请先与经办机构商定不同的编号，更正花名册后重新提交。"
)

#: The columns of a table, in centimetres.
_WIDTHS = (1.1, 1.9, 6.6, 2.6, 4.2)


def write_letter(letter: Letter, county: str, due: date, on: date, target: Path) -> None:
    """Write one letter as .docx.

    Args:
        letter: what it says.
        county: the office's county; empty where it is not known.
        due: until when to correct.
        on: the day of the letter.
        target: where to.

    Raises:
        WriteError: it cannot be written.
    """
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    document = docx.Document()
    _set_up(document)
    heading = "退回补正告知书" if letter.points.height else "审核结果告知书"
    document.core_properties.title = heading
    title = document.add_heading(heading, level=1)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    you = "你" if letter.person else "你单位"
    document.add_paragraph(f"{one_line(letter.applicant) or '申报人'}：")
    listed = "、".join(
        f"{one.known_as}（{one.title or one.measure or '未填事项'}）" for one in letter.claims
    )
    files = "、".join(f"“{name}”" for name in letter.files)
    opening = f"{you}申报的 {listed}，经审核，情况如下。下列位置见{you}提交的{files}。"
    document.add_paragraph(one_line(opening)).paragraph_format.first_line_indent = _indent()
    if letter.points.height:
        document.add_heading("一、请补正", level=2)
        words = (
            f"请于 {due.year} 年 {due.month} 月 {due.day} 日（含当日）前更正下列各项，重新提交。"
        )
        document.add_paragraph(words).paragraph_format.first_line_indent = _indent()
        _table(document, letter, letter.points)
    if letter.unclear:
        words = one_line(_NUMBER_OF_SEVERAL.format(numbers="、".join(letter.unclear)))
        document.add_paragraph(words).paragraph_format.first_line_indent = _indent()
    if letter.refused.height:
        number = "二" if letter.points.height else "一"
        document.add_heading(f"{number}、不予支持", level=2)
        _table(document, letter, letter.refused, with_reason=True)
    elif not letter.points.height:
        for one in letter.claims:
            document.add_paragraph(one_line(f"{one.known_as}：{one.why}。"))
    closing = "如对以上内容有疑问，请携带本告知书和有关材料到经办机构核实。"
    ending = document.add_paragraph(closing).paragraph_format
    ending.first_line_indent, ending.space_before = _indent(), Pt(12)
    for words in (
        f"{one_line(county)}就业补贴经办机构（盖章）",
        f"{on.year} 年 {on.month} 月 {on.day} 日",
    ):
        document.add_paragraph(words).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    with written_whole(target) as draft:
        document.save(str(draft))


def _table(
    document: "Document", letter: Letter, findings: pl.DataFrame, *, with_reason: bool = False
) -> None:
    last = "理由" if with_reason else "怎么改"
    headings = ("序号", "申报编号", "问题", "应为", last)
    table = document.add_table(rows=1, cols=len(headings), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, headings, strict=True):
        _write(cell, words, bold=True)
    _mark(table.rows[0], "tblHeader")
    for number, row in enumerate(findings.head(_MOST).iter_rows(named=True), 1):
        cited = f"（{row['cited']}）" if row["cited"] and row["cited"] not in row["message"] else ""
        why = row["decision_reason"] or row["fix"] if with_reason else row["fix"]
        claim = letter.named(row["input"], row["claim_id"])
        values = (str(number), claim, f"{row['message']}{cited}", row["expected"], why)
        line = table.add_row()
        _mark(line, "cantSplit")
        for cell, value in zip(line.cells, values, strict=True):
            _write(cell, value or "")
    _widths(table)
    if findings.height > _MOST:
        document.add_paragraph(
            f"共 {findings.height:,} 项，这里列出前 {_MOST} 项；其余见标注副本中的“核查结果”。"
        )


def _set_up(document: "Document") -> None:
    """A4, a Chinese font and language, and nothing of the template that this is made from."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.3)
    page.top_margin = page.bottom_margin = Cm(2.3)
    about = document.core_properties
    about.author, about.comments, about.language = "", "", "zh-CN"
    for name, size in (("Normal", 11), ("Heading 1", 18), ("Heading 2", 13)):
        style: Any = document.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        # A heading's fonts of the theme would go before the named one.
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{attribute}"), None)
        fonts.set(qn("w:eastAsia"), _FONT)
        for there in style.element.rPr.findall(qn("w:lang")):
            style.element.rPr.remove(there)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "zh-CN")
        language.set(qn("w:eastAsia"), "zh-CN")
        style.element.rPr.append(language)


def _write(cell: "_Cell", words: str, *, bold: bool = False) -> None:
    from docx.shared import Pt

    run = cell.paragraphs[0].add_run(cleaned(words))
    run.bold, run.font.size = bold, Pt(9.5)


def _mark(row: Any, what: str) -> None:
    """Say of a row: repeated on every page (tblHeader), or never split over two (cantSplit)."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(f"w:{what}"))


def _widths(table: Any) -> None:
    from docx.shared import Cm

    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Cm(width)  # LibreOffice and WPS go by the grid of columns
        for cell in column.cells:
            cell.width = Cm(width)  # and Word by the cells


def _indent() -> Any:
    from docx.shared import Pt

    return Pt(22)
