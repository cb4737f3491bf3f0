"""The real application in a process of its own, as a user starts it."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager

import httpx


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(data_dir, *arguments, **settings):
    """(address, process) of `python -m assistant serve …` with settings by name, once it can answer."""
    port = free_port()
    env = {name: value for name, value in os.environ.items() if not name.startswith("POLICY_")}
    given = {"data_dir": data_dir, "port": port, **settings}
    env |= {f"POLICY_{name.upper()}": str(value) for name, value in given.items()}
    command = [sys.executable, "-m", "assistant", "serve", *arguments]
    with tempfile.TemporaryFile() as output:  # a pipe nobody reads would fill up and stop the server
        server = subprocess.Popen(command, env=env, stdout=output, stderr=subprocess.STDOUT)
        try:
            address = f"http://127.0.0.1:{port}"
            while not _ready(address):
                assert server.poll() is None, _said(output)
                time.sleep(0.2)
            yield address, server
        finally:
            server.terminate()
            server.wait(timeout=30)


def _ready(address):
    try:
        return httpx.get(f"{address}/readyz", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def _said(output):
    output.seek(0)
    return output.read().decode()
