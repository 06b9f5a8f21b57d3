//! The facts about Orum (Deliver, Verify and Monitor, version v2022-09-21): deliveries first, the
//! management API last.

use crate::provider::{Basis, Fact, Source};
use crate::providers::orum::events;
use crate::providers::orum::events::WILDCARDS;
use crate::providers::orum::source::read;

/// Orum's own OpenAPI document, `docs.orum.io/api-reference/oas.yaml`, in an archive of July 2026.
const SPEC: Source<'static> = read(events::SPEC);
const SANDBOX: Source<'static> = read("api-evangelist/orum:sandbox/orum-sandbox.yml");
const INVOKE: Source<'static> = read("https://docs.orum.io/api-reference/webhooks/post-invoke");
const OVERVIEW: Source<'static> = read("https://docs.orum.io/reference/overview");
const MANAGEMENT: Source<'static> = read("https://docs.orum.io/guides/monitor/webhooks/webhook-management");
const PRACTICES: Source<'static> = read("https://docs.orum.io/guides/monitor/webhooks/webhook-best-practices");
const TROUBLE: Source<'static> = read("https://docs.orum.io/guides/monitor/webhooks/webhook-troubleshooting");
const SECURE: Source<'static> = read("https://docs.orum.io/api-reference/webhooks/secure-webhooks");
pub(super) const EVENTS: Source<'static> = read(events::EVENTS);
const VERSIONING: Source<'static> = read("https://docs.orum.io/guides/versioning");
const ERRORS: Source<'static> = read("https://docs.orum.io/guides/errors");
const LIMITS: Source<'static> = read("https://docs.orum.io/guides/deliver/rate-limits");
const RECORDED: Source<'static> = read(events::RECORDED);
const INTEGRATOR: Source<'static> = read("an integrator, zenobia-pay/core, keeps it so; the specification is silent");
const SILENT: Source<'static> = read("the webhook guides and the specification do not say");

pub(super) fn facts() -> Vec<Fact> {
    [delivery(), signature(), retry(), payloads(), management(), answers(), tokens()].concat()
}

fn delivery() -> Vec<Fact> {
    vec![
        Fact::documented("delivery.method", "POST", MANAGEMENT),
        Fact::observed("delivery.content-type", "application/json", RECORDED),
        Fact::assumed("delivery.user-agent", "none", read("the recording was trimmed by hand; the guides are silent")),
        Fact::setting(Basis::Documented, "delivery.timeout", PRACTICES),
        Fact::setting(Basis::Documented, "delivery.success", TROUBLE),
        Fact::setting(
            Basis::Assumed,
            "delivery.redirects",
            read("a 3xx is not a 2xx; no page says whether it is followed"),
        ),
        Fact::setting(Basis::Assumed, "delivery.max-body", read("our default: no page that was read names a limit")),
        Fact::documented("delivery.https-only", "yes, with a valid certificate", PRACTICES),
        Fact::documented("delivery.endpoint-auth", "none: the signature is the check", PRACTICES),
        Fact::documented("delivery.source-ips", "34.231.148.64, 3.234.102.51, 54.221.230.177", PRACTICES),
        Fact::documented("delivery.sandbox-source-ips", "34.232.246.7", PRACTICES),
        Fact::observed("body.style", "compact with one final line feed", RECORDED),
        Fact::observed("body.order", "event_id, event_type, created_at, event_data", RECORDED),
    ]
}

fn signature() -> Vec<Fact> {
    vec![
        Fact::setting(Basis::Documented, "signature.header", SECURE),
        Fact::setting(Basis::Documented, "signature.algorithm", SECURE),
        Fact::documented("signature.padding", "PKCS#1 v1.5; hashed once, not twice", SECURE),
        Fact::setting(Basis::Documented, "signature.encoding", SECURE),
        Fact::setting(Basis::Documented, "signature.message", SECURE),
        Fact::documented("signature.key", "RSA-2048, held by Orum; one pair an enterprise", SECURE),
        Fact::assumed("signature.public-key", "base64 of an X.509 key in PEM", INTEGRATOR),
        Fact::observed("signature.length", "256 bytes", RECORDED),
        Fact::observed("signature.final-newline", "the line feed at the end of the body is signed", RECORDED),
        Fact::assumed("signature.replay-window", "24 h: a last retry must still be taken", SILENT),
        Fact::assumed("signature.without-key", "the first configuration makes a key, which POST then answers", SILENT),
        Fact::documented("consumer.refusal", "401 {\"error\": \"Invalid signature\"}", PRACTICES),
    ]
}

fn retry() -> Vec<Fact> {
    let doubling =
        read("15 redeliveries fill 24 h when they double from 2.6 s; base, factor and jitter are not written");
    vec![
        Fact::setting(Basis::Documented, "retry.attempts", OVERVIEW),
        Fact::documented("retry.span", "24 h", OVERVIEW),
        Fact::documented("retry.spacing", "exponential", OVERVIEW),
        Fact::assumed("retry.count-from", "1 + 15", read("an older wording may mean 15 attempts in all")),
        Fact::setting(Basis::Assumed, "retry.delay", doubling),
        Fact::setting(Basis::Assumed, "retry.factor", doubling),
        Fact::documented("retry.on", "every answer but a 2xx, and a time-out", OVERVIEW),
        Fact::documented("order.guaranteed", "no", OVERVIEW),
        Fact::documented("order.by", "updated_at of the resource", PRACTICES),
        Fact::documented("order.outdated", "200 {\"status\": \"outdated\"}", PRACTICES),
        Fact::documented("duplicates", "possible; to be known by event_id", PRACTICES),
        Fact::documented("duplicates.answer", "200 {\"status\": \"already_processed\"}", PRACTICES),
        Fact::assumed(
            "duplicates.same-body",
            "yes, and so the same signature",
            read("created_at is a part of the event"),
        ),
        Fact::assumed("endpoint.disabled", "never", read("Monitor has an error state; its cause could not be read")),
    ]
}

fn payloads() -> Vec<Fact> {
    vec![
        Fact::documented("events.count", "22, and 7 names that subscribe to several", SPEC),
        Fact::documented("events.wildcards", &WILDCARDS.join(", "), SPEC),
        Fact::assumed(
            "events.transfer-group",
            "transfer_group_updated is not sent",
            read("only a third-party list has it"),
        ),
        Fact::documented("events.additive", "new events come without a version", VERSIONING),
        Fact::setting(Basis::Documented, "payload.new-members", VERSIONING),
        Fact::setting(Basis::Documented, "payload.new-values", VERSIONING),
        Fact::documented("payload.envelope", "event_id, event_type, created_at, event_data", EVENTS),
        Fact::documented("payload.event-data", "one member, named like the resource", EVENTS),
        Fact::assumed(
            "payload.verify-account",
            "under account",
            read("as the API wraps it; the event is printed nowhere"),
        ),
        Fact::observed("payload.event-id", "a UUID; printed samples are not UUIDs", RECORDED),
        Fact::documented("payload.created-at", "milliseconds and Z; resources may have microseconds", EVENTS),
        Fact::documented("payload.nullable", "nothing: optional members are absent", SPEC),
        Fact::assumed(
            "payload.keys",
            "business, subledger, book_transfer",
            read("as the API wraps them; no event is printed"),
        ),
        Fact::documented("payload.person", "one address and 1-2 contacts if there are any, country US", SPEC),
        Fact::documented("payload.business", "one address and 1-3 contacts; no status_reasons", SPEC),
        Fact::documented("payload.customer-kind", "required of accounts; samples of 2022 lack it", SPEC),
        Fact::documented("payload.amount", "whole cents from 1, always USD", SPEC),
        Fact::documented("payload.midnight", "estimated dates are midnight, which means nothing", SPEC),
        Fact::documented("payload.metadata", "5 pairs, names <=20, values <=50 characters", SPEC),
        Fact::assumed("payload.date-of-birth", "year-month-day", read("the description says so, the schema does not")),
        Fact::documented("payload.unverified", "the status goes back to created", EVENTS),
        Fact::observed("payload.invoked", "a test event repeats its request and fills nothing in", RECORDED),
        Fact::documented("payload.ssn", "never sent", EVENTS),
    ]
}

fn management() -> Vec<Fact> {
    let object = "id, enterprise_name, data_version, event_types, enabled, url, created_at/by, updated_at/by";
    vec![
        Fact::documented("api.base", "https://api-sandbox.orum.io", INVOKE),
        Fact::assumed("api.production-base", "https://api.orum.io", SANDBOX),
        Fact::documented("api.auth", "Authorization: Bearer with a token of POST /oauth/token", INVOKE),
        Fact::documented("api.version", "Orum-Version: v2022-09-21", INVOKE),
        Fact::documented("api.version.errors", "version_missing, version_invalid", SPEC),
        Fact::documented("api.version.older", "v2021-10-01 is in no list of the header: version_invalid", SPEC),
        Fact::route(Basis::Documented, "api.create", "", SPEC),
        Fact::documented("api.create.fields", "event_types, url, enabled; all required", SPEC),
        Fact::assumed(
            "api.create.url",
            "any text; no URL, or http beyond this machine, is a finding",
            read("no form is given"),
        ),
        Fact::assumed(
            "api.create.events",
            "an empty list is accepted, and nothing is sent",
            read("no least number is given"),
        ),
        Fact::assumed("api.create.again", "one URL may have several configurations", SILENT),
        Fact::route(Basis::Documented, "api.list", "", SPEC),
        Fact::assumed("api.list.order", "oldest first", SILENT),
        Fact::route(Basis::Documented, "api.update", ", replaces", SPEC),
        Fact::route(Basis::Documented, "api.delete", "", SPEC),
        Fact::route(Basis::Documented, "api.secret.create", "", SPEC),
        Fact::route(Basis::Documented, "api.secret.read", "", SPEC),
        Fact::route(Basis::Documented, "api.invoke", "", INVOKE),
        Fact::documented("api.invoke.fields", "event_type, data; both required, no *_all", INVOKE),
        Fact::assumed("api.invoke.to", "every enabled configuration that wants the event", SILENT),
        Fact::observed("api.invoke.data", "any object, sent as it is: one without id and status came so", RECORDED),
        Fact::assumed("api.invoke.texts", "any form", read("the page prints <string> for texts that have a pattern")),
        Fact::documented("api.object", object, SPEC),
        Fact::documented("api.object.shape", "{\"webhook_configuration\"}, {\"webhook_configurations\": []}", SPEC),
        Fact::documented("api.object.data-version", "from the Orum-Version of the last write", SPEC),
        Fact::documented("api.secret.object", "id, enterprise_name, public_key, created_at, updated_at", SPEC),
        Fact::assumed(
            "api.object.names",
            "enterprise and authors are called like the client_id",
            read("our only name for them"),
        ),
        Fact::assumed(
            "api.object.times",
            "microseconds and Z",
            read("as other resources are printed; no form is declared"),
        ),
        Fact::documented("api.pagination", "none", SPEC),
        Fact::documented("api.read", "none for a single configuration", SPEC),
    ]
}

fn answers() -> Vec<Fact> {
    let codes = "400 bad_request, 401 unauthorized, 403 forbidden, 404 not_found, 429 too_many_requests";
    vec![
        Fact::documented("api.create.status", "200", SPEC),
        Fact::documented("api.list.status", "200", SPEC),
        Fact::documented("api.update.status", "200", SPEC),
        Fact::documented("api.delete.status", "204 without a body", SPEC),
        Fact::documented("api.secret.status", "200", SPEC),
        Fact::documented("api.invoke.status", "201 without a body", INVOKE),
        Fact::documented("api.error", "{\"error_code\", \"message\", \"details\"}; details object or null", ERRORS),
        Fact::documented("api.error.codes", codes, SPEC),
        Fact::assumed(
            "api.error.body",
            "400 bad_request, details by JSON pointer",
            read("no code of their own is given"),
        ),
        Fact::assumed("api.error.unknown", "404 not_found", read("the calls list only 401")),
        Fact::assumed("api.error.method", "405 method_not_allowed", read("no page prints one")),
        Fact::documented("api.error.stable", "error_code; messages may change", VERSIONING),
        Fact::documented("api.rate-limit", "token bucket; Retry-After and X-Retry-In", LIMITS),
        Fact::assumed(
            "api.rate-limit.form",
            "X-Retry-In: 2.000s",
            read("a text down to the millisecond; no page prints one"),
        ),
        Fact::assumed("api.rate-limit.size", "none", read("the numbers of the bucket are not documented")),
        Fact::assumed("api.version.status", "400", read("neither error is printed with its status")),
        Fact::assumed("api.secret.again", "the same key pair", read("a second POST /webhooks/secret is not described")),
        Fact::assumed("api.secret.before", "404", read("GET before POST is not described")),
    ]
}

fn tokens() -> Vec<Fact> {
    let scopes = "read: and write:webhook-configurations, read: and write:webhook-secret, invoke:webhook";
    vec![
        Fact::route(Basis::Documented, "api.token", " with client_id, client_secret; JSON or form", SPEC),
        Fact::documented("api.token.answer", "access_token, token_type Bearer, expires_in in seconds", SPEC),
        Fact::documented("api.token.errors", "missing_ and invalid_ client_id, client_secret", SPEC),
        Fact::documented("api.token.scopes", scopes, SPEC),
        Fact::assumed(
            "api.token.rights",
            "every token may do everything",
            read("no call is printed that asks for a scope"),
        ),
        Fact::documented("api.token.version", "no Orum-Version is asked for", SPEC),
        Fact::assumed("api.token.life", "3600 s", read("called short-lived; its length is not written")),
        Fact::assumed(
            "api.token.clients",
            "any id and secret but an empty one; each pair is an account",
            read("our accounts"),
        ),
    ]
}
