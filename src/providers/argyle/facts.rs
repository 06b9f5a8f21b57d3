//! The facts about Argyle: deliveries first, the management API last.

use crate::provider::{Basis, Fact, Source};
use crate::providers::argyle::events;
use crate::providers::argyle::source::read;

/// The vendor's own OpenAPI document, `docs.argyle.com/openAPI/argyle-all.yaml`, in an archive.
const SPEC: Source<'static> = read(events::SPEC);
const GUIDE: Source<'static> = read("https://docs.argyle.com/api-guide/webhooks");
const OVERVIEW: Source<'static> = read("https://docs.argyle.com/api-guide/overview");
const IDENTITIES: Source<'static> = read(events::IDENTITIES);
const ITEMS: Source<'static> = read(events::ITEMS);
const VERIFICATIONS: Source<'static> = read(events::VERIFICATIONS);
const ACCOUNT: Source<'static> = read("api-evangelist/argyle9a25@a6c6872:json-schema/argyle9a25-account-schema.json");
const PARTNER: Source<'static> = read(events::PARTNER);
const LEGACY: Source<'static> = read("https://docs.argyle.com/legacy/api-reference/webhooks");
const LEGACY_OVERVIEW: Source<'static> = read("https://docs.argyle.com/legacy/api-reference/webhooks-overview");
const INTRODUCTION: Source<'static> = read("https://docs.argyle.com/guides/reference/introduction");
const PARTIAL: Source<'static> = read(events::PAYSTUBS);
/// Deliveries of the sandbox through a tunnel, with the calls that led to them; January 2026.
const RECORDED: Source<'static> = read(events::RECORDED);
const FIXTURES: Source<'static> = read(events::FIXTURES);
const TRANSCRIBED: Source<'static> = read(
    "two third-party transcriptions agree, one of them \
    api-evangelist/argyle:rate-limits/argyle-rate-limits.yml; the vendor's section could not be read",
);

pub(super) fn facts() -> Vec<Fact> {
    [delivery(), signature(), retry(), payloads(), management(), answers()].concat()
}

fn delivery() -> Vec<Fact> {
    let ips = "34.27.251.226, 34.122.50.253, 35.188.163.115, 35.226.53.251";
    vec![
        Fact::documented("delivery.method", "POST", SPEC),
        Fact::observed("delivery.content-type", "application/json", RECORDED),
        Fact::observed("delivery.user-agent", "ReactorNetty/1.1.28", RECORDED),
        Fact::observed("delivery.accept", "*/*", RECORDED),
        Fact::observed("delivery.accept-encoding", "gzip", RECORDED),
        Fact::observed("delivery.content-length", "always, never chunked", RECORDED),
        Fact::observed("delivery.other-headers", "none: no id, time or number of the attempt", RECORDED),
        Fact::setting(Basis::Assumed, "delivery.timeout", TRANSCRIBED),
        Fact::setting(Basis::Documented, "delivery.success", SPEC),
        Fact::setting(
            Basis::Assumed,
            "delivery.redirects",
            read("neither the specification nor the webhook guide speaks of them"),
        ),
        Fact::setting(Basis::Assumed, "delivery.max-body", read("our default: no page that was read names a limit")),
        Fact::documented("delivery.source-ips", ips, GUIDE),
        Fact::observed("delivery.fan-out", "two subscriptions with one URL both deliver", RECORDED),
        Fact::observed("body.style", "indented by two spaces, LF, no final line feed", RECORDED),
        Fact::observed("body.order", "event, name, data", RECORDED),
    ]
}

fn signature() -> Vec<Fact> {
    vec![
        Fact::setting(Basis::Documented, "signature.header", GUIDE),
        Fact::setting(Basis::Documented, "signature.algorithm", LEGACY),
        Fact::setting(Basis::Documented, "signature.encoding", LEGACY),
        Fact::setting(Basis::Documented, "signature.message", GUIDE),
        Fact::documented("signature.key", "secret of the subscription, as UTF-8 text", GUIDE),
        Fact::documented("signature.optional", "sent if the subscription has a secret", LEGACY_OVERVIEW),
        Fact::assumed(
            "signature.without-secret",
            "no header at all",
            read("it follows from the guide; none was recorded"),
        ),
        Fact::documented("signature.replay-window", "none: no time is signed", GUIDE),
        Fact::observed("signature.form", "128 lower-case hexadecimal digits", RECORDED),
    ]
}

fn retry() -> Vec<Fact> {
    vec![
        Fact::setting(Basis::Assumed, "retry.attempts", TRANSCRIBED),
        Fact::setting(Basis::Assumed, "retry.delay", TRANSCRIBED),
        Fact::assumed("retry.on", "429, 500, 502, 503, 504 and a time-out", TRANSCRIBED),
        Fact::assumed("retry.on-connection", "not retried", read("the transcriptions do not list a failed connection")),
        Fact::assumed("order.guaranteed", "no", read("no readable page promises an order")),
        Fact::observed("order.interleaved", "events of another, earlier user came in between", RECORDED),
        Fact::assumed("duplicates", "possible", read("a retry makes them so; no readable page speaks of them")),
        Fact::documented("event.id", "none: only the body tells one event from another", SPEC),
        Fact::documented("event.time", "none in the envelope", SPEC),
        Fact::assumed("endpoint.disabled", "never", read("no readable page speaks of it")),
    ]
}

fn payloads() -> Vec<Fact> {
    vec![
        Fact::documented("events.count", "51 in the newest specification", SPEC),
        Fact::documented("payload.envelope", "event, name, data; all required", SPEC),
        Fact::documented("payload.name", "the name of the subscription", IDENTITIES),
        Fact::assumed(
            "payload.data",
            "required if every sample has it",
            read("the pages do not say what may be absent"),
        ),
        Fact::setting(Basis::Documented, "payload.new-members", OVERVIEW),
        Fact::setting(Basis::Documented, "payload.new-values", OVERVIEW),
        Fact::documented("payload.resource", "if the subscription has include_resource, else absent", SPEC),
        Fact::observed("payload.undocumented", "gigs.partially_synced carries an item_id that no page names", RECORDED),
        Fact::observed("payload.available", "available_from and available_to are null at a count of 0", RECORDED),
        Fact::observed(
            "payload.days-synced",
            "the days that were read, not those requested: 90 became 94 and 140",
            RECORDED,
        ),
        Fact::observed("payload.counts", "numbers, though older pages of paystubs call them strings", RECORDED),
        Fact::assumed(
            "payload.changes",
            "at least one added, updated or removed",
            read("else there is no reason to send"),
        ),
        Fact::observed("payload.times", "six decimals in resources, none in available_from and available_to", RECORDED),
        Fact::observed("payload.availability", "shifts and user_uploads absent, user_forms null", RECORDED),
        Fact::observed("payload.repeats", "accounts.updated comes again within seconds, updated_at newer", RECORDED),
        Fact::documented("payload.error-codes", "51 for connections", ACCOUNT),
        Fact::assumed("payload.switch-error-codes", "open", read("the account schema and the older guide disagree")),
        Fact::documented("payload.client", "only in deliveries to partners", PARTNER),
        Fact::documented("payload.verification-events", "on PROCESSING, PAUSED and COMPLETED", VERIFICATIONS),
        Fact::assumed(
            "payload.resource.made",
            "the printed one, with the event's own ids",
            read("if an event is created without one and the subscription asks for it"),
        ),
        Fact::assumed("payload.items.chosen", "the first of config, if an event is about another", ITEMS),
        Fact::assumed("payload.client.made", "one for each api_key_id", read("only partners know their clients")),
        Fact::documented("payload.items", "no account and no user; only to subscriptions that name the items", ITEMS),
    ]
}

fn management() -> Vec<Fact> {
    let query = "from_created_at, to_created_at, ordering id|created_at, limit 10 (at most 200), cursor";
    vec![
        Fact::documented("api.base", "https://api.argyle.com/v2", OVERVIEW),
        Fact::documented("api.sandbox-base", "https://api-sandbox.argyle.com/v2", OVERVIEW),
        Fact::documented("api.auth", "HTTP Basic: api_key_id and api_key_secret", OVERVIEW),
        Fact::route(Basis::Documented, "api.create", "", SPEC),
        Fact::route(Basis::Documented, "api.list", "", SPEC),
        Fact::route(Basis::Documented, "api.read", "", SPEC),
        Fact::route(Basis::Documented, "api.delete", "", SPEC),
        Fact::documented("api.partner", "the same four under /partners/v2/webhooks", SPEC),
        Fact::documented("api.update", "none: neither PUT nor PATCH", SPEC),
        Fact::documented("api.log", "none: no log of deliveries, no test call", SPEC),
        Fact::documented("api.create.fields", "events, name, url; optional secret, config", SPEC),
        Fact::documented("api.create.config", "include_resource, days_synced, items (at most 30)", SPEC),
        Fact::documented("api.create.all-events", "\"*\": all but those of items, without config", GUIDE),
        Fact::assumed(
            "api.create.all-events.form",
            "[\"*\"]; a bare \"*\" is taken and printed as a list",
            read("a text about version 1 writes both"),
        ),
        Fact::assumed("api.create.config.by-name", "for events that are named, not for those of \"*\"", GUIDE),
        Fact::documented("api.create.partner-events", "no closed list; on older pages two of verifications", PARTNER),
        Fact::documented("api.create.items", "required for items.updated and items.removed", SPEC),
        Fact::documented("api.create.days-synced", "30 if absent (paystubs)", PARTIAL),
        Fact::documented("api.create.url", "given unencoded; Argyle encodes it", GUIDE),
        Fact::assumed("api.create.scheme", "http and https, others are refused", read("no page speaks of others")),
        Fact::assumed("api.create.duplicates", "taken, of names and of URLs", read("no page forbids them")),
        Fact::assumed("api.create.empty-secret", "as no secret", read("no page gives a least length")),
        Fact::observed("api.create.plain-http", "a URL with http:// was taken", FIXTURES),
        Fact::documented("api.list.query", query, SPEC),
        Fact::assumed("api.list.order", "by created_at, the oldest first", read("the parameter has no default")),
        Fact::assumed(
            "api.list.limit",
            "1 to 200, others are refused",
            read("the specification gives only the maximum"),
        ),
        Fact::assumed(
            "api.list.cursor",
            "a whole URL, or a part of it",
            read("its text says the first, its sample shows the second"),
        ),
        Fact::documented("api.list.pagination", "next, previous (whole URLs or null), results", SPEC),
    ]
}

fn answers() -> Vec<Fact> {
    let object = "id, name, events, config, secret, url, created_at, updated_at, last_sent_at";
    vec![
        Fact::documented("api.object", object, SPEC),
        Fact::assumed(
            "api.object.required",
            "all members",
            read("the schema names none as required; samples print all"),
        ),
        Fact::documented("api.object.version-1", "config null, last_sent_at absent", LEGACY),
        Fact::documented("api.object.secret", "given back in clear; null if there is none", SPEC),
        Fact::documented("api.object.last-sent-at", "null until a first delivery", SPEC),
        Fact::assumed("api.object.last-sent-at.failed", "counts as sent", read("the page says sent, not delivered")),
        Fact::assumed(
            "api.object.url",
            "as it was given",
            read("the specification calls it a URI, and accepts unencoded ones"),
        ),
        Fact::observed("api.object.updated-at", "2 to 3 ms after created_at on a new object", FIXTURES),
        Fact::documented("api.create.status", "200", SPEC),
        Fact::observed("api.create.status-seen", "201 for users; the same document says 200", RECORDED),
        Fact::documented("api.list.status", "200", SPEC),
        Fact::documented("api.read.status", "200", SPEC),
        Fact::documented("api.delete.status", "204 without a body", SPEC),
        Fact::documented("api.error", "401 {\"detail\": \"Invalid username/password.\"}", INTRODUCTION),
        Fact::documented("api.error.environment", "401 {\"detail\": \"Invalid environment.\"}", INTRODUCTION),
        Fact::assumed("api.error.400", "{\"field\": [\"reason\"]}", read("no readable page prints the body of a 400")),
        Fact::assumed(
            "api.error.404",
            "{\"detail\": \"Not found.\"}",
            read("no readable page prints the body of a 404"),
        ),
        Fact::assumed(
            "api.unauthenticated",
            "the 401 of wrong credentials; any pair is right",
            read("the introduction prints it for version 1"),
        ),
        Fact::assumed("api.error.400.not-json", "{\"detail\": \"JSON parse error\"}", read("no page prints it")),
        Fact::assumed(
            "api.error.405",
            "{\"detail\"}",
            read("that there is no update is documented, its answer is not"),
        ),
        Fact::assumed("api.rate-limit", "50 a second, then 429", TRANSCRIBED),
    ]
}
