"""The `claimcheck` command: finds its subcommands and loads only the one that is called."""

import gettext
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimcheck import __version__
from claimcheck.errors import ClaimcheckError
from claimcheck.help_words import speak_chinese
from claimcheck.streams import prepare_streams
from claimcheck.unknown_commands import suggest

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_GROUP = "claimcheck.commands"

# click speaks through gettext; what it says by itself must be Chinese, too.
os.environ["LANGUAGE"] = "zh_CN"
gettext.bindtextdomain("messages", str(Path(__file__).with_name("locale")))


class _LazyGroup(click.Group):
    """A group whose commands are the package's entry points, imported on use.

    Reading only claimcheck's own metadata keeps `claimcheck --version` fast however
    many packages the environment holds.
    """

    def _entry_points(self) -> "dict[str, EntryPoint]":
        from importlib.metadata import distribution

        own = distribution("claimcheck").entry_points
        return {point.name: point for point in own if point.group == _GROUP}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Names of all subcommands, without importing them."""
        return sorted(self._entry_points())

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002
        cmd_name: str,
    ) -> click.Command | None:
        """Import and return one subcommand; None where there is no such name."""
        point = self._entry_points().get(cmd_name)
        if point is None:
            return None
        command = point.load()
        if not isinstance(command, click.Command):
            raise TypeError(f"{point.value} is not a click command")
        speak_chinese(command)
        if isinstance(command, click.Group):
            suggest(command)
        return command

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run as a program: whatever is said can be written to wherever it goes."""
        prepare_streams()
        return super().main(*args, **kwargs)

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
