//! Deliveries that the endpoint must refuse: each differs from a good one, sent right after it, in
//! exactly one thing.

use bytes::Bytes;

use crate::model::{Json, Request};
use crate::sign::Signer;
use crate::verify::context::Context;
use crate::verify::plan::{Attempt, Expected, Plan, Step};
use crate::verify::special::Special;
use crate::verify::type_under_test::TypeUnderTest;

/// A delivery that is not as it should be.
pub(super) struct Forgery {
    pub(super) what: String,
    pub(super) special: Option<Special>,
    pub(super) request: Request,
    pub(super) expected: Expected,
    /// The bytes that were signed, if they belong to another event.
    pub(super) signed: Option<Bytes>,
}

impl Forgery {
    /// Creates a forgery that must be refused.
    pub(super) fn new(what: impl Into<String>, request: Request) -> Self {
        Self { what: what.into(), special: None, request, expected: Expected::Refused, signed: None }
    }

    /// Says to a program what is special about it.
    pub(super) const fn special(mut self, special: Special) -> Self {
        self.special = Some(special);
        self
    }
}

/// Returns a skip if a delivery carries a shared secret instead of a signature.
pub(super) fn skip_unless_body_is_signed(context: &Context<'_>) -> Option<Plan> {
    (!context.signs_body()).then(|| Plan::Skip("the scheme does not sign the body".to_owned()))
}

/// Skips a check that needs signed deliveries: the provider does not sign, or no secret was given.
pub(super) fn nothing_signed(context: &Context<'_>) -> Plan {
    Plan::Skip(why_unsigned(context))
}

/// Skips a check of the header of the signature: the signature is in the body.
pub(super) fn no_header() -> Plan {
    Plan::Skip("the signature is in the body, not in a header".to_owned())
}

/// Returns why nothing is signed.
pub(super) fn why_unsigned(context: &Context<'_>) -> String {
    if context.provider.signing.signs() {
        "nothing is signed: no secret was given".to_owned()
    } else {
        format!("{} does not sign its deliveries", context.provider.name)
    }
}

/// Sends a good delivery and then every forgery. Each forgery is followed by the delivery that it was derived from:
/// this shows that the forgery itself was refused, and that it did not use up the event. What a correct consumer could
/// accept is not sent: another spelling of the right signature, or a change of something that is not signed.
pub(super) fn plan(
    context: &Context<'_>,
    tested: &TypeUnderTest,
    forge: &dyn Fn(&mut Request) -> Vec<Forgery>,
) -> Plan {
    plan_if(context, tested, forge, &|forged| !context.accepts_leniently(forged))
}

/// Plans those forgeries for which `is_forged` is true.
fn plan_if(
    context: &Context<'_>,
    tested: &TypeUnderTest,
    forge: &dyn Fn(&mut Request) -> Vec<Forgery>,
    is_forged: &dyn Fn(&Request) -> bool,
) -> Plan {
    if context.signer.is_none() {
        return nothing_signed(context);
    }
    let mut strands: Vec<Vec<Step>> = vec![vec![context.good(tested, "before").into()]];
    let count = forge(&mut context.good(tested, "count").request).len();
    for at in 0..count {
        let good = context.good(tested, &format!("forged {at}"));
        let Some(Forgery { what, special, request, expected, signed }) =
            forge(&mut good.request.clone()).into_iter().nth(at)
        else {
            continue;
        };
        let request = without_kept(context, &good.request, request);
        if expected == Expected::Refused && !is_forged(&request) {
            continue;
        }
        let right = context.signature(&good.request).map(|(_, value)| String::from_utf8_lossy(value).into_owned());
        let forged = Attempt { what, special, expected, request, signed, right, ..good.clone() };
        // What may have been accepted is used up: another event then shows that all is well.
        let after = match expected {
            Expected::Survived => context.good(tested, &format!("after {at}")),
            _ => good,
        };
        strands.push(vec![forged.into(), after.into()]);
    }
    if count > 0 && strands.len() == 1 {
        return Plan::Skip("the signature does not cover what this check changes".to_owned());
    }
    Plan::Strands(strands)
}

/// Returns a forgery without the second signatures that it kept from a delivery: an endpoint may verify those.
fn without_kept(context: &Context<'_>, good: &Request, mut forged: Request) -> Request {
    for header in context.provider.signing.recipe.headers.iter().filter(|header| header.second.is_some()) {
        if forged.headers.get(&header.name) == good.headers.get(&header.name) {
            forged.headers.remove(&header.name);
        }
    }
    forged
}

/// Returns the request without its signature, and without what is signed with it.
pub(super) fn unsigned(context: &Context<'_>, request: &Request) -> Request {
    let mut bare = request.clone();
    for header in &context.provider.signing.recipe.headers {
        bare.headers.remove(&header.name);
    }
    bare
}

/// Returns a delivery that was signed at another time, for schemes that sign the time together with the event, and for
/// providers that write the time of sending into the body and tell consumers to check it.
pub(super) fn at_another_time(context: &Context<'_>, tested: &TypeUnderTest, seconds: i64, what: &str) -> Plan {
    let then = Context { now: context.now.shifted(seconds), ..context.clone() };
    if context.signs_time() {
        let forge = |request: &mut Request| vec![Forgery::new(what, signed_anew(&then, context.signer, request))];
        return plan_if(context, tested, &forge, &|_| true);
    }
    if !context.provider.has_sent_time_to_check() {
        return Plan::Skip("the scheme signs no time of its own".to_owned());
    }
    let forge = |request: &mut Request| {
        let (event, mut document) = read(context, request);
        context.provider.envelope.renew_sent(&mut document, then.now);
        let body = context.provider.body.write(&document);
        vec![Forgery::new(what, context.request(context.signer, &event, &document, &body))]
    };
    plan_if(context, tested, &forge, &|_| true)
}

/// Returns the body of a request, signed by another signer or at another time.
pub(super) fn signed_anew(context: &Context<'_>, signer: Option<&Signer>, request: &Request) -> Request {
    let (event, document) = read(context, request);
    context.request(signer, &event, &document, &request.body)
}

/// Returns the name of the event and the document of a delivery.
fn read(context: &Context<'_>, request: &Request) -> (String, Json) {
    let document = context.provider.body.read(&request.body).unwrap_or(Json::Null);
    let event = context.provider.envelope.name.read(&request.headers, &document).unwrap_or_default();
    (event, document)
}

/// Returns a signature of the same number of characters that ends in é. Lenient decoders skip the é. If it replaces
/// padding, the last character before the padding is changed, too.
pub(super) fn ending_in_no_digit(signature: &str) -> String {
    let mut characters: Vec<char> = signature.chars().collect();
    let padding = characters.iter().rev().take_while(|character| **character == '=').count();
    if let Some(last) = characters.len().checked_sub(padding + 1).filter(|_| padding > 0) {
        characters[last] = if characters[last] == 'A' { 'Q' } else { 'A' };
    }
    if let Some(last) = characters.last_mut() {
        *last = 'é';
    }
    characters.into_iter().collect()
}

/// Returns the request with other values of its signature header.
pub(super) fn with_signatures(
    context: &Context<'_>,
    request: &Request,
    values: impl IntoIterator<Item = (String, Vec<u8>)>,
) -> Vec<Forgery> {
    let Some((name, _)) = context.signature(request) else { return Vec::new() };
    values
        .into_iter()
        .map(|(what, value)| {
            let mut forged = request.clone();
            forged.headers.set(name, value);
            Forgery::new(what, forged)
        })
        .collect()
}

/// Sends forgeries and reads the effects after each of them. A good event follows, whose reading also shows late effects
/// of the forgeries.
pub(super) fn counted(tested: &TypeUnderTest, forgeries: impl IntoIterator<Item = Attempt>, good: Attempt) -> Plan {
    let observes =
        |more: u64| tested.effects_per_event.map(|effects_per_event| Step::Observe { more: effects_per_event * more });
    let mut steps = Vec::from_iter(observes(0));
    for forgery in forgeries {
        steps.push(forgery.into());
        steps.extend(observes(0));
    }
    steps.push(good.into());
    steps.extend(observes(1));
    Plan::Steps(steps)
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::sign::Encoding;

    proptest! {
        /// No decoder reads it as the right signature, however lenient it is.
        #[test]
        fn a_signature_that_ends_in_no_digit_stands_for_other_bytes(bytes in vec(any::<u8>(), 1..65)) {
            for encoding in Encoding::ALL {
                let right = encoding.write(&bytes);
                let odd = ending_in_no_digit(&right);
                prop_assert!(odd.ends_with('é') && odd.chars().count() == right.chars().count(), "{} {}", right, odd);
                prop_assert_ne!(encoding.read_leniently(&odd), bytes.clone(), "{} {}", right, odd);
            }
        }
    }
}
