//! Causes of a run that proves nothing: they are about the set-up, and do not blame the endpoint.

use crate::model::shortened;
use crate::verify::cause::causes::signed_bytes::RAW_BODY;
use crate::verify::cause::facts::Facts;
use crate::verify::cause::finding::{Finding, Harm};
use crate::verify::cause::probe;
use crate::verify::cause::value::{Cause, of};
use crate::verify::cause::wording::Wording;
use crate::verify::set_up::{Answerer, BodyForm, EffectsFault, Refusal};

/// Common parts of all of them.
const SET_UP: Cause = Cause { why: "This run says nothing about the endpoint.", harm: Harm::SetUp, ..Cause::EMPTY };

pub(super) const SLASH_AT_THE_END: Cause = Cause {
    id: "slash-at-the-end",
    title: "The path of the webhook differs by the slash at its end",
    seen: "Every correctly signed event was refused. The same path with the other form of the slash at its end is \
           known.",
    why: "Providers send to the address exactly as it was given. Most of them do not follow redirects.",
    fix: "Give the address exactly as the endpoint knows it, here and at the provider.",
    frameworks: &[
        of("Django", "register the path with the slash at its end"),
        of("Flask", "strict_slashes=False"),
        of("FastAPI", "redirect_slashes=False, and the path as it is sent"),
    ],
    explains: &["delivery-no-redirect", "delivery-documented"],
    decide: |facts| {
        // A redirect to another path is about that path.
        let leads_elsewhere = facts.leads_to_other_slash() == Some(false);
        let found = of_refusal(facts, |refusal| matches!(refusal.status, Some(300..=399 | 404 | 405)))?;
        (!leads_elsewhere).then(|| found.possible())
    },
    probe: Some(&probe::OTHER_SLASH),
    ..SET_UP
};

pub(super) const REDIRECTED: Cause = Cause {
    id: "redirected",
    title: "The address redirects to another one",
    seen: "Every correctly signed event was answered with a redirect.",
    why: "Most providers do not follow redirects: for them the event was refused.",
    fix: "Register the final address with the provider, and give it to hookproof. If it is a login page, exclude \
          the webhook path from the login.",
    frameworks: &[
        of("Django", "register the path with the slash at its end"),
        of("Flask", "strict_slashes=False"),
        of("nginx", "no return 301 https://… for this location"),
    ],
    explains: &["delivery-no-redirect", "delivery-documented"],
    decide: |facts| {
        let refusal = facts.refusal()?;
        let is_it = matches!(refusal.status, Some(300..=399)) || (refusal.location.is_some() && is_error(refusal));
        let taken = facts.take(&["delivery-no-redirect", "delivery-documented"]);
        let how = if is_error(refusal) { "every event was redirected" } else { "every answer was a redirect" };
        is_it.then(|| taken.unwrap_or(facts.of_the_run()).decided(how))
    },
    describe: |facts, _| {
        let Some(refusal) = facts.refusal() else { return Wording::default() };
        let to = refusal.location.as_deref().map_or_else(String::new, |to| format!(" to {}", shortened(to, 100)));
        let status = refusal.status.map_or_else(|| "3xx".to_owned(), |status| status.to_string());
        Wording::observation(if is_error(refusal) {
            format!("Every correctly signed event was redirected{to}, and then answered {status}.")
        } else {
            format!("Every correctly signed event was answered {status}, a redirect{to}.")
        })
    },
    ..SET_UP
};

pub(super) const GATEWAY_ANSWERS: Cause = Cause {
    id: "gateway-answers",
    title: "A gateway answers instead of the endpoint",
    seen: "The answers come from a proxy or a web server in front, according to its page or status.",
    fix: "Check that the endpoint is running behind the gateway, and that the gateway forwards this path to it. Try \
          the endpoint's own address.",
    frameworks: &[
        of("nginx", "look for the location and proxy_pass of this path"),
        of("Kubernetes", "kubectl get endpoints: is a pod ready?"),
    ],
    decide: |facts| by_another(facts, Answerer::Gateway),
    probe: Some(&probe::GATEWAY_PATH),
    ..SET_UP
};

pub(super) const FILTER_ANSWERS: Cause = Cause {
    id: "filter-answers",
    title: "CSRF protection or a login answers before the handler",
    seen: "The answer mentions a CSRF token or a login.",
    fix: "Exempt the webhook's path from CSRF protection and from the login. The signature protects it.",
    frameworks: &[
        of("Django", "@csrf_exempt on the view"),
        of("Rails", "skip_forgery_protection in the controller"),
        of("Laravel", "validateCsrfTokens(except: ['hook']) in bootstrap/app.php"),
        of("Spring", "csrf(csrf -> csrf.ignoringRequestMatchers(\"/hook\"))"),
        of("Flask-WTF", "@csrf.exempt"),
    ],
    decide: |facts| by_another(facts, Answerer::Filter),
    ..SET_UP
};

pub(super) const WRONG_METHOD: Cause = Cause {
    id: "wrong-method",
    title: "The path does not accept the provider's method",
    seen: "Every correctly signed event was answered 405.",
    fix: "Register the handler for POST (the provider's method), and check that this is the path of the webhook.",
    frameworks: &[
        of("Express", "app.post(\"/hook\", ..)"),
        of("Flask", "@app.post(\"/hook\")"),
        of("axum", "route(\"/hook\", post(..))"),
    ],
    decide: |facts| of_refusal(facts, |refusal| refusal.status == Some(405)),
    probe: Some(&probe::UNKNOWN_PATH),
    ..SET_UP
};

pub(super) const WRONG_CONTENT_TYPE: Cause = Cause {
    id: "wrong-content-type",
    title: "The endpoint expects another content type",
    seen: "Every correctly signed event was refused because of its content type.",
    fix: "Accept the content type that the provider sends. Compare the type before the semicolon only.",
    decide: |facts| {
        let may_want = |refusal: &Refusal| matches!(refusal.status, Some(400 | 422));
        of_refusal_or_possible(facts, |refusal| refusal.status == Some(415), may_want)
    },
    probe: Some(&probe::CONTENT_TYPE),
    describe: refused,
    ..SET_UP
};

pub(super) const ENTITY_MISSING: Cause = Cause {
    id: "entity-missing",
    title: "The entity of an event must exist first",
    seen: "The endpoint refused every correctly signed event.",
    fix: "If the endpoint must know the customer or order of an event, let --prepare create it before its first event, \
          or name known ones with --entities.",
    decide: |facts| {
        of_refusal(facts, |refusal| match refusal.status {
            Some(404 | 410) => facts.path_exists() || (has_own_text(refusal) && !facts.is_like_unknown_path()),
            Some(409 | 422) => matches!(refusal.body, BodyForm::Json | BodyForm::Text),
            _ => false,
        })
    },
    probe: Some(&probe::ENTITY_PATH),
    describe: |facts, ids| match facts.refusal() {
        Some(Refusal { status: Some(status @ (404 | 410)), .. }) if facts.path_exists() => {
            Wording::observation(format!(
                "Every correctly signed event was answered {status}. A path that does not exist got another answer, so \
                 this path exists, and its handler refused the events."
            ))
            .fix(
                "If the endpoint must know the customer or order of an event, let --prepare create it before its first \
                 event, or name known ones with --entities. If it hides a wrong signature behind this status, compare \
                 the secrets.",
            )
        }
        _ => refused(facts, ids),
    },
    ..SET_UP
};

pub(super) const WRONG_PATH: Cause = Cause {
    id: "wrong-path",
    title: "No webhook exists at this path",
    seen: "Every correctly signed event was answered as an unknown path.",
    fix: "Check the path of the webhook, its prefix (/api, /v1) and its trailing slash. If the path is right, the \
          customer or order of the event may have to exist first: see --prepare.",
    decide: |facts| of_refusal(facts, |refusal| matches!(refusal.status, Some(404 | 410))),
    // Nothing proves it: a handler may answer like its framework.
    probe: Some(&probe::MISSING_PATH),
    describe: |facts, ids| match facts.refusal().and_then(|refusal| refusal.status) {
        Some(status) if facts.is_like_unknown_path() => Wording::observation(format!(
            "Every correctly signed event was answered {status}. A path that does not exist got the same answer."
        )),
        _ => refused(facts, ids),
    },
    ..SET_UP
};

pub(super) const SECRET_WHITE_SPACE: Cause = Cause {
    id: "secret-white-space",
    title: "The secret begins or ends with white space or a byte order mark",
    seen: "Every correctly signed event was refused, and the secret of this run has white space or a byte order \
           mark at its ends.",
    fix: "Remove it from the file or the variable: an editor or a copy has added it.",
    frameworks: &[of("shell", "printf %s \"$SECRET\" > access-secret.txt (echo adds a line feed)")],
    decide: |facts| of_refusal(facts, may_be_the_signature).filter(|_| facts.secret_has_white_space()),
    probe: Some(&probe::TRIMMED_SECRET),
    ..SET_UP
};

pub(super) const REWRITES_EVERY_BODY: Cause = Cause {
    id: "rewrites-every-body",
    title: "The endpoint verifies rewritten JSON instead of the bytes that arrive",
    seen: "Every correctly signed event was refused. One that was signed over the JSON as a library writes it was \
           accepted.",
    fix: "Verify the bytes as they arrived, before any JSON parser.",
    frameworks: RAW_BODY,
    decide: possible_of_signature,
    probe: Some(&probe::REWRITTEN_BODY),
    ..SET_UP
};

pub(super) const ENDPOINT_SECRET_WHITE_SPACE: Cause = Cause {
    id: "endpoint-secret-white-space",
    title: "The endpoint's secret has an invisible character at its ends",
    seen: "Every correctly signed event was refused. One that was signed with the secret and an additional \
           invisible character was accepted.",
    fix: "Trim the secret where the endpoint reads it, or remove the character from its file or variable.",
    frameworks: &[
        of("Node", "fs.readFileSync(path, \"utf8\").trim()"),
        of("Python", "Path(path).read_text(encoding=\"utf-8-sig\").strip()"),
        of("Go", "strings.TrimSpace(string(bytes))"),
        of("Kubernetes", "echo -n before base64: the secret holds the line feed"),
    ],
    decide: possible_of_signature,
    probe: Some(&probe::ENDPOINT_SECRET_ENDS),
    ..SET_UP
};

pub(super) const SECRET_ENCODING: Cause = Cause {
    id: "secret-encoding",
    title: "The endpoint decodes the secret differently",
    seen: "Every correctly signed event was refused. One whose key is the secret read in another way was \
           accepted.",
    fix: "Use the secret as the provider does: as text, or decoded from base64 or hexadecimal. If the \
          endpoint is right, give this run the secret in the form that the provider uses.",
    decide: possible_of_signature,
    probe: Some(&probe::SECRET_ENCODING),
    ..SET_UP
};

pub(super) const BODY_CONSUMED: Cause = Cause {
    id: "body-consumed",
    title: "Something reads the body before the handler",
    seen: "Every correctly signed event was refused.",
    fix: "Read the body once, as bytes, and give these bytes to the signature check and to the handler. After a parser \
          or a logger has read it, nothing is left for the handler.",
    frameworks: &[
        of("Express", "express.raw() for this route, before app.use(express.json())"),
        of("Go", "r.Body = io.NopCloser(bytes.NewReader(body)) after a middleware has read it"),
        of("Spring", "ContentCachingRequestWrapper"),
        of("Next.js", "export const config = { api: { bodyParser: false } }"),
    ],
    decide: |facts| {
        let likely = |refusal: &Refusal| matches!(refusal.status, Some(400 | 409 | 422));
        of_refusal_or_possible(facts, likely, may_be_the_signature)
    },
    probe: Some(&probe::BODY_READ_BEFORE),
    describe: refused,
    ..SET_UP
};

pub(super) const WRONG_SECRET: Cause = Cause {
    id: "wrong-secret",
    title: "The endpoint uses another secret than this run",
    seen: "Every correctly signed event was answered 401 or 403.",
    fix: "First compare the secret of this run with the endpoint's. If they are equal, check that the endpoint uses the \
          provider's scheme: `hookproof explain` says which scheme a signature fits. Then look for a filter in front \
          (login, CSRF, gateway) that answers by itself.",
    // No probe: only the right secret would prove it.
    decide: |facts| of_refusal(facts, |refusal| matches!(refusal.status, Some(401 | 403))),
    describe: refused,
    ..SET_UP
};

pub(super) const RATE_LIMITED: Cause = Cause {
    id: "rate-limited",
    title: "The endpoint answers that this run sends too many requests",
    seen: "Every correctly signed event was answered 429.",
    fix: "Slow the run down with --rate, or exempt it from the limit.",
    // No probe: it would have to wait until the limit is over.
    decide: |facts| {
        let found = of_refusal(facts, |refusal| refusal.status == Some(429))?;
        Some(found.decided("the status 429 means Too Many Requests"))
    },
    ..SET_UP
};

pub(super) const FAILS_AT_EVERYTHING: Cause = Cause {
    id: "fails-at-everything",
    title: "The endpoint fails on every event",
    seen: "Every correctly signed event was answered 5xx.",
    fix: "Look in its log for the reason: for example a missing table, a wrong setting, or a service that is down.",
    decide: |facts| of_refusal(facts, |refusal| matches!(refusal.status, Some(500..))),
    probe: Some(&probe::UNKNOWN_PATH),
    describe: refused,
    ..SET_UP
};

pub(super) const EFFECTS_NOT_OURS: Cause = Cause {
    id: "effects-not-ours",
    title: "The effect count changes by itself",
    seen: "The number that --effects returns grew while nothing was sent, or fell.",
    fix: "Put {id} into --effects, so that each event is counted separately. Count something that only grows: \
          rows that were processed, not those that wait.",
    decide: |facts| {
        let moves = matches!(facts.effects_fault(), Some(EffectsFault::GrowsAlone | EffectsFault::Fell));
        moves.then(|| facts.of_the_run().decided("the count was read several times, and it changed without a delivery"))
    },
    describe: |facts, _| match facts.effects_fault() {
        Some(EffectsFault::GrowsAlone) => {
            Wording::observation("The number that --effects returns grew while nothing was sent.")
        }
        Some(EffectsFault::Fell) => Wording::observation("The number that --effects returns fell.")
            .how("a later reading was smaller than an earlier one"),
        _ => Wording::default(),
    },
    ..SET_UP
};

pub(super) const EFFECTS_UNSEEN: Cause = Cause {
    id: "effects-unseen",
    title: "The effect count does not count the effects of events",
    seen: "The number that --effects returns did not show the effect of a single event, so no redelivery check could \
           be judged.",
    fix: "Let --effects count what an event does: rows, payments, mails.",
    decide: |facts| {
        let shows_nothing = matches!(facts.effects_fault(), Some(EffectsFault::Unseen | EffectsFault::NeverMoved));
        (shows_nothing && facts.nothing_failed()).then(|| facts.of_the_run())
    },
    ..SET_UP
};

/// Returns a finding if the refusal of everything is one of these.
fn of_refusal(facts: &Facts<'_>, is_it: impl Fn(&Refusal) -> bool) -> Option<Finding> {
    facts.refusal().filter(|refusal| is_it(refusal)).map(|_| {
        let taken = facts.take(&["delivery-documented", "delivery-no-redirect"]);
        taken.unwrap_or(facts.of_the_run())
    })
}

/// Returns the same, or, for other refusals that fit, a finding that only a probe can confirm.
fn of_refusal_or_possible(
    facts: &Facts<'_>,
    is_it: impl Fn(&Refusal) -> bool,
    may_be: impl Fn(&Refusal) -> bool,
) -> Option<Finding> {
    of_refusal(facts, is_it).or_else(|| of_refusal(facts, may_be).map(Finding::possible))
}

/// Returns a finding that only a probe can confirm, if the signature may be wrong.
fn possible_of_signature(facts: &Facts<'_>) -> Option<Finding> {
    of_refusal(facts, may_be_the_signature).map(Finding::possible)
}

/// Returns a finding if this program answered instead of the endpoint. It is decided if the answer is the same without
/// a signature.
fn by_another(facts: &Facts<'_>, by: Answerer) -> Option<Finding> {
    let found = of_refusal(facts, |refusal| refusal.by == by)?;
    let is_alike = facts.refusal().and_then(|refusal| refusal.unsigned_alike) == Some(true);
    Some(if is_alike { found.decided("a delivery without a signature got the same answer") } else { found })
}

/// Names the answer that every event got.
fn refused(facts: &Facts<'_>, _: &[&'static str]) -> Wording {
    let status = facts.refusal().and_then(|refusal| refusal.status);
    Wording::maybe_observation(status.map(|status| format!("Every correctly signed event was answered {status}.")))
}

/// Whether the signature may be wrong.
const fn may_be_the_signature(refusal: &Refusal) -> bool {
    matches!(refusal.status, Some(400 | 401 | 403))
}

/// Whether the answer has a text that is not the usual one for an unknown path.
fn has_own_text(refusal: &Refusal) -> bool {
    matches!(refusal.body, BodyForm::Json | BodyForm::Text) && !is_usual(&refusal.text)
}

/// Whether a text is the usual answer of a server to an unknown path.
fn is_usual(text: &str) -> bool {
    let text = text.to_lowercase();
    text.is_empty() || text.contains("not found") || text.contains("cannot post")
}

/// Whether the answer is an error.
fn is_error(refusal: &Refusal) -> bool {
    refusal.status.is_some_and(|status| status >= 400)
}
