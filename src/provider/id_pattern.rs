//! Ids of any form, as a regular expression.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

/// The pattern of an id: a regular expression that describes the whole id, such as `evt_[A-Za-z0-9]{24}`. With
/// ` integer` at the end, the id is a number in JSON.
///
/// ```
/// let pattern: hookproof::provider::IdPattern = "evt_[A-Za-z0-9]{24}".parse().unwrap();
/// assert!(pattern.matches("evt_1NG8Du2eZvKYlo2CUI79vXWy"));
/// assert!(!pattern.matches("evt_1"));
/// ```
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IdPattern {
    text: String,
    is_integer: bool,
    compiled: Arc<(Regex, Hir)>,
}

/// The error for an invalid pattern of an id.
#[derive(Debug, Error)]
#[error("`{text}` is not a pattern for an id: {reason}")]
#[non_exhaustive]
pub struct IdPatternError {
    /// The pattern.
    pub text: String,
    /// The reason.
    pub reason: String,
}

/// The longest id that a pattern may describe.
const LONGEST: usize = 256;

impl IdPattern {
    /// Returns whether an id of this form is a number in JSON.
    #[must_use]
    pub const fn is_integer(&self) -> bool {
        self.is_integer
    }

    /// Returns whether the whole text has this form.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.compiled.0.is_match(text)
    }

    /// Returns a text of this form, chosen by a hash.
    pub(super) fn draw(&self, state: &Sha256) -> String {
        let mut drawn = Drawn { state: state.clone(), block: Vec::new(), counter: 0 };
        let mut text = String::new();
        drawn.write(&self.compiled.1, &mut text);
        text
    }
}

/// A stream of numbers from a hash.
struct Drawn {
    state: Sha256,
    block: Vec<u8>,
    counter: u64,
}

impl Drawn {
    /// Returns a number below a limit.
    fn below(&mut self, limit: u32) -> u32 {
        if self.block.len() < 4 {
            self.block = self.state.clone().chain_update(self.counter.to_le_bytes()).finalize().to_vec();
            self.counter += 1;
        }
        let rest = self.block.split_off(4);
        let word = self.block.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte));
        self.block = rest;
        word % limit.max(1)
    }

    fn write(&mut self, hir: &Hir, text: &mut String) {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
            HirKind::Class(class) => text.extend(self.letter(class)),
            HirKind::Repetition(repetition) => {
                // Patterns without a longest text are refused.
                let most = repetition.max.unwrap_or(repetition.min);
                let span = most.saturating_sub(repetition.min).saturating_add(1);
                for _ in 0..repetition.min.saturating_add(self.below(span)) {
                    self.write(&repetition.sub, text);
                }
            }
            HirKind::Capture(capture) => self.write(&capture.sub, text),
            HirKind::Concat(parts) => parts.iter().for_each(|part| self.write(part, text)),
            HirKind::Alternation(ways) => {
                let at = self.below(u32::try_from(ways.len()).unwrap_or(u32::MAX));
                if let Some(way) = usize::try_from(at).ok().and_then(|at| ways.get(at)) {
                    self.write(way, text);
                }
            }
        }
    }

    /// Returns a letter of a class. Letters of ASCII are preferred.
    fn letter(&mut self, class: &Class) -> Option<char> {
        let ranges: Vec<(u32, u32)> = match class {
            Class::Unicode(class) => {
                class.ranges().iter().map(|range| (range.start().into(), range.end().into())).collect()
            }
            Class::Bytes(class) => {
                class.ranges().iter().map(|range| (range.start().into(), range.end().into())).collect()
            }
        };
        let printable = |(low, high): &(u32, u32)| (*low.max(&0x21), *high.min(&0x7e));
        let ascii: Vec<(u32, u32)> = ranges.iter().map(printable).filter(|(low, high)| low <= high).collect();
        let ranges = if ascii.is_empty() { ranges } else { ascii };
        let size = ranges.iter().map(|(low, high)| high - low + 1).fold(0_u32, u32::saturating_add);
        let mut at = self.below(size);
        for (low, high) in ranges {
            let here = high - low + 1;
            if at < here {
                return char::from_u32(low + at);
            }
            at -= here;
        }
        None
    }
}

impl FromStr for IdPattern {
    type Err = IdPatternError;

    fn from_str(text: &str) -> Result<Self, IdPatternError> {
        let wrong = |reason: String| IdPatternError { text: text.to_owned(), reason };
        let (pattern, is_integer) = text.strip_suffix(" integer").map_or((text, false), |pattern| (pattern, true));
        let hir = regex_syntax::Parser::new().parse(pattern).map_err(|error| wrong(last_line(&error)))?;
        if hir.properties().maximum_len().is_none_or(|longest| longest > LONGEST) {
            let reason = format!("its ids may be longer than {LONGEST} bytes; write a{{1,24}} in place of a+ or a*");
            return Err(wrong(reason));
        }
        if hir.properties().minimum_len() == Some(0) {
            return Err(wrong("an id may not be empty".to_owned()));
        }
        let regex = Regex::new(&format!("^(?:{pattern})$")).map_err(|error| wrong(last_line(&error)))?;
        let compiled = Arc::new((regex, hir));
        let made = Self { text: text.to_owned(), is_integer, compiled };
        let sample = made.draw(&Sha256::new());
        if is_integer && sample.parse::<u64>().map_or(true, |number| number.to_string() != sample) {
            return Err(wrong(format!("an integer cannot be written as `{sample}`")));
        }
        Ok(made)
    }
}

/// Returns the last line of an error, which has the reason.
fn last_line(error: &dyn fmt::Display) -> String {
    error.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
}

impl PartialEq for IdPattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for IdPattern {}

impl fmt::Debug for IdPattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "IdPattern({:?})", self.text)
    }
}

impl fmt::Display for IdPattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl TryFrom<String> for IdPattern {
    type Error = IdPatternError;

    fn try_from(text: String) -> Result<Self, IdPatternError> {
        text.parse()
    }
}

impl From<IdPattern> for String {
    fn from(pattern: IdPattern) -> Self {
        pattern.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_matches_and_differs() {
        for text in [
            "evt_[A-Za-z0-9]{24}",
            "[1-9][0-9]{8} integer",
            "[0-7][0-9A-HJKMNP-TV-Z]{25}",
            "(?:pi|ch)_\\w{5,9}",
            "a{1,64}",
        ] {
            let pattern: IdPattern = text.parse().unwrap();
            let mut seen = std::collections::BTreeSet::new();
            for nth in 0..50_u8 {
                let id = pattern.draw(&Sha256::new().chain_update([nth]));
                assert!(pattern.matches(&id), "{text}: {id}");
                assert!(id.bytes().all(|byte| byte.is_ascii_graphic()), "{id}");
                seen.insert(id);
            }
            assert!(seen.len() > 10, "{text}: {seen:?}");
            assert_eq!(pattern.to_string(), text);
        }
    }

    #[test]
    fn wrong_patterns_are_refused() {
        for text in ["evt_[A-Z", "(a", "a+", "((((a*)*)*)*)*", "", "x{300}", "[a-z]{3} integer", "0[0-9]{3} integer"] {
            assert!(text.parse::<IdPattern>().is_err(), "{text}");
        }
    }
}
