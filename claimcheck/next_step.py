"""The last line of a command: what to do next, in one sentence."""

import click


def next_step(what: str) -> None:
    """Say what to do next, on standard error, so that it is in no pipe and no file.

    Args:
        what: one sentence without its full stop, in Chinese.
    """
    click.echo(f"下一步：{what}。", err=True)
