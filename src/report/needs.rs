//! The measured contract for people: what is needed, by event type, and one line for all that need nothing.

use std::fmt::Write;

use crate::report::paint::{Ink, Paint};
use crate::report::phrases;
use crate::report::phrases::listed;
use crate::verify::{EventNeeds, Lack, Need, Needs};

/// Returns the measured contract as text.
#[must_use]
pub fn needs(needs: &Needs, paint: Paint) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{} → {}", paint.ink(Ink::Strong, &needs.provider), phrases::line(&needs.endpoint));
    for event in needs.events.iter().filter(|event| !event.needs.is_empty()) {
        of_type(event, paint, &mut text);
    }
    let free = needs.events.iter().filter(|event| event.needs.is_empty() && event.unmeasured.is_none());
    let free: Vec<&EventNeeds> = free.collect();
    if needs.events.iter().any(|event| event.needs.is_empty()) {
        text.push('\n');
    }
    if !free.is_empty() {
        let names: Vec<String> = free.iter().map(|event| event.name.clone()).collect();
        let tried: usize = free.iter().map(|event| event.tried).sum();
        let _ = writeln!(text, "none of {} is needed by {}", fields(tried), listed(&names));
    }
    let mut reasons: Vec<(&str, Vec<String>)> = Vec::new();
    for event in &needs.events {
        let Some(reason) = event.unmeasured.as_deref() else { continue };
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, names)) => names.push(event.name.clone()),
            None => reasons.push((reason, vec![event.name.clone()])),
        }
    }
    for (reason, names) in reasons {
        let mark = paint.ink(Ink::Bad, "not measured");
        let _ = writeln!(text, "{mark} {}: {}", listed(&names), phrases::line(reason));
    }
    if let Some(reason) = &needs.incomplete {
        let _ = writeln!(text, "\n{} {}", paint.ink(Ink::Bad, "stopped early:"), phrases::line(reason));
    }
    let (seed, salt) = (needs.seed, phrases::line(&needs.salt));
    let deliveries = phrases::deliveries(needs.deliveries);
    let _ = writeln!(text, "\n{deliveries}; seed {seed}, salt {salt}");
    text
}

fn of_type(event: &EventNeeds, paint: Paint, text: &mut String) {
    let mut lines: Vec<(&str, Vec<String>)> = Vec::new();
    for need in &event.needs {
        match lines.iter_mut().find(|(pointer, _)| *pointer == need.pointer) {
            Some((_, needs)) => needs.push(phrase(need)),
            None => lines.push((&need.pointer, vec![phrase(need)])),
        }
    }
    let needed = lines.len();
    let _ = writeln!(
        text,
        "\n{} needs {needed} of {}",
        paint.ink(Ink::Strong, &phrases::line(&event.name)),
        fields(event.tried)
    );
    let width = lines.iter().map(|(pointer, _)| pointer.chars().count()).max().unwrap_or_default();
    for (pointer, needs) in lines {
        let _ = writeln!(text, "  {:<width$}  {}", phrases::line(pointer), needs.join("; "));
    }
}

fn phrase(need: &Need) -> String {
    let answered = phrases::line(&need.answer);
    let when = match need.lack {
        Lack::Absent => "without it",
        Lack::Null => "when it is null",
    };
    if need.flaky { format!("flaky: {answered} {when}, and accepted that too") } else { format!("{answered} {when}") }
}

fn fields(count: usize) -> String {
    phrases::count(count, "optional or nullable field", "optional or nullable fields")
}
