"""API and server-rendered pages on a loopback port, a Chromium beside them, a relay that can cut a connection."""

import shutil
import socket
import threading
from contextlib import suppress
from datetime import date

import httpx
import pytest
from playwright.sync_api import sync_playwright

from assistant.api.app import create_api
from assistant.clock import fixed
from assistant.memory.store import Memory
from assistant.pages.router import add_pages
from assistant.pipeline import Assistant
from assistant.settings import Settings
from tests.servers.application import serving

AS_OF = date(2026, 11, 22)
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip


@pytest.fixture(scope="session")
def serve_pages():
    """Serves API and pages of an opened assistant; the application closes what it was given."""

    def serve(assistant, settings, memory):
        app = create_api(assistant, settings, memory)
        add_pages(app)
        return serving(app)

    return serve


@pytest.fixture(scope="session")
def site_url(data_dir, tmp_path_factory, serve_pages):
    """The application's address; its clock says 2026-11-22."""
    settings = Settings(data_dir=data_dir)
    memory = Memory(tmp_path_factory.mktemp("memory") / "memory.db")
    assistant = Assistant.open(settings, fixed(AS_OF))
    assistant.warm_up()  # as the server does before it listens: no page waits for a model to load
    with serve_pages(assistant, settings, memory) as url:
        yield url


@pytest.fixture
def web(site_url):
    with httpx.Client(base_url=site_url, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")  # only one Playwright at a time: other modules bring their own
def chromium():
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "chromium is missing: install the Debian packages chromium and fonts-noto-cjk"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def visit(chromium, site_url):
    """Opens a path in a context of its own; `page.requests`, `page.faults` list what it asked for and complained of."""
    contexts = []

    def opened(path, *, width=1440, height=900, base=site_url, context=None, scheme="light"):
        context = context or chromium.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN",
            color_scheme=scheme,
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        page = context.new_page()
        page.requests, page.faults = [], []
        page.on("request", lambda request: page.requests.append(request.url))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda message: message.type == "error" and page.faults.append(message.text))
        page.goto(base + path)
        return page

    yield opened
    for context in contexts:
        with suppress(Exception):
            context.close()


class Relay:
    """Forwards to the application; `cut` ends a response after its first so many bytes, as a dying server would."""

    def __init__(self, target):
        self._target = ("127.0.0.1", int(target.rsplit(":", 1)[1]))
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.cut = {}
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self._listening.close()

    def _accept(self):
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                threading.Thread(target=self._forward, args=(client,), daemon=True).start()

    def _forward(self, client):
        with client, suppress(OSError):
            request = client.recv(1_000_000)
            limit = next((n for path, n in self.cut.items() if path.encode() in request.split(b"\r\n")[0]), None)
            if limit == 0:
                return
            # One request a connection keeps the relay simple; the host stays the one the application knows.
            head, _, body = request.partition(b"\r\n\r\n")
            lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
            length = next(
                (int(line.split(b":")[1]) for line in lines if line.lower().startswith(b"content-length:")), 0
            )
            while len(body) < length:
                body += client.recv(1_000_000)
            with socket.create_connection(self._target) as server:
                server.sendall(b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n" + body)
                sent = 0
                while piece := server.recv(1024):
                    piece = piece if limit is None else piece[: limit - sent]
                    client.sendall(piece)
                    sent += len(piece)
                    if limit is not None and sent >= limit:
                        return


@pytest.fixture
def relay(site_url):
    opened = Relay(site_url)
    yield opened
    opened.close()


@pytest.fixture
def serious():
    """The serious and critical findings of axe on a page."""
    from axe_core_python.sync_playwright import Axe

    def found(page):
        violations = [v for v in Axe().run(page)["violations"] if v["impact"] in ("serious", "critical")]
        return [(v["id"], node["html"][:200]) for v in violations for node in v["nodes"]]

    return found
