// One delivery: the reason for its status, its attempts on a time line, its requests and responses.

import { api } from "./api.js";
import { tick } from "./faults.js";
import { badge, busy, byId, clockTime, counted, el, lasting, time } from "./dom.js";

let open = null;
let delivery = null;
/** Number of the attempt that is shown; `null` follows the newest. */
let chosen = null;
let exact = false;
let asked = 0;
let again = 0;

/** So many attempts that are still to come are shown one by one. */
const SHOWN = 3;

/** Opens a delivery, or none. */
export async function show(id) {
  if (id !== open) {
    [open, delivery, chosen, exact] = [id, null, null, false];
    render();
  }
  if (id === null) return;
  const turn = ++asked;
  try {
    const answer = await api(`/deliveries/${encodeURIComponent(id)}`);
    if (turn !== asked || id !== open) return;
    const is_same = JSON.stringify(answer) === JSON.stringify(delivery);
    delivery = answer;
    if (!is_same) render();
  } catch (error) {
    if (error.status === 401) throw error;
    if (turn === asked) byId("detail").replaceChildren(el("p", { class: "empty wrong" }, error.message));
  }
}

/** Looks at it again when it has gone on, once for many changes. */
export function changed(id, failed) {
  if (id !== open || again) return;
  again = setTimeout(() => {
    again = 0;
    show(open).catch(failed);
  }, 100);
}

function render() {
  const place = byId("detail");
  // What has the focus has it afterwards, too.
  const held = place.contains(document.activeElement) ? document.activeElement.id : "";
  place.replaceChildren(...(delivery === null ? [nothing()] : parts()));
  tick();
  if (held) byId(held)?.focus({ preventScroll: true });
}

const nothing = () => el("p", { class: "empty" }, open === null ? "Choose a delivery to see its attempts." : "…");

function parts() {
  const { history } = delivery;
  const attempt = history.find(({ number }) => number === chosen) ?? history.at(-1);
  return [head(attempt), facts(), why(), ...line(attempt), ...exchange(attempt)];
}

function head(attempt) {
  const output = el("output", { id: "detail-message" });
  const redeliver = el("button", {
    type: "button", id: "redeliver", class: "main",
    click: (event) => busy(event.target, byId("detail-message"), async () => {
      const made = await api(`/deliveries/${delivery.id}/redeliver`, { method: "POST" });
      const link = el("a", { href: `#/deliveries/${made.id}` }, `delivery ${made.id}`);
      return el("span", {}, "Sent again as ", link);
    }),
  }, "Redeliver");
  const copy = el("button", {
    type: "button", id: "copy", disabled: !attempt,
    title: "The request of this attempt as it was sent; a masked secret has to be filled in",
    click: (event) => busy(event.target, byId("detail-message"), async () => {
      const command = curl(attempt.request);
      try {
        await navigator.clipboard.writeText(command);
        return "Copied";
      } catch {
        // Not allowed here: what is shown can be copied by hand.
        return el("code", { class: "command" }, command);
      }
    }),
  }, "Copy as curl");
  const close = el("a", { class: "button quiet", href: "#/deliveries", id: "close" }, "Close");
  return el("div", { class: "head" },
    el("h2", { tabindex: "-1", id: "detail-title" }, el("span", { class: "dim" }, `#${delivery.id} `), delivery.event, " ", badge(delivery.status)),
    el("div", { class: "row" }, redeliver, copy, close, output));
}

function facts() {
  const original = delivery.redelivery_of === null ? null : el("a", { href: `#/deliveries/${delivery.redelivery_of}` }, `delivery ${delivery.redelivery_of}`);
  const all = [
    ["To", el("code", {}, delivery.url)],
    ["Created", time(delivery.created)],
    ["Provider", delivery.provider],
    ["Account", el("code", {}, delivery.account)],
    ["Subscription", delivery.subscription === null ? "none: aimed at a URL" : el("code", {}, delivery.subscription)],
    ["Signed", delivery.signed ? "yes" : "no"],
    ["Redelivery of", original],
  ];
  return el("dl", { class: "facts" }, all.filter(([, value]) => value !== null).map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
}

/** Why the next attempt is when it is, or why there is none. */
function why() {
  const { status, due, reason, history, served, provider } = delivery;
  const first = {
    waiting: !served ? `It waits until ${provider} is served again.` : due === null ? "The next attempt waits." : ["Attempt ", String(history.length + 1), " is due at ", time(due), ", ", el("span", { class: "left", "data-due": due }), "."],
    sending: `Attempt ${history.length + 1} is under way.`,
    succeeded: `It was accepted at attempt ${history.length}.`,
    exhausted: `It was given up after ${counted(history.length, "attempt")}.`,
    parked: `It was parked after ${counted(history.length, "attempt")}; the provider keeps it to be sent again.`,
    cancelled: "It was cancelled: its subscription was taken away or switched off, or it could not be signed.",
  }[status] ?? status;
  const outage = el("p", { class: "outage" }, "Nothing is sent as long as the outage holds.");
  return el("div", { class: `why ${status}`, id: "why" },
    el("p", {}, first),
    reason === null ? null : el("p", {}, `${reason}.`),
    el("p", { class: "dim" }, `Plan: ${delivery.plan}.`),
    ["waiting", "sending"].includes(status) ? outage : null);
}

const failed = (attempt) => attempt.response === null || attempt.next_seconds !== null || (attempt.number === delivery.history.length && delivery.status !== "succeeded");
const result = (attempt) => attempt.response === null ? "no answer" : String(attempt.response.status);
const millis = (text) => new Date(text).getTime();

/** The attempts that are still to come if every one fails, on the delivery clock. */
function planned() {
  if (delivery.status !== "waiting" || delivery.due === null || !delivery.served) return [];
  const times = [millis(delivery.due)];
  for (const wait of delivery.waits_seconds) times.push(times.at(-1) + wait * 1000);
  return times.map((at, index) => ({ at, number: delivery.history.length + 1 + index }));
}

function line(attempt) {
  const { history } = delivery;
  const coming = planned();
  const begun = history.length > 0 ? millis(history[0].clock) : coming[0]?.at;
  const items = history.map((one, index) => {
    const since = index === 0 ? null : (millis(one.clock) - millis(history[index - 1].clock)) / 1000;
    const is_failed = failed(one);
    const button = el("button", {
      type: "button", id: `attempt-${one.number}`, "aria-pressed": String(one === attempt),
      click: () => {
        chosen = one.number;
        render();
      },
    },
    el("span", { class: "number" }, `Attempt ${one.number}`),
    el("span", { class: `result ${is_failed ? "exhausted" : "succeeded"}` }, is_failed ? "✗ " : "✓ ", result(one)),
    el("span", { class: "dim took" }, `in ${lasting(one.duration_ms / 1000)}`),
    time(one.clock));
    return step(since, button, is_failed ? "exhausted" : "succeeded");
  });
  const future = coming.slice(0, SHOWN).map(({ at, number }, index) => {
    const before = index > 0 ? coming[index - 1].at : history.length > 0 ? millis(history.at(-1).clock) : null;
    const text = index === 0 ? `Attempt ${number} is due` : `Attempt ${number}, if that fails`;
    const shown = new Date(at).toISOString();
    return step(before === null ? null : (at - before) / 1000, el("div", { class: "planned" }, text, time(shown)), "waiting");
  });
  if (items.length + future.length === 0) return [];
  if (coming.length > SHOWN) {
    const rest = el("div", { class: "planned" }, `and ${coming.length - SHOWN} more, the last`, time(new Date(coming.at(-1).at).toISOString()));
    future.push(step(null, rest, "waiting"));
  }
  return [
    el("h3", {}, "Attempts ", el("span", { class: "dim" }, "on the delivery clock")),
    strip(begun, coming),
    el("ol", { class: "line", id: "line" }, items, future),
  ];
}

const step = (since, content, kind) => el("li", { class: kind }, since === null ? null : el("span", { class: "gap" }, `${lasting(Math.max(since, 0))} later`), content);

/** The same to scale, hidden from screen readers. */
function strip(begun, coming) {
  const dots = [
    ...delivery.history.map((one) => [millis(one.clock), failed(one) ? "exhausted" : "succeeded"]),
    ...coming.map(({ at }) => [at, "waiting"]),
  ];
  const end = Math.max(...dots.map(([at]) => at));
  if (end - begun < 1000) return null;
  const track = el("div", { class: "track" }, dots.map(([at, kind]) => {
    const dot = el("i", { class: kind });
    dot.style.left = `${((at - begun) / (end - begun)) * 100}%`;
    return dot;
  }));
  const day = new Date(end).toISOString();
  return el("div", { class: "strip", "aria-hidden": "true" }, track, el("div", { class: "ends" }, el("span", {}, clockTime(new Date(begun).toISOString())), el("span", {}, lasting((end - begun) / 1000)), el("span", {}, clockTime(day))));
}

function exchange(attempt) {
  if (!attempt) return [el("h3", {}, "Event"), body(delivery.body, "Event", "event")];
  const { request, response } = attempt;
  const came = response === null
    ? [el("p", { class: "status wrong" }, "No answer"), el("p", {}, attempt.failure)]
    : [el("p", { class: "status" }, `HTTP ${response.status}`), headers(response.headers, "Headers of the response"), body(response.body, "Body of the response", "response")];
  const toggle = el("input", {
    type: "checkbox", id: "exact",
    change: (event) => {
      exact = event.target.checked;
      render();
    },
  });
  toggle.checked = exact;
  return [
    el("div", { class: "between" }, el("h3", {}, `Attempt ${attempt.number} `, el("span", { class: "dim" }, "sent ", time(attempt.at))), el("label", { class: "check" }, toggle, " as sent")),
    el("p", { class: "reason" }, attempt.reason),
    el("div", { class: "exchange" },
      el("section", { "aria-label": "Request" }, el("h4", {}, "Request"), el("p", { class: "status" }, `${request.method} `, delivery.url), headers(request.headers, "Headers of the request"), body(request.body, "Body of the request", "request")),
      el("section", { "aria-label": "Response" }, el("h4", {}, "Response"), came)),
  ];
}

function headers(all, name) {
  return el("dl", { class: "headers", "aria-label": name }, all.map(([header, value]) => el("div", {}, el("dt", {}, header), el("dd", {}, value))));
}

function body({ text, bytes, masked }, name, id) {
  if (bytes === 0) return el("p", { class: "dim" }, "No body");
  const about = `${counted(bytes, "byte")}${masked ? ", a secret is masked" : ""}`;
  // It scrolls, so that keys must reach it.
  const pre = el("pre", { tabindex: "0", id: `body-${id}`, role: "region", "aria-label": name }, exact ? text : pretty(text));
  return el("figure", {}, pre, el("figcaption", {}, about));
}

/** JSON with one field per line. Numbers stay as they were written: only white space is added between the tokens. */
export function pretty(text) {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  let depth = 0;
  const indent = () => `\n${"  ".repeat(depth)}`;
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g) ?? [];
  let shown = "";
  tokens.forEach((token, index) => {
    const closes = token === "}" || token === "]";
    const is_empty = closes && (tokens[index - 1] === "{" || tokens[index - 1] === "[");
    if (closes) {
      depth -= 1;
      if (!is_empty) shown += indent();
    }
    shown += token;
    if (token === "{" || token === "[") {
      depth += 1;
      if (tokens[index + 1] !== "}" && tokens[index + 1] !== "]") shown += indent();
    } else if (token === ",") shown += indent();
    else if (token === ":") shown += " ";
  });
  return shown;
}

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** What sends the same again from a shell. */
function curl(request) {
  const skipped = /^(host|content-length|connection|transfer-encoding)$/i;
  const shown = request.headers.filter(([name]) => !skipped.test(name)).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  const parts = [`curl -sS -i -X ${request.method} ${quoted(delivery.url)}`, ...shown];
  // What begins with @ would be the name of a file.
  if (request.body.bytes > 0) parts.push(`--data-raw ${quoted(request.body.text)}`);
  return parts.join(" \\\n  ");
}
