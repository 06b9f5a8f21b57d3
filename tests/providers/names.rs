//! Names: of providers, of their folders, of their events.

use std::fs;
use std::path::Path;

use hookproof::providers;

#[test]
fn every_provider_is_a_folder_and_a_line_in_the_list() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/providers");
    let mut folders: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    folders.sort();
    let mut listed: Vec<String> = crate::all().map(|provider| provider.id).collect();
    listed.sort();
    assert_eq!(folders, listed);
}

#[test]
fn no_provider_knows_another() {
    fn sources(folder: &Path, found: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }
    let ids: Vec<String> = crate::all().map(|provider| provider.id).collect();
    for id in &ids {
        let mut text = String::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/providers").join(id), &mut text);
        for other in ids.iter().filter(|other| *other != id) {
            assert!(!text.to_lowercase().contains(other.as_str()), "{id} names {other}");
        }
    }
}

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
                "business_created",
                "business_verified",
                "business_rejected",
                "business_restricted",
                "business_unverified",
                "business_closed",
                "external_account_created",
                "external_account_verified",
                "external_account_rejected",
                "external_account_restricted",
                "external_account_unverified",
                "external_account_closed",
                "transfer_updated",
                "verify_account_updated",
                "subledger_created",
                "book_transfer_updated",
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
