"""What goes into a batch: files that are dropped or named by their path; and out of it again."""

from pathlib import Path
from typing import Any

from claimcheck.text import shown_name
from validator.commands.desk.asked import DeskError, text_of
from validator.commands.desk.desk import Desk
from validator.commands.desk.places import is_claim_file, is_passed_over
from validator.reading.files import expand


def receive(desk: Desk, name: str, content: bytes) -> str:
    """Keep a dropped file; in Chinese why it was not taken, or for which one it stands now.

    Raises:
        WriteError: it cannot be written.
    """
    if is_passed_over(name):
        return ""
    if not is_claim_file(name):
        return f"“{shown_name(name)}”不是工作簿，没有收。银行流水请到“银行流水”页导入。"
    batch = desk.batch
    kept = batch.receive(name, content)
    if kept in batch.files:
        return f"“{shown_name(kept)}”已经在这一批里，内容相同，没有再收一份。"
    before, like = batch.corrected_by(kept), batch.named_like(kept)
    if before is None:
        batch.add(kept)
    else:  # both together would be the same claim twice
        batch.replace(before, kept)
    desk.worker.changed()
    if before is not None:
        return f"“{shown_name(name)}”是改正后交回的，代替这一批里的“{shown_name(before)}”。"
    if like is not None:
        return (
            f"这一批里已有同名而内容不同的“{shown_name(like)}”，新的一份存为“{shown_name(kept)}”，"
            "两份都在这一批里。如果新的是改正后的，请移出原来那份，以免同一项申报算两次。"
        )
    return ""


def add_path(desk: Desk, content: Any) -> dict[str, Any]:
    """Take in a file or folder of this PC, where it stands.

    Raises:
        DeskError: nothing is there, or no workbook in it.
    """
    path = Path(text_of(content, "path").strip('"')).expanduser()
    if not path.is_absolute() or not path.exists():
        raise DeskError("没有找到这个文件或文件夹。请写完整的路径，如 D:\\申报\\第一批。")
    files = expand([path])
    if not files:
        raise DeskError("这个文件夹里没有 Excel 工作簿。")
    desk.batch.add(*files)
    desk.worker.changed()
    return {"said": f"已加入 {len(files):,} 个文件。"}


def leave_out(desk: Desk, content: Any) -> dict[str, Any]:
    """Take a file out of the batch; it stays where it is.

    Raises:
        DeskError: as of `named_file`.
    """
    desk.batch.leave_out(named_file(desk, content))
    desk.worker.changed()
    return {}


def named_file(desk: Desk, content: Any) -> Path:
    """The file of the batch that the page names by its place and name.

    Raises:
        DeskError: another file, or none, stands at that place.
    """
    sent = content if isinstance(content, dict) else {}
    at, files = sent.get("at"), desk.batch.files
    # The list may have moved since the page was drawn: another window, a second click.
    there = files[at] if isinstance(at, int) and 0 <= at < len(files) else None
    if there is None or shown_name(there) != sent.get("name"):
        raise DeskError("文件列表刚有变动，没有办。请看清列表，再试一次。")
    return there
