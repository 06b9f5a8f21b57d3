// A consumer of webhooks that verifies deliveries with a vendor's own library, and does nothing else itself.
//
//     WEBHOOK_SECRET=... node consumer.mjs LIBRARY
//
// Prints its port, accepts deliveries at /hook, and returns its effects at /effects. It must be next to the folder
// node_modules with the libraries: the test copies it there.

import http from "node:http";

const secret = process.env.WEBHOOK_SECRET;
const effects = new Set();
let url;

/** For each library: a function from a delivery to the id of its event, to the ids of several, to a challenge, or to the status of the answer. It throws if the library refuses the delivery. */
const libraries = {
  async stripe() {
    const { default: Stripe } = await import("stripe");
    const stripe = new Stripe("sk_test_1");
    return ({ headers, body }) => stripe.webhooks.constructEvent(body, headers["stripe-signature"], secret).id;
  },
  async standardwebhooks() {
    const { Webhook } = await import("standardwebhooks");
    return standard(new Webhook(secret), "webhook-id");
  },
  async svix() {
    const { Webhook } = await import("svix");
    return standard(new Webhook(secret), "svix-id");
  },
  async square() {
    const { WebhooksHelper } = await import("square");
    return async ({ headers, body }) => {
      const signatureHeader = headers["x-square-hmacsha256-signature"];
      const requestBody = body.toString();
      const given = { requestBody, signatureHeader, signatureKey: secret, notificationUrl: url };
      if (!await WebhooksHelper.verifySignature(given)) throw new Error("invalid signature");
      return JSON.parse(requestBody).event_id;
    };
  },
  async octokit() {
    const { Webhooks } = await import("@octokit/webhooks");
    return async ({ headers, body }) => {
      let received;
      const webhooks = new Webhooks({ secret });
      webhooks.onAny(({ id, payload }) => { received = isObject(payload) ? id : undefined; });
      const [id, name] = [headers["x-github-delivery"], headers["x-github-event"]];
      const signature = headers["x-hub-signature-256"];
      if (!id || !name || !signature) throw new Error("a header is missing");
      await webhooks.verifyAndReceive({ id, name, signature, payload: body.toString() });
      return received;
    };
  },
  async paddle() {
    const { Paddle } = await import("@paddle/paddle-node-sdk");
    const paddle = new Paddle("key");
    return async ({ headers, body }) => {
      const event = await paddle.webhooks.unmarshal(body.toString(), secret, headers["paddle-signature"] ?? "");
      return event.eventId;
    };
  },
  async linear() {
    const { LinearWebhookClient } = await import("@linear/sdk/webhooks");
    const client = new LinearWebhookClient(secret);
    return ({ headers, body }) => {
      const signature = headers["linear-signature"];
      if (!signature) throw new Error("the signature is missing");
      client.parseData(body, signature, headers["linear-timestamp"]);
      return headers["linear-delivery"];
    };
  },
  async slack() {
    const { verifySlackRequest } = await import("@slack/bolt");
    return ({ headers, body }) => {
      const given = {
        "x-slack-signature": headers["x-slack-signature"],
        "x-slack-request-timestamp": Number(headers["x-slack-request-timestamp"]),
      };
      verifySlackRequest({ signingSecret: secret, body: body.toString(), headers: given });
      const { type, challenge, event_id } = JSON.parse(body);
      return type === "url_verification" ? { challenge } : event_id;
    };
  },
  async twilio() {
    const { default: twilio } = await import("twilio");
    return ({ headers, body }) => {
      const fields = Object.fromEntries(new URLSearchParams(body.toString()));
      const signature = headers["x-twilio-signature"] ?? "";
      if (!twilio.validateRequest(secret, signature, url, fields)) throw new Error("invalid signature");
      return fields.MessageSid && headers["i-twilio-idempotency-token"];
    };
  },
  async adyen() {
    const { hmacValidator } = await import("@adyen/api-library").then((module) => module.default ?? module);
    const validator = new hmacValidator();
    return ({ headers, body }) => {
      const signature = headers["hmacsignature"];
      const text = body.toString();
      if (!signature || !validator.validateHMACSignature(secret, signature, text)) throw new Error("invalid signature");
      // An event has no id.
      return typeof JSON.parse(text)?.type === "string" ? text : undefined;
    };
  },
  async adyen_standard() {
    const { hmacValidator } = await import("@adyen/api-library").then((module) => module.default ?? module);
    const validator = new hmacValidator();
    return ({ body }) => {
      const { notificationItems: [{ NotificationRequestItem: item }] } = JSON.parse(body.toString());
      if (!validator.validateHMAC(item, secret)) throw new Error("invalid signature");
      return item.pspReference;
    };
  },
  async discord() {
    const { createPublicKey } = await import("node:crypto");
    const { verifyKey } = await import("discord-interactions");
    // The vendor shows the public key in this form.
    const { x } = createPublicKey(secret).export({ format: "jwk" });
    const key = Buffer.from(x, "base64url").toString("hex");
    return async ({ headers, body }) => {
      const [signature, time] = [headers["x-signature-ed25519"], headers["x-signature-timestamp"]];
      if (!signature || !time || !await verifyKey(body, signature, time, key)) return { status: 401 };
      const text = new TextDecoder("utf-8", { fatal: true }).decode(body);
      const { type, event } = JSON.parse(text);
      if (type === 0) return { status: 204 };
      // An event has no id.
      return typeof event?.type === "string" ? text : undefined;
    };
  },
  async hubspot() {
    const { Signature } = await import("@hubspot/api-client");
    return ({ headers, body }) => {
      const requestBody = body.toString();
      const given = {
        method: "POST",
        signatureVersion: "v3",
        signature: headers["x-hubspot-signature-v3"],
        timestamp: Number(headers["x-hubspot-request-timestamp"]),
        clientSecret: secret,
        requestBody,
        url,
      };
      if (!Signature.isValid(given)) throw new Error("invalid signature");
      return listed(requestBody).map(({ eventId }) => typeof eventId === "number" ? String(eventId) : undefined);
    };
  },
  async sendgrid() {
    const { createPublicKey } = await import("node:crypto");
    const { default: { EventWebhook } } = await import("@sendgrid/eventwebhook");
    const library = new EventWebhook();
    // The vendor shows the public key in this form.
    const shown = createPublicKey(secret).export({ type: "spki", format: "der" }).toString("base64");
    const key = library.convertPublicKeyToECDSA(shown);
    return ({ headers, body }) => {
      const signature = headers["x-twilio-email-event-webhook-signature"];
      const time = headers["x-twilio-email-event-webhook-timestamp"];
      if (!library.verifySignature(key, body, signature, time)) throw new Error("invalid signature");
      return listed(body.toString()).map(({ sg_event_id }) => sg_event_id);
    };
  },
  /** Plaid has no library of its own for this, and recommends any that is well tested. */
  async jose() {
    const { createHash, createPublicKey } = await import("node:crypto");
    const { jwtVerify } = await import("jose");
    const key = createPublicKey(secret);
    const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
    return async ({ headers, body }) => {
      const token = headers["plaid-verification"] ?? "";
      const { payload } = await jwtVerify(token, key, { algorithms: ["ES256"], maxTokenAge: "5 min" });
      if (payload.request_body_sha256 !== sha256(body)) throw new Error("another body was signed");
      const text = new TextDecoder("utf-8", { fatal: true }).decode(body);
      const event = JSON.parse(text);
      // An event has no id.
      return typeof event?.webhook_code === "string" ? sha256(body) : undefined;
    };
  },
};

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/** The events of a delivery, without those that cannot be read. */
function listed(text) {
  const events = JSON.parse(text);
  if (!Array.isArray(events)) throw new Error("the body is not a list");
  return events.filter(isObject);
}

function standard(webhook, id) {
  return ({ headers, body }) => {
    // The library returns whatever JSON is in the body.
    const event = webhook.verify(body.toString(), headers);
    return isObject(event) && typeof event.type === "string" ? headers[id] : undefined;
  };
}

const receive = await libraries[process.argv[2]]();

async function received(request, body) {
  try {
    const found = await receive({ headers: request.headers, body });
    if (typeof found?.challenge === "string") return [200, found.challenge];
    if (typeof found?.status === "number") return [found.status];
    const ids = [found].flat();
    if (!ids.every((id) => typeof id === "string")) return [400];
    ids.forEach((id) => effects.add(id));
    return [200];
  } catch {
    return [400];
  }
}

const server = http.createServer((request, response) => {
  if (request.method === "GET") {
    response.end(JSON.stringify({ count: effects.size }));
    return;
  }
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", async () => {
    const [status, answer] = await received(request, Buffer.concat(chunks));
    response.statusCode = status;
    response.end(answer);
  });
});

server.listen(0, "127.0.0.1", () => {
  url = `http://127.0.0.1:${server.address().port}/hook`;
  console.log(server.address().port);
});
