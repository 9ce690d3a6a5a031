"""SQL of baselines."""

from dataclasses import asdict

from sqlalchemy import delete, insert, select

from kairan.domains.accounts.model import Baseline, KeptBaseline
from kairan.domains.accounts.tables import baselines
from kairan.kernel.ctx import Ctx


def put_baseline(ctx: Ctx, baseline: Baseline) -> None:
    """Keep it in place of an earlier one."""
    ctx.tx.execute(delete(baselines).where(baselines.c.org_id == ctx.org))
    row = {"org_id": ctx.org, **asdict(baseline), "recorded_at": ctx.now}
    ctx.tx.execute(insert(baselines), row)


def find_baseline(ctx: Ctx) -> KeptBaseline | None:
    """Return what was kept."""
    table = baselines.c
    columns = (table.calls, table.faxes, table.mails, table.hurts, table.recorded_at)
    row = ctx.tx.execute(select(*columns).where(table.org_id == ctx.org)).one_or_none()
    return KeptBaseline(Baseline(*row[:-1]), row[-1]) if row else None
