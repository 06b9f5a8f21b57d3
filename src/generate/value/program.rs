//! A compiled pattern, which writes matching strings of a requested length. It does not depend on regular expressions.

use crate::generate::rng::DocumentRng;
use crate::generate::value::code_points::CodePoints;
use crate::generate::value::length_range::LengthRange;

/// A pattern, compiled once.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    root: Node,
    exact: bool,
}

/// A part of a pattern, and the number of characters that it can write.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    piece: Piece,
    range: LengthRange,
    /// Whether every length in the range can be written.
    gapless: bool,
}

#[derive(Clone, Debug)]
enum Piece {
    Text(Box<str>),
    Letter(CodePoints),
    Repeat(Box<Node>, LengthRange),
    /// Parts, each with the lengths of everything after it.
    Sequence(Box<[(Node, LengthRange)]>),
    Either(Box<[Node]>),
    /// Any text before and after a pattern without anchors.
    Anything,
}

/// Maximum number of repetitions if the pattern sets no limit.
const FAR: usize = 24;

impl Program {
    /// Creates a program whose strings all match.
    pub(crate) const fn exact(root: Node) -> Self {
        Self { root, exact: true }
    }

    /// Creates a program of which some strings may not match.
    pub(crate) const fn loose(root: Node) -> Self {
        Self { root, exact: false }
    }

    /// Returns the lengths that the pattern allows.
    pub(crate) const fn range(&self) -> LengthRange {
        self.root.range
    }

    /// Returns whether every string written for this range matches the pattern and has a length inside it.
    pub(crate) fn is_exact_within(&self, range: LengthRange) -> bool {
        self.exact && (range.covers(self.root.range) || (self.root.gapless && !range.meet(self.root.range).is_empty()))
    }

    /// Appends a string with a length in the range, as far as the pattern allows one.
    pub(crate) fn write(&self, range: LengthRange, rng: &mut DocumentRng, out: &mut String) {
        self.root.write(range, rng, out);
    }

    /// Returns the simplest string of exactly this length.
    pub(crate) fn plain(&self, length: usize) -> Option<String> {
        let mut out = String::new();
        let written = self.root.plain(LengthRange::exactly(length), &mut out);
        (written == length).then_some(out)
    }

    /// Returns the simplest string with a length in the range, as short as possible, or as close as the pattern allows.
    pub(crate) fn shortest(&self, range: LengthRange) -> String {
        let wanted = self.root.range.meet(range).min.min(self.root.range.max);
        (wanted..=range.max.min(wanted + 64)).find_map(|length| self.plain(length)).unwrap_or_default()
    }

    /// Returns the simplest string of the greatest length up to `most`.
    pub(crate) fn longest(&self, range: LengthRange, most: usize) -> String {
        let most = self.root.range.meet(range).max.min(most.max(range.min));
        (range.min..=most).rev().take(64).find_map(|length| self.plain(length)).unwrap_or_else(|| self.shortest(range))
    }
}

impl Node {
    pub(crate) fn text(text: &str) -> Self {
        let range = LengthRange::exactly(text.chars().count());
        Self { piece: Piece::Text(text.into()), range, gapless: true }
    }

    pub(crate) const fn letter(letters: CodePoints) -> Self {
        Self { piece: Piece::Letter(letters), range: LengthRange::exactly(1), gapless: true }
    }

    pub(crate) const fn anything() -> Self {
        Self { piece: Piece::Anything, range: LengthRange::OPEN, gapless: true }
    }

    pub(crate) fn repeat(node: Self, min: u32, max: Option<u32>) -> Self {
        let times = LengthRange::new(min as usize, max.map_or(usize::MAX, |max| max as usize));
        let most = if node.range.max == 0 { 0 } else { node.range.max.saturating_mul(times.max) };
        let range = LengthRange::new(node.range.min.saturating_mul(times.min), most);
        let fixed = node.range.min == node.range.max;
        let gapless = node.gapless
            && (times.min == times.max || node.range.min <= 1)
            && (!fixed || node.range.max <= 1 || times.min == times.max);
        Self { piece: Piece::Repeat(Box::new(node), times), range, gapless }
    }

    pub(crate) fn sequence(mut nodes: Vec<Self>) -> Self {
        if nodes.len() == 1 {
            return nodes.remove(0);
        }
        let mut after = LengthRange::exactly(0);
        let mut gapless = true;
        let mut parts = Vec::with_capacity(nodes.len());
        for node in nodes.into_iter().rev() {
            let rest = after;
            after = node.range.then(after);
            gapless &= node.gapless;
            parts.push((node, rest));
        }
        parts.reverse();
        Self { piece: Piece::Sequence(parts.into()), range: after, gapless }
    }

    pub(crate) fn either(nodes: Vec<Self>) -> Self {
        let min = nodes.iter().map(|node| node.range.min).min().unwrap_or(0);
        let max = nodes.iter().map(|node| node.range.max).max().unwrap_or(0);
        let mut ranges: Vec<_> = nodes.iter().map(|node| node.range).collect();
        ranges.sort_by_key(|range| range.min);
        let mut reached = min;
        let mut gapless = nodes.iter().all(|node| node.gapless);
        for range in ranges {
            gapless &= range.min <= reached.saturating_add(1);
            reached = reached.max(range.max);
        }
        Self { piece: Piece::Either(nodes.into()), range: LengthRange::new(min, max), gapless }
    }

    /// Appends a string and returns its length.
    fn write(&self, wanted: LengthRange, rng: &mut DocumentRng, out: &mut String) -> usize {
        match &self.piece {
            Piece::Text(text) => {
                out.push_str(text);
                self.range.min
            }
            Piece::Letter(letters) => {
                letters.write(1, rng, out);
                1
            }
            Piece::Repeat(node, times) => {
                let feasible = feasible(node, *times, wanted);
                let natural = if feasible.max - feasible.min.min(feasible.max) <= FAR {
                    rng.between(feasible.min, feasible.max)
                } else {
                    let far = if rng.once_in(8) { FAR } else { FAR / 3 };
                    feasible.min + rng.below(far)
                };
                let count = feasible.clamp(natural);
                if let Piece::Letter(letters) = &node.piece {
                    letters.write(count, rng, out);
                    return count;
                }
                let mut used = 0;
                for left in (0..count).rev() {
                    let rest =
                        LengthRange::new(node.range.min.saturating_mul(left), node.range.max.saturating_mul(left));
                    used += node.write(node.range.share(wanted, used, rest), rng, out);
                }
                used
            }
            Piece::Sequence(parts) => {
                let mut used = 0;
                for (node, rest) in parts {
                    let share = if wanted.is_open() { wanted } else { node.range.share(wanted, used, *rest) };
                    used += node.write(share, rng, out);
                }
                used
            }
            Piece::Either(nodes) => {
                let fits = |node: &&Self| !node.range.meet(wanted).is_empty();
                let count = nodes.iter().filter(fits).count();
                let chosen = nodes.iter().filter(fits).nth(rng.below(count)).or(nodes.first());
                chosen.map_or(0, |node| node.write(wanted, rng, out))
            }
            Piece::Anything => {
                let natural = if rng.once_in(2) { 0 } else { rng.between(1, 12) };
                let count = wanted.clamp(natural);
                out.extend((0..count).map(|_| char::from(b'a' + u8::try_from(rng.below(26)).unwrap_or(0))));
                count
            }
        }
    }

    /// Appends the simplest string and returns its length.
    fn plain(&self, wanted: LengthRange, out: &mut String) -> usize {
        match &self.piece {
            Piece::Text(text) => {
                out.push_str(text);
                self.range.min
            }
            Piece::Letter(letters) => {
                out.push(letters.plain());
                1
            }
            Piece::Repeat(node, times) => {
                let count = feasible(node, *times, wanted).min;
                let mut used = 0;
                for left in (0..count).rev() {
                    let rest =
                        LengthRange::new(node.range.min.saturating_mul(left), node.range.max.saturating_mul(left));
                    used += node.plain(node.range.share(wanted, used, rest), out);
                }
                used
            }
            Piece::Sequence(parts) => {
                let mut used = 0;
                for (node, rest) in parts {
                    used += node.plain(node.range.share(wanted, used, *rest), out);
                }
                used
            }
            Piece::Either(nodes) => {
                let fits = |node: &&Self| !node.range.meet(wanted).is_empty();
                nodes.iter().find(fits).or(nodes.first()).map_or(0, |node| node.plain(wanted, out))
            }
            Piece::Anything => {
                out.extend(std::iter::repeat_n('a', wanted.min));
                wanted.min
            }
        }
    }
}

/// Returns how often a part may be repeated for a total length in `wanted`.
fn feasible(node: &Node, times: LengthRange, wanted: LengthRange) -> LengthRange {
    let least = if node.range.max == 0 { 0 } else { wanted.min.div_ceil(node.range.max) };
    let most = if wanted.max == usize::MAX {
        usize::MAX
    } else {
        wanted.max.checked_div(node.range.min).unwrap_or(usize::MAX)
    };
    let met = times.meet(LengthRange::new(least, most));
    if met.is_empty() { LengthRange::exactly(times.clamp(met.min)) } else { met }
}
