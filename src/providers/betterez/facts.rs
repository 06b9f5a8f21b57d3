//! The facts about Betterez. The service that signs and posts is not public and its pages say little,
//! so much of this is our default and can be overridden.

use crate::provider::{Basis, Fact, Source};
use crate::providers::betterez::pages;
use crate::providers::betterez::source::read;

const STRUCTURE: Source<'static> = read("https://engineering.betterez.com/webhooks/structure");
const SIGNATURE: Source<'static> = read("https://engineering.betterez.com/webhooks/signature");
const INTRODUCTION: Source<'static> = read("https://engineering.betterez.com/webhooks/introduction");
const PEOPLE: Source<'static> = read(pages::PEOPLE_LOOKUP);
const APPLICATIONS: Source<'static> = read(pages::APPLICATIONS);
const ENDPOINTS: Source<'static> = read(pages::CLIENT);
const SUPPORT: Source<'static> = read("https://support.betterez.com/content/admin/1100_webhook_configuration");
const CLIENT: Source<'static> = read("Betterez/btrz-api-client@75eb7cad:src/endpoints/webhooks/");
const LOOKUPS: Source<'static> = read("Betterez/btrz-api-client@75eb7cad:src/endpoints/accounts/people-lookups.js");
const CLIENT_TESTS: Source<'static> =
    read("Betterez/btrz-api-client@75eb7cad:test/endpoints/webhooks/webhooks.test.js");
const HELPERS: Source<'static> = read("Betterez/btrz-api-client@75eb7cad:src/endpoints/endpoints_helpers.js");
const EMITTER: Source<'static> = read("Betterez/btrz-webhooks-emitter@3819be92");
const DENIED: Source<'static> = read("Betterez/btrz-webhooks-denied-fields@2eb481cd");
const SILENT: Source<'static> = read("the introduction, structure, signature and support pages do not say");
const CUT: Source<'static> = read("the sample on the signature page could not be read to its end");

pub(super) fn facts() -> Vec<Fact> {
    [delivery(), signature(), retry(), payloads(), management(), answers(), people()].concat()
}

fn delivery() -> Vec<Fact> {
    vec![
        Fact::documented("delivery.method", "POST", INTRODUCTION),
        Fact::assumed(
            "delivery.content-type",
            "application/json",
            read("the structure page calls the body JSON and no more"),
        ),
        Fact::assumed("delivery.user-agent", "none", SILENT),
        Fact::setting(Basis::Assumed, "delivery.timeout", SILENT),
        Fact::setting(Basis::Assumed, "delivery.success", SILENT),
        Fact::setting(Basis::Assumed, "delivery.redirects", SILENT),
        Fact::setting(Basis::Assumed, "delivery.max-body", read("our default: no page that was read names a limit")),
        Fact::documented("delivery.fan-out", "every registered URL gets the event", INTRODUCTION),
        Fact::documented("delivery.batching", "none; one action may send several events", SUPPORT),
        Fact::assumed("body.style", "compact", read("the output of JSON.stringify, as the signature page advises")),
        Fact::documented("body.order", "alphabetical in the examples, id first on the structure page", PEOPLE),
    ]
}

fn signature() -> Vec<Fact> {
    let header = "x-btrz-signature: t={time},s={old},s2={signature}";
    vec![
        Fact::assumed(
            "signature.header",
            header,
            read("the signature page names the parts t=, s= and s2=, not their order"),
        ),
        Fact::setting(Basis::Documented, "signature.algorithm", SIGNATURE),
        Fact::setting(Basis::Assumed, "signature.encoding", CUT),
        Fact::setting(Basis::Documented, "signature.message", SIGNATURE),
        Fact::setting(
            Basis::Assumed,
            "signature.old-message",
            read("how the deprecated part is made could not be read"),
        ),
        Fact::setting(Basis::Assumed, "signature.time", read("the signature page does not name the unit")),
        Fact::documented("signature.key", "private key of the application betterez-webhooks", SIGNATURE),
        Fact::assumed(
            "signature.key-form",
            "a UUID, used as UTF-8 text",
            read("private keys in Betterez/btrz-auth-api-key are"),
        ),
        Fact::documented("signature.restringify", "consumers are told to sign JSON.stringify of the body", SIGNATURE),
        Fact::documented("signature.replay-window", "left to the consumer", SIGNATURE),
        Fact::documented("signature.always", "yes", SIGNATURE),
    ]
}

fn retry() -> Vec<Fact> {
    let resent = read("structure page: attemptId is of one posting; that a resend is one is our reading");
    vec![
        Fact::setting(Basis::Assumed, "retry.attempts", SILENT),
        Fact::assumed(
            "retry.on",
            "nothing: a failed event becomes undelivered",
            read("the support page names no other way"),
        ),
        Fact::documented("retry.by-hand", "resend or erase, one or all; erasing is final", SUPPORT),
        Fact::documented("undelivered.columns", "Reason and Where, of the attempt's answer", SUPPORT),
        Fact::documented("undelivered.url", "can be changed before a resend", SUPPORT),
        Fact::assumed("undelivered.ids", "a resend keeps id and gets a new attemptId", resent),
        Fact::assumed("order.guaranteed", "no", SILENT),
        Fact::assumed("order.by", "updatedAt.value of the resource", read("nothing else in a body could serve")),
        Fact::assumed("duplicates", "possible", read("a resend after a lost answer makes one")),
        Fact::assumed("endpoint.disabled", "never", SILENT),
    ]
}

fn payloads() -> Vec<Fact> {
    let vain = read("no page says which members may be absent");
    vec![
        Fact::documented("events.count", "102 names on 40 pages; the list is not complete", INTRODUCTION),
        Fact::documented("events.letter-case", "peopleLookups.created, but peoplelookups.deleted", PEOPLE),
        Fact::documented("payload.envelope", "attemptId, created, data, event, id, livemode", STRUCTURE),
        Fact::documented("payload.id", "one for all subscribers", STRUCTURE),
        Fact::documented("payload.attempt-id", "one for each posting", STRUCTURE),
        Fact::documented("payload.created", "Unix seconds", PEOPLE),
        Fact::documented("payload.livemode", "whether the account is live; an older page: false only in tests", PEOPLE),
        Fact::documented("payload.data", "{providerId, apiKey, data}, or only the person", PEOPLE),
        Fact::observed("payload.data.flat", "the emitter passes on nothing but the inner data", EMITTER),
        Fact::documented("payload.secret", "the nested shape carries the caller's X-API-KEY", PEOPLE),
        Fact::assumed("payload.required", "ids, names, times and what a resource is for; all else may be absent", vain),
        Fact::assumed("payload.settings", "all that is printed is always there", vain),
        Fact::setting(
            Basis::Assumed,
            "payload.new-members",
            read("the pages speak of no versions and print only samples"),
        ),
        Fact::setting(Basis::Assumed, "payload.new-values", read("the pages list no values as final")),
        Fact::assumed(
            "payload.updated",
            "as created, if one example is printed for both",
            read("most pages print one"),
        ),
        Fact::assumed(
            "payload.unread",
            "an open object",
            read("the readable part of the page ends before its example"),
        ),
        Fact::assumed(
            "payload.money",
            "whole steps of 1/100,000",
            read("figures of taxes and prices on the loans page fit"),
        ),
        Fact::documented("events.emitter", "some pages print what the API emits: the nested shape", APPLICATIONS),
        Fact::observed("events.client", "39 more names in comments of the client", ENDPOINTS),
        Fact::documented("events.older", "shift.updated, now shifts.updated", STRUCTURE),
        Fact::documented("payload.dates", "{value, offset}: milliseconds and Z, an integer", PEOPLE),
        Fact::observed("payload.removed", "password everywhere; more for customer, shift and user", DENIED),
    ]
}

fn management() -> Vec<Fact> {
    vec![
        Fact::observed("api.base", "https://api.betterez.com", CLIENT),
        Fact::assumed(
            "api.prefix",
            "/webhooks, or none",
            read("a commit title of 2018 in Betterez/btrz-api-client; no page has it"),
        ),
        Fact::observed("api.auth", "X-API-KEY and Authorization: Bearer with a JWT", HELPERS),
        Fact::route(Basis::Observed, "api.list", "", CLIENT),
        Fact::route(Basis::Observed, "api.read", "", CLIENT),
        Fact::route(Basis::Observed, "api.create", "", CLIENT),
        Fact::route(Basis::Observed, "api.update", "", CLIENT),
        Fact::route(Basis::Observed, "api.delete", "", CLIENT),
        Fact::route(Basis::Observed, "api.events", "", CLIENT),
        Fact::route(Basis::Observed, "api.undelivered", "", CLIENT),
        Fact::route(Basis::Observed, "api.undelivered.read", "", CLIENT),
        Fact::route(Basis::Observed, "api.undelivered.patch", "", CLIENT),
        Fact::assumed(
            "api.undelivered.patch.fields",
            "any object; url sends the record named by id, or every one, elsewhere",
            read("the client calls it an operation, its test sends {}; the back office can change the URL"),
        ),
        Fact::route(Basis::Observed, "api.undelivered.resend", "", CLIENT),
        Fact::route(Basis::Observed, "api.undelivered.resend-all", "", CLIENT),
        Fact::observed("api.undelivered.resend.fields", "none, nor to resend all: there is no body", CLIENT),
        Fact::route(Basis::Observed, "api.undelivered.delete", "", CLIENT),
        Fact::route(Basis::Observed, "api.undelivered.delete-all", "", CLIENT),
        Fact::route(Basis::Observed, "api.emit", " with id, event, url", CLIENT_TESTS),
        Fact::assumed("api.emit.url", "only to this URL; to every subscriber if it is absent", CLIENT_TESTS),
        Fact::documented("api.form", "URL, and all events or a chosen list", SUPPORT),
        Fact::documented("api.premium", "switched on by Betterez for an account that asks", SUPPORT),
    ]
}

fn answers() -> Vec<Fact> {
    let vain = read("there is no public reference page, and the client's tests send another body");
    let named = read("as people lookups are listed under {\"people\"}");
    let shown = read("the support page shows the event, the URL, Reason and Where, and names no field");
    vec![
        Fact::assumed("api.create.fields", "url; optional events, all if absent", vain),
        Fact::assumed(
            "api.create.events",
            "those of the list",
            read("the list is not complete, but a typing error is likelier"),
        ),
        Fact::assumed("api.create.scheme", "http and https, others are refused", vain),
        Fact::assumed("api.create.status", "200", vain),
        Fact::assumed("api.update.fields", "those of a new one; createdAt stays", vain),
        Fact::assumed("api.object", "_id, accountId, url, events, createdAt, updatedAt", vain),
        Fact::assumed("api.delete.status", "204", read("the client's test of delete-all uses a 204")),
        Fact::assumed("api.error", "{\"status\", \"code\", \"message\"}", vain),
        Fact::assumed("api.error.codes", "WRONG_DATA, UNAUTHORIZED, NOT_FOUND, METHOD_NOT_ALLOWED", vain),
        Fact::assumed("api.unauthenticated", "401 without X-API-KEY or a bearer token; any are right", vain),
        Fact::assumed("api.pagination", "none", vain),
        Fact::assumed("api.lists", "{\"subscriptions\": []}, {\"events\": []}, {\"undelivered\": []}", named),
        Fact::assumed("api.undelivered.object", "_id, url, reason, where, payload, createdAt", shown),
        Fact::assumed(
            "api.undelivered.where",
            "connection if none could be opened, else answer",
            read("the column is next to the reason"),
        ),
        Fact::assumed("api.undelivered.answers", "the records that a call is about", vain),
        Fact::assumed("api.undelivered.resend.status", "200", read("the client's tests of both use a 200")),
        Fact::assumed("api.undelivered.patch.status", "200", read("the client's test uses a 200")),
        Fact::assumed(
            "api.emit.event",
            "made up, about this id; a person as the lookup has it",
            read("the name says no more"),
        ),
        Fact::assumed("api.emit.status", "200, no body", read("the client's test uses a 200")),
    ]
}

fn people() -> Vec<Fact> {
    let fields = "{\"person\"}: documentTypeId, documentNumber; optional names, email, phone, dynamicForms";
    vec![
        Fact::route(Basis::Observed, "api.people.list", ": people, totalRecords, maybe pages", LOOKUPS),
        Fact::assumed("api.people.list.pages", "one", read("the client does not say how to ask for another")),
        Fact::observed(
            "api.people.list.query",
            "documentNumber, documentTypeId, email, phone; others are not looked at here",
            LOOKUPS,
        ),
        Fact::route(Basis::Observed, "api.people.read", "", LOOKUPS),
        Fact::route(Basis::Observed, "api.people.create", "", LOOKUPS),
        Fact::observed("api.people.create.fields", fields, LOOKUPS),
        Fact::route(Basis::Observed, "api.people.update", "", LOOKUPS),
        Fact::assumed(
            "api.people.update.fields",
            "all optional; absent fields keep their values",
            read("the client marks none"),
        ),
        Fact::route(Basis::Observed, "api.people.delete", "", LOOKUPS),
        Fact::observed("api.people.answer", "{\"person\"}; {\"personId\"} for a deletion", LOOKUPS),
        Fact::assumed("api.people.alone", "a person without {\"person\"} is accepted, and answered alike", PEOPLE),
        Fact::assumed(
            "api.people.object",
            "the person of the event",
            read("the client says only that it is an object"),
        ),
        Fact::observed("api.people.missing", "404", LOOKUPS),
        Fact::assumed("api.people.status", "200", read("the client's tests use it")),
        Fact::assumed("api.people.event", "the shape with providerId and apiKey; livemode true", PEOPLE),
        Fact::assumed(
            "api.people.user",
            "one an account, in createdBy and updatedBy",
            read("what a token holds is not public"),
        ),
        Fact::assumed("api.people.account", "one for each X-API-KEY", read("an account may have several applications")),
    ]
}
