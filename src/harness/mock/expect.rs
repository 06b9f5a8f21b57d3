//! Expectations of a test about a consumer, and messages that list what exists instead.

use std::sync::atomic::Ordering;

use crate::harness::mock::MockProvider;
use crate::harness::mock::core::MockCore;
use crate::harness::mock::emit::many;
use crate::provider::Kind;
use crate::provider::api::{EventFilter, Subscription};

/// Most names that a message lists.
const LISTED: usize = 6;

impl MockProvider {
    /// Asserts that this URL, or a URL for the event of this name, is registered and gets deliveries.
    ///
    /// # Panics
    /// If none is; the message lists the registrations. Also if no event of this name exists.
    #[track_caller]
    pub fn expect_registered(&self, url_or_event: &str) {
        let is_url = url_or_event.contains("://");
        if !is_url {
            self.known(url_or_event);
        }
        let is_meant = |known: &Subscription| {
            if is_url { known.active && known.url == url_or_event } else { known.takes(url_or_event) }
        };
        assert!(
            self.core.subscriptions().iter().any(|(_, known)| is_meant(known)),
            "no webhook is registered {} `{url_or_event}`: {}",
            if is_url { "at" } else { "for" },
            self.core.registered()
        );
    }

    /// Asserts that no call or delivery was wrong or unusual.
    ///
    /// # Panics
    /// If something was; the message lists it.
    #[track_caller]
    pub fn expect_no_findings(&self) {
        let found = self.findings();
        let findings: Vec<String> = found
            .iter()
            .map(|noted| {
                let pointer = noted.finding.pointer.as_deref().filter(|pointer| !pointer.is_empty());
                let place = pointer.map(|pointer| format!(" at {pointer}")).unwrap_or_default();
                format!("  {}{place}: {}", noted.about, noted.finding.what)
            })
            .collect();
        assert!(findings.is_empty(), "{}:\n{}", many(findings.len(), "finding"), findings.join("\n"));
    }

    #[track_caller]
    fn known(&self, event: &str) {
        let provider = &self.core.provider;
        let is_delivered = |kind: Kind| kind.is_delivered();
        match provider.payload(event) {
            Ok(payload) if is_delivered(payload.kind) => {}
            Ok(payload) => panic!("`{event}` is {}, for which no webhook can be registered", payload.kind.describe()),
            Err(error) => panic!("{error}"),
        }
    }
}

impl MockCore {
    /// Returns every subscription, with the name of its account.
    pub(super) fn subscriptions(&self) -> Vec<(String, Subscription)> {
        let of_one = |account: std::sync::Arc<crate::store::Account>| {
            account.with(|state| {
                let name = state.name().to_owned();
                state.subscriptions().map(|known| (name.clone(), known.clone())).collect::<Vec<_>>()
            })
        };
        self.engine.store().accounts().into_iter().flat_map(of_one).collect()
    }

    /// Lists the registrations, for a message.
    pub(super) fn registered(&self) -> String {
        let known = self.subscriptions();
        if !known.is_empty() {
            let lines: Vec<String> = known.iter().map(|(account, known)| line(account, known)).collect();
            return format!("registered are\n{}", lines.join("\n"));
        }
        let hint = match self.calls.load(Ordering::Relaxed) {
            0 => format!("the management API was never called: is the consumer configured to use {}?", self.base),
            calls => {
                let calls = many(usize::try_from(calls).unwrap_or(usize::MAX), "call");
                let last = self.engine.store().findings(None).into_iter().next();
                let last =
                    last.map(|noted| format!("; the last finding, about {}: {}", noted.about, noted.finding.what));
                format!("{calls} came to the management API, and none registered anything{}", last.unwrap_or_default())
            }
        };
        format!("nothing is registered; {hint}")
    }
}

fn line(account: &str, known: &Subscription) -> String {
    let mut names: Vec<String> = known.wants.iter().take(LISTED).map(named).collect();
    if known.wants.len() > LISTED {
        names.push(format!("and {} more", known.wants.len() - LISTED));
    }
    let off = if known.active { "" } else { ", switched off" };
    format!("  {} for {} (account {account}{off})", known.url, names.join(", "))
}

fn named(wanted: &EventFilter) -> String {
    match wanted {
        EventFilter::All => "everything".to_owned(),
        EventFilter::AllBut(prefix) => format!("everything but {prefix}*"),
        EventFilter::Prefix(prefix) => format!("{prefix}*"),
        EventFilter::Named(name) => name.clone(),
    }
}
