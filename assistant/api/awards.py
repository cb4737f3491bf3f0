"""The awards as data: rules with their forms, one calculation, a company against a city."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from assistant.answer import PROFILE_LIMIT, Calculation
from assistant.api.schema import CalculateBody, MatchBody, MatchOut, MatchResult, RuleOut, VerifyBody
from assistant.api.services import Core
from assistant.clock import today
from assistant.decide.profile import Matches, Profiles
from assistant.errors import RequestInvalid, UnknownPlace
from assistant.gates.verify import VerifyRequest, VerifyResult
from assistant.pipeline import refuse_unaskable
from assistant.rulebook.commands import listed
from assistant.rulebook.load import BookRule, Rulebook

router = APIRouter(prefix="/api", tags=["奖补规则与测算"])


@router.get("/rules", summary="全部奖补规则")
async def rules(
    core: Core,
    city: Annotated[str | None, Query(max_length=20, description="只列某地，须是收录了政策的地方")] = None,
    document: Annotated[str | None, Query(max_length=80, description="只列某份文件")] = None,
) -> list[RuleOut]:
    book = core.assistant.rulebook
    return await core.run(lambda: [rule_out(book, rule) for rule in chosen(book, city, document)])


@router.post("/calculate", summary="按一条规则测算金额")
async def calculate(body: CalculateBody, core: Core) -> Calculation:
    """缺少的输入列在 `missing` 里，并给出要问的话；不知道就是不知道，不按零计算。"""
    day = body.as_of or today()
    book = core.assistant.rulebook
    return await core.run(lambda: book.calculate(body.rule_id, body.inputs, day, body.event_date))


@router.post("/match", summary="一家企业对照一个城市的全部奖补")
async def match(body: MatchBody, core: Core) -> MatchResult:
    return await core.run(lambda: match_out(matched(core.assistant.rulebook, body)))


@router.post("/verify", summary="逐句核对任何一段回答")
async def verify(body: VerifyBody, core: Core) -> VerifyResult:
    """与本服务放行自己的句子用的是同一组闸门；没有依据的句子给出哪一道没过、为什么。"""
    request = VerifyRequest.model_validate(body.model_dump())
    return await core.run(lambda: core.verifier.verify(request, today()))


def chosen(book: Rulebook, city: str | None, document: str | None) -> list[BookRule]:
    """Raises UnknownPlace for a city without rules, UnknownDocument for a document that is not held."""
    if city:
        cities_with(book, city)
    if document:
        book.library.document(document)
    return [
        rule
        for rule in book.rules.values()
        if (not city or book.region(rule) == city) and (not document or rule.document_id == document)
    ]


def cities_with(book: Rulebook, city: str) -> None:
    """Raises UnknownPlace, naming the cities there are, where `city` is none of them."""
    known = sorted({book.region(rule) for rule in book.rules.values()})
    if city not in known:
        raise UnknownPlace(f"没有“{city}”的奖补规则。可选：{'、'.join(known)}。")


def rule_out(book: Rulebook, rule: BookRule) -> RuleOut:
    form: dict[str, Any] = book.inputs.model("Inputs", sorted(rule.accepted, key=rule_order(rule))).model_json_schema()
    return RuleOut.model_validate({**listed(book, rule), "form": form})


def rule_order(rule: BookRule) -> Any:
    """Inputs in the order in which the rule asks for them, what they derive from after them."""
    order = {each: number for number, each in enumerate(rule.inputs)}
    return lambda each: (order.get(each, len(order)), each)


def matched(book: Rulebook, body: MatchBody) -> Matches:
    """Raises UnknownPlace, InputInvalid, RequestInvalid, QuestionRefused."""
    cities_with(book, body.city)
    day = body.as_of or today()
    profiles = Profiles(book)
    if body.profile is not None:
        if body.facts or body.awards:
            raise RequestInvalid("profile 与 facts、awards 只能用一种。")
        refuse_unaskable(body.profile, PROFILE_LIMIT)
        return profiles.match_text(body.profile, body.city, day, body.event_date)
    for rule_id in body.awards:
        book.rule(rule_id)
    facts = {name: book.inputs.parse(name, value) for name, value in body.facts.items()}
    return profiles.match_facts(facts, body.awards, body.city, day, body.event_date)


def match_out(found: Matches) -> MatchResult:
    return MatchResult(
        city=found.city,
        matches=[
            MatchOut(
                rule_id=each.rule_id,
                title=each.title,
                clause_id=each.clause_id,
                verdict=each.verdict,
                named=each.named,
                question=each.question,
                calculation=each.calculation,
            )
            for each in found.matches
        ],
        total=found.total,
    )
