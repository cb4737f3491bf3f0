"""How much processor time the gates take for a turn: every right answer of the data set is one, its clauses read
beforehand. The load of the machine is not counted.

`python -m eval.gate_latency` prints p50 and p95 in milliseconds; what is promised is p95 ≤ 10.
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np

from assistant.gates.verify import Verifier, VerifyRequest
from assistant.rulebook.load import load_rulebook
from eval.corruptions.answers import read_answers

ROUNDS = 3


def measure() -> dict[str, float]:
    """`{"turns", "p50_ms", "p95_ms", "max_ms"}`, the best of ROUNDS for each turn."""
    gates = Verifier(load_rulebook())
    requests = [
        (VerifyRequest(question=a.question, answer=a.answer, cites={str(n): c for n, c in a.cites}), a.as_of)
        for a in read_answers()
    ]
    best = [float("inf")] * len(requests)
    for _ in range(ROUNDS):
        for place, (request, day) in enumerate(requests):
            start = time.thread_time()
            gates.verify(request, day)
            best[place] = min(best[place], (time.thread_time() - start) * 1000)
    p50, p95 = np.percentile(best, [50, 95])
    return {"turns": len(best), "p50_ms": round(p50, 2), "p95_ms": round(p95, 2), "max_ms": round(max(best), 2)}


if __name__ == "__main__":
    sys.exit(print(json.dumps(measure())))
