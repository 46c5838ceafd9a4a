"""`claimcheck wages`: bank statements and pay lists become rows of 工资流水."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck.next_step import next_step
from claimcheck.streams import write_data
from claimcheck.text import shown_name, shown_path
from validator.commands.not_ours import refuse_others

if TYPE_CHECKING:
    from validator.intake.statements.confirming import IncomeDecision
    from validator.intake.statements.importing import Import
    from validator.intake.statements.layout import Layout
    from validator.intake.statements.roster import ClaimBook
    from validator.intake.statements.statement import Options


@click.group()
def wages() -> None:
    """把银行流水、代发名单导入为工资流水。"""


_FILES = click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="对账单..."
)
_LAYOUT = click.option(
    "--layout",
    "layout_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="自己写的版式文件，用于认不出的对账单（写法见说明）。",
)
_HOLDER = click.option("--holder", default="", help="对账单没有写明户名时，户主的姓名。")
_FROM_NAME = click.option(
    "--holder-from-name", is_flag=True, help="对账单没有写明户名时，取文件名开头的姓名。"
)
_EMPLOYER = click.option("--employer", default="", help="代发名单没有写明单位时，单位的全称。")
_PAY_DAY = click.option(
    "--pay-day",
    type=click.IntRange(1, 31),
    default=None,
    help="代发名单没有发放日期时，每月几号发放。",
)
_FORMAT = click.option(
    "--format", "output", type=click.Choice(["text", "json"]), default="text", help="输出格式。"
)
_UNMASK = click.option("--unmask", is_flag=True, help="完整显示姓名、身份证号和账号。")


@wages.command("import")
@_FILES
@click.option(
    "--into",
    "claim_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="写入这个申报工作簿的副本，按花名册归到各人。",
)
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    help="写到哪个文件（配合 --into 时默认为 原名.已导入.xlsx）。",
)
@click.option(
    "--confirm",
    "confirmed_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="已填好“待确认收入”的工作簿；默认就是 --into 的工作簿。",
)
@_LAYOUT
@_HOLDER
@_FROM_NAME
@_EMPLOYER
@_PAY_DAY
@_FORMAT
@_UNMASK
@click.option("--verbose", is_flag=True, help="文件很多时也逐个列出。")
@click.pass_context
def import_(
    ctx: click.Context,
    *,
    files: tuple[Path, ...],
    claim_file: Path | None,
    target: Path | None,
    confirmed_file: Path | None,
    layout_file: Path | None,
    holder: str,
    holder_from_name: bool,
    employer: str,
    pay_day: int | None,
    output: str,
    unmask: bool,
    verbose: bool,
) -> None:
    """读取银行流水或代发名单，挑出工资，写成工资流水。可给多个文件或文件夹。

    “待确认收入”表里填了“是”或“不是”的，用同样的对账单再导入一次即按填写的办。

    \b
    退出状态：0 全部导入；1 有待确认的收入，或余额不连续；2 有文件无法读取或命令有误。
    """  # noqa: D301
    from validator.common.naming import imported_name
    from validator.intake.statements.files import expand
    from validator.intake.statements.importing import import_files
    from validator.intake.statements.statement import Options
    from validator.intake.statements.twice import TakenPayments

    if claim_file is None and target is None:
        raise click.UsageError("请用 --into 指定申报工作簿，或用 -o 指定新文件。")
    options = Options(_layout(layout_file), holder, holder_from_name, employer, pay_day or 0)
    paths = expand(files, leave_out=[path for path in (claim_file, target) if path])
    if not paths:
        click.echo("给出的文件夹里没有对账单（CSV、Excel、PDF、HTML）。", err=True)
        ctx.exit(2)
    claim = _claim(ctx, claim_file, options)
    keys = _known(claim)
    decisions = _decisions(ctx, confirmed_file or claim_file)
    taken = TakenPayments.written_in(claim) if claim else None
    with _progress(len(paths)) as progress:
        result = import_files(
            paths, options, claim.roster if claim else None, keys, progress, decisions, taken
        )
    nothing = all(entry.fault for entry in result.files)
    if claim is not None and not nothing:
        _keep_answers(ctx, target or claim.path.with_name(imported_name(claim.path)), decisions)
    written = None if nothing else _write(ctx, claim, result, target)
    _print(result, output, unmask=unmask, verbose=verbose)
    if written is not None:
        click.echo(f"已写入：{shown_path(written)}", err=True)
        next_step(_next(result, written, into=claim is not None))
    else:
        click.echo("没有一个文件可以读取，没有写文件。", err=True)
    ctx.exit(result.exit_status)


@wages.command()
@_FILES
@_LAYOUT
@_HOLDER
@_EMPLOYER
@_UNMASK
@click.pass_context
def show(
    ctx: click.Context,
    *,
    files: tuple[Path, ...],
    layout_file: Path | None,
    holder: str,
    employer: str,
    unmask: bool,
) -> None:
    """只看不写：每个文件认出了什么，每笔收入算不算工资、为什么。"""
    from validator.intake.statements.files import expand
    from validator.intake.statements.keeping import read_any
    from validator.intake.statements.showing import lines
    from validator.intake.statements.statement import Options
    from validator.reading.unreadable import UnreadableError

    options = Options(_layout(layout_file), holder, employer=employer)
    status = 0
    for path in expand(files):
        try:
            for line in lines(read_any(path, options), unmask=unmask):
                click.echo(line)
        except UnreadableError as error:
            click.echo(f"无法读取“{shown_name(path)}”：{error}", err=True)
            status = 2
    next_step("用 claimcheck wages import 流水 --into 申报.xlsx 写入申报工作簿")
    ctx.exit(status)


@wages.command()
def layouts() -> None:
    """列出认得的对账单版式。"""
    from validator.intake.statements.layout import layouts as known

    for layout in known().layout:
        click.echo(f"{layout.title}：{'、'.join(layout.signature)}")
    click.echo("代发工资名单：姓名、身份证号或账号、实发工资或各月份列")
    click.echo("其他对账单按常用列名识别；认不出的用 --layout 指定版式文件。")
    next_step("用 claimcheck wages show 流水 看看认出了什么")


def _next(result: "Import", written: Path, *, into: bool) -> str:
    """What to do after an import."""
    name = shown_name(written)
    if any(entry.unsure for entry in result.files):
        return f"在“{name}”的“待确认收入”表里填“是”或“不是”，用同样的流水再导入一次"
    if into:
        return f"用 claimcheck validate {name} 核查"
    return f"把“{name}”中的各行抄入申报工作簿的“工资流水”表，或用 --into 直接写入"


def _layout(path: Path | None) -> "Layout | None":
    if path is None:
        return None
    from validator.intake.statements.layout import load_layout

    return load_layout(path)


def _claim(ctx: click.Context, path: Path | None, options: "Options") -> "ClaimBook | None":
    if path is None:
        return None
    from validator.intake.statements.roster import read_claim_book
    from validator.reading.unreadable import UnreadableError

    try:
        claim = read_claim_book(path)
    except UnreadableError as error:
        click.echo(f"无法读取“{shown_name(path)}”：{error}", err=True)
        ctx.exit(2)
    options.employers = claim.roster.employers
    return claim


def _known(claim: "ClaimBook | None") -> frozenset[str]:
    if claim is None:
        return frozenset()
    from validator.intake.statements.writing import known_keys

    return known_keys(claim)


def _decisions(ctx: click.Context, path: Path | None) -> "dict[str, IncomeDecision]":
    """What was filled in by hand about unsure income; what cannot be followed is said."""
    if path is None:
        return {}
    from validator.intake.statements.writing import known_decisions
    from validator.reading.unreadable import UnreadableError

    try:
        found = known_decisions(path)
    except (UnreadableError, OSError) as error:
        why = error if isinstance(error, UnreadableError) else "没有这个文件或没有权限。"
        click.echo(f"无法读取“{shown_name(path)}”：{why}", err=True)
        ctx.exit(2)
    for decision in found.values():
        if decision.fault:
            click.echo(f"{decision.fault}。", err=True)
    return found


def _keep_answers(ctx: click.Context, target: Path, used: "dict[str, IncomeDecision]") -> None:
    """Refuse to replace a workbook in which a clerk has answered what is not taken over."""
    from validator.intake.statements.writing import known_decisions
    from validator.reading.unreadable import UnreadableError

    if not target.is_file():
        return
    try:
        there = known_decisions(target)
    except (UnreadableError, OSError):
        return
    lost = sum(item.wages is not None and key not in used for key, item in there.items())
    if lost:
        click.echo(
            f"“{shown_name(target)}”的“待确认收入”表里已填了 {lost} 笔，没有改动。"
            f"请把 --into 改为“{shown_name(target)}”，再导入一次。",
            err=True,
        )
        ctx.exit(2)


def _write(
    ctx: click.Context, claim: "ClaimBook | None", result: "Import", target: Path | None
) -> Path | None:
    from claimcheck.writing import WriteError
    from validator.common.naming import imported_name
    from validator.intake.statements.provenance import RECORD_SHEET
    from validator.intake.statements.writing import write_into, write_new

    try:
        if claim is None:
            assert target is not None  # noqa: S101 - the call was refused otherwise
            refuse_others(target, RECORD_SHEET, "导入结果")
            write_new(result, target)
            return target
        path = target or claim.path.with_name(imported_name(claim.path))
        if path.resolve() == claim.path.resolve():
            raise click.UsageError("-o 不能是申报工作簿本身：原文件不会被改动。")
        refuse_others(path, RECORD_SHEET, "导入结果")
        write_into(claim, result, path)
    except WriteError as error:
        click.echo(str(error), err=True)
        ctx.exit(2)
    return path


def _print(result: "Import", output: str, *, unmask: bool, verbose: bool) -> None:
    from validator.intake.statements.report import as_json, lines

    if output == "json":
        import json

        write_data(json.dumps(as_json(result, unmask=unmask), ensure_ascii=False, indent=1) + "\n")
        return
    for line in lines(result, unmask=unmask, verbose=verbose):
        click.echo(line)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int, Path], None]]:
    """A bar on a terminal; elsewhere a line now and then, so that logs stay short."""
    if sys.stderr.isatty() and total > 1:
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("读取对账单", total=total)
            yield lambda done, _: bar.update(task, completed=done)
        return
    import time

    last = [time.monotonic()]

    def tell(done: int, _: Path) -> None:
        if time.monotonic() - last[0] > 3:
            last[0] = time.monotonic()
            click.echo(f"读取对账单 {done}/{total}…", err=True)

    yield tell
