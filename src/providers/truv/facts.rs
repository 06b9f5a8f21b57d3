//! The facts about Truv: deliveries first, the management API last.

use crate::provider::{Basis, Fact, Source};
use crate::providers::truv::events;
use crate::providers::truv::source::read;

const WEBHOOKS: Source<'static> = read("https://docs.truv.com/api-reference/webhooks");
const OBJECT: Source<'static> = read("https://truv.com/docs/api-reference/webhooks/object");
const OBJECT_NEWEST: Source<'static> = read("https://docs.truv.com/api-reference/webhooks/object");
const CREATE: Source<'static> = read("https://truv.com/docs/api-reference/webhooks/webhooks_create");
const LIST: Source<'static> = read("https://docs.truv.com/api-reference/webhooks/webhooks_list");
const UPDATE: Source<'static> = read("https://docs.truv.com/api-reference/webhooks/webhooks_partial_update.md");
const HISTORY: Source<'static> = read(events::HISTORY);
const SECURITY: Source<'static> = read("https://truv.com/docs/api-reference/security");
const SECURITY_NEWEST: Source<'static> = read("https://docs.truv.com/api-reference/security");
const ERRORS: Source<'static> = read("https://truv.com/docs/api-reference/errors");
const ERRORS_OLDER: Source<'static> = read("https://docs.truv.com/reference/errors");
const EVENTS: Source<'static> = read("https://docs.truv.com/api-reference/webhook-events");
const ORDERS: Source<'static> = read(events::ORDERS);
const LIFECYCLE: Source<'static> = read("https://truv.com/docs/api-reference/tasks/lifecycle");
const KEYS: Source<'static> = read("https://truv.com/docs/developers/dashboard/development");
const QUICKSTART: Source<'static> = read("truvhq/quickstart");
const SETUP: Source<'static> = read("truvhq/demo-apps:server/webhook-setup.js");
const HANDLER: Source<'static> = read("truvhq/demo-apps:tests/server/webhook-handler.test.js");
const DEDUP: Source<'static> = read("truvhq/demo-apps@d4d1ed6");
const GUIDE: Source<'static> = read(
    "third-party guide on GitHub, \"Truv Use Cases: Developer Guide to Handling Common Issues\"; \
    the vendor's own number is in a part of its object page that could not be read",
);

pub(super) fn facts() -> Vec<Fact> {
    [delivery(), signature(), retry(), payloads(), management(), answers()].concat()
}

fn delivery() -> Vec<Fact> {
    let silent = read("https://docs.truv.com/api-reference/webhooks does not say");
    vec![
        Fact::documented("delivery.method", "POST", WEBHOOKS),
        Fact::observed("delivery.content-type", "application/json", QUICKSTART),
        Fact::documented("delivery.user-agent", "Truv-Webhook-Service/2.0", WEBHOOKS),
        Fact::assumed("delivery.other-headers", "none", silent),
        Fact::setting(Basis::Documented, "delivery.timeout", OBJECT),
        Fact::setting(Basis::Documented, "delivery.success", OBJECT),
        Fact::setting(Basis::Documented, "delivery.redirects", OBJECT),
        Fact::setting(Basis::Assumed, "delivery.max-body", read("our default: no page that was read names a limit")),
        Fact::documented("delivery.source-ips", "34.212.57.93, 44.224.243.166, 52.25.14.79", EVENTS),
        Fact::documented("delivery.mtls", "Truv's own certificate, or one signed by the client", SECURITY_NEWEST),
        Fact::documented("delivery.extra-auth", "OAuth 2.0 token or fixed headers, by arrangement", SECURITY_NEWEST),
        Fact::documented("delivery.environments", "endpoints of sandbox and production are separate", WEBHOOKS),
        Fact::assumed(
            "delivery.https-only",
            "no",
            read("no page asks for https; the sample of the create page is http"),
        ),
        Fact::assumed("body.style", "compact", silent),
        Fact::observed("delivery.fan-out", "two configurations with one URL both deliver", DEDUP),
    ]
}

fn signature() -> Vec<Fact> {
    vec![
        Fact::setting(Basis::Documented, "signature.header", SECURITY),
        Fact::setting(Basis::Documented, "signature.algorithm", SECURITY),
        Fact::setting(Basis::Documented, "signature.encoding", SECURITY),
        Fact::setting(Basis::Documented, "signature.message", SECURITY),
        Fact::documented("signature.key", "Access Secret of the environment, as UTF-8 text", SECURITY),
        Fact::documented("signature.always", "yes: every account has an Access Secret", SECURITY),
        Fact::documented("signature.replay-window", "none: no time is signed", SECURITY),
        Fact::documented("signature.keys", "at most two active in an environment", KEYS),
        Fact::observed("consumer.refusal", "401 with an empty body", HANDLER),
        Fact::assumed("signature.rotation", "the newer key signs", read("the security pages do not say")),
    ]
}

fn retry() -> Vec<Fact> {
    vec![
        Fact::setting(Basis::Assumed, "retry.attempts", GUIDE),
        Fact::setting(Basis::Assumed, "retry.delay", GUIDE),
        Fact::documented("retry.on", "4xx and 5xx", OBJECT),
        Fact::assumed(
            "retry.on-timeout",
            "yes, and without a connection too",
            read("no readable page speaks of either"),
        ),
        Fact::documented("order.guaranteed", "no", SECURITY),
        Fact::documented("order.by", "updated_at", SECURITY),
        Fact::documented("duplicates", "possible", SECURITY),
        Fact::observed("duplicates.same-body", "a repeat has the same webhook_id and the same body", DEDUP),
        Fact::documented("endpoint.disabled", "in production after failing on and on, with an e-mail", OBJECT_NEWEST),
        Fact::documented("endpoint.revived", "PATCH with {\"enabled\": true}", OBJECT_NEWEST),
        Fact::assumed("endpoint.disabled-after", "never", read("the threshold is in a part that could not be read")),
    ]
}

fn payloads() -> Vec<Fact> {
    let common = "webhook_id, event_type, event_created_at, user_id; older pages add updated_at and template_id";
    let closed = "webhook_id, event_type, event_created_at, order_id, order_number, template_id, updated_at";
    vec![
        Fact::documented("events.count", "19; the two newest are order-finalized and certification-completed", EVENTS),
        Fact::documented("payload.common", common, EVENTS),
        Fact::documented("payload.ids", "32 lower-case hexadecimal digits", EVENTS),
        Fact::documented("payload.times", "event_created_at ends in Z, updated_at in +00:00; six decimals", EVENTS),
        Fact::observed("payload.user-id", "absent for collections of documents", HANDLER),
        Fact::documented("payload.task-status", "a closed list; base_parse only in older pages", LIFECYCLE),
        Fact::assumed("payload.order-status", "an open list", read("only pending, completed and expired were found")),
        Fact::setting(
            Basis::Assumed,
            "payload.new-members",
            read("pages of different age name different fields; none promises any"),
        ),
        Fact::setting(
            Basis::Assumed,
            "payload.new-values",
            read("base_parse came and went; only the list of task statuses is closed"),
        ),
        Fact::documented("payload.order-closed", closed, ORDERS),
        Fact::documented("payload.created", "once for a link, by the first task, not by a refresh", EVENTS),
        Fact::documented("payload.updated", "by refreshes; counted objects only when the count changed", EVENTS),
        Fact::documented("payload.tracking-info", "tasks of an order carry its employer_id there", ORDERS),
    ]
}

fn management() -> Vec<Fact> {
    let fields = "name <=128, webhook_url <=2048, env_type sandbox|dev|prod; optional events, enabled";
    vec![
        Fact::documented("api.base", "https://prod.truv.com", LIST),
        Fact::documented("api.mtls-base", "https://api-mtls.truv.com", SECURITY_NEWEST),
        Fact::documented("api.auth", "X-Access-Client-Id and X-Access-Secret", CREATE),
        Fact::documented("api.environment", "the Access Secret sent and env_type decide, not the host", CREATE),
        Fact::route(Basis::Documented, "api.list", "", LIST),
        Fact::route(Basis::Documented, "api.create", "", CREATE),
        Fact::documented("api.create.fields", fields, CREATE),
        Fact::route(Basis::Documented, "api.read", "", OBJECT_NEWEST),
        Fact::route(Basis::Documented, "api.update", "", UPDATE),
        Fact::route(Basis::Documented, "api.delete", "", OBJECT_NEWEST),
        Fact::documented("api.replace", "none: no PUT, no test call, no redelivery", LIST),
        Fact::route(Basis::Documented, "api.history", "", HISTORY),
        Fact::documented("api.history.kept", "30 days", HISTORY),
        Fact::documented("api.history.pagination", "cursor: next, previous, results", HISTORY),
        Fact::documented(
            "api.history.query",
            "created_at__gte, created_at__lte, event_type, status_code 100-599, cursor",
            HISTORY,
        ),
        Fact::documented(
            "api.history.fields",
            "webhook_id, event_type, event_created_at, status_code, error_message, webhook_payload, webhook_url",
            HISTORY,
        ),
        Fact::assumed("api.create.events", "left out means all", read("no page says what an absent list means")),
        Fact::assumed(
            "api.update.fields",
            "those of create, each optional",
            read("of the page's body only enabled could be read"),
        ),
        Fact::assumed("api.create.read-only", "ignored in requests", read("no page says how they are handled")),
        Fact::assumed(
            "api.history.status-code",
            "null without an answer",
            read("the log has time-outs, its sample an answer"),
        ),
        Fact::assumed(
            "api.history.page-size",
            "page_size, 50 by default, at most 100",
            read("its name is cut after the p"),
        ),
        Fact::assumed("api.history.ends", "next or previous is null", read("the sample has placeholders in both")),
        Fact::assumed("api.create.enabled", "true", read("the default is in a part that could not be read")),
    ]
}

fn answers() -> Vec<Fact> {
    let codes = "400 incorrect_parameters, 401 authentication_failed, 403 not_authenticated, 410 expired_token, \
        429 throttled";
    let object = "id, name, webhook_url, events, env_type, created_at, updated_at; newest also enabled";
    vec![
        Fact::documented("api.object", object, CREATE),
        Fact::documented("api.object.id", "at most 32 characters; an older page prints a dashed UUID", CREATE),
        Fact::observed("api.create.status", "201", SETUP),
        Fact::observed("api.list.status", "200", SETUP),
        Fact::observed("api.list.shape", "{\"results\": [..]}, sometimes a bare array", DEDUP),
        Fact::documented("api.list.query", "none", LIST),
        Fact::assumed(
            "api.delete.status",
            "204",
            read("Truv's own code accepts any 2xx; the page could not be read completely"),
        ),
        Fact::observed("api.conflict", "one URL an environment: \"Webhook url for sandbox already registered\"", SETUP),
        Fact::assumed("api.conflict.status", "400", read("neither page nor public code shows the status")),
        Fact::documented("api.error", "{\"error\": {\"code\", \"message\", \"extra\"}}; extra only on 400", ERRORS),
        Fact::documented("api.error.404", "{\"detail\": \"Not Found.\"}", ERRORS),
        Fact::documented(
            "api.error.older",
            "code validation_error, extra.invalid-params of field, message",
            ERRORS_OLDER,
        ),
        Fact::assumed(
            "api.error.invalid-params",
            "field and message, as on the older page",
            read("the newer sample is an empty list"),
        ),
        Fact::documented("api.error.codes", codes, ERRORS),
        Fact::assumed(
            "api.unauthenticated",
            "401 authentication_failed without both headers",
            read("403 not_authenticated exists, too"),
        ),
        Fact::assumed("api.error.405", "method_not_allowed", read("the status is listed without a code")),
        Fact::assumed("api.rate-limit", "300 a minute and Access Secret, with Retry-After", GUIDE),
    ]
}
