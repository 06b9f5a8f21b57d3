"""A consumer of Truv's webhooks on Python's standard library, correct or without deduplication.

    PORT=... WEBHOOK_SECRET=... python3 consumer.py correct|no-dedupe
"""

import hashlib
import hmac
import json
import os
import pathlib
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "python"))
from webhook_server import ThreadedServer, WebhookHandler, is_equal, serve

SECRET = os.environ["WEBHOOK_SECRET"].encode()
lock = threading.Lock()
seen = set()
effects = []


class Handler(WebhookHandler):
    def do_GET(self):
        self.answer(200, json.dumps({"count": len(effects)}).encode())

    def do_POST(self):
        body = self.body()
        if body is None:
            return
        expected = "v1=" + hmac.new(SECRET, body, hashlib.sha256).hexdigest()
        if not is_equal(expected, self.headers.get("X-WEBHOOK-SIGN") or ""):
            return self.answer(401)
        try:
            event = json.loads(body)
        except ValueError:
            return self.answer(400)
        if not isinstance(event, dict):
            return self.answer(400)
        with lock:
            key = str(event.get("webhook_id"))
            if key not in seen or sys.argv[1] == "no-dedupe":
                seen.add(key)
                effects.append(key)
        self.answer(200)


print("the key is", os.environ["WEBHOOK_SECRET"], flush=True)
serve(ThreadedServer(("127.0.0.1", int(os.environ["PORT"])), Handler))
