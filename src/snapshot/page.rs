//! Writes changed snapshots as one self-contained HTML page: it sends no requests, and all texts are escaped.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::report::html_text as text;
use crate::schema::{Change, Class};
use crate::snapshot::diff::{Line, lines};
use crate::snapshot::folder::State;

const STYLE: &str = include_str!("page.css");

/// The number of unchanged lines around a difference.
const AROUND: usize = 3;

/// A payload whose snapshot is compared.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Difference {
    /// Id of the provider.
    pub provider: String,
    /// Name of the payload.
    pub name: String,
    /// Result of the comparison.
    pub state: State,
    /// The changes, with their effect on a consumer.
    pub changes: Vec<Change>,
    /// The accepted text; empty if there is none.
    #[serde(skip)]
    pub old: String,
    /// The current text; empty if there is none.
    #[serde(skip)]
    pub new: String,
}

impl Difference {
    /// Creates a difference without changes and texts.
    #[must_use]
    pub fn new(provider: &str, name: &str, state: State) -> Self {
        Self {
            provider: provider.to_owned(),
            name: name.to_owned(),
            state,
            changes: Vec::new(),
            old: String::new(),
            new: String::new(),
        }
    }

    /// Returns the class of its worst change.
    #[must_use]
    pub fn class(&self) -> Option<Class> {
        self.changes.iter().map(|change| change.class).max()
    }
}

/// Returns a page with the differences side by side, each change with its class. Breaking changes come first.
#[must_use]
pub fn html(differences: &[Difference]) -> String {
    let mut sorted: Vec<&Difference> = differences.iter().filter(|one| one.state != State::Same).collect();
    sorted.sort_by_key(|one| std::cmp::Reverse(one.class()));
    let counts = [Class::Breaking, Class::Undecided, Class::Additive, Class::Safe].map(|class| {
        let count = sorted.iter().flat_map(|one| &one.changes).filter(|change| change.class == class).count();
        format!("{count} {}", class.name())
    });
    let title = match sorted.len() {
        0 => "No snapshot differs".to_owned(),
        1 => "1 snapshot differs".to_owned(),
        count => format!("{count} snapshots differ"),
    };
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{}'; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title} · hookproof</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n\
         <p>{}</p>\n",
        STANDARD.encode(Sha256::digest(STYLE)),
        counts.join(", "),
    );
    if sorted.len() > 1 {
        contents(&sorted, &mut page);
    }
    page.push_str("</header>\n<main>\n");
    for difference in sorted {
        section(difference, &mut page);
    }
    let _ = write!(
        page,
        "</main>\n<footer>Made by hookproof {}. Additive changes are what providers add over time: a consumer should accept them, and may \
         not.</footer>\n</body>\n</html>\n",
        env!("CARGO_PKG_VERSION"),
    );
    page
}

/// Writes a link to each difference, with the class of its worst change.
fn contents(differences: &[&Difference], page: &mut String) {
    page.push_str("<nav>\n<ul>\n");
    for difference in differences {
        let class = difference.class().map_or("", Class::name);
        let (provider, name) = (text(&difference.provider), text(&difference.name));
        let _ = writeln!(
            page,
            "<li><b class=\"{class}\">{class}</b> <a href=\"#{provider}/{name}\">{provider} {name}</a></li>"
        );
    }
    page.push_str("</ul>\n</nav>\n");
}

fn section(difference: &Difference, page: &mut String) {
    let _ = write!(
        page,
        "<section id=\"{0}/{1}\">\n<h2>{0} {1} <span class=\"state\">{2}</span></h2>\n<ul>\n",
        text(&difference.provider),
        text(&difference.name),
        difference.state.name(),
    );
    for change in &difference.changes {
        let place = if change.pointer.is_empty() { "(the whole)" } else { &change.pointer };
        let _ = writeln!(
            page,
            "<li><b class=\"{0}\">{0}</b> <code>{1}</code>: {2}</li>",
            change.class.name(),
            text(place),
            text(&change.reason),
        );
    }
    page.push_str("</ul>\n");
    // A text without a counterpart uses the whole width.
    match (difference.old.as_str(), difference.new.as_str()) {
        ("", new) => alone("now", "in", new, page),
        (old, "") => alone("accepted", "out", old, page),
        _ => both(difference, page),
    }
    page.push_str("</section>\n");
}

fn alone(side: &str, class: &str, lines: &str, page: &mut String) {
    let _ = writeln!(page, "<table class=\"alone\">\n<thead><tr><th scope=\"col\">{side}</th></tr></thead>\n<tbody>");
    for line in lines.lines() {
        let _ = writeln!(page, "<tr><td class=\"{class}\">{}</td></tr>", text(line));
    }
    page.push_str("</tbody>\n</table>\n");
}

fn both(difference: &Difference, page: &mut String) {
    page.push_str(
        "<table>\n<thead><tr><th scope=\"col\">accepted</th><th scope=\"col\">now</th></tr></thead>\n<tbody>\n",
    );
    let lines = lines(&difference.old, &difference.new);
    let mut at = 0;
    while at < lines.len() {
        let length = lines[at..].iter().take_while(|line| matches!(line, Line::Kept(_))).count();
        // Differences come before and after these lines, except at the ends of the text.
        let before = if at == 0 { 0 } else { AROUND };
        let after = if at + length == lines.len() { 0 } else { AROUND };
        kept(&lines[at..at + length], before, after, page);
        at += length;
        let length = lines[at..].iter().take_while(|line| !matches!(line, Line::Kept(_))).count();
        beside(&lines[at..at + length], page);
        at += length;
    }
    page.push_str("</tbody>\n</table>\n");
}

/// Writes unchanged lines: only the first `before` and the last `after`, with the number of the others between them.
fn kept(lines: &[Line<'_>], before: usize, after: usize, page: &mut String) {
    let hidden = lines.len().saturating_sub(before + after);
    for (at, line) in lines.iter().enumerate() {
        if hidden > 1 && at == before {
            let _ = writeln!(page, "<tr class=\"rest\"><td colspan=\"2\">{hidden} lines are the same</td></tr>");
        }
        if let Line::Kept(line) = line
            && (hidden <= 1 || at < before || at >= before + hidden)
        {
            let line = text(line);
            let _ = writeln!(page, "<tr class=\"kept\"><td>{line}</td><td>{line}</td></tr>");
        }
    }
}

fn beside(lines: &[Line<'_>], page: &mut String) {
    let removed = lines.iter().filter_map(|line| if let Line::Removed(line) = line { Some(*line) } else { None });
    let added = lines.iter().filter_map(|line| if let Line::Added(line) = line { Some(*line) } else { None });
    let (removed, added): (Vec<&str>, Vec<&str>) = (removed.collect(), added.collect());
    let cell = |line: Option<&&str>, class: &str| match line {
        Some(line) => format!("<td class=\"{class}\">{}</td>", text(line)),
        None => "<td></td>".to_owned(),
    };
    for at in 0..removed.len().max(added.len()) {
        let _ = writeln!(page, "<tr>{}{}</tr>", cell(removed.get(at), "out"), cell(added.get(at), "in"));
    }
}
