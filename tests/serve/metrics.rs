//! The counters, as a scraper of Prometheus reads them: version 0.0.4 of its text format.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::server::Mock;

/// A name of a metric, or with fewer letters of a label.
fn is_name(text: &str, more: &str) -> bool {
    let is_letter = |letter: char| letter.is_ascii_alphabetic() || letter == '_' || more.contains(letter);
    text.starts_with(is_letter) && text.chars().all(|letter| is_letter(letter) || letter.is_ascii_digit())
}

/// The labels between the braces of a sample, which end the name.
fn labels(mut text: &str) -> BTreeMap<String, String> {
    let mut labels = BTreeMap::new();
    while !text.is_empty() {
        let (name, rest) = text.split_once("=\"").unwrap();
        assert!(is_name(name, ""), "{name}");
        // No value of ours holds what would have to be escaped.
        let (value, rest) = rest.split_once('"').unwrap();
        assert!(!value.contains(['\\', '\n']), "{value}");
        assert_eq!(labels.insert(name.to_owned(), value.to_owned()), None, "{name} twice");
        text = rest.strip_prefix(',').unwrap_or(rest);
    }
    labels
}

/// Samples by name and labels. Every metric is described once, before its samples, which stand together.
fn scraped(text: &str) -> BTreeMap<(String, BTreeMap<String, String>), f64> {
    let mut samples = BTreeMap::new();
    let (mut described, mut current) = (Vec::new(), String::new());
    assert!(text.ends_with('\n'), "the last line ends like the others");
    for line in text.lines() {
        if let Some(help) = line.strip_prefix("# HELP ") {
            let (name, told) = help.split_once(' ').unwrap();
            assert!(is_name(name, ":") && !told.is_empty(), "{line}");
            assert!(!described.contains(&name), "{name} is described twice");
            described.push(name);
            name.clone_into(&mut current);
        } else if let Some(kind) = line.strip_prefix("# TYPE ") {
            let (name, kind) = kind.split_once(' ').unwrap();
            assert_eq!(name, current, "its help stands before it");
            assert!(["counter", "gauge"].contains(&kind), "{line}");
            assert_eq!(kind == "counter", name.ends_with("_total"), "{line}");
        } else {
            let (sample, value) = line.rsplit_once(' ').unwrap();
            let (name, braced) = sample.split_once('{').unwrap_or((sample, "}"));
            assert_eq!(name, current, "a sample stands below what describes it");
            let key = (name.to_owned(), labels(braced.strip_suffix('}').unwrap()));
            assert_eq!(samples.insert(key, value.parse().unwrap()), None, "{sample} twice");
        }
    }
    samples
}

#[tokio::test]
async fn a_scraper_reads_them() {
    let mock = Mock::start().await;
    mock.call("GET", "/truv/v1/webhooks/", &[], &Value::Null).await.expect(401);
    mock.call("GET", "/nobody", &[], &Value::Null).await.expect(404);
    let aimed = json!({"url": "http://127.0.0.1:9/", "secret": "hush"});
    mock.own("PUT", "/faults", &json!({"outage": true})).await;
    mock.own("POST", "/emit", &json!({"provider": "truv", "event": "link-deleted", "count": 3, "target": aimed})).await;
    let answer = mock.call("GET", "/_hookproof/metrics", &[], &Value::Null).await;
    assert_eq!(answer.headers.get("Content-Type"), Some(b"text/plain; version=0.0.4; charset=utf-8".as_slice()));
    let samples = scraped(&answer.text);
    let sample = |name: &str, labels: &[(&str, &str)]| {
        let labels = labels.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        samples.get(&(format!("hookproof_{name}"), labels)).copied()
    };
    assert_eq!(sample("deliveries_waiting", &[]), Some(3.0), "{samples:?}");
    assert_eq!(sample("deliveries_total", &[]), Some(3.0));
    assert_eq!(sample("calls_total", &[("provider", "truv"), ("status", "401")]), Some(1.0));
    assert_eq!(sample("calls_total", &[("provider", ""), ("status", "404")]), Some(1.0));
    assert_eq!(sample("calls_total", &[("provider", ""), ("status", "201")]), Some(1.0));
}
