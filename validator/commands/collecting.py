"""`claimcheck collect` and `claimcheck split`: many workbooks to one batch, and back."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck.identity import hide_numbers
from claimcheck.next_step import next_step
from claimcheck.text import shown_name
from validator.commands.not_ours import refuse_others

if TYPE_CHECKING:
    from validator.intake.collecting.joining import Collected
    from validator.reading.files import FilesOfCall

_OUT_FILE = click.option(
    "-o",
    "--output",
    "target",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="汇总到哪个文件，如 batch.xlsx。",
)

#: So many claims are named in a message.
_NAMED = 3

_NOTHING = "给出的文件夹里没有 Excel 工作簿。"
_NOTHING_LEFT = "除了汇总文件本身，没有别的 Excel 工作簿可以汇总。"


@click.command()
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件夹或文件..."
)
@_OUT_FILE
@click.pass_context
def collect(ctx: click.Context, *, paths: tuple[Path, ...], target: Path) -> None:
    """把许多申报工作簿汇总成一批；每一行都注明来自哪个文件、哪张表、哪一行。

    \b
    内容完全相同的文件只收一份；不能收的逐个说明原因，其余照常汇总。
    退出状态：0 全部收入；2 有文件没有收入或命令有误。
    """  # noqa: D301
    from claimcheck.writing import WriteError
    from validator.intake.collecting.joining import collect_files
    from validator.intake.collecting.writing import write_batch
    from validator.reading.files import look_over
    from validator.reading.origin import FILES_SHEET

    if target.suffix.lower() != ".xlsx":
        raise click.UsageError("汇总文件请用 .xlsx 结尾的名字。")
    found = look_over(paths, _tell)
    passed_over = [*_tables_nobody_reads(found)]
    for label, what, advice in passed_over:
        click.echo(f"没有收入“{label}”（{what}）：{advice}", err=True)
    files = [path for path in found.workbooks if path.resolve() != target.resolve()]
    if not files:
        click.echo(_NOTHING_LEFT if target.is_file() else _NOTHING, err=True)
        ctx.exit(2)
    try:
        refuse_others(target, FILES_SHEET, "汇总文件")
    except WriteError as error:
        click.echo(str(error), err=True)
        ctx.exit(2)
    with _progress("读取工作簿", len(files)) as progress:
        result = collect_files(files, progress)
    _tell_of_files(result)
    if not result.applicants:
        click.echo("没有可以汇总的工作簿，没有写文件。", err=True)
        ctx.exit(2)
    try:
        write_batch(result, target)
    except WriteError as error:
        click.echo(str(error), err=True)
        ctx.exit(2)
    if result.renamed:
        click.echo(f"{len(result.renamed)} 个申报编号有重复，已加文件号区分，拆分时还原。")
    click.echo(f"汇总 {len(result.applicants)} 个工作簿：{shown_name(target)}")
    if result.again:
        next_step("移开不用的文件，再汇总一次；两份都要用的，用 claimcheck validate 核查")
    else:
        next_step(f"用 claimcheck validate {shown_name(target)} 核查这一批")
    ctx.exit(2 if result.refused or passed_over else 0)


@click.command()
@click.argument("batch", type=click.Path(path_type=Path, dir_okay=False), metavar="汇总文件")
@click.option(
    "-o",
    "--output",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="各申报单位的工作簿放到哪个文件夹。",
)
@click.pass_context
def split(ctx: click.Context, *, batch: Path, folder: Path) -> None:
    """把汇总文件拆回各申报单位自己的工作簿；有“核查结果”的，各得自己的部分。"""
    from claimcheck.writing import WriteError
    from validator.intake.collecting.splitting import split_batch
    from validator.reading.parts import read_batch
    from validator.reading.unreadable import UnreadableError

    try:
        found = read_batch(batch)
        with _progress("拆分", len(found.parts)) as progress:
            written = split_batch(found, batch, folder, progress)
    except UnreadableError as error:
        click.echo(f"无法拆分“{shown_name(batch)}”：{error}", err=True)
        ctx.exit(2)
    except WriteError as error:
        click.echo(str(error), err=True)
        ctx.exit(2)
    rebuilt = sum(not entry.from_original for entry in written)
    click.echo(f"拆分为 {len(written)} 个工作簿，放在“{shown_name(folder)}”。")
    if rebuilt:
        click.echo(
            f"其中 {rebuilt} 个找不到原文件，或原文件不是 .xlsx、.xlsm，"
            "按汇总内容重建，不带原来的格式和公式。"
        )
    changed = sum(entry.changed for entry in written)
    if changed:
        click.echo(f"汇总文件里改过的 {changed} 个单元格已写回。")
    if found.strays:
        click.echo(f"{found.strays} 行没有来源，没有分给任何单位。", err=True)
    next_step(f"把“{shown_name(folder)}”中的工作簿交还各申报单位")
    ctx.exit(2 if found.strays else 0)


def _tables_nobody_reads(found: "FilesOfCall") -> Iterator[tuple[str, str, str]]:
    """What lies in the folders and may hold claims: its name, what it is, what to do."""
    from validator.common.naming import labels
    from validator.reading.files import may_be_handed_in
    from validator.reading.kinds import ARCHIVE, MAY_BE_CLAIMS, in_one_word

    for path, label in zip(found.others, labels(found.others), strict=True):
        what = in_one_word(path) if may_be_handed_in(path) else ""
        if what in MAY_BE_CLAIMS:
            yield label, what, "是申报表的，请另存为 .xlsx 后再汇总。"
        elif what == ARCHIVE:
            yield label, what, "里面有申报表的，请解压后再汇总。"


def _tell_of_files(result: "Collected") -> None:
    """Say which files were not taken, and what is remarkable about those that were."""
    for path, why in result.refused:
        click.echo(f"没有收入“{shown_name(path)}”：{why}", err=True)
    for copy, first in result.dropped:
        click.echo(f"“{shown_name(copy)}”与“{shown_name(first)}”内容完全相同，只收一份。")
    for again in result.again:
        click.echo(
            f"“{shown_name(again.later)}”和“{shown_name(again.first)}”都有同一申报主体的申报"
            f" {_some(again.claim_ids)}，两份都已收入。像是改正后又交来的："
            "请只留要用的一份，移开另一份，再汇总一次。"
        )
    for applicant in result.applicants:
        for remark in applicant.remarks:
            click.echo(f"{shown_name(applicant.path)}：{remark}")


def _some(claim_ids: Sequence[str]) -> str:
    """Claim numbers in a message, the first few named."""
    named = hide_numbers("、".join(claim_ids[:_NAMED]))
    return f"{named} 等 {len(claim_ids)} 项" if len(claim_ids) > _NAMED else named


def _tell(what: str) -> None:
    click.echo(what, err=True)


@contextmanager
def _progress(what: str, total: int) -> Iterator[Callable[[int, Path], None]]:
    """A bar on a terminal; elsewhere nothing, so that logs stay short."""
    if not sys.stderr.isatty() or total < 2:
        yield lambda _done, _path: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done, _: bar.update(task, completed=done)
