"""What comes out of a batch: marked copies, letters, lists, and the record in the ledger."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from validator.commands.desk.asked import DeskError, text_of
from validator.commands.desk.desk import Desk
from validator.output.outgoing.issuing import (
    Issued,
    Reviewed,
    issue_letters,
    issue_notice,
    issue_payment,
    reviewed,
)

#: Working days, unless the page says otherwise: a notice stands, and an applicant has to mend.
_NOTICE_DAYS, _LETTER_DAYS = 5, 10
_MOST_DAYS = 90

#: A claim of the batch is known again only as it was recorded.
_RECORDED = (
    "这一批以后还可以再核查、编写文书；登记后改动过的申报，会被当作又报了一次。"
    "要办下一批，请点“新的一批”。"
)

_STALE = (
    "核查以后，申报表有增减，或申报表、单位设置、名单改动过，没有办。"
    "请到“申报核查”页重新核查，再办这一步。"
)

_NO_HOLIDAYS = "没有写节假日，只按周一至周五计算工作日。请在“单位设置”页填写。"


def give_out(desk: Desk, content: Any) -> dict[str, Any]:
    """Begin to write what the page asks for, beside the page.

    Raises:
        DeskError: nothing was checked, files have changed since, or there is no such thing.
        BusyError: something else is being done.
    """
    what = text_of(content, "what")
    acts = {
        "marked": ("编写标注副本", lambda: _marked(desk)),
        "notice": ("编写公示名单", lambda: _issue(desk, "公示名单", content)),
        "letters": ("编写告知书", lambda: _issue(desk, "告知书", content)),
        "payment": ("编写发放清册", lambda: _issue(desk, "发放清册", content)),
        "record": ("登记到台账", lambda: _record(desk, content)),
    }
    if what not in acts:
        raise DeskError("没有这一项。")
    _ = desk.review  # nothing is begun where nothing was checked
    if desk.stale:  # lists and sums would be those of the files as they were
        desk.worker.changed()
        raise DeskError(_STALE)
    desk.worker.start(*acts[what])
    return {}


def _marked(desk: Desk) -> None:
    from validator.common.workers.pool import result_of
    from validator.output.marked.copies import CopiesOfRun
    from validator.output.marked.marking import being_marked
    from validator.output.places import output_places
    from validator.output.report import write_report
    from validator.output.review_workbook.beside import free_place, write_beside

    review, out = desk.review, desk.batch.out
    found, settings = review.now(), review.settings
    places = output_places(found, out)
    copies, review_place = CopiesOfRun(found, places.copies), free_place(places.review, None)
    with being_marked(copies, desk.worker.progress) as marking:
        targets = copies.targets
        sheets, failed = write_beside(found, settings, review_place, targets, marking)
        report = write_report(found, settings, places.report)
        marked = result_of(marking)
    written, problems = marked.written, marked.problems + failed
    said = [f"标注副本 {len(written):,} 份，审核工作簿和核查报告各一份，放在“结果”文件夹。"]
    desk.note_made("标注副本", said, problems, [*written, *sheets, report])


def _issue(desk: Desk, what: str, content: Any) -> None:
    review = desk.review
    batch = reviewed(desk.trail, review.now(), review.settings)
    issued = _issued(batch, what, desk.batch.out / what, content)
    remarks = [_NO_HOLIDAYS] if issued.holidays_unknown else []
    said = issued.said
    if what == "告知书" and issued.files:  # each can be opened below by its name
        said = [f"告知书 {len(issued.files):,} 份，放在“结果”文件夹的“告知书”里。"]
    desk.note_made(what, said, [*remarks, *issued.remarks], issued.files)


def _issued(batch: Reviewed, what: str, out: Path, content: Any) -> Issued:
    today = date.today()
    if what == "公示名单":
        return issue_notice(batch, out, days=_days(content, _NOTICE_DAYS), begun=today)
    if what == "告知书":
        return issue_letters(batch, out, days=_days(content, _LETTER_DAYS), today=today)
    return issue_payment(batch, out, today)


def _days(content: Any, usual: int) -> int:
    days = content.get("days")
    return days if isinstance(days, int) and 1 <= days <= _MOST_DAYS else usual


def _record(desk: Desk, content: Any) -> None:
    """As `ledger record` does, with the check that stands instead of another."""
    from validator.output.ledger_lines import recorded_lines
    from validator.supervision.accepted import accepted

    review, ledger = desk.review, desk.trail.ledger
    name = text_of(content, "name", needed=False) or desk.batch.name
    reason = text_of(content, "reason", needed=False) or None
    found = reviewed(desk.trail, review.now(), review.settings).found
    batch, refused = accepted(found, name, review.settings.on, reason, ledger)
    done = ledger.record(replace(batch, seen=desk.checked.seen))
    desk.checked.was_recorded(done.batch_id)
    remarks = [_RECORDED] if done.claims else []
    desk.note_made("登记台账", recorded_lines(done, refused, ledger.where), remarks)
