"""What is said of a command that does not exist: which one was probably meant."""

from typing import Any

import click


def suggest(group: click.Group) -> None:
    """Let a group and the groups inside it say which command was probably meant."""
    ordinary = group.resolve_command

    def resolve(ctx: click.Context, args: list[str]) -> Any:
        if args and group.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise click.UsageError(f"没有命令“{args[0]}”。{_meant(group, ctx, args[0])}", ctx)
        return ordinary(ctx, args)

    # click offers no other way than a class of its own for every group.
    setattr(group, "resolve_command", resolve)  # noqa: B010
    for inner in group.commands.values():
        if isinstance(inner, click.Group):
            suggest(inner)


def _meant(group: click.Group, ctx: click.Context, typed: str) -> str:
    """The nearest by its letters; else the ones whose help speaks of what was typed."""
    from claimcheck.called import called, nearest

    known = group.list_commands(ctx)
    if near := nearest(typed, known):
        return near
    helps = {name: _help_of(group, ctx, name) for name in known}
    found = called(typed, helps, lambda name: (helps[name],))
    if not found:
        return "可用的命令：" + "、".join(known) + "。"
    shown = "、".join(f"“{name}”（{helps[name]}）" for name in found[:3])
    return f"是否要写{shown}？"


def _help_of(group: click.Group, ctx: click.Context, name: str) -> str:
    command = group.get_command(ctx, name)
    return "" if command is None else command.get_short_help_str(60).rstrip("。")
