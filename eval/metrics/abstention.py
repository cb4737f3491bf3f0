"""Whether the system declines where it should, and only there."""

from __future__ import annotations

from collections.abc import Sequence


def precision_recall(pairs: Sequence[tuple[bool, bool]]) -> tuple[float | None, float | None]:
    """From (should decline, declined): of the declined, the share that should be; of those that should, that were.

    "Unanswerable" as the positive class, as in SQuAD 2.0 (Rajpurkar et al., ACL 2018) and MTRAG (Katsis et al., 2025).
    None where the share is over nothing.
    """
    both = sum(should and did for should, did in pairs)
    declined = sum(did for _, did in pairs)
    due = sum(should for should, _ in pairs)
    return both / declined if declined else None, both / due if due else None
