"""Which batches of the ledger were recorded from the batch at hand.

What is checked again after it was recorded would otherwise be a repeat of itself. The note lies
beside the batch's files, where anybody may write, so each number carries a seal of the ledger's
key: nobody can make claims of another batch pass for this one's own.
"""

import polars as pl

from validator.commands.desk.places import BatchFolder
from validator.ledger.errors import LedgerError
from validator.ledger.ledger import Ledger


def note_recorded(batch: BatchFolder, ledger: Ledger, number: int) -> None:
    """Keep with the batch under which number the ledger has it.

    Raises:
        WriteError: the note cannot be written.
    """
    batch.became(number, _seal(batch, ledger, number))


def recorded_of(batch: BatchFolder, ledger: Ledger) -> dict[int, str]:
    """The batches of the ledger that were recorded from this one, each with what to say of it."""
    found = {}
    for text, seal in batch.recorded.items():
        if not text.isdecimal() or seal != _seal(batch, ledger, int(text)):
            continue
        try:
            there = ledger.find_batch(text)
        except LedgerError:
            continue  # it was forgotten since
        found[there.number] = (
            f"本批已于 {there.accepted_on} 登记入台账（批次“{there.name}”，序号 {there.number}，"
            f"{there.claims:,} 项申报）。下面是这些申报当时应得的结果，请勿重复发放。"
        )
    return found


def _seal(batch: BatchFolder, ledger: Ledger, number: int) -> str:
    return str(ledger.seals(pl.Series([f"desk\x1f{batch.name}\x1f{number}"]))[0])
