//! Counters for external monitoring, in the text format of Prometheus.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Mutex;

use crate::model::lock;
use crate::store::Counts;

/// Numbers of calls, by provider and status code.
#[derive(Debug, Default)]
pub(super) struct Metrics(Mutex<BTreeMap<(String, u16), u64>>);

impl Metrics {
    pub(super) fn count(&self, provider: &str, status: u16) {
        let mut calls = lock(&self.0);
        if let Some(count) = calls.iter_mut().find(|((known, code), _)| known == provider && *code == status) {
            *count.1 += 1;
        } else {
            calls.insert((provider.to_owned(), status), 1);
        }
    }

    pub(super) fn written(&self, counts: &Counts) -> String {
        let mut text = String::new();
        let gauges = [
            ("accounts", "gauge", "Accounts that were opened.", counts.accounts as u64),
            ("deliveries_waiting", "gauge", "Deliveries that wait for their next attempt.", counts.waiting as u64),
            ("deliveries_sending", "gauge", "Deliveries under way.", counts.sending as u64),
            ("deliveries_total", "counter", "Deliveries created.", counts.created),
            (
                "deliveries_dropped_total",
                "counter",
                "Finished deliveries that were dropped from memory to stay within its bounds.",
                counts.dropped,
            ),
            ("findings_total", "counter", "Findings about calls and deliveries.", counts.findings),
        ];
        for (name, kind, help, value) in gauges {
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "# HELP hookproof_{name} {help}\n# TYPE hookproof_{name} {kind}\nhookproof_{name} {value}"
            );
        }
        text.push_str("# HELP hookproof_calls_total Calls answered.\n# TYPE hookproof_calls_total counter\n");
        for ((provider, status), count) in &*lock(&self.0) {
            let _ = writeln!(text, "hookproof_calls_total{{provider=\"{provider}\",status=\"{status}\"}} {count}");
        }
        text
    }
}
