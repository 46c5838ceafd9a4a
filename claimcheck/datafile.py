"""Strict reading of the TOML files that hold rules, facts, forms and settings.

rtoml reads them with the TOML library of Rust: nine times as fast as the standard library's
tomllib, which every command that reads all rules can feel.
"""

import re
from pathlib import Path
from typing import TypeVar

import msgspec
import rtoml

from claimcheck.errors import DataFileError, said_of

Model = TypeVar("Model")


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of all structures that are read from a file: unknown keys are errors."""


def load_toml(path: Path, model: type[Model]) -> Model:
    """Read `path` as `model`.

    Raises:
        DataFileError: the file cannot be read, is not TOML, has an unknown key, lacks a
            required one, or holds a value of a wrong type. The message names the place.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        return msgspec.convert(rtoml.loads(text), model)
    except OSError as error:
        raise DataFileError(f"无法读取“{path.name}”：{said_of(error)}。") from error
    except UnicodeDecodeError as error:
        raise DataFileError(f"“{path.name}”不是 UTF-8 编码，请另存为 UTF-8 后再试。") from error
    except rtoml.TomlParsingError as error:
        raise DataFileError(f"“{path.name}”不是有效的 TOML 文件{_place(str(error))}。") from error
    except msgspec.ValidationError as error:
        raise DataFileError(f"“{path.name}”内容有误：{_in_chinese(str(error))}") from error


def _in_chinese(message: str) -> str:
    """Translate the validation messages a person may meet; keep the place as it is."""
    patterns = [
        (r"Object contains unknown field `(.+?)`", r"不认识的项“\1”"),
        (r"Object missing required field `(.+?)`", r"缺少必填项“\1”"),
        (r"Expected `(.+?)`, got `(.+?)`", r"应为\1，实为\2"),
        (r"Invalid RFC3339 encoded date", "不是日期，应如 2026-03-05"),
        (r"Invalid enum value (.+?)(?= -|$)", r"不允许的值 \1"),
        (r" - at `(.+?)`", r"（位置：\1）"),
    ]
    for pattern, replacement in patterns:
        message = re.sub(pattern, replacement, message)
    return re.sub(r"(?<=[应实]为)[\w| ]+", lambda kinds: _kinds(kinds[0]), message)


_KINDS = {
    "str": "文字",
    "int": "整数",
    "float": "小数",
    "bool": "true 或 false",
    "date": "日期",
    "array": "列表",
    "object": "一组项",
    "null": "空",
}


def _kinds(names: str) -> str:
    """`int | float` as 整数或小数."""
    return "或".join(_KINDS.get(name.strip(), name.strip()) for name in names.split("|"))


def _place(message: str) -> str:
    """The place that the parser names: （第 1 行第 12 列）."""
    found = re.search(r"at line (\d+) column (\d+)$", message)
    return f"（第 {found[1]} 行第 {found[2]} 列附近）" if found else ""
