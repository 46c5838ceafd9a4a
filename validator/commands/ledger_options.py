"""What the commands that use the ledger have in common."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimcheck.streams import write_data

if TYPE_CHECKING:
    from validator.ledger.ledger import Ledger

#: Clocks of several PCs that differ by no more are taken to be right.
_SKEW = timedelta(days=1)

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


def need_ledger(url: str | None) -> None:
    """Refuse `--ledger none`.

    Raises:
        LedgerError: no ledger was wanted.
    """
    from validator.ledger.errors import LedgerError
    from validator.ledger.presence import is_none

    if is_none(url):
        raise LedgerError("这个命令须有台账，不能写 none。")


def opened_ledger(
    url: str | None, key_file: Path | None, *, create: bool, replacing: bool = False
) -> "Ledger":
    """The ledger; says where a new key was made, and that an older ledger was taken over.

    Raises:
        LedgerError: it cannot be opened, or none was wanted.
    """
    from validator.ledger.opening import open_ledger

    need_ledger(url)
    opened = open_ledger(url, key_file=key_file, create=create, replacing=replacing)
    tell_of(opened)
    return opened


@contextmanager
def opened_if_there(url: str | None, key_file: Path | None) -> Iterator["Ledger | None"]:
    """The ledger that a batch is held against before it is recorded; None where none is yet."""
    from validator.ledger.errors import LedgerMissingError

    try:
        there = opened_ledger(url, key_file, create=False)
    except LedgerMissingError:
        yield None
        return
    with there:
        yield there


def tell_of(opened: "Ledger") -> None:
    """Say on standard error what opening a ledger has made, and that a clock is behind it."""
    if opened.new_key is not None:
        tell_of_new_key(opened.new_key)
    if opened.taken_over:
        click.echo(
            f"这个台账由以前的版本建立，现已把其中 {opened.taken_over:,} 个批次纳入审核记录的链条："
            "今后改动、删除、换回旧文件都会被发现（以前的改动无从得知）。只做这一次。",
            err=True,
        )
    now, last = datetime.now(UTC), opened.last_written()
    if last is not None and last - now > _SKEW:
        click.echo(
            f"请注意：这台电脑的时间是 {_shown(now)}，早于台账的最后一条记录（{_shown(last)}）。"
            "时钟可能不对，核查会按错误的日期算。请先调准时钟，再办一次；"
            "那条记录的日期不对的，不必理会，再登记或裁定一次以后不再提示。",
            err=True,
        )


def _shown(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def tell_of_new_key(path: Path) -> None:
    """Say on standard error that a key was made, and what depends on it."""
    click.echo(
        f"已新建密钥文件：{path}\n"
        "请注意：台账里的身份证号和账号都用这把密钥变成代号保存，审核工作簿也用它加校验码。"
        "密钥丢失，以前的记录和裁定就再也查对不上，谁也无法恢复。请马上把它备份到单位的安全位置，"
        "不要和台账放在一起，不要外发；几台电脑共用一个台账的，须用同一个密钥文件。",
        err=True,
    )


def lacks_key(key_file: Path | None) -> bool:
    """Whether there is no key yet."""
    from validator.ledger.presence import own_key

    return not (key_file or own_key()).is_file()


def tell_of_key_made(key_file: Path | None) -> None:
    """Say where the key is, if there is one by now; for who had none before."""
    from validator.ledger.presence import own_key

    if not lacks_key(key_file):
        tell_of_new_key(key_file or own_key())


def agreed(question: str) -> bool:
    """Ask on standard error; without a terminal the answer is no."""
    if not sys.stdin.isatty():
        click.echo(f"{question}（没有终端可以询问，请加 --yes）", err=True)
        return False
    return click.confirm(question, err=True)


def print_json(content: Any) -> None:
    """Write JSON to standard output."""
    import msgspec

    write_data(msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n")
