//! Failures that a team knows of: a check a line, and what follows `#` is a remark.

use std::fmt::Write;

use thiserror::Error;

use crate::model::did_you_mean;
use crate::verify::check::UnknownCheck;
use crate::verify::checks;
use crate::verify::run::{Run, Verdict};

/// Ids of checks that are known to fail, as written in a baseline file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline(Vec<&'static str>);

/// A line with an unknown check.
#[derive(Debug, Error)]
#[error("line {line}: unknown check `{name}`{}", did_you_mean(.nearest))]
#[non_exhaustive]
pub struct BaselineError {
    /// Its number, from 1.
    pub line: usize,
    /// The name in the file.
    pub name: String,
    /// Existing ids that are similar to it.
    pub nearest: Vec<String>,
}

impl Baseline {
    /// Returns the baseline for the next run: the checks that failed in this run, and known ones that it did not judge.
    #[must_use]
    pub fn renewed(&self, run: &Run) -> Self {
        let unjudged = |id: &&str| run.check(id).is_none_or(|check| check.verdict == Verdict::Skip);
        let kept: Vec<&str> = self.ids().filter(unjudged).collect();
        let all = checks::ALL.iter().map(|check| check.id);
        Self(all.filter(|id| kept.contains(id) || run.failed().any(|failed| failed == *id)).collect())
    }

    /// Returns the ids.
    pub fn ids(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().copied()
    }

    /// Returns the text of a file, with the findings of a run as comments.
    #[must_use]
    pub fn write(&self, run: &Run) -> String {
        let mut text =
            "# Known failures: they are shown and do not fail a run. Remove a check from this file when it passes \
             again.\n"
                .to_owned();
        for id in self.ids() {
            let failed = run.check(id).filter(|check| check.verdict == Verdict::Fail);
            let reason = failed.and_then(|check| check.reason.as_deref()).unwrap_or("not judged this time");
            let reason: String = reason.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
            let _ = writeln!(text, "{id}  # {reason}");
        }
        text
    }
}

impl std::str::FromStr for Baseline {
    type Err = BaselineError;

    fn from_str(text: &str) -> Result<Self, BaselineError> {
        let mut known = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let id = line.split_once('#').map_or(line, |(id, _)| id).trim();
            if !id.is_empty() {
                let unknown = |UnknownCheck { name, nearest }| BaselineError { line: at + 1, name, nearest };
                let check = checks::named(id).map_err(unknown)?;
                known.push(check.id);
            }
        }
        Ok(Self(known))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_skipped_and_an_error_names_its_line() {
        let known: Baseline = "# known since spring\npayload-null  # names may be null\n".parse().unwrap();
        assert_eq!(known.ids().collect::<Vec<_>>(), ["payload-null"]);
        let error = "payload-null\npayload-nul\n".parse::<Baseline>().unwrap_err();
        assert_eq!(error.line, 2);
    }
}
