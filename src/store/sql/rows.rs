//! Converts records to rows and rows to records.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use serde::de::DeserializeOwned;
use sqlx::any::{Any, AnyArguments, AnyRow};
use sqlx::{Arguments, Decode, Encode, Error, Row, Type};

use crate::model::{Exchange, Failure, Headers, Outcome, Request, Response, SecretText, Timestamp};
use crate::provider::api::Finding;
use crate::store::record::{AccountId, Attempt, Delivery, Noted, Status};
use crate::store::write_op::AttemptRow;

/// The values of a statement, in the order of its parameters.
#[derive(Default)]
pub(super) struct Values(AnyArguments);

impl Values {
    pub(super) fn add<'v>(&mut self, value: impl Encode<'v, Any> + Type<Any>) -> Result<(), Error> {
        self.0.add(value).map_err(Error::Encode)
    }

    pub(super) fn with<'v>(mut self, value: impl Encode<'v, Any> + Type<Any>) -> Result<Self, Error> {
        self.add(value).map(|()| self)
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    pub(super) fn into_arguments(self) -> AnyArguments {
        self.0
    }

    pub(super) fn delivery(&mut self, delivery: &Delivery) -> Result<(), Error> {
        self.add(number(delivery.number))?;
        self.add(delivery.provider.as_str())?;
        self.add(delivery.account.as_str())?;
        self.add(delivery.subscription.as_str())?;
        self.add(delivery.event.as_str())?;
        self.add(delivery.status.name())?;
        self.add(delivery.due.map(Timestamp::micros))?;
        self.add(i64::from(delivery.earlier))?;
        self.add(delivery.redelivery_of.map(number))?;
        self.add(delivery.created.micros())?;
        self.add(delivery.url.as_str())?;
        self.add(json(&delivery.headers)?)?;
        self.add(i64::from(delivery.any_certificate))?;
        self.add(delivery.secret.as_ref().map(SecretText::expose))?;
        self.add(json(&delivery.plan)?)?;
        self.add(&delivery.body[..])
    }

    pub(super) fn attempt(&mut self, row: &AttemptRow) -> Result<(), Error> {
        let AttemptRow { delivery, place, attempt, is_shared } = row;
        let Exchange { request, outcome, duration, .. } = &attempt.exchange;
        self.add(number(*delivery))?;
        self.add(number(*place as u64))?;
        self.add(i64::from(attempt.number))?;
        self.add(attempt.at.micros())?;
        self.add(attempt.clock.micros())?;
        self.add(request.method.as_str())?;
        self.add(written(&request.headers)?)?;
        self.add((!is_shared).then_some(&request.body[..]))?;
        let (answer, failure) = match outcome {
            Outcome::Answered(response) => (Some(response), None),
            Outcome::Failed(failure) => (None, Some(failure_columns(failure))),
        };
        self.add(answer.map(|answer| i64::from(answer.status)))?;
        self.add(answer.map(|answer| written(&answer.headers)).transpose()?)?;
        self.add(answer.map(|answer| &answer.body[..]))?;
        self.add(failure.as_ref().map(|(kind, _)| *kind))?;
        self.add(failure.and_then(|(_, detail)| detail))?;
        self.add(nanos(*duration))?;
        self.add(attempt.next.map(nanos))?;
        self.add(attempt.reason.as_str())
    }

    pub(super) fn finding(&mut self, noted: &Noted) -> Result<(), Error> {
        self.add(number(noted.number))?;
        self.add(noted.provider.as_str())?;
        self.add(noted.account.as_ref().map(AccountId::as_str))?;
        self.add(noted.at.micros())?;
        self.add(noted.about.as_str())?;
        self.add(noted.finding.what.as_str())?;
        self.add(noted.finding.pointer.as_deref())
    }
}

/// A row, read from its first column to its last.
pub(super) struct Columns<'r>(&'r AnyRow, usize);

impl<'r> Columns<'r> {
    pub(super) const fn of(row: &'r AnyRow) -> Self {
        Self(row, 0)
    }

    pub(super) fn next<T: Decode<'r, Any> + Type<Any>>(&mut self) -> Result<T, Error> {
        self.1 += 1;
        self.0.try_get(self.1 - 1)
    }

    pub(super) fn number(&mut self) -> Result<u64, Error> {
        u64::try_from(self.next::<i64>()?).map_err(|error| Error::Decode(error.into()))
    }

    pub(super) fn json<T: DeserializeOwned>(&mut self) -> Result<T, Error> {
        serde_json::from_str(self.next()?).map_err(|error| Error::Decode(error.into()))
    }

    pub(super) fn secret(&mut self) -> Result<Option<SecretText>, Error> {
        Ok(self.next::<Option<String>>()?.map(SecretText::new))
    }

    fn small<T: TryFrom<u64>>(&mut self) -> Result<T, Error>
    where
        T::Error: std::error::Error + Send + Sync + 'static,
    {
        T::try_from(self.number()?).map_err(|error| Error::Decode(error.into()))
    }

    fn time(&mut self) -> Result<Timestamp, Error> {
        Ok(Timestamp::from_micros(self.next()?))
    }

    /// Reads a delivery without its attempts.
    pub(super) fn delivery(mut self) -> Result<Delivery, Error> {
        Ok(Delivery {
            number: self.number()?,
            provider: self.next()?,
            account: AccountId::named(self.next::<String>()?),
            subscription: self.next()?,
            event: self.next()?,
            status: {
                let name: String = self.next()?;
                Status::named(&name).ok_or_else(|| unknown("status", &name))?
            },
            due: self.next::<Option<i64>>()?.map(Timestamp::from_micros),
            earlier: self.small()?,
            redelivery_of: self.next::<Option<i64>>()?.and_then(|number| u64::try_from(number).ok()),
            created: self.time()?,
            url: self.next()?,
            headers: self.json()?,
            any_certificate: self.number()? != 0,
            secret: self.secret()?,
            plan: self.json()?,
            body: Bytes::from(self.next::<Vec<u8>>()?),
            attempts: Vec::new(),
        })
    }

    /// Adds an attempt to its delivery, if the map contains it.
    pub(super) fn attempt(mut self, deliveries: &mut BTreeMap<u64, Delivery>) -> Result<(), Error> {
        let Some(delivery) = deliveries.get_mut(&self.number()?) else { return Ok(()) };
        let _place: i64 = self.next()?;
        let (number, at, clock) = (self.small()?, self.time()?, self.time()?);
        let (method, headers): (String, Headers) = (self.next()?, read(&self.json::<Vec<_>>()?));
        let body = self.next::<Option<Vec<u8>>>()?.map_or_else(|| delivery.body.clone(), Bytes::from);
        let status: Option<i64> = self.next()?;
        let answer: Option<String> = self.next()?;
        let answer_body: Option<Vec<u8>> = self.next()?;
        let (failure, detail): (Option<String>, Option<String>) = (self.next()?, self.next()?);
        let outcome = match (status, failure) {
            (Some(status), _) => {
                let headers: Vec<(String, String)> = serde_json::from_str(answer.as_deref().unwrap_or("[]"))
                    .map_err(|error| Error::Decode(error.into()))?;
                let status = u16::try_from(status).map_err(|error| Error::Decode(error.into()))?;
                Outcome::Answered(Response::new(status, read(&headers), answer_body.unwrap_or_default().into()))
            }
            (None, failure) => Outcome::Failed(failure_of(&failure.unwrap_or_default(), detail.unwrap_or_default())?),
        };
        let duration = Duration::from_nanos(self.number()?);
        let next: Option<i64> = self.next()?;
        let next = next.and_then(|next| u64::try_from(next).ok()).map(Duration::from_nanos);
        let exchange = Exchange::new(Request::new(method, headers, body), outcome, duration);
        delivery.attempts.push(Attempt { number, at, clock, exchange, next, reason: self.next()? });
        Ok(())
    }

    pub(super) fn finding(mut self) -> Result<Noted, Error> {
        Ok(Noted {
            number: self.number()?,
            provider: self.next()?,
            account: self.next::<Option<String>>()?.map(AccountId::named),
            at: self.time()?,
            about: self.next()?,
            finding: Finding { what: self.next()?, pointer: self.next()? },
        })
    }
}

/// Converts a number for the database. Numbers above the database's maximum do not occur.
pub(super) fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn json(value: &impl serde::Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::Encode(error.into()))
}

fn nanos(duration: Duration) -> i64 {
    i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX)
}

/// Writes headers as JSON. A header value may contain any bytes, so each byte is written as the character with that
/// code.
fn written(headers: &Headers) -> Result<String, Error> {
    let letters = |value: &[u8]| value.iter().copied().map(char::from).collect::<String>();
    json(&headers.iter().map(|(name, value)| (name, letters(value))).collect::<Vec<_>>())
}

fn read(headers: &[(String, String)]) -> Headers {
    let bytes = |value: &str| value.chars().map(|letter| u8::try_from(letter).unwrap_or(b'?')).collect::<Vec<_>>();
    headers.iter().map(|(name, value)| (name.as_str(), bytes(value))).collect()
}

/// Returns the kind of a failure and its detail, as the columns hold them.
fn failure_columns(failure: &Failure) -> (&'static str, Option<String>) {
    match failure {
        Failure::Unreachable(reason) => ("unreachable", Some(reason.clone())),
        Failure::TimedOut(limit) => ("timed-out", Some(nanos(*limit).to_string())),
        Failure::Closed => ("closed", None),
        Failure::Garbage(what) => ("garbage", Some(what.clone())),
        Failure::Abandoned => ("abandoned", None),
        Failure::Crashed(what) => ("crashed", Some(what.clone())),
        Failure::Handshake { name, reason } => ("handshake", Some(format!("{name}\n{reason}"))),
    }
}

/// Returns the failure of these columns.
fn failure_of(failure: &str, detail: String) -> Result<Failure, Error> {
    match failure {
        "unreachable" => Ok(Failure::Unreachable(detail)),
        "timed-out" => Ok(Failure::TimedOut(Duration::from_nanos(detail.parse().unwrap_or_default()))),
        "closed" => Ok(Failure::Closed),
        "garbage" => Ok(Failure::Garbage(detail)),
        "abandoned" => Ok(Failure::Abandoned),
        "crashed" => Ok(Failure::Crashed(detail)),
        "handshake" => {
            let (name, reason) = detail.split_once('\n').unwrap_or(("", &detail));
            Ok(Failure::Handshake { name: name.to_owned(), reason: reason.to_owned() })
        }
        other => Err(unknown("failure", other)),
    }
}

fn unknown(what: &str, name: &str) -> Error {
    Error::Decode(format!("the {what} `{name}` is unknown").into())
}
