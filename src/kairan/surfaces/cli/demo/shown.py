"""What ``kairan demo`` prints, and the file of tokens it writes."""

import os
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from kairan.surfaces.cli.demo.load import DemoLoaded
from kairan.surfaces.cli.demo.members import ROOM, LoadAdded


def show_demo(loaded: DemoLoaded) -> None:
    """Print whom to sign in as; the password and the links are known only the first time."""
    console = Console(highlight=False)
    if not loaded.changed:
        console.print("The demonstration is here already; nothing was changed.")
        console.print(
            "Its password and links were told when it was loaded; an empty DATA begins anew.\n"
        )
    table = Table("who", "name", "sign in as", box=None, pad_edge=False, header_style="bold")
    for each in loaded.entrances:
        if each.login:
            table.add_row(each.who, each.name, each.login)
    console.print(table)
    if loaded.changed:
        password = loaded.password or "the one you gave"
        console.print(f"\nThe password of everybody is [bold]{password}[/bold]")
    for each in loaded.entrances:
        if each.link:
            console.print(f"\n{each.name} ({each.who}) enters once by this link:")
            console.print(each.link, soft_wrap=True)


def show_load(added: LoadAdded) -> None:
    """Print how many were added to which organisation."""
    console = Console(highlight=False)
    console.print(
        f"{added.added} members were added to {added.organisation}, {added.kept} were there "
        f"already; all are in the room {ROOM!r}."
    )
    if added.added:
        password = added.password or "the one you gave"
        console.print(f"The password of those added is [bold]{password}[/bold]")


def write_tokens(path: Path, tokens: Sequence[str]) -> None:
    """Write a token a line, in order, for the owner's eyes only."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="ascii") as file:
        os.fchmod(descriptor, 0o600)
        file.writelines(f"{token}\n" for token in tokens)
