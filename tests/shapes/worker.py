"""One of several processes that share a port and a SQLite database.

    WEBHOOK_SECRET=... python3 worker.py PROVIDER database|process PORT FOLDER

Prints its port, accepts deliveries at /hook, and returns the number of effects at /effects. With `process` it
remembers events in its own memory instead of the database. WEBHOOK_PROTOCOL sets the HTTP version; with HTTP/1.0 it
refuses chunked bodies, and creates the file `chunked` when one arrives.
"""

import base64
import hashlib
import hmac
import json
import os
import pathlib
import sqlite3
import socket
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "python"))
from webhook_server import ThreadedServer, WebhookHandler, is_equal, read_event, serve, signature_parts

PROVIDER, MEMORY, PORT, FOLDER = sys.argv[1:5]
SECRET = os.environ["WEBHOOK_SECRET"]
ID = {"truv": "webhook_id", "orum": "event_id", "betterez": "id", "socotra": "id"}.get(PROVIDER)
HEADER = {
    "truv": "X-WEBHOOK-SIGN",
    "argyle": "X-Argyle-Signature",
    "orum": "Signature",
    "betterez": "X-Btrz-Signature",
    "socotra": "Socotra-Signature",
}[PROVIDER]


def connect():
    connection = sqlite3.connect(pathlib.Path(FOLDER) / "events.db", timeout=30, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = OFF")
    return connection


# Kept open: closing the last connection cleans up, and every delivery would wait for that.
kept = connect()
kept.execute("CREATE TABLE IF NOT EXISTS events (key TEXT PRIMARY KEY)")
kept.execute("CREATE TABLE IF NOT EXISTS effects (key TEXT)")
seen = set()


def is_rsa(message, signature):
    """RSASSA-PKCS1-v1_5 with SHA-256; the modulus of a key of 2048 bits is at a fixed position."""
    der = base64.b64decode("".join(line for line in SECRET.splitlines() if not line.startswith("-----")))
    modulus, exponent = int.from_bytes(der[-261:-5], "big"), 65537
    try:
        signature = base64.b64decode(signature, validate=True)
    except ValueError:
        return False
    if len(signature) != 256:
        return False
    prefix = bytes.fromhex("3031300d060960864801650304020105000420")
    block = prefix + hashlib.sha256(message).digest()
    expected = b"\x00\x01" + b"\xff" * (256 - len(block) - 3) + b"\x00" + block
    return pow(int.from_bytes(signature, "big"), exponent, modulus).to_bytes(256, "big") == expected


def is_mac(given, message, algorithm=hashlib.sha256, prefix=""):
    expected = prefix + hmac.new(SECRET.encode(), message, algorithm).hexdigest()
    return is_equal(expected, given)


def is_signed(headers, body):
    given = headers.get(HEADER, "")
    if PROVIDER == "truv":
        return is_mac(given, body, prefix="v1=")
    if PROVIDER == "argyle":
        return is_mac(given, body, hashlib.sha512)
    if PROVIDER == "socotra":
        return is_mac(given, body)
    if PROVIDER == "betterez":
        parts = signature_parts(given)
        signed = parts.get("t", "")
        if not signed.isascii() or not signed.isdigit() or abs(time.time() - int(signed[:18])) > 300:
            return False
        return is_mac(parts.get("s2", ""), signed.encode() + b"." + body)
    try:
        made = json.loads(body)["created_at"]
        return is_rsa(body + made.encode(), given.encode("latin-1", "replace"))
    except (ValueError, TypeError, KeyError, AttributeError):
        return False


def process(key):
    """Processes an event once: its id and its effect are saved in one transaction."""
    connection = connect()
    try:
        connection.execute("BEGIN IMMEDIATE")
        if MEMORY == "process":
            is_new = key not in seen
            seen.add(key)
        else:
            is_new = connection.execute("INSERT INTO events VALUES (?) ON CONFLICT DO NOTHING", [key]).rowcount == 1
        if is_new:
            connection.execute("INSERT INTO effects VALUES (?)", [key])
        connection.execute("COMMIT")
    finally:
        connection.close()


def receive(headers, body):
    if not is_signed(headers, body):
        return 401
    event = read_event(body)
    if event is None:
        return 400
    process(hashlib.sha256(body).hexdigest() if ID is None else json.dumps(event.get(ID)))
    return 204


class Handler(WebhookHandler):
    protocol_version = os.environ.get("WEBHOOK_PROTOCOL", "HTTP/1.1")

    def do_GET(self):
        connection = connect()
        body = str(connection.execute("SELECT count(*) FROM effects").fetchone()[0]).encode()
        connection.close()
        self.answer(200, body)

    def do_POST(self):
        if self.protocol_version == "HTTP/1.0" and "Transfer-Encoding" in self.headers:
            (pathlib.Path(FOLDER) / "chunked").touch()
            self.send_error(411)
            return
        body = self.body()
        if body is not None:
            self.answer(receive(self.headers, body))


class Server(ThreadedServer):
    def server_bind(self):
        # The system gives each connection to one of the processes.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        super().server_bind()


serve(Server(("127.0.0.1", int(PORT)), Handler))
