"""`claimcheck desk`: the office's page in the browser of its own PC."""

import os
from datetime import datetime
from pathlib import Path

import click

from claimcheck.next_step import next_step
from validator.commands.ledger_options import key_option, ledger_option, need_ledger
from validator.commands.review_options import day_option


@click.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="文件夹",
    help="工作台的文件放在哪里（默认“文档”中的“就业补贴核查”）。",
)
@click.option("--open/--no-open", "opened", default=True, help="是否打开浏览器。")
@day_option
@ledger_option
@key_option
def desk(
    *,
    folder: Path | None,
    opened: bool,
    day: datetime | None,
    url: str | None,
    key_file: Path | None,
) -> None:
    """打开工作台：在本机浏览器中核查、审核、发放，不用输入命令。

    只有本机能访问。关闭网页，程序随即结束；再打开一次，回到正开着的那个。
    """
    need_ledger(url)
    from validator.commands.desk.one_desk import announce, found_running, only_desk
    from validator.commands.desk.opening import open_with_system

    with only_desk() as ours:
        address = None if ours else found_running()
        if address is not None:
            click.echo(f"工作台已经开着：{address}")
        if not ours:
            if address is None:
                raise click.ClickException("工作台正在启动，或没有正常结束。请稍候再试。")
            if opened:
                open_with_system(address)
            next_step("到开着的网页里接着做")
            return
        from validator.commands.desk.places import default_folder
        from validator.commands.desk.server import DeskService
        from validator.commands.desk.with_ledger import open_desk

        home = (folder or default_folder()).absolute()
        with open_desk(home, url, key_file, day) as state, DeskService(state) as service:
            os.chdir(home)  # where the office's settings and lists are, for all that is called
            announce(service.address)
            click.echo(f"工作台：{service.address}")
            click.echo("网址中含有口令，请勿转发。关闭网页即结束。", err=True)
            if opened:
                open_with_system(service.address)
            service.serve_until_left()
    next_step("要接着办的，再打开工作台，在“接着办以前的一批”里选")
