//! The list of webhooks, page by page.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::model::Timestamp;
use crate::provider::api::{Call, Reply, State, Subscription};
use crate::providers::argyle::api::side::Side;
use crate::providers::argyle::api::{refusal, webhooks};
use crate::providers::argyle::payloads::SubscriptionPage;

const LIMIT: usize = 10;
const MOST: usize = 200;

/// Behind every key.
const LAST: &str = "~";

/// What a call asks for.
struct Filter {
    from: Option<Timestamp>,
    to: Option<Timestamp>,
    ordering: Ordering,
    limit: usize,
    mark: Option<Mark>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ordering {
    Created,
    Id,
}

/// Where a page begins or ends: behind or before the webhook of this key, which may be gone by now.
struct Mark {
    way: Way,
    ordering: Ordering,
    key: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    After,
    Before,
}

pub(super) fn list(state: &State, side: Side, call: &Call<'_>) -> Reply {
    let filter = match Filter::read(call) {
        Ok(filter) => filter,
        Err(refused) => return *refused,
    };
    let mut rows: Vec<(String, &Subscription)> = state
        .subscriptions()
        .filter(|webhook| webhooks::is_of(webhook, side) && filter.takes(webhook))
        .map(|webhook| (filter.ordering.key(state, webhook), webhook))
        .collect();
    rows.sort_by(|(one, _), (other, _)| one.cmp(other));
    let (start, end) = match &filter.mark {
        None => (0, filter.limit),
        Some(Mark { way: Way::After, key, .. }) => {
            let start = rows.partition_point(|(known, _)| known <= key);
            (start, start + filter.limit)
        }
        Some(Mark { way: Way::Before, key, .. }) => {
            let end = rows.partition_point(|(known, _)| known < key);
            (end.saturating_sub(filter.limit), end)
        }
    };
    let end = end.min(rows.len());
    let link = |way, key: &str| {
        let mark = Mark { way, ordering: filter.ordering, key: key.to_owned() };
        link(call, side, &mark)
    };
    let page = SubscriptionPage {
        next: (end < rows.len()).then(|| link(Way::After, end.checked_sub(1).map_or("", |last| &rows[last].0))).into(),
        previous: (start > 0).then(|| link(Way::Before, rows.get(start).map_or(LAST, |(key, _)| key))).into(),
        results: rows[start.min(end)..end].iter().filter_map(|(_, webhook)| webhooks::print(webhook)).collect(),
    };
    Reply::json(200, "SubscriptionPage", &page)
}

impl Filter {
    fn read(call: &Call<'_>) -> Result<Self, Box<Reply>> {
        let refuse = |name: &str, reason: &str| Box::new(refusal::wrong(name, reason));
        let time = |name: &str| {
            let time = call.parameter(name).map(|text| text.parse::<Timestamp>());
            time.transpose().map_err(|_| refuse(name, "Enter a valid date/time."))
        };
        let limit = call.parameter("limit").map(|text| {
            text.parse()
                .ok()
                .filter(|limit| (1..=MOST).contains(limit))
                .ok_or_else(|| refuse("limit", "Enter a whole number from 1 to 200."))
        });
        let ordering = call.parameter("ordering").map(|text| {
            Ordering::read(&text).ok_or_else(|| refuse("ordering", "Not one of the choices: id, created_at."))
        });
        let mark =
            call.parameter("cursor").map(|text| Mark::read(&text).ok_or_else(|| refuse("cursor", "Invalid cursor.")));
        let (ordering, mark) = (ordering.transpose()?, mark.transpose()?);
        Ok(Self {
            from: time("from_created_at")?,
            to: time("to_created_at")?,
            // A page goes on in the order of the one before.
            ordering: mark.as_ref().map(|mark| mark.ordering).or(ordering).unwrap_or(Ordering::Created),
            limit: limit.transpose()?.unwrap_or(LIMIT),
            mark,
        })
    }

    fn takes(&self, webhook: &Subscription) -> bool {
        if self.from.is_none() && self.to.is_none() {
            return true;
        }
        let created = webhooks::created_at(webhook);
        created.is_some_and(|at| self.from.is_none_or(|from| at >= from) && self.to.is_none_or(|to| at <= to))
    }
}

impl Ordering {
    fn read(text: &str) -> Option<Self> {
        match text {
            "created_at" => Some(Self::Created),
            "id" => Some(Self::Id),
            _ => None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Created => "created_at",
            Self::Id => "id",
        }
    }

    /// What a webhook is sorted by: no two have the same.
    fn key(self, state: &State, webhook: &Subscription) -> String {
        match self {
            Self::Created => format!("{:020}", state.place(&webhook.id).unwrap_or_default()),
            Self::Id => webhook.id.clone(),
        }
    }
}

impl Mark {
    /// A cursor is the value of `cursor=`. The whole URL from an answer is accepted, too.
    fn read(text: &str) -> Option<Self> {
        let inside = text.split_once('?').and_then(|(_, query)| {
            let mut parameters = form_urlencoded::parse(query.as_bytes());
            parameters.find(|(name, _)| name == "cursor").map(|(_, cursor)| cursor.into_owned())
        });
        let decoded = URL_SAFE_NO_PAD.decode(inside.as_deref().unwrap_or(text)).ok()?;
        let decoded = String::from_utf8(decoded).ok()?;
        let mut parts = decoded.splitn(3, '.');
        let way = match parts.next()? {
            "after" => Way::After,
            "before" => Way::Before,
            _ => return None,
        };
        Some(Self { way, ordering: Ordering::read(parts.next()?)?, key: parts.next()?.to_owned() })
    }

    fn write(&self) -> String {
        let way = if self.way == Way::After { "after" } else { "before" };
        URL_SAFE_NO_PAD.encode(format!("{way}.{}.{}", self.ordering.name(), self.key))
    }
}

fn link(call: &Call<'_>, side: Side, mark: &Mark) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("cursor", &mark.write());
    for (name, value) in call.parameters().iter().filter(|(name, _)| name != "cursor") {
        query.append_pair(name, value);
    }
    let path = match side {
        Side::Client => "/v2/webhooks",
        Side::Partner => "/partners/v2/webhooks",
    };
    format!("{}{path}?{}", call.base, query.finish())
}
