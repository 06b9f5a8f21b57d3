//! The state that a provider keeps for one account.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::model::SecretText;
use crate::provider::api::credential::Credential;
use crate::provider::api::subscription::Subscription;
use crate::schema;

/// The state that a provider keeps for one account. It records which parts changed, so that a store writes only those.
/// Its `Debug` hides all data other than subscriptions, which may hold secrets.
#[derive(Clone, Default, PartialEq)]
pub struct State {
    name: String,
    secret: Option<SecretText>,
    subscriptions: BTreeMap<u64, Subscription>,
    places: HashMap<String, u64>,
    urls: HashMap<String, BTreeSet<u64>>,
    next: u64,
    rest: Value,
    version: u64,
    changed: BTreeSet<String>,
    rest_changed: bool,
}

impl State {
    /// Creates the state of a new account.
    #[must_use]
    pub fn of(credential: &Credential) -> Self {
        let (name, secret) = (credential.name.clone(), credential.secret.clone());
        Self { name, secret, rest_changed: true, ..Self::default() }
    }

    /// Restores an account from stored data: the number of subscriptions ever created, and the remaining ones, each
    /// with its index.
    #[must_use]
    pub fn restored(
        name: String,
        secret: Option<SecretText>,
        rest: Value,
        version: u64,
        ever: u64,
        subscriptions: Vec<(u64, Subscription)>,
    ) -> Self {
        let mut state = Self { name, secret, rest, next: ever, ..Self::default() };
        for (place, subscription) in subscriptions {
            state.next = state.next.max(place);
            state.places.insert(subscription.id.clone(), place);
            state.put(subscription);
        }
        state.take_changes();
        state.version = version;
        state
    }

    /// Returns the display name of the account.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the signing secret for subscriptions that have no secret of their own.
    #[must_use]
    pub const fn secret(&self) -> Option<&SecretText> {
        self.secret.as_ref()
    }

    /// Replaces the signing secret.
    pub fn set_secret(&mut self, secret: Option<SecretText>) {
        if self.secret != secret {
            self.secret = secret;
            self.touch_rest();
        }
    }

    /// Returns how often the state was changed.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// Returns the subscriptions, oldest first.
    #[must_use]
    pub fn subscriptions(&self) -> impl DoubleEndedIterator<Item = &Subscription> {
        self.subscriptions.values()
    }

    /// Returns the number of subscriptions.
    #[must_use]
    pub fn count(&self) -> usize {
        self.subscriptions.len()
    }

    /// Returns the subscription of this id.
    #[must_use]
    pub fn subscription(&self, id: &str) -> Option<&Subscription> {
        self.subscriptions.get(self.places.get(id)?)
    }

    /// Returns the subscriptions to this URL, oldest first.
    pub fn subscriptions_to<'a>(&'a self, url: &str) -> impl Iterator<Item = &'a Subscription> {
        let places = self.urls.get(url).into_iter().flatten();
        places.filter_map(|place| self.subscriptions.get(place))
    }

    /// Returns the number of subscriptions ever created.
    #[must_use]
    pub const fn ever(&self) -> u64 {
        self.next
    }

    /// Returns the index of a subscription among all that were ever created: newer ones have higher indexes.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<u64> {
        self.places.get(id).copied()
    }

    /// Adds a subscription, or replaces the one with the same id.
    pub fn put(&mut self, subscription: Subscription) {
        let place = self.places.get(&subscription.id).copied().unwrap_or_else(|| {
            self.next += 1;
            self.next
        });
        self.touch(&subscription.id);
        self.forget_url(place);
        self.places.insert(subscription.id.clone(), place);
        self.urls.entry(subscription.url.clone()).or_default().insert(place);
        self.subscriptions.insert(place, subscription);
    }

    /// Removes a subscription.
    pub fn remove(&mut self, id: &str) -> Option<Subscription> {
        let place = self.places.remove(id)?;
        self.forget_url(place);
        self.touch(id);
        self.subscriptions.remove(&place)
    }

    /// Returns the provider's data other than subscriptions; the default if nothing is stored yet.
    #[must_use]
    pub fn rest<T: DeserializeOwned + Default>(&self) -> T {
        schema::read_as(&self.rest).unwrap_or_default()
    }

    /// Returns the same data in its stored form.
    #[must_use]
    pub const fn rest_document(&self) -> &Value {
        &self.rest
    }

    /// Stores the provider's data other than subscriptions.
    pub fn set_rest<T: Serialize>(&mut self, rest: &T) {
        let rest = serde_json::to_value(rest).unwrap_or_default();
        if self.rest != rest {
            self.rest = rest;
            self.touch_rest();
        }
    }

    /// Returns the ids of the subscriptions that were added, replaced or removed since the last call, and whether
    /// anything else changed.
    pub fn take_changes(&mut self) -> (Vec<String>, bool) {
        let changed = std::mem::take(&mut self.changed).into_iter().collect();
        (changed, std::mem::take(&mut self.rest_changed))
    }

    fn touch(&mut self, id: &str) {
        self.version += 1;
        self.changed.insert(id.to_owned());
    }

    const fn touch_rest(&mut self) {
        self.version += 1;
        self.rest_changed = true;
    }

    fn forget_url(&mut self, place: u64) {
        let Some(known) = self.subscriptions.get(&place) else { return };
        if let Some(places) = self.urls.get_mut(&known.url) {
            places.remove(&place);
            if places.is_empty() {
                self.urls.remove(&known.url);
            }
        }
    }
}

impl fmt::Debug for State {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("State")
            .field("name", &self.name)
            .field("secret", &self.secret)
            .field("subscriptions", &self.subscriptions)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subscription_keeps_its_place_and_changes_its_url() {
        let mut state = State::of(&Credential::new("key", "name"));
        state.put(Subscription::new("a", "http://one"));
        state.put(Subscription::new("b", "http://one"));
        state.put(Subscription::new("a", "http://two"));
        assert_eq!(state.subscriptions().map(|known| known.id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(state.subscriptions_to("http://one").count(), 1);
        assert_eq!(state.subscriptions_to("http://two").next().unwrap().id, "a");
        assert_eq!(state.take_changes(), (vec!["a".to_owned(), "b".to_owned()], true));
        assert_eq!(state.take_changes(), (vec![], false));
        assert!(state.remove("a").is_some());
        assert!(state.remove("a").is_none());
        assert_eq!((state.count(), state.take_changes().0), (1, vec!["a".to_owned()]));
    }

    #[test]
    fn a_restored_account_goes_on_behind_the_places_that_it_gave() {
        let kept = vec![(7, Subscription::new("b", "http://one")), (3, Subscription::new("a", "http://one"))];
        let mut state = State::restored("name".to_owned(), None, Value::Null, 5, 9, kept);
        assert_eq!((state.version(), state.take_changes()), (5, (vec![], false)));
        state.put(Subscription::new("c", "http://one"));
        assert_eq!(state.subscriptions().map(|known| known.id.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
        assert_eq!((state.place("b"), state.place("c"), state.version()), (Some(7), Some(10), 6));
    }
}
