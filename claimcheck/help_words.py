"""The placeholders in help texts, in Chinese: what click writes itself and cannot translate."""

from collections.abc import Callable

import click

from claimcheck.day_option import Day

_OPTIONS, _COMMAND = "[选项]", "命令 [参数]..."

#: What stands for a value whose option does not say itself; the first that fits holds.
_VALUES: tuple[tuple[type, str], ...] = (
    (click.IntRange, "整数"),
    (click.FloatRange, "数值"),
    (click.types.IntParamType, "整数"),
    (click.types.FloatParamType, "数值"),
    (Day, "日期"),
    (click.File, "文件"),
    (click.types.StringParamType, "文字"),
)


def speak_chinese(command: click.Command) -> None:
    """Put Chinese words for the placeholders of a command and of all its subcommands.

    Where an option or argument names its placeholder itself, that is kept.
    """
    command.options_metavar = _OPTIONS
    if isinstance(command, click.Group):
        command.subcommand_metavar = _COMMAND
        for inner in command.commands.values():
            speak_chinese(inner)
    for parameter in command.params:
        if parameter.metavar is None and not getattr(parameter, "is_flag", False):
            parameter.metavar = _placeholder(parameter)
        if isinstance(parameter.type, click.IntRange | click.FloatRange):
            # click describes a range as 1<=x<=5000, in help texts and in faults.
            setattr(parameter.type, "_describe_range", _range_of(parameter.type))  # noqa: B010


def _placeholder(parameter: click.Parameter) -> str | None:
    if isinstance(parameter.type, click.Path):
        only = {(True, False): "文件", (False, True): "文件夹"}
        return only.get((parameter.type.file_okay, parameter.type.dir_okay), "路径")
    for kind, word in _VALUES:
        if isinstance(parameter.type, kind):
            return word
    return None


def _range_of(values: click.IntRange | click.FloatRange) -> Callable[[], str]:
    if values.min is None:
        return lambda: f"至多 {values.max}"
    if values.max is None:
        return lambda: f"至少 {values.min}"
    return lambda: f"{values.min}—{values.max}"
