//! `--assume`: from lists of facts to one fact after the other.

use crate::provider::Provider;

/// The key of a fact, and the value that overrides it.
type Assumption<'a> = (&'a str, Option<&'a str>);

/// Returns the assumptions in `KEY[=VALUE],...`, in order. A value may hold commas: what follows one is another
/// assumption only if it begins like the key of a fact.
pub(super) fn listed<'a>(provider: &Provider, given: &'a [String]) -> Vec<Assumption<'a>> {
    let families: Vec<&str> = {
        let facts = provider.facts.iter().map(|fact| fact.key.as_str());
        facts.chain(Provider::settings().map(|(key, _)| key)).filter_map(family).collect()
    };
    given.iter().flat_map(|list| split(list, &families)).map(key_and_value).collect()
}

fn split<'a>(list: &'a str, families: &[&str]) -> Vec<&'a str> {
    let mut found = Vec::new();
    let mut begin = 0;
    for (comma, _) in list.match_indices(',') {
        let (before, after) = (&list[begin..comma], &list[comma + 1..]);
        // A key holds no comma; a value may.
        if !before.contains('=') || family(after).is_some_and(|next| families.contains(&next)) {
            found.push(before);
            begin = comma + 1;
        }
    }
    found.push(&list[begin..]);
    // A trailing comma is allowed, but an empty list is not.
    if found.len() > 1 {
        found.retain(|one| !one.trim().is_empty());
    }
    found
}

/// Returns the first word of a key, if the text begins with a key: `signature` of `signature.header=X-Sign`.
fn family(text: &str) -> Option<&str> {
    let key = text.split([',', '=']).next()?.trim();
    let (family, rest) = key.split_once('.')?;
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    (is_word(family) && rest.split('.').all(is_word)).then_some(family)
}

fn key_and_value(assumption: &str) -> Assumption<'_> {
    match assumption.split_once('=') {
        Some((key, value)) => (key.trim(), Some(value)),
        None => (assumption.trim(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::providers;

    #[test]
    fn a_list_is_split_and_a_value_with_commas_is_not() {
        const BETTEREZ: &str = "x-btrz-signature: t={time},s={old},s2={signature}";
        let header = format!("signature.header={BETTEREZ}");
        let both = format!("{header},signature.encoding=base64");
        let cases: [(&[&str], &[Assumption<'_>]); 9] = [
            (&["retry.attempts"], &[("retry.attempts", None)]),
            (&["retry.attempts=5"], &[("retry.attempts", Some("5"))]),
            (
                &["payload.new-values,retry.attempts=5, retry.delay"],
                &[("payload.new-values", None), ("retry.attempts", Some("5")), ("retry.delay", None)],
            ),
            (&["payload.new-values", "retry.delay"], &[("payload.new-values", None), ("retry.delay", None)]),
            (&[&header], &[("signature.header", Some(BETTEREZ))]),
            (&[&both], &[("signature.header", Some(BETTEREZ)), ("signature.encoding", Some("base64"))]),
            // A mistake in a key is a mistake of that key, not of the value before it.
            (&["retry.attempts=5,retry.dely=3s"], &[("retry.attempts", Some("5")), ("retry.dely", Some("3s"))]),
            (&["retry.attempts,retrydelay"], &[("retry.attempts", None), ("retrydelay", None)]),
            (&["retry.attempts,"], &[("retry.attempts", None)]),
        ];
        for (given, wanted) in cases {
            let given: Vec<String> = given.iter().map(|&list| list.to_owned()).collect();
            assert_eq!(listed(&providers::betterez(), &given), wanted, "{given:?}");
        }
    }

    #[test]
    fn the_header_of_every_provider_is_one_value() {
        for provider in providers::ALL {
            let provider = provider();
            for (key, _) in Provider::settings() {
                let Some(value) = provider.setting(key) else { continue };
                let given = [format!("{key}={value}")];
                assert_eq!(listed(&provider, &given), [(key, Some(value.as_str()))], "{}", provider.id);
            }
        }
    }

    #[test]
    fn what_is_empty_stays_a_mistake() {
        assert_eq!(listed(&providers::truv(), &[String::new()]), [("", None)]);
    }
}
