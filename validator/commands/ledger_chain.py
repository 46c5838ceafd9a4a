"""`claimcheck ledger verify` and `accept`: whether the ledger is whole, and standing by it."""

import sys
from pathlib import Path

import click

from claimcheck.next_step import next_step
from validator.commands.ledger_options import (
    json_option,
    key_option,
    ledger_option,
    need_ledger,
    opened_ledger,
    print_json,
)


@click.command()
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar="[结果文件夹]...")
@ledger_option
@key_option
@json_option
@click.pass_context
def verify(
    ctx: click.Context,
    *,
    folders: tuple[Path, ...],
    url: str | None,
    key_file: Path | None,
    as_json: bool,
) -> None:
    """逐行核对整个台账：有没有被改动、删去，是不是上次用的那一份。

    写上结果文件夹的，也与那里以前的核查记下的相比。

    \b
    退出状态：0 完整；1 被改动过，或不是上次用的；2 台账无法使用。
    """  # noqa: D301
    from validator.ledger.audit.trail import verified
    from validator.ledger.places import address, shown
    from validator.output import ledger_lines as printing

    need_ledger(url)
    where = shown(address(url))
    found = verified(url, key_file, _witnesses(folders))
    if as_json:
        print_json(printing.verified_as_dict(found, where))
    else:
        for line in printing.verified_lines(found, where):
            click.echo(line)
        next_step(
            "查明原因；有意换了台账或恢复了备份的，用 claimcheck ledger accept --reason 理由 确认"
            if found.fault
            else "把台账和密钥分别备份，末条校验码抄在纸上，下次核对"
        )
    ctx.exit(1 if found.fault else 0)


@click.command()
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar="[结果文件夹]...")
@click.option("--reason", default="", help="为什么换了台账，或为什么内容有变。")
@click.option("--reviewer", default="", help="由谁确认（默认本机的用户）。")
@click.option("--yes", is_flag=True, help="不再询问。")
@ledger_option
@key_option
@click.pass_context
def accept(
    ctx: click.Context,
    *,
    folders: tuple[Path, ...],
    reason: str,
    reviewer: str,
    yes: bool,
    url: str | None,
    key_file: Path | None,
) -> None:
    """确认使用现在这个台账：有意换了新台账、恢复了备份，或查明了内容为什么有变。

    发现的不同、理由和确认的人都永久写进审核记录。核查某个文件夹时仍提示的，写上那个文件夹。
    审核记录自身的链条断了的，不能这样确认。
    """
    from claimcheck.identity import hide_numbers
    from validator.ledger.audit.book import this_user
    from validator.ledger.audit.errors import SupervisionError
    from validator.ledger.audit.trail import verified

    need_ledger(url)
    if not reason.strip():
        raise SupervisionError("请用 --reason 写明为什么换了台账，或为什么内容有变。")
    witnesses = _witnesses(folders)
    found = verified(url, key_file, witnesses)
    if not found.fault:
        click.echo("台账完整，就是上次用的那一个，没有要确认的。")
        next_step("照常核查和登记")
        return
    click.echo(f"发现：{found.fault}。", err=True)
    if not yes and not (sys.stdin.isatty() and click.confirm("确认使用这个台账吗？", err=True)):
        click.echo("没有确认。（没有终端可以询问的，请加 --yes）", err=True)
        ctx.exit(1)
    with opened_ledger(url, key_file, create=True, replacing=True) as opened:
        said = opened.accept(hide_numbers(reviewer) or this_user(), hide_numbers(reason), witnesses)
    click.echo(f"已确认使用这个台账，并写进审核记录：{said}。")
    next_step("再核查一次，看以前的登记是否都在这个台账里")


def _witnesses(folders: tuple[Path, ...]) -> list[str]:
    """What earlier runs noted beside their outputs."""
    from validator.run.comparing import witnesses

    return [text for folder in folders for text in witnesses(folder)]
