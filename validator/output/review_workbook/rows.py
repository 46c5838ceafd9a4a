"""The rows of 待审: what each shows, how high it is, and writing it."""

from typing import TYPE_CHECKING, Any

import polars as pl

from validator.common.workbooks import link_path
from validator.findings.catalogue import SEVERITY_WORDS
from validator.ledger.audit.words import NOTHING_TO_DECIDE, STANDING_WORDS, Standing
from validator.output.styles import LINE, SEVERITY, ReportStyles
from validator.supervision.listing import decided_text
from validator.supervision.review_sheet import COLUMNS, HEADER_ROW, PLACES, row_key

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

#: The name of the formula that says what a row lacks.
HINT = "本行提示"

#: The height of a row is made to fit its text up to so many lines.
_MOST_LINES = 6

_WRAPPED = ("message", "expected", "fix", "earlier", "title", "applicant", "cited")


def shown_texts(findings: pl.DataFrame, *, several: bool) -> pl.DataFrame:
    """Add what the sheet shows beside the columns of `listing.listed`.

    Args:
        findings: the rows to show.
        several: whether they are of several files, so that a place names its file.

    Returns:
        The same with severity_word, standing_word, place, earlier and height (points).
    """
    words = {str(key): word.split("（")[0] for key, word in STANDING_WORDS.items()}
    where = pl.concat_str(
        *([pl.col("file")] if several else []),
        "sheet",
        pl.coalesce("cell", "column"),
        separator=" ",
        ignore_nulls=True,
    )
    informs = (pl.col("severity") == "info") & (pl.col("standing") == str(Standing.OPEN))
    shown = findings.with_columns(
        severity_word=pl.col("severity").replace_strict(SEVERITY_WORDS, return_dtype=pl.String),
        standing_word=pl.when(informs)
        .then(pl.lit(NOTHING_TO_DECIDE))
        .otherwise(pl.col("standing").replace_strict(words, return_dtype=pl.String)),
        place=pl.when(pl.col("sheet").is_null()).then("file").otherwise(where),
        earlier=pl.Series(
            [
                "" if row["standing"] == Standing.OPEN else decided_text(row)
                for row in findings.iter_rows(named=True)
            ],
            dtype=pl.String,
        ),
    )
    return shown.with_columns(height=_height())


def _height() -> pl.Expr:
    """The height of a row in points: no program fits rows that another has written."""
    widths = {column.key: column.width for column in COLUMNS}
    lines = pl.max_horizontal(
        # A character of three bytes is as wide as two of one.
        (
            (pl.col(key).str.len_bytes() + pl.col(key).str.len_chars())
            / 2
            / max(int(widths[key]) - 1, 1)
        ).ceil()
        for key in _WRAPPED
    )
    return 6 + 14 * lines.fill_null(0).clip(2, _MOST_LINES)


class Lines:
    """Writes rows of findings."""

    def __init__(self, sheet: "Worksheet", styles: ReportStyles) -> None:
        self._sheet = sheet
        self._text, self._number, self._money = styles.text, styles.number, styles.money
        edge = {"border": 1, "border_color": LINE}
        self._tints = {
            severity: styles.of(bg_color=colour, align="center", **edge)
            for severity, colour in SEVERITY.items()
        }
        self._link = styles.of(font_color="#0563C1", underline=1, text_wrap=True, **edge)
        self._texts = [
            (PLACES[key], key)
            for key in (
                "standing_word", "claim_id", "applicant", "person", "title", "message",
                "expected", "fix", "cited",
            )
        ]  # fmt: skip

    def write(self, number: int, row: dict[str, Any], link: str) -> None:
        """Write one row; the columns to fill in are yellow by their own format.

        Args:
            number: its number, from 1.
            row: the finding.
            link: the workbook that its place leads to; empty: none.
        """
        sheet, at, text = self._sheet, HEADER_ROW + number, self._text
        sheet.set_row(at, row["height"])
        sheet.write_number(at, PLACES["number"], number, self._number)
        sheet.write_string(
            at, PLACES["severity_word"], row["severity_word"], self._tints[row["severity"]]
        )
        sheet.write_number(at, PLACES["stake"], row["stake_fen"] / 100, self._money)
        for place, key in self._texts:
            sheet.write_string(at, place, row[key] or "", text)
        if link and row["sheet"] and row["cell"]:
            name = row["sheet"].replace("'", "''")
            target = f"external:{link_path(link)}#'{name}'!{row['cell']}"
            sheet.write_url(at, PLACES["place"], target, self._link, row["place"])
        else:
            sheet.write_string(at, PLACES["place"], row["place"], text)
        sheet.write_string(at, PLACES["earlier"], row["earlier"], text)
        sheet.write_formula(at, PLACES["hint"], f"={HINT}", text, "")
        sheet.write_string(at, PLACES["key"], row_key(row), text)
