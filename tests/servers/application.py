"""Our own application on a loopback port: from a thread of the test, or in a process of its own as it is run."""

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from contextlib import contextmanager

import uvicorn

from assistant.api.serving import server_options


@contextmanager
def serving(app):
    """The address of `app` while it is served."""
    listening = socket.create_server(("127.0.0.1", 0))  # a client waits in its queue until uvicorn accepts
    server = uvicorn.Server(uvicorn.Config(app, **server_options(timeout_graceful_shutdown=5)))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(data_dir):
    """`python app.py` over an index: (address, process)."""
    port = free_port()
    env = {k: v for k, v in os.environ.items() if not k.startswith("POLICY_")}
    env |= {"POLICY_DATA_DIR": str(data_dir), "POLICY_PORT": str(port)}
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile() as output:  # a pipe nobody reads would fill up and stop the server
        server = subprocess.Popen([sys.executable, "app.py"], env=env, stdout=output, stderr=subprocess.STDOUT)
        try:
            _wait(url, server, output)
            yield url, server
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait(url, server, output):
    for _ in range(480):
        try:
            urllib.request.urlopen(f"{url}/readyz", timeout=2).read()
            return
        except OSError:
            if server.poll() is not None:
                output.seek(0)
                raise AssertionError(output.read().decode()) from None
            time.sleep(0.25)
    raise AssertionError("the server did not come up")
