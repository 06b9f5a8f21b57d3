// A service that receives events of Argyle, with Node's standard library.
"use strict";

const crypto = require("node:crypto");
const http = require("node:http");

/** Accepts deliveries at /hook, and returns the number of events at /effects. */
class Consumer {
  /** The number of deliveries to answer 503 before any is accepted. */
  failures = 0;
  /** By the digest of the body: Argyle's events have no id. */
  events = new Map();

  constructor(secret) {
    this.secret = secret;
    this.server = http.createServer((request, response) => {
      const chunks = [];
      request.on("data", (chunk) => chunks.push(chunk));
      request.on("end", () => {
        if (request.method === "GET") {
          response.end(JSON.stringify({ count: this.events.size }));
        } else {
          response.statusCode = this.receive(request.headersDistinct, Buffer.concat(chunks));
          response.end();
        }
      });
    });
  }

  async start() {
    await new Promise((done) => this.server.listen(0, "127.0.0.1", done));
    this.url = `http://127.0.0.1:${this.server.address().port}`;
    return this;
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** The status that a delivery is answered with. */
  receive(headers, body) {
    // Verify the bytes as they arrived, before they are parsed.
    if (!this.isSigned(headers["x-argyle-signature"], body)) return 401;
    let event;
    try {
      // A decoder that replaces invalid UTF-8 would process another event than the one that was sent.
      event = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    } catch {
      return 400;
    }
    if (typeof event?.event !== "string") return 400;
    if (this.failures > 0) {
      this.failures -= 1;
      return 503;
    }
    // A redelivery is a success, too: Argyle sends it because an answer was lost.
    const id = crypto.createHash("sha256").update(body).digest("hex");
    if (!this.events.has(id)) this.events.set(id, event);
    return 200;
  }

  isSigned(signatures, body) {
    // If the header comes twice, a proxy may have checked the other one.
    if (signatures?.length !== 1) return false;
    const given = Buffer.from(signatures[0], "latin1");
    const expected = Buffer.from(crypto.createHmac("sha512", this.secret).update(body).digest("hex"));
    return given.length === expected.length && crypto.timingSafeEqual(given, expected);
  }
}

module.exports = { Consumer };
