"""Imports many statements: keeps only what may be pay, finds the people."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from claimcheck.text import shown_name
from validator.intake.statements.confirming import IncomeDecision, confirmed
from validator.intake.statements.keeping import FileResult, Payment
from validator.intake.statements.matching import match
from validator.intake.statements.roster import Roster
from validator.intake.statements.several import read_files
from validator.intake.statements.statement import Options
from validator.intake.statements.twice import TakenPayments


@dataclass
class Import:
    """The result of a call."""

    files: list[FileResult]
    payments: list[Payment]
    unsure: list[Payment]
    declined: list[Payment] = field(default_factory=list)  #: not pay, says the clerk

    @property
    def exit_status(self) -> int:
        """0 all taken, 1 something waits for a person, 2 a file was not read."""
        if any(entry.fault for entry in self.files):
            return 2
        return int(bool(self.unsure) or any(entry.breaks or entry.unread for entry in self.files))


def import_files(
    paths: Sequence[Path],
    options: Options,
    roster: Roster | None,
    known_keys: frozenset[str],
    progress: Callable[[int, Path], None],
    decisions: Mapping[str, IncomeDecision] | None = None,
    taken: TakenPayments | None = None,
) -> Import:
    """Read files; only rows that may be pay are kept in memory.

    Args:
        paths: the files.
        options: what the caller knows about them.
        roster: the people to whom payments must belong; None to take all.
        known_keys: keys of rows that were imported before.
        progress: told the number of files done and the next one.
        decisions: what a clerk says about unsure rows, by their keys.
        taken: the payments that stand in the workbook already; None where there are none.
    """
    result = Import([], [], [])
    seen_keys, seen_files = set(known_keys), dict[str, str]()
    taken = taken or TakenPayments()
    for number, (entry, payments) in enumerate(read_files(paths, options)):
        progress(number, entry.path)
        result.files.append(entry)
        if entry.fault:
            continue
        if entry.digest in seen_files:
            entry.remarks.append(f"内容与“{seen_files[entry.digest]}”完全相同，已略过。")
            entry.other = entry.other_fen = 0
            continue
        seen_files[entry.digest] = shown_name(entry.path)
        for payment in payments:
            if payment.key in seen_keys:
                entry.repeated += payment.key in known_keys
                entry.shared += payment.key not in known_keys
                continue
            seen_keys.add(payment.key)
            final = payment if roster is None else _placed(payment, roster)
            if not final.doubt:
                final = replace(final, doubt=taken.doubt(final))
            decision = (decisions or {}).get(payment.key)
            if decision is not None and decision.wages is False and final.doubt:
                result.declined.append(final)
                entry.declined += 1
                continue
            if decision is not None and decision.wages and final.doubt:
                final = confirmed(final, decision, roster)
            if final.doubt:
                result.unsure.append(final)
                entry.unsure += 1
                entry.unsure_fen += final.amount_fen
            else:
                result.payments.append(final)
                taken.take(final)
                entry.taken += 1
                entry.taken_fen += final.amount_fen
    progress(len(paths), Path())
    return result


def _placed(payment: Payment, roster: Roster) -> Payment:
    """The payment with the person it belongs to, or with the doubt."""
    found = match(roster, payment.id_number, payment.account, payment.name, payment.payer)
    doubts = [text for text in (payment.doubt, found.doubt) if text]
    if found.person is None:
        candidate = found.candidate.id_number if found.candidate else ""
        return replace(payment, doubt="；".join(doubts), candidate=candidate)
    return replace(
        payment,
        name=found.person.name,
        id_number=found.person.id_number,
        by=found.by,
        doubt=payment.doubt,
    )
