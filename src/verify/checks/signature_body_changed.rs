//! `signature-body-changed`

use bytes::Bytes;

use crate::model::{Json, Request};
use crate::provider::Slot;
use crate::verify::check::Check;
use crate::verify::checks::forged;
use crate::verify::checks::forged::Forgery;
use crate::verify::context::Context;
use crate::verify::plan::{Attempt, Expected, Plan, Step};
use crate::verify::special::Special;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "signature-body-changed",
    title: "refuses a body that was changed after it was signed",
    why: "If the signature does not cover the whole body, anyone who sees one delivery can replace its amounts and \
          account numbers.",
    plan,
    ..Check::FORGERY
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    if let Some(skip) = forged::skip_unless_body_is_signed(context) {
        return skip;
    }
    let plan = forged::plan(context, tested, &|request| changes(request));
    let Plan::Strands(mut strands) = plan else { return plan };
    // A signature that was accepted a moment ago, over an event that is new: a cache of verified
    // signatures lets it through, and no memory of events hides that.
    if let Some((accepted, changed)) = identity_changed(context, tested) {
        strands.push(vec![Step::from(accepted), changed.into()]);
    }
    Plan::Strands(strands)
}

/// Changes one byte in three places, and adds one byte.
fn changes(request: &Request) -> Vec<Forgery> {
    let body = &request.body;
    let digits: Vec<usize> = (0..body.len()).filter(|at| body[*at].is_ascii_hexdigit()).collect();
    let places = [digits.first(), digits.get(digits.len() / 2), digits.last()];
    let mut changed: Vec<Forgery> = places
        .into_iter()
        .flatten()
        .map(|at| {
            let mut bytes = body.to_vec();
            bytes[*at] = if bytes[*at] == b'1' { b'2' } else { b'1' };
            Forgery::new(format!("with byte {at} of its body changed after it was signed"), with_body(request, bytes))
                .special(Special::ByteChanged)
        })
        .collect();
    let longer = [body, &b" "[..]].concat();
    changed.push(
        Forgery::new("with a space added to the end of its body after it was signed", with_body(request, longer))
            .special(Special::SpaceAdded),
    );
    changed
}

fn with_body(request: &Request, body: Vec<u8>) -> Request {
    Request { body: Bytes::from(body), ..request.clone() }
}

fn identity_changed(context: &Context<'_>, tested: &TypeUnderTest) -> Option<(Attempt, Attempt)> {
    let accepted = context.good(tested, "accepted");
    let named = |slot: &&Slot| accepted.document.pointer(&slot.pointer).is_some_and(|known| *known != Json::Null);
    let slot = context.provider.envelope.identities().filter(named).last()?;
    let fresh = context.ids(tested, "changed").id(&slot.pointer, &slot.form);
    let mut document = accepted.document.clone();
    document.set(&slot.pointer, slot.form.spell(&fresh));
    let body = context.provider.body.write(&document);
    let changed = Attempt {
        what: format!("under a signature accepted before, with {} changed", slot.pointer),
        special: Some(Special::SignatureReused),
        request: with_body(&accepted.request, body),
        document,
        expected: Expected::Refused,
        ..accepted.clone()
    };
    (!context.accepts_leniently(&changed.request)).then_some((accepted, changed))
}
