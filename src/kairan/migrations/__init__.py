"""The schema's history: one ordered line for every database, run by Alembic at start."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine


def upgrade(engine: Engine) -> None:
    """Bring a database to the newest schema; does nothing where it is there already."""
    with engine.connect() as connection:
        command.upgrade(_config(connection), "head")
        connection.commit()


def _config(connection: object) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config
