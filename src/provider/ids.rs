//! Forms of ids, and the source of new ones.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::model::Json;
use crate::provider::id_pattern::IdPattern;

/// Form of an id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum IdForm {
    /// A UUID with dashes, lower case.
    Uuid,
    /// 32 lower-case hexadecimal digits.
    Hex32,
    /// 24 lower-case hexadecimal digits.
    Hex24,
    /// `item_` and nine decimal digits.
    Item9,
    /// Nine decimal digits, the first not zero.
    Digits9,
    /// Any other form.
    Pattern(IdPattern),
}

/// A source of new ids: the same source gives the same ids.
///
/// ```
/// use hookproof::provider::{IdForm, IdSource};
///
/// let ids = IdSource::new(7, "salt", &["redelivery-same", "order-created"]);
/// assert_eq!(ids.id("event", &IdForm::Hex32), ids.id("event", &IdForm::Hex32));
/// assert_ne!(ids.id("event", &IdForm::Hex32), ids.id("attempt", &IdForm::Hex32));
/// assert_eq!(ids.id("event", &IdForm::Uuid).len(), 36);
/// ```
#[derive(Clone, Debug)]
pub struct IdSource(Sha256);

impl IdSource {
    /// Creates the id source of one delivery of a run, from the `seed` and `salt` of the run and a key that identifies
    /// the delivery.
    #[must_use]
    pub fn new(seed: u64, salt: &str, key: &[&str]) -> Self {
        let mut state = Sha256::new();
        state.update(seed.to_le_bytes());
        for part in std::iter::once(salt).chain(key.iter().copied()) {
            // Lengths keep ("ab", "c") and ("a", "bc") apart.
            state.update((part.len() as u64).to_le_bytes());
            state.update(part.as_bytes());
        }
        Self(state)
    }

    /// Returns an id for a purpose in the same form as `text`. If the form is unknown, only letters and digits are
    /// replaced, at the same positions. A text that is too short for that stays unchanged.
    ///
    /// ```
    /// use hookproof::provider::IdSource;
    ///
    /// let ids = IdSource::new(7, "salt", &["redelivery-same"]);
    /// let like = ids.like("policy", "01JQYC3EXT");
    /// assert!(like != "01JQYC3EXT" && like.len() == 10 && like.starts_with(|one: char| one.is_ascii_digit()));
    /// assert_eq!(ids.like("policy", "A1"), "A1");
    /// ```
    #[must_use]
    pub fn like(&self, purpose: &str, text: &str) -> String {
        if let Some(form) = IdForm::of(text) {
            return self.id(purpose, &form);
        }
        if text.chars().filter(char::is_ascii_alphanumeric).count() < LEAST_ID {
            return text.to_owned();
        }
        let digest = self.0.clone().chain_update(purpose.as_bytes()).finalize();
        let drawn = digest.iter().cycle().enumerate();
        let other = |(one, (nth, byte)): (char, (usize, &u8))| {
            // Texts longer than the digest must not repeat themselves.
            let byte = usize::from(byte.wrapping_add(u8::try_from(nth / digest.len() % 256).unwrap_or_default()));
            let of = |set: &str| set.chars().nth(byte % set.len()).unwrap_or(one);
            match one {
                '0'..='9' => of("0123456789"),
                'a'..='z' => of("abcdefghijklmnopqrstuvwxyz"),
                'A'..='Z' => of("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
                _ => one,
            }
        };
        text.chars().zip(drawn).map(other).collect()
    }

    /// Returns the id for a purpose.
    #[must_use]
    pub fn id(&self, purpose: &str, form: &IdForm) -> String {
        let state = self.0.clone().chain_update(purpose.as_bytes());
        if let IdForm::Pattern(pattern) = form {
            return pattern.draw(&state);
        }
        let digest = state.finalize();
        let hex = const_hex::encode(&digest[..16]);
        match form {
            IdForm::Hex32 | IdForm::Pattern(_) => hex,
            IdForm::Hex24 => hex[..24].to_owned(),
            IdForm::Item9 => format!("item_{:09}", number(&digest) % 1_000_000_000),
            IdForm::Digits9 => (100_000_000 + number(&digest) % 900_000_000).to_string(),
            // Version 4, variant 1: validators look at these two digits.
            IdForm::Uuid => {
                format!("{}-{}-4{}-a{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..])
            }
        }
    }
}

impl IdSource {
    /// Returns a number with as many digits as another one; the same number gives the same one.
    pub(super) fn number_like(&self, old: u64) -> u64 {
        let digest = self.0.clone().chain_update(format!("number {old}").as_bytes()).finalize();
        let least = 10_u64.pow(old.checked_ilog10().unwrap_or_default());
        least.saturating_add(number(&digest) % least.saturating_mul(9).max(1))
    }
}

/// Minimum number of letters and digits in an id of unknown form that can be replaced by a similar one.
const LEAST_ID: usize = 6;

/// Returns the first eight bytes as a number.
fn number(digest: &[u8]) -> u64 {
    digest[..8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

impl IdForm {
    /// Every form with a name, the most distinctive first.
    pub const ALL: [Self; 5] = [Self::Uuid, Self::Hex32, Self::Hex24, Self::Item9, Self::Digits9];

    /// Returns the form of a text.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.is_form_of(text))
    }

    /// Writes an id of this form as it is written in JSON: a pattern may be about integers.
    #[must_use]
    pub fn spell(&self, id: &str) -> Json {
        match self {
            Self::Pattern(pattern) if pattern.is_integer() => {
                id.parse::<u64>().map_or_else(|_| Json::from(id), |number| Json::Number(number.into()))
            }
            _ => Json::from(id),
        }
    }

    /// Returns whether a text has this form.
    #[must_use]
    pub fn is_form_of(&self, text: &str) -> bool {
        let hex = |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let digits = |text: &str| text.len() == 9 && text.bytes().all(|byte| byte.is_ascii_digit());
        match self {
            Self::Hex32 => hex(text, 32),
            Self::Hex24 => hex(text, 24),
            Self::Item9 => text.strip_prefix("item_").is_some_and(digits),
            Self::Digits9 => digits(text),
            Self::Pattern(pattern) => pattern.matches(text),
            Self::Uuid => {
                let lengths = [8, 4, 4, 4, 12];
                let mut groups = text.split('-');
                lengths.iter().all(|length| groups.next().is_some_and(|group| hex(group, *length)))
                    && groups.next().is_none()
            }
        }
    }
}
