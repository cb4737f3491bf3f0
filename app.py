"""Serves the chat page in one process: `python app.py`, or `python -m assistant serve`."""

from __future__ import annotations

import sys

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


if __name__ == "__main__":
    sys.exit(main())
