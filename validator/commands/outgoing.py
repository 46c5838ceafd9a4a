"""`claimcheck review notice`, `payment` and `letters`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck.day_option import DAY
from claimcheck.next_step import next_step
from claimcheck.text import shown_path
from validator.commands.ledger_options import key_option, ledger_option
from validator.commands.review_options import (
    day_option,
    office_option,
    opened_trail,
    paths_argument,
)

if TYPE_CHECKING:
    from claimcheck.settings import Settings
    from validator.ledger.audit.trail import Trail
    from validator.output.outgoing.results import Claim
    from validator.output.outgoing.workdays import Calendar
    from validator.run.validate import Validation

_out_option = click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="放在哪个文件夹（默认当前文件夹）。",
)
_holidays_option = click.option(
    "--holidays",
    type=click.Path(path_type=Path, dir_okay=False),
    help="节假日名单，每行一个日期（调休上班的加“班”）；默认用 office.toml 里写的和 ./节假日.txt。",
)

_NO_HOLIDAYS = (
    "没有写节假日，只按周一至周五计算工作日。请在 office.toml 的 holidays 中写明，或用 --holidays。"
)


@click.command()
@paths_argument
@_out_option
@click.option("--days", type=click.IntRange(1, 60), default=5, help="公示几个工作日（默认 5）。")
@click.option("--from", "start", type=DAY, help="公示从哪一天起（默认今天）。")
@_holidays_option
@day_option
@office_option
@ledger_option
@key_option
@click.pass_context
def notice(
    ctx: click.Context,
    *,
    paths: tuple[Path, ...],
    out: Path,
    days: int,
    start: datetime | None,
    holidays: Path | None,
    day: datetime | None,
    office_file: str | None,
    url: str | None,
    key_file: Path | None,
) -> None:
    """编写公示名单：只列审核通过的，身份证号打码，不列账号和电话。"""
    from validator.output.outgoing.notice import Notice, write_notice

    with _reviewed(paths, day, office_file, url, key_file) as (_, found, settings, claims):
        del found
    _end_if_nobody_is_paid(ctx, claims, "公示名单")
    calendar = _calendar(holidays, settings)
    begun = start.date() if start else date.today()
    made = Notice(settings.office.county, begun, days, calendar)
    target = out / f"公示名单-{made.first.isoformat()}.xlsx"
    lines = write_notice(claims, made, target)
    click.echo(f"公示名单：{shown_path(target)}（{lines:,} 条，{made.first} 至 {made.last}）")
    if not calendar.holidays:
        click.echo(_NO_HOLIDAYS, err=True)
    _tell_open(ctx, claims, "打印公示，期满无异议的用 claimcheck review payment 编写发放清册")


@click.command()
@paths_argument
@_out_option
@day_option
@office_option
@ledger_option
@key_option
@click.pass_context
def payment(
    ctx: click.Context,
    *,
    paths: tuple[Path, ...],
    out: Path,
    day: datetime | None,
    office_file: str | None,
    url: str | None,
    key_file: Path | None,
) -> None:
    """编写发放清册（一卡通格式，.xlsx 和 .xls）；含完整号码，导出会留下记录。"""
    from validator.ledger.audit.book import this_user
    from validator.ledger.audit.events import Disclosure
    from validator.output.outgoing.payment import roster, write_xls, write_xlsx

    with _reviewed(paths, day, office_file, url, key_file) as (trail, found, _, claims):
        _end_if_nobody_is_paid(ctx, claims, "发放清册")
        made = roster(claims, date.today())
        names = [entry.label for entry in found.inputs]
        people = len(made.cards) + len(made.firms)
        noted = Disclosure(what="payment", files=names, people=people)
        trail.add(this_user(), lambda _: [noted])
    for ending, write in ((".xlsx", write_xlsx), (".xls", write_xls)):
        target = out / f"发放清册-{date.today().isoformat()}{ending}"
        write(made, target)
        click.echo(f"发放清册：{shown_path(target)}")
    from claimcheck.money import show_yuan

    click.echo(
        f"个人 {len(made.cards):,} 条，单位 {len(made.firms):,} 条，"
        f"合计 {show_yuan(made.total_fen)} 元。清册含完整号码，请妥善保管；已记入审核记录。"
    )
    _tell_open(ctx, claims, "照“须补正”表补齐清册，发放后用 claimcheck ledger record 登记到台账")


@click.command()
@paths_argument
@_out_option
@click.option(
    "--days", type=click.IntRange(1, 90), default=10, help="给几个工作日补正（默认 10）。"
)
@_holidays_option
@day_option
@office_option
@ledger_option
@key_option
def letters(
    *,
    paths: tuple[Path, ...],
    out: Path,
    days: int,
    holidays: Path | None,
    day: datetime | None,
    office_file: str | None,
    url: str | None,
    key_file: Path | None,
) -> None:
    """给每个被退回或不予支持的申报主体写一份告知书（.docx）。"""
    from validator.output.outgoing import letters as writing
    from validator.supervision.listing import listed

    with _reviewed(paths, day, office_file, url, key_file) as (_, found, settings, claims):
        made = writing.letters(claims, listed(found))
    today, calendar = date.today(), _calendar(holidays, settings)
    due = calendar.last(today + timedelta(days=1), days)  # the day itself does not count
    if made and not calendar.holidays:
        click.echo(_NO_HOLIDAYS, err=True)
    for number, letter in enumerate(made, 1):
        target = out / writing.file_name(letter, number)
        writing.write_letter(letter, settings.office.county, due, today, target)
        click.echo(f"告知书：{shown_path(target)}")
    if made:
        next_step("盖章后送达各申报主体，补正的材料到齐后再核查一次")
    else:
        click.echo("没有裁定退回补正或不予支持的申报，不用写告知书。")


@contextmanager
def _reviewed(
    paths: tuple[Path, ...],
    day: datetime | None,
    office_file: str | None,
    url: str | None,
    key_file: Path | None,
) -> Iterator[tuple["Trail", "Validation", "Settings", "list[Claim]"]]:
    """The batch checked once more, with what became of its claims."""
    from validator.common.progress import Progress
    from validator.output.outgoing.results import results
    from validator.run.prepared import NothingToCheckError, missing_words
    from validator.supervision.revalidating import validated_again

    missing = [path for path in paths if not path.exists()]
    if missing:
        raise NothingToCheckError(missing_words(missing))
    progress = Progress()
    with opened_trail(url, key_file, create=True) as trail:
        found, settings = validated_again(paths, day, office_file, trail, progress, progress.tell)
        progress.done()
        yield trail, found, settings, results(found)


def _calendar(holidays: Path | None, settings: "Settings") -> "Calendar":
    """The list that was named; else what the office's file and the default list say together."""
    from validator.output.outgoing.workdays import DEFAULT_NAME, Calendar, read_calendar

    if holidays is not None:
        return read_calendar(holidays)
    office = settings.office
    written = Calendar(frozenset(office.holidays), frozenset(office.worked_weekends))
    default = Path(DEFAULT_NAME)
    return written | read_calendar(default) if default.is_file() else written


def _end_if_nobody_is_paid(ctx: click.Context, claims: "list[Claim]", what: str) -> None:
    """End, and say so, where no claim is paid: an empty list is not written."""
    from validator.output.outgoing.results import ClaimResult

    if not any(claim.result is ClaimResult.PAY for claim in claims):
        click.echo(f"没有审核通过、可以发放的申报，没有编写{what}。")
        _tell_open(ctx, claims, "由审核人裁定：claimcheck review serve，再编写一次")


def _tell_open(ctx: click.Context, claims: "list[Claim]", then: str) -> None:
    """Say which claims are left out, why, and what to do; status 1 where some are open."""
    from validator.output.outgoing.results import RESULT_WORDS, ClaimResult

    left = [claim for claim in claims if claim.result is not ClaimResult.PAY]
    several = len({claim.input for claim in claims}) > 1
    for claim in left[:20]:
        where = f"“{claim.file}”的 " if several else ""
        click.echo(
            f"未列入 {where}{claim.claim_id}：{RESULT_WORDS[claim.result]}，{claim.why}。", err=True
        )
    if len(left) > 20:
        click.echo(f"…… 另有 {len(left) - 20:,} 项未列入。", err=True)
    reminders = sum(claim.reminders for claim in claims if claim.result is ClaimResult.PAY)
    if reminders:
        click.echo(f"请留意：已列入的申报中还有 {reminders:,} 处提醒没有裁定。", err=True)
    next_step(then)
    ctx.exit(1 if any(claim.result is ClaimResult.OPEN for claim in left) else 0)
