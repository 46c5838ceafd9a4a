"""`claimcheck validate`: checks one batch of workbooks."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck.day_option import DAY
from claimcheck.next_step import next_step
from claimcheck.streams import write_data

if TYPE_CHECKING:
    from claimcheck.settings import Settings
    from validator.ledger.ledger import Ledger
    from validator.run.validate import Validation

_STYLES = {"bold": "bold", "error": "red", "warning": "yellow", "good": "green", "dim": "dim"}


@click.command()
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件或文件夹..."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="标注副本、审核工作簿和核查报告放在哪个文件夹（默认与原文件同一文件夹）。",
)
@click.option("--no-write", is_flag=True, help="只显示结果，不写文件。")
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json", "csv", "html"]),
    default="text",
    help="输出格式。",
)
@click.option(
    "--on",
    "day",
    type=DAY,
    metavar="日期",
    help="按哪一天核查（默认今天），如 2026-12-31。",
)
@click.option("--office", "office_file", metavar="文件", help="经办机构设置，默认 ./office.toml。")
@click.option(
    "--ledger",
    metavar="地址",
    help="台账：文件或 postgresql://…；none 为不用台账（默认本人的台账文件，没有则不用）。",
)
@click.option(
    "--key",
    "key_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="文件",
    help="台账的密钥文件（默认在本人的设置文件夹）。",
)
@click.option(
    "--previous",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="报告.json",
    help="与哪一次的结果相比（--format json 的输出）；默认与同样文件的上一次相比。",
)
@click.option("--unmask", is_flag=True, help="完整显示身份证号等号码。")
@click.option(
    "--cluster",
    "cluster_address",
    metavar="地址",
    help="由 Dask 集群核查工作簿，如 tcp://10.0.0.1:8786（默认用本机各处理器）。",
)
@click.pass_context
def validate(
    ctx: click.Context,
    *,
    paths: tuple[Path, ...],
    out: Path | None,
    no_write: bool,
    output: str,
    day: datetime | None,
    office_file: str | None,
    ledger: str | None,
    key_file: Path | None,
    previous: Path | None,
    unmask: bool,
    cluster_address: str | None,
) -> None:
    """核查一批申报工作簿：可给多个文件或文件夹，合为一批。

    \b
    退出状态：0 没有错误；1 有须改正的错误；2 有文件无法读取、台账不可信或命令有误。
    """  # noqa: D301
    from validator.reading.ahead import start_ahead

    if cluster_address is None:
        start_ahead(paths)
    from claimcheck.policy import rules
    from validator.commands.clustered import where_checked
    from validator.commands.ledger_options import lacks_key, tell_of_key_made
    from validator.commands.meanwhile import importing_outputs
    from validator.commands.written import Outputs, write
    from validator.common.progress import Progress
    from validator.run.comparing import witnesses
    from validator.run.prepared import missing_words, prepared
    from validator.supervision.verdicts import with_verdicts

    progress = Progress()
    keyless = lacks_key(key_file)
    batch = prepared(paths, day, office_file, partial(click.echo, err=True))
    settings = batch.settings
    missing = batch.missing
    no_write = no_write or bool(missing)
    if unmask:
        from validator.output.review_workbook.beside import record_unmask

        record_unmask(ledger, batch.files, key_file)
    rules()  # while the worker that was started ahead gets ready: later, all wait for them
    # The page shows people month by month, and who shows numbers in full has them brought here.
    with (
        where_checked(cluster_address, whole=unmask or output == "html") as where,
        nullcontext() if no_write else importing_outputs(),
    ):
        with _opened(ledger, key_file) as (book, without):
            result = batch.run(
                progress, book, without, unmask=unmask, even_nothing=True, where=where
            )
        if not result.inputs:
            progress.done()
            _print(result, output, settings)
            _no_claims(ctx, result)
        noted = witnesses(out if out is not None else batch.files[0].parent)
        result = with_verdicts(result, ledger, settings.on, key_file=key_file, witnesses=noted)
    result = _compared(result, previous, out, keep=not no_write)
    written = Outputs() if no_write else write(result, settings, out, ledger, key_file, progress)
    progress.done()
    if keyless:
        tell_of_key_made(key_file)
    _print(result, output, settings)
    written.tell()
    if missing:
        click.echo(missing_words(missing), err=True)
    elif output == "text":
        _next(result, written.copies, written.sheets)
    ctx.exit(2 if written.problems else result.exit_status)


def _no_claims(ctx: click.Context, result: "Validation") -> None:
    """End where a folder holds no claim: there is nothing to write about."""
    if any(entry.is_blank for entry in result.aside):
        next_step("把申报内容填进模板，再核查一次")
        ctx.exit(0)
    next_step("给出申报工作簿；银行流水请用 claimcheck wages import 导入")
    ctx.exit(2)


def _next(result: "Validation", copies: list[Path], sheets: list[Path]) -> None:
    """What to do with the result, in one sentence."""
    if result.supervision is not None and result.supervision.fault:
        next_step("先照上面的说明查明台账出了什么事，再核查一次")
    elif any(entry.fault for entry in result.inputs):
        next_step("打不开的文件照上面的说明另存，再核查一次")
    elif result.count("error") and copies:
        next_step("打开标注副本，照批注改正原文件，再核查一次")
    elif result.count("error"):
        next_step("照上面的说明改正原文件，再核查一次")
    elif result.count("warning") and sheets:
        next_step(f"由审核人在“{sheets[0].name}”中填写裁定，再运行 claimcheck review apply")
    elif result.count("warning"):
        next_step("由审核人裁定：claimcheck review serve")
    else:
        next_step("上报；审核通过后用 claimcheck ledger record 登记到台账")


def _compared(
    result: "Validation", previous: Path | None, out: Path | None, *, keep: bool
) -> "Validation":
    """Compare with an earlier run, and keep this one for the next."""
    from dataclasses import replace

    from validator.run.comparing import remember, with_report, with_state

    ids, inputs = result.findings["id"].to_list(), [entry.path for entry in result.inputs]
    folder = out if out is not None else inputs[0].parent
    earlier = with_report(previous, ids) if previous else with_state(folder, inputs, ids)
    if keep:
        remember(folder, inputs, ids, result.supervision.witness if result.supervision else "")
    return replace(result, compared=earlier)


@contextmanager
def _opened(address: str | None, key_file: Path | None) -> Iterator[tuple["Ledger | None", str]]:
    """The ledger to compare with, or why there is none.

    Raises:
        LedgerError: the one that was named cannot be opened.
    """
    from validator.ledger.presence import is_none, there_may_be

    if is_none(address):
        yield None, "按要求不对照台账"
        return
    if not there_may_be(address):
        yield None, "还没有历次申报台账"
        return
    from validator.commands.ledger_options import tell_of
    from validator.ledger.errors import LedgerMissingError
    from validator.ledger.opening import open_ledger

    try:
        book = open_ledger(address, key_file=key_file, create=False)
    except LedgerMissingError as reason:
        yield None, str(reason).rstrip("。")
        return
    tell_of(book)
    with book:
        yield book, ""


def _print(result: "Validation", output: str, settings: "Settings") -> None:
    if output == "json":
        from validator.output.json import as_json

        write_data(as_json(result.printable) + "\n")
    elif output == "csv":
        from validator.output.csv import as_csv

        write_data(as_csv(result.printable), mark=True)
    elif output == "html":
        from validator.output.page.build import as_html

        write_data(as_html(result, settings))
    else:
        _print_text(result.printable)


def _print_text(result: "Validation") -> None:
    from validator.output.text import lines

    if not sys.stdout.isatty():
        for text, _ in lines(result):
            click.echo(text)
        return
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    for text, style in lines(result, max(console.width, 60)):
        console.print(text, style=_STYLES.get(style, ""), soft_wrap=True)
