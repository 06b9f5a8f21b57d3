"""A shop that receives events of Truv, with Python's standard library."""

import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Consumer(ThreadingHTTPServer):
    """Accepts deliveries at /hook, and returns the number of events at /effects."""

    # A burst needs more than the default of five waiting connections.
    request_queue_size = 128
    daemon_threads = True

    def __init__(self, secret):
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.secret = secret.encode()
        self.lock = threading.Lock()
        self.events = {}
        #: Number of deliveries to answer 503 before any is accepted.
        self.failures = 0

    def receive(self, signature, body):
        """Returns the status that answers a delivery."""
        # Compare in constant time, and compare bytes: `compare_digest` refuses text that is not ASCII.
        expected = "v1=" + hmac.new(self.secret, body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected.encode(), signature.encode("latin-1", "replace")):
            return 401
        try:
            event = json.loads(body.decode())
            identity = event["webhook_id"]
        except (ValueError, TypeError, KeyError):
            return 400
        if not isinstance(identity, str):
            return 400
        with self.lock:
            if self.failures:
                self.failures -= 1
                return 503
            # A redelivery is a success, too: Truv sends it because an answer was lost.
            self.events.setdefault(identity, event)
        return 200


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.body()
        signatures = self.headers.get_all("X-WEBHOOK-SIGN", [])
        self.answer(self.server.receive(signatures[0] if len(signatures) == 1 else "", body))

    def do_GET(self):
        with self.server.lock:
            count = len(self.server.events)
        self.answer(200, json.dumps({"count": count}).encode())

    def body(self):
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        whole = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            whole += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return whole

    def answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass
