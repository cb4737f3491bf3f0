"""An OpenID provider in a process of its own: discovery, keys, authorization code with PKCE, signed id tokens."""

import subprocess
import sys
import time
from contextlib import contextmanager

import httpx

from tests.servers.process import free_port


@contextmanager
def provider(**people):
    """The issuer's address. `people`: claims by subject."""
    port = free_port()
    issuer = f"http://localhost:{port}"
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not _described(issuer):
            assert server.poll() is None, "the provider did not start"
            time.sleep(0.1)
        for subject, claims in people.items():
            httpx.put(f"{issuer}/users/{subject}", json=claims).raise_for_status()
        yield issuer
    finally:
        server.terminate()
        server.wait(30)


def _described(issuer):
    try:
        return httpx.get(f"{issuer}/.well-known/openid-configuration").status_code == 200
    except httpx.HTTPError:
        return False
