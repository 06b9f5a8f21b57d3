//! A compiled pattern, which writes matching strings of a requested length. It does not depend on regular expressions.

use crate::generate::rng::Dice;
use crate::generate::value::code_points::Letters;
use crate::generate::value::length_range::Window;

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
    window: Window,
    /// Whether every length in the range can be written.
    gapless: bool,
}

#[derive(Clone, Debug)]
enum Piece {
    Text(Box<str>),
    Letter(Letters),
    Repeat(Box<Node>, Window),
    /// Parts, each with the lengths of everything after it.
    Sequence(Box<[(Node, Window)]>),
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
    pub(crate) const fn window(&self) -> Window {
        self.root.window
    }

    /// Returns whether every string written for this range matches the pattern and has a length inside it.
    pub(crate) fn is_exact_within(&self, window: Window) -> bool {
        self.exact
            && (window.covers(self.root.window) || (self.root.gapless && !window.meet(self.root.window).is_empty()))
    }

    /// Appends a string with a length in the range, as far as the pattern allows one.
    pub(crate) fn write(&self, window: Window, dice: &mut Dice, out: &mut String) {
        self.root.write(window, dice, out);
    }

    /// Returns the simplest string of exactly this length.
    pub(crate) fn plain(&self, length: usize) -> Option<String> {
        let mut out = String::new();
        let written = self.root.plain(Window::exactly(length), &mut out);
        (written == length).then_some(out)
    }

    /// Returns the simplest string with a length in the range, as short as possible, or as close as the pattern allows.
    pub(crate) fn shortest(&self, window: Window) -> String {
        let wanted = self.root.window.meet(window).min.min(self.root.window.max);
        (wanted..=window.max.min(wanted + 64)).find_map(|length| self.plain(length)).unwrap_or_default()
    }

    /// Returns the simplest string of the greatest length up to `most`.
    pub(crate) fn longest(&self, window: Window, most: usize) -> String {
        let most = self.root.window.meet(window).max.min(most.max(window.min));
        (window.min..=most)
            .rev()
            .take(64)
            .find_map(|length| self.plain(length))
            .unwrap_or_else(|| self.shortest(window))
    }
}

impl Node {
    pub(crate) fn text(text: &str) -> Self {
        let window = Window::exactly(text.chars().count());
        Self { piece: Piece::Text(text.into()), window, gapless: true }
    }

    pub(crate) const fn letter(letters: Letters) -> Self {
        Self { piece: Piece::Letter(letters), window: Window::exactly(1), gapless: true }
    }

    pub(crate) const fn anything() -> Self {
        Self { piece: Piece::Anything, window: Window::OPEN, gapless: true }
    }

    pub(crate) fn repeat(node: Self, min: u32, max: Option<u32>) -> Self {
        let times = Window::new(min as usize, max.map_or(usize::MAX, |max| max as usize));
        let most = if node.window.max == 0 { 0 } else { node.window.max.saturating_mul(times.max) };
        let window = Window::new(node.window.min.saturating_mul(times.min), most);
        let fixed = node.window.min == node.window.max;
        let gapless = node.gapless
            && (times.min == times.max || node.window.min <= 1)
            && (!fixed || node.window.max <= 1 || times.min == times.max);
        Self { piece: Piece::Repeat(Box::new(node), times), window, gapless }
    }

    pub(crate) fn sequence(mut nodes: Vec<Self>) -> Self {
        if nodes.len() == 1 {
            return nodes.remove(0);
        }
        let mut behind = Window::exactly(0);
        let mut gapless = true;
        let mut parts = Vec::with_capacity(nodes.len());
        for node in nodes.into_iter().rev() {
            let rest = behind;
            behind = node.window.then(behind);
            gapless &= node.gapless;
            parts.push((node, rest));
        }
        parts.reverse();
        Self { piece: Piece::Sequence(parts.into()), window: behind, gapless }
    }

    pub(crate) fn either(nodes: Vec<Self>) -> Self {
        let min = nodes.iter().map(|node| node.window.min).min().unwrap_or(0);
        let max = nodes.iter().map(|node| node.window.max).max().unwrap_or(0);
        let mut windows: Vec<_> = nodes.iter().map(|node| node.window).collect();
        windows.sort_by_key(|window| window.min);
        let mut reached = min;
        let mut gapless = nodes.iter().all(|node| node.gapless);
        for window in windows {
            gapless &= window.min <= reached.saturating_add(1);
            reached = reached.max(window.max);
        }
        Self { piece: Piece::Either(nodes.into()), window: Window::new(min, max), gapless }
    }

    /// Appends a string and returns its length.
    fn write(&self, wanted: Window, dice: &mut Dice, out: &mut String) -> usize {
        match &self.piece {
            Piece::Text(text) => {
                out.push_str(text);
                self.window.min
            }
            Piece::Letter(letters) => {
                letters.write(1, dice, out);
                1
            }
            Piece::Repeat(node, times) => {
                let feasible = feasible(node, *times, wanted);
                let natural = if feasible.max - feasible.min.min(feasible.max) <= FAR {
                    dice.between(feasible.min, feasible.max)
                } else {
                    let far = if dice.once_in(8) { FAR } else { FAR / 3 };
                    feasible.min + dice.below(far)
                };
                let count = feasible.clamp(natural);
                if let Piece::Letter(letters) = &node.piece {
                    letters.write(count, dice, out);
                    return count;
                }
                let mut used = 0;
                for left in (0..count).rev() {
                    let rest = Window::new(node.window.min.saturating_mul(left), node.window.max.saturating_mul(left));
                    used += node.write(node.window.share(wanted, used, rest), dice, out);
                }
                used
            }
            Piece::Sequence(parts) => {
                let mut used = 0;
                for (node, rest) in parts {
                    let share = if wanted.is_open() { wanted } else { node.window.share(wanted, used, *rest) };
                    used += node.write(share, dice, out);
                }
                used
            }
            Piece::Either(nodes) => {
                let fits = |node: &&Self| !node.window.meet(wanted).is_empty();
                let count = nodes.iter().filter(fits).count();
                let chosen = nodes.iter().filter(fits).nth(dice.below(count)).or(nodes.first());
                chosen.map_or(0, |node| node.write(wanted, dice, out))
            }
            Piece::Anything => {
                let natural = if dice.once_in(2) { 0 } else { dice.between(1, 12) };
                let count = wanted.clamp(natural);
                out.extend((0..count).map(|_| char::from(b'a' + u8::try_from(dice.below(26)).unwrap_or(0))));
                count
            }
        }
    }

    /// Appends the simplest string and returns its length.
    fn plain(&self, wanted: Window, out: &mut String) -> usize {
        match &self.piece {
            Piece::Text(text) => {
                out.push_str(text);
                self.window.min
            }
            Piece::Letter(letters) => {
                out.push(letters.plain());
                1
            }
            Piece::Repeat(node, times) => {
                let count = feasible(node, *times, wanted).min;
                let mut used = 0;
                for left in (0..count).rev() {
                    let rest = Window::new(node.window.min.saturating_mul(left), node.window.max.saturating_mul(left));
                    used += node.plain(node.window.share(wanted, used, rest), out);
                }
                used
            }
            Piece::Sequence(parts) => {
                let mut used = 0;
                for (node, rest) in parts {
                    used += node.plain(node.window.share(wanted, used, *rest), out);
                }
                used
            }
            Piece::Either(nodes) => {
                let fits = |node: &&Self| !node.window.meet(wanted).is_empty();
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
fn feasible(node: &Node, times: Window, wanted: Window) -> Window {
    let least = if node.window.max == 0 { 0 } else { wanted.min.div_ceil(node.window.max) };
    let most = if wanted.max == usize::MAX {
        usize::MAX
    } else {
        wanted.max.checked_div(node.window.min).unwrap_or(usize::MAX)
    };
    let met = times.meet(Window::new(least, most));
    if met.is_empty() { Window::exactly(times.clamp(met.min)) } else { met }
}
