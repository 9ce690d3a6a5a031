"""Alembic's environment: runs over the connection that ``upgrade`` gives it."""

from typing import Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from kairan.kernel.tables import metadata


def _render(kind: str, item: object, _: object) -> str | Literal[False]:
    """Write our own column types as what they are in the database: the history outlives our classes."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=_render,
)
with context.begin_transaction():
    context.run_migrations()
