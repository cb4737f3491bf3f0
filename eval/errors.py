"""Every error the evaluation can raise, drawn as one small tree.

    EvalFailure
    ├── DatasetInvalid     a file of items with a mistake, with file and line
    ├── GatesInvalid       eval/gates.yaml with a mistake
    ├── RunInvalid         a run folder or baseline that cannot be read or continued
    └── SystemUnavailable  the system under test does not answer at all

Each carries a Chinese sentence for the person (`str(error)`), which says what to do next,
and an English line for the log (`error.log`).
"""

from __future__ import annotations


class EvalFailure(Exception):
    """Base of the tree. `code` is stable and machine-readable."""

    code = "eval_failure"

    def __init__(self, message: str, *, log: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.log = log or message


class DatasetInvalid(EvalFailure):
    code = "dataset_invalid"


class GatesInvalid(EvalFailure):
    code = "gates_invalid"


class RunInvalid(EvalFailure):
    code = "run_invalid"


class SystemUnavailable(EvalFailure):
    code = "system_unavailable"
