//! Causes of a run that proves nothing: they are about the set-up, and do not blame the endpoint.

use crate::verify::cause::facts::Facts;
use crate::verify::cause::value::Cause;
use crate::verify::cause::value::Finding;
use crate::verify::cause::value::Harm;
use crate::verify::cause::value::of;
use crate::verify::set_up::Answerer;
use crate::verify::set_up::BodyForm;
use crate::verify::set_up::EffectsFault;
use crate::verify::set_up::Refusal;

/// Common parts of all of them.
const SET_UP: Cause =
    Cause { why: "Nothing was tested: this says nothing about the endpoint.", harm: Harm::SetUp, ..Cause::EMPTY };

pub(super) const REDIRECTED: Cause = Cause {
    id: "redirected",
    title: "The address redirects: to another path, to https, or to a login",
    seen: "Every correctly signed event was answered with a redirect.",
    why: "Most providers do not follow redirects: to them the event was refused.",
    fix: "Give the address that the redirect leads to. If it is a login page, let the webhook's path past the login.",
    frameworks: &[
        of("Django", "the path with a slash at its end, or APPEND_SLASH = False"),
        of("Flask", "strict_slashes=False"),
        of("nginx", "no return 301 https://… for this location"),
    ],
    explains: &["delivery-no-redirect", "delivery-documented"],
    decide: |facts| {
        let refusal = facts.refusal()?;
        let is_it = matches!(refusal.status, Some(300..=399)) || (refusal.location.is_some() && is_error(refusal));
        let taken = facts.take(&["delivery-no-redirect", "delivery-documented"]);
        is_it.then(|| taken.unwrap_or(facts.of_the_run()).decided("the answer was a redirect"))
    },
    ..SET_UP
};

pub(super) const GATEWAY_ANSWERS: Cause = Cause {
    id: "gateway-answers",
    title: "A gateway answers instead of the endpoint",
    seen: "The answers come from a proxy or a web server in front, according to its page or status.",
    fix: "Is the endpoint running behind the gateway, and does the gateway know the path? Try the endpoint's own \
          address.",
    frameworks: &[
        of("nginx", "look for the location and proxy_pass of this path"),
        of("Kubernetes", "kubectl get endpoints: is a pod ready?"),
    ],
    decide: |facts| of_refusal(facts, |refusal| refusal.by == Answerer::Gateway),
    ..SET_UP
};

pub(super) const FILTER_ANSWERS: Cause = Cause {
    id: "filter-answers",
    title: "A filter in front of the handler answers: CSRF protection or a login",
    seen: "The answer mentions a CSRF token or a login.",
    fix: "Exempt the webhook's path from CSRF protection and from the login: the signature is its protection.",
    frameworks: &[
        of("Django", "@csrf_exempt on the view"),
        of("Rails", "skip_forgery_protection in the controller"),
        of("Laravel", "validateCsrfTokens(except: ['hook']) in bootstrap/app.php"),
        of("Spring", "csrf(csrf -> csrf.ignoringRequestMatchers(\"/hook\"))"),
        of("Flask-WTF", "@csrf.exempt"),
    ],
    decide: |facts| of_refusal(facts, |refusal| refusal.by == Answerer::Filter),
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
    ..SET_UP
};

pub(super) const WRONG_CONTENT_TYPE: Cause = Cause {
    id: "wrong-content-type",
    title: "The endpoint expects another content type",
    seen: "Every correctly signed event was answered 415.",
    fix: "Accept the content type that the provider sends.",
    decide: |facts| of_refusal(facts, |refusal| refusal.status == Some(415)),
    ..SET_UP
};

pub(super) const ENTITY_MISSING: Cause = Cause {
    id: "entity-missing",
    title: "The entity of an event must exist first",
    seen: "Every correctly signed event was answered 404, 409, 410 or 422 by the endpoint itself.",
    fix: "Does the consumer need this customer to exist? See --prepare: it creates the customer or order before its \
          first event. Or give known ones with --entities.",
    decide: |facts| {
        of_refusal(facts, |refusal| match refusal.status {
            Some(404 | 410) => {
                refusal.body == BodyForm::Json || (refusal.body == BodyForm::Text && !is_usual(&refusal.text))
            }
            Some(409 | 422) => matches!(refusal.body, BodyForm::Json | BodyForm::Text),
            _ => false,
        })
    },
    ..SET_UP
};

pub(super) const WRONG_PATH: Cause = Cause {
    id: "wrong-path",
    title: "No webhook exists at this path",
    seen: "Every correctly signed event was answered 404 or 410.",
    fix: "Check the path of the webhook, its prefix (/api, /v1) and its trailing slash. If the path is right, the \
          entity of the event may have to exist first. Does the consumer need this customer to exist? See --prepare.",
    decide: |facts| of_refusal(facts, |refusal| matches!(refusal.status, Some(404 | 410))),
    ..SET_UP
};

pub(super) const SECRET_WHITE_SPACE: Cause = Cause {
    id: "secret-white-space",
    title: "The secret begins or ends with white space or a byte order mark",
    seen: "Every correctly signed event was refused, and the secret of this run has white space at its ends.",
    fix: "Remove it from the file or the variable: an editor or a copy has added it.",
    frameworks: &[of("shell", "printf %s \"$SECRET\" > access-secret.txt, not echo with \\r\\n")],
    decide: |facts| {
        if !facts.secret_has_white_space() {
            return None;
        }
        of_refusal(facts, |refusal| matches!(refusal.status, Some(400 | 401 | 403)))
    },
    ..SET_UP
};

pub(super) const WRONG_SECRET: Cause = Cause {
    id: "wrong-secret",
    title: "The endpoint uses another secret than this run",
    seen: "Every correctly signed event was answered 401 or 403.",
    fix: "Check, in this order: is it the endpoint's secret? Does the endpoint verify the bytes before it parses them? \
          Is it the provider's scheme (hookproof explain says which scheme a signature fits)? Does a filter in front \
          (login, CSRF, gateway) answer by itself?",
    decide: |facts| of_refusal(facts, |refusal| matches!(refusal.status, Some(401 | 403))),
    ..SET_UP
};

pub(super) const BODY_CONSUMED: Cause = Cause {
    id: "body-consumed",
    title: "Something reads the body before the handler",
    seen: "Every correctly signed event was answered 400 or 422.",
    fix: "Read the body once, as bytes, and pass it on. A parser or a logger in front leaves nothing for the handler. \
          If that is not it: the text of the answer says what the endpoint misses.",
    frameworks: &[
        of("Express", "express.raw() for this route, before app.use(express.json())"),
        of("Go", "r.Body = io.NopCloser(bytes.NewReader(body)) after a middleware has read it"),
        of("Spring", "ContentCachingRequestWrapper"),
        of("Next.js", "export const config = { api: { bodyParser: false } }"),
    ],
    decide: |facts| of_refusal(facts, |refusal| matches!(refusal.status, Some(400 | 409 | 422))),
    ..SET_UP
};

pub(super) const RATE_LIMITED: Cause = Cause {
    id: "rate-limited",
    title: "The endpoint limits requests, and this run was too fast",
    seen: "Every correctly signed event was answered 429.",
    fix: "Give --rate, or exempt this run from the limit.",
    decide: |facts| of_refusal(facts, |refusal| refusal.status == Some(429)),
    ..SET_UP
};

pub(super) const FAILS_AT_EVERYTHING: Cause = Cause {
    id: "fails-at-everything",
    title: "The endpoint fails at every event",
    seen: "Every correctly signed event was answered 5xx.",
    fix: "Look into its log: a missing table, a setting, a service that is down.",
    decide: |facts| of_refusal(facts, |refusal| matches!(refusal.status, Some(500..))),
    ..SET_UP
};

pub(super) const EFFECTS_NOT_OURS: Cause = Cause {
    id: "effects-not-ours",
    title: "The effect count changes by itself",
    seen: "The number that --effects returns grew while nothing was sent, or fell.",
    fix: "Put {id} into --effects, so that each event is counted alone. Count what only grows: rows that were \
          processed, not those that wait.",
    decide: |facts| {
        let moves = matches!(facts.effects_fault(), Some(EffectsFault::GrowsAlone | EffectsFault::Fell));
        moves.then(|| facts.of_the_run().decided("the count was read while nothing was sent"))
    },
    ..SET_UP
};

pub(super) const EFFECTS_UNSEEN: Cause = Cause {
    id: "effects-unseen",
    title: "The effect count does not count the effects of events",
    seen: "Effects were given, and no redelivery check could be judged by them.",
    fix: "Let --effects count what an event does: rows, payments, mails.",
    decide: |facts| {
        let is_it = facts.effects_fault() == Some(EffectsFault::Unseen) && facts.nothing_failed();
        is_it.then(|| facts.of_the_run())
    },
    ..SET_UP
};

fn of_refusal(facts: &Facts<'_>, is_it: impl Fn(&Refusal) -> bool) -> Option<Finding> {
    facts.refusal().filter(|refusal| is_it(refusal)).map(|_| {
        let taken = facts.take(&["delivery-documented", "delivery-no-redirect"]);
        taken.unwrap_or(facts.of_the_run())
    })
}

/// Whether a text is a server's usual answer for an unknown path.
fn is_usual(text: &str) -> bool {
    let text = text.to_lowercase();
    text.is_empty() || text.contains("not found") || text.contains("cannot post")
}

/// Whether the answer is an error.
fn is_error(refusal: &Refusal) -> bool {
    refusal.status.is_some_and(|status| status >= 400)
}
