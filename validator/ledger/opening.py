"""Opens the ledger at an address, and makes it where there is none yet."""

from pathlib import Path

from sqlalchemy import Engine

from validator.ledger import schema
from validator.ledger.audit import schema as audit_schema
from validator.ledger.audit.audit_head import Heads
from validator.ledger.audit.book import Book
from validator.ledger.audit.distrust import broken
from validator.ledger.audit.errors import BrokenTrailError
from validator.ledger.engine import keep_journal, make_engine, new_file, reading, writing
from validator.ledger.errors import KeyMismatchError, LedgerMissingError, explained
from validator.ledger.keys import Hasher, make_key, read_key
from validator.ledger.ledger import Ledger
from validator.ledger.places import address, is_there, shown
from validator.ledger.presence import own_key


def open_ledger(
    url: str | None = None,
    *,
    key_file: Path | None = None,
    create: bool = True,
    replacing: bool = False,
) -> Ledger:
    """Open the ledger at an address, and make it where there is none yet.

    Args:
        url: a file, sqlite:///file or postgresql://…; None: the user's own file.
        key_file: where the key stands, or is made for a new ledger; None: the user's own.
        create: false: only open what is there.
        replacing: a new ledger may be made where another one was used before.

    Raises:
        LedgerMissingError: there is no ledger and none was to be made.
        KeyMismatchError: the ledger was made with another key, or its key is not there.
        BrokenTrailError: there was a ledger, so that no other is made in its place.
        LedgerError: it cannot be opened.
    """
    place = address(url)
    where = shown(place)
    path = key_file or own_key()
    there = is_there(place)
    if not there:
        if not create:
            raise LedgerMissingError(
                f"还没有台账“{where}”。请先用 claimcheck ledger record 登记一批。"
            )
        if not replacing:
            _need_none_before(path, where)
        new_file(Path(str(place.database)))
    engine = make_engine(place)
    try:
        with explained(where):
            if schema.is_made(engine):
                return _opened(engine, where, path)
            if not create:
                raise LedgerMissingError(f"“{where}”还没有建立台账。请先登记一批。")
            if there and not replacing:
                _need_none_before(path, where)
            return _made(engine, where, path)
    except BaseException:
        engine.dispose()
        raise


def _need_none_before(key_file: Path, where: str) -> None:
    if fault := Heads(key_file.parent, where).fault("", [], {}):
        raise BrokenTrailError(broken(fault))


def _made(engine: Engine, where: str, path: Path) -> Ledger:
    """Make the tables, unless another program was faster."""
    keep_journal(engine)
    new_key = None
    with writing(engine) as connection:
        if not schema.is_made(connection):
            key, made = make_key(path)
            new_key = path if made else None
            hasher = Hasher(key)
            schema.create(connection, hasher.fingerprint)
            Book(hasher, path.parent, where).create(connection)
    ledger = _opened(engine, where, path)
    ledger.new_key = new_key
    return ledger


def _opened(engine: Engine, where: str, path: Path) -> Ledger:
    with reading(engine) as connection:
        older = schema.version(connection) < schema.VERSION
        if audit_schema.is_whole(connection):
            older |= audit_schema.version(connection) < audit_schema.VERSION
        fingerprint = schema.noted(connection, "key_fingerprint")
    hasher = _matching_key(path, fingerprint)
    ledger = Ledger(engine, where, hasher, Book(hasher, path.parent, where))
    if older:
        heads = ledger.book.heads()
        with writing(engine) as connection:
            schema.widen(connection)
            # Another program may have been faster.
            if schema.version(connection) < schema.CHAINED:
                taken = ledger.book.take_over(connection, heads)
                if taken is None:
                    return ledger  # whoever reads its chain hears why
                ledger.taken_over = taken
            schema.migrate(connection)
            if audit_schema.is_whole(connection):
                audit_schema.bring_forward(connection)
    return ledger


def _matching_key(path: Path, fingerprint: str) -> Hasher:
    key = read_key(path)
    if key is None:
        raise KeyMismatchError(
            f"没有找到台账的密钥文件“{path}”。台账里的号码只能用建立它时的密钥查对，"
            "请把备份的密钥文件放回原处，或用 --key 指明它在哪里。"
        )
    hasher = Hasher(key)
    if hasher.fingerprint != fingerprint:
        raise KeyMismatchError(
            f"密钥文件“{path}”不是这个台账的密钥。请换成建立这个台账时的密钥文件，"
            "或用 --key 指明它在哪里。"
        )
    return hasher
