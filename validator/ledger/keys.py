"""The key file, and the keyed hashes by which the ledger knows people without naming them."""

import hmac
import secrets
from pathlib import Path

import polars as pl

from claimcheck.identity import tidy
from claimcheck.identity_columns import tidy_text
from claimcheck.writing import write_new
from validator.ledger.errors import LedgerError

#: Bytes in the key file.
KEY_SIZE = 32

#: Bytes kept of each HMAC-SHA-256: 128 bits, so that two of 5,000,000 people share a hash
#: with a chance of 4 in 10^26, at half the size of table and index.
HASH_SIZE = 16

#: What a hash is of. The same text in two kinds gives different hashes. A person has one
#: hash wherever the number stands: in the roster, as head of a household, as applicant.
PARTY, ACCOUNT, FACILITY, CONTENT = "party", "account", "facility", "content"
SEAL, STOCK = "seal", "stock"


class Hasher:
    """Makes keyed hashes; without the key nobody can try out numbers."""

    def __init__(self, key: bytes) -> None:
        """Take a key of `KEY_SIZE` bytes."""
        self._key = key

    @property
    def key(self) -> bytes:
        """The key itself."""
        return self._key

    @property
    def fingerprint(self) -> str:
        """What tells this key from others and gives nothing away of it."""
        return hmac.digest(self._key, b"fingerprint", "sha256")[:8].hex()

    def one(self, kind: str, text: str) -> bytes:
        """The hash of one identifier, however it is padded or written."""
        return hmac.digest(self._key, f"{kind}\x1f{tidy(text)}".encode(), "sha256")[:HASH_SIZE]

    def column(self, kind: str, texts: pl.Series) -> pl.Series:
        """The hashes of a column of identifiers; null where there is none."""
        clean = texts.to_frame("text").select(tidy_text(pl.col("text"))).to_series()
        return self._hashed(kind, clean, texts.name)

    def contents(self, texts: pl.Series) -> pl.Series:
        """The hashes of whole contents, taken as they are."""
        return self._hashed(CONTENT, texts, texts.name)

    def seals(self, texts: pl.Series) -> pl.Series:
        """What shows that texts were written by who has the key: hexadecimal, one each."""
        return self._hashed(SEAL, texts, texts.name).bin.encode("hex")

    def seal(self, text: str) -> str:
        """The seal of one text."""
        return str(self.seals(pl.Series([text]))[0])

    def running(self, kind: str) -> hmac.HMAC:
        """A keyed hash of what is still to come, part by part."""
        return hmac.new(self._key, f"{kind}\x1f".encode(), "sha256")

    def _hashed(self, kind: str, texts: pl.Series, name: str) -> pl.Series:
        digest, key, start = hmac.digest, self._key, f"{kind}\x1f"
        hashes = [
            digest(key, f"{start}{text}".encode(), "sha256")[:HASH_SIZE] if text else None
            for text in texts
        ]
        return pl.Series(name, hashes, pl.Binary)


def read_key(path: Path) -> bytes | None:
    """The key in a file; None where there is no such file.

    Raises:
        LedgerError: it cannot be read or is no key.
    """
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise LedgerError(f"无法读取密钥文件“{path}”：请检查文件权限。") from error
    if len(key) != KEY_SIZE:
        raise LedgerError(
            f"“{path}”不是有效的密钥文件（应为 {KEY_SIZE} 字节，现为 {len(key)} 字节）。"
            "请用备份的密钥文件替换。"
        )
    return key


def make_key(path: Path) -> tuple[bytes, bool]:
    """Make a key file that only its owner may read; where there is one already, take that.

    It appears whole or not at all, and of two programs that make it at once both get the
    same key.

    Returns:
        The key, and whether it was made now.

    Raises:
        WriteError: the file cannot be written.
        LedgerError: what is there is no key.
    """
    made = write_new(path, secrets.token_bytes(KEY_SIZE))
    key = read_key(path)
    if key is None:
        raise LedgerError(f"密钥文件“{path}”刚建立就不见了，请再试一次。")
    return key, made
