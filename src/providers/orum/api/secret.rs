//! The key pair that signs. Its private half becomes the secret of the account and is never answered.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::model::TimeForm;
use crate::provider::IdForm;
use crate::provider::api::{Call, Finding, Reply, State};
use crate::providers::orum::api::refusal;
use crate::providers::orum::payloads::{KeyPair, SecretResponse};
use crate::sign::Algorithm;

const NO_KEYS: &str = "this build makes no RSA keys (it lacks the feature `rsa`), so nothing can be signed";

/// The data that is kept in addition to configurations.
#[derive(Default, Serialize, Deserialize)]
struct Keys {
    pair: Option<KeyPair>,
    /// Whether the client asked for the pair. It may be older: deliveries are signed in any case.
    is_initialised: bool,
}

/// Initialises the pair, or answers with the one that there is.
pub(super) fn make(state: &mut State, call: &Call<'_>) -> Reply {
    let Some(pair) = pair(state, call) else { return refusal::error_reply(500, None).finding(NO_KEYS) };
    state.set_rest(&Keys { pair: Some(pair.clone()), is_initialised: true });
    Reply::json(200, "SecretResponse", &SecretResponse { enterprise_keypair: pair })
}

pub(super) fn read(state: &State) -> Reply {
    match state.rest() {
        Keys { pair: Some(pair), is_initialised: true } => {
            Reply::json(200, "SecretResponse", &SecretResponse { enterprise_keypair: pair })
        }
        _ => refusal::not_found().finding("no key pair was initialised: POST /webhooks/secret does it"),
    }
}

/// Makes a pair where there is none, because something is going to be signed.
pub(super) fn needed(state: &mut State, call: &Call<'_>) -> Option<Finding> {
    pair(state, call).is_none().then(|| Finding { what: NO_KEYS.to_owned(), pointer: None })
}

fn pair(state: &mut State, call: &Call<'_>) -> Option<KeyPair> {
    let keys: Keys = state.rest();
    if keys.pair.is_some() {
        return keys.pair;
    }
    let (private, public) = (call.key_pair)(Algorithm::RsaSha256)?;
    let now = call.now.write(TimeForm::Micros);
    let pair = KeyPair {
        id: call.ids.id("key pair", &IdForm::Uuid),
        enterprise_name: state.name().to_owned(),
        public_key: STANDARD.encode(public),
        created_at: now.clone(),
        updated_at: now,
    };
    state.set_secret(Some(private));
    state.set_rest(&Keys { pair: Some(pair.clone()), ..keys });
    Some(pair)
}
