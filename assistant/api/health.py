"""For whoever runs it: is it alive, can it answer, what has it done."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from assistant.api.schema import Health, Readiness
from assistant.api.services import Core
from assistant.drafting.prompts import prompts_version
from assistant.pipeline import code_version

router = APIRouter(tags=["运行"])


@router.get("/healthz", summary="进程在运行")
async def healthz() -> Health:
    return Health(status="ok")


@router.get("/readyz", summary="可以回答，以及各部分的版本")
async def readyz(core: Core) -> Readiness:
    reasons = await core.recall(core.assistant.searcher.degraded)
    return Readiness(
        status="degraded" if reasons else "ok",
        reasons=list(reasons),
        index=core.assistant.searcher.version,
        rules=core.assistant.rulebook.version,
        prompts=prompts_version(),
        code=code_version(),
    )


@router.get(
    "/metrics",
    summary="Prometheus 指标",
    response_class=Response,
    responses={200: {"description": "文本", "content": {"text/plain": {"schema": {"type": "string"}}}}},
)
async def metrics(core: Core) -> Response:
    return Response(core.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")
