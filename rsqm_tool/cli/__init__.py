"""The command line: the only place that knows arguments, the clock, printing and exit codes.

Each command is a file of this folder with a click command called `command`; it is imported when it is run, so that
`rsqm --version` costs little more than Python itself.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

import click

from rsqm_tool import __version__
from rsqm_tool.cli._exits import FAULT, WRONG

_COMMANDS = (
    "init",
    "check",
    "explain",
    "list",
    "tables",
    "forecast",
    "privacy",
    "publish",
    "measures",
    "forget",
)  # in the order in which a manager meets them


class _Commands(click.Group):
    """The commands, by their names; none is imported before it is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            close = get_close_matches(args[0], _COMMANDS, n=1)
            hint = f"Did you mean {close[0]!r}?" if close else "`rsqm --help` shows them."
            ctx.fail(f"There is no command {args[0]!r}. {hint}")
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"rsqm_tool.cli.{cmd_name}").command
        return command


@click.group(cls=_Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-C", "folder", metavar="DIR", type=click.Path(path_type=Path), help="The workspace, for any command.")
@click.version_option(__version__, prog_name="rsqm", message="%(prog)s %(version)s")
@click.pass_context
def rsqm(context: click.Context, folder: Path | None) -> None:
    """Get a restorative justice service through quality assessment.

    Holds the service's evidence against the criteria of a framework and says what is met, what is missing, stale or
    insufficient, and what to do next. Begin with `rsqm init FOLDER`, then `rsqm check`.
    """
    context.obj = folder  # for the commands, which take -C as well
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main() -> None:
    """Run the command line and leave with its exit code; never with a traceback on the screen."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console that cannot show a character shows a question mark
            stream.reconfigure(errors="replace")
    try:
        code = rsqm.main(prog_name="rsqm", standalone_mode=False)
    except click.Abort:
        click.echo("Stopped.", err=True)
        code = WRONG
    except click.ClickException as error:
        error.show()
        code = WRONG
    except Exception as error:
        if os.environ.get("RSQM_DEBUG"):
            raise
        from rsqm_tool.cli._fault import tell

        code = tell(error)
        assert code == FAULT
    sys.exit(code if isinstance(code, int) else 0)
