//! Snapshots of payloads in the caller's repository: the expansion of `assert_contract_snapshots!`.

use std::any::Any;
use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;

use crate::provider::{Payload, Provider};
use crate::providers;
use crate::snapshot;
use crate::snapshot::{Folder, State};

#[doc(hidden)]
pub use insta;

/// Compares the payloads of a provider with the snapshots in your own repository, so that changes of the contract in an
/// upgrade of hookproof appear as a diff in `cargo insta review` or `hookproof snapshot review`.
///
/// Each event has a file `snapshots/PROVIDER/EVENT.snap` next to your `Cargo.toml`, with its smallest, its largest and
/// a plausible document. Ids and times of the envelope are redacted, and the values at the JSON pointers that you name
/// (`*` for any field or item). Without events, all events of the provider are compared; without a provider, those of
/// all providers.
///
/// ```no_run
/// use hookproof::assert_contract_snapshots;
/// use hookproof::providers::truv;
///
/// assert_contract_snapshots!(truv(), ["order-created", "task-status-updated"]);
/// assert_contract_snapshots!(truv(), ["order-status-updated"], redact = ["/product"]);
/// ```
///
/// If a path of `insta::Settings` is bound around it, that path is used instead of `snapshots`; make it absolute.
///
/// # Panics
/// After all comparisons, if one differs, if a snapshot belongs to a payload that the provider no longer has, or if an
/// event does not exist.
#[macro_export]
macro_rules! assert_contract_snapshots {
    ($($provider:expr $(, [$($event:expr),* $(,)?] $(, redact = [$($pointer:expr),* $(,)?])?)?)? $(,)?) => {
        $crate::__private::contract::compare(
            ::core::option::Option::None$(.or(::core::option::Option::Some(&$provider)))?,
            &[$($($($event),*)?)?],
            &[$($($($($pointer),*)?)?)?],
            // Both are expanded at the call of the macro: insta resolves paths by that file.
            &$crate::__private::contract::Here {
                folder: ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/snapshots"),
                assert: |name, text| $crate::__private::contract::insta::assert_snapshot!(name, text),
            },
        )
    };
}

/// The one who calls.
#[doc(hidden)]
#[derive(Debug)]
#[expect(clippy::exhaustive_structs, reason = "a macro makes it in another crate")]
pub struct Here {
    pub folder: &'static str,
    pub assert: fn(&str, &str),
}

#[doc(hidden)]
#[track_caller]
pub fn compare(provider: Option<&Provider>, events: &[&str], redacted: &[&str], here: &Here) {
    let mut wrong = Vec::new();
    match provider {
        Some(provider) => compare_one(provider, events, redacted, here, &mut wrong),
        None => {
            for provider in providers::ALL {
                compare_one(&provider(), events, redacted, here, &mut wrong);
            }
        }
    }
    let review = "review what changed with `cargo insta review` or `hookproof snapshot review --dir snapshots`";
    assert!(wrong.is_empty(), "the contract is not the one that was accepted:\n  {}\n{review}", wrong.join("\n  "));
}

/// Returns the differences, one line each.
#[track_caller]
fn compare_one(provider: &Provider, events: &[&str], redacted: &[&str], here: &Here, wrong: &mut Vec<String>) {
    let mut chosen: Vec<&Payload> = Vec::new();
    for name in events {
        chosen.push(known(provider.payload(name)));
    }
    if events.is_empty() {
        chosen.extend(provider.events());
    }
    let redacted: Vec<String> = redacted.iter().map(|pointer| (*pointer).to_owned()).collect();
    let mut settings = insta::Settings::clone_current();
    let bound = settings.snapshot_path();
    // `snapshots` is the default of insta, and would be the folder next to the file of the test.
    let root = if bound == Path::new("snapshots") { Path::new(here.folder) } else { bound }.to_owned();
    settings.set_snapshot_path(root.join(&provider.id));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for payload in chosen {
        let text = known(snapshot::of(provider, payload, &redacted));
        let name = format!("{} {}", provider.id, payload.name);
        settings.set_description(&name);
        let asserted = catch_unwind(AssertUnwindSafe(|| settings.bind(|| (here.assert)(&payload.name, &text))));
        match asserted {
            Ok(()) => {}
            Err(panic) if is_of_insta(&*panic) => wrong.push(format!("{name} is not what was accepted")),
            Err(panic) => resume_unwind(panic),
        }
    }
    let open = known(Folder::at(&root).open(provider));
    let orphaned = open.into_iter().filter(|(_, state)| *state == State::Orphaned);
    wrong
        .extend(orphaned.map(|(name, _)| format!("{}/{name}.snap is the snapshot of nothing: remove it", provider.id)));
}

fn is_of_insta(panic: &(dyn Any + Send)) -> bool {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    text.is_some_and(|text| text.starts_with("snapshot assertion for "))
}

#[track_caller]
fn known<T, E: Display>(found: Result<T, E>) -> T {
    match found {
        Ok(found) => found,
        Err(error) => panic!("{error}"),
    }
}
