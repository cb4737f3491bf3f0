"""docs/api.md holds: every curl command in it is carried out against the server."""

import re
import subprocess

import pytest

from assistant.settings import PROJECT_ROOT

TEXT = (PROJECT_ROOT / "docs" / "api.md").read_text(encoding="utf-8")
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", TEXT, re.S)
    for line in block.replace("\\\n", " ").splitlines()
    if line.startswith("curl ")
]


def test_there_are_commands_for_every_group():
    assert len(COMMANDS) >= 18


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_documentation_works(address, tmp_path, command):
    command = command.replace("http://127.0.0.1:7860", address).replace(
        "curl ", "curl --noproxy '*' --fail-with-body ", 1
    )
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.strip()


def test_every_path_named_in_the_documentation_exists(client):
    known = [re.sub(r"\{.*?\}", "[^/]+", path) for path in client.get("/openapi.json").json()["paths"]]
    for named in set(re.findall(r"`(?:GET|POST|PATCH|DELETE|PUT)? ?(/(?:api|v1)/[a-z/]+)", TEXT)):
        assert any(re.match(path, named.rstrip("/") + "/x") or re.fullmatch(path, named) for path in known), named
