"""A real PostgreSQL server from Debian's package, on a loopback port, its data in a folder of the test."""

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

from tests.servers.process import free_port

ACCOUNT = "postgres"  # the server refuses to run as root


@contextmanager
def postgres():
    """The address of a database of its own; the server is stopped at the end."""
    programs, port = _programs(), free_port()
    root = os.geteuid() == 0
    with tempfile.TemporaryDirectory(prefix="policy-postgres-") as folder:  # pytest's folders are their owner's alone
        if root:
            account = pwd.getpwnam(ACCOUNT)
            os.chown(folder, account.pw_uid, account.pw_gid)
        with _running(programs, Path(folder), port, root):
            yield f"postgresql://policy:unused@127.0.0.1:{port}/memory"


@contextmanager
def _running(programs, data, port, root):
    def run(program, *arguments):
        command = ["runuser", "-u", ACCOUNT, "--"] if root else []
        done = subprocess.run(
            [*command, str(programs / program), *arguments], cwd=data, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        assert done.returncode == 0, done.stdout.decode()

    run("initdb", "--pgdata", str(data / "db"), "--username", "policy", "--auth", "trust", "--encoding", "UTF8")
    options = f"-p {port} -h 127.0.0.1 -k {data} -c fsync=off"
    run("pg_ctl", "start", "--wait", "--pgdata", str(data / "db"), "--log", str(data / "log"), "--options", options)
    try:
        run("createdb", "--host", "127.0.0.1", "--port", str(port), "--username", "policy", "memory")
        yield
    finally:
        run("pg_ctl", "stop", "--wait", "--mode", "immediate", "--pgdata", str(data / "db"))


def _programs():
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    beside = shutil.which("initdb")
    assert beside, "PostgreSQL is missing: install the Debian package postgresql"
    return Path(beside).resolve().parent
