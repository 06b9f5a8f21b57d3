// The service registers with Argyle, receives, fails and recovers, and passes every check.
"use strict";

const assert = require("node:assert/strict");
const { after, afterEach, before, beforeEach, test } = require("node:test");

const { Consumer } = require("./consumer.js");
const { Mock, run } = require("./hookproof.js");

const SECRET = "s3cret";
let argyle;
let consumer;

before(async () => {
  argyle = await Mock.start("argyle");
});
after(() => argyle?.stop());

beforeEach(async () => {
  await argyle.reset();
  consumer = await new Consumer(SECRET).start();
  const webhook = { name: "mine", url: `${consumer.url}/hook`, events: ["*"], secret: SECRET };
  const keys = { Authorization: `Basic ${Buffer.from("id:key").toString("base64")}` };
  await argyle.call("POST", "/argyle/v2/webhooks", webhook, keys);
});
afterEach(() => consumer.stop());

test("an event arrives", async () => {
  const account = "01890aa5-7e8a-4b5c-9d3e-2f1a6b7c8d9e";
  const [delivery] = await argyle.emit("accounts.connected", { set: { "/data/account": account } });
  assert.deepEqual([delivery.status, delivery.attempts], ["succeeded", 1]);
  const [event] = consumer.events.values();
  assert.deepEqual([event.event, event.data.account], ["accounts.connected", account]);
  assert.deepEqual((await argyle.call("GET", "/_hookproof/findings")).findings, []);
});

test("a service that fails is asked again", async () => {
  consumer.failures = 1;
  const [delivery] = await argyle.emit("accounts.connected");
  assert.equal(delivery.status, "succeeded");
  assert.deepEqual(delivery.history.map((attempt) => attempt.response.status), [503, 200]);
  assert.equal(consumer.events.size, 1);
});

test("an outage outlasts the retries, and a repeat heals it", async () => {
  consumer.failures = 1000;
  const [delivery] = await argyle.emit("accounts.connected");
  assert.equal(delivery.status, "exhausted", delivery.reason);
  assert.equal(consumer.events.size, 0);

  consumer.failures = 0;
  await argyle.call("POST", `/_hookproof/deliveries/${delivery.id}/redeliver`);
  assert.ok((await argyle.call("POST", "/_hookproof/wait", { status: "succeeded" })).met);
  assert.equal(consumer.events.size, 1);
});

test("injected faults change nothing", async () => {
  await argyle.call("PUT", "/_hookproof/faults", { duplicates: 0.5, reordered: 0.5, delay_ms: 5000 });
  await argyle.emit("accounts.connected", { count: 20 });
  const { deliveries } = await argyle.call("GET", "/_hookproof/deliveries?limit=500");
  const attempts = deliveries.reduce((sum, delivery) => sum + delivery.attempts, 0);
  assert.ok(attempts > 20, `no faults were injected: ${attempts} attempts`);
  assert.equal(consumer.events.size, 20);
});

test("every check passes", async () => {
  const [hook, effects] = [`${consumer.url}/hook`, `${consumer.url}/effects`];
  const { status, printed } = await run(
    ...["verify", "argyle", hook, "--effects", effects, "--secret", SECRET, "--strict", "--cases", "8"],
  );
  assert.equal(status, 0, printed);
});

test("a service that knows another secret is noticed", async () => {
  const { status, printed } = await run(
    ...["verify", "argyle", `${consumer.url}/hook`, "--secret", "another", "--only", "delivery-documented"],
  );
  // The run is unproved: most likely the secret is wrong.
  assert.equal(status, 5, printed);
});
