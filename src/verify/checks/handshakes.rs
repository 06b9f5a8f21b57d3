//! Handshakes as the provider makes them, and forged ones.

use crate::model::{Json, Secret};
use crate::provider::{Handshake, HandshakeParties};
use crate::sign::Signer;
use crate::verify::checks::forged;
use crate::verify::context::Context;
use crate::verify::plan::{Attempt, ConnectionMode, Expected, Plan, Step};
use crate::verify::type_under_test::TypeUnderTest;

/// Reason of a skip if the token of a handshake is not known.
const NO_TOKEN: &str = "the token of the handshake is not known, give --verify-token";

/// Key and token of a handshake.
#[derive(Clone, Copy)]
pub(super) struct By<'a> {
    pub(super) signer: Option<&'a Signer>,
    pub(super) token: &'a str,
}

/// Plans for each handshake of the provider the steps that `steps` returns.
pub(super) fn plan<'a>(
    context: &'a Context<'_>,
    steps: impl Fn(&'a Handshake, By<'a>) -> Result<Vec<Step>, String>,
) -> Plan {
    let mut strands = Vec::new();
    let mut reason = format!("{} makes no handshake", context.provider.name);
    for handshake in &context.provider.handshakes {
        let planned = right(context, handshake).and_then(|by| steps(handshake, by));
        match planned {
            Ok(steps) => strands.push(steps),
            Err(why) => reason = why,
        }
    }
    if strands.is_empty() { Plan::Skip(reason) } else { Plan::Strands(strands) }
}

/// Returns the key and the token of the provider.
fn right<'a>(context: &'a Context<'_>, handshake: &Handshake) -> Result<By<'a>, String> {
    if handshake.needs_secret() && context.signer.is_none() {
        return Err(forged::why_unsigned(context));
    }
    match context.verify_token.map(Secret::expose) {
        None if handshake.has_token() => Err(NO_TOKEN.to_owned()),
        token => Ok(By { signer: context.signer, token: token.unwrap_or_default() }),
    }
}

/// Returns a handshake with this key and this token.
pub(super) fn attempt(
    context: &Context<'_>,
    tested: &TypeUnderTest,
    handshake: &Handshake,
    by: By<'_>,
    key: &str,
) -> Result<Attempt, String> {
    let parties = HandshakeParties { signer: by.signer, token: by.token, url: context.url };
    let ids = context.ids(tested, &format!("{} {key}", handshake.name));
    let (mut request, answer) =
        context.provider.handshake_request(handshake, parties, &ids, context.now).map_err(|error| error.to_string())?;
    for (name, value) in context.headers {
        request.headers.set(name, value.as_str());
    }
    Ok(Attempt {
        what: format!("for the handshake {}", handshake.name),
        special: None,
        expected: Expected::Confirmed,
        event: handshake.name.clone(),
        request,
        mode: ConnectionMode::Own,
        document: Json::Null,
        others: Vec::new(),
        signed: None,
        right: None,
        handshake: Some(Box::new(answer)),
        case: None,
    })
}
