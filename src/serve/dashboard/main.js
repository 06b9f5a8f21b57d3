// Puts the page together: views by the address, the stream, the keys, the token and the theme.

import { api, hasToken, listen, setToken } from "./api.js";
import * as faults from "./faults.js";
import * as deliveries from "./deliveries.js";
import * as delivery from "./delivery.js";
import { byId, showMessage } from "./dom.js";
import * as emit from "./emit.js";
import * as records from "./records.js";

const VIEWS = ["deliveries", "emit", "faults", "findings", "accounts"];
/** Interval of the calls for data that is not in the stream, in milliseconds. */
const PULSE = 3_000;

let is_locked = false;
let run = 0;

// What the address names.

function route() {
  const [, view, id] = location.hash.split("/");
  return VIEWS.includes(view) ? { view, id: view === "deliveries" && id ? decodeURIComponent(id) : null } : { view: "deliveries", id: null };
}

let before = route();

function shown() {
  const { view, id } = route();
  for (const name of VIEWS) byId(`view-${name}`).hidden = name !== view;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.dataset.view !== view) link.removeAttribute("aria-current");
    else {
      link.setAttribute("aria-current", "page");
      // Into the middle, where there is no room for all of them.
      const nav = link.parentElement;
      nav.scrollLeft = link.offsetLeft + (link.offsetWidth - nav.clientWidth) / 2;
    }
  }
  document.documentElement.toggleAttribute("data-open", id !== null);
  deliveries.choose(id === null ? null : Number(id));
  delivery.show(id).then(() => {
    if (id !== before.id) byId("detail").scrollTop = 0;
    // On a phone the delivery takes the place of the list.
    if (id !== null && id !== before.id && matchMedia("(max-width: 60rem)").matches) {
      scrollTo(0, 0);
      byId("detail-title")?.focus({ preventScroll: true });
    }
    if (id === null && before.id !== null && view === "deliveries") deliveries.focusRow(Number(before.id));
    before = { view, id };
  }).catch(failed);
  if (byId("connection").dataset.state === "live") soon();
  document.title = id === null ? "hookproof" : `${id} · hookproof`;
}

// What goes wrong.

function failed(error) {
  if (error.status === 401) lock();
  // The stream reports that no server answers.
  else if (error.status !== 0) showMessage(byId("wrong"), error.message, true);
}

function connection(state, text) {
  byId("connection").dataset.state = state;
  byId("connection").textContent = text;
}

function lock() {
  if (is_locked) return;
  is_locked = true;
  connection("off", "locked");
  showMessage(byId("lock-message"), hasToken() ? "The server does not take this token." : "", true);
  byId("lock").showModal();
}

function unlock(event) {
  event.preventDefault();
  setToken(byId("token").value);
  byId("token").value = "";
  byId("lock").close();
  is_locked = false;
  start();
}

// What the server knows.

async function all() {
  opened = -1;
  const [{ providers }] = await Promise.all([api("/providers"), pulse(), deliveries.reload(), records.loadFindings(), faults.load()]);
  deliveries.offer(providers);
  emit.offer(providers, failed);
  showMessage(byId("wrong"), "");
  shown();
}

let opened = -1;

async function pulse() {
  const { counts, clock } = await api("/health");
  for (const name of ["created", "waiting", "sending", "findings", "accounts"]) byId(`count-${name}`).textContent = counts[name].toLocaleString("en");
  for (const name of ["findings", "accounts"]) byId(`count-${name}`).hidden = counts[name] === 0;
  faults.show(clock);
  // The stream does not report new subscriptions.
  if (opened !== counts.accounts || ["accounts", "emit"].includes(route().view)) await accounts();
  opened = counts.accounts;
}

let last = "";

async function accounts() {
  const answer = await api("/accounts");
  const written = JSON.stringify(answer);
  if (written === last) return;
  last = written;
  deliveries.offerAccounts(answer.accounts);
  emit.offerAccounts(answer.accounts);
  records.showAccounts(answer.accounts, answer.next !== null);
}

let due = 0;
/** Counts after what has happened: once for many changes. */
function soon() {
  due ||= setTimeout(() => {
    due = 0;
    if (!is_locked) pulse().catch(failed);
  }, 250);
}

let refresh = 0;

function happened(event, data) {
  if (event === "delivery") {
    deliveries.take(data);
    delivery.changed(String(data.id), failed);
    emit.take(data);
  } else if (event === "finding") {
    records.find(data);
  } else {
    // All data was removed, or more happened than the stream could send.
    if (event === "reset") emit.forget();
    refresh ||= setTimeout(() => {
      refresh = 0;
      all().catch(failed);
    }, 250);
    return;
  }
  soon();
}

async function start() {
  const mine = ++run;
  let pause = 500;
  while (mine === run) {
    try {
      await listen(() => {
        pause = 500;
        connection("live", "live");
        // The stream sends only what happens from now on.
        all().catch(failed);
      }, happened);
    } catch (error) {
      if (error.status === 401) {
        lock();
        return;
      }
      connection("off", "not connected, trying again");
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(pause * 2, 8_000);
  }
}

// Keys.

const isField = (element) => element.matches("input, select, textarea, [contenteditable]");

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || is_locked) return;
  const { view, id } = route();
  if (event.key === "Escape") {
    if (isField(event.target)) {
      // A search empties itself first.
      if (event.target.type !== "search" || event.target.value === "") event.target.blur();
    } else if (id !== null) {
      location.hash = "#/deliveries";
    }
    return;
  }
  if (isField(event.target)) {
    if (event.key === "ArrowDown" && event.target.id === "filter-event" && event.target.value === "") deliveries.move(1);
    return;
  }
  if (event.key === "/") {
    event.preventDefault();
    if (view !== "deliveries") location.hash = "#/deliveries";
    byId("view-deliveries").hidden = false;
    byId("filter-event").focus();
    return;
  }
  const by = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  // Arrows scroll what has the focus, unless it is the list.
  if (by === undefined || view !== "deliveries" || (event.key.startsWith("Arrow") && event.target.closest(".detail"))) return;
  event.preventDefault();
  deliveries.move(by);
}

// Theme.

const THEMES = ["auto", "light", "dark"];

function theme(chosen) {
  if (chosen === "auto") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.dataset.theme = chosen;
  byId("theme").textContent = `Theme: ${chosen}`;
  localStorage.setItem("hookproof-theme", chosen);
}

function nextTheme() {
  const now = document.documentElement.dataset.theme ?? "auto";
  theme(THEMES[(THEMES.indexOf(now) + 1) % THEMES.length]);
}

theme(THEMES.includes(localStorage.getItem("hookproof-theme")) ? localStorage.getItem("hookproof-theme") : "auto");
byId("theme").addEventListener("click", nextTheme);
byId("lock-form").addEventListener("submit", unlock);
// Nothing can be seen without the token.
byId("lock").addEventListener("cancel", (event) => event.preventDefault());
addEventListener("hashchange", () => {
  showMessage(byId("wrong"), "");
  shown();
});
addEventListener("keydown", pressed);
deliveries.begin(failed);
faults.begin(soon);
records.begin((account) => {
  deliveries.onlyOf(account);
  location.hash = "#/deliveries";
  deliveries.reload().catch(failed);
});
setInterval(faults.tick, 250);
setInterval(() => {
  if (document.visibilityState === "visible" && !is_locked && byId("connection").dataset.state === "live") pulse().catch(failed);
}, PULSE);
shown();
start();
