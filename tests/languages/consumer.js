// A consumer of webhooks on Node's standard library, sound or broken in one way.
//
//     WEBHOOK_SECRET=... node consumer.js truv|argyle|betterez VARIANT [threads|short]
//
// Prints its port, takes deliveries at /hook and tells its effects at /effects.
"use strict";

const crypto = require("node:crypto");
const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");

const [scheme, variant, kept] = process.argv.slice(2);
const secret = process.env.WEBHOOK_SECRET;
const seen = new Set();
const effects = [];

const hex = (digest, ...parts) => {
  const mac = crypto.createHmac(digest, secret);
  parts.forEach((part) => mac.update(part));
  return mac.digest("hex");
};

function parts(header) {
  return Object.fromEntries((header || "").split(",").map((part) => {
    const at = part.indexOf("=");
    return [part.slice(0, at), part.slice(at + 1)];
  }));
}

function signatures(headers, body) {
  switch (scheme) {
    case "truv":
      return [headers["x-webhook-sign"], "v1=" + hex("sha256", body)];
    case "argyle":
      return [headers["x-argyle-signature"], hex("sha512", body)];
    default: {
      const header = headers["x-btrz-signature"];
      const { t = "", s2 = "" } = parts(header);
      return [header && s2, hex("sha256", t, ".", body)];
    }
  }
}

function isSigned(headers, body) {
  if (variant === "re-serialises") {
    try {
      body = Buffer.from(JSON.stringify(JSON.parse(body), null, scheme === "argyle" ? 2 : undefined));
    } catch {
      // What cannot be parsed is verified as it is.
    }
  }
  if (scheme === "betterez" && variant !== "any-signature") {
    const { t } = parts(headers["x-btrz-signature"]);
    if (t !== undefined && !(Math.abs(Date.now() / 1000 - Number(t)) < 300)) return false;
  }
  const [given, expected] = signatures(headers, body);
  if (given === undefined) return variant === "accepts-unsigned";
  if (variant === "any-signature") return true;
  const [a, b] = [Buffer.from(given, "latin1"), Buffer.from(expected)];
  return a.length === b.length && crypto.timingSafeEqual(a, b);
}

function knownMembers(event) {
  const schema = path.join(__dirname, "../../schemas", scheme, `${event.event_type}.json`);
  if (!fs.existsSync(schema)) return true;
  const { properties } = JSON.parse(fs.readFileSync(schema));
  return Object.keys(event).every((name) => name in properties);
}

function take(event, body) {
  const names = { truv: "webhook_id", betterez: "id" };
  const key = names[scheme] ? event[names[scheme]] : crypto.createHash("sha256").update(body).digest("hex");
  if (variant === "no-dedupe" || !seen.has(key)) {
    seen.add(key);
    effects.push(key);
  }
}

function receive(headers, body) {
  if (variant === "processes-before-verifying") {
    try {
      take(JSON.parse(body), body);
    } catch {
      // It will be refused below.
    }
  }
  if (!isSigned(headers, body)) return 401;
  let event;
  try {
    // A decoder that puts marks where it cannot decode would take another event than was sent.
    event = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return variant === "bad-json-500" ? 500 : 400;
  }
  if (event === null || typeof event !== "object" || Array.isArray(event)) return 400;
  const isAscii = /^[\x00-\x7f]*$/.test(JSON.stringify(event));
  if (variant === "ascii-only" && !isAscii) return 500;
  if (variant === "dies-on-non-ascii" && !isAscii) process.exit(1);
  if (variant === "known-members-only" && !knownMembers(event)) return 400;
  take(event, body);
  return 200;
}

const server = http.createServer((request, response) => {
  if (request.method === "GET") {
    response.end(JSON.stringify(effects));
    return;
  }
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks);
    if (variant === "answers-first") {
      response.end();
      receive(request.headers, body);
    } else {
      response.statusCode = receive(request.headers, body);
      response.end();
    }
  });
});

// A server that drops idle connections at once is sound, too.
if (kept === "short") server.keepAliveTimeout = 1;

server.listen(0, "127.0.0.1", () => console.log(server.address().port));
