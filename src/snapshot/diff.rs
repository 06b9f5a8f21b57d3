//! Compares two texts line by line.

/// A line of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a line is in one text, in the other, or in both")]
pub enum Line<'a> {
    /// In both texts.
    Kept(&'a str),
    /// Only in the older text.
    Removed(&'a str),
    /// Only in the newer text.
    Added(&'a str),
}

/// The maximum number of line pairs to compare. Larger differences are shown as one block.
const MOST_PAIRS: usize = 4_000_000;

/// Returns the lines of two texts, in order. Removed lines come before the lines that replace them.
#[must_use]
pub fn lines<'a>(old: &'a str, new: &'a str) -> Vec<Line<'a>> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let start = old.iter().zip(&new).take_while(|(one, other)| one == other).count();
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let end = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(one, other)| one == other).count();
    let (old_inner, new_inner) = (&old_rest[..old_rest.len() - end], &new_rest[..new_rest.len() - end]);
    let mut found: Vec<Line<'_>> = old[..start].iter().map(|line| Line::Kept(line)).collect();
    inner(old_inner, new_inner, &mut found);
    found.extend(old_rest[old_rest.len() - end..].iter().map(|line| Line::Kept(line)));
    found
}

/// Appends the comparison that keeps as many common lines as possible.
fn inner<'a>(old: &[&'a str], new: &[&'a str], found: &mut Vec<Line<'a>>) {
    let width = new.len() + 1;
    if old.len().saturating_mul(width) > MOST_PAIRS {
        found.extend(old.iter().map(|line| Line::Removed(line)));
        found.extend(new.iter().map(|line| Line::Added(line)));
        return;
    }
    // The number of common lines from each pair of positions to the ends.
    let mut common = vec![0_u32; (old.len() + 1) * width];
    for left in (0..old.len()).rev() {
        for right in (0..new.len()).rev() {
            common[left * width + right] = if old[left] == new[right] {
                common[(left + 1) * width + right + 1] + 1
            } else {
                common[(left + 1) * width + right].max(common[left * width + right + 1])
            };
        }
    }
    let (mut left, mut right, mut added) = (0, 0, Vec::new());
    while left < old.len() || right < new.len() {
        if left < old.len() && right < new.len() && old[left] == new[right] {
            found.append(&mut added);
            found.push(Line::Kept(old[left]));
            (left, right) = (left + 1, right + 1);
        } else if right == new.len()
            || (left < old.len() && common[(left + 1) * width + right] >= common[left * width + right + 1])
        {
            found.push(Line::Removed(old[left]));
            left += 1;
        } else {
            added.push(Line::Added(new[right]));
            right += 1;
        }
    }
    found.append(&mut added);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both texts can be rebuilt from every comparison.
    #[test]
    fn both_texts_can_be_read_from_it() {
        let texts = ["", "a", "a\nb\nc\nd", "b\nc", "d\nc\nb\na", "x\na\nb\ny\nd\nz"];
        for (old, new) in texts.iter().flat_map(|old| texts.iter().map(move |new| (*old, *new))) {
            let found = lines(old, new);
            let of = |skips: fn(&Line<'_>) -> bool| -> Vec<&str> {
                let kept = found.iter().filter(|line| !skips(line));
                kept.map(|line| match line {
                    Line::Kept(text) | Line::Removed(text) | Line::Added(text) => *text,
                })
                .collect()
            };
            assert_eq!(of(|line| matches!(line, Line::Added(_))).join("\n"), old);
            assert_eq!(of(|line| matches!(line, Line::Removed(_))).join("\n"), new);
            assert_eq!(found.iter().any(|line| !matches!(line, Line::Kept(_))), old != new);
        }
    }

    #[test]
    fn a_changed_line_is_removed_and_added() {
        let lines = lines("a\nb\nc", "a\nx\nc");
        assert_eq!(lines, [Line::Kept("a"), Line::Removed("b"), Line::Added("x"), Line::Kept("c")]);
    }
}
