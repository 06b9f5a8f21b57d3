"""A consumer of webhooks on Python's standard library, correct or with one defect.

    WEBHOOK_SECRET=... python3 consumer.py truv|argyle|betterez VARIANT threads|single|http10

Prints its port, accepts deliveries at /hook, and returns the number of effects at /effects.
"""

import hashlib
import hmac
import json
import os
import pathlib
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "python"))
from webhook_server import Server, ThreadedServer, WebhookHandler, is_equal, serve, signature_parts

SCHEME, VARIANT, SERVER = sys.argv[1:4]
SECRET = os.environ["WEBHOOK_SECRET"].encode()
SCHEMAS = pathlib.Path(__file__).parents[2] / "schemas" / SCHEME
lock = threading.Lock()
seen = set()
effects = []


def hexdigest(body, digest):
    return hmac.new(SECRET, body, digest).hexdigest()


def expected(headers, body):
    """The header as the provider sends it."""
    if SCHEME == "truv":
        return "v1=" + hexdigest(body, hashlib.sha256)
    if SCHEME == "argyle":
        return hexdigest(body, hashlib.sha512)
    signed = signature_parts(headers.get("x-btrz-signature", "")).get("t", "")
    return hexdigest(signed.encode() + b"." + body, hashlib.sha256)


def given(headers):
    name = {"truv": "X-WEBHOOK-SIGN", "argyle": "X-Argyle-Signature", "betterez": "x-btrz-signature"}[SCHEME]
    value = headers.get(name)
    if value is None or SCHEME != "betterez":
        return value
    return signature_parts(value).get("s2", "")


def is_recent(headers):
    """Whether the time in the signature is recent; true if it has none."""
    signed = signature_parts(headers.get("x-btrz-signature", "")).get("t")
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
    return is_equal(expected(headers, body), signature)


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
    """The status of the answer."""
    if VARIANT == "processes-before-verifying":
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


class Handler(WebhookHandler):
    protocol_version = "HTTP/1.0" if SERVER == "http10" else "HTTP/1.1"

    def do_GET(self):
        with lock:
            count = len(effects)
        self.answer(200, json.dumps({"count": count}).encode())

    def do_POST(self):
        body = self.body()
        if body is None:
            return
        if VARIANT == "answers-first":
            self.answer(200)
            try:
                receive(self.headers, body)
            except ValueError:
                pass
        else:
            self.answer(receive(self.headers, body))


serve((Server if SERVER == "single" else ThreadedServer)(("127.0.0.1", 0), Handler))
