"""``kairan``: the command line."""

import sys

from kairan.adapters.sqlite import AlreadyRunning
from kairan.app import command_line
from kairan.kernel.settings import BadSetting
from kairan.surfaces.cli.office import CommandFailed


def main() -> None:
    """Run the command line; a failure is one sentence and exit status 1."""
    try:
        command_line()
    except (CommandFailed, BadSetting) as failed:
        sys.exit(f"kairan: {failed}")
    except AlreadyRunning:
        sys.exit("kairan: another process is using this data folder.")


if __name__ == "__main__":
    main()
