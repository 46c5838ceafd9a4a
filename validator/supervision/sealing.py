"""Seals on the rows of review workbooks and pages: made with the office's key.

Whoever has not the key cannot make one, so that a row cannot be made to look like another
finding before it is handed in. Workbooks of earlier versions have seals without a key, which
anyone can make: such a row only counts where it is, word for word, one of the findings of the
batch as it is checked now.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from validator.run.validate import Validation
from validator.supervision.listing import listed

#: What is sealed of a row: which finding it is, and what the reviewer reads of it.
_SEALED = ("id", "basis", "severity", "code", "claim_id", "message")

TAMPERED = (
    "隐藏的列被改动、与本行不符，或不是用本单位的密钥生成的，无法确认裁定的是哪一项。"
    "在别的电脑上生成的，请用那台电脑的密钥文件（--key）和台账；"
    "否则请重新核查，在新的审核工作簿中填写"
)
OLD = (
    "这份文件由以前的版本生成，校验码没有用密钥，须与申报文件逐行核对才能记录，而这一行没有核对上。"
    "请在命令后面写上它所核查的申报文件再试；仍不行的，请重新核查，在新的审核工作簿中填写"
)


def own_seals(key_file: Path | None) -> Callable[[pl.Series], pl.Series]:
    """Makes seals where no ledger is open; makes the key where there is none yet."""

    def made(texts: pl.Series) -> pl.Series:
        from validator.ledger.keys import Hasher, make_key
        from validator.ledger.presence import own_key

        key, _ = make_key(key_file or own_key())
        return Hasher(key).seals(texts)

    return made


def with_seals(findings: pl.DataFrame, validation: Validation) -> pl.DataFrame:
    """The findings, as `listed` gives them, with `seal`.

    Raises:
        WriteError: there is no key yet, and none can be made.
    """
    texts = [sealed_text(row) for row in findings.select(_SEALED).iter_rows(named=True)]
    keyed = validation.seals or own_seals(None)
    return findings.with_columns(seal=keyed(pl.Series(texts, dtype=pl.String)))


def sealed_text(row: Mapping[str, Any]) -> str:
    """What of a row is sealed, in one text."""
    return "\x1f".join(str(row[name] or "").strip() for name in _SEALED)


def seal_faults(
    keyed: Callable[[pl.Series], pl.Series], rows: Sequence[tuple[str, str]]
) -> list[str]:
    """Say in Chinese what is wrong with seals; empty texts where nothing is.

    Args:
        keyed: makes seals.
        rows: what is sealed, and its seal.
    """
    right = keyed(pl.Series([text for text, _ in rows], dtype=pl.String))
    return [
        "" if seal == expected else OLD if is_old(text, seal) else TAMPERED
        for (text, seal), expected in zip(rows, right, strict=True)
    ]


def is_old(text: str, seal: str) -> bool:
    """Whether this is the seal that earlier versions made, without a key."""
    return seal == hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def found_now(validation: Validation | None) -> set[str]:
    """What would be sealed of the findings of a batch as it is checked now."""
    if validation is None:
        return set()
    rows = listed(validation).select(_SEALED)
    return {sealed_text(row) for row in rows.iter_rows(named=True)}
