//! The end of a run of several targets.

use std::fmt::Write;

use crate::cli::error::CliError;
use crate::cli::run::job::Ended;
use crate::verify::Outcome;

/// Exit statuses, the best first.
const ORDER: [u8; 6] = [0, 5, 1, 3, 2, 4];

/// Checks that are named on a line.
const MOST_NAMED: usize = 5;

/// Returns a line for each target.
pub(super) fn text(ended: &[(String, Ended)]) -> String {
    let mut text = format!("\n{} targets\n", ended.len());
    let width = ended.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    for (name, ended) in ended {
        let (word, rest) = match ended {
            Ended::Verified { outcome, failed } => (outcome.name(), named(failed)),
            Ended::Refused(error) => ("error", error.to_string().lines().next().unwrap_or_default().to_owned()),
            Ended::NotRun => ("not run", String::new()),
        };
        let line = format!("  {word:8}  {name:width$}  {rest}");
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

fn named(failed: &[String]) -> String {
    let (first, rest) = failed.split_at(failed.len().min(MOST_NAMED));
    let more = if rest.is_empty() { String::new() } else { format!(", and {} more", rest.len()) };
    first.join(", ") + &more
}

/// Returns the worst result.
pub(super) fn result(ended: &[(String, Ended)]) -> Result<Outcome, CliError> {
    let refused: Vec<&CliError> = ended
        .iter()
        .filter_map(|(_, ended)| match ended {
            Ended::Refused(error) => Some(error),
            Ended::Verified { .. } | Ended::NotRun => None,
        })
        .collect();
    let is_worse = |code: u8| ORDER.iter().position(|known| *known == code);
    if let Some(code) = refused.iter().map(|error| error.code()).max_by_key(|code| is_worse(*code)) {
        return Err(CliError::Targets { count: refused.len(), of: ended.len(), code });
    }
    let outcomes = ended.iter().map(|(_, ended)| match ended {
        Ended::Verified { outcome, .. } => *outcome,
        Ended::Refused(_) | Ended::NotRun => Outcome::Unproved,
    });
    Ok(outcomes.max_by_key(|outcome| is_worse(outcome.exit_status())).unwrap_or(Outcome::Unproved))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verified(outcome: Outcome) -> (String, Ended) {
        (outcome.name().to_owned(), Ended::Verified { outcome, failed: vec!["check".to_owned(); 7] })
    }

    #[test]
    fn the_worst_result_is_that_of_the_run() {
        let not_run = || ("late".to_owned(), Ended::NotRun);
        let refused = || ("error".to_owned(), Ended::Refused(CliError::NoSecret));
        assert_eq!(result(&[verified(Outcome::Passed)]).unwrap(), Outcome::Passed);
        assert_eq!(result(&[verified(Outcome::Passed), not_run()]).unwrap(), Outcome::Unproved);
        assert_eq!(result(&[verified(Outcome::Failed), not_run()]).unwrap(), Outcome::Failed);
        assert_eq!(result(&[verified(Outcome::Failed), refused()]).unwrap_err().code(), 2);
        let text = text(&[verified(Outcome::Failed), refused(), not_run()]);
        assert!(text.contains("  failed    failed  check, check, check, check, check, and 2 more\n"), "{text}");
        assert!(text.contains("  error     error   a secret is needed\n  not run   late\n"), "{text}");
    }
}
