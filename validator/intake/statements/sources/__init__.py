"""Opens statements of any kind; the kind is told by content, not by the file's name."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from claimcheck.text import cleaned_grid, one_line
from validator.intake.statements.sources.hidden import Hidden, hidden_in_xls, hidden_in_xlsx
from validator.intake.statements.sources.page import Page
from validator.reading.unreadable import UnreadableError

__all__ = ["Page", "StatementSource", "open_source"]

#: Statements are small; anything larger is another kind of file.
LARGEST = 200_000_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM")
_PACKAGE = b"PK"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass
class StatementSource:
    """A file as pages of cells."""

    path: Path
    digest: str  #: SHA-256 of the content
    kind: str  #: "csv", "xls", "xlsx", "xml", "html", "pdf"
    pages: list[Page]
    inside: str = ""  #: the name of the file, where it lay in an archive
    content: bytes = field(default=b"", repr=False)  #: of a workbook

    def unsaved(self, page: Page) -> set[tuple[int, int]]:
        """0-based row and column of the formulas of a page whose result was never saved."""
        if self.kind != "xlsx":
            return set()
        from validator.intake.statements.sources.workbook import unsaved_formulas

        return unsaved_formulas(self.content, page.name)

    def hidden(self, page: Page) -> Hidden:
        """What of a page nobody sees."""
        match self.kind:
            case "xlsx":
                return hidden_in_xlsx(self.content, page.name)
            case "xls":
                return hidden_in_xls(self.content, page.name)
        return page.hidden


def open_source(path: Path) -> StatementSource:
    """Read a file as pages of text cells.

    Raises:
        UnreadableError: it cannot be read; the text says why and what to do.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableError("文件超过 200 MB，不像对账单。请分段导出后再导入。")
        content = path.read_bytes()
    except OSError as error:
        why = "没有这个文件" if isinstance(error, FileNotFoundError) else "没有权限或文件被占用"
        raise UnreadableError(f"{why}。请检查文件名和位置。") from error
    digest = hashlib.sha256(content).hexdigest()
    inside = ""
    if content.startswith(_PACKAGE):
        from validator.intake.statements.sources.archive import unpacked

        if (found := unpacked(content)) is not None:
            inside, content = found
            if content.startswith(_PACKAGE) and unpacked(content) is not None:
                raise UnreadableError("压缩包里还是压缩包。请解压，把里面的文件交给程序。")
    kind = _kind(content)
    pages = _pages(kind, content)
    for page in pages:
        page.name, page.rows = one_line(page.name), cleaned_grid(page.rows)
    return StatementSource(
        path, digest, kind, pages, inside, content if kind in ("xls", "xlsx") else b""
    )


def _kind(content: bytes) -> str:
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise UnreadableError("文件是空的。请重新导出后再导入。")
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise UnreadableError("文件有密码保护。请取消密码后另存再导入。")
        return "xls"
    if content.startswith(_PACKAGE):
        return "xlsx"
    from validator.intake.statements.sources import archive
    from validator.intake.statements.sources.spreadsheet_xml import is_spreadsheet_xml

    if archive.is_other_archive(content):
        raise archive.refuse_archive()
    if is_spreadsheet_xml(content):
        return "xml"
    if content.startswith(_PICTURES):
        raise UnreadableError(
            "这是图片，不是对账单文件。请从网银或手机银行导出 Excel、CSV 或 PDF。"
        )
    if b"<table" in content[:200_000].lower() or start[:5].lower() in (b"<html", b"<!doc"):
        return "html"
    return "csv"


def _pages(kind: str, content: bytes) -> list[Page]:
    if kind == "pdf":
        from validator.intake.statements.sources.pdf import pdf_pages

        return pdf_pages(content)
    if kind in ("xls", "xlsx"):
        from validator.intake.statements.sources.workbook import workbook_pages

        return workbook_pages(content)
    if kind == "xml":
        from validator.intake.statements.sources.spreadsheet_xml import spreadsheet_xml_pages

        return spreadsheet_xml_pages(content)
    if kind == "html":
        from validator.intake.statements.sources.html import html_pages

        return html_pages(content)
    from validator.intake.statements.sources.text import text_pages

    return text_pages(content)
