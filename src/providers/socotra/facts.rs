//! The facts about Socotra Core. What is not written anywhere is our default. If the schema is odd, the
//! decision is under `oddity.`.

use crate::provider::{Basis, Fact, Source};
use crate::providers::socotra::events;
use crate::providers::socotra::source::read;

const API: Source<'static> = read(events::API);
const FEATURE: Source<'static> = read("https://ccdocs.socotra.com/tooling/webhooks.html");
const FEATURE_OLDER: Source<'static> = read("https://docs.socotra.com/production/tooling/webhooks.html");
const INTEGRATIONS: Source<'static> = read("https://ccdocs.socotra.com/api/integrations.html");
const ACCOUNT: Source<'static> = read("https://ccdocs.socotra.com/api/account.html");
const STARTED: Source<'static> = read("https://docs.socotra.com/production/api/api-gettingstarted.html");
const STREAM: Source<'static> = read("https://ccdocs.socotra.com/data/event-stream.html");
const STREAM_API: Source<'static> = read("https://docs.socotra.com/production/api/event-stream.html");
const SUITE: Source<'static> = read("https://docs.socotra.com/configuration/general-topics/webhooks.md");
const MARKETPLACE: Source<'static> = read("https://docs.marketplace.socotra.com/reference-guides/webhooks");
const SAMPLE: Source<'static> = read("socotra/amp-blueprints:webhooks.sample");
const SCREENSHOT: Source<'static> = read("socotra/amp-blueprints:webhooks.sample/_images/slack-webhook-event.png");
const CLIENT: Source<'static> = read("socotra/amp-examples:node/vin-lookup/src/socotra/socotra.service.ts");
const PYTHON: Source<'static> = read("socotra/public:socotratools/socotratools/client.py");
const SILENT: Source<'static> = read("the webhooks API and feature pages do not say");
const SILENT_INTEGRATIONS: Source<'static> = read("the integrations page does not say");
const HMAC: Source<'static> = read("the integrations page says HMAC and no more; no public code verifies the header");

pub(super) fn facts() -> Vec<Fact> {
    [delivery(), signature(), failure(), payloads(), oddities(), management(), integrations()].concat()
}

fn delivery() -> Vec<Fact> {
    vec![
        Fact::observed("delivery.method", "POST", SAMPLE),
        Fact::assumed(
            "delivery.content-type",
            "application/json",
            read("the sample consumer reads JSON; no page says more"),
        ),
        Fact::assumed("delivery.user-agent", "none", SILENT),
        Fact::documented("delivery.extra-headers", "those of the integration, as they are set there", INTEGRATIONS),
        Fact::observed("delivery.marketplace-header", "x-smp-key, for Marketplace apps", SAMPLE),
        Fact::setting(
            Basis::Assumed,
            "delivery.timeout",
            read("a time-out exists, see actOnTimeout; its length is not written"),
        ),
        Fact::setting(Basis::Assumed, "delivery.success", SILENT),
        Fact::setting(Basis::Assumed, "delivery.redirects", SILENT),
        Fact::setting(Basis::Assumed, "delivery.max-body", read("our default: no page that was read names a limit")),
        Fact::documented("delivery.fan-out", "one event may go to several webhooks", FEATURE),
        Fact::assumed("body.style", "compact", SILENT),
        Fact::assumed(
            "body.order",
            "id, timestamp, data, transactionId, type, username",
            read("as the type is printed"),
        ),
        Fact::documented("delivery.early", "wait 5 s before reading an entity of an event", STREAM),
    ]
}

fn signature() -> Vec<Fact> {
    vec![
        Fact::documented("signature.header-name", "socotra-signature", INTEGRATIONS),
        Fact::setting(Basis::Assumed, "signature.header", HMAC),
        Fact::setting(Basis::Assumed, "signature.algorithm", HMAC),
        Fact::setting(Basis::Assumed, "signature.encoding", HMAC),
        Fact::setting(Basis::Assumed, "signature.message", HMAC),
        Fact::assumed("signature.key", "securitySpec.secret, as UTF-8 text", HMAC),
        Fact::documented("signature.optional", "sent if the integration has hmacEnabled", INTEGRATIONS),
        Fact::documented("signature.tag", "names the secret in use; not without a secret", INTEGRATIONS),
        Fact::assumed("signature.without-secret", "nothing is signed, though hmacEnabled", HMAC),
        Fact::assumed("signature.default", "hmacEnabled left out is false", read("no page prints a default")),
        Fact::documented("signature.https-only", "securitySpec needs an https URL", INTEGRATIONS),
        Fact::assumed(
            "signature.https-only.here",
            "http to this machine, as a finding",
            read("nothing could be signed here"),
        ),
    ]
}

fn failure() -> Vec<Fact> {
    let alert = read("by the names of FailureMessage and alertIntegrationName; no page says when");
    vec![
        Fact::documented("retry.strategy", "none, one or three", API),
        Fact::setting(
            Basis::Assumed,
            "retry.attempts",
            read("no default of retryStrategy is documented; none is the simplest"),
        ),
        Fact::setting(Basis::Assumed, "retry.delay", SILENT),
        Fact::assumed("retry.on", "every failure", SILENT),
        Fact::documented("failure.mode", "none, divert or suspend", API),
        Fact::documented("failure.triggers", "actOnStatusCodes, a list of strings, and actOnTimeout", API),
        Fact::assumed(
            "failure.default-mode",
            "none: the event is dropped after the retries",
            read("only the mode's name"),
        ),
        Fact::assumed(
            "failure.status-codes",
            "404, 4xx, 5xx",
            read("the newer product writes them so; Core is silent"),
        ),
        Fact::assumed("failure.default-triggers", "4xx, 5xx and time-outs", read("the newer product's default")),
        Fact::assumed("failure.connection", "no answer at all counts as a time-out", SILENT),
        Fact::assumed("failure.after-retries", "the mode acts when the retries are spent", SILENT),
        Fact::assumed("failure.alert", "FailureMessage to alertIntegrationName at each final failure", alert),
        Fact::assumed("failure.alert.delivery", "as an event: URL, headers and signature of its integration", alert),
        Fact::assumed("failure.suspended", "events of this time are not kept", SILENT),
        Fact::assumed("failure.suspended.notice", "once, when it is suspended, behind the FailureMessage", alert),
        Fact::assumed("failure.resend", "a success removes the record, a failure diverts it again", SILENT),
        Fact::assumed(
            "failure.resend.to",
            "to the current URL of the integration, with its headers and secret",
            SILENT,
        ),
        Fact::assumed("failure.resend.inactive", "refused while suspended or not enabled", SILENT),
        Fact::assumed("order.guaranteed", "no", SILENT),
        Fact::assumed(
            "duplicates",
            "possible, with the same id",
            read("a retry makes them so; no page speaks of them"),
        ),
    ]
}

fn payloads() -> Vec<Fact> {
    vec![
        Fact::documented("product", "Core; the Insurance Suite has other webhooks", SUITE),
        Fact::documented("events.count", "100 names, without descriptions", API),
        Fact::documented("events.additive", "older copies of the page have fewer", API),
        Fact::setting(Basis::Assumed, "payload.new-members", SILENT),
        Fact::setting(Basis::Assumed, "payload.new-values", read("the list of event types grew without a version")),
        Fact::documented("payload.required", "id, timestamp, data, transactionId, type, username", API),
        Fact::documented("payload.timestamp", "milliseconds since 1970, as a string", STARTED),
        Fact::assumed("payload.id", "a UUID", read("typed as a string; no delivery that could be read shows one")),
        Fact::observed("payload.transaction-id", "a UUID", SCREENSHOT),
        Fact::observed("payload.data", "policy.create held {\"policyLocator\": \"100002122\"}", SCREENSHOT),
        Fact::assumed(
            "payload.data.policy",
            "every policy.* may hold a policyLocator",
            read("seen only in policy.create"),
        ),
        Fact::documented("payload.data.types", "a subtype for each event; members not printed", STREAM),
        Fact::observed("consumer.never-answers", "the published sample sets a status and sends nothing", SAMPLE),
        Fact::documented("stream", "GET /eventstream/events and /eventstream/attributedEvents", STREAM_API),
        Fact::documented("stream.token", "first call with a filter, later ones with only the token", STREAM),
    ]
}

/// The eleven oddities of the webhooks schema, each with the decision that it forces.
fn oddities() -> Vec<Fact> {
    let older = "failureHandlingMode, failureIntegrationName, resetFailureIntegrationName: not taken over";
    let kept = "a member left out of PUT keeps its value";
    vec![
        Fact::assumed("oddity.webhook-name", "a string in FailureMessage too", read("typed as object only there")),
        Fact::assumed(
            "oddity.statuses",
            "actual as \"503\" or \"timeout\", expected as \"2xx\"",
            read("strings without a format"),
        ),
        Fact::assumed(
            "oddity.type",
            "type holds a name of the list",
            read("a free string here, an enumeration elsewhere"),
        ),
        Fact::assumed(
            "oddity.username",
            "sent always, \"system\" without a user",
            read("required here, optional once diverted"),
        ),
        Fact::assumed(
            "oddity.transaction-id",
            "the oldest diverted event of it is meant",
            read("two may share the path"),
        ),
        Fact::assumed("oddity.diverted-end", "a short page ends the list", read("no total, no next offset, no flag")),
        Fact::assumed(
            "oddity.defaults",
            kept,
            read("resetAlertIntegrationName has no other use; no default is written"),
        ),
        Fact::assumed("oddity.suspended-data", "a notice to the alert integration", read("a type without an event")),
        Fact::documented("oddity.page-text", "names are glued to values; taken apart by the order of members", API),
        Fact::documented("oddity.older-names", older, FEATURE_OLDER),
        Fact::assumed(
            "oddity.unsuspend",
            "clears suspended, leaves enabled",
            read("headed \"enable\", named unsuspend"),
        ),
    ]
}

fn management() -> Vec<Fact> {
    let new = "enabled; no events, retries or failure handling; refused without an integration";
    let unsuspended = read("its return type is lost from the page's text, and it is not marked void");
    let object = "name, enabled, events, failureHandling, integrationName, retryStrategy, suspended";
    vec![
        Fact::documented("api.base", "https://api.sandbox.socotra.com", STARTED),
        Fact::documented("api.auth", "Authorization with a token of POST /account/authenticate", ACCOUNT),
        Fact::observed("api.auth.form", "Bearer and the token; another client sends the token bare", CLIENT),
        Fact::documented("api.auth.fields", "username, password", ACCOUNT),
        Fact::observed("api.auth.null", "hostName or tenantName may be null", PYTHON),
        Fact::documented("api.auth.tenant", "hostName or tenantName, in the body or the query", ACCOUNT),
        Fact::documented("api.auth.answer", "authorizationToken, expiresTimestamp", ACCOUNT),
        Fact::route(Basis::Documented, "api.auth.admin", "", ACCOUNT),
        Fact::documented("api.auth.admin.tenant", "tenantLocator in the query will do, too", ACCOUNT),
        Fact::route(Basis::Documented, "api.auth.sso", "", ACCOUNT),
        Fact::documented("api.auth.sso.fields", "clientId, clientSecret; optional hostName", ACCOUNT),
        Fact::assumed(
            "api.auth.sso.answer",
            "as that of /account/authenticate",
            read("no page documents its response"),
        ),
        Fact::assumed("api.auth.sso.role", "an administrator's token", read("for a client or a tenant administrator")),
        Fact::assumed(
            "api.auth.sso.tenant",
            "that of hostName, else the clientId",
            read("no page says which tenant owns a client"),
        ),
        Fact::route(Basis::Documented, "api.auth.renew", "", ACCOUNT),
        Fact::assumed("api.auth.password", "any; a tenant is an account, whoever calls", read("our accounts")),
        Fact::assumed(
            "api.auth.host",
            "its first label is the name of the tenant",
            read("no page says how they combine"),
        ),
        Fact::assumed("api.auth.life", "3600 s", read("an expiresTimestamp is answered; no page prints a length")),
        Fact::route(Basis::Documented, "api.create", " creates or updates by name", FEATURE),
        Fact::documented("api.create.required", "name", API),
        Fact::documented("api.create.optional", "every other member of WebhookRequest", API),
        Fact::documented("api.create.answer", "the webhook", API),
        Fact::assumed("api.create.defaults", new, read("the answer requires these members, the request does not")),
        Fact::documented("api.object", object, API),
        Fact::documented("api.object.optional", "suspendedTimestamp, alertIntegrationName, displayName", API),
        Fact::assumed("api.create.name", "any text but an empty one", read("typed as a string")),
        Fact::assumed(
            "api.create.handling",
            "members of failureHandling left out keep their values",
            read("as those around it"),
        ),
        Fact::assumed(
            "api.create.reset",
            "before a new alertIntegrationName is set",
            read("as the newer product removes first"),
        ),
        Fact::assumed(
            "api.create.integration",
            "must be there, of type webhook; 400",
            read("only the type is documented"),
        ),
        Fact::assumed(
            "api.create.suspended",
            "a PUT does not lift a suspension",
            read("unsuspend is a call of its own"),
        ),
        Fact::route(Basis::Documented, "api.list", "", API),
        Fact::assumed("api.list.order", "oldest first", read("no page prints an order")),
        Fact::route(Basis::Documented, "api.read", "", API),
        Fact::route(Basis::Documented, "api.delete", ", answers nothing", API),
        Fact::assumed("api.delete.diverted", "its diverted events are deleted too", SILENT),
        Fact::route(Basis::Documented, "api.unsuspend", "", API),
        Fact::assumed("api.unsuspend.answer", "the webhook", unsuspended),
        Fact::route(Basis::Documented, "api.diverted", "", API),
        Fact::documented("api.diverted.query", "limit, offset", API),
        Fact::documented("api.diverted.object", "eventType, timestamp, data, eventId, transactionId; username", API),
        Fact::route(Basis::Documented, "api.diverted.delete", "", API),
        Fact::route(Basis::Documented, "api.diverted.resend", "", API),
        Fact::assumed("api.status", "200, without a body if nothing is returned", read("no page prints a status code")),
        Fact::assumed("api.status.refused", "400, 401, 403, 404, 405, 409", read("no page prints a status code")),
        Fact::assumed("api.error", "{\"httpStatus\", \"message\"}", read("no page prints the body of an error")),
        Fact::assumed(
            "api.pagination",
            "limit 100, offset 0, oldest first",
            read("no page prints a default or an order"),
        ),
    ]
}

fn integrations() -> Vec<Fact> {
    vec![
        Fact::route(Basis::Documented, "integrations.list", "", INTEGRATIONS),
        Fact::route(Basis::Documented, "integrations.create", "", INTEGRATIONS),
        Fact::route(Basis::Documented, "integrations.update", "", INTEGRATIONS),
        Fact::route(Basis::Documented, "integrations.delete", "", INTEGRATIONS),
        Fact::documented("integrations.answer", "all integrations, but for the removal", INTEGRATIONS),
        Fact::assumed(
            "integrations.update.https",
            "securitySpec needs it here too",
            read("documented only for additions"),
        ),
        Fact::documented("integrations.auth", "an administrator's token", INTEGRATIONS),
        Fact::documented("integrations.fields", "name, url; optional headers, securitySpec, type", INTEGRATIONS),
        Fact::documented("integrations.type", "webhook", FEATURE),
        Fact::assumed("integrations.type.default", "webhook", read("no page prints a default")),
        Fact::assumed("integrations.name", "one integration a name; another is 409", SILENT_INTEGRATIONS),
        Fact::assumed("integrations.tenant-locator", "the name of the tenant", read("our only name for it")),
        Fact::assumed(
            "integrations.headers",
            "values that HTTP cannot carry are kept and not sent",
            SILENT_INTEGRATIONS,
        ),
        Fact::assumed("integrations.in-use", "one that a webhook uses is not removed: 409", SILENT_INTEGRATIONS),
        Fact::assumed(
            "integrations.secret",
            "answered as it was set",
            read("the answer has securitySpec, which has a secret"),
        ),
        Fact::documented("integrations.put", "absent fields return to their defaults", INTEGRATIONS),
        Fact::documented("integrations.security", "hmacEnabled, secret, secureSSL, tag", INTEGRATIONS),
        Fact::documented("integrations.secure-ssl", "false: certificates are not checked", INTEGRATIONS),
        Fact::documented("integrations.marketplace", "an app's manifest registers its webhooks", MARKETPLACE),
    ]
}
