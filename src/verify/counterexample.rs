//! The delivery that shows a failure, as a reader may see it: without secrets.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::model::Exchange;
use crate::model::Hop;
use crate::model::Request;
use crate::model::Response;
use crate::verify::bytes;
use crate::verify::bytes::ByteDifference;
use crate::verify::context::Context;
use crate::verify::curl;
use crate::verify::difference::Difference;
use crate::verify::hidden::Hidden;
use crate::verify::page;
use crate::verify::plan::Attempt;
use crate::verify::scenario;
use crate::verify::scenario::ScenarioStep;
use crate::verify::scenario::Strand;

/// Evidence of a failure: a scenario of deliveries, and the delivery that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Counterexample {
    /// The event type.
    pub event: String,
    /// Difference from an ordinary delivery: `without a signature`; empty if it is ordinary.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub what: String,
    /// The request that was sent.
    pub request: SentRequest,
    /// The answer, if one arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<SentResponse>,
    /// Reason for the missing answer, if none arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// Length in bytes of the body that failed first, if it was shrunk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shrunk_from: Option<usize>,
    /// The nearest delivery that was accepted, if one was searched for. The difference shows why this one failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nearest: Option<Nearest>,
    /// Difference of the body from the signed or usual one, if its bytes are the cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<ByteDifference>,
    /// Command line for a POSIX shell that sends this one delivery with curl. It contains no secret: `hookproof sign`
    /// signs when the command runs, with the secret in `HOOKPROOF_SECRET`, and the value of a secret header is read
    /// from a variable of its name. Absent if `hookproof sign` cannot make the signature (it covers a field that the
    /// body lacks, or is in another encoding), if the delivery is cut off, or if the endpoint was called in process.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub curl: Option<String>,
    /// Every delivery that belongs to the failure, in the order in which they were sent. One of them `fails`: it is the
    /// one above.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scenario: Vec<ScenarioStep>,
}

/// A delivery that was accepted although it is almost the one that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Nearest {
    /// Body; its ids are its own, as every delivery has others.
    pub body: String,
    /// Differences between the two, except for these ids.
    pub differences: Vec<Difference>,
}

/// A request in a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct SentRequest {
    /// Method.
    pub method: String,
    /// Names and values. Secret values read `[hidden]`. A signature by the user's key reads `[signature]`, or
    /// `[signature, cut]` if it was truncated.
    pub headers: Vec<(String, String)>,
    /// Body; invalid UTF-8 is replaced.
    pub body: String,
}

/// An answer in a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct SentResponse {
    /// Status code.
    pub status: u16,
    /// Body; only its beginning if it is long.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// Length in bytes of the whole body, if only a part is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// Title and text of the page, if the body is HTML.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The redirects that were followed to this answer, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub redirects: Vec<Redirect>,
}

/// A redirect that was followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Redirect {
    /// Status code.
    pub status: u16,
    /// The URL that it led to.
    pub to: String,
}

/// More of an answer is not shown.
const SHOWN: usize = 2_000;

/// More of the text of a page is not shown.
const SHOWN_TEXT: usize = 1_000;

impl Counterexample {
    /// Creates it from an attempt and its exchange.
    #[must_use]
    pub fn new(context: &Context<'_>, attempt: &Attempt, exchange: &Exchange) -> Self {
        let hidden = Hidden::of(context, attempt, &exchange.request);
        let response = exchange.response();
        Self {
            event: attempt.event.clone(),
            what: attempt.what.clone(),
            request: SentRequest::of(&exchange.request, &hidden),
            response: response.map(|response| SentResponse::of(response, &hidden)),
            failure: response.is_none().then(|| exchange.told()),
            shrunk_from: None,
            nearest: None,
            bytes: bytes::difference(context, attempt, &hidden),
            curl: curl::line(context, attempt, exchange, &hidden),
            scenario: scenario::of(context, &Strand::of_one(attempt, exchange), 0),
        }
    }

    /// Creates it from a strand, and the index of the delivery that failed.
    #[must_use]
    pub(crate) fn of_strand(context: &Context<'_>, strand: &Strand, failing: usize) -> Option<Self> {
        let (attempt, exchange) = strand.seen.get(failing)?.exchange()?;
        Some(Self { scenario: scenario::of(context, strand, failing), ..Self::new(context, attempt, exchange) })
    }
}

impl SentRequest {
    pub(super) fn of(request: &Request, hidden: &Hidden<'_>) -> Self {
        let headers = request.headers.iter();
        Self {
            method: request.method.clone(),
            headers: headers.map(|(name, value)| (name.to_owned(), cut(&hidden.header(name, value)))).collect(),
            body: String::from_utf8_lossy(&hidden.body(&request.body)).into_owned(),
        }
    }
}

impl SentResponse {
    pub(super) fn of(response: &Response, hidden: &Hidden<'_>) -> Self {
        let whole = String::from_utf8_lossy(&response.body);
        let body = beginning(&hidden.text(&whole), SHOWN);
        let is_cut = response.size > response.body.len() as u64 || body.ends_with('…') && !whole.ends_with('…');
        // What is left of a page may spell what was hidden between its tags.
        let text = page::text(&whole).map(|text| beginning(&hidden.text(&text), SHOWN_TEXT));
        let redirect = |hop: &Hop| Redirect { status: hop.status, to: cut(&hidden.text(&hop.to)) };
        Self {
            status: response.status,
            body,
            size: is_cut.then_some(response.size),
            text,
            redirects: response.hops.iter().map(redirect).collect(),
        }
    }
}

impl Nearest {
    /// Creates it from the accepted attempt, and the differences of the other one.
    #[must_use]
    pub fn new(context: &Context<'_>, accepted: &Attempt, differences: &[Difference]) -> Self {
        let hidden = Hidden::of(context, accepted, &accepted.request);
        let shown = |difference: &Difference| {
            let text = |value: &String| hidden.value(&difference.pointer, value).into_owned();
            Difference {
                pointer: difference.pointer.clone(),
                failed: difference.failed.as_ref().map(text),
                accepted: difference.accepted.as_ref().map(text),
            }
        };
        Self {
            body: String::from_utf8_lossy(&hidden.body(&accepted.request.body)).into_owned(),
            differences: differences.iter().map(shown).collect(),
        }
    }
}

/// Returns the beginning of a text.
fn beginning(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Returns the beginning of a long text, and how long it is.
pub(super) fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}… ({} bytes)", &text[..end], text.len()),
        None => text.to_owned(),
    }
}
