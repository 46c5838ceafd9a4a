"""The office's settings as a form: what there is to decide, what it means, and where it is kept."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from claimcheck.errors import DataFileError
from claimcheck.office import DEFAULT_NAME, Office, empty, load_office
from claimcheck.policy import documents, rules
from claimcheck.policy.model import Status
from claimcheck.policy.uses import DECIDED, all_uses
from claimcheck.text import shown_path
from claimcheck.writing import write_new, written_whole
from validator.checks.lists.known import Effect, KnownList, known_lists
from validator.commands.desk.office_toml import all_readings, office_toml

if TYPE_CHECKING:
    from validator.commands.desk.desk import Desk


def as_form(desk: "Desk", _: Any) -> dict[str, Any]:
    """The settings as they are, and all that may be decided, with its meaning and clause."""
    from claimcheck.columns import base_columns
    from claimcheck.forms import SheetKind

    path, fault = desk.home / DEFAULT_NAME, ""
    try:
        office = load_office(path) if path.is_file() else empty()
    except DataFileError as error:
        office, fault = empty(), str(error)
    return {
        "path": shown_path(path),
        "fault": fault,
        "stamp": _stamp(path),
        "office": msgspec.to_builtins(office),
        "counties": base_columns(SheetKind.CLAIMS)["county"].options or [],
        "readings": [
            {
                "id": reading.id,
                "question": reading.question,
                "wording": reading.wording,
                "why": reading.why,
                "options": [[option.key, option.means] for option in reading.options],
                "default": reading.default,
                "measures": reading.measures,
            }
            for reading in all_readings().values()
        ],
        "documents": [
            [document.key, document.title, document.status is Status.DRAFT]
            for document in documents().values()
        ],
        "standards": [
            [rule.id, rule.measure.title, f"{rule.cited}：“{rule.measure.words}”"]
            for rule in rules().values()
            if any(use.fact.key == DECIDED for use in all_uses(rule.measure, rule.defaults))
        ],
        "lists": [[known.name, _effect(known)] for known in known_lists()],
    }


def save(desk: "Desk", content: Any) -> dict[str, Any]:
    """Write the settings; what was there before is kept beside it.

    Raises:
        DataFileError: something is not as it must be, or others have written the settings since
            the form was filled in; nothing was written.
        WriteError: it cannot be written.
    """
    path = desk.home / DEFAULT_NAME
    sent = dict(content) if isinstance(content, dict) else {}
    if sent.pop("stamp", None) != _stamp(path):
        raise DataFileError(
            "打开这一页以后，单位设置在另一个窗口或别的程序里改过，没有保存，以免盖掉那边改的。"
            "请记下您要改的，刷新网页再填。"
        )
    try:
        office = msgspec.convert(sent, Office)
    except msgspec.ValidationError as error:
        raise DataFileError(
            "有一项没有填完整：写了口径、金额标准或工资月份的，须同时写明依据和决定日期；"
            f"金额须是数字。（{_place(error)}）"
        ) from error
    kept = _keep_old(path)
    with written_whole(path) as draft:
        draft.write_text(office_toml(office), "utf-8")
        try:
            load_office(draft)
        except DataFileError as error:
            raise DataFileError(str(error).replace(draft.name, path.name)) from error
    again = "已核查的申报请重新核查一次，才按新的设置计算。"
    desk.worker.changed()  # what was checked by the settings before is out of date
    return {"said": f"已保存到 {shown_path(path)}。{kept}{again}"}


def _stamp(path: Path) -> str:
    """What tells the file as it is from any other; empty where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _keep_old(path: Path) -> str:
    """Keep the file that is there under another name; what to say of it."""
    if not path.is_file():
        return ""
    content, number = path.read_bytes(), 1
    while not write_new(old := path.with_name(f"office.旧{number}.toml"), content):
        if old.read_bytes() == content:
            break
        number += 1
    return f"原来的设置另存为 {old.name}。"


def _place(error: msgspec.ValidationError) -> str:
    """Where the form is not as it must be: $.readings[0] and the like."""
    return str(error).rpartition(" - at ")[2].strip("`")


def _effect(known: KnownList) -> str:
    if known.effect is Effect.EXCLUDES:
        return f"名单上的人不能享受：{known.why}"
    return f"按“{'、'.join(known.categories)}”申报的人，须在名单上"
