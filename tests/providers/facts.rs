//! Law 8: every fact says how it is known, and none contradicts what the provider does.

use std::collections::HashSet;

use hookproof::provider::{Basis, Provider};

/// A URL, or a repository, perhaps with a path or a commit in it.
pub(crate) fn is_a_source(source: &str) -> bool {
    let repository = source.split([':', '@']).next().unwrap_or_default();
    let is_repository = repository.split('/').filter(|part| !part.is_empty()).count() == 2;
    source.starts_with("https://") || (is_repository && !repository.contains(' '))
}

#[test]
fn every_fact_has_a_value_a_source_and_a_date() {
    for provider in crate::all() {
        for fact in &provider.facts {
            let at = format!("{} {}", provider.id, fact.key);
            assert!(!fact.value.is_empty() && !fact.source.is_empty(), "{at}");
            assert!(fact.date.len() == 10 && fact.date.starts_with("20"), "{at}: {}", fact.date);
            if fact.basis != Basis::Assumed {
                assert!(is_a_source(&fact.source), "{at}: `{}` is neither a URL nor a repository", fact.source);
            }
        }
    }
}

#[test]
fn every_payload_has_a_source_and_a_subject() {
    for provider in crate::all() {
        for payload in &provider.payloads {
            assert!(is_a_source(&payload.source), "{} {}: {}", provider.id, payload.name, payload.source);
            assert!(payload.about.ends_with('.'), "{} {}: {}", provider.id, payload.name, payload.about);
        }
    }
}

#[test]
fn no_fact_is_stated_twice_and_values_are_short() {
    for provider in crate::all() {
        let mut keys = HashSet::new();
        for fact in &provider.facts {
            assert!(keys.insert(&fact.key), "{} tells {} twice", provider.id, fact.key);
            assert!(fact.value.len() <= 120, "{} {} is {} long", provider.id, fact.key, fact.value.len());
        }
    }
}

#[test]
fn facts_that_act_agree_with_what_acts() {
    for provider in crate::all() {
        for (key, _) in Provider::settings() {
            let told = provider.fact(key).map(|fact| fact.value.clone());
            assert_eq!(told, provider.setting(key), "{} {key}", provider.id);
        }
    }
}

#[test]
fn the_largest_body_is_assumed_and_can_be_overridden() {
    for mut provider in crate::all() {
        let fact = provider.fact("delivery.max-body").unwrap();
        assert_eq!((fact.value.as_str(), fact.basis), ("256KiB", Basis::Assumed), "{}", provider.id);
        provider.assume("delivery.max-body", Some("64KiB")).unwrap();
        assert_eq!(provider.delivery.max_body, 64 << 10);
        assert_eq!(provider.fact("delivery.max-body").unwrap().source, "given with --assume");
        provider.assume("delivery.max-body", Some("1000")).unwrap();
        assert_eq!(provider.setting("delivery.max-body").as_deref(), Some("1000"));
        for wrong in ["0", "-1", "64 bushels", "", "18446744073709551615KiB"] {
            assert!(provider.assume("delivery.max-body", Some(wrong)).is_err(), "{wrong}");
        }
    }
}

#[test]
fn what_every_sheet_must_tell() {
    let keys = [
        "delivery.method",
        "delivery.content-type",
        "delivery.user-agent",
        "signature.key",
        "body.style",
        "retry.on",
        "order.guaranteed",
        "duplicates",
        "api.base",
        "api.auth",
        "api.create",
        "api.error",
    ];
    for provider in crate::all() {
        for key in keys {
            assert!(provider.fact(key).is_some(), "{} does not tell {key}", provider.id);
        }
        let told = |key: &str| provider.fact(key).map(|fact| fact.value.clone());
        assert_eq!(told("delivery.method").as_ref(), Some(&provider.delivery.method));
        for (name, value) in &provider.delivery.headers {
            let key = format!("delivery.{}", name.to_lowercase());
            assert_eq!(told(&key).as_ref(), Some(value), "{}", provider.id);
        }
    }
}

#[test]
fn facts_about_calls_state_what_is_served() {
    for provider in crate::all() {
        let routes = provider.api.unwrap().routes;
        for route in routes {
            if let Some(fact) = provider.fact(route.fact) {
                let call = format!("{} {}", route.method, route.path);
                assert!(fact.value.starts_with(&call), "{} {}: {}", provider.id, fact.key, fact.value);
            }
        }
        let open = provider.facts.iter().find(|fact| fact.value.contains("{route}"));
        assert!(open.is_none(), "{}: {open:?} names no route", provider.id);
    }
}
