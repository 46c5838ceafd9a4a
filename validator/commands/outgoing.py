"""`claimcheck review notice`, `payment` and `letters`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck.day_option import DAY
from claimcheck.next_step import next_step
from validator.commands.ledger_options import key_option, ledger_option
from validator.commands.review_options import (
    day_option,
    office_option,
    opened_trail,
    paths_argument,
)

if TYPE_CHECKING:
    from validator.output.outgoing.issuing import Issued, Reviewed

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
_recorded_option = click.option(
    "--recorded",
    is_flag=True,
    help="只编已经登记入台账的申报（如清册遗失、先登记后编写）；不加时已登记的不编入。",
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
@_recorded_option
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
    recorded: bool,
    day: datetime | None,
    office_file: str | None,
    url: str | None,
    key_file: Path | None,
) -> None:
    """编写公示名单：只列审核通过的，身份证号打码，不列账号和电话。"""
    from validator.output.outgoing.issuing import issue_notice

    begun = start.date() if start else date.today()
    with _reviewed(paths, day, office_file, url, key_file, recorded=recorded) as batch:
        issued = issue_notice(batch, out, days=days, begun=begun, holidays=holidays)
    _tell(ctx, issued, "打印公示，期满无异议的用 claimcheck review payment 编写发放清册")


@click.command()
@paths_argument
@_out_option
@_recorded_option
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
    recorded: bool,
    day: datetime | None,
    office_file: str | None,
    url: str | None,
    key_file: Path | None,
) -> None:
    """编写发放清册（一卡通格式，.xlsx 和 .xls）；含完整号码，导出会留下记录。"""
    from validator.output.outgoing.issuing import issue_payment

    with _reviewed(paths, day, office_file, url, key_file, recorded=recorded) as batch:
        issued = issue_payment(batch, out, date.today())
    then = "照“须补正”表补齐清册，发放后用 claimcheck ledger record 登记到台账"
    if recorded:
        then = "照“须补正”表补齐清册，核对以前没有发放过，再发放"
    _tell(ctx, issued, then)


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
@click.pass_context
def letters(
    ctx: click.Context,
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
    from validator.output.outgoing.issuing import issue_letters

    with _reviewed(paths, day, office_file, url, key_file) as batch:
        issued = issue_letters(batch, out, days=days, today=date.today(), holidays=holidays)
    _tell(ctx, issued, "盖章后送达各申报主体，补正的材料到齐后再核查一次")


@contextmanager
def _reviewed(
    paths: tuple[Path, ...],
    day: datetime | None,
    office_file: str | None,
    url: str | None,
    key_file: Path | None,
    *,
    recorded: bool = False,
) -> Iterator["Reviewed"]:
    """The batch checked once more, with what became of its claims."""
    from validator.common.progress import Progress
    from validator.output.outgoing.issuing import only_recorded, reviewed
    from validator.run.prepared import NothingToCheckError, missing_words
    from validator.supervision.revalidating import validated_again

    missing = [path for path in paths if not path.exists()]
    if missing:
        raise NothingToCheckError(missing_words(missing))
    progress = Progress()
    with opened_trail(url, key_file, create=True) as trail:
        own = range(1, trail.ledger.seen().batch + 1) if recorded else ()
        found, settings = validated_again(
            paths, day, office_file, trail, progress, progress.tell, own
        )
        progress.done()
        batch = reviewed(trail, found, settings)
        yield only_recorded(batch) if recorded else batch


def _tell(ctx: click.Context, issued: "Issued", then: str) -> None:
    """Say what was written, what was left out, and what to do; status 1 where claims are open."""
    for line in issued.said:
        click.echo(line)
    if issued.holidays_unknown:
        click.echo(_NO_HOLIDAYS, err=True)
    for line in issued.remarks:
        click.echo(line, err=True)
    if issued.files:
        next_step(then)
    elif issued.known and not issued.undecided:
        next_step("登记以后还要编写的，加 --recorded；已经发放的，请勿重复发放")
    elif issued.nobody_is_paid:
        next_step("由审核人裁定：claimcheck review serve，再编写一次")
    ctx.exit(1 if issued.undecided else 0)
