"""What the desk has done by other commands: bank statements into a claim, templates to hand out."""

from datetime import datetime
from pathlib import Path
from typing import Any

from claimcheck.text import shown_name
from validator.commands.desk.asked import DeskError, text_of
from validator.commands.desk.calling import call
from validator.commands.desk.desk import Desk
from validator.commands.desk.places import INBOX, STATEMENTS, TEMPLATES, is_passed_over
from validator.commands.desk.taking_in import named_file
from validator.common.naming import imported_name
from validator.intake.statements.sources.archive import STATEMENTS as ENDINGS


def receive_statement(desk: Desk, name: str, content: bytes) -> str:
    """Keep a dropped statement; why it was not taken, in Chinese.

    Raises:
        WriteError: it cannot be written.
    """
    if is_passed_over(name):
        return ""
    if not name.lower().endswith((*ENDINGS, ".zip")):
        return f"“{shown_name(name)}”不是银行流水（CSV、Excel、PDF、HTML），没有收。"
    kept = desk.batch.receive(name, content, STATEMENTS)
    if kept in desk.statements:  # each wage would stand in the claim twice
        return f"“{shown_name(kept)}”已经收到，内容相同，没有再收一份。"
    desk.statements.append(kept)
    desk.worker.changed()
    return ""


def forget_statements(desk: Desk, _: Any) -> dict[str, Any]:
    """Begin again with no statements; the files stay where they are."""
    desk.statements.clear()
    desk.worker.changed()
    return {}


def import_wages(desk: Desk, content: Any) -> dict[str, Any]:
    """Begin to write the statements into the copy of a claim, which then stands for it.

    Raises:
        DeskError: there are no statements, or the claim is not in the batch.
        BusyError: something else is being done.
    """
    claim = named_file(desk, content)
    if not desk.statements:
        raise DeskError("还没有银行流水。请把流水文件拖到这里。")
    inside = claim.is_relative_to(desk.batch.path)
    folder = claim.parent if inside else desk.batch.path / INBOX
    target = folder / imported_name(claim)
    options = [
        *_option("--holder", text_of(content, "holder", needed=False)),
        *_option("--employer", text_of(content, "employer", needed=False)),
        *_option("--pay-day", text_of(content, "pay_day", needed=False)),
        *(["--holder-from-name"] if content.get("holder_from_name") is True else []),
    ]
    files = [str(file) for file in desk.statements]
    arguments = ["wages", "import", *options, "--into", str(claim), "-o", str(target), "--", *files]

    def act() -> None:
        called = call(arguments)
        written = target.is_file() and called.status != 2
        if written:
            desk.batch.replace(claim, target)
            desk.statements.clear()
        desk.note_made("导入银行流水", called.said, called.remarks, [target] if written else [])

    desk.worker.start("导入银行流水", act)
    return {}


def make_templates(desk: Desk, content: Any) -> dict[str, Any]:
    """Begin to write blank templates of some types into a folder of their own.

    Raises:
        DeskError: no type was chosen.
        BusyError: something else is being done.
    """
    from claimcheck.forms import forms

    types = content.get("types") if isinstance(content, dict) else None
    chosen = [name for name in forms() if isinstance(types, list) and name in types]
    if not chosen:
        raise DeskError("请至少选择一类模板。")
    folder = desk.home / TEMPLATES / datetime.now().strftime("%Y-%m-%d %H%M%S")
    plain = ["--no-macros"] if content.get("macros") is not True else []

    def act() -> None:
        called = call(["template", "new", *chosen, "-o", str(folder), "--chinese-names", *plain])
        files = sorted(folder.glob("*.xls*")) if folder.is_dir() else []
        said = [f"空白模板 {len(files):,} 份。"] if called.status == 0 else called.said
        desk.note_made("空白模板", said, called.remarks, _openable(folder, files))

    desk.worker.start("生成模板", act)
    return {}


def template_types(_desk: Desk, _content: Any) -> dict[str, Any]:
    """Every type of template: name, title, what for."""
    from claimcheck.forms import forms

    return {"types": [[form.type, form.title, form.purpose] for form in forms().values()]}


def _option(name: str, value: str) -> list[str]:
    return [f"{name}={value}"] if value else []


def _openable(folder: Path, files: list[Path]) -> list[Path]:
    return [folder, *files] if files else []
