"""A consumer of webhooks that verifies deliveries with a vendor's own library, and does nothing else itself.

    WEBHOOK_SECRET=... python3 consumer.py LIBRARY

Prints its port, accepts deliveries at /hook, and returns its effects at /effects.
"""

import json
import os
import pathlib
import sys
import threading
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "python"))
from webhook_server import ThreadedServer, WebhookHandler, serve

SECRET = os.environ["WEBHOOK_SECRET"]
lock = threading.Lock()
effects = set()


def with_stripe():
    import stripe

    def receive(headers, body):
        return stripe.Webhook.construct_event(body, headers.get("Stripe-Signature"), SECRET).id

    return receive


def with_standardwebhooks():
    from standardwebhooks import Webhook

    webhook = Webhook(SECRET)

    def receive(headers, body):
        # The library returns whatever JSON is in the body.
        event = webhook.verify(body, {name.lower(): value for name, value in headers.items()})
        is_event = isinstance(event, dict) and isinstance(event.get("type"), str)
        return headers["webhook-id"] if is_event else None

    return receive


def with_twilio():
    from twilio.request_validator import RequestValidator

    validator = RequestValidator(SECRET)

    def receive(headers, body):
        fields = dict(urllib.parse.parse_qsl(body.decode(), keep_blank_values=True))
        url = f"http://127.0.0.1:{server.server_address[1]}/hook"
        if not validator.validate(url, fields, headers.get("X-Twilio-Signature", "")):
            raise ValueError("invalid signature")
        return headers["I-Twilio-Idempotency-Token"] if "MessageSid" in fields else None

    return receive


def with_svix():
    from svix.webhooks import Webhook

    webhook = Webhook(SECRET)

    def receive(headers, body):
        webhook.verify(body, dict(headers.items()))
        # The library does not read the body.
        event = json.loads(body)
        is_event = isinstance(event, dict) and isinstance(event.get("type"), str)
        return headers["svix-id"] if is_event else None

    return receive


def with_slack_sdk():
    from slack_sdk.signature import SignatureVerifier

    verifier = SignatureVerifier(SECRET)

    def receive(headers, body):
        if not verifier.is_valid_request(body, dict(headers.items())):
            raise ValueError("invalid signature")
        event = json.loads(body)
        if event["type"] == "url_verification":
            return Challenge(event["challenge"])
        return event["event_id"]

    return receive


class Challenge(str):
    """The text of an answer that is not the id of an event."""


libraries = {
    "stripe": with_stripe,
    "standardwebhooks": with_standardwebhooks,
    "twilio": with_twilio,
    "svix": with_svix,
    "slack_sdk": with_slack_sdk,
}
receive = libraries[sys.argv[1]]()


class Handler(WebhookHandler):
    def do_GET(self):
        with lock:
            count = len(effects)
        self.answer(200, json.dumps({"count": count}).encode())

    def do_POST(self):
        body = self.body()
        if body is None:
            return
        try:
            event = receive(self.headers, body)
        except Exception:
            self.answer(400)
            return
        if not isinstance(event, str):
            self.answer(400)
            return
        if isinstance(event, Challenge):
            self.answer(200, event.encode())
            return
        with lock:
            effects.add(event)
        self.answer(200)


server = ThreadedServer(("127.0.0.1", 0), Handler)
serve(server)
