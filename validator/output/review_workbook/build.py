"""Puts the review workbook together and beside the marked copies."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import polars as pl

from claimcheck.settings import Settings
from claimcheck.writing import written_whole
from validator.common.workbooks import open_workbook
from validator.output.marked.naming import marked_paths, unmarked_name
from validator.output.review_workbook.claims import add_claims
from validator.output.review_workbook.overview import add_overview
from validator.output.review_workbook.pending import add_pending
from validator.output.styles import ReportStyles
from validator.run.validate import Validation
from validator.supervision.listing import listed
from validator.supervision.noted_batch import note_batch
from validator.supervision.review_sheet import ENDING
from validator.supervision.sealing import with_seals
from validator.supervision.summary import summary


def write_review(
    validation: Validation, settings: Settings, target: Path, copies: Mapping[int, Path]
) -> pl.DataFrame:
    """Write the review workbook, whole or not at all, readable by its owner only.

    Args:
        validation: the result, with the decisions that stand.
        settings: what the run used.
        target: where to.
        copies: the marked copy of each input, to link to; an input without is itself linked to.

    Returns:
        The findings as they were listed.

    Raises:
        WriteError: the target cannot be written.
    """
    findings = with_seals(listed(validation), validation)
    made = summary(validation, findings, settings)
    links = {entry.number: copies.get(entry.number, entry.path) for entry in validation.inputs}
    with written_whole(target) as draft:
        # Zipped in memory: on a full disk only one write can fail.
        content = BytesIO()
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with open_workbook(content, options) as book:
            book.set_properties({"title": "审核工作簿", "comments": made.program})
            note_batch(book, validation, settings, target.parent)
            styles = ReportStyles(book)
            add_overview(book, styles, made)
            add_pending(book, styles, findings, links, target.parent, made.verdict)
            add_claims(book, styles, validation, findings)
        draft.write_bytes(content.getbuffer())
    return findings


def review_path(validation: Validation, out: Path | None) -> Path:
    """Where the review workbook of a batch stands: in `out`, else beside the first input.

    It is named after the marked copy of the first input, which is never that of another.
    """
    first = marked_paths(validation, out)[validation.inputs[0].number]
    name = unmarked_name(first)
    if len(validation.inputs) > 1:
        name += f"等{len(validation.inputs)}个文件"
    return first.with_name(f"{name}{ENDING}")
