// The live list of deliveries: filtered, paged, walked by keys.

import { api } from "./api.js";
import { badge, byId, counted, el, option, options, say, STATUSES, time } from "./dom.js";

/** So many rows are kept, and those that were asked for beyond them: the others are a page away. */
let most = 1_000;

const rows = new Map();
const elements = new Map();
const known = new Set();
let next = null;
let asked = 0;
let pending = null;
let is_loaded = false;
let frame = 0;
let chosen = null;

const filter = () => ({
  provider: byId("filter-provider").value,
  account: byId("filter-account").value,
  status: byId("filter-status").value,
  event: byId("filter-event").value.trim(),
});

/** What the server is asked: an event by its whole name; a part of one is looked for in what is here. */
function query() {
  const wanted = filter();
  return known.has(wanted.event) ? wanted : { ...wanted, event: "" };
}

function fits(delivery) {
  const { provider, account, status, event } = filter();
  return (provider === "" || delivery.provider === provider)
    && (account === "" || delivery.account === account)
    && (status === "" || delivery.status === status)
    && (known.has(event) ? delivery.event === event : delivery.event.toLowerCase().includes(event.toLowerCase()));
}

export async function reload() {
  const turn = ++asked;
  pending = [];
  let page;
  try {
    page = await api("/deliveries", { query: query() });
  } catch (error) {
    if (turn === asked) pending = null;
    throw error;
  }
  // Asked for again in the meantime.
  if (turn !== asked) return;
  rows.clear();
  for (const delivery of page.deliveries) rows.set(delivery.id, delivery);
  next = page.next;
  const missed = pending;
  pending = null;
  is_loaded = true;
  missed.forEach(take);
  render();
}

async function older() {
  // What is on its way is another list.
  if (pending !== null) return;
  const turn = asked;
  const page = await api("/deliveries", { query: { ...query(), before: next } });
  if (turn !== asked) return;
  for (const delivery of page.deliveries) rows.set(delivery.id, delivery);
  next = page.next;
  most += page.deliveries.length;
  const first = page.deliveries.find(fits)?.id;
  render();
  elements.get(first)?.querySelector("a").focus();
}

/** Takes a delivery that has gone on. */
export function take(delivery) {
  pending?.push(delivery);
  see(delivery.event);
  const is_new = !rows.has(delivery.id);
  // One that is older than all that is here belongs to a page that was not asked for.
  if (is_new && next !== null && delivery.id < next) return;
  if (!fits(delivery)) {
    if (rows.delete(delivery.id)) later();
    return;
  }
  rows.set(delivery.id, delivery);
  if (is_new || !["waiting", "sending"].includes(delivery.status)) say(`delivery ${delivery.id}, ${delivery.event}: ${delivery.status}`);
  later();
}

function later() {
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    render();
  });
}

function render() {
  const newest = [...rows.keys()].sort((one, other) => other - one);
  for (const id of newest.splice(most)) {
    rows.delete(id);
    next = newest.at(-1);
  }
  const shown = newest.filter((id) => fits(rows.get(id)));
  for (const [id, element] of elements) {
    if (rows.has(id) && fits(rows.get(id))) continue;
    // The focus goes to a neighbour, not to nowhere.
    if (element.contains(document.activeElement)) (element.nextElementSibling ?? element.previousElementSibling)?.querySelector("a").focus();
    element.remove();
    elements.delete(id);
  }
  let before = byId("rows").firstElementChild;
  for (const id of shown) {
    const element = elements.get(id) ?? made(id);
    fill(element, rows.get(id));
    if (element === before) before = before.nextElementSibling;
    else byId("rows").insertBefore(element, before);
  }
  const filtered = Object.values(filter()).some((value) => value !== "");
  const loaded = rows.size > shown.length ? ` of ${rows.size} loaded` : "";
  byId("shown").textContent = !is_loaded ? "" : shown.length > 0 ? `${counted(shown.length, "delivery", "deliveries")}${loaded}${next === null ? "" : ", newest first"}`
    : next !== null ? `None of the ${rows.size} loaded is like this.`
    : filtered ? "No delivery is like this."
    : "No delivery yet: emit an event, or let your integration cause one.";
  byId("older").hidden = next === null;
}

function made(id) {
  const element = el("li", {}, el("a", { class: "delivery", href: `#/deliveries/${id}`, id: `row-${id}` }));
  elements.set(id, element);
  return element;
}

function fill(element, delivery) {
  // An unchanged row stays as it is, so that nothing that is read out or selected is disturbed.
  const written = JSON.stringify([delivery, delivery.id === chosen]);
  if (element.written === written) return;
  element.written = written;
  const link = element.firstElementChild;
  if (delivery.id === chosen) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
  const tries = delivery.attempts === 0 ? "no attempt yet" : counted(delivery.attempts, "attempt");
  const last = delivery.last_status === null ? "" : ` · ${delivery.last_status}`;
  link.replaceChildren(
    el("span", { class: "event" }, delivery.event),
    badge(delivery.status),
    el("span", { class: "about" }, `#${delivery.id} · `, time(delivery.created), ` · ${delivery.provider} · ${short(delivery.url)}`),
    el("span", { class: "tries" }, `${tries}${last}`),
  );
}

const short = (url) => url.replace(/^https?:\/\//, "");

/** Marks the delivery that is open. */
export function choose(id) {
  chosen = id;
  render();
}

export const focusRow = (id) => elements.get(id)?.querySelector("a").focus();

function see(event) {
  if (known.has(event)) return;
  known.add(event);
  byId("known-events").append(option(event));
}

export function offer(providers) {
  const any = option("", "any");
  options(byId("filter-provider"), any, providers.map(({ id, name }) => option(id, name)));
  options(byId("filter-status"), option("", "any"), STATUSES.map((status) => option(status)));
  for (const provider of providers) [...provider.events, ...provider.notices].forEach(see);
}

export function offerAccounts(accounts) {
  options(byId("filter-account"), option("", "any"), accounts.map(({ id, name }) => option(id, name && name !== id ? `${name} (${id})` : id)));
}

/** Shows the deliveries of one account. */
export function onlyOf(account) {
  byId("filter").reset();
  byId("filter-account").value = account;
}

/** Moves the focus by so many rows. */
export function move(by) {
  const links = [...byId("rows").querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  const from = at < 0 ? links.findIndex((link) => link.hasAttribute("aria-current")) : at;
  const to = from < 0 ? 0 : Math.min(Math.max(from + by, 0), links.length - 1);
  links[to]?.focus();
  links[to]?.scrollIntoView({ block: "nearest" });
}

export function begin(failed) {
  const again = () => reload().then(() => say(byId("shown").textContent)).catch(failed);
  byId("filter").addEventListener("submit", (event) => event.preventDefault());
  byId("filter").addEventListener("input", () => {
    // At once by what is here, then by what the server has.
    later();
    again();
  });
  byId("older").addEventListener("click", () => older().catch(failed));
}
