//! The page of a cause.

use std::fmt::Write;

use crate::report::phrases::wrapped;
use crate::verify::cause::Cause;

/// Columns of the page.
const WIDTH: usize = 78;

/// Returns the page of a cause: the observation, its consequence, the fix, and the checks that it may explain.
#[must_use]
pub(crate) fn cause(cause: &Cause) -> String {
    let mut page = format!("{}\n{}\n", cause.id, cause.title);
    let mut paragraph = |title: &str, text: &str| {
        let _ = writeln!(page, "\n{title}");
        for line in wrapped(text, WIDTH - 2) {
            let _ = writeln!(page, "  {line}");
        }
    };
    paragraph("What was seen", cause.seen);
    paragraph("Why it matters", cause.why);
    paragraph("What to change", cause.fix);
    if let Some(probe) = cause.probe {
        paragraph("The probe that decides it", &format!("{}: {}", probe.id, probe.about));
    }
    if !cause.frameworks.is_empty() {
        let width = cause.frameworks.iter().map(|one| one.name.chars().count()).max().unwrap_or_default();
        page.push('\n');
        for framework in cause.frameworks {
            let _ = writeln!(page, "  {:width$}  {}", framework.name, framework.line);
        }
    }
    if !cause.explains.is_empty() {
        page.push_str("\nChecks that it may explain\n");
        for line in wrapped(&cause.explains.join(", "), WIDTH - 2) {
            let _ = writeln!(page, "  {line}");
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::cause::causes;

    #[test]
    fn the_page_begins_with_id_and_title() {
        let page = cause(causes::named("forgets-events").unwrap());
        assert!(page.starts_with("forgets-events\nThe endpoint processes a redelivered event again\n"));
    }
}
