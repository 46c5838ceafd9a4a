"""`review apply`: the decisions of a file are recorded, and the sums of its batch computed anew."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from validator.supervision.deciding import Outcome, record
from validator.supervision.handed_in import HandedIn
from validator.supervision.listing import listed
from validator.supervision.noted_batch import noted_batch
from validator.supervision.proposed import Proposed
from validator.supervision.refused_before import abouts_by_finding
from validator.supervision.sealing import found_now, is_old

if TYPE_CHECKING:
    from validator.ledger.audit.trail import Trail
    from validator.run.validate import Validation


@dataclass(frozen=True)
class Applied:
    """What became of a file of decisions."""

    outcome: Outcome
    validation: (
        "Validation | None"  #: the batch under the decisions; None where its files are not there
    )
    #: rows whose decisions do not hold, as the batch is now: 待审 第 12 行
    unheld: list[str] = field(default_factory=list)


def apply_decisions(
    file: Path,
    found: HandedIn,
    paths: Sequence[Path],
    trail: "Trail",
    day: datetime | None,
    office_file: str | None,
    reviewer: str,
) -> Applied:
    """Record the decisions of a file.

    Args:
        file: a review workbook, or the file that a page saved.
        found: the decisions in it.
        paths: the files that it is about; none: those that the workbook notes.
        trail: the audit trail.
        day: the day to judge by; None: the one that the workbook notes, else today.
        office_file: the office's file; None: ./office.toml where there is one.
        reviewer: who decided where a row does not say.

    Raises:
        BrokenTrailError: the trail was changed; nothing was recorded.
    """
    from validator.supervision.verdicts import contradictions_in, judged_again

    noted = noted_batch(file)
    on = day or (datetime.combine(noted.on, time()) if noted.on else None)
    validation = _checked([*paths] or noted.files, on, office_file, trail)
    contradictions = known = None
    if validation is not None:
        judged_on = on.date() if on else date.today()
        contradictions = contradictions_in(validation, trail, judged_on)
        known = abouts_by_finding(validation, trail.ledger)
    proposals = _vouched_for(found.proposals, validation)
    outcome = record(
        trail, proposals, date.today(), found.source, reviewer, contradictions, abouts=known
    )
    if validation is None:
        return Applied(outcome, None)
    validation = judged_again(validation, trail, trail.read(), judged_on)
    return Applied(outcome, validation, _unheld(proposals, outcome, validation))


def _unheld(proposals: Sequence[Proposed], outcome: Outcome, validation: "Validation") -> list[str]:
    """The rows that were recorded on another content than the claims have now."""
    now = set(listed(validation).select("id", "basis").iter_rows())
    refused = {line.partition("：")[0] for line in outcome.refused}
    return [
        one.place
        for one in proposals
        if (one.finding, one.basis) not in now and one.place not in refused
    ]


def _vouched_for(
    proposals: Sequence[Proposed], validation: "Validation | None"
) -> Sequence[Proposed]:
    """Rows with a seal of earlier versions need none where the batch still has their finding."""
    if not any(one.seal and is_old(one.sealed, one.seal) for one in proposals):
        return proposals
    now = found_now(validation)
    return [
        replace(one, seal=None)
        if one.seal and is_old(one.sealed, one.seal) and one.sealed in now
        else one
        for one in proposals
    ]


def _checked(
    paths: Sequence[Path], day: datetime | None, office_file: str | None, trail: "Trail"
) -> "Validation | None":
    from validator.common.progress import Progress
    from validator.supervision.revalidating import validated_again

    if not paths:
        return None
    progress = Progress()
    validation, _ = validated_again(paths, day, office_file, trail, progress, progress.tell)
    progress.done()
    return validation
