//! Compiles a regular expression to a program that writes strings. This module only reads; `program` writes.

use regex_syntax::hir::{Class, Hir, HirKind, Look};

use crate::generate::value::code_points::CodePoints;
use crate::generate::value::program::{Node, Program};

/// Compiles a pattern of JSON Schema: an ECMA-262 expression that may match any part of the string.
///
/// # Errors
/// Returns the reason if it has a lookaround or a backreference, or is not a valid regular expression.
pub(crate) fn compile(pattern: &str) -> Result<Program, String> {
    let translated = jsonschema_regex::to_rust_regex(pattern)
        .map_err(|()| "look-around and back-references cannot be generated".to_owned())?;
    let hir = regex_syntax::parse(&translated).map_err(|error| match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        other => other.to_string(),
    })?;
    let mut reader = Reader { exact: true };
    let root = reader.whole(&[&hir])?;
    Ok(if reader.exact { Program::exact(root) } else { Program::loose(root) })
}

struct Reader {
    /// Whether every string that the program writes matches.
    exact: bool,
}

impl Reader {
    /// Builds the node of a whole string: if the pattern is not anchored, other text may come before and after it.
    fn whole(&mut self, parts: &[&Hir]) -> Result<Node, String> {
        let parts: Vec<&Hir> = parts.iter().flat_map(|part| opened(part)).collect();
        // Anchors in an alternation apply only to their branch, so each branch becomes a separate sequence.
        for (at, part) in parts.iter().enumerate() {
            if let HirKind::Alternation(branches) = part.kind()
                && has_anchor(part)
            {
                let line = |branch| [&parts[..at], &[branch], &parts[at + 1..]].concat();
                return branches
                    .iter()
                    .map(|branch| self.whole(&line(branch)))
                    .collect::<Result<_, _>>()
                    .map(Node::either);
            }
        }
        self.line(&parts)
    }

    fn line(&mut self, parts: &[&Hir]) -> Result<Node, String> {
        let starts = parts.iter().take_while(|part| is_look(part, Look::Start)).count();
        let parts = &parts[starts..];
        let ends = parts.iter().rev().take_while(|part| is_look(part, Look::End)).count();
        let parts = &parts[..parts.len() - ends];
        let mut nodes = Vec::with_capacity(parts.len() + 2);
        if starts == 0 {
            nodes.push(Node::anything());
        }
        for part in parts {
            nodes.push(self.part(part)?);
        }
        if ends == 0 {
            nodes.push(Node::anything());
        }
        Ok(Node::sequence(nodes))
    }

    fn part(&mut self, hir: &Hir) -> Result<Node, String> {
        Ok(match hir.kind() {
            HirKind::Empty => Node::text(""),
            HirKind::Literal(literal) => {
                Node::text(std::str::from_utf8(&literal.0).map_err(|_| "it matches bytes that are not text")?)
            }
            HirKind::Class(Class::Unicode(class)) => {
                let ranges: Vec<_> = class.ranges().iter().map(|range| (range.start(), range.end())).collect();
                Node::letter(CodePoints::of(&ranges).ok_or("a class is empty")?)
            }
            HirKind::Class(Class::Bytes(class)) => {
                let ranges: Vec<_> =
                    class.ranges().iter().map(|range| (range.start().into(), range.end().into())).collect();
                Node::letter(CodePoints::of(&ranges).ok_or("a class is empty")?)
            }
            // An anchor or word boundary inside the pattern is ignored here, and checked afterwards.
            HirKind::Look(_) => {
                self.exact = false;
                Node::text("")
            }
            HirKind::Repetition(repetition) => {
                Node::repeat(self.part(&repetition.sub)?, repetition.min, repetition.max)
            }
            HirKind::Capture(group) => self.part(&group.sub)?,
            HirKind::Concat(parts) => {
                Node::sequence(parts.iter().map(|part| self.part(part)).collect::<Result<_, _>>()?)
            }
            HirKind::Alternation(branches) => {
                Node::either(branches.iter().map(|branch| self.part(branch)).collect::<Result<_, _>>()?)
            }
        })
    }
}

/// Returns the parts of groups and sequences that contain an anchor.
fn opened(hir: &Hir) -> Vec<&Hir> {
    match hir.kind() {
        HirKind::Capture(group) if has_anchor(hir) => opened(&group.sub),
        HirKind::Concat(parts) => parts.iter().flat_map(opened).collect(),
        _ => vec![hir],
    }
}

fn has_anchor(hir: &Hir) -> bool {
    let looks = hir.properties().look_set();
    looks.contains(Look::Start) || looks.contains(Look::End)
}

fn is_look(hir: &Hir, look: Look) -> bool {
    matches!(hir.kind(), HirKind::Look(found) if *found == look)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::rng::DocumentRng;
    use crate::generate::value::length_range::LengthRange;
    use crate::schema::Validator;

    fn holds(pattern: &str, range: LengthRange) {
        let program = compile(pattern).unwrap();
        assert!(program.is_exact_within(range), "{pattern}");
        let schema = serde_json::json!({"pattern": pattern});
        let validator = Validator::compile(&schema).unwrap();
        let mut rng = DocumentRng::fixed(7);
        for _ in 0..300 {
            let mut text = String::new();
            program.write(range, &mut rng, &mut text);
            assert!(validator.is_valid(&text.clone().into()), "{pattern} {text:?}");
            assert!(range.holds(text.chars().count()), "{pattern} {range:?} {text:?}");
        }
        for length in range.min..=range.max.min(60) {
            let plain = program.plain(length);
            assert!(plain.is_none_or(|text| text.chars().count() == length && validator.is_valid(&text.into())));
        }
    }

    #[test]
    fn what_is_written_matches() {
        for pattern in [
            "^[0-9a-f]{32}$",
            "^a$|^b+$",
            "^(?:\\d-{0,1}){3,16}\\d$",
            "a|bc",
            "^x",
            "y$",
            "z",
            "^\\w+\\s.\\S$",
            "^[^a-z]+$",
            "^(foo|bar)?baz*$",
            "^(a|b$)",
            "(^x|y)(z|w$)",
            "^\\p{L}+$",
            "",
            "^$",
            "^(?i)abc$",
            "[A-Z]{2}",
        ] {
            holds(pattern, LengthRange::OPEN);
        }
    }

    #[test]
    fn lengths_are_pushed_into_repetitions() {
        holds("^[a-f0-9]+$", LengthRange::new(40, 44));
        holds("^[a-z]+@[a-z]+\\.[a-z]{2,}$", LengthRange::new(30, 30));
        holds("^a", LengthRange::new(5, 9));
        holds("^(\\d|[a-z]{2})", LengthRange::new(2, 3));
    }

    #[test]
    fn what_cannot_be_written_is_refused() {
        assert!(compile("^(?=a)b").is_err());
        assert!(compile("(a)\\1").is_err());
    }
}
