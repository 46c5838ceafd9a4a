"""Where the ledger and its key stand, and how a ledger's address is read."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from validator.ledger import presence
from validator.ledger.errors import LedgerError

_POSTGRES = {"postgres", "postgresql", "postgresql+psycopg"}


def address(text: str | None) -> URL:
    """Read a ledger's address: a file, sqlite:///file or postgresql://…; None: the user's own.

    Raises:
        LedgerError: it is neither, or the driver for it is not installed.
    """
    if text is None or not text.strip():
        return _file(presence.own_file())
    text = text.strip()
    if "://" not in text:
        return _file(Path(text).expanduser())
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise LedgerError("台账地址写法有误。" + _FORMS) from error
    if url.drivername == "sqlite" and url.database not in (None, "", ":memory:"):
        return _file(Path(str(url.database)).expanduser())
    if url.drivername in _POSTGRES:
        _need_psycopg()
        return url.set(drivername="postgresql+psycopg")
    raise LedgerError(f"台账不能放在“{url.drivername}”里。" + _FORMS)


_FORMS = "可写文件名（如 台账.sqlite），或 postgresql://用户@服务器/数据库。"


def shown(url: URL) -> str:
    """How a ledger is named to people: its file, or its address without the password."""
    if url.drivername == "sqlite":
        return str(url.database)
    return url.set(drivername="postgresql").render_as_string(hide_password=True)


def is_there(place: URL) -> bool:
    """Whether there may be a ledger: a server knows that only when it is asked.

    Raises:
        LedgerError: the file cannot be looked at.
    """
    if place.drivername != "sqlite":
        return True
    path = Path(str(place.database))
    try:
        return path.is_file() and path.stat().st_size > 0
    except OSError as error:
        raise LedgerError(f"无法打开台账“{path}”：请检查文件夹的权限。") from error


def _file(path: Path) -> URL:
    if path.is_dir():
        raise LedgerError(f"“{path}”是文件夹，台账须是一个文件。")
    return URL.create("sqlite", database=str(path))


def _need_psycopg() -> None:
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        raise LedgerError(
            "连接 PostgreSQL 台账须另装程序库，请运行：pip install 'claimcheck[postgres]'"
        ) from error
