"""The commands and their options, as people type them."""

import getpass
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from kairan.kernel.settings import SETTINGS, Settings, load
from kairan.surfaces.cli.audit import Checked, VerifyAudit
from kairan.surfaces.cli.backup import BackedUp, MakeBackup
from kairan.surfaces.cli.demo.load import DemoLoaded, LoadDemo
from kairan.surfaces.cli.demo.members import AddLoad, LoadAdded
from kairan.surfaces.cli.demo.shown import show_demo, show_load, write_tokens
from kairan.surfaces.cli.doctor import Examine, Examined, look_from_outside
from kairan.surfaces.cli.imports import Imported, ImportMembers, sentences, system_language
from kairan.surfaces.cli.office import CommandFailed, Office, Progress
from kairan.surfaces.cli.restore import Restored, restore
from kairan.surfaces.cli.setup import OrganisationSetUp, SetUpOrganisation
from kairan.surfaces.cli.socket import Run, ask_server
from kairan.surfaces.http.words import LANGUAGES

R = TypeVar("R")

OpenOffice = Callable[[Settings, Progress], AbstractContextManager[Office]]
"""Opens the data folder in this process, for a command while no server is up."""
Serve = Callable[[Settings], None]


def make_line(open_office: OpenOffice, serve: Serve, commands: dict[str, Run]) -> typer.Typer:
    """Return the command line over what ``app`` put together."""
    line = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        help="Kairan (回覧)",
    )
    runner = _Runner(open_office, commands)
    _add_server(line, serve)
    _add_setup(line, runner)
    _add_import(line, runner)
    _add_demo(line, runner)
    _add_audit(line, runner)
    _add_backup(line, runner)
    _add_doctor(line, runner)
    return line


class _Runner:
    """Runs a command in the server when one is up, else in this process."""

    def __init__(self, open_office: OpenOffice, commands: dict[str, Run]) -> None:
        self._open_office = open_office
        self._commands = commands

    def run(self, command: str, arguments: object, result: type[R]) -> R:
        """Run a command with a progress bar. Raises CommandFailed with a sentence."""
        settings = load(os.environ)
        encoded = msgspec.json.encode(arguments)
        with _bar(command) as progress:
            answer = ask_server(settings.database_path, command, encoded, progress)
            if answer is None:
                with self._open_office(settings, progress) as office:
                    answer = self._commands[command](office, encoded)
        return msgspec.json.decode(answer, type=result)

    def restore(self, file: Path) -> Restored:
        """Restore a backup. Raises CommandFailed with a sentence."""
        with _bar("restore") as progress:
            return restore(load(os.environ), file, self._open_office, progress)


def _add_server(line: typer.Typer, serve: Serve) -> None:
    @line.command("serve")
    def _serve(
        host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
        port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
        tls_cert: Annotated[
            Path | None, typer.Option(help="Certificate with its chain (PEM), to serve HTTPS.")
        ] = None,
        tls_key: Annotated[Path | None, typer.Option(help="Its private key (PEM).")] = None,
    ) -> None:
        """Serve everything in one process."""
        environ = dict(os.environ)
        if host is not None:
            environ["KAIRAN_HOST"] = host
        if port is not None:
            environ["KAIRAN_PORT"] = str(port)
        if tls_cert is not None:
            environ["KAIRAN_TLS_CERT"] = str(tls_cert)
        if tls_key is not None:
            environ["KAIRAN_TLS_KEY"] = str(tls_key)
        serve(load(environ))

    @line.command("settings")
    def _settings() -> None:
        """Show every setting, its present value and what it does."""
        for setting in SETTINGS:
            value = os.environ.get(setting.name) or setting.default or "(empty)"
            typer.echo(f"{setting.name}={value}\n    {setting.help}")


def _add_setup(line: typer.Typer, runner: _Runner) -> None:
    @line.command("setup")
    def _setup(
        org: Annotated[str, typer.Option(prompt="Name of the organisation")],
        code: Annotated[str, typer.Option(prompt="Short code (a-z, 0-9, -)")],
        admin: Annotated[str, typer.Option(prompt="Name of the first administrator")],
        login: Annotated[str, typer.Option(prompt="Login of the first administrator")],
        password_stdin: Annotated[
            bool, typer.Option("--password-stdin", help="Read the password from standard input.")
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
    ) -> None:
        """Make an organisation and its first administrator; asks for what is not given."""
        asked = SetUpOrganisation(org, code, admin, login, _password(from_stdin=password_stdin))
        made = runner.run("setup", asked, OrganisationSetUp)
        if as_json:
            typer.echo(msgspec.json.encode(made).decode())
        else:
            typer.echo(f"{org} is ready. Sign in as {made.login}.")


def _add_import(line: typer.Typer, runner: _Runner) -> None:
    imports = typer.Typer(no_args_is_help=True, help="Take people in from a file.")
    line.add_typer(imports, name="import")

    @imports.callback()
    def _imports() -> None:
        pass

    @imports.command("members")
    def _members(
        file: Annotated[Path, typer.Argument(help="CSV (UTF-8 or CP932) or XLSX.", exists=True)],
        org: Annotated[str, typer.Option(help="Code of the organisation.")] = "",
        dry_run: Annotated[
            bool, typer.Option("--dry-run", help="Say what would change; write nothing.")
        ] = False,
        language: Annotated[
            str, typer.Option(help="ja or en; without it the language of the system (LANG).")
        ] = "",
    ) -> None:
        """Take in the good rows and list the others. Nobody is removed; safe to repeat."""
        speaks = language or system_language(os.environ)
        if speaks not in LANGUAGES:
            raise CommandFailed(f"--language is one of: {', '.join(LANGUAGES)}.")
        asked = ImportMembers(file.name, file.read_bytes(), org, dry_run, speaks)
        done = runner.run("import_members", asked, Imported)
        for sentence in sentences(done, speaks, dry_run=dry_run):
            typer.echo(sentence)
        if done.bad:
            raise typer.Exit(2)  # whoever scripts it sees that not every row was good


def _add_demo(line: typer.Typer, runner: _Runner) -> None:
    @line.command("demo")
    def _demo(
        members: Annotated[
            int | None,
            typer.Option(help="Load nothing else; add so many generated members in one room."),
        ] = None,
        seed: Annotated[int, typer.Option(help="Another number gives other names.")] = 1,
        tokens: Annotated[
            Path | None,
            typer.Option(
                help="With --members: write a bearer token for each, a line each.", dir_okay=False
            ),
        ] = None,
        password_stdin: Annotated[
            bool, typer.Option("--password-stdin", help="Read the password from standard input.")
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
    ) -> None:
        """Load the demonstration, once, and say whom to sign in as."""
        password = _password(from_stdin=True) if password_stdin else None
        if members is None:
            if tokens is not None:
                raise CommandFailed("--tokens goes with --members.")
            loaded = runner.run("demo", LoadDemo(password, seed), DemoLoaded)
            _answer(loaded, show_demo, as_json=as_json)
            return
        asked = AddLoad(members, seed, password, tokens=tokens is not None)
        added = runner.run("demo_members", asked, LoadAdded)
        if tokens is not None:
            write_tokens(tokens, added.tokens)
        _answer(replace(added, tokens=[]), show_load, as_json=as_json)


def _answer(result: R, show: Callable[[R], None], *, as_json: bool) -> None:
    if as_json:
        typer.echo(msgspec.json.encode(result).decode())
    else:
        show(result)


def _add_audit(line: typer.Typer, runner: _Runner) -> None:
    audit = typer.Typer(no_args_is_help=True, help="The record of what was done.")
    line.add_typer(audit, name="audit")

    @audit.command("verify")
    def _verify() -> None:
        """Check the chain of the record of every organisation."""
        checked = runner.run("verify_audit", VerifyAudit(), list[Checked])
        for each in checked:
            state = "intact" if each.broken is None else f"BROKEN at row {each.broken}"
            typer.echo(f"{each.code}: {each.rows} rows, {state}")
        if any(each.broken is not None for each in checked):
            raise typer.Exit(1)


def _add_backup(line: typer.Typer, runner: _Runner) -> None:
    @line.command("backup")
    def _backup(
        file: Annotated[Path, typer.Argument(help="The file to write; it must not exist yet.")],
    ) -> None:
        """Write everything into one file, while the server goes on; read back and compared."""
        made = runner.run("backup", MakeBackup(str(file.absolute())), BackedUp)
        typer.echo(f"{file}: {made.size / 1e6:.1f} MB as of {made.made_at:%Y-%m-%d %H:%M} UTC.")

    @line.command("restore")
    def _restore(
        file: Annotated[Path, typer.Argument(help="A backup.", exists=True, dir_okay=False)],
    ) -> None:
        """Put a backup into an empty data folder. Everybody signs in again; old links are dead."""
        done = runner.restore(file)
        typer.echo(
            f"Restored as of {done.made_at:%Y-%m-%d %H:%M} UTC: {', '.join(done.organisations)}. "
            "Everybody signs in again; entry links and invitations have to be made anew."
        )


def _add_doctor(line: typer.Typer, runner: _Runner) -> None:
    @line.command("doctor")
    def _doctor() -> None:
        """Look at address, certificate, clock, disk, database, backup, and what a proxy does to streams."""
        inside = runner.run("examine", Examine(), Examined)
        findings = [*inside.findings, *look_from_outside(load(os.environ), inside.probe)]
        for each in findings:
            typer.echo(f"{each.level.upper():5} {each.what}: {each.words}")
        if any(each.level == "bad" for each in findings):
            raise typer.Exit(1)


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != password:
        raise CommandFailed("The two passwords differ.")
    return password


@contextmanager
def _bar(name: str) -> Iterator[Progress]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=None, visible=False)
        yield lambda done, of: bar.update(task, completed=done, total=of, visible=True)
