"""From a question to a released answer: understanding, calculation, drafting, gates.

    from assistant import ask
    print(ask("绍兴国家级专精特新小巨人奖励多少？").answer)

What is named in `__all__` is the public interface, described in docs/python.md; it is loaded when it is first used,
so that `import assistant` costs nothing. Everything else may change with any version.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.answer import Answer, AskRequest, Calculation, Citation, Headline, Sentence, Total, Turn, Unaccounted
    from assistant.errors import AssistantFailure
    from assistant.pipeline import Assistant
    from assistant.public import ask, calculate, search, verify
    from assistant.settings import Settings
    from index.errors import IndexFailure, IndexMissing

__version__ = "0.2.0"

__all__ = [
    "Answer",
    "AskRequest",
    "Assistant",
    "AssistantFailure",
    "Calculation",
    "Citation",
    "Headline",
    "IndexFailure",
    "IndexMissing",
    "Sentence",
    "Settings",
    "Total",
    "Turn",
    "Unaccounted",
    "__version__",
    "ask",
    "calculate",
    "search",
    "verify",
]

_HOME = {
    "assistant.answer": (
        "Answer", "AskRequest", "Calculation", "Citation", "Headline", "Sentence", "Total", "Turn", "Unaccounted",
    ),
    "assistant.errors": ("AssistantFailure",),
    "assistant.pipeline": ("Assistant",),
    "assistant.public": ("ask", "calculate", "search", "verify"),
    "assistant.settings": ("Settings",),
    "index.errors": ("IndexFailure", "IndexMissing"),
}  # fmt: skip
_PLACE = {name: module for module, names in _HOME.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _PLACE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACE[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
