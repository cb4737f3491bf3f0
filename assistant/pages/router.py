"""The server-rendered pages of the application: hotline, calculator, library."""

from __future__ import annotations

from fastapi import APIRouter

from assistant.api.services import Services
from assistant.pages import calculator, hotline, library
from assistant.pages.site import Site, static_routes


def router(services: Services) -> APIRouter:
    """Everything under `/hotline`, `/calculator`, `/library` and `/site`. Include it before the chat page's mount."""
    site = Site(services)
    pages = APIRouter(include_in_schema=False)
    for routes in (hotline.routes, library.routes, calculator.routes, static_routes):
        pages.include_router(routes(site))
    return pages
