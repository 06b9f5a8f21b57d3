//! Payloads that are not events: what the tests about single providers share.

use hookproof::model::Json;
use hookproof::provider::{Basis, Kind, Provider};
use serde_json::Value;

/// Name, kind and basis of every payload that is not an event, in the provider's order.
pub(crate) fn listed(provider: &Provider) -> Vec<(String, Kind, Basis)> {
    let others = provider.payloads.iter().filter(|payload| payload.kind != Kind::Event);
    others.map(|payload| (payload.name.clone(), payload.kind, payload.basis)).collect()
}

/// Whether a document fits a payload; what fits, its type must read.
pub(crate) fn fits(provider: &Provider, name: &str, document: &Value) -> bool {
    let payload = provider.payload(name).unwrap();
    let fits = crate::schemas::validator(payload.schema()).is_valid(document);
    if fits {
        payload.round_trip(document).unwrap().unwrap();
    }
    fits
}

/// Holds a payload to writing its members in the order of this text.
pub(crate) fn is_in_order(provider: &Provider, name: &str, text: &str) {
    let printed = Json::parse(text.as_bytes()).unwrap();
    let mut sorted = Json::from(printed.to_value());
    assert_ne!(sorted, printed, "{name}: the text is alphabetical and proves nothing");
    provider.payload(name).unwrap().order().sort(&mut sorted);
    assert_eq!(sorted, printed, "{name}");
}
