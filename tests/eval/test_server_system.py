"""A system behind a URL, over real HTTP on loopback."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from assistant.answer import AskRequest
from assistant.errors import AssistantFailure
from eval.errors import SystemUnavailable
from eval.systems.ours import BUSY_TRIES, Server

QUESTION = AskRequest(id="q", question="绍兴小巨人奖励多少？", as_of="2026-11-22")
PROBLEM = '{"type": "about:blank", "detail": "%s"}'


@pytest.fixture
def serve():
    """A server that gives these (status, body) in turn, the last one for ever."""
    started = []

    def start(*responses):
        left, asked = list(responses), []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                asked.append((self.path, self.rfile.read(int(self.headers["Content-Length"])).decode()))
                status, body = left.pop(0) if len(left) > 1 else left[0]
                self.send_response(status)
                self.send_header("Retry-After", "0")
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        started.append(server)
        return Server(f"http://127.0.0.1:{server.server_port}/"), asked

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


def test_the_answer_of_the_server_is_the_answer(serve, assistant):
    mine = assistant.answer(QUESTION)
    system, asked = serve((200, mine.model_dump_json()))
    assert system.answer(QUESTION) == mine
    assert asked[0][0] == "/api/ask"
    assert AskRequest.model_validate_json(asked[0][1]) == QUESTION
    system.close()


def test_a_busy_server_is_asked_again_and_not_for_ever(serve, assistant):
    mine = assistant.answer(QUESTION).model_dump_json()
    system, asked = serve((429, PROBLEM % "请求太频繁"), (503, PROBLEM % "忙"), (200, mine))
    assert system.answer(QUESTION).id == "q"
    assert len(asked) == 3
    system.close()
    system, asked = serve((503, PROBLEM % "忙"))
    with pytest.raises(SystemUnavailable, match="503：忙"):
        system.answer(QUESTION)
    assert len(asked) == BUSY_TRIES
    system.close()


@pytest.mark.parametrize(
    ("response", "error", "said"),
    [
        ((422, PROBLEM % "问题是空的"), AssistantFailure, "问题是空的"),
        ((500, "oops"), SystemUnavailable, "500"),
        ((200, '{"id": "q"}'), SystemUnavailable, "同一版本"),
    ],
)
def test_refusals_are_the_questions_affair_and_the_rest_the_servers(serve, response, error, said):
    system, _ = serve(response)
    with pytest.raises(error, match=said):
        system.answer(QUESTION)
    system.close()


def test_nobody_there():
    system = Server("http://127.0.0.1:9")
    with pytest.raises(SystemUnavailable, match="没有应答"):
        system.answer(QUESTION)
    system.close()
