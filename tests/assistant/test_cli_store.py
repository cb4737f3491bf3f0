"""The commands for who runs the service, as processes over a memory of their own."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date

import pytest

from assistant.answer import AskRequest
from assistant.memory.store import Memory


@pytest.fixture
def run(data_dir, tmp_path):
    env = {name: value for name, value in os.environ.items() if not name.startswith("POLICY_")}
    env["POLICY_DATA_DIR"] = str(tmp_path)
    (tmp_path / "index").symlink_to(data_dir / "index")

    def command(*arguments):
        done = subprocess.run([sys.executable, "-m", "assistant", *arguments], capture_output=True, text=True, env=env)
        return done.returncode, done.stdout, done.stderr

    return command


def test_people_and_keys_and_their_record(run, tmp_path):
    code, out, _ = run("users", "add", "wang@example.cn", "--name", "王", "--role", "operator", "--json")
    assert (code, json.loads(out)[0]["role"]) == (0, "operator")
    assert run("users", "add", "wang@example.cn")[0] == 1
    assert "编辑" in run("users", "role", "wang@example.cn", "editor")[1]
    assert "已停用" in run("users", "disable", "wang@example.cn")[1]
    assert "wang@example.cn" in run("users", "list")[1]
    code, out, _ = run("keys", "add", "门户", "--scopes", "ask", "--days", "30", "--json")
    key = json.loads(out)
    assert key["secret"].startswith("pk-")
    assert run("keys", "add", "门户", "--scopes", "everything")[0] == 2
    assert "已停用" in run("keys", "revoke", key["id"])[1]
    assert run("keys", "revoke", "none")[0] == 1
    code, out, _ = run("audit", "verify", "--json")
    found = json.loads(out)
    assert (code, found["entries"], found["broken_at"]) == (0, 5, None)
    assert run("audit", "verify", "--last", found["last"])[0] == 0
    assert "key.revoke" in run("audit", "list")[1]
    with closing(sqlite3.connect(tmp_path / "memory.db")) as connection:
        connection.execute("DROP TRIGGER audit_refuses_delete")
        connection.execute("DELETE FROM audit WHERE number = 5")
        connection.commit()
    assert run("audit", "verify")[0] == 0  # the rest is whole …
    code, out, _ = run("audit", "verify", "--last", found["last"])  # … but its end is missing
    assert (code, "截掉" in out) == (1, True)


def test_backup_and_replay(run, assistant, tmp_path):
    memory = Memory(tmp_path / "memory.db")
    request = AskRequest(question="绍兴国家级专精特新小巨人奖励多少？", as_of=date(2026, 11, 22))
    answer = assistant.answer(request)
    memory.remember("a" * 32, answer, request=request)
    memory.close()
    code, out, _ = run("replay", answer.id, "--json")
    made = json.loads(out)
    assert (code, made["same"], made["reasons"]) == (0, True, [])
    assert "按当时的日期重做（2026-11-22）：一样" in run("replay", answer.id)[1]
    code, _, err = run("replay", "nothing")
    assert (code, "没有编号" in err) == (1, True)
    code, out, _ = run("backup", str(tmp_path / "copies" / "monday.db"))
    assert (code, "已备份" in out) == (0, True)
    assert run("backup", str(tmp_path / "copies" / "monday.db"))[0] == 2


def test_the_doctor_notices_a_disk_that_cannot_be_written_and_tells_no_password(tmp_path):
    (tmp_path / "memory.db").mkdir()
    env = {"POLICY_LLM_BASE_URL": "http://user:geheim@127.0.0.1:9/v1", "POLICY_DATA_DIR": str(tmp_path)}
    clean = {name: value for name, value in os.environ.items() if not name.startswith("POLICY_")}
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "doctor", "--json"], capture_output=True, text=True, env={**clean, **env}
    )
    checks = {each["name"]: each for each in json.loads(done.stdout)}
    assert "geheim" not in done.stdout + done.stderr
    assert "127.0.0.1:9" in checks["大模型"]["finding"]
    assert not checks["记录数据库"]["ok"]
