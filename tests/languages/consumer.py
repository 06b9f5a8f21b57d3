"""A consumer of webhooks on Python's standard library, sound or broken in one way.

    WEBHOOK_SECRET=... python3 consumer.py truv|argyle|betterez VARIANT threads|single|http10

Prints its port, takes deliveries at /hook and tells its effects at /effects.
"""

import hashlib
import hmac
import json
import os
import pathlib
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer

SCHEME, VARIANT, SERVER = sys.argv[1:4]
SECRET = os.environ["WEBHOOK_SECRET"].encode()
SCHEMAS = pathlib.Path(__file__).parents[2] / "schemas" / SCHEME
lock = threading.Lock()
seen = set()
effects = []


def hexdigest(body, digest):
    return hmac.new(SECRET, body, digest).hexdigest()


def expected(headers, body):
    """The header as the provider would have sent it."""
    if SCHEME == "truv":
        return "v1=" + hexdigest(body, hashlib.sha256)
    if SCHEME == "argyle":
        return hexdigest(body, hashlib.sha512)
    given = headers.get("x-btrz-signature", "")
    signed = dict(part.split("=", 1) for part in given.split(",") if "=" in part).get("t", "")
    return hexdigest(signed.encode() + b"." + body, hashlib.sha256)


def given(headers):
    name = {"truv": "X-WEBHOOK-SIGN", "argyle": "X-Argyle-Signature", "betterez": "x-btrz-signature"}[SCHEME]
    value = headers.get(name)
    if value is None or SCHEME != "betterez":
        return value
    return dict(part.split("=", 1) for part in value.split(",") if "=" in part).get("s2", "")


def is_recent(headers):
    """Whether the time in the signature is of these minutes; true where there is none."""
    header = headers.get("x-btrz-signature", "")
    signed = dict(part.split("=", 1) for part in header.split(",") if "=" in part).get("t")
    try:
        return signed is None or abs(time.time() - int(signed)) < 300
    except ValueError:
        return False


def is_signed(headers, body):
    signature = given(headers)
    if SCHEME == "betterez" and VARIANT != "any-signature" and not is_recent(headers):
        return False
    if signature is None:
        return VARIANT == "accepts-unsigned"
    if VARIANT == "any-signature":
        return True
    if VARIANT == "re-serialises":
        try:
            document = json.loads(body)
        except ValueError:
            document = None
        if document is not None:
            indent = 2 if SCHEME == "argyle" else None
            separators = (",", ": ") if indent else (",", ":")
            body = json.dumps(document, ensure_ascii=False, indent=indent, separators=separators).encode()
    # Bytes, because `compare_digest` refuses text beyond ASCII.
    return hmac.compare_digest(expected(headers, body).encode(), signature.encode("latin-1", "replace"))


def identity(event, body):
    name = {"truv": "webhook_id", "betterez": "id"}.get(SCHEME)
    return str(event.get(name)) if name else hashlib.sha256(body).hexdigest()


def known_members(event):
    schema = SCHEMAS / f"{event['event_type']}.json"
    return not schema.exists() or event.keys() <= json.loads(schema.read_text())["properties"].keys()


def take(event, body):
    with lock:
        key = identity(event, body)
        if VARIANT == "no-dedupe" or key not in seen:
            seen.add(key)
            effects.append(key)


def receive(headers, body):
    """The status to be answered."""
    if VARIANT == "acts-first":
        try:
            take(json.loads(body), body)
        except (ValueError, AttributeError):
            pass
    if not is_signed(headers, body):
        return 401
    try:
        event = json.loads(body)
    except ValueError:
        return 500 if VARIANT == "bad-json-500" else 400
    if not isinstance(event, dict):
        return 400
    if VARIANT == "ascii-only" and not json.dumps(event, ensure_ascii=False).isascii():
        raise UnicodeError("the handler ends, and the connection with it")
    if VARIANT == "known-members-only" and not known_members(event):
        return 400
    take(event, body)
    return 200


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0" if SERVER == "http10" else "HTTP/1.1"

    def answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        with lock:
            count = len(effects)
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

    def do_POST(self):
        body = self.body()
        if VARIANT == "answers-first":
            self.answer(200)
            try:
                receive(self.headers, body)
            except ValueError:
                pass
        else:
            self.answer(receive(self.headers, body))

    def log_message(self, *_):
        pass


# The default of five waiting connections is less than a burst.
HTTPServer.request_queue_size = 128
server = (HTTPServer if SERVER == "single" else ThreadingHTTPServer)(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
