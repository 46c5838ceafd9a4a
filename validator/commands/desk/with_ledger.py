"""Opens the desk with its ledger, or says on its page why that cannot be opened."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from claimcheck.text import shown_path
from claimcheck.writing import make_folder
from validator.commands.desk.desk import Desk
from validator.commands.desk.words import at_the_desk
from validator.ledger.audit.errors import BrokenTrailError
from validator.ledger.audit.trail import Trail, open_trail
from validator.ledger.errors import LedgerError
from validator.ledger.opening import open_ledger


@contextmanager
def open_desk(
    home: Path, url: str | None, key_file: Path | None, day: datetime | None
) -> Iterator[Desk]:
    """A desk with the ledger; where that cannot be opened, the page says why.

    Raises:
        WriteError: its folder cannot be made.
    """
    make_folder(home)
    with ExitStack() as stack:
        trail, fault, distrust, notices, replaced = None, "", "", [], None
        try:
            trail = stack.enter_context(open_trail(url, key_file, create=True))
            distrust = trail.read().fault
            if trail.ledger.new_key is not None:
                notices.append(
                    f"已新建台账的密钥文件：{shown_path(trail.ledger.new_key)}。请马上把它备份到"
                    "单位的安全位置：密钥丢失，以前的裁定和台账就再也查对不上。"
                )
            if trail.ledger.taken_over:
                notices.append(
                    f"这个台账由以前的版本建立，其中 {trail.ledger.taken_over:,} 个批次已纳入"
                    "审核记录的链条：今后改动、删除、换回旧文件都会被发现。"
                )
        except BrokenTrailError as error:  # the ledger that was used last is not there

            def replaced() -> Trail:
                opened = open_ledger(url, key_file=key_file, replacing=True)
                return Trail(stack.enter_context(opened))

            fault = at_the_desk(str(error))
        except LedgerError as error:
            fault = str(error)
        desk = Desk(home, trail, fault, day, replaced)
        desk.notices += notices
        desk.distrust = distrust
        yield desk
