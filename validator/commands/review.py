"""`claimcheck review`: verdicts, waivers, the page, and what goes out afterwards."""

from datetime import date, datetime
from pathlib import Path

import click

from claimcheck.day_option import DAY
from claimcheck.next_step import next_step
from validator.commands.ledger_options import (
    json_option,
    key_option,
    ledger_option,
    need_ledger,
    print_json,
)
from validator.commands.outgoing import letters, notice, payment
from validator.commands.review_options import (
    day_option,
    need_key_of,
    office_option,
    opened_trail,
    paths_argument,
    reason_option,
    reviewer_option,
)


@click.group()
def review() -> None:
    """审核：裁定、豁免、审核网页，以及公示、发放清册和告知书。"""


@review.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="审核工作簿")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[申报文件]...")
@reviewer_option
@day_option
@office_option
@ledger_option
@key_option
@json_option
@click.pass_context
def apply(
    ctx: click.Context,
    *,
    file: Path,
    paths: tuple[Path, ...],
    reviewer: str,
    day: datetime | None,
    office_file: str | None,
    url: str | None,
    key_file: Path | None,
    as_json: bool,
) -> None:
    """记录审核工作簿（.审核.xlsx）或网页保存的裁定文件（.json）中的裁定，并列出裁定后的金额。

    申报文件不写时，用审核工作簿里记下的那些。同一文件记录两次，结果不变。

    \b
    退出状态：0 全部记录；1 有拒收的行、裁定不一致，或申报内容已改动；
    2 文件无法读取或台账无法使用。
    """  # noqa: D301
    from validator.output.review_lines import (
        claims_of,
        outcome_as_dict,
        outcome_lines,
        sums_of,
        unheld_lines,
    )
    from validator.supervision.applying import apply_decisions
    from validator.supervision.handed_in import read_decisions

    found = read_decisions(file)
    need_key_of(found.proposals, key_file)
    with opened_trail(url, key_file, create=True) as trail:
        applied = apply_decisions(file, found, paths, trail, day, office_file, reviewer)
    outcome = applied.outcome
    if as_json:
        content = outcome_as_dict(outcome, found.rows, found.begun)
        content |= {"unheld": applied.unheld, "claims": claims_of(applied.validation)}
        print_json(content)
    else:
        for line in outcome_lines(outcome, found.rows, found.begun):
            click.echo(line)
        for line in unheld_lines(applied.unheld):
            click.echo(line)
        for line in sums_of(applied.validation):
            click.echo(line)
    if outcome.refused or outcome.conflicts:
        next_step("改好上面说明的各行，再记录一次；已记录的不会重复")
    elif applied.unheld:
        next_step("用 claimcheck validate 再核查一次，在新的审核工作簿中裁定")
    else:
        next_step("用 claimcheck review notice、payment、letters 编写公示名单、发放清册和告知书")
    ctx.exit(1 if outcome.refused or outcome.conflicts or applied.unheld else 0)


@review.command()
@ledger_option
@key_option
@json_option
@click.pass_context
def status(ctx: click.Context, *, url: str | None, key_file: Path | None, as_json: bool) -> None:
    """显示审核记录是否完整、现行裁定、豁免和最近的记录。

    \b
    退出状态：0 完整；1 审核记录被改动过；2 台账无法使用。
    """  # noqa: D301
    from validator.ledger.audit.trail import read_trail
    from validator.ledger.places import address, shown
    from validator.output.review_lines import status_as_dict, status_lines

    need_ledger(url)
    where = shown(address(url))
    events = read_trail(url, key_file)
    if as_json:
        print_json(status_as_dict(events, where, date.today()))
    else:
        for line in status_lines(events, where, date.today()):
            click.echo(line)
        next_step(
            "用 claimcheck ledger verify 逐行核对，看哪里被动过"
            if events.fault
            else "由审核人裁定其余的问题：claimcheck review serve 申报文件"
        )
    ctx.exit(1 if events.fault else 0)


@review.command()
@click.argument("code", metavar="问题编号")
@click.option("--county", default="", help="适用于这个县区的全部申报。")
@click.option("--applicant", default="", help="适用于这个申报主体（统一社会信用代码）。")
@click.option(
    "--until",
    required=True,
    type=DAY,
    help="截止日期，如 2026-12-31。",
)
@reason_option
@reviewer_option
@ledger_option
@key_option
def waive(
    *,
    code: str,
    county: str,
    applicant: str,
    until: datetime,
    reason: str,
    reviewer: str,
    url: str | None,
    key_file: Path | None,
) -> None:
    """豁免一类问题：一个问题编号、一个县区或申报主体、理由和截止日期。"""
    from validator.supervision import waiving

    with opened_trail(url, key_file, create=True) as trail:
        made = waiving.waive(
            trail,
            code,
            county=county,
            applicant=applicant,
            reason=reason,
            until=until.date(),
            reviewer=reviewer,
            today=date.today(),
        )
    click.echo(f"已记录第 {made.number} 号豁免，至 {until.date()}。每份用到它的报告都会列明。")
    next_step("再核查一次，看豁免用在了哪些申报上")


@review.command()
@click.argument("number", type=int, metavar="豁免号")
@reason_option
@reviewer_option
@ledger_option
@key_option
def unwaive(
    *, number: int, reason: str, reviewer: str, url: str | None, key_file: Path | None
) -> None:
    """提前终止一项豁免。"""
    from validator.supervision import waiving

    with opened_trail(url, key_file, create=False) as trail:
        waiving.end_waiver(trail, number, reason=reason, reviewer=reviewer)
    click.echo(f"第 {number} 号豁免已终止。")
    next_step("再核查一次，看原先豁免的问题落在哪些申报上")


@review.command()
@paths_argument
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="端口（默认任选空闲的）。")
@click.option("--open/--no-open", "opened", default=True, help="是否打开浏览器。")
@day_option
@office_option
@ledger_option
@key_option
def serve(
    *,
    paths: tuple[Path, ...],
    port: int,
    opened: bool,
    day: datetime | None,
    office_file: str | None,
    url: str | None,
    key_file: Path | None,
) -> None:
    """核查一批申报，并在本机浏览器中审核：只有本机能访问，裁定直接记录。"""
    from validator.common.progress import Progress
    from validator.ledger.audit.errors import SupervisionError
    from validator.output.page.build import title_of
    from validator.output.page.server import ReviewService
    from validator.supervision.revalidating import validated_again

    progress = Progress()
    with opened_trail(url, key_file, create=True) as trail:
        result, settings = validated_again(paths, day, office_file, trail, progress, progress.tell)
        progress.done()
        try:
            service = ReviewService(result, settings, trail, port=port, title=title_of(result))
        except OSError as error:
            raise SupervisionError(f"端口 {port} 已被占用。请用 --port 另写一个。") from error
        with service:
            click.echo(f"审核网页：{service.address}")
            click.echo("网址中含有口令，请勿转发。按 Ctrl+C 结束。", err=True)
            if opened:
                click.launch(service.address)
            try:
                service.serve_forever()
            except KeyboardInterrupt:
                click.echo("已结束。", err=True)
    next_step("用 claimcheck review notice、payment、letters 编写公示名单、发放清册和告知书")


for _command in (notice, payment, letters):
    review.add_command(_command)
