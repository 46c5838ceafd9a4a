"""What the `review` commands have in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck.day_option import DAY

if TYPE_CHECKING:
    from validator.ledger.audit.trail import Trail

ledger_option = click.option(
    "--ledger",
    "url",
    metavar="地址",
    help="台账：SQLite 文件，或 postgresql://用户@服务器/数据库（默认本人的台账文件）。",
)
key_option = click.option(
    "--key",
    "key_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="密钥文件（默认在本人的设置文件夹）。",
)
json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
reviewer_option = click.option("--reviewer", default="", help="审核人姓名。")
reason_option = click.option("--reason", default="", help="理由。")


paths_argument = click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件或文件夹..."
)
day_option = click.option("--on", "day", type=DAY, help="按哪一天核查（默认今天）。")
office_option = click.option(
    "--office", "office_file", metavar="文件", help="经办机构设置，默认 ./office.toml。"
)


def need_ledger(url: str | None) -> None:
    """Refuse `--ledger none`.

    Raises:
        LedgerError: no ledger was wanted.
    """
    from validator.ledger.errors import LedgerError

    if url is not None and url.strip().lower() == "none":
        raise LedgerError("这个命令须有台账，不能写 none。")


@contextmanager
def opened_trail(url: str | None, key_file: Path | None, *, create: bool) -> Iterator["Trail"]:
    """The ledger with its audit trail; says where a new key was made.

    Raises:
        LedgerError: it cannot be opened, or none was wanted.
    """
    from validator.ledger.audit.trail import open_trail

    need_ledger(url)
    with open_trail(url, key_file, create=create) as trail:
        if trail.ledger.new_key is not None:
            click.echo(
                f"已新建密钥文件：{trail.ledger.new_key}\n"
                "请马上把它备份到单位的安全位置，不要和台账放在一起。密钥丢失，以前的裁定和台账"
                "就再也查对不上。",
                err=True,
            )
        yield trail
