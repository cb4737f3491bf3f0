"""Every error the assistant can raise, drawn as one small tree.

    AssistantFailure
    ├── QuestionRefused      empty, too long, or not text
    ├── RequestInvalid       a malformed request or batch line
    ├── SettingsInvalid      a configuration value or key that is not known
    ├── RuleInvalid          a rule file that does not validate or is not proved by its clause
    ├── UnknownRule          an id that names no rule
    ├── UnknownPlace         a place that has no rules
    ├── AlreadyThere         something of that name is kept already
    ├── InputInvalid         a value the input registry does not accept
    ├── ModelUnavailable     the language model's endpoint cannot be used
    ├── MemoryUnavailable    the database of conversations cannot be read or written
    ├── UnknownRecord        an id that names nothing kept, or nothing of this client
    ├── AnswerFailed         a mistake of the program while answering one question; the log has it under its number
    ├── Overloaded           more waits to be answered than can be answered soon
    ├── UnsupportedParameter a parameter of the OpenAI interface that would have no effect here
    └── UnknownModel         a model of another name

Each carries a Chinese sentence for the person (`str(error)`), which says what to do next,
and an English line for the log (`error.log`).
"""

from __future__ import annotations


class AssistantFailure(Exception):
    """Base of the tree. `code` is stable and machine-readable."""

    code = "assistant_failure"

    def __init__(self, message: str, *, log: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.log = log or message


class QuestionRefused(AssistantFailure):
    code = "question_refused"


class AnswerFailed(AssistantFailure):
    code = "answer_failed"


class RequestInvalid(AssistantFailure):
    code = "request_invalid"


class SettingsInvalid(AssistantFailure):
    code = "settings_invalid"


class RuleInvalid(AssistantFailure):
    code = "rule_invalid"


class UnknownRule(AssistantFailure):
    code = "unknown_rule"


class UnknownPlace(AssistantFailure):
    code = "unknown_place"


class AlreadyThere(AssistantFailure):
    code = "already_there"


class InputInvalid(AssistantFailure):
    code = "input_invalid"


class ModelUnavailable(AssistantFailure):
    """`code` says how it failed: model_timeout, model_rate_limited, model_refused, model_broken_off, model_runaway…"""

    code = "model_unavailable"

    def __init__(self, message: str, *, log: str | None = None, code: str = "model_unavailable") -> None:
        super().__init__(message, log=log)
        self.code = code


class MemoryUnavailable(AssistantFailure):
    code = "memory_unavailable"


class UnknownRecord(AssistantFailure):
    code = "unknown_record"


class Overloaded(AssistantFailure):
    """`retry_after`: seconds after which it is worth asking again."""

    code = "overloaded"

    def __init__(self, message: str, *, log: str | None = None, retry_after: int = 5) -> None:
        super().__init__(message, log=log)
        self.retry_after = retry_after


class UnsupportedParameter(AssistantFailure):
    """`param` is the parameter's name, as a caller wrote it."""

    code = "unsupported_parameter"

    def __init__(self, message: str, param: str) -> None:
        super().__init__(message, log=f"unsupported parameter {param[:80]}")
        self.param = param


class UnknownModel(AssistantFailure):
    code = "model_not_found"
