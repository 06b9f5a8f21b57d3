//! `handshake-refuses`

use crate::provider::Handshake;
use crate::verify::check::{Check, Condition, Level, Scope};
use crate::verify::checks::handshakes::By;
use crate::verify::checks::{forged, handshakes};
use crate::verify::context::Context;
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::{Attempt, Expected, Observed, Plan, Step};
use crate::verify::special::Special;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "handshake-refuses",
    title: "refuses a handshake that is not from the provider",
    why: "Some providers send forged handshakes on purpose, and switch off an endpoint that confirms one. If the answer \
          is computed with the secret, an attacker gets signatures for texts of their choice.",
    level: Level::Must,
    condition: Condition::HandshakeProves,
    scope: Scope::One,
    based_on: &["handshake"],
    plan,
    judge,
    ..Check::FORGERY
};

/// A token that no consumer has.
const WRONG_TOKEN: &str = "a-token-that-nobody-agreed-on";

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    handshakes::plan(context, |handshake, by| {
        let forged = forged(context, tested, handshake, by)?;
        if forged.is_empty() {
            return Err(format!("the handshake {} is neither signed nor has a token", handshake.name));
        }
        let right = handshakes::attempt(context, tested, handshake, by, "right")?;
        Ok(std::iter::once(right).chain(forged).map(Step::from).collect())
    })
}

/// Returns the forgeries of a handshake.
fn forged<'a>(
    context: &'a Context<'_>,
    tested: &TypeUnderTest,
    handshake: &'a Handshake,
    by: By<'a>,
) -> Result<Vec<Attempt>, String> {
    let forge = |by: By<'_>, what: &str, special: Special| {
        let attempt = handshakes::attempt(context, tested, handshake, by, what)?;
        let what = format!("{} {what}", attempt.what);
        Ok::<_, String>(Attempt { expected: Expected::Unconfirmed, ..attempt }.what(what).special(special))
    };
    let mut forgeries = Vec::new();
    if handshake.signed && context.signer.is_some() {
        let mut unsigned = forge(by, "without a signature", Special::Unsigned)?;
        unsigned.request = forged::unsigned(context, &unsigned.request);
        forgeries.push(unsigned);
        if let Some(signer) = context.wrong_key_signer {
            forgeries.push(forge(By { signer: Some(signer), ..by }, "signed with another key", Special::OtherKey)?);
        }
    }
    if handshake.has_token() {
        forgeries.push(forge(By { token: WRONG_TOKEN, ..by }, "with a wrong token", Special::OtherToken)?);
    }
    Ok(forgeries)
}

/// An endpoint that confirms no handshake at all refuses every forgery, which proves nothing.
fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    let is_unconfirmed = |seen: &Observed| {
        seen.exchange().is_some_and(|(attempt, exchange)| {
            attempt.expected == Expected::Confirmed && judge::objection(context, attempt, exchange).is_some()
        })
    };
    if observed.iter().any(is_unconfirmed) {
        return Judgement::Skip("it does not confirm the handshake: see handshake-answers".to_owned());
    }
    judge::as_expected(context, tested, observed)
}
