//! Names: of providers, of their events.

use hookproof::providers;

#[test]
fn a_provider_is_found_by_its_id_and_a_mistyped_one_is_guessed() {
    for provider in crate::all() {
        assert_eq!(providers::named(&provider.id).unwrap().name, provider.name);
        let error = providers::named(&format!("{}x", provider.id)).unwrap_err();
        assert!(error.nearest.contains(&provider.id), "{error}");
        assert!(error.to_string().contains("did you mean"), "{error}");
    }
}

#[test]
fn names_of_payloads_are_unique() {
    for provider in crate::all() {
        let mut names: Vec<&str> = provider.payloads.iter().map(|payload| payload.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), provider.payloads.len(), "{}", provider.id);
    }
}

#[test]
fn events_are_named_as_they_are_printed() {
    let printed: &[(&str, &[&str])] = &[
        (
            "truv",
            &[
                "task-status-updated",
                "order-created",
                "order-status-updated",
                "order-refresh-failed",
                "order-finalized",
                "certification-completed",
                "link-connected",
                "link-disconnected",
                "link-deleted",
                "employment-created",
                "employment-updated",
                "profile-created",
                "profile-updated",
                "statements-created",
                "statements-updated",
                "shifts-created",
                "shifts-updated",
                "bank-accounts-created",
                "bank-accounts-updated",
            ],
        ),
        ("argyle", &["identities.added", "identities.updated"]),
        (
            "orum",
            &[
                "person_created",
                "person_verified",
                "person_rejected",
                "person_restricted",
                "person_unverified",
                "person_closed",
            ],
        ),
        ("betterez", &["peopleLookups.created", "peopleLookups.updated", "peoplelookups.deleted"]),
    ];
    for (id, names) in printed {
        let provider = providers::named(id).unwrap();
        assert_eq!(provider.events().map(|event| event.name.as_str()).collect::<Vec<_>>(), *names, "{id}");
    }
    let printed = include_str!("../data/socotra/events.txt");
    let socotra = providers::named("socotra").unwrap();
    assert_eq!(
        socotra.events().map(|event| event.name.as_str()).collect::<Vec<_>>(),
        printed.lines().collect::<Vec<_>>()
    );
    assert_eq!(socotra.events().count(), 100);
}
