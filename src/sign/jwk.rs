//! Reads keys that are JSON Web Keys (RFC 7517).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::model::{Json, Secret};
use crate::sign::error::KeyError;

/// A JSON Web Key, decoded.
pub(super) enum Jwk {
    /// A key that both sides share.
    Oct(Vec<u8>),
    /// A key on the curve P-256.
    #[cfg(feature = "rsa")]
    Ec { point: Vec<u8>, d: Option<Vec<u8>> },
    /// A key of Ed25519.
    #[cfg(feature = "rsa")]
    Okp { x: Vec<u8>, d: Option<Vec<u8>> },
    /// An RSA key. The private part is `d`, `p`, `q`, `dp`, `dq` and `qi`.
    #[cfg(feature = "rsa")]
    Rsa { n: Vec<u8>, e: Vec<u8>, private: Option<[Vec<u8>; 6]> },
}

impl Jwk {
    /// Reads the text of a key. The error does not show it.
    pub(super) fn parse(secret: &Secret) -> Result<Self, KeyError> {
        let form = |detail: &str| KeyError::Form { form: "a JSON Web Key", detail: format!(": {detail}") };
        let document = Json::parse(secret.expose().as_bytes()).map_err(|_| form("it is not JSON"))?;
        let text = |name: &str| document.pointer(&format!("/{name}")).and_then(Json::as_str);
        let bytes = |name: &str| -> Result<Vec<u8>, KeyError> {
            let decoded = text(name).and_then(|text| URL_SAFE_NO_PAD.decode(text).ok());
            decoded.ok_or_else(|| form(&format!("`{name}` is not base64url")))
        };
        match text("kty") {
            Some("oct") => Ok(Self::Oct(bytes("k")?)),
            #[cfg(feature = "rsa")]
            Some(kty) => Self::of_pair(kty, &text, &bytes).unwrap_or_else(|| Err(form("its `kty` is not known"))),
            #[cfg(not(feature = "rsa"))]
            Some(_) => Err(KeyError::NeedsFeature),
            None => Err(form("it has no `kty`")),
        }
    }

    /// Reads a key of a key pair; `None` if its kind is not known.
    #[cfg(feature = "rsa")]
    fn of_pair<'a>(
        kty: &str,
        text: &dyn Fn(&str) -> Option<&'a str>,
        bytes: &dyn Fn(&str) -> Result<Vec<u8>, KeyError>,
    ) -> Option<Result<Self, KeyError>> {
        let private = |name: &str| text(name).map(|_| bytes(name)).transpose();
        Some(match (kty, text("crv")) {
            ("EC", Some("P-256")) => bytes("x").and_then(|x| {
                let y = bytes("y")?;
                // An uncompressed point, as SEC 1 writes it.
                let point = [&[4], padded(x).as_slice(), padded(y).as_slice()].concat();
                Ok(Self::Ec { point, d: private("d")?.map(padded) })
            }),
            ("OKP", Some("Ed25519")) => bytes("x").and_then(|x| Ok(Self::Okp { x, d: private("d")? })),
            ("RSA", _) => bytes("n").and_then(|n| {
                let part = |name: &str| bytes(name).map(stripped);
                let private = match text("d") {
                    None => None,
                    Some(_) => Some([part("d")?, part("p")?, part("q")?, part("dp")?, part("dq")?, part("qi")?]),
                };
                Ok(Self::Rsa { n: stripped(n), e: part("e")?, private })
            }),
            _ => return None,
        })
    }
}

/// Returns a number of P-256 with the zeros in front that some programs leave out.
#[cfg(feature = "rsa")]
fn padded(bytes: Vec<u8>) -> Vec<u8> {
    let missing = 32_usize.saturating_sub(bytes.len());
    [vec![0; missing], bytes].concat()
}

/// Returns a number without zeros in front.
#[cfg(feature = "rsa")]
fn stripped(bytes: Vec<u8>) -> Vec<u8> {
    bytes.into_iter().skip_while(|byte| *byte == 0).collect()
}
