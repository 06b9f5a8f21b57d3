"""A consumer that stores its events in SQLite, correct or with one fault; it answers 204.

    WEBHOOK_SECRET=... python3 store.py truv|betterez FAULT FOLDER

Prints its port, accepts deliveries at /hook, and returns the number of effects at /effects and its state at /things.
While a file `full` exists in its folder, nothing can be written after the id of an event.
"""

import contextlib
import hashlib
import hmac
import json
import os
import pathlib
import sqlite3
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "python"))
from webhook_server import ThreadedServer, WebhookHandler, is_equal, read_event, serve, signature_parts

SCHEME, FAULT, FOLDER = sys.argv[1:4]
SECRET = os.environ["WEBHOOK_SECRET"].encode()
DATABASE = pathlib.Path(FOLDER) / "events.db"
FULL = pathlib.Path(FOLDER) / "full"
ID = {"truv": "webhook_id", "betterez": "id"}[SCHEME]
THINGS = ["order_id", "object_id", "employment_id", "task_id", "link_id"]

# Without its index, a table accepts the same event twice.
KEY = "TEXT" if FAULT == "no-index" else "TEXT PRIMARY KEY"
LIMIT = "CHECK (length(body) <= 60000)" if FAULT == "narrow-column" else ""


@contextlib.contextmanager
def database():
    connection = sqlite3.connect(DATABASE, timeout=30, isolation_level=None)
    connection.execute("PRAGMA synchronous = NORMAL")
    try:
        yield connection
    finally:
        connection.close()


with database() as connection:
    connection.executescript(f"""
        PRAGMA journal_mode = WAL;
        CREATE TABLE events (id {KEY}, body TEXT {LIMIT});
        CREATE TABLE effects (event TEXT);
        CREATE TABLE things (thing TEXT PRIMARY KEY, time TEXT, event TEXT);
    """)


# Kept open: closing the last connection cleans up, and every delivery would wait for that.
kept = sqlite3.connect(DATABASE, check_same_thread=False)
kept.execute("SELECT count(*) FROM events").fetchone()


def is_signed(headers, body):
    if SCHEME == "truv":
        message, given = body, headers.get("X-WEBHOOK-SIGN", "")
        expected = "v1=" + hmac.new(SECRET, message, hashlib.sha256).hexdigest()
    else:
        parts = signature_parts(headers.get("x-btrz-signature", ""))
        signed, given = parts.get("t", ""), parts.get("s2", "")
        if not signed.isascii() or not signed.isdigit() or abs(time.time() - int(signed[:18])) > 300:
            return False
        expected = hmac.new(SECRET, signed.encode() + b"." + body, hashlib.sha256).hexdigest()
    return is_equal(expected, given)


def is_new(connection, key, body):
    """Saves the id of an event. Whether it is a new one."""
    text = body.decode()
    if FAULT == "no-index":
        if connection.execute("SELECT 1 FROM events WHERE id = ?", [key]).fetchone():
            return False
        # As long as it takes to ask another service.
        time.sleep(0.01)
        connection.execute("INSERT INTO events VALUES (?, ?)", [key, text])
        return True
    if FAULT == "no-upsert":
        connection.execute("INSERT INTO events VALUES (?, ?)", [key, text])
        return True
    return connection.execute("INSERT INTO events VALUES (?, ?) ON CONFLICT DO NOTHING", [key, text]).rowcount == 1


def act(connection, key, event):
    if FULL.exists():
        raise sqlite3.OperationalError("database or disk is full")
    connection.execute("INSERT INTO effects VALUES (?)", [key])
    thing = next((event[name] for name in THINGS if isinstance(event.get(name), str)), None)
    made = event.get("event_created_at")
    if thing is not None and isinstance(made, str):
        newer = "" if FAULT == "plain-update" else "WHERE excluded.time > things.time"
        connection.execute(
            "INSERT INTO things VALUES (?, ?, ?) ON CONFLICT (thing) DO UPDATE "
            f"SET time = excluded.time, event = excluded.event {newer}",
            [thing, made, key],
        )


def process(event, body):
    key = json.dumps(event.get(ID))
    with database() as connection:
        if FAULT in ("two-transactions", "no-index"):
            if is_new(connection, key, body):
                act(connection, key, event)
            return
        connection.execute("BEGIN IMMEDIATE")
        try:
            if is_new(connection, key, body):
                act(connection, key, event)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def receive(headers, body):
    if not is_signed(headers, body):
        return 401
    event = read_event(body)
    if event is None:
        return 400
    try:
        process(event, body)
    except sqlite3.Error:
        return 503
    return 204


class Handler(WebhookHandler):
    def do_GET(self):
        with database() as connection:
            if self.path == "/effects":
                answer = connection.execute("SELECT count(*) FROM effects").fetchone()[0]
            else:
                answer = connection.execute("SELECT * FROM things ORDER BY thing").fetchall()
        self.answer(200, json.dumps(answer).encode())

    def do_POST(self):
        body = self.body()
        if body is not None:
            self.answer(receive(self.headers, body))


serve(ThreadedServer(("127.0.0.1", 0), Handler))
