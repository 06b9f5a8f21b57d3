//! Strings: free ones, and those with a pattern or a format.

use crate::generate::fill::plausible::Proposal;
use crate::generate::rng::DocumentRng;
use crate::generate::value::format::Format;
use crate::generate::value::length_range::LengthRange;
use crate::generate::value::program::Program;

/// A plan to write the string of one location.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub(crate) source: Source,
    pub(crate) range: LengthRange,
    /// A realistic value, if one is known and allowed.
    pub(crate) proposal: Option<Proposal>,
}

/// The source of its characters.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    Free,
    /// The name of an undeclared field.
    Name,
    Pattern(Box<Program>),
    Format(Format),
}

/// Length of the longest string if the schema sets no limit: the size of a column in most databases.
pub(crate) const LONG: usize = 255;

/// Maximum length of a string, whatever the schema allows.
const LIMIT: usize = 65_536;

const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyzeaionr";

/// Accents, combining marks, CJK, right-to-left, characters outside the BMP, joined emoji.
const FOREIGN: [&str; 10] = [
    "Zoë Ångström",
    "Łukasz Żółć",
    "日本語の名前",
    "東京都千代田区",
    "עברית",
    "محمد العربي",
    "🦀🚀 rocket",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
    "e\u{301}galite\u{301}",
    "👩‍👩‍👧 Ωμέγα",
];

/// Characters that JSON has to escape, and texts that careless code fails on.
const AWKWARD: [&str; 8] =
    ["\"quoted\"", "back\\slash", "line\nfeed", "tab\there", "</script>", "'; --", " padded ", "%s{}$1\r\n"];

impl Text {
    /// Returns the plan of a free string of any length.
    pub(crate) const fn free() -> Self {
        Self::new(Source::Free, LengthRange::OPEN)
    }

    pub(crate) const fn new(source: Source, range: LengthRange) -> Self {
        Self { source, range, proposal: None }
    }

    /// Returns whether every string is allowed.
    pub(crate) const fn is_free(&self) -> bool {
        matches!(self.source, Source::Free) && self.range.min == 0 && self.range.max == usize::MAX
    }

    /// Returns whether people write it, judging by its name.
    pub(crate) const fn is_prose(&self) -> bool {
        match &self.proposal {
            Some(proposal) => !proposal.is_made(),
            None => true,
        }
    }

    /// Returns whether shrinking leaves it unchanged: ids and times, which the receiver may look up or compare.
    pub(crate) fn is_identity(&self) -> bool {
        match &self.source {
            Source::Free | Source::Name => false,
            Source::Format(format) => format.is_identity(),
            Source::Pattern(program) => {
                let range = program.range();
                range.min == range.max && range.min > 0
            }
        }
    }

    /// Draws a random string.
    #[inline]
    pub(crate) fn draw(&self, rng: &mut DocumentRng) -> String {
        match &self.source {
            Source::Free => free(self.range, rng),
            Source::Name => {
                let length = self.range.clamp(rng.between(3, 12)).min(LIMIT);
                let mut out = String::with_capacity(length);
                letters(length, rng, &mut out);
                out
            }
            Source::Format(format) => {
                let mut out = String::with_capacity(36);
                format.write(self.range, rng, &mut out);
                out
            }
            Source::Pattern(program) => {
                let mut out = String::with_capacity(program.range().min.clamp(8, 64));
                program.write(self.aim(program, rng), rng, &mut out);
                out
            }
        }
    }

    /// Selects a length range: sometimes exactly the shortest or the longest length, if the schema limits it.
    fn aim(&self, program: &Program, rng: &mut DocumentRng) -> LengthRange {
        if self.range.is_open() || !rng.once_in(8) {
            return LengthRange::new(self.range.min, self.range.max.min(self.range.min.max(LIMIT)));
        }
        let met = self.range.meet(program.range());
        LengthRange::exactly(if rng.once_in(2) { met.min } else { met.max.min(met.min.max(LONG)) })
    }

    /// Returns the simplest and shortest string.
    pub(crate) fn smallest(&self) -> String {
        match &self.source {
            Source::Free | Source::Name => "a".repeat(self.range.min.min(LIMIT)),
            Source::Format(format) => format.plain(self.range),
            Source::Pattern(program) => program.shortest(self.range),
        }
    }

    /// Returns the longest string, of plain characters.
    pub(crate) fn largest(&self) -> String {
        let most = if self.range.max == usize::MAX { LONG.max(self.range.min) } else { self.range.max };
        match &self.source {
            Source::Free | Source::Name => alphabet(most.min(LIMIT)),
            Source::Format(format) => format.plain(self.range),
            Source::Pattern(program) => program.longest(self.range, most.min(LIMIT)),
        }
    }

    /// Returns the simplest string of exactly this length; `None` if there is none or it would have to be searched for.
    pub(crate) fn plain(&self, length: usize) -> Option<String> {
        match &self.source {
            _ if !self.range.holds(length) => None,
            Source::Free | Source::Name => Some("a".repeat(length)),
            Source::Format(format) => {
                Some(format.plain(LengthRange::exactly(length))).filter(|text| text.len() == length)
            }
            Source::Pattern(program) => program.plain(length),
        }
    }
}

/// Returns this many characters, `a` to `z` repeatedly.
pub(crate) fn alphabet(length: usize) -> String {
    const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";
    // Appending single letters would take longer than the rest of a huge document.
    let mut long = LETTERS.repeat(length.div_ceil(LETTERS.len()));
    long.truncate(length);
    long
}

fn free(range: LengthRange, rng: &mut DocumentRng) -> String {
    let fate = rng.below(64);
    let natural = match fate {
        0..=1 => 0,
        2..=5 => rng.between(20, 64),
        6 => rng.between(65, LONG),
        7 if range.max <= LIMIT => range.max,
        8 => range.min,
        _ => rng.between(2, 17),
    };
    let length = range.clamp(natural).min(LIMIT);
    let mut out = String::with_capacity(length + 4);
    match fate {
        56..=63 => spice(&FOREIGN, range.clamp(length.max(1)).min(LIMIT), rng, &mut out),
        52..=55 => spice(&AWKWARD, length, rng, &mut out),
        _ => words(length, rng, &mut out),
    }
    out
}

/// Appends `length` characters, including one of the texts in `from`, or its beginning if it is too long.
fn spice(from: &[&str], length: usize, rng: &mut DocumentRng, out: &mut String) {
    let chosen = rng.pick(from).copied().unwrap_or_default();
    let count = chosen.chars().count();
    if count < length {
        letters((length - count).min(12), rng, out);
    }
    let rest = length - out.len();
    out.extend(chosen.chars().take(rest));
    letters(rest.saturating_sub(count), rng, out);
}

/// Appends letters and a few spaces.
fn words(length: usize, rng: &mut DocumentRng, out: &mut String) {
    let start = out.len();
    letters(length, rng, out);
    if length > 8 {
        let at = start + 2 + rng.below(length - 4);
        out.replace_range(at..=at, " ");
    }
}

/// Appends lower-case letters, twelve per draw.
#[inline]
fn letters(count: usize, rng: &mut DocumentRng, out: &mut String) {
    let mut left = count;
    while left > 0 {
        let mut bits = rng.bits();
        let now = left.min(12);
        let mut block = [0_u8; 12];
        for place in &mut block[..now] {
            *place = ALPHABET[(bits & 31) as usize];
            bits >>= 5;
        }
        out.push_str(std::str::from_utf8(&block[..now]).unwrap_or_default());
        left -= now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirty_two_draws_hold_a_foreign_one() {
        let mut rng = DocumentRng::fixed(3);
        let mut without = 0;
        for _ in 0..1000 {
            let foreign = (0..32).filter(|_| !Text::free().draw(&mut rng).is_ascii()).count();
            without += usize::from(foreign == 0);
        }
        assert!(without < 30, "{without} of 1000 rounds had none");
    }

    #[test]
    fn lengths_count_characters() {
        let mut rng = DocumentRng::fixed(4);
        for max in 0..40 {
            let text = Text::new(Source::Free, LengthRange::new(max / 2, max));
            for _ in 0..200 {
                let drawn = text.draw(&mut rng);
                assert!(text.range.holds(drawn.chars().count()), "{:?} {drawn:?}", text.range);
                assert!(!drawn.contains('\0'));
            }
        }
    }
}
