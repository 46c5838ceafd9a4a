"""`claimcheck wages`: bank statements and pay lists become rows of 工资流水."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck.next_step import next_step
from claimcheck.text import shown_name, shown_path
from validator.commands.wages_import import (
    claim_book,
    decisions_in,
    import_progress,
    keep_answers,
    keys_known,
    print_import,
    what_next,
    write_import,
)

if TYPE_CHECKING:
    from validator.intake.statements.layout import Layout


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
    claim = claim_book(ctx, claim_file, options)
    keys = keys_known(claim)
    decisions = decisions_in(ctx, confirmed_file or claim_file)
    taken = TakenPayments.written_in(claim) if claim else None
    with import_progress(len(paths)) as progress:
        result = import_files(
            paths, options, claim.roster if claim else None, keys, progress, decisions, taken
        )
    nothing = all(entry.fault for entry in result.files)
    if claim is not None and not nothing:
        keep_answers(ctx, target or claim.path.with_name(imported_name(claim.path)), decisions)
    written = None if nothing else write_import(ctx, claim, result, target)
    print_import(result, output, unmask=unmask, verbose=verbose)
    if written is not None:
        click.echo(f"已写入：{shown_path(written)}", err=True)
        next_step(what_next(result, written, into=claim is not None))
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


def _layout(path: Path | None) -> "Layout | None":
    if path is None:
        return None
    from validator.intake.statements.layout import load_layout

    return load_layout(path)
