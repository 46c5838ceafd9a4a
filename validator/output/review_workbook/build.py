"""Puts the review workbook together and beside the marked copies."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from claimcheck.settings import Settings
from validator.common.workbooks import open_workbook
from validator.output.review_workbook.claims import add_claims
from validator.output.review_workbook.overview import add_overview
from validator.output.review_workbook.pending import add_pending
from validator.output.styles import ReportStyles
from validator.run.validate import Validation
from validator.supervision.listing import listed
from validator.supervision.noted_batch import note_batch
from validator.supervision.sealing import with_seals
from validator.supervision.summary import summary


def review_content(
    validation: Validation, settings: Settings, folder: Path, copies: Mapping[int, Path]
) -> memoryview:
    """The review workbook of a run, to be written in one go: on a full disk only that can fail.

    Args:
        validation: the result, with the decisions that stand.
        settings: what the run used.
        folder: where it will stand.
        copies: the marked copy of each input, to link to; an input without is itself linked to.

    Raises:
        WriteError: there is no key for the seals yet, and none can be made.
    """
    findings = with_seals(listed(validation), validation)
    made = summary(validation, findings, settings)
    links = {entry.number: copies.get(entry.number, entry.path) for entry in validation.inputs}
    content = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with open_workbook(content, options) as book:
        book.set_properties({"title": "审核工作簿", "comments": made.program})
        note_batch(book, validation, settings, folder)
        styles = ReportStyles(book)
        add_overview(book, styles, made)
        add_pending(book, styles, findings, links, folder, made.verdict)
        add_claims(book, styles, validation, findings)
    return content.getbuffer()
