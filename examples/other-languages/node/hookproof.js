// A process of hookproof, driven over HTTP.
"use strict";

const { spawn } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

/** The binary, where it is not on the path. */
const BINARY = process.env.HOOKPROOF || "hookproof";

/** The providers, each below its own path, and /_hookproof/ to drive them. */
class Mock {
  /** On virtual time: the waits between attempts are skipped. */
  static async start(provider) {
    const mock = new Mock();
    mock.provider = provider;
    mock.folder = fs.mkdtempSync(path.join(os.tmpdir(), "hookproof-"));
    const ready = path.join(mock.folder, "ready");
    const flags = ["--port", "0", "--clock", "virtual", "--log", "off", "--ready-file", ready];
    mock.process = spawn(BINARY, ["serve", provider, ...flags], { stdio: ["ignore", "ignore", "inherit"] });
    let ended;
    mock.process.on("error", (error) => (ended = error.message));
    mock.process.on("exit", (code) => (ended ??= `exit status ${code}`));
    while (!fs.existsSync(ready)) {
      if (ended) throw new Error(`${BINARY} did not start: ${ended}`);
      await new Promise((done) => setTimeout(done, 10));
    }
    mock.url = fs.readFileSync(ready, "utf8").trim();
    return mock;
  }

  async stop() {
    const ended = new Promise((done) => this.process.once("exit", done));
    this.process.kill();
    await ended;
    fs.rmSync(this.folder, { recursive: true });
  }

  async call(method, path, body, headers = {}) {
    const request = { method, headers: { "Content-Type": "application/json", ...headers } };
    if (body !== undefined) request.body = JSON.stringify(body);
    const answer = await fetch(this.url + path, request);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} gave ${answer.status}: ${text}`);
    return JSON.parse(text);
  }

  /** Forgets what earlier tests have registered and broken. */
  async reset() {
    await this.call("POST", "/_hookproof/reset", {});
    await this.call("PUT", "/_hookproof/faults", {});
  }

  /** Emits an event, waits until it is delivered or given up, and returns its deliveries. */
  async emit(event, more = {}) {
    const order = { provider: this.provider, event, ...more };
    const { deliveries } = await this.call("POST", "/_hookproof/emit", order);
    const { met } = await this.call("POST", "/_hookproof/wait", { provider: this.provider, idle: true });
    if (!met) throw new Error(`${event} is still under way`);
    return Promise.all(deliveries.map(({ id }) => this.call("GET", `/_hookproof/deliveries/${id}`)));
  }
}

/** Runs the binary, and returns its exit status and what it printed. */
function run(...words) {
  return new Promise((done) => {
    const child = spawn(BINARY, words, { stdio: ["ignore", "pipe", "pipe"] });
    let printed = "";
    child.stdout.on("data", (chunk) => (printed += chunk));
    child.stderr.on("data", (chunk) => (printed += chunk));
    child.on("error", (error) => done({ status: null, printed: error.message }));
    child.on("close", (status) => done({ status, printed }));
  });
}

module.exports = { Mock, run };
