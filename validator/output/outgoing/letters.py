"""The letter to each applicant: what to correct and what is not supported, in plain Chinese."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from claimcheck.forms import SheetKind
from claimcheck.identity import id_fault
from claimcheck.text import cleaned, one_line, shown_name
from claimcheck.writing import written_whole
from validator.ledger.audit.words import Decision, Standing
from validator.output.outgoing.results import Claim, ClaimResult

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

#: So many points are listed in one letter.
_MOST = 300

_FONT = "宋体"

#: Texts of findings that name places and claims.
_TEXTS = ("message", "expected", "fix")

#: Said where two applicants of one file use one number: whose the rows are, nobody can tell.
_NUMBER_OF_SEVERAL = (
    "{numbers}：同一文件中另有申报主体也用了这个编号，花名册和流水中的各行分不清属于哪一项，"
    "有关人员的问题没有列在这里。请先与经办机构商定不同的编号，更正花名册后重新提交。"
)

#: The columns of a table, in centimetres.
_WIDTHS = (1.1, 1.9, 6.6, 2.6, 4.2)


@dataclass(frozen=True)
class Letter:
    """One letter: an applicant, his claims, and what stands in the way."""

    applicant: str
    person: bool  #: a person, not an organisation
    claims: list[Claim]
    points: pl.DataFrame  #: findings to correct
    refused: pl.DataFrame  #: findings for which the claim is not supported
    unclear: tuple[str, ...] = ()  #: his claims' numbers that another applicant uses too

    @property
    def files(self) -> list[str]:
        """The files in which the applicant handed his claims in."""
        return list(dict.fromkeys(one.handed_in_as for one in self.claims))

    def named(self, number: int, claim_id: str) -> str:
        """A claim as the applicant knows it, with its file where he handed in several."""
        one = next(one for one in self.claims if (one.input, one.claim_id) == (number, claim_id))
        return f"{one.known_as}（{one.handed_in_as}）" if len(self.files) > 1 else one.known_as


def letters(claims: Sequence[Claim], findings: pl.DataFrame) -> list[Letter]:
    """The letters for all claims that were returned or refused.

    Whoever has to correct something is told all that is open, so that he comes once.

    Args:
        claims: what became of the claims.
        findings: what `listing.listed` gives.
    """
    groups: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        if claim.result in (ClaimResult.RETURN, ClaimResult.REFUSE):
            groups.setdefault((claim.applicant_code, claim.applicant), []).append(claim)
    several = _of_several(claims)
    made = []
    for (code, applicant), own in groups.items():
        keys = pl.DataFrame(
            [(one.input, one.claim_id) for one in own],
            {"input": pl.Int64, "claim_id": pl.String},
            orient="row",
        )
        # What only informs is for the office to settle.
        mine = findings.filter(pl.col("severity") != "info").join(
            keys, on=["input", "claim_id"], how="semi", maintain_order="left"
        )
        mine = _in_own_words(_surely_of(mine, own, several), own)
        decided = pl.col("standing") == str(Standing.DECIDED)
        refused = decided & (pl.col("decision") == str(Decision.REFUSE))
        waits = (pl.col("severity") == "error") & ~pl.col("let_through") & ~refused
        returned = decided & (pl.col("decision") == str(Decision.RETURN))
        person = bool(code) and not id_fault(code)
        unclear = [one.known_as for one in own if (one.input, one.claim_id) in several]
        made.append(
            Letter(
                applicant, person, own, mine.filter(waits | returned), mine.filter(refused),
                tuple(dict.fromkeys(unclear)),
            )
        )  # fmt: skip
    return made


def _of_several(claims: Sequence[Claim]) -> set[tuple[int, str]]:
    """Input and number of claims whose number several applicants use in one file."""
    users: dict[tuple[int, str], set[tuple[str, str]]] = {}
    for one in claims:
        users.setdefault((one.input, one.claim_id), set()).add((one.applicant_code, one.applicant))
    return {key for key, who in users.items() if len(who) > 1}


def _surely_of(
    findings: pl.DataFrame, own: Sequence[Claim], several: Collection[tuple[int, str]]
) -> pl.DataFrame:
    """The findings without those that may be of another applicant's people.

    Of a number that several use, only what stands in the applicant's own row of the claims is
    surely his, and what is said of the number itself.
    """
    shared = [one for one in own if (one.input, one.claim_id) in several]
    if not shared:
        return findings
    places = ["input", "claim_id"]
    unclear = pl.DataFrame(
        [(one.input, one.claim_id, one.row) for one in shared],
        {"input": pl.Int64, "claim_id": pl.String, "row": pl.Int64},
        orient="row",
    )
    of_claims = pl.col("kind") == str(SheetKind.CLAIMS)
    number = findings.filter(of_claims & (pl.col("key") == "claim_id"))
    row = findings.filter(of_claims & (pl.col("key") != "claim_id"))
    sure = pl.concat(
        [
            findings.join(unclear, on=places, how="anti"),
            number.join(unclear, on=places, how="semi"),
            row.join(unclear, on=[*places, "row"], how="semi"),
        ]
    ).select("id")
    return findings.join(sure, on="id", how="semi", maintain_order="left")


def _in_own_words(findings: pl.DataFrame, claims: Sequence[Claim]) -> pl.DataFrame:
    """Findings as the applicant knows their rows, cells and claims, where they came collected."""
    owners = {(one.input, one.claim_id): one.own for one in claims if one.own is not None}
    if not owners or findings.is_empty():
        return findings
    said = []
    for number, claim, sheet, *texts in findings.select(
        "input", "claim_id", "sheet", *_TEXTS
    ).iter_rows():
        own = owners.get((number, claim))
        said.append([own.said(text, sheet) if own and text else text for text in texts])
    schema = dict.fromkeys(_TEXTS, pl.String)
    return findings.with_columns(pl.DataFrame(said, schema=schema, orient="row").get_columns())


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


def file_name(letter: Letter, number: int) -> str:
    """A name that every system takes."""
    who = re.sub(r'[\\/:*?"<>|\s]+', "_", shown_name(letter.applicant)).strip("._")[:40]
    return f"告知书-{number:03d}-{who or '申报人'}.docx"


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
