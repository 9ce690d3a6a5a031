"""The schema's history: one ordered line for every database, run by Alembic at start."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

FOLDER = Path(__file__).parent


def upgrade(engine: Engine) -> None:
    """Bring a database to the newest schema; does nothing where it is there already."""
    with engine.connect() as connection:
        command.upgrade(config(connection), "head")
        connection.commit()


def config(connection: Connection, folder: Path = FOLDER) -> Config:
    """Return Alembic's settings for a connection and the folder of a history."""
    made = Config()
    made.set_main_option("script_location", str(folder))
    made.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    made.attributes["connection"] = connection
    return made
