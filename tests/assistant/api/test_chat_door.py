"""The door round the gradio application: what gradio brings along beside the page stays closed, its queue is shared fairly."""

import httpx
import pytest

from assistant.api import chat_door
from assistant.api.chat_door import ChatDoor
from assistant.pages.gradio_chat import PATH
from tests.servers.process import served


@pytest.fixture(scope="module")
def pages(data_dir):
    with served(data_dir) as (address, _):
        yield address


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/upload"),
        ("POST", "/gradio_api/upload?upload_id=x"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/proxy=http://127.0.0.1:1/"),
        ("POST", "/gradio_api/component_server"),
        ("POST", "/gradio_api/call/ask"),
        ("POST", "/gradio_api/process_recording"),
        ("GET", "/monitoring"),
        ("POST", "/login/"),
        ("GET", "/gradio_api/openapi.json"),
    ],
)
def test_what_the_page_does_not_use_is_closed(pages, method, path):
    response = httpx.request(
        method, pages + PATH + path, files={"files": ("x.txt", b"x")} if method == "POST" else None
    )
    assert response.status_code in (404, 405)
    assert response.headers["content-type"] == "application/problem+json"


def test_what_the_page_uses_is_open(pages):
    for path in ("/", "/config", "/theme.css", "/gradio_api/startup-events", "/gradio_api/info"):
        assert httpx.get(pages + PATH + path).status_code == 200


async def nothing(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def request(client, host="127.0.0.1"):
    scope = {"type": "http", "method": "POST", "path": "/gradio_api/queue/join", "headers": [], "client": (host, 1)}
    return chat_door.Request({**scope, "state": {"client": client}})


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("waiting", "status"),
    [
        ([], 200),
        ([request("other", "198.51.100.1")] * 400, 200),
        ([request("me")] * chat_door.WAITING_OF_CLIENT, 429),
        ([request(str(n)) for n in range(chat_door.WAITING_OF_ADDRESS)], 429),
        ([None] * 400, 200),
    ],
)
async def test_a_queue_full_of_ones_own_questions_takes_no_more(waiting, status):
    sent = []

    async def send(message):
        sent.append(message)

    await ChatDoor(nothing, lambda: waiting)(request("me").scope, None, send)
    assert sent[0]["status"] == status


@pytest.fixture
def anyio_backend():
    return "asyncio"
