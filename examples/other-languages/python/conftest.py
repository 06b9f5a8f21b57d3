"""Fixtures: a process of hookproof, driven over HTTP, and the shop on a thread."""

import json
import os
import subprocess
import threading
import time
import urllib.request

import pytest

from consumer import Consumer

#: The location of the binary, if it is not on the path.
HOOKPROOF = os.environ.get("HOOKPROOF", "hookproof")


class Mock:
    """The providers, each below its own path, and /_hookproof/ to drive them."""

    def __init__(self, url):
        self.url = url

    def call(self, method, path, body=None, headers=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", **(headers or {})}
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def emit(self, provider, event, **members):
        """Emits an event, waits until it is delivered or given up, and returns its deliveries."""
        order = {"provider": provider, "event": event, **members}
        made = self.call("POST", "/_hookproof/emit", order)["deliveries"]
        assert self.call("POST", "/_hookproof/wait", {"provider": provider, "idle": True})["met"]
        return [self.call("GET", f"/_hookproof/deliveries/{delivery['id']}") for delivery in made]


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """One process for all tests."""
    ready = tmp_path_factory.mktemp("hookproof") / "ready"
    # The virtual clock skips the waits between attempts.
    flags = ["--port", "0", "--clock", "virtual", "--log", "off", "--ready-file", str(ready)]
    process = subprocess.Popen([HOOKPROOF, "serve", "truv", *flags], stdout=subprocess.DEVNULL)
    try:
        while not ready.exists():
            assert process.poll() is None, "hookproof did not start"
            time.sleep(0.01)
        yield Mock(ready.read_text().strip())
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def mock(server):
    """The process after a reset: nothing of earlier tests is left."""
    server.call("POST", "/_hookproof/reset", {})
    server.call("PUT", "/_hookproof/faults", {})
    return server


@pytest.fixture
def shop():
    with Consumer("s3cret") as consumer:
        threading.Thread(target=consumer.serve_forever, daemon=True).start()
        yield consumer
        consumer.shutdown()
