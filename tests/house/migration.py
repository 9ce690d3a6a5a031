"""``make migration``: drafts the next step of the schema's history from what the tables say now."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

import kairan.app  # noqa: F401  # every domain's tables
from kairan.migrations import FOLDER, config


def draft(about: str, folder: Path = FOLDER) -> Path:
    """Write what is between the history in ``folder`` and the tables; return the new file.

    ``about`` is what changes, in a few words: the file's docstring and, shortened, its name. The id
    is the next number in four digits.
    """
    with tempfile.TemporaryDirectory() as empty:
        engine = create_engine(f"sqlite:///{Path(empty) / 'empty.db'}")
        with engine.connect() as connection:
            settings = config(connection, folder)
            command.upgrade(settings, "head")
            connection.commit()
            head = ScriptDirectory.from_config(settings).get_current_head()
            number = f"{int(head or 0) + 1:04}"
            command.revision(settings, about, autogenerate=True, rev_id=number)
        engine.dispose()
    [made] = (folder / "versions").glob(f"{number}_*.py")
    lines = made.read_text().splitlines(keepends=True)
    made.write_text("".join(line for line in lines if "# ###" not in line))  # Alembic's own remarks
    return made


if __name__ == "__main__":
    draft(sys.argv[1])
