"""Archives as payment apps mail them: a .zip in which one statement lies."""

import io
import zipfile
from pathlib import PurePosixPath

from claimcheck.text import shown_name
from validator.reading import limits
from validator.reading.unreadable import UnreadableError

#: How the names of files end that can be a statement.
STATEMENTS = (
    ".csv", ".txt", ".tsv", ".xls", ".xlsx", ".xlsm", ".xml", ".pdf", ".html", ".htm"
)  # fmt: skip
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")

_UNPACK = "请解压，把里面的文件交给程序"
_LOCKED = f"压缩包有密码。{_UNPACK}（微信支付、支付宝的解压密码在手机的消息里）。"
_DAMAGED = f"压缩包已损坏。{_UNPACK}，或重新下载。"
_ENCRYPTED_FLAG = 0x1


def is_other_archive(content: bytes) -> bool:
    """Whether a file is an archive that is not unpacked here: RAR, 7z, gzip."""
    return content.startswith(_ARCHIVES)


def refuse_archive() -> UnreadableError:
    """What to say of such an archive."""
    return UnreadableError(f"这是压缩包，不能直接读取。{_UNPACK}。")


def unpacked(content: bytes) -> tuple[str, bytes] | None:
    """Name and content of the one statement in a .zip; None where it is a workbook itself.

    Raises:
        UnreadableError: locked, damaged, or not exactly one statement inside.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if _is_document({entry.filename for entry in entries}):
                return None
            return _only_statement(archive, entries)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError) as error:
        if b"[Content_Types].xml" in content:
            return None  # a damaged workbook: the reader of workbooks says so
        raise UnreadableError(_DAMAGED) from error


def _is_document(names: set[str]) -> bool:
    """Whether a package is a document: Office's, or an OpenDocument."""
    return "[Content_Types].xml" in names or "mimetype" in names


def _only_statement(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> tuple[str, bytes]:
    files = [entry for entry in entries if not entry.is_dir() and not _is_hidden(entry.filename)]
    found = [entry for entry in files if _ending(entry) in STATEMENTS]
    if not found:
        raise UnreadableError(f"压缩包里没有对账单（CSV、Excel、PDF、HTML）。{_UNPACK}后检查。")
    if len(found) > 1:
        raise UnreadableError(
            f"压缩包里有 {len(found)} 个文件，不能直接读取。"
            "请解压到一个文件夹，再把文件夹交给程序。"
        )
    entry = found[0]
    if entry.flag_bits & _ENCRYPTED_FLAG:
        raise UnreadableError(_LOCKED)
    if entry.file_size > limits.SUSPICIOUS_BYTES:
        raise UnreadableError(f"压缩包里的文件太大。{_UNPACK}。")
    with archive.open(entry) as stream:
        inside = stream.read(limits.SUSPICIOUS_BYTES + 1)
    if len(inside) > limits.SUSPICIOUS_BYTES:
        raise UnreadableError(f"压缩包里的文件太大。{_UNPACK}。")
    return shown_name(PurePosixPath(_name(entry)).name), inside


def _name(entry: zipfile.ZipInfo) -> str:
    """The name of a file inside; programs on Windows write it in GBK without saying so."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or bool(parts and parts[-1].startswith((".", "~$")))


def _ending(entry: zipfile.ZipInfo) -> str:
    return PurePosixPath(entry.filename).suffix.lower()
