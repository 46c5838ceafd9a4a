"""What can go wrong with the ledger, each in one Chinese message."""

from collections.abc import Iterator
from contextlib import contextmanager

from claimcheck.errors import ClaimcheckError


class LedgerError(ClaimcheckError):
    """Raised when the ledger cannot be used; the text is for the office."""


class LedgerMissingError(LedgerError):
    """Raised when there is no ledger yet and none was to be made."""


class KeyMismatchError(LedgerError):
    """Raised when a ledger was made with another key, or its key file is not there."""


_NOTHING = "台账没有任何改动。"

#: Said where a connection broke that was there: what was being committed then may be written.
_CUT_OFF = (
    "与台账服务器的连接中断。请在网络恢复后再办一次：登记要么整批写入了，要么一点也没有写入，"
    "已经写入的不会重复登记。"
)

#: Beginnings of SQLite's error names, the longer first, and what to say.
_SQLITE = (
    ("SQLITE_BUSY", "台账正被另一个程序占用，等了一分钟仍未空出。{nothing}请稍后再试。"),
    ("SQLITE_LOCKED", "台账正被另一个程序占用。{nothing}请稍后再试。"),
    ("SQLITE_FULL", "磁盘空间不足，无法写入台账。{nothing}请腾出空间后再试。"),
    ("SQLITE_IOERR", "读写台账时磁盘出错或空间不足。{nothing}请检查磁盘后再试。"),
    ("SQLITE_CORRUPT", "台账文件已损坏，无法使用。请用备份恢复，或联系技术支持人员。"),
    ("SQLITE_NOTADB", "这个文件不是台账。请检查台账的位置是否写对。"),
    ("SQLITE_READONLY", "台账文件或所在文件夹是只读的。{nothing}请取得写入权限后再试。"),
    ("SQLITE_PERM", "没有读写台账文件的权限。请联系管理员。"),
    ("SQLITE_CANTOPEN", "无法打开台账文件。请检查文件夹是否存在、是否有读写权限。"),
)

#: Beginnings of PostgreSQL's SQLSTATE, and what to say.
_POSTGRES = (
    ("53100", "台账服务器磁盘空间不足。{nothing}请联系管理员。"),
    ("53", "台账服务器资源不足。{nothing}请稍后再试。"),
    ("28", "台账服务器不接受这个用户名或密码。请检查后再试。"),
    ("3D000", "台账服务器上没有这个数据库。请检查数据库名称，或请管理员先建立。"),
    ("42501", "这个用户没有读写台账的权限。请联系管理员。"),
    ("25006", "台账服务器是只读的。{nothing}请联系管理员。"),
    ("55P03", "台账正被另一个程序占用，等了一分钟仍未空出。{nothing}请稍后再试。"),
    ("40", "台账正被几个程序同时改动。{nothing}请稍后再试。"),
    ("57", "台账服务器中断了这次操作。{nothing}请稍后再试。"),
    ("08", "与台账服务器的连接中断。{nothing}请检查网络后再试。"),
    ("XX001", "台账数据已损坏，无法使用。请用备份恢复，或联系技术支持人员。"),
)


@contextmanager
def explained(where: str) -> Iterator[None]:
    """Turn what the database says into one message.

    Args:
        where: how the ledger is named to people; it must hold no password.

    Raises:
        LedgerError: instead of any error of the database or its driver.
    """
    try:
        yield
    except Exception as error:
        from sqlalchemy.exc import SQLAlchemyError

        if not isinstance(error, SQLAlchemyError) and not _is_driver_error(error):
            raise
        raise LedgerError(f"台账“{where}”：{_message(error)}") from error


def _is_driver_error(error: Exception) -> bool:
    """Whether a driver raised it where SQLAlchemy stood not between (bulk rows)."""
    import sqlite3

    return isinstance(error, sqlite3.Error) or type(error).__module__.startswith("psycopg")


def _message(error: Exception) -> str:
    from sqlalchemy.exc import DBAPIError, SQLAlchemyError

    if not isinstance(error, SQLAlchemyError):
        return message_of(error)
    if isinstance(error, DBAPIError):
        if error.connection_invalidated:
            return _CUT_OFF
        return message_of(error.orig)
    return f"无法使用（{type(error).__name__}）。{_NOTHING}"


def message_of(original: BaseException | None) -> str:
    """What a driver's error means, without its English and without any data."""
    name = getattr(original, "sqlite_errorname", "") or ""
    for start, text in _SQLITE:
        if name.startswith(start):
            return text.format(nothing=_NOTHING)
    state = getattr(original, "sqlstate", None) or ""
    for start, text in _POSTGRES:
        if state.startswith(start):
            return text.format(nothing=_NOTHING)
    if hasattr(original, "sqlstate") and not state:
        return f"无法连接台账服务器，或者连接中断。{_NOTHING}请检查地址和网络后再试。"
    return f"读写失败（{name or state or type(original).__name__}）。{_NOTHING}请联系技术支持人员。"
