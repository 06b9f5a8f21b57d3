"""A correct consumer of Truv in Python, for the benchmark of latencies.

    WEBHOOK_SECRET=... python3 latency.py flask|two-writes FOLDER

`flask` is Flask's own server with SQLite in FOLDER; `two-writes` is `http.server`, which writes the head and the body of an
answer one after the other. Prints its port, takes deliveries at /hook, tells how many effects there were at /effects.
"""

import hashlib
import hmac
import json
import os
import pathlib
import sqlite3
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MODE, FOLDER = sys.argv[1:3]
SECRET = os.environ["WEBHOOK_SECRET"].encode()


def is_signed(given, body):
    expected = "v1=" + hmac.new(SECRET, body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), (given or "").encode("latin-1", "replace"))


def receive(given, body, process):
    if not is_signed(given, body):
        return 401
    try:
        event = json.loads(body)
    except ValueError:
        return 400
    if not isinstance(event, dict):
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

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self, status, text):
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def do_GET(self):
            self.answer(200, str(len(seen)))

        def body(self):
            if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
                length = int(self.headers.get("Content-Length", 0))
                body = self.rfile.read(length)
                return body if len(body) == length else None
            whole = b""
            while size := int(self.rfile.readline().split(b";")[0], 16):
                whole += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return whole

        def do_POST(self):
            body = self.body()
            if body is None:
                self.close_connection = True
                return
            status = receive(self.headers.get("X-WEBHOOK-SIGN"), body, process)
            self.answer(status, '{"status": %d}' % status)

        def log_message(self, *_):
            pass

    ThreadingHTTPServer.request_queue_size = 128
    return ThreadingHTTPServer(("127.0.0.1", 0), Handler)


server = flask() if MODE == "flask" else two_writes()
print(server.server_port if MODE != "flask" else server.port, flush=True)
server.serve_forever()
