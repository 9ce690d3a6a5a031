"""Figures as they are printed: one JSON object a line, each beside its reference."""

import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One figure. ``values`` are those of the samples; the share ``at`` of them lies below what is printed.

    A gate is the greatest ratio that passes, or the greatest value.
    """

    name: str
    unit: str
    values: Sequence[float]
    reference: Sequence[float]
    at: float = 0.5
    most: float | None = None
    most_ratio: float | None = None

    @property
    def value(self) -> float:
        return percentile(self.values, self.at)

    @property
    def ratio(self) -> float:
        return self.value / percentile(self.reference, self.at)

    @property
    def ok(self) -> bool:
        within = self.most is None or self.value <= self.most
        return within and (self.most_ratio is None or self.ratio <= self.most_ratio)

    def line(self) -> str:
        """Return what is printed."""
        shown: dict[str, object] = {
            "name": self.name,
            "value": _round(self.value),
            "unit": self.unit,
            "min": _round(min(self.values)),
            "reference": _round(percentile(self.reference, self.at)),
            "reference_min": _round(min(self.reference)),
            "ratio": _round(self.ratio),
        }
        gates = {"most": self.most, "most_ratio": self.most_ratio}
        gated = {name: most for name, most in gates.items() if most is not None}
        return json.dumps(shown | gated | ({"ok": self.ok} if gated else {}), ensure_ascii=False)


def percentile(values: Sequence[float], at: float) -> float:
    """Return the value below which the share ``at`` of all lie."""
    if at == 0.5:
        return statistics.median(values)
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(at * len(ordered)))]


def _round(value: float) -> float:
    """Keep four digits, and whole numbers whole."""
    return float(f"{value:.4g}") if value % 1 else int(value)
