"""The `claimcheck` command: finds its subcommands and loads only the one that is called."""

import gc
import gettext
import os
import sys
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from claimcheck import __version__
from claimcheck.errors import ClaimcheckError
from claimcheck.help_words import speak_chinese
from claimcheck.leaving import leaving_at_once
from claimcheck.streams import prepare_streams, saying_where_full
from claimcheck.unknown_commands import suggest

_GROUP = "claimcheck.commands"

#: So many new objects are made before Python looks for garbage among them. What is imported and
#: loaded stays to the end: a short command makes fewer, and never looks through it.
_OBJECTS = 200_000

# click speaks through gettext; what it says by itself must be Chinese, too.
os.environ["LANGUAGE"] = "zh_CN"
gettext.bindtextdomain("messages", str(Path(__file__).with_name("locale")))


class _LazyGroup(click.Group):
    """A group whose commands are the package's entry points, imported on use."""

    def _entry_points(self) -> dict[str, str]:
        """Name → module:attribute of every subcommand."""
        if (known := _beside_the_package()) is not None:
            return known
        from importlib.metadata import distribution

        own = distribution("claimcheck").entry_points
        return {point.name: point.value for point in own if point.group == _GROUP}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Names of all subcommands, without importing them."""
        return sorted(self._entry_points())

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002
        cmd_name: str,
    ) -> click.Command | None:
        """Import and return one subcommand; None where there is no such name."""
        place = self._entry_points().get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command = getattr(import_module(module), name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{place} is not a click command")
        speak_chinese(command)
        if isinstance(command, click.Group):
            suggest(command)
        return command

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run as a program: whatever is said can be written to wherever it goes."""
        gc.set_threshold(_OBJECTS)
        prepare_streams()
        run = saying_where_full(partial(super().main, *args, **kwargs))
        # Whoever calls with words of his own, such as a test, goes on afterwards.
        return run() if args or "args" in kwargs else leaving_at_once(run)

    def invoke(self, ctx: click.Context) -> object:
        """Run the subcommand; turn our own errors into one message and exit status 2.

        What was typed or stands in a file's name may be somebody's number: it is masked.
        """
        from claimcheck.temporary import own_folder

        try:
            with own_folder():
                return super().invoke(ctx)
        except ClaimcheckError as error:
            click.echo(_masked(str(error)), err=True)
            ctx.exit(2)
        except click.UsageError as error:
            said = error.format_message()
            if _masked(said) == said.strip():
                raise
            raise click.UsageError(_masked(said), error.ctx) from error


@cache
def _beside_the_package() -> dict[str, str] | None:
    """The entry points as the installer wrote them; None where they lie elsewhere.

    `importlib.metadata` finds them everywhere, but its import takes a third of the time
    that `claimcheck --help` needs.
    """
    for folder in sys.path:
        path = Path(folder, f"claimcheck-{__version__}.dist-info", "entry_points.txt")
        try:
            text = path.read_text("utf-8")
        except OSError:
            continue
        _, _, section = text.partition(f"[{_GROUP}]")
        lines = section.partition("[")[0].splitlines()
        pairs = (line.partition("=") for line in lines if "=" in line)
        return {name.strip(): place.strip() for name, _, place in pairs} or None
    return None


def _masked(message: str) -> str:
    from claimcheck.identity import hide_numbers
    from claimcheck.text import cleaned

    return hide_numbers(cleaned(message))


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    __version__, "--version", prog_name="claimcheck", message="%(prog)s %(version)s"
)
def main() -> None:
    """就业补贴申报：规则计算、模板生成与批量核查。"""


speak_chinese(main)
suggest(main)
