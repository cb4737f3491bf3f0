"""The two ways in: `python app.py` serves the pages, `policy …` is every command of the project."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from assistant.errors import AssistantFailure
from assistant.settings import settings
from index.errors import IndexFailure, IndexMissing

EXIT_OK, EXIT_FAILED, EXIT_NO_INDEX = 0, 1, 4


def main(workers: int = 1) -> int:
    """Serve until interrupted; returns the exit code. The web stack is loaded only when it can serve."""
    try:
        configured = settings()
        from assistant.pages.serve import serve

        return serve(configured, workers)
    except IndexMissing as error:
        print(error.message, file=sys.stderr)
        return EXIT_NO_INDEX
    except (AssistantFailure, IndexFailure) as error:
        print(error.message, file=sys.stderr)
        return EXIT_FAILED


def policy(argv: Sequence[str] | None = None) -> int:
    """The command `policy`: the assistant's commands with the evaluation's beside them."""
    from assistant.cli import app
    from eval.cli import EXITS
    from eval.cli import app as evaluation

    app.add_typer(evaluation, name="eval")
    return app.run(argv, "policy", EXITS)


if __name__ == "__main__":
    sys.exit(main())
