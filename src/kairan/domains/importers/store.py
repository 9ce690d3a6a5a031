"""SQL of imports."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import RowMapping, and_, delete, insert, select, update
from sqlalchemy.sql.elements import ColumnElement

from kairan.domains.importers.model.heading_words import Field
from kairan.domains.importers.model.headings import Column
from kairan.domains.importers.model.people import Problem
from kairan.domains.importers.model.plan import Block, Counts, Import, State, Summary
from kairan.domains.importers.model.posts import Posts
from kairan.domains.importers.tables import import_blocks, import_headings, import_missing, imports
from kairan.kernel.ctx import Ctx

_columns = msgspec.json.Decoder(tuple[Column, ...])
_problems = msgspec.json.Decoder(tuple[Problem, ...])
_posts = msgspec.json.Decoder(Posts)
_summary = msgspec.json.Decoder(Summary)
_counts = msgspec.json.Decoder(Counts)
_field: msgspec.json.Decoder[Field] = msgspec.json.Decoder(Field)


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody whom no row tells of, in their place of the list."""

    no: int
    account: str


def find_import(ctx: Ctx, import_: str) -> Import | None:
    """Return an import."""
    row = ctx.tx.execute(select(imports).where(_this(ctx, import_))).mappings().one_or_none()
    return None if row is None else _import(row)


def list_imports_before(ctx: Ctx, instant: datetime, *, limit: int) -> list[str]:
    """Return imports that were made before an instant and are not running, the oldest first."""
    found = select(imports.c.id).where(
        imports.c.org_id == ctx.org, imports.c.made_at < instant, imports.c.state != "running"
    )
    return list(ctx.tx.execute(found.order_by(imports.c.made_at).limit(limit)).scalars())


def list_imports_of(ctx: Ctx, account: str | None, states: Collection[State]) -> list[str]:
    """Return the imports somebody made (None: from the command line) that are in these states."""
    found = select(imports.c.id).where(
        imports.c.org_id == ctx.org,
        imports.c.made_by_id == account,
        imports.c.state.in_(list(states)),
    )
    return list(ctx.tx.execute(found).scalars())


def insert_import(ctx: Ctx, new: Import) -> None:
    """Keep a new import."""
    row = {
        "id": new.id,
        "name": new.name,
        "made_by_id": new.made_by,
        "made_at": new.made_at,
        "unit_id": new.unit,
        "encoding": new.encoding,
        "rows": new.rows,
        "blocks": new.blocks,
    }
    ctx.tx.execute(insert(imports), {"org_id": ctx.org, **row, **_moving(new)})


def update_import(ctx: Ctx, changed: Import) -> None:
    """Write what changes about an import in its life."""
    ctx.tx.execute(update(imports).where(_this(ctx, changed.id)), _moving(changed))


def delete_import(ctx: Ctx, import_: str) -> None:
    """Forget an import with all its rows."""
    for table in (import_blocks, import_missing):
        ctx.tx.execute(delete(table).where(table.c.org_id == ctx.org, table.c.import_id == import_))
    ctx.tx.execute(delete(imports).where(_this(ctx, import_)))


def insert_block(ctx: Ctx, import_: str, no: int, block: Block) -> None:
    """Keep a block."""
    row = {"org_id": ctx.org, "import_id": import_, "no": no, **_block(block)}
    ctx.tx.execute(insert(import_blocks), row)


def update_block(ctx: Ctx, import_: str, no: int, block: Block) -> None:
    """Write a block's rows and problems."""
    ctx.tx.execute(update(import_blocks).where(_that(ctx, import_, no)), _block(block))


def update_problems(
    ctx: Ctx, import_: str, no: int, problems: Sequence[Problem], posts: Posts
) -> None:
    """Write a block's problems and posts; its rows stay."""
    values = _found(problems, posts)
    ctx.tx.execute(update(import_blocks).where(_that(ctx, import_, no)), values)


def find_block(ctx: Ctx, import_: str, no: int) -> Block | None:
    """Return a block."""
    columns = import_blocks.c
    row = ctx.tx.execute(
        select(columns.rows, columns.problems, columns.posts).where(_that(ctx, import_, no))
    ).one_or_none()
    return None if row is None else _kept(*row)


def list_blocks(
    ctx: Ctx, import_: str, *, after: int, limit: int, bad: bool = False
) -> list[tuple[int, Block]]:
    """Return blocks with their numbers, or only those with problems."""
    columns = import_blocks.c
    statement = select(columns.no, columns.rows, columns.problems, columns.posts).where(
        columns.org_id == ctx.org, columns.import_id == import_, columns.no > after
    )
    if bad:
        statement = statement.where(columns.bad > 0)
    found = ctx.tx.execute(statement.order_by(columns.no).limit(limit))
    return [(no, _kept(*block)) for no, *block in found]


def insert_missing(ctx: Ctx, of: Import, missing: Sequence[Missing]) -> None:
    """Keep people whom no row of this dry run tells of."""
    rows = [
        {
            "org_id": ctx.org,
            "import_id": of.id,
            "revision": of.revision,
            "no": each.no,
            "account_id": each.account,
        }
        for each in missing
    ]
    ctx.tx.execute(insert(import_missing), rows)


def list_missing(
    ctx: Ctx, of: Import, *, after: int, limit: int, suspended: bool | None = None
) -> list[Missing]:
    """Return people whom no row tells of; ``suspended``: only those we suspended, or did not."""
    columns = import_missing.c
    statement = select(columns.no, columns.account_id).where(_missing(ctx, of), columns.no > after)
    if suspended is not None:
        ours = columns.suspended_at
        statement = statement.where(ours.is_not(None) if suspended else ours.is_(None))
    found = ctx.tx.execute(statement.order_by(columns.no).limit(limit))
    return [Missing(no, account) for no, account in found]


def mark_suspended(ctx: Ctx, of: Import, accounts: Sequence[str], at: datetime | None) -> None:
    """Remember whom we suspended, or (None) that we let them in again."""
    columns = import_missing.c
    ctx.tx.execute(
        update(import_missing).where(_missing(ctx, of), columns.account_id.in_(accounts)),
        {"suspended_at": at},
    )


def headings(ctx: Ctx) -> dict[str, Field]:
    """Return what headings mean in this organisation, by folded heading."""
    columns = import_headings.c
    found = select(columns.heading, columns.field).where(columns.org_id == ctx.org)
    return {heading: msgspec.convert(field, Field) for heading, field in ctx.tx.execute(found)}


def put_headings(ctx: Ctx, answers: Mapping[str, Field]) -> None:
    """Remember what headings mean."""
    if answers:
        table = import_headings
        mine = and_(table.c.org_id == ctx.org, table.c.heading.in_(list(answers)))
        ctx.tx.execute(delete(table).where(mine))
        rows = [{"org_id": ctx.org, "heading": h, "field": f} for h, f in answers.items()]
        ctx.tx.execute(insert(table), rows)


def _this(ctx: Ctx, import_: str) -> ColumnElement[bool]:
    return and_(imports.c.org_id == ctx.org, imports.c.id == import_)


def _that(ctx: Ctx, import_: str, no: int) -> ColumnElement[bool]:
    columns = import_blocks.c
    return and_(columns.org_id == ctx.org, columns.import_id == import_, columns.no == no)


def _missing(ctx: Ctx, of: Import) -> ColumnElement[bool]:
    columns = import_missing.c
    return and_(
        columns.org_id == ctx.org, columns.import_id == of.id, columns.revision == of.revision
    )


def _moving(of: Import) -> dict[str, str | int | None]:
    return {
        "state": of.state,
        "error": of.error,
        "columns": msgspec.json.encode(of.columns).decode(),
        "revision": of.revision,
        "done": of.done,
        "next_block": of.next_block,
        "planned": msgspec.json.encode(of.planned).decode(),
        "ran": msgspec.json.encode(of.ran).decode(),
    }


def _block(block: Block) -> dict[str, bytes | int]:
    return {"rows": block.rows, **_found(block.problems, block.posts)}


def _found(problems: Sequence[Problem], posts: Posts) -> dict[str, bytes | int]:
    return {
        "bad": len(problems),
        "problems": msgspec.json.encode(problems),
        "posts": msgspec.json.encode(posts),
    }


def _kept(rows: bytes, problems: bytes, posts: bytes) -> Block:
    return Block(rows, _problems.decode(problems), _posts.decode(posts))


def _import(row: RowMapping) -> Import:
    return Import(
        id=row["id"],
        name=row["name"],
        made_by=row["made_by_id"],
        made_at=row["made_at"],
        unit=row["unit_id"],
        state=row["state"],
        error=row["error"],
        encoding=row["encoding"],
        columns=_columns.decode(row["columns"]),
        rows=row["rows"],
        blocks=row["blocks"],
        revision=row["revision"],
        done=row["done"],
        next_block=row["next_block"],
        planned=_summary.decode(row["planned"]),
        ran=_counts.decode(row["ran"]),
    )
