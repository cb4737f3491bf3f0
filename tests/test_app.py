"""`policy`, the one command: every part of the project is in it, it speaks Chinese, and shells complete it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

import app
from assistant.cli import app as assistant_commands
from eval.cli import app as evaluation

ROOT = Path(__file__).resolve().parents[1]
# Latin words that are names: of formats, programs, roles, values and places to type them.
NAMES = re.compile(
    r"""--?[a-z-]+ | "[a-z_,"{}:\[\]1]+ | \b(?:
    JSONL?|MCP|BM25|BEIR|docx|pdf|html|md|txt|qrels|corpus\.jsonl|queries\.jsonl|eval/runs|http://[\d.:]+|policy|python|
    POLICY_DATA_DIR|id|question|answer|cites|as_of|role|content|revenue=|on_part_list=|lists=a,b|ours|naive|bm25|qa|calc|
    dialogues|jsonl|seen|kept|viewer|operator|editor|admin|ask|read|notes|edit|bash|zsh|fish|powershell|completion|
    bashrc|changsha|hefei|docs|rules
    )\b""",
    re.X,
)


def commands():
    """(words typed, command) of everything that can be run."""
    evaluation_and_rest = get_command(assistant_commands), get_command(evaluation)
    todo = [((), evaluation_and_rest[0]), (("eval",), evaluation_and_rest[1])]
    while todo:
        words, command = todo.pop()
        yield words, command
        if words[:1] == ("eval",) and len(words) > 1:
            continue
        for name, under in getattr(command, "commands", {}).items():
            if (*words, name) != ("eval",):
                todo.append(((*words, name), under))


ALL = dict(commands())


def test_every_part_of_the_project_is_one_of_its_commands():
    top = {words[0] for words in ALL if words}
    assert {
        "ask", "batch", "calc", "match", "verify", "rules", "docs", "index", "eval", "serve", "doctor", "audit",
    } <= top  # fmt: skip
    for words in (("index", "build"), ("docs", "add"), ("rules", "mutants"), ("eval", "run"), ("audit", "verify")):
        assert words in ALL


@pytest.mark.parametrize("words", sorted(ALL), ids=" ".join)
def test_the_help_is_chinese(words, capsys):
    assert app.policy([*words, "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("用法：policy")
    told = re.sub(r"^用法：.*|^  [a-z-]+(?=  )", "", shown, flags=re.M)
    left = re.findall(r"[A-Za-z]{2,}", NAMES.sub(" ", told))
    assert left == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "缺少命令"),
        (["nonsense"], "没有命令“nonsense”"),
        (["rule"], "是不是 'rules'？"),
        (["ask"], "缺少 问题"),
        (["ask", "问", "再问"], "多写了：再问"),
        (["ask", "问", "--as-of", "昨天"], "日期“昨天”不对"),
        (["ask", "问", "--as-of"], "后面要写值"),
        (["ask", "问", "--colour"], "没有选项 --colour"),
        (["serve", "--workers", "65"], "1 至 64"),
        (["index", "search", "问", "-k", "x"], "这里要写数"),
        (["users", "add", "a@b.cn", "--role", "king"], "没有“king”这个角色"),
        (["eval", "run", "--system", "other"], "没有“other”这个系统"),
        (["completion", "tcsh"], "没有“tcsh”的补全脚本"),
    ],
)
def test_a_mistake_is_told_in_chinese_with_exit_code_2(arguments, said, capsys):
    assert app.policy(arguments) == 2
    told = capsys.readouterr().err
    assert said in told
    assert re.findall(r"\b(?:Usage|Error|Missing|Invalid|No such|Try|Got|Option)\b", told) == []


def test_a_shell_completes_the_commands():
    script = subprocess.run([sys.executable, "-m", "assistant", "completion", "bash"], capture_output=True, text=True)
    assert "_POLICY_COMPLETE=complete_bash" in script.stdout
    done = subprocess.run(
        [sys.executable, "-c", "import app; app.policy()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={"_POLICY_COMPLETE": "complete_bash", "COMP_WORDS": "policy rules ", "COMP_CWORD": "2", "PATH": ""},
    )
    assert {"check", "cases", "mutants", "handbook"} <= set(done.stdout.split())


def test_a_reader_that_leaves_is_no_failure():
    command = "import app, sys; sys.exit(app.policy(['rules', '--json']))"
    with subprocess.Popen(
        [sys.executable, "-c", command], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as p:
        assert p.stdout is not None
        p.stdout.close()
        assert (p.wait(), p.stderr.read() if p.stderr else b"") == (0, b"")
