//! The causes of a run in the page.

use std::fmt::Write;

use crate::report::blocks;
use crate::report::blocks::Certainty;
use crate::report::escape::text;
use crate::report::phrases::Standing;
use crate::verify::Run;
use crate::verify::cause::FoundCause;

/// Writes the causes, the most harmful first.
pub(super) fn write(run: &Run, page: &mut String) {
    if run.causes.is_empty() {
        return;
    }
    page.push_str("<ol class=\"causes\">\n");
    for cause in &run.causes {
        let standing = if cause.fails_the_run(run) { Standing::FailsTheRun } else { Standing::Advice };
        let means = if cause.is_set_up() { "set-up" } else { standing.label() };
        let _ = writeln!(
            page,
            "<li><b>{}</b> <span class=\"level\">{means}</span> <code>{}</code><br>{} {}<br>{}Fix: {}</li>",
            text(&cause.title),
            text(&cause.id),
            text(&cause.seen),
            text(&cause.why),
            how_we_know(run, cause),
            text(&cause.fix),
        );
    }
    page.push_str("</ol>\n");
    if let Some(said) = blocks::ruled_out(run) {
        let _ = writeln!(page, "<p class=\"ruled-out\">{}</p>", text(&said));
    }
}

/// Returns how a cause is known, with the deliveries of the probe that decided it.
fn how_we_know(run: &Run, cause: &FoundCause) -> String {
    let Certainty { said, deliveries } = blocks::certainty(run, cause);
    let mut shown = text(&said);
    if deliveries.is_empty() {
        shown.push_str("<br>");
        return shown;
    }
    shown.push_str("<ul class=\"probe\">");
    for (what, answer) in deliveries {
        let _ = write!(shown, "<li>{} → {}</li>", text(&what), text(&answer));
    }
    shown.push_str("</ul>");
    shown
}
