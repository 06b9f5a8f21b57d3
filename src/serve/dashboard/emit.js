// The form that emits events, built from the providers' schemas.

import { api } from "./api.js";
import { badge, busy, byId, counted, el, option, options, say, showMessage } from "./dom.js";
import { fieldInputs, schemaFields } from "./fields.js";

/** So many of the deliveries that were created are listed. */
const LISTED = 20;

let providers = [];
let accounts = [];
let form = null;
let value = () => ({});
let asked = 0;
/** Deliveries that the stream sends while an answer is on its way. They are newer than the answer. */
let heard = null;

const provider = () => providers.find(({ id }) => id === byId("emit-provider").value);
/** What is to be emitted: `event` or `story`, and its name. */
const what = () => {
  const [kind, ...name] = byId("emit-what").value.split(":");
  return [kind, name.join(":")];
};

export function offer(all, failed) {
  providers = all;
  if (form === null) build(failed);
  options(byId("emit-provider"), providers.map(({ id, name }) => option(id, name)));
  changedProvider().catch(failed);
}

export function offerAccounts(all) {
  accounts = all;
  if (form !== null) offerTo();
}

function build(failed) {
  const field = (label, control) => el("label", {}, label, " ", control);
  const number = (id, more) => el("input", { id, type: "number", min: "0", step: "1", ...more });
  form = el("form", { id: "emit-form", submit: send },
    el("fieldset", {}, el("legend", {}, "What"),
      field("Provider", el("select", { id: "emit-provider", change: () => changedProvider().catch(failed) })),
      field("Event or story", el("select", { id: "emit-what", change: () => changedEvent().catch(failed) })),
      el("p", { class: "dim", id: "emit-about" }),
      el("div", { class: "pair" },
        field("How often", number("emit-count", { min: "1", max: "10000", value: "1", required: true })),
        field("Seed", number("emit-seed", { placeholder: "the server’s" })))),
    el("fieldset", {}, el("legend", {}, "To whom"),
      field("To", el("select", { id: "emit-to", change: changedTo })),
      el("div", { id: "emit-aim", hidden: true },
        field("URL", el("input", { id: "emit-url", type: "url", placeholder: "http://127.0.0.1:9000/hook", spellcheck: "false" })),
        field("Secret that signs", el("input", { id: "emit-secret", type: "password", autocomplete: "off", placeholder: "unsigned" })))),
    el("details", { id: "emit-set" }, el("summary", {}, "Set fields"), el("div", { id: "emit-fields" }), free()),
    el("div", { class: "row" }, el("button", { class: "main", id: "emit-send" }, "Emit"), el("output", { id: "emit-message" })));
  // What is wrong must be seen to be put right.
  form.addEventListener("invalid", () => byId("emit-set").setAttribute("open", ""), true);
  const result = el("section", { id: "emit-created", "aria-label": "Deliveries created" }, noneYet());
  byId("view-emit").replaceChildren(form, result);
}

const noneYet = () => el("p", { class: "empty" }, "New deliveries appear here.");

/** Any other field, by its pointer. */
function free() {
  const pointer = el("input", { id: "emit-pointer", type: "text", spellcheck: "false", placeholder: "/data/0/id", pattern: "/.*" });
  const json = el("input", { id: "emit-json", type: "text", spellcheck: "false", placeholder: "JSON: 5, null, \"text\"" });
  json.addEventListener("input", () => json.setCustomValidity(""));
  return el("div", { class: "pair" }, el("label", {}, "Another, by JSON pointer ", pointer), el("label", {}, "its value ", json));
}

async function changedProvider() {
  const { events, notices, stories } = provider();
  const group = (label, kind, names) => names.length > 0 ? el("optgroup", { label }, names.map((name) => option(`${kind}:${name}`, name))) : null;
  byId("emit-what").replaceChildren(...[group("Events", "event", events), group("Notices", "event", notices), group("Stories", "story", stories)].filter(Boolean));
  offerTo();
  await changedEvent();
}

async function changedEvent() {
  const turn = ++asked;
  const [kind, name] = what();
  const place = byId("emit-fields");
  value = () => ({});
  if (kind === "story") {
    byId("emit-about").textContent = "Its events go out in their order. What is set is set in each.";
    place.replaceChildren();
    return;
  }
  const schema = await api(`/schemas/${encodeURIComponent(provider().id)}/${encodeURIComponent(name)}`);
  if (turn !== asked) return;
  byId("emit-about").textContent = schema.description ?? "";
  const made = fieldInputs(schemaFields(schema));
  value = made.value;
  place.replaceChildren(...made.elements.filter(Boolean));
}

function offerTo() {
  const own = accounts.filter((account) => account.provider === provider()?.id);
  const label = ({ id, name, subscriptions }) => `${name || id} (${counted(subscriptions.length, "subscription")})`;
  options(byId("emit-to"),
    option("", own.length > 0 ? "Subscribers of every account" : "Subscribers (there is no account yet)"),
    own.map((account) => option(`account:${account.id}`, `Subscribers of ${label(account)}`)),
    option("url", "A URL"));
  changedTo();
}

function changedTo() {
  const aims = byId("emit-to").value === "url";
  byId("emit-aim").hidden = !aims;
  byId("emit-url").required = aims;
}

function order() {
  const [kind, name] = what();
  const order = { provider: provider().id, [kind]: name, count: Number(byId("emit-count").value), set: value() };
  if (byId("emit-seed").value !== "") order.seed = Number(byId("emit-seed").value);
  const to = byId("emit-to").value;
  if (to.startsWith("account:")) order.account = to.slice("account:".length);
  if (to === "url") {
    const secret = byId("emit-secret").value;
    order.target = { url: byId("emit-url").value, ...(secret === "" ? {} : { secret }) };
  }
  const pointer = byId("emit-pointer").value;
  if (pointer !== "") order.set[pointer] = JSON.parse(byId("emit-json").value);
  return order;
}

function send(event) {
  event.preventDefault();
  if (byId("emit-pointer").value !== "") {
    try {
      JSON.parse(byId("emit-json").value);
    } catch {
      byId("emit-json").setCustomValidity("This is not JSON: put a text in quotation marks.");
      byId("emit-json").reportValidity();
      return;
    }
  }
  busy(byId("emit-send"), byId("emit-message"), async () => {
    heard = new Map();
    const { deliveries } = await api("/emit", { method: "POST", body: order() });
    const status = ({ id, status }) => heard.get(id) ?? status;
    const line = (delivery) => el("li", {}, el("a", { href: `#/deliveries/${delivery.id}` }, `#${delivery.id} ${delivery.event}`), " ", badge(status(delivery)));
    const more = deliveries.length > LISTED ? el("p", {}, `and ${deliveries.length - LISTED} more`) : null;
    byId("emit-created").replaceChildren(...(deliveries.length === 0 ? [noneYet()] : [el("h3", {}, "Created"), el("ol", {}, deliveries.slice(0, LISTED).map(line)), more].filter(Boolean)));
    heard = null;
    const answer = deliveries.length === 0 ? "Nobody subscribes to this: nothing is delivered." : `${counted(deliveries.length, "delivery", "deliveries")} created.`;
    say(answer);
    return answer;
  });
}

/** Updates the list of created deliveries as they change. */
export function take(delivery) {
  heard?.set(delivery.id, delivery.status);
  const link = byId("emit-created")?.querySelector(`a[href="#/deliveries/${delivery.id}"]`);
  link?.nextElementSibling.replaceWith(badge(delivery.status));
}

export const forget = () => form && [byId("emit-created").replaceChildren(noneYet()), showMessage(byId("emit-message"), "")];
