// The weather between provider and consumer, and the deliveries' own clock.

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

let weather = null;
/** What the clock showed, and when that was by the page's own watch. */
let clock = null;
let refresh = () => {};

export async function load() {
  weather = await api("/faults");
  fill();
}

export function begin(again) {
  refresh = again;
  const chance = ([name, label]) => el("label", { class: "chance" }, el("span", {}, label), el("input", { type: "number", min: "0", max: "1", step: "any", id: `weather-${name}`, required: true }));
  const check = ([name, label]) => el("label", { class: "check" }, el("input", { type: "checkbox", id: `weather-${name}` }), ` ${label}`);
  const whole = (id, label, more) => el("label", {}, label, " ", el("input", { type: "number", step: "1", id, ...more }));
  const weatherForm = el("form", { id: "weather", submit: setWeather },
    el("h2", {}, "Weather"),
    el("p", { class: "dim" }, "What goes wrong on purpose, by chance but the same for the same seed. A chance is a number from 0, never, to 1, always."),
    el("fieldset", {}, el("legend", {}, "Chances"), CHANCES.map(chance)),
    el("fieldset", {}, el("legend", {}, "All the time"), SWITCHES.map(check),
      el("div", { class: "pair" },
        whole("weather-delay_ms", "Longest delay, ms", { min: "0", required: true }),
        whole("weather-seed", "Seed", { min: "0", required: true }))),
    el("fieldset", {}, el("legend", {}, "Trouble of the management API"),
      el("p", { class: "dim", id: "weather-trouble" }),
      el("div", { class: "pair" },
        whole("trouble-calls", "Next calls", { min: "0", max: "1000000", value: "0", required: true }),
        whole("trouble-status", "are answered", { min: "400", max: "599", value: "429", required: true }),
        whole("trouble-after", "Retry-After, s", { min: "0", max: "4000000000" }))),
    el("div", { class: "row" },
      el("button", { class: "main", id: "weather-set" }, "Set the weather"),
      el("button", { type: "button", id: "weather-clear", click: clear }, "Fair weather"),
      el("output", { id: "weather-told" })));
  const leap = (seconds) => el("button", { type: "button", "data-seconds": String(seconds), click: (event) => set(event.target, { advance_seconds: seconds }) }, `+ ${lasting(seconds)}`);
  const clockForm = el("form", { id: "clock-form", submit: setClock },
    el("h2", {}, "Clock"),
    el("p", { class: "dim" }, "Waits between attempts go by this clock. Signed times stay real."),
    el("fieldset", {}, el("legend", {}, "Pace"),
      el("label", {}, "Runs ", el("select", { id: "clock-pace", change: offerFactor }, option("real", "as the real one"), option("virtual", "without any wait"), option("scaled", "so many times as fast"))),
      el("label", { id: "clock-factor-label", hidden: true }, "Times ", el("input", { type: "number", id: "clock-factor", min: "0.001", max: "1000000000", step: "any", value: "60" })),
      el("div", { class: "row" }, el("button", { class: "main", id: "clock-set" }, "Set the pace"))),
    el("fieldset", {}, el("legend", {}, "Put it forward"), el("div", { class: "row" }, LEAPS.map(leap))),
    el("output", { id: "clock-told" }));
  byId("view-conditions").replaceChildren(weatherForm, clockForm);
}

const offerFactor = () => {
  byId("clock-factor-label").hidden = byId("clock-pace").value !== "scaled";
};

function fill() {
  for (const [name] of CHANCES) byId(`weather-${name}`).value = weather[name];
  for (const [name] of SWITCHES) byId(`weather-${name}`).checked = weather[name];
  for (const name of ["delay_ms", "seed"]) byId(`weather-${name}`).value = weather[name];
  const left = weather.api.filter(({ calls }) => calls > 0);
  byId("weather-trouble").textContent = left.length === 0 ? "No call is in trouble now."
    : `Still to come: ${left.map(({ status, calls }) => `${status} for ${counted(calls, "call")}`).join(", then ")}.`;
  mark();
}

/** Says at the top that the weather is not fair. */
function mark() {
  const bad = CHANCES.filter(([name]) => weather[name] > 0).length + SWITCHES.filter(([name]) => weather[name]).length
    + (weather.delay_ms > 0 ? 1 : 0) + (weather.api.some(({ calls }) => calls > 0) ? 1 : 0);
  byId("trouble").hidden = bad === 0;
  byId("trouble").textContent = weather.outage ? "outage" : "bad";
  document.documentElement.toggleAttribute("data-outage", weather.outage);
}

const put = async (order) => {
  weather = await api("/faults", { method: "PUT", body: order });
  fill();
};

function setWeather(event) {
  event.preventDefault();
  busy(byId("weather-set"), byId("weather-told"), async () => {
    const order = { seed: Number(byId("weather-seed").value), delay_ms: Number(byId("weather-delay_ms").value), api: [] };
    for (const [name] of CHANCES) order[name] = Number(byId(`weather-${name}`).value);
    for (const [name] of SWITCHES) order[name] = byId(`weather-${name}`).checked;
    const calls = Number(byId("trouble-calls").value);
    const after = byId("trouble-after").value;
    if (calls > 0) order.api.push({ status: Number(byId("trouble-status").value), calls, ...(after === "" ? {} : { retry_after: Number(after) }) });
    await put(order);
    byId("trouble-calls").value = "0";
    say("The weather is set");
    return "Set.";
  });
}

function clear() {
  busy(byId("weather-clear"), byId("weather-told"), async () => {
    await put({ seed: weather.seed });
    say("The weather is fair");
    return "Fair.";
  });
}

function set(button, order) {
  busy(button, byId("clock-told"), async () => {
    show(await api("/clock", { method: "PUT", body: order }));
    refresh();
    return `It shows ${byId("clock").textContent}.`;
  });
}

function setClock(event) {
  event.preventDefault();
  const pace = byId("clock-pace").value;
  set(byId("clock-set"), { pace: pace === "scaled" ? `${Number(byId("clock-factor").value)}x` : pace });
}

/** Takes what the clock shows. */
export function show({ pace, now }) {
  const is_new = clock?.pace !== pace;
  clock = { pace, now: new Date(now).getTime(), at: performance.now(), factor: pace.endsWith("x") ? Number.parseFloat(pace) : 1 };
  byId("pace").textContent = pace;
  if (is_new) {
    byId("clock-pace").value = pace.endsWith("x") ? "scaled" : pace;
    if (pace.endsWith("x")) byId("clock-factor").value = String(clock.factor);
    offerFactor();
  }
  tick();
}

/** Lets the clock run on between two looks at it, and what is due come nearer. */
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
