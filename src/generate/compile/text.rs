//! Builds a plan from a canonical string: the pattern or format to write from, and the validator to check with.

use crate::generate::CompileError;
use crate::generate::compile::plan::{Extra, Plan};
use crate::generate::compile::plan_location::{PlanLocation, bounded, validated, validated_with};
use crate::generate::fill::plausible;
use crate::generate::rng::DocumentRng;
use crate::generate::value::format::Format;
use crate::generate::value::length_range::LengthRange;
use crate::generate::value::text::{Source, Text};
use crate::generate::value::{lookaround, pattern};
use crate::schema::Validator;
use crate::schema::canonical::{CanonicalSchema, StringView, is_open_mark};

/// Number of draws for comparing sources.
const TRIALS: usize = 48;

/// Builds the plan of a string.
pub(crate) fn plan(
    schema: &CanonicalSchema,
    view: &StringView,
    location: PlanLocation<'_>,
) -> Result<Plan, CompileError> {
    let mut plan = undressed(schema, view, location)?;
    plausible::dress(&mut plan, Some(schema), location)?;
    Ok(plan)
}

fn undressed(schema: &CanonicalSchema, view: &StringView, location: PlanLocation<'_>) -> Result<Plan, CompileError> {
    let range = bounded(LengthRange::of(view.min_length.as_ref(), view.max_length.as_ref()), location)?;
    let excluded = view.excluded.iter().filter(|text| !is_open_mark(text)).count();
    let is_checked = excluded + view.excluded_patterns.len() + view.excluded_formats.len() > 0;
    let mut sources = Vec::new();
    let mut is_exact = !is_checked;
    let mut refused = None;
    for name in &view.formats {
        let spellings = Format::named(name);
        sources.extend(spellings.iter().map(|format| Source::Format(*format)));
    }
    let formats = view.formats.iter().filter(|name| !Format::named(name).is_empty()).count();
    for pattern in &view.patterns {
        match pattern::compile(pattern) {
            Ok(program) if program.range().meet(range).is_empty() => {
                return Err(CompileError::Empty { pointer: location.pointer.to_owned() });
            }
            Ok(program) => {
                is_exact &= program.is_exact_within(range);
                sources.push(Source::Pattern(Box::new(program)));
            }
            Err(reason) => {
                is_exact = false;
                let split = lookaround::split(pattern).map(|split| split.all).unwrap_or_default();
                let programs = split.iter().filter_map(|piece| pattern::compile(piece).ok());
                sources.extend(programs.map(|program| Source::Pattern(Box::new(program))));
                let pointer = location.pointer.to_owned();
                refused = Some(CompileError::Pattern { pointer, pattern: pattern.clone(), reason });
            }
        }
    }
    is_exact &= view.patterns.len() + formats <= 1;
    let text = |source: Source| Text::new(source, range);
    match sources.first() {
        None => match refused {
            Some(error) => Err(error),
            None if is_exact => Ok(Plan::Text(text(Source::Free))),
            None => validated(Plan::Text(text(Source::Free)), schema, location),
        },
        Some(Source::Format(format)) if is_exact => {
            let fits = range.covers(format.range()) || (!format.is_fixed() && !range.meet(format.range()).is_empty());
            let plan = Plan::Text(text(Source::Format(*format)));
            if fits { Ok(plan) } else { validated(plan, schema, location) }
        }
        Some(_) if is_exact => Ok(Plan::Text(text(sources.remove(0)))),
        Some(_) => {
            let validator = Validator::compile(&schema.to_json_schema())?;
            // Selects the source whose strings the other constraints reject least often; the first among equals.
            let mut best: Option<(usize, Text)> = None;
            for source in sources {
                let text = text(source);
                let most = best.as_ref().map(|(most, _)| *most);
                let taken = taken(&text, &validator, most.unwrap_or(0));
                if most.is_none_or(|most| taken > most) {
                    best = Some((taken, text));
                }
                if taken == TRIALS {
                    break;
                }
            }
            match (best, refused) {
                (Some((0, _)) | None, Some(error)) => Err(error),
                (Some((_, text)), _) => Ok(validated_with(Plan::Text(text), validator, location)),
                (None, None) => Ok(validated_with(Plan::Text(Text::free()), validator, location)),
            }
        }
    }
}

/// Counts the valid draws; stops when the count cannot exceed `most` any more.
fn taken(text: &Text, validator: &Validator, most: usize) -> usize {
    let mut rng = DocumentRng::fixed(0x7e87);
    let mut taken = 0;
    for left in (0..TRIALS).rev() {
        taken += usize::from(validator.is_valid(&text.draw(&mut rng).into()));
        if taken + left <= most && most > 0 {
            break;
        }
    }
    taken
}

/// Returns the plan of a field with any name.
pub(crate) fn free_extra(value: Plan) -> Extra {
    Extra { name: Plan::Text(Text::new(Source::Name, LengthRange::OPEN)), value }
}
