"""What a file is, told from its content and not from its name."""

from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import IO

from validator.reading.zipped import Zipped


class FileKind(StrEnum):
    """The kinds of files that can be read."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"


#: What to tell about a file that is something else: (why, what to do).
Refusal = tuple[str, str]

_SAVE_AS = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再交"
_ENCRYPTED: Refusal = ("文件有密码保护", "请取消密码后另存再交")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")
_BOOK_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_WORD = "WordDocument".encode("utf-16-le")
_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_STRICT = b"http://purl.oclc.org/ooxml"

#: What `in_one_word` says of a zip, rar or 7z.
ARCHIVE = "压缩包"
#: What `in_one_word` takes over from the reasons for refusing a file, and what else it knows.
_WORDS = {"PDF 文件", "图片", ARCHIVE, "Word 文档", "文本文件（CSV）", "网页", "文本文档"}
_OTHER = {".txt": "文本文件", ".csv": "文本文件（CSV）", ".docx": "Word 文档", ".doc": "Word 文档",
          ".zip": ARCHIVE, ".rar": ARCHIVE, ".7z": ARCHIVE, ".pdf": "PDF 文件"}  # fmt: skip

#: Tables that no check reads: how their names end → what they are.
_TABLES = {".et": "WPS 表格", ".ett": "WPS 表格", ".numbers": "Numbers 表格",
           ".fods": "平面 XML 表格"}  # fmt: skip
_RENAMED = "后缀不同的工作簿"
#: What `in_one_word` says of a file that may be a claim once it is saved as an .xlsx.
MAY_BE_CLAIMS = frozenset([*_TABLES.values(), _RENAMED])

#: How a file begins → what it is.
_STARTS: tuple[tuple[tuple[bytes, ...], str], ...] = (
    ((b"%PDF",), "PDF 文件"),
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM"), "图片"),
    ((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"), ARCHIVE),
    ((b"{\\rtf",), "文本文档"),
)


def in_one_word(path: Path) -> str:
    """What a file is that is not called like a workbook: PDF 文件, 图片, 压缩包, WPS 表格, ….

    Where it cannot be read, its name decides nothing either: 其他文件.
    """
    try:
        found = kind_of(path)
    except OSError:
        return "其他文件"
    if table := _TABLES.get(path.suffix.lower()):
        return table
    if isinstance(found, FileKind):
        # A compound file of Word's sisters (presentations, drawings) looks like a workbook.
        return "其他文件" if found is FileKind.XLS else _RENAMED
    said = found[0].split("，")[0].removeprefix("这是").strip()
    return said if said in _WORDS else _OTHER.get(path.suffix.lower(), "其他文件")


def kind_of(path: Path) -> FileKind | Refusal:
    """What a file is, or why it cannot be read.

    Raises:
        OSError: it cannot be opened.
    """
    kind, package = kind_and_package(path)
    if package is not None:
        package.close()
    return kind


def kind_and_package(path: Path) -> tuple[FileKind | Refusal, Zipped | None]:
    """The same with the package of an .xlsx, which stays open.

    Raises:
        OSError: it cannot be opened.
    """
    with path.open("rb") as stream:
        start = stream.read(1 << 16)
        if not start.startswith(b"PK"):
            return _without_package(path, start, stream), None
    with ExitStack() as closing:
        try:
            package = closing.enter_context(Zipped(path))
            kind = _package(package)
        except Exception:  # whatever a broken package raises
            return ("文件已损坏", _SAVE_AS), None
        if kind is not FileKind.XLSX:
            return kind, None
        closing.pop_all()
    return kind, package


def _without_package(path: Path, start: bytes, stream: IO[bytes]) -> FileKind | Refusal:
    if not start:
        return "文件是空的（0 字节）", "请重新导出或另存后再交"
    # WPS may also save an ordinary workbook under its own name: what is inside counts.
    if path.suffix.lower() in (".et", ".wps", ".ett"):
        return "这是 WPS 自有格式", "请在 WPS 中另存为 .xlsx 再交"
    if start.startswith(_OLE):
        return _compound(start + stream.read())
    return _other(start)


def _compound(content: bytes) -> FileKind | Refusal:
    if _ENCRYPTED_PART in content:
        return _ENCRYPTED
    if _WORD in content and not any(name in content for name in _BOOK_STREAMS):
        return "这是 Word 文档", "请提交 Excel 工作簿"
    return FileKind.XLS  # whether it really is one is tried out


def _package(package: Zipped) -> FileKind | Refusal:
    names = set(package.namelist())
    if "xl/workbook.bin" in names:
        return FileKind.XLSB
    if any(name.endswith((".iwa", "Index.zip")) for name in names):
        return "这是 Numbers 表格", "请在 Numbers 中导出为 Excel（.xlsx）再交"
    if "mimetype" in names and "content.xml" in names:
        return _open_document(package)
    if any(name.startswith("word/") for name in names):
        return "这是 Word 文档", "请提交 Excel 工作簿"
    if not any(name.lower().startswith("xl") for name in names):
        if "[Content_Types].xml" in names:
            return "文件已损坏", _SAVE_AS
        return "这是压缩包，不是 Excel 工作簿", "请解压后提交其中的工作簿"
    if "xl/workbook.xml" in names and _STRICT in package.read("xl/workbook.xml")[:4096]:
        return (
            "这是“Strict Open XML 电子表格”",
            "请在 Excel 中另存为普通的“Excel 工作簿（.xlsx）”后再交",
        )
    return FileKind.XLSX


def _open_document(package: Zipped) -> FileKind | Refusal:
    if b"spreadsheet" not in package.read("mimetype"):
        return "这不是表格文件", "请提交 Excel 工作簿"
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        return _ENCRYPTED
    return FileKind.ODS


def _other(start: bytes) -> FileKind | Refusal:
    for beginnings, what in _STARTS:
        if start.startswith(beginnings):
            space = " " if what[0].isascii() else ""
            return f"这是{space}{what}，不是 Excel 工作簿", "请提交 Excel 工作簿"
    text = start.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if b"office:document" in start[:4096]:
        return "这是平面 XML 表格（.fods）", _SAVE_AS
    if text.startswith((b"<html", b"<!doctype html", b"<table", b"<meta")):
        return "这是网页，只是名字像表格", _SAVE_AS
    if text.startswith(b"<?xml"):
        return "这是 XML 文件", _SAVE_AS
    if start.startswith(_BIFF):
        return FileKind.XLS
    if b"\x00" not in start and b"\n" in start and (b"," in start or b"\t" in start):
        return "这是文本文件（CSV），不是 Excel 工作簿", _SAVE_AS
    return "文件已损坏，或者不是 Excel 工作簿", _SAVE_AS
