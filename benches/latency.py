"""A correct consumer of Truv in Python, for the benchmark of latencies.

    WEBHOOK_SECRET=... python3 latency.py flask|two-writes FOLDER

`flask` is Flask's own server with SQLite in FOLDER; `two-writes` is `http.server`, which writes the head and the body of an
answer one after the other. Prints its port, accepts deliveries at /hook, and returns the number of effects at /effects.
"""

import hashlib
import hmac
import json
import os
import pathlib
import sqlite3
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tests" / "python"))
from webhook_server import ThreadedServer, WebhookHandler, is_equal, read_event

MODE, FOLDER = sys.argv[1:3]
SECRET = os.environ["WEBHOOK_SECRET"].encode()


def is_signed(given, body):
    expected = "v1=" + hmac.new(SECRET, body, hashlib.sha256).hexdigest()
    return is_equal(expected, given or "")


def receive(given, body, process):
    if not is_signed(given, body):
        return 401
    event = read_event(body)
    if event is None:
        return 400
    process(json.dumps(event.get("webhook_id")))
    return 200


def flask():
    import flask
    from werkzeug.serving import make_server

    database = str(pathlib.Path(FOLDER) / "events.db")

    def connect():
        return sqlite3.connect(database, timeout=30, isolation_level=None)

    with connect() as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE events (id TEXT PRIMARY KEY)")

    def process(key):
        connection = connect()
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("INSERT INTO events VALUES (?) ON CONFLICT DO NOTHING", [key])
        connection.close()

    app = flask.Flask(__name__)

    @app.post("/hook")
    def hook():
        status = receive(flask.request.headers.get("X-WEBHOOK-SIGN"), flask.request.get_data(), process)
        return "", status

    @app.get("/effects")
    def effects():
        connection = connect()
        count = connection.execute("SELECT count(*) FROM events").fetchone()[0]
        connection.close()
        return {"count": count}

    import logging

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    return make_server("127.0.0.1", 0, app, threaded=True)


def two_writes():
    lock, seen = threading.Lock(), set()

    def process(key):
        with lock:
            seen.add(key)

    class Handler(WebhookHandler):
        def do_GET(self):
            self.answer(200, str(len(seen)).encode())

        def do_POST(self):
            body = self.body()
            if body is not None:
                status = receive(self.headers.get("X-WEBHOOK-SIGN"), body, process)
                self.answer(status, b'{"status": %d}' % status)

    return ThreadedServer(("127.0.0.1", 0), Handler)


server = flask() if MODE == "flask" else two_writes()
print(server.server_port if MODE != "flask" else server.port, flush=True)
server.serve_forever()
