//! Sets of HTTP statuses, written as `2xx`, `200, 202, 204` or `all but 406`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A set of HTTP statuses. Its parts are separated by commas or white space.
///
/// ```
/// use hookproof::model::StatusSet;
///
/// let set: StatusSet = "2xx, 304, 401-403".parse().unwrap();
/// assert!(set.contains(204) && set.contains(304) && set.contains(402));
/// assert!(!set.contains(404));
/// assert!("all but 406".parse::<StatusSet>().unwrap().contains(500));
/// assert_eq!("200-299 410".parse::<StatusSet>().unwrap().to_string(), "2xx, 410");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StatusSet {
    listing: Listing,
    /// Lowest and highest status of each part.
    ranges: Vec<(u16, u16)>,
}

/// What the ranges of a set say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Listing {
    /// They are the set.
    #[default]
    Members,
    /// They are what the set lacks.
    Others,
}

/// The error for a text that is not a set of statuses.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("invalid statuses `{text}`: expected statuses such as `2xx`, `200-204`, `429, 5xx` or `all but 406`")]
#[non_exhaustive]
pub struct StatusSetError {
    /// The text.
    pub text: String,
}

/// Comes before the statuses that a set lacks.
const ALL_BUT: &str = "all but ";

/// The text of a set without statuses.
const NONE: &str = "none";

const LOWEST: u16 = 100;
const HIGHEST: u16 = 599;

impl StatusSet {
    /// Creates a set without statuses.
    #[must_use]
    pub const fn none() -> Self {
        Self { listing: Listing::Members, ranges: Vec::new() }
    }

    /// Creates the set of the statuses from 200 to 299.
    #[must_use]
    pub fn success() -> Self {
        Self { listing: Listing::Members, ranges: vec![(200, 299)] }
    }

    /// Returns whether a status is in the set.
    #[must_use]
    pub fn contains(&self, status: u16) -> bool {
        let is_listed = self.ranges.iter().any(|(low, high)| (*low..=*high).contains(&status));
        match self.listing {
            Listing::Members => is_listed,
            Listing::Others => !is_listed,
        }
    }

    /// Returns whether no status is in the set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !(LOWEST..=HIGHEST).any(|status| self.contains(status))
    }
}

impl From<&[u16]> for StatusSet {
    fn from(statuses: &[u16]) -> Self {
        Self { listing: Listing::Members, ranges: statuses.iter().map(|status| (*status, *status)).collect() }
    }
}

impl fmt::Display for StatusSet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.listing, self.ranges.is_empty()) {
            (Listing::Members, true) => return formatter.write_str(NONE),
            (Listing::Members, false) => {}
            (Listing::Others, _) => formatter.write_str(ALL_BUT)?,
        }
        for (at, (low, high)) in self.ranges.iter().enumerate() {
            if at > 0 {
                formatter.write_str(", ")?;
            }
            match (low, high) {
                (low, high) if low == high => write!(formatter, "{low}")?,
                (low, high) if low % 100 == 0 && *high == low + 99 => write!(formatter, "{}xx", low / 100)?,
                (low, high) => write!(formatter, "{low}-{high}")?,
            }
        }
        Ok(())
    }
}

impl FromStr for StatusSet {
    type Err = StatusSetError;

    fn from_str(text: &str) -> Result<Self, StatusSetError> {
        if text.trim() == NONE {
            return Ok(Self::none());
        }
        let (listing, rest) = match text.trim().strip_prefix(ALL_BUT) {
            Some(rest) => (Listing::Others, rest),
            None => (Listing::Members, text),
        };
        let parts = rest.split(|one: char| one == ',' || one.is_whitespace()).filter(|part| !part.is_empty());
        match parts.map(range).collect::<Option<Vec<_>>>() {
            Some(ranges) if !ranges.is_empty() => Ok(Self { listing, ranges }),
            _ => Err(StatusSetError { text: text.to_owned() }),
        }
    }
}

/// Reads one part: `2xx`, `200` or `200-204`.
fn range(text: &str) -> Option<(u16, u16)> {
    let is_status = |status: &u16| (LOWEST..=HIGHEST).contains(status);
    if let Some(hundred) = text.strip_suffix("xx") {
        let low = hundred.parse::<u16>().ok()?.checked_mul(100).filter(is_status)?;
        return Some((low, low + 99));
    }
    let (low, high) = text.split_once('-').unwrap_or((text, text));
    let (low, high) = (low.parse().ok().filter(is_status)?, high.parse().ok().filter(is_status)?);
    (low <= high).then_some((low, high))
}

impl TryFrom<String> for StatusSet {
    type Error = StatusSetError;

    fn try_from(text: String) -> Result<Self, StatusSetError> {
        text.parse()
    }
}

impl From<StatusSet> for String {
    fn from(set: StatusSet) -> Self {
        set.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_has_what_its_text_names() {
        let rows: [(&str, &str, &[u16], &[u16]); 7] = [
            ("2xx", "2xx", &[200, 299], &[199, 300]),
            ("200-299", "2xx", &[200, 299], &[199, 300]),
            ("200, 202,204", "200, 202, 204", &[200, 202, 204], &[201, 203]),
            ("5xx 429", "5xx, 429", &[500, 599, 429], &[428, 600]),
            ("200-204", "200-204", &[200, 204], &[205]),
            ("all but 406", "all but 406", &[200, 405, 407], &[406]),
            ("none", "none", &[], &[200, 500]),
        ];
        for (text, written, members, others) in rows {
            let set: StatusSet = text.parse().unwrap();
            assert_eq!(set.to_string(), written);
            assert_eq!(written.parse::<StatusSet>().as_ref(), Ok(&set));
            assert!(members.iter().all(|status| set.contains(*status)), "{text}");
            assert!(!others.iter().any(|status| set.contains(*status)), "{text}");
            assert_eq!(set.is_empty(), members.is_empty(), "{text}");
            let document = serde_json::to_string(&set).unwrap();
            assert_eq!(serde_json::from_str::<StatusSet>(&document).unwrap(), set, "{document}");
        }
        assert!("all but 100-599".parse::<StatusSet>().unwrap().is_empty());
        assert_eq!(StatusSet::from(&[410, 404][..]).to_string(), "410, 404");
    }

    #[test]
    fn another_text_is_refused() {
        for wrong in ["", ",", "all but", "all but ", "xx", "6xx", "204-200", "99", "700", "two", "200-", "200 none"] {
            assert_eq!(wrong.parse::<StatusSet>(), Err(StatusSetError { text: wrong.to_owned() }), "{wrong}");
        }
    }
}
