//! Why a run proves nothing, and what to look at.

use std::fmt::Write;

use crate::report::blocks::paragraph;
use crate::report::paint::{Ink, Paint};
use crate::report::{blocks, phrases};
use crate::verify::Run;
use crate::verify::cause::FoundCause;

/// Writes why a run proves nothing, and what to look at.
pub(super) fn write(run: &Run, cause: &FoundCause, paint: Paint, text: &mut String) {
    text.push('\n');
    if let Some(refusal) = &run.set_up.refusal {
        let answer = refusal.status.map_or_else(|| "gave no answer".to_owned(), |status| format!("answered {status}"));
        let to = if refusal.count == refusal.of {
            "everything".to_owned()
        } else {
            format!("{} of {}", refusal.count, refusal.of)
        };
        let unsigned = match refusal.unsigned {
            Some(status) if Some(status) == refusal.status => ", with and without a signature".to_owned(),
            Some(status) => format!(", and {status} to a delivery without a signature"),
            None => String::new(),
        };
        let end = if refusal.text.is_empty() { "." } else { ":" };
        let _ = writeln!(text, "   It {answer} to {to}{unsigned}{end}");
        if let (Some(status), false) = (refusal.status, refusal.text.is_empty()) {
            let said = phrases::beginning(&phrases::line(&refusal.text), 200);
            let _ = writeln!(text, "     {status}  {said}");
        }
        if let Some(to) = &refusal.location {
            let _ = writeln!(text, "     it leads to {}", phrases::line(to));
        }
    } else {
        paragraph("   ", &cause.seen, text);
    }
    let title = paint.ink(Ink::Strong, &phrases::line(&cause.title));
    let how = if cause.decided_by.is_some() { "" } else { "Most likely: " };
    let _ = writeln!(text, "   {how}{title}.");
    let certainty = blocks::certainty(run, cause);
    if cause.decided_by.is_some() && certainty.deliveries.is_empty() {
        paragraph("   ", &certainty.said, text);
    }
    text.push('\n');
    blocks::deciding(run, cause, text);
    paragraph("   ", &cause.fix, text);
    blocks::frameworks(cause, text);
    if cause.decided_by.is_none() {
        if let Some(said) = blocks::ruled_out(run) {
            paragraph("   ", &said, text);
        }
        about_the_secret(run, text);
    }
    let _ = writeln!(text, "   More: hookproof help {}", phrases::line(&cause.id));
}

/// Writes what is known of the secret if it may be wrong.
fn about_the_secret(run: &Run, text: &mut String) {
    let status = run.set_up.refusal.as_ref().and_then(|refusal| refusal.status);
    let (Some(length), Some(401 | 403)) = (run.set_up.secret_length, status) else { return };
    let ends = if run.set_up.secret_has_white_space { "white space" } else { "no white space" };
    let _ = writeln!(text, "   The secret of this run has {length} characters, and {ends} at its ends.");
    let _ = writeln!(
        text,
        "   To see what a correct signature of a body looks like:\nhookproof sign {} < body.json",
        phrases::line(&signed_as(run))
    );
}

/// Returns the arguments with which `hookproof sign` signs as this run does: the provider, the file of the secret, and
/// assumptions.
fn signed_as(run: &Run) -> String {
    const MEANT: [&str; 3] = ["--secret-file ", "--assume signature.", "--assume 'signature."];
    let flags = run.run.flags.iter().filter(|flag| MEANT.iter().any(|meant| flag.starts_with(meant)));
    let words: Vec<&str> = std::iter::once(&run.provider).chain(flags).map(String::as_str).collect();
    words.join(" ")
}
