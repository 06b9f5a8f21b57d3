// Findings, and the accounts with their subscriptions.

import { api } from "./api.js";
import { byId, counted, el, say, time } from "./dom.js";

/** So many findings are shown. */
const MOST = 500;
/** So many events of a subscription are printed before the rest is folded. */
const FEW = 6;

let findings = [];
let look = () => {};

export function begin(onlyOf) {
  look = onlyOf;
  byId("view-findings").replaceChildren(el("h2", {}, "Findings"), el("p", { class: "dim" }, "What was wrong or odd about the calls of your integration, and about deliveries."), el("ol", { id: "findings" }));
  byId("view-accounts").replaceChildren(el("h2", {}, "Accounts"), el("p", { class: "dim" }, "One credential, one account: it is opened by its first call. Secrets are not shown."), el("div", { id: "accounts" }));
}

export async function loadFindings() {
  ({ findings } = await api(`/findings?limit=${MOST}`));
  byId("findings").replaceChildren(...(findings.length === 0 ? [el("li", { class: "empty" }, "Nothing was found.")] : findings.map(line)));
}

export function find(finding) {
  if (findings.length === 0) byId("findings").replaceChildren();
  findings.unshift(finding);
  byId("findings").prepend(line(finding));
  if (findings.length > MOST) {
    findings.pop();
    byId("findings").lastElementChild.remove();
  }
  say(`finding: ${finding.what}`);
}

function line({ id, provider, account, at, about, what, pointer }) {
  const delivery = /^delivery (\d+)$/.exec(about);
  const place = delivery ? el("a", { href: `#/deliveries/${delivery[1]}` }, about) : el("code", {}, about);
  return el("li", { class: "finding" },
    el("p", {}, what, pointer === null ? null : [" at ", el("code", {}, pointer === "" ? "the whole body" : pointer)]),
    el("p", { class: "dim" }, `#${id} · `, time(at), " · ", place, ` · ${provider} · ${account ?? "nobody’s"}`));
}

export function showAccounts(accounts, isPart) {
  const open = new Set([...document.querySelectorAll("#accounts details[open]")].map(({ id }) => id));
  const held = document.activeElement?.closest("#accounts") ? document.activeElement.id : "";
  byId("accounts").replaceChildren(...(accounts.length === 0 ? [el("p", { class: "empty" }, "No account yet: call the management API of a provider.")] : accounts.map((account) => card(account, open))),
    ...(isPart ? [el("p", { class: "dim" }, `Only the first ${accounts.length} accounts are shown.`)] : []));
  if (held) byId(held)?.focus({ preventScroll: true });
}

function card({ id, provider, name, subscriptions }, open) {
  const show = el("button", { type: "button", id: `of-${id}`, click: () => look(id) }, "Its deliveries");
  return el("section", { class: "account", "aria-label": `Account ${id}` },
    el("div", { class: "head" }, el("h3", {}, name || id, " ", el("span", { class: "dim" }, `${provider} · ${id}`)), show),
    subscriptions.length === 0 ? el("p", { class: "dim" }, "No subscription.") : el("ul", {}, subscriptions.map((subscription) => subscribed(id, subscription, open))));
}

function subscribed(account, { id, url, events, active, has_secret }, open) {
  const names = (all) => el("span", { class: "events" }, all.flatMap((name, index) => [index > 0 ? " " : "", el("code", {}, name)]));
  const fold = `events-${account}-${id}`;
  const rest = events.length > FEW
    ? el("details", { id: fold, open: open.has(fold) }, el("summary", { id: `${fold}-all` }, `${counted(events.length - FEW, "more event")}`), names(events.slice(FEW)))
    : null;
  return el("li", { class: "subscription" },
    el("p", {}, el("span", { class: `badge ${active ? "succeeded" : "cancelled"}` }, active ? "✓ active" : "– not active"), " ", el("code", {}, url)),
    el("p", { class: "dim" }, el("code", {}, id), has_secret ? " · has a secret of its own" : ""),
    el("div", {}, names(events.slice(0, FEW)), rest));
}
