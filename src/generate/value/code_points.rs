//! A set of characters to write strings from.

use crate::generate::rng::DocumentRng;

/// The characters of a class; printable ASCII is preferred.
#[derive(Clone, Debug)]
pub(crate) struct CodePoints {
    ascii: Box<[u8]>,
    others: Box<[(char, char)]>,
    plain: char,
}

/// Non-ASCII characters that a person might really send: Latin, Greek, Hebrew, CJK, emoji.
const READABLE: [(char, char); 5] = [
    ('\u{a1}', '\u{24f}'),
    ('\u{391}', '\u{3a1}'),
    ('\u{5d0}', '\u{5ea}'),
    ('\u{4e00}', '\u{9fff}'),
    ('\u{1f600}', '\u{1f64f}'),
];

impl CodePoints {
    /// Returns the characters in these ranges; `None` for an empty class.
    pub(crate) fn of(ranges: &[(char, char)]) -> Option<Self> {
        let holds = |letter: char| ranges.iter().any(|(low, high)| (*low..=*high).contains(&letter));
        let ascii: Box<[u8]> = (b' '..=b'~').filter(|byte| holds((*byte).into())).collect();
        let met = |(low, high): (char, char)| {
            ranges.iter().map(move |range| (low.max(range.0), high.min(range.1))).filter(|(low, high)| low <= high)
        };
        let readable: Box<[_]> = READABLE.into_iter().flat_map(met).collect();
        let first = ranges.first()?.0;
        let others = if ascii.is_empty() && readable.is_empty() { ranges.into() } else { readable };
        let plain = ['a', 'A', '0'].into_iter().find(|letter| holds(*letter));
        let written = |byte: &u8| byte.is_ascii_alphanumeric();
        let plain = plain.or_else(|| ascii.iter().copied().find(written).or(ascii.first().copied()).map(char::from));
        let plain = plain.unwrap_or_else(|| others.first().map_or(first, |range| range.0));
        Some(Self { ascii, others, plain })
    }

    /// Returns the simplest character.
    pub(crate) const fn plain(&self) -> char {
        self.plain
    }

    /// Returns a random character.
    #[inline]
    pub(crate) fn draw(&self, rng: &mut DocumentRng) -> char {
        if self.others.is_empty() || (!self.ascii.is_empty() && !rng.once_in(8)) {
            return rng.pick(&self.ascii).map_or(self.plain, |byte| char::from(*byte));
        }
        let Some((low, high)) = rng.pick(&self.others) else { return self.plain };
        let drawn = u32::try_from(rng.between(*low as usize, *high as usize)).ok();
        drawn.and_then(char::from_u32).unwrap_or(*low)
    }

    /// Appends `count` random characters.
    #[inline]
    pub(crate) fn write(&self, count: usize, rng: &mut DocumentRng, out: &mut String) {
        if !self.others.is_empty() || self.ascii.len() > 256 {
            out.extend((0..count).map(|_| self.draw(rng)));
            return;
        }
        // Six characters per draw: ten bits each, scaled down to the size of the class.
        let mut left = count;
        while left > 0 {
            let mut bits = rng.bits();
            for _ in 0..left.min(6) {
                let at = ((bits & 0x3ff) as usize * self.ascii.len()) >> 10;
                out.push(char::from(self.ascii[at]));
                bits >>= 10;
            }
            left -= left.min(6);
        }
    }
}
