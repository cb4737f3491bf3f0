"""`serve --workers 2` over one PostgreSQL server: nothing acknowledged is lost when a worker is killed."""

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.servers.postgres import postgres
from tests.servers.process import served

QUESTION = "绍兴国家级专精特新小巨人奖励多少？"
CHATS, TURNS = 6, 6
CLIENT = """
import sys
from gradio_client import Client
print(Client(sys.argv[1], verbose=False).predict(sys.argv[2], api_name="/ask"))
"""


@pytest.fixture(scope="module")
def running(data_dir):
    with (
        postgres() as database,
        served(data_dir, "--workers", "2", database_url=database) as (address, process),
    ):
        yield address, process


def children(pid):
    """The server's processes that run our code, in the order in which they were started."""
    proc = Path("/proc")
    found = [int(each) for each in (proc / f"{pid}/task/{pid}/children").read_text().split()]
    return sorted(each for each in found if b"spawn_main" in (proc / f"{each}/cmdline").read_bytes())


def test_a_killed_worker_loses_no_turn_that_was_acknowledged(running):
    address, process = running
    # The chat page's process was the first of them; then come the workers.
    workers = children(process.pid)[1:]
    assert len(workers) == 2
    acknowledged, killed = threading.Semaphore(0), []

    def chat(number):
        kept = []
        with httpx.Client(base_url=address, timeout=60) as client:
            conversation = _again(lambda: client.post("/api/conversations", json={"title": str(number)}))["id"]
            for turn in range(TURNS):
                body = {"question": QUESTION, "conversation_id": conversation, "id": f"{number}-{turn}"}
                kept.append(_again(lambda body=body: client.post("/api/ask", json=body))["id"])
                acknowledged.release()
            read = client.get(f"/api/conversations/{conversation}").json()
        return kept, [answer["id"] for answer in read["answers"]]

    def kill():
        for _ in range(CHATS * 2):
            acknowledged.acquire()
        os.kill(workers[0], signal.SIGKILL)
        killed.append(workers[0])

    with ThreadPoolExecutor(CHATS + 1) as pool:
        killer = pool.submit(kill)
        for kept, read in pool.map(chat, range(CHATS)):
            assert list(dict.fromkeys(read)) == kept  # one whose answer was lost on the way may stand there twice
        killer.result()
    assert killed


def _again(send):
    """A request, sent again where the worker that had it was killed."""
    for _ in range(20):
        try:
            response = send()
        except httpx.TransportError:
            continue
        assert response.status_code in (200, 201), response.text
        return response.json()
    pytest.fail("no worker answered")


def test_the_gradio_application_answers_whichever_worker_a_request_reaches(running):
    address, _ = running
    asked = subprocess.run(
        [sys.executable, "-c", CLIENT, f"{address}/gradio", QUESTION], capture_output=True, text=True, timeout=120
    )
    assert "150万元" in asked.stdout, asked.stderr
