"""Figures as they are printed: one JSON object a line, each beside its reference."""

import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One figure. ``values`` are those of the rounds or samples; what is printed is ``value`` of them."""

    name: str
    unit: str
    values: Sequence[float]
    reference: Sequence[float]
    at: float = 0.5
    limit: float | None = None
    """The greatest ratio that passes; where there is no reference, the greatest value."""

    @property
    def value(self) -> float:
        return percentile(self.values, self.at)

    @property
    def ratio(self) -> float | None:
        return self.value / percentile(self.reference, self.at) if self.reference else None

    @property
    def ok(self) -> bool:
        if self.limit is None:
            return True
        return (self.value if self.ratio is None else self.ratio) <= self.limit

    def line(self) -> str:
        """Return what is printed."""
        shown: dict[str, object] = {
            "name": self.name,
            "value": _round(self.value),
            "unit": self.unit,
        }
        shown["min"] = _round(min(self.values))
        if self.reference:
            shown["reference"] = _round(percentile(self.reference, self.at))
            shown["reference_min"] = _round(min(self.reference))
            shown["ratio"] = _round(self.ratio or 0)
        else:
            shown["reference"] = shown["ratio"] = None
        if self.limit is not None:
            shown |= {"limit": self.limit, "ok": self.ok}
        return json.dumps(shown)


def percentile(values: Sequence[float], at: float) -> float:
    """Return the value below which the share ``at`` of all lie."""
    if at == 0.5:
        return statistics.median(values)
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(at * len(ordered)))]


def _round(value: float) -> float:
    """Keep four digits, and whole numbers whole."""
    return float(f"{value:.4g}") if value % 1 else int(value)
