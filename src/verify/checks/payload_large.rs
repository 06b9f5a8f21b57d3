//! `payload-large`

use crate::generate::Hostile;
use crate::model::grouped;
use crate::verify::check::Check;
use crate::verify::context::Context;
use crate::verify::plan::{Attempt, Plan};
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "payload-large",
    title: "accepts an event of more than 64 KiB, and of more than 100 kB",
    why: "A customer with ten years of history produces one long event. A default body limit or a 16-bit length \
          refuses it.",
    plan,
    ..Check::PAYLOAD
};

/// Limits that frameworks, servers and columns have unless somebody changes them. Only the first is one of columns, too,
/// so that it is tried with every event type; the others are those of an endpoint.
const LIMITS: [(usize, &str); 3] = [(64 << 10, "64 KiB"), (100 << 10, "100 kB"), (1 << 20, "1 MiB")];

/// Bytes above the limit: new ids may be shorter than those that they replace.
const MORE: usize = 512;

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let generator = match tested.generator() {
        Ok(generator) => generator,
        Err(error) => return Plan::Skip(format!("the schema yields no documents: {error}")),
    };
    let Some(huge) = tested.throughout(Hostile::Huge) else {
        return Plan::Skip("all of its fields have a limit".to_owned());
    };
    let most = context.provider.delivery.max_body;
    let sizes = sizes(most, &context.provider.name);
    let is_chosen = context.is_chosen(tested, 1, &|one| one.throughout(Hostile::Huge).is_some());
    let count = if is_chosen { sizes.len() } else { 1 };
    let attempts = sizes.into_iter().take(count).filter_map(|(bytes, what)| {
        let document = generator.larger_than(&huge, bytes, &context.provider.body)?;
        let attempt = context.attempt(tested, document, &format!("{bytes} bytes"));
        let size = attempt.request.body.len();
        (size <= most).then(|| attempt.what(format!("with a body of {} bytes, {what}", grouped(size as u64))))
    });
    let attempts: Vec<Attempt> = attempts.collect();
    if attempts.is_empty() {
        return Plan::Skip(format!("none is larger than {most} bytes, which {} sends at most", context.provider.name));
    }
    Plan::send(attempts)
}

/// Returns the sizes that are tried, the smallest first: just over every limit that the provider's largest body
/// exceeds, and close to that body if it does not exceed all of them.
fn sizes(most: usize, provider: &str) -> Vec<(usize, String)> {
    let exceeded = LIMITS.iter().take_while(|(limit, _)| limit + 2 * MORE <= most);
    let mut sizes: Vec<(usize, String)> =
        exceeded.map(|(limit, name)| (limit + MORE, format!("more than {name}"))).collect();
    if sizes.len() < LIMITS.len() {
        sizes.push((most - most / 64, format!("nearly the {most} that {provider} sends at most")));
    }
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_body_is_larger_than_the_provider_sends() {
        let bytes = |most: usize| sizes(most, "Truv").into_iter().map(|(bytes, _)| bytes).collect::<Vec<_>>();
        assert_eq!(bytes(2 << 20), [(64 << 10) + 512, (100 << 10) + 512, (1 << 20) + 512]);
        assert_eq!(bytes(256 << 10), [(64 << 10) + 512, (100 << 10) + 512, 252 << 10]);
        assert_eq!(bytes(64 << 10), [63 << 10]);
    }
}
