"""One applicant's workbook as typed cells: text stays text, numbers stay numbers."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

from claimcheck.forms import Form, SheetKind, forms
from validator.reading.applicant_part import Loose
from validator.reading.applicant_rows import (
    SheetRows,
    keep_percent_signs,
    original,
    spread,
    tables_of,
)
from validator.reading.cells import Grid, read_cells
from validator.reading.headers import (
    SEARCHED_ROWS,
    find_headers,
    plain,
)
from validator.reading.kinds import FileKind, kind_of
from validator.reading.numbers import column_letters
from validator.reading.recognise import SheetSource
from validator.reading.templates import Stamp, is_older, refusal, stamp_of, templates
from validator.reading.unread import form_of, found_of, lost, source_of
from validator.reading.unreadable import UnreadableError


@dataclass
class Applicant:
    """A workbook as it was read."""

    path: Path
    digest: str
    form: Form
    stamp: Stamp | None
    sheets: dict[SheetKind, SheetRows]
    loose: list[Loose] = field(default_factory=list)
    order: list[str] = field(default_factory=list)  #: names of its sheets
    remarks: list[str] = field(default_factory=list)


def read_applicant(path: Path) -> Applicant:
    """Read a workbook for a batch.

    Raises:
        UnreadableError: it cannot be read, or must not go into a batch as it is.
    """
    content = content_of(path)
    stamp = stamp_of(path)
    data = templates()
    skipped = [*data.result_sheets, *(data.own_sheets if stamp else [])]
    names, grids = _cells(path, content, tuple(skipped))
    source = source_of(path, names, grids)
    form = _form(stamp, source)
    if why := refusal(stamp, form.type):
        raise UnreadableError(f"{why}。")
    sheets = tables_of(form, grids, keep_strange=stamp is None)
    keep_percent_signs(path, sheets)
    found_in = cache(partial(found_of, path))
    spread(form, sheets, found_in)
    missing = [sheet.name for sheet in form.sheets if sheet.kind not in sheets]
    if missing:
        raise UnreadableError(f"没有找到“{missing[0]}”表。请用现行模板填报。")
    if why := lost(form, source, {kind: rows.name for kind, rows in sheets.items()}, found_in):
        raise UnreadableError(why)
    applicant = Applicant(path, digest_of(content), form, stamp, sheets, order=names)
    if is_older(stamp):
        _take_older(applicant, grids)
    applicant.loose = _loose(applicant, grids)
    return applicant


def _cells(
    path: Path, content: bytes, skipped: tuple[str, ...]
) -> tuple[list[str], dict[str, Grid]]:
    """The cells of a workbook; of what is none, `validate` knows what it is instead."""
    try:
        return read_cells(content, skipped)
    except UnreadableError:
        kind = kind_of(path)
        if isinstance(kind, FileKind):
            raise
        raise UnreadableError("。".join([*kind, ""])) from None


def content_of(path: Path) -> bytes:
    """The content of a file.

    Raises:
        UnreadableError: the file cannot be read or is empty.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableError("没有权限或文件被占用。请检查文件。") from error
    if not content:
        raise UnreadableError("文件是空的（0 字节）。请重新导出或另存后再交。")
    if (
        content.startswith(b"\xd0\xcf\x11\xe0")
        and "EncryptedPackage".encode("utf-16-le") in content
    ):
        raise UnreadableError("文件有密码保护。请取消密码后另存再交。")
    return content


def digest_of(content: bytes) -> str:
    """SHA-256 of a file's content."""
    return hashlib.sha256(content).hexdigest()


def _form(stamp: Stamp | None, source: SheetSource) -> Form:
    known = forms()
    if stamp is not None and stamp.type in known:
        return known[stamp.type]
    if stamp is not None:
        raise UnreadableError(f"这是“{stamp.type}”类申报的模板，本程序还不能汇总这一类。")
    found = form_of(source)
    if found is None:
        raise UnreadableError("没有认出申报表或花名册。请使用模板填报，或核对工作表名称和表头。")
    return found


def _take_older(applicant: Applicant, grids: Mapping[str, Grid]) -> None:
    """Take an older template where every heading of it means something today.

    Raises:
        UnreadableError: a column is not known, is in 万元, or is missing.
    """
    computed = {plain(heading) for heading in templates().computed}
    for kind, rows in applicant.sheets.items():
        sheet = applicant.form.sheet(kind)
        assert sheet is not None  # noqa: S101 - the kind came from the form
        top = [tuple(map(original, cells)) for cells in grids[rows.name][:SEARCHED_ROWS]]
        headers = find_headers(sheet, top)
        assert headers is not None  # noqa: S101 - it was found when the sheet was read
        strange = [text for text in headers.strangers if plain(text) not in computed]
        strange += [headers.texts[key] for key in sorted(headers.in_ten_thousands)]
        lacking = [c.header for c in sheet.inputs if c.required and c.key not in rows.columns]
        named = f"有现行模板没有的列：{'、'.join(strange)}" if strange else ""
        if lacking and not named:
            named = f"没有列：{'、'.join(lacking)}"
        if named:
            assert applicant.stamp is not None  # noqa: S101 - only a stamped one is older
            raise UnreadableError(
                f"这是旧模板（第 {applicant.stamp.version} 版），“{rows.name}”{named}，"
                "不能自动转换。请改用现行模板填报。"
            )
    assert applicant.stamp is not None  # noqa: S101 - only a stamped workbook is older
    applicant.remarks.append(
        f"旧模板（第 {applicant.stamp.version} 版）的各列与现行模板相同，已按现行模板收入。"
    )


def _loose(applicant: Applicant, grids: Mapping[str, Grid]) -> list[Loose]:
    """Everything that was typed outside the tables."""
    tables = {rows.name: rows for rows in applicant.sheets.values()}
    found = []
    for name, grid in grids.items():
        rows = tables.get(name)
        if rows is not None and applicant.stamp is not None:
            continue  # the rest of the sheet is built from the template again
        in_table = {number for number, _ in rows.rows} if rows else set()
        header = rows.header_row if rows else 0
        for number, cells in enumerate(grid, 1):
            if number in in_table or number == header:
                continue
            found += [
                Loose(name, f"{column_letters(place)}{number}", value)
                for place, value in enumerate(cells)
                if value not in ("", None)
            ]
    return found
