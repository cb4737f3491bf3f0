"""Bodies and results of the API that are not the Answer itself. Unknown keys are refused, lengths are bounded."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool

from assistant.answer import PROFILE_LIMIT, AskRequest, Calculation, DocumentStatusName, Semantics, Total, Turn
from assistant.memory.people import ApiKey
from assistant.memory.records import COMMENT_LIMIT, NOTE_LIMIT, TITLE_LIMIT, Reason, Title, Verdict
from assistant.roles import SCOPES, Role, Scope

City = Annotated[str, Field(max_length=20, description="地方，须是收录了政策的城市")]


def _as_written(value: Any) -> Any:
    """Only 2026-11-22: pydantic would take 0 for 1970-01-01."""
    if not isinstance(value, date) and not (isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value)):
        raise ValueError("日期请写成 2026-11-22")
    return value


IsoDate = Annotated[date, BeforeValidator(_as_written)]
Day = Annotated[IsoDate | None, Field(description="按哪一天的政策状态，如 2026-11-22；不填为今天")]
Id = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z_.:-]+$")]
Word = Annotated[str, Field(max_length=200)]


# A text that says something: more than white space and characters nobody sees.
VISIBLE = r"[^\s\u0000-\u001f\u007f-\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]"
# Described only: what is said of an empty question is the core's to say.
SAYS_SOMETHING: dict[str, Any] = {"pattern": VISIBLE}

# A stream of events, described: FastAPI only describes JSON.
EVENT_STREAM: dict[str, Any] = {
    "text/event-stream": {
        "schema": {
            "type": "object",
            "properties": {"event": {"type": "string"}, "data": {"type": "string"}},
            "required": ["data"],
        }
    }
}


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class EarlierTurn(Turn):
    """此前对话中的一句。"""

    content: Annotated[str, Field(max_length=PROFILE_LIMIT)]


class AskBody(_Body):
    """一个问题。"""

    question: Annotated[
        str,
        Field(
            min_length=1, max_length=PROFILE_LIMIT, description="问题，或一段企业情况", json_schema_extra=SAYS_SOMETHING
        ),
    ]
    history: Annotated[
        list[EarlierTurn], Field(max_length=50, description="此前的对话；给了 conversation_id 时不必再给")
    ] = []
    city: City | None = None
    as_of: Day = None
    id: Annotated[Id | None, Field(description="调用方自己的编号，原样写入回答；不填则自动生成")] = None
    conversation_id: Annotated[Id | None, Field(description="记入哪段对话；此前各轮自动作为上下文")] = None

    def request(self, history: list[Turn]) -> AskRequest:
        return AskRequest(question=self.question, id=self.id, history=history, as_of=self.as_of, city=self.city)


class FoundClause(BaseModel):
    """检索到的一条：整条原文、命中的语句、所属文件及其状态。"""

    clause_id: str
    document_id: str
    title: str
    region: str
    status: DocumentStatusName
    locator: str
    label: str
    text: str
    passage: str
    score: float


class FoundAward(BaseModel):
    """名称或内容相符的一项奖补。"""

    rule_id: str
    title: str
    clause_id: str
    document_id: str
    region: str
    status: DocumentStatusName
    label: str
    semantics: Semantics
    quote: str
    score: float


class SearchResult(BaseModel):
    query: str
    clauses: list[FoundClause]
    awards: list[FoundAward]


class ClauseRef(BaseModel):
    clause_id: str
    label: str
    heading: str


class AwardRef(BaseModel):
    rule_id: str
    title: str


class ClauseDetail(BaseModel):
    """一条条款：原文、位置、上下级、由它产生的奖补。"""

    clause_id: str
    document_id: str
    title: str
    region: str
    status: DocumentStatusName
    banner: str
    locator: str
    label: str
    kind: str
    number: str
    heading: str
    text: str = Field(description="本级原文（清理分页后的显示文本）")
    full_text: str = Field(description="连同各款、各项的原文")
    source_spans: list[tuple[int, int]] = Field(description="在 source.txt 中的位置，按字符计，左闭右开")
    parent: ClauseRef | None
    children: list[ClauseRef]
    awards: list[AwardRef]


class DocumentOut(BaseModel):
    """一份政策文件及其在所问日期的状态。"""

    document_id: str
    title: str
    short_title: str
    issuer: str
    number: str
    region: str
    status: DocumentStatusName
    valid_from: date | None
    valid_to: date | None
    banner: str
    published_at: str
    clauses: int
    awards: int


class InputOption(BaseModel):
    id: str
    label: str


class RuleInput(BaseModel):
    id: str
    label: str
    type: str
    unit: str
    question: str
    options: list[InputOption]


class AtomOut(BaseModel):
    clause_id: str
    rule_id: str
    figure: str
    role: str
    label: list[str]
    bound: str
    per: str
    window: str
    threshold: str
    path: str


class RuleOut(BaseModel):
    """一条奖补规则，与 `python -m assistant rules --json` 相同，另附输入表单的 JSON Schema。"""

    rule_id: str
    document_id: str
    clause_id: str
    title: str
    kind: str
    semantics: str
    quote: str
    inputs: list[RuleInput]
    atoms: list[AtomOut]
    form: Annotated[dict[str, Any], Field(description="输入表单的 JSON Schema；各项均可不填，金额写成文字")]


InputValue = Annotated[
    str | bool | int | list[str], Field(description='按人的写法，如 "500万元"、"国家级"、true、["a", "b"]')
]
Inputs = Annotated[dict[Word, InputValue], Field(max_length=60)]


class CalculateBody(_Body):
    """一条规则和它的输入。"""

    rule_id: Word
    inputs: Inputs = {}
    as_of: Day = None
    event_date: Annotated[Word | None, Field(description="事项发生的日期：2024-05-01、2024-05 或 2024")] = None


class MatchBody(_Body):
    """一家企业：用文字说（profile），或按输入项填（facts，连同已获认定的奖补 awards）。"""

    city: City
    profile: Annotated[str | None, Field(max_length=PROFILE_LIMIT)] = None
    facts: Inputs = {}
    awards: Annotated[list[Word], Field(max_length=200, description="已获认定的奖补的规则编号")] = []
    as_of: Day = None
    event_date: Word | None = None


class MatchOut(BaseModel):
    rule_id: str
    title: str
    clause_id: str
    verdict: Literal["applies", "might", "does_not"]
    named: bool
    question: str
    calculation: Calculation


class MatchResult(BaseModel):
    city: str
    matches: list[MatchOut]
    total: Total | None


class VerifyBody(_Body):
    """别人的一段回答：`cites` 说明 [1]、[2]…各指哪一条。"""

    answer: Annotated[str, Field(min_length=1, max_length=PROFILE_LIMIT)]
    question: Annotated[str, Field(max_length=PROFILE_LIMIT)] = ""
    cites: Annotated[dict[Word, Word], Field(max_length=100)] = {}
    as_of: Day = None
    id: Word | None = None


class FeedbackBody(_Body):
    """对一次回答的评价。"""

    answer_id: Id
    verdict: Verdict
    reasons: Annotated[list[Reason], Field(max_length=4)] = []
    comment: Annotated[str, Field(max_length=COMMENT_LIMIT)] = ""


class TitleBody(_Body):
    title: Title


class ConversationBody(_Body):
    title: Title | None = None


class NoteBody(_Body):
    """一条通话记录。"""

    text: Annotated[str, Field(min_length=1, max_length=NOTE_LIMIT)]
    title: Annotated[str, Field(max_length=TITLE_LIMIT)] = ""
    answer_id: Id | None = None


class Me(BaseModel):
    """谁在请求：`role` 只有登录的人才有。"""

    actor: str
    role: Role | None
    scopes: list[Scope]


class UserBody(_Body):
    """一个可以登录的人：以统一身份认证里的邮箱认人。"""

    email: Annotated[str, Field(max_length=320, pattern=r"^[^@\s]+@[^@\s]+$")]
    name: Annotated[str, Field(max_length=80)] = ""
    role: Role = "viewer"


class UserChange(_Body):
    role: Role | None = None
    active: StrictBool | None = None


class KeyBody(_Body):
    """一个接入程序的密钥。"""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=len(SCOPES))] = ["read", "ask"]
    days: Annotated[int | None, Field(ge=1, le=3_650, description="多少天后失效；不填不失效")] = None


class KeyOut(ApiKey):
    secret: Annotated[str, Field(description="密钥，只在这里给出一次")]


class Health(BaseModel):
    status: Literal["ok"]


class Readiness(BaseModel):
    """`degraded`：仍能回答，但有一部分在用备用方式；`reasons` 说明是什么。"""

    status: Literal["ok", "degraded"]
    reasons: list[str]
    index: str
    rules: str
    prompts: str
    code: str
