//! Estimates the memory size of records.

use crate::model::{Headers, Outcome};
use crate::store::record::{Attempt, Delivery};

/// The approximate overhead of an allocation.
const PIECE: usize = 16;

/// The size of the map and queue entries that refer to a delivery.
const ENTRY: usize = 64;

impl Delivery {
    /// Returns its approximate size, in bytes.
    pub(super) fn memory_size(&self) -> usize {
        let names = [&self.provider, &self.subscription, &self.event, &self.url].map(|text| piece(text.len()));
        let own = [self.account.as_str().len(), self.secret.as_ref().map_or(0, |secret| secret.expose().len())];
        let headers = self.headers.iter().map(|(name, value)| header(name.len(), value.len()));
        let attempts = self.attempts.iter().map(|attempt| {
            // Unless an attempt changed the body, the attempt shares it with the delivery.
            let is_shared = attempt.exchange.request.body.as_ptr() == self.body.as_ptr();
            attempt.memory_size() - if is_shared { piece(self.body.len()) } else { 0 }
        });
        ENTRY
            + piece(size_of::<Self>())
            + piece(self.body.len())
            + names.into_iter().chain(own.map(piece)).chain(headers).chain(attempts).sum::<usize>()
    }
}

impl Attempt {
    /// Returns its approximate size, in bytes.
    pub(super) fn memory_size(&self) -> usize {
        let request = &self.exchange.request;
        let heard = match &self.exchange.outcome {
            Outcome::Answered(response) => headers(&response.headers) + piece(response.body.len()),
            Outcome::Failed(_) => 0,
        };
        let sent = piece(request.method.len()) + headers(&request.headers) + piece(request.body.len());
        size_of::<Self>() + piece(self.reason.len()) + sent + heard
    }
}

fn headers(headers: &Headers) -> usize {
    PIECE + headers.iter().map(|(name, value)| header(name.len(), value.len())).sum::<usize>()
}

const fn header(name: usize, value: usize) -> usize {
    size_of::<(String, Vec<u8>)>() + piece(name) + piece(value)
}

/// Returns the size of an allocation of this length. An empty value does not allocate.
const fn piece(length: usize) -> usize {
    if length == 0 { 0 } else { length + PIECE }
}
