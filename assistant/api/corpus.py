"""The texts: search over clauses and awards, one clause, the list of documents."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from assistant.answer import QUESTION_LIMIT
from assistant.api.lookup import award_hits, clause_detail, clause_hits, document_out
from assistant.api.schema import SAYS_SOMETHING, ClauseDetail, DocumentOut, IsoDate, SearchResult
from assistant.api.services import Core
from assistant.clock import today

router = APIRouter(prefix="/api", tags=["条款与检索"])

AsOf = Annotated[IsoDate | None, Query(description="按哪一天的政策状态；检索时只留当日现行有效的与征求意见稿")]


@router.get("/search", summary="检索条款与奖补")
async def search(
    core: Core,
    q: Annotated[
        str,
        Query(
            min_length=1,
            max_length=QUESTION_LIMIT,
            description="关键词、名称、条款号或一句话",
            json_schema_extra=SAYS_SOMETHING,
        ),
    ],
    k: Annotated[int, Query(ge=1, le=50, description="最多返回几条")] = 10,
    region: Annotated[list[str], Query(max_length=10, description="只看这些地区，须是收录了政策的地方")] = [],  # noqa: B006 - read only
    document: Annotated[list[str], Query(max_length=10, description="只看这些文件编号")] = [],  # noqa: B006 - read only
    as_of: AsOf = None,
) -> SearchResult:
    assistant, regions, documents = core.assistant, region, document
    clauses = await core.run(lambda: clause_hits(assistant, q, k, regions, documents, as_of))
    awards = await core.run(lambda: award_hits(assistant, q, k, regions, documents, as_of))
    return SearchResult(query=q, clauses=clauses, awards=awards)


@router.get("/clauses/{clause_id:path}", summary="查看一条条款")
async def clause(
    core: Core,
    clause_id: Annotated[str, Path(max_length=200, description="如 shaoxing-2025/(十二)，半角、全角括号都认")],
    as_of: Annotated[IsoDate | None, Query()] = None,
) -> ClauseDetail:
    return await core.run(lambda: clause_detail(core.assistant, clause_id, as_of or today()))


@router.get("/documents", summary="收录的政策文件及其状态")
async def documents(core: Core, as_of: Annotated[IsoDate | None, Query()] = None) -> list[DocumentOut]:
    day = as_of or today()
    library = core.assistant.searcher.library
    return await core.run(lambda: [document_out(core.assistant, each, day) for each in library.documents.values()])
