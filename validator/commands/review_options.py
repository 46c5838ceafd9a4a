"""What the `review` commands have in common."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck.day_option import DAY
from validator.commands.ledger_options import lacks_key, need_ledger, tell_of

if TYPE_CHECKING:
    from validator.ledger.audit.trail import Trail
    from validator.supervision.proposed import Proposed

reviewer_option = click.option("--reviewer", default="", help="审核人姓名。")
reason_option = click.option("--reason", default="", help="理由。")


paths_argument = click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件或文件夹..."
)
day_option = click.option("--on", "day", type=DAY, help="按哪一天核查（默认今天）。")
office_option = click.option(
    "--office", "office_file", metavar="文件", help="经办机构设置，默认 ./office.toml。"
)


@contextmanager
def opened_trail(url: str | None, key_file: Path | None, *, create: bool) -> Iterator["Trail"]:
    """The ledger with its audit trail, whole; says what opening it has made.

    Raises:
        LedgerError: it cannot be opened, or none was wanted.
        BrokenTrailError: it was changed, or is not the one that was used last.
    """
    from validator.ledger.audit.distrust import broken
    from validator.ledger.audit.errors import BrokenTrailError
    from validator.ledger.audit.trail import open_trail

    need_ledger(url)
    with open_trail(url, key_file, create=create) as trail:
        tell_of(trail.ledger)
        if fault := trail.read().fault:
            raise BrokenTrailError(broken(fault))
        yield trail


def need_key_of(proposals: Sequence["Proposed"], key_file: Path | None) -> None:
    """Make sure that there is a key where decisions bear seals that only a key can make.

    A key and a ledger that were made now would know none of these seals, and stay behind.

    Raises:
        LedgerMissingError: there is none.
    """
    from validator.ledger.errors import LedgerMissingError
    from validator.supervision.sealing import is_old

    keyed = any(one.seal and not is_old(one.sealed, one.seal) for one in proposals)
    if keyed and lacks_key(key_file):
        raise LedgerMissingError(
            "这个审核工作簿要用核查时的密钥核对，本机还没有密钥，所以没有记录任何裁定。"
            "请在核查时所用的电脑上记录，或用 --key、--ledger 指定那台电脑的密钥文件和台账。"
        )
