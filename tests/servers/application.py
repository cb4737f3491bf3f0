"""Our own application on a loopback port, served by uvicorn from a thread of the test."""

import socket
import threading
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
