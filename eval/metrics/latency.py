"""Percentiles of how long answers took. They stand in timings.json, never among the scores."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

PERCENTILES = (50, 90, 95, 99)


def percentiles(milliseconds: Sequence[float]) -> dict[str, float]:
    """`p50` … `p99` with linear interpolation between ranks (Hyndman & Fan 1996, type 7), and the maximum."""
    found = {f"p{p}": round(float(np.percentile(milliseconds, p)), 3) for p in PERCENTILES}
    return {**found, "max": round(max(milliseconds), 3)}
