"""The server-rendered pages of the application: chat, hotline, calculator, library."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI
from starlette.middleware.gzip import GZipMiddleware

from assistant.api.app import close_api
from assistant.pages import calculator, chat, company, hotline, library, library_desk, not_found
from assistant.pages.site import Site, static_routes

WORTH_PACKING = 2_000  # bytes


def add_pages(app: FastAPI) -> None:
    """The pages over an API; what neither of them takes is answered in Chinese. Mount further things after it."""
    site = Site(app.state.services)
    pages = APIRouter(include_in_schema=False)
    modules = (chat, hotline, library_desk, library, company, calculator)  # the desk's paths lie below the library's
    for routes in (*(module.routes for module in modules), static_routes):
        pages.include_router(routes(site))
    app.include_router(pages)
    close_api(app)
    not_found.install(app, site)
    app.add_middleware(GZipMiddleware, minimum_size=WORTH_PACKING)  # it leaves streams of events alone
