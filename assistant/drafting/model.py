"""The drafter that asks a language model: it phrases, everything else is done and checked by code.

One `ModelTurn` a question: more cards are offered, `read` says what left-over words may mean, `plan` runs the tools,
`sentences` comes from one streamed draft.
LangChain stays behind `model_endpoint` and `model_plan`.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from typing import Any

from assistant.answer import Warning_
from assistant.decide.candidates import Names
from assistant.decide.topic import Topic
from assistant.drafting.awards import Awards
from assistant.drafting.draft import DraftSentence
from assistant.drafting.model_breaker import OF_THE_ENDPOINT, Breaker
from assistant.drafting.model_draft import LEFT_OUT, ModelDraft
from assistant.drafting.model_endpoint import Endpoint
from assistant.drafting.model_plan import plan
from assistant.drafting.model_prompt import Prompt, Prompts
from assistant.drafting.model_reading import offers, schema
from assistant.drafting.model_tools import Toolbox, offer
from assistant.drafting.result import result
from assistant.drafting.select import supporting
from assistant.errors import ModelUnavailable
from assistant.evidence import Evidence
from assistant.reading.model import Understanding
from assistant.rulebook.load import Rulebook
from assistant.settings import Settings
from index.search.searcher import Searcher

# Passages this near the best one are offered as well; what the model does not need it leaves alone.
OFFER_MARGIN = 1.0
OFFERED = 3
QUOTED_IN_PLAN = 60

# After these the draft would fail the same way, and the user has waited once already.
_HOPELESS = OF_THE_ENDPOINT - {"model_failed"} | {"model_cancelled"}


class ModelDrafter:
    """Open once; one turn a question, from any thread."""

    def __init__(self, settings: Settings, searcher: Searcher, rulebook: Rulebook) -> None:
        """Raises SettingsInvalid: the endpoint's address is set and the model's name is not."""
        self.endpoint = Endpoint(settings)
        self.settings = settings
        self.searcher = searcher
        self.rulebook = rulebook
        self.names = Names(rulebook)
        self.prompts = Prompts(searcher.library, settings.llm_prompt_tokens, settings.llm_mask_personal)
        self.awards = Awards(rulebook)
        self.breaker = Breaker(settings.llm_rest_seconds)

    @property
    def name(self) -> str:
        return self.endpoint.name

    def close(self) -> None:
        self.endpoint.close()

    def turn(self, understood: Understanding, topics: Sequence[Topic], evidence: Evidence) -> ModelTurn:
        """A turn with more cards than the answer without a model cites; their numbers are fixed from here on.

        While the model rests, a turn that asks nothing of it.
        """
        resting = not self.breaker.admits()
        for topic in () if resting else topics:
            near = supporting(topic.scored, margin=OFFER_MARGIN, most=OFFERED) if topic.held else []
            for entry in near:
                offer(entry.passage, evidence)
        return ModelTurn(self, understood, topics, evidence, resting=resting)


class ModelTurn:
    """What one question asks of the model.

    Attributes:
        warnings: what went wrong on the way, for the answer.
    """

    def __init__(
        self,
        drafter: ModelDrafter,
        understood: Understanding,
        topics: Sequence[Topic],
        evidence: Evidence,
        *,
        resting: bool = False,
    ) -> None:
        self._drafter = drafter
        self._understood = understood
        self._topics = topics
        self._evidence = evidence
        self._given_up = resting
        self.warnings: list[Warning_] = []
        if resting:
            self._warn("model_resting", "大模型接口刚才出错，暂停使用，本次由抽取式起草。")

    def read(self) -> bool:
        """Let the model say what the words mean that no amount took in; whether the calculations now tell it."""
        drafter = self._drafter
        if self._given_up or not drafter.settings.llm_read:
            return False
        taken = False
        for each in offers(drafter.rulebook, self._topics, self._understood):
            rules, request = drafter.prompts.read(
                each.award, each.inputs, each.spans, self._understood.effective_question
            )
            try:
                shape = schema(each.spans, each.inputs)
                reply: Any = drafter.endpoint.structured(rules, request, shape, drafter.settings.llm_plan_seconds)
            except ModelUnavailable as error:
                self._failed(error)
                self._given_up = error.code in _HOPELESS
                break
            taken |= reply is not None and each.take(reply.readings)
        return taken

    def plan(self, numbers: Iterator[int], *, asks_sum: bool) -> list[Topic]:
        """Let the model look further: cards are added to the evidence, calculations come back as topics."""
        drafter = self._drafter
        if self._given_up or not drafter.settings.llm_plan:
            return []
        toolbox = Toolbox(
            drafter.searcher, drafter.rulebook, drafter.names, self._understood, self._topics, self._evidence, numbers,
            asks_sum,
        )  # fmt: skip
        rules, request = drafter.prompts.plan(
            self._understood.effective_question, self._at_hand(), self._understood.as_of
        )
        try:
            plan(drafter.endpoint, toolbox, drafter.rulebook.inputs, rules, request, drafter.settings.llm_plan_seconds)
        except ModelUnavailable as error:
            self._failed(error)
            self._given_up = error.code in _HOPELESS
        if toolbox.refused:
            self._warn("plan_refused", f"大模型补查补算时有 {toolbox.refused} 次调用不合要求，未执行。")
        self._topics = [*self._topics, *toolbox.topics]
        return toolbox.topics

    def sentences(self) -> Generator[DraftSentence, None, None]:
        """The draft, sentence by sentence as each ends; it stops where the model fails. Closing it cancels the call."""
        if self._given_up:
            return
        prompt = self.prompt()
        if prompt.dropped:
            self._warn("cards_dropped", f"资料卡过多，后 {len(prompt.dropped)} 张没有交给大模型。")
        draft = ModelDraft(prompt, self._evidence, self._drafter.searcher.library)
        said = False
        try:
            with closing(self._drafter.endpoint.stream(prompt.rules, prompt.request)) as chunks:
                for sentence in draft.sentences(chunks):
                    said = True
                    yield sentence
        except ModelUnavailable as error:
            self._failed(error)
        else:
            self._drafter.breaker.succeeded()
            if not said and not draft.left_out:
                self._warn("model_empty", "大模型没有给出内容，已改用抽取式起草。")
        for code, count in sorted(draft.left_out.items()):
            self._warn(code, f"大模型有 {count} 句{LEFT_OUT[code]}，未采用。")

    def _at_hand(self) -> list[str]:
        """What needs no looking up: results and the beginnings of the cards."""
        library = self._drafter.searcher.library
        results = [result(c, topic.region) for topic in self._topics for c in topic.calculations]
        cards = [
            f"{library.document(card.document_id).region}{library.clause(card.clause_id).label}："
            f"{card.quote[:QUOTED_IN_PLAN]}"
            for card in self._evidence.cards
        ]
        return [*results, *cards]

    def prompt(self) -> Prompt:
        """What the model is asked to draft from, as far as the evidence has come."""
        awards = self._drafter.awards
        cited = [(c, awards.cite(c, topic, self._evidence)) for topic in self._topics for c in topic.calculations]
        understood = self._understood
        return self._drafter.prompts.draft(understood.effective_question, self._evidence.cards, cited, understood.as_of)

    def _failed(self, error: ModelUnavailable) -> None:
        self._drafter.breaker.failed(error.code)
        self._warn(error.code, error.message)

    def _warn(self, code: str, message: str) -> None:
        if code not in {warning.code for warning in self.warnings}:
            self.warnings.append(Warning_(code=code, message=message))
