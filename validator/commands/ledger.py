"""`claimcheck ledger`: what was paid before, recorded, searched, exported and forgotten."""

import sys
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck.day_option import DAY
from claimcheck.next_step import next_step
from claimcheck.streams import data_stream
from claimcheck.text import shown_name, shown_path
from validator.commands.ledger_chain import accept, verify
from validator.commands.ledger_correct import correct
from validator.commands.ledger_options import (
    agreed,
    json_option,
    key_option,
    ledger_option,
    opened_if_there,
    opened_ledger,
    print_json,
)
from validator.commands.not_ours import refuse_others
from validator.common.naming import output_stem

if TYPE_CHECKING:
    from validator.ledger.listing import Wanted

_batch_option = click.option("--batch", default="", metavar="批次", help="批次的名称或序号。")
_measure_option = click.option(
    "--measure", default="", metavar="事项", help="事项编号，如 ZW26-3。"
)
_year_option = click.option("--year", type=int, metavar="年度", help="年度，如 2026。")


@click.group()
def ledger() -> None:
    """台账：登记、更正、查找、导出、删除以前的申报，核对台账是否完整。"""


@ledger.command()
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件或文件夹..."
)
@click.option(
    "--name", metavar="名称", help="批次名称，如“中宁县2026年第2批”（默认取第一个文件的名称）。"
)
@click.option(
    "--accept-findings",
    "reason",
    metavar="理由",
    help="有须改正的错误仍要登记的，须写明理由。",
)
@click.option(
    "--on",
    "day",
    type=DAY,
    metavar="日期",
    help="登记日期，也按这一天核查（默认今天），如 2026-12-31。",
)
@click.option("--office", metavar="文件", help="经办机构设置（默认取当前文件夹的 office.toml）。")
@ledger_option
@key_option
@json_option
@click.pass_context
def record(
    ctx: click.Context,
    *,
    paths: tuple[Path, ...],
    name: str | None,
    reason: str | None,
    day: datetime | None,
    office: str | None,
    url: str | None,
    key_file: Path | None,
    as_json: bool,
) -> None:
    """核查一批申报工作簿，把没有错误的申报登记到台账。

    登记前先与台账核对，已经享受过的不再登记；同一申报登记两次，台账不变。

    \b
    退出状态：0 全部登记；1 有申报没有登记，或与台账里的金额、人数不同；
    2 有文件无法读取或台账无法使用。
    """  # noqa: D301
    from validator.common.progress import Progress
    from validator.ledger.audit.distrust import broken
    from validator.ledger.audit.errors import BrokenTrailError
    from validator.ledger.held_against import HeldAgainst
    from validator.run.prepared import prepared
    from validator.supervision.accepted import accepted
    from validator.supervision.verdicts import with_verdicts

    if reason is not None and not reason.strip():
        raise click.UsageError("请写明理由：--accept-findings 理由")
    found = prepared(paths, day, office, partial(click.echo, err=True))
    on = found.settings.on
    progress = Progress()
    with opened_if_there(url, key_file) as there:
        seen = there.seen() if there else HeldAgainst()
        # What is there already is not held against itself: its sum of then meets that of now.
        result = found.run(progress, there, "还没有历次申报台账", own=range(1, seen.batch + 1))
        result = with_verdicts(result, url, on, key_file=key_file)
        if result.supervision is not None and result.supervision.fault:
            raise BrokenTrailError(broken(result.supervision.fault))
        batch, refused = accepted(result, name or _name_of(found.files), on, reason, there)
    progress("登记到台账")
    with opened_ledger(url, key_file, create=True) as opened:
        done = opened.record(replace(batch, seen=seen))
        where = opened.where
    progress.done()
    from validator.output import ledger_lines as printing

    if as_json:
        print_json(printing.recorded_as_dict(done, refused, where))
    else:
        _print_lines(printing.recorded_lines(done, refused, where))
    if refused:
        next_step("改正没有登记的申报，或由审核人裁定后，再登记一次")
    elif done.differing:
        next_step(
            "核对上面金额或人数有变的申报；以现在的为准的，用 claimcheck ledger correct 逐项更正"
        )
    else:
        next_step("把台账和密钥分别备份；以后核查会对照台账，查出重复领取")
    ctx.exit(1 if refused or done.differing else 0)


@ledger.command()
@click.option(
    "--id", "person", default="", metavar="号码", help="身份证号；写 - 则从标准输入读取。"
)
@click.option(
    "--applicant",
    default="",
    metavar="主体",
    help="统一社会信用代码、身份证号，或单位名称的一部分。",
)
@_batch_option
@_measure_option
@_year_option
@ledger_option
@key_option
@json_option
def search(
    *,
    person: str,
    applicant: str,
    batch: str,
    measure: str,
    year: int | None,
    url: str | None,
    key_file: Path | None,
    as_json: bool,
) -> None:
    """查找一个人、一个申报主体或一个批次的记录。"""
    from validator.ledger import exporting
    from validator.output import ledger_lines as printing

    if not any([person, applicant, batch, measure, year]):
        raise click.UsageError("请给出 --id、--applicant、--batch、--measure、--year 之一。")
    wanted = _wanted(_number(person), applicant, batch, measure, year)
    with opened_ledger(url, key_file, create=False) as opened:
        if as_json:
            with data_stream() as stream:
                exporting.write_json(opened.rows(wanted), stream)
        else:
            _print_lines(printing.found_lines(opened.rows(wanted)))
            next_step("要整批留存或交他人的，用 claimcheck ledger export -o 台账.xlsx 导出")


@ledger.command()
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    help="写到文件：.csv、.json 或 .xlsx（默认以 CSV 显示）。",
)
@_batch_option
@_measure_option
@_year_option
@ledger_option
@key_option
@json_option
def export(
    *,
    target: Path | None,
    batch: str,
    measure: str,
    year: int | None,
    url: str | None,
    key_file: Path | None,
    as_json: bool,
) -> None:
    """导出台账；姓名只留首字，不含任何号码。"""
    from validator.common.progress import Progress
    from validator.ledger import exporting

    if target is not None and as_json:
        target = target.with_suffix(".json")
    wanted = _wanted("", "", batch, measure, year)
    progress = Progress()
    with opened_ledger(url, key_file, create=False) as opened:
        rows = opened.rows(wanted)
        if target is None:
            write = exporting.write_json if as_json else exporting.write_csv
            with data_stream() as stream:
                write(rows, stream)
            if not as_json:
                next_step("要用 Excel 查看的，加 -o 台账.xlsx 写成文件")
            return
        refuse_others(target, exporting.SHEET, "台账")
        progress(f"导出 {shown_name(target)}")
        written = exporting.export(rows, target)
    progress.done()
    click.echo(f"已导出 {written:,} 条记录：{shown_path(target)}", err=True)
    next_step("打开看一遍再交出；姓名只留首字，不含号码，金额仍是实数")


@ledger.command()
@click.option("--batch", default="", metavar="批次", help="删除这个批次（名称或序号）。")
@click.option(
    "--id",
    "person",
    default="",
    metavar="号码",
    help="删除这个人的记录；写 - 则从标准输入读取。",
)
@click.option("--yes", is_flag=True, help="不再询问。")
@ledger_option
@key_option
@json_option
def forget(
    *,
    batch: str,
    person: str,
    yes: bool,
    url: str | None,
    key_file: Path | None,
    as_json: bool,
) -> None:
    """从台账删除一个批次或一个人；只记下删除过，不记下是谁。"""
    from validator.output import ledger_lines as printing

    if bool(batch) == bool(person):
        raise click.UsageError("请给出 --batch 或 --id，两者之一。")
    number = _number(person)
    with opened_ledger(url, key_file, create=False) as opened:
        if batch:
            found = opened.find_batch(batch)
            question = printing.batch_question(found)
        else:
            question = "删除这个人在台账中的全部记录，删除后无法恢复。确定吗？"
        if not yes and not agreed(question):
            click.echo("没有删除。", err=True)
            return
        done = opened.forget_batch(str(found.number)) if batch else opened.forget_person(number)
    if as_json:
        print_json(printing.forgotten_as_dict(done))
    else:
        _print_lines(printing.forgotten_lines(done))
        next_step("台账以前的备份里仍有这些记录，一并处理；再把现在的台账备份一份")


def _wanted(person: str, applicant: str, batch: str, measure: str, year: int | None) -> "Wanted":
    from validator.ledger.listing import Wanted

    return Wanted(person, applicant.strip(), batch.strip(), measure.strip(), year)


def _number(text: str) -> str:
    """An ID number; `-` asks for it, so that it stays out of the command history.

    A wrong number is pointed out and still taken: the ledger may hold it.
    """
    from claimcheck.identity import id_fault, tidy

    if not text:
        return ""
    if text == "-":
        asks = sys.stdin.isatty()
        text = click.prompt("身份证号", hide_input=True, err=True) if asks else sys.stdin.readline()
    number = tidy(text)
    fault = id_fault(number)
    if not number:
        raise click.UsageError("没有给出身份证号。")
    if fault:
        click.echo(f"提醒：{fault}。仍按此号码查找。", err=True)
    return number


def _name_of(files: list[Path]) -> str:
    first = output_stem(files[0])
    return first if len(files) == 1 else f"{first}等{len(files)}个文件"


def _print_lines(lines: list[str]) -> None:
    for line in lines:
        click.echo(line)


for _command in (correct, verify, accept):
    ledger.add_command(_command)
