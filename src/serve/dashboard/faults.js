// The faults that the mock injects, and the delivery clock.

import { api } from "./api.js";
import { busy, byId, clockTime, counted, el, lasting, option, say } from "./dom.js";

const CHANCES = [
  ["duplicates", "An event is delivered twice"],
  ["reordered", "An event is held back, so that later ones overtake it"],
  ["lost_answers", "The connection is cut before the answer is read"],
  ["slow_bodies", "The body is sent byte by byte"],
];
const SWITCHES = [
  ["interleaved", "Events of different accounts are sent alternately"],
  ["outage", "Outage: nothing is sent until this ends; then all arrives at once"],
];
const LEAPS = [30, 60, 3_600, 86_400];

let faults = null;
/** Number of orders so far. An answer that was asked for before the last one is out of date. */
let orders = 0;
/** Whether the faults form, and whether the clock speed, holds something that was not sent yet. */
let is_edited = false;
let is_speed_edited = false;
/** The last answer about the clock, and when it arrived. */
let clock = null;
let refresh = () => {};

export async function load() {
  const before = orders;
  const answer = await api("/faults");
  if (before !== orders) return;
  faults = answer;
  if (!is_edited) fill();
  mark();
}

export function begin(again) {
  refresh = again;
  const chance = ([name, label]) => el("label", { class: "chance" }, el("span", {}, label), el("input", { type: "number", min: "0", max: "1", step: "any", id: `faults-${name}`, required: true }));
  const check = ([name, label]) => el("label", { class: "check" }, el("input", { type: "checkbox", id: `faults-${name}` }), ` ${label}`);
  const whole = (id, label, more) => el("label", {}, label, " ", el("input", { type: "number", step: "1", id, ...more }));
  const faultsForm = el("form", { id: "faults", submit: setFaults, input: () => { is_edited = true; } },
    el("h2", {}, "Faults"),
    el("p", { class: "dim" }, "Faults that the mock injects at random. The same seed gives the same faults. A chance is a number from 0 (never) to 1 (always)."),
    el("fieldset", {}, el("legend", {}, "Chances"), CHANCES.map(chance)),
    el("fieldset", {}, el("legend", {}, "Always"), SWITCHES.map(check),
      el("div", { class: "pair" },
        whole("faults-delay_ms", "Longest delay, ms", { min: "0", required: true }),
        whole("faults-seed", "Seed", { min: "0", required: true }))),
    el("fieldset", {}, el("legend", {}, "Faults of the management API"),
      el("p", { class: "dim", id: "faults-api" }),
      el("div", { class: "pair" },
        whole("api-fault-calls", "Next calls", { min: "0", max: "1000000", value: "0", required: true }),
        whole("api-fault-status", "are answered", { min: "400", max: "599", value: "429", required: true }),
        whole("api-fault-after", "Retry-After, s", { min: "0", max: "4000000000" }))),
    el("div", { class: "row" },
      el("button", { class: "main", id: "faults-set" }, "Set the faults"),
      el("button", { type: "button", id: "faults-clear", click: clear }, "No faults"),
      el("output", { id: "faults-message" })));
  const leap = (seconds) => el("button", { type: "button", "data-seconds": String(seconds), click: (event) => set(event.target, { advance_seconds: seconds }) }, `+ ${lasting(seconds)}`);
  const clockForm = el("form", { id: "clock-form", submit: setClock, input: () => { is_speed_edited = true; } },
    el("h2", {}, "Clock"),
    el("p", { class: "dim" }, "Waits between attempts use this clock. Times in signatures are real."),
    el("fieldset", {}, el("legend", {}, "Clock speed"),
      el("label", {}, "Runs ", el("select", { id: "clock-speed", change: offerFactor }, option("real", "in real time"), option("virtual", "without waiting"), option("scaled", "faster, by a factor"))),
      el("label", { id: "clock-factor-label", hidden: true }, "Times ", el("input", { type: "number", id: "clock-factor", min: "0.001", max: "1000000000", step: "any", value: "60" })),
      el("div", { class: "row" }, el("button", { class: "main", id: "clock-set" }, "Set the clock speed"))),
    el("fieldset", {}, el("legend", {}, "Advance"), el("div", { class: "row" }, LEAPS.map(leap))),
    el("output", { id: "clock-message" }));
  byId("view-faults").replaceChildren(faultsForm, clockForm);
}

const offerFactor = () => {
  byId("clock-factor-label").hidden = byId("clock-speed").value !== "scaled";
};

function fill() {
  for (const [name] of CHANCES) byId(`faults-${name}`).value = faults[name];
  for (const [name] of SWITCHES) byId(`faults-${name}`).checked = faults[name];
  for (const name of ["delay_ms", "seed"]) byId(`faults-${name}`).value = faults[name];
}

/** Shows which faults are set: in the form and in the navigation. */
function mark() {
  const left = faults.api.filter(({ calls }) => calls > 0);
  byId("faults-api").textContent = left.length === 0 ? "No call fails now."
    : `Still to come: ${left.map(({ status, calls }) => `${status} for ${counted(calls, "call")}`).join(", then ")}.`;
  const bad = CHANCES.filter(([name]) => faults[name] > 0).length + SWITCHES.filter(([name]) => faults[name]).length
    + (faults.delay_ms > 0 ? 1 : 0) + (faults.api.some(({ calls }) => calls > 0) ? 1 : 0);
  byId("fault-mark").hidden = bad === 0;
  byId("fault-mark").textContent = faults.outage ? "outage" : "on";
  document.documentElement.toggleAttribute("data-outage", faults.outage);
}

const put = async (order) => {
  orders += 1;
  is_edited = false;
  try {
    faults = await api("/faults", { method: "PUT", body: order });
  } catch (error) {
    is_edited = true;
    throw error;
  }
  // A call to read the faults that began during the order is out of date, too.
  orders += 1;
  // What the user edits during the order is not sent yet.
  if (!is_edited) fill();
  mark();
};

function setFaults(event) {
  event.preventDefault();
  busy(byId("faults-set"), byId("faults-message"), async () => {
    const order = { seed: Number(byId("faults-seed").value), delay_ms: Number(byId("faults-delay_ms").value), api: [] };
    for (const [name] of CHANCES) order[name] = Number(byId(`faults-${name}`).value);
    for (const [name] of SWITCHES) order[name] = byId(`faults-${name}`).checked;
    const calls = Number(byId("api-fault-calls").value);
    const after = byId("api-fault-after").value;
    if (calls > 0) order.api.push({ status: Number(byId("api-fault-status").value), calls, ...(after === "" ? {} : { retry_after: Number(after) }) });
    await put(order);
    byId("api-fault-calls").value = "0";
    say("The faults are set");
    return "Set.";
  });
}

function clear() {
  busy(byId("faults-clear"), byId("faults-message"), async () => {
    await put({ seed: faults.seed });
    say("No faults are injected now");
    return "None.";
  });
}

function set(button, order) {
  busy(button, byId("clock-message"), async () => {
    show(await api("/clock", { method: "PUT", body: order }));
    refresh();
    return `It shows ${byId("clock").textContent}.`;
  });
}

function setClock(event) {
  event.preventDefault();
  const speed = byId("clock-speed").value;
  is_speed_edited = false;
  set(byId("clock-set"), { clock_speed: speed === "scaled" ? `${Number(byId("clock-factor").value)}x` : speed });
}

/** Shows the time and the speed of the clock. */
export function show({ clock_speed: speed, now }) {
  const is_new = clock?.speed !== speed;
  clock = { speed, now: new Date(now).getTime(), at: performance.now(), factor: speed.endsWith("x") ? Number.parseFloat(speed) : 1 };
  byId("speed").textContent = speed;
  if (is_new && !is_speed_edited) {
    byId("clock-speed").value = speed.endsWith("x") ? "scaled" : speed;
    if (speed.endsWith("x")) byId("clock-factor").value = String(clock.factor);
    offerFactor();
  }
  tick();
}

/** Updates the clock and the countdowns between two answers of the server. */
export function tick() {
  if (clock === null) return;
  const now = clock.now + (performance.now() - clock.at) * clock.factor;
  const shown = new Date(now).toISOString();
  byId("clock").textContent = clockTime(shown);
  byId("clock").setAttribute("datetime", shown);
  for (const element of document.querySelectorAll("[data-due]")) {
    const left = (new Date(element.dataset.due).getTime() - now) / 1000;
    element.textContent = left > 0 ? `in ${lasting(Math.ceil(left))}` : "now";
  }
}
