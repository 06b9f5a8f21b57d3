//! The log of attempts: 30 days, newest first, page by page.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use crate::model::{Failure, Outcome, TimeForm, Timestamp};
use crate::provider::Provider;
use crate::provider::api::{Call, Reply, Sent};
use crate::providers::truv::api::refusal;
use crate::providers::truv::payloads::{EventName, Time, WebhookRequest, WebhookRequestPage, WebhookUrl};

const KEPT_SECONDS: i64 = 30 * 24 * 3600;

/// The page says neither how many it prints nor what the parameter is called; these are our choice.
const PAGE_SIZE: usize = 50;
const MOST: usize = 100;

/// The time before which nothing is kept.
pub(super) fn oldest(now: Timestamp) -> Timestamp {
    now.shifted(-KEPT_SECONDS)
}

/// What a call asks for.
struct Filter {
    from: Timestamp,
    to: Timestamp,
    event: Option<String>,
    status: Option<u16>,
    size: usize,
    after: Option<Mark>,
}

/// Where a page begins: at the rows of this time, after so many of them; or where it ends, when it is read backwards.
#[derive(Clone, Copy)]
struct Mark {
    way: Way,
    micros: i64,
    skip: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Older,
    Newer,
}

pub(super) fn page(provider: &Provider, call: &Call<'_>) -> Reply {
    let filter = match Filter::read(provider, call) {
        Ok(filter) => filter,
        Err(refused) => return *refused,
    };
    let rows: Vec<&Sent> = call.history.attempts.iter().filter(|sent| filter.takes(sent)).collect();
    let start = match filter.after {
        None => 0,
        Some(mark) if mark.way == Way::Older => place(&rows, mark),
        Some(mark) => place(&rows, mark).saturating_sub(filter.size),
    };
    let end = rows.len().min(start + filter.size);
    let link = |way, at| link(call, mark_at(&rows, way, at));
    let page = WebhookRequestPage {
        next: (end < rows.len()).then(|| link(Way::Older, end)).into(),
        previous: (start > 0).then(|| link(Way::Newer, start)).into(),
        results: rows[start.min(end)..end].iter().map(|sent| row(sent)).collect(),
    };
    Reply::json(200, "WebhookRequestPage", &page)
}

impl Filter {
    fn read(provider: &Provider, call: &Call<'_>) -> Result<Self, Box<Reply>> {
        let refuse = |field: &str, message: &str| Box::new(refusal::wrong(field, message));
        let time = |name: &str, otherwise| match call.parameter(name) {
            None => Ok(otherwise),
            Some(text) => text.parse::<Timestamp>().map_err(|_| refuse(name, "Enter a valid date/time.")),
        };
        let oldest = oldest(call.now);
        let from = time("created_at__gte", oldest)?;
        let to = time("created_at__lte", call.now)?;
        if from < oldest {
            return Err(refuse("created_at__gte", "Must not be more than 30 days ago."));
        }
        if from > to {
            return Err(refuse("created_at__gte", "Must not be after created_at__lte."));
        }
        let event = call.parameter("event_type");
        if event.as_ref().is_some_and(|name| provider.events().all(|known| known.name != *name)) {
            return Err(refuse("event_type", "Not a valid choice."));
        }
        let status = call.parameter("status_code").map(|text| {
            text.parse()
                .ok()
                .filter(|status| (100..=599).contains(status))
                .ok_or_else(|| refuse("status_code", "Enter a whole number from 100 to 599."))
        });
        let size = call.parameter("page_size").map(|text| {
            text.parse()
                .ok()
                .filter(|size| (1..=MOST).contains(size))
                .ok_or_else(|| refuse("page_size", "Enter a whole number from 1 to 100."))
        });
        let after =
            call.parameter("cursor").map(|text| Mark::read(&text).ok_or_else(|| refuse("cursor", "Invalid cursor.")));
        Ok(Self {
            from,
            to,
            event,
            status: status.transpose()?,
            size: size.transpose()?.unwrap_or(PAGE_SIZE),
            after: after.transpose()?,
        })
    }

    fn takes(&self, sent: &Sent) -> bool {
        let status = match &sent.outcome {
            Outcome::Answered(response) => Some(response.status),
            Outcome::Failed(_) => None,
        };
        sent.at >= self.from
            && sent.at <= self.to
            && self.event.as_ref().is_none_or(|event| sent.event == *event)
            && (self.status.is_none() || self.status == status)
            // What was aimed at a URL belongs to no webhook.
            && !sent.subscription.is_empty()
    }
}

impl Mark {
    fn read(text: &str) -> Option<Self> {
        let decoded = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let mut parts = decoded.split('.');
        let way = match parts.next()? {
            "older" => Way::Older,
            "newer" => Way::Newer,
            _ => return None,
        };
        let mark = Self { way, micros: parts.next()?.parse().ok()?, skip: parts.next()?.parse().ok()? };
        parts.next().is_none().then_some(mark)
    }

    fn write(self) -> String {
        let way = if self.way == Way::Older { "older" } else { "newer" };
        URL_SAFE_NO_PAD.encode(format!("{way}.{}.{}", self.micros, self.skip))
    }
}

/// The position of a mark among rows that are sorted newest first. Newer rows are before it.
fn place(rows: &[&Sent], mark: Mark) -> usize {
    let first = rows.partition_point(|sent| sent.at.micros() > mark.micros);
    let past = rows.partition_point(|sent| sent.at.micros() >= mark.micros);
    // Rows of one time are counted from the oldest, so that a newer one of the same time moves nothing.
    past.saturating_sub(mark.skip).max(first)
}

/// The mark of the place before the row `at`, which there is.
fn mark_at(rows: &[&Sent], way: Way, at: usize) -> Mark {
    let micros = rows.get(at).map_or(0, |sent| sent.at.micros());
    let past = rows.partition_point(|sent| sent.at.micros() >= micros);
    Mark { way, micros, skip: past.saturating_sub(at) }
}

fn link(call: &Call<'_>, mark: Mark) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("cursor", &mark.write());
    for (name, value) in call.parameters().iter().filter(|(name, _)| name != "cursor") {
        query.append_pair(name, value);
    }
    format!("{}{}?{}", call.base, call.path, query.finish())
}

fn row(sent: &Sent) -> WebhookRequest {
    let payload: Map<String, Value> = serde_json::from_slice(&sent.body).unwrap_or_default();
    let created = payload.get("event_created_at").and_then(Value::as_str).map(str::to_owned);
    let (status_code, error_message) = match &sent.outcome {
        Outcome::Answered(response) if (200..300).contains(&response.status) => (Some(response.status), None),
        Outcome::Answered(response) => (Some(response.status), Some(format!("Unexpected status {}", response.status))),
        Outcome::Failed(Failure::TimedOut(_)) => (None, Some("Timed out".to_owned())),
        Outcome::Failed(_) => (None, Some("Connection failed".to_owned())),
    };
    WebhookRequest {
        webhook_id: sent.subscription.clone(),
        event_type: EventName(sent.event.clone()),
        event_created_at: Time(created.unwrap_or_else(|| sent.at.write(TimeForm::Micros))),
        status_code: status_code.filter(|status| (100..=599).contains(status)).into(),
        error_message: error_message.into(),
        webhook_payload: payload,
        webhook_url: WebhookUrl(sent.url.clone()),
    }
}
