"""The parts that the Python consumers of tests and benchmarks share: reading a body, answering, serving."""

import hmac
import json
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer


def is_equal(expected, given):
    """Compares bytes, because `compare_digest` refuses text beyond ASCII."""
    return hmac.compare_digest(expected.encode(), given.encode("latin-1", "replace"))


def signature_parts(header):
    """The parts of a header such as `t=1,s2=ab`."""
    return dict(part.split("=", 1) for part in header.split(",") if "=" in part)


def read_event(body):
    """The event in a body; None if it is not a JSON object."""
    try:
        event = json.loads(body)
    except ValueError:
        return None
    return event if isinstance(event, dict) else None


class WebhookHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body=b""):
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def body(self):
        """The body, sent with a length or in chunks; None, and the connection is closed, if it is incomplete."""
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            length = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(length)
            if len(body) == length:
                return body
            self.close_connection = True
            return None
        whole = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            whole += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return whole

    def log_message(self, *_):
        pass


class Server(HTTPServer):
    # The default of five waiting connections is less than a burst.
    request_queue_size = 128


class ThreadedServer(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True


def serve(server):
    """Prints the port, and serves until the process ends."""
    print(server.server_port, flush=True)
    server.serve_forever()
