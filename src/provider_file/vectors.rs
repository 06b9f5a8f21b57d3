//! Published signatures in a provider file, which its recipe must reproduce.

use crate::model::{Headers, Secret, Timestamp};
use crate::provider::Provider;
use crate::provider_file::error::{Place, ProviderFileError};
use crate::provider_file::fields::Fields;
use crate::provider_file::keys;
use crate::provider_file::node::{Content, Node};
use crate::sign::{Material, Part, Recipe, Signer};

/// A published signature.
#[derive(Debug)]
pub struct Vector {
    secret: Secret,
    time: Timestamp,
    id: String,
    url: String,
    body: String,
    header: String,
    place: Place,
}

/// Reads the examples of a file.
pub(super) fn read(fields: &Fields) -> Result<Vec<Vector>, ProviderFileError> {
    let Some(node) = fields.get("example") else { return Ok(Vec::new()) };
    node.items().iter().map(vector).collect()
}

fn vector(node: &Node) -> Result<Vector, ProviderFileError> {
    let fields = Fields::of(node.clone(), keys::EXAMPLE)?;
    let text = |key: &str| Ok(fields.text(key)?.unwrap_or_default().to_owned());
    let needed = |key: &str| match fields.text(key)? {
        Some(text) => Ok(text.to_owned()),
        None => Err(node.wrong(format!("an example of a signature needs `{key}`"))),
    };
    let time = match fields.get("time") {
        None => Timestamp::from_unix(0),
        Some(time) => match &time.content {
            Content::Number(text) | Content::Text(text) => match text.parse::<i64>() {
                Ok(seconds) => Timestamp::from_unix(seconds),
                Err(_) => {
                    text.parse().map_err(|_| time.wrong(format!("invalid time `{text}`: give seconds since 1970")))?
                }
            },
            _ => return Err(time.wrong(format!("expected a time, found {}", time.kind()))),
        },
    };
    Ok(Vector {
        secret: Secret::new(needed("secret")?),
        time,
        id: text("id")?,
        url: text("url")?,
        body: needed("body")?,
        header: needed("header")?,
        place: node.place.clone(),
    })
}

impl Vector {
    /// Checks that a provider signs as the example says.
    ///
    /// # Errors
    /// When it does not.
    pub fn prove(&self, provider: &Provider) -> Result<(), ProviderFileError> {
        let recipe = &provider.signing.recipe;
        let signer = Signer::new(recipe, &self.secret).map_err(|error| self.place.wrong(error.to_string()))?;
        let material = Material::of(self.body.as_bytes()).at(self.time).id(&self.id).url(&self.url);
        if recipe.algorithm.is_asymmetric() {
            // Vendors publish the public key, which can only verify.
            return match signer.check_at(&self.headers(recipe), self.body.as_bytes(), &self.url) {
                Ok(()) => Ok(()),
                Err(refusal) => Err(self.place.wrong(format!("the published signature is refused: {refusal}"))),
            };
        }
        let made: Headers = signer.headers(&material).map_err(|error| self.place.wrong(error.to_string()))?;
        let carrier = recipe.signature_header().map(|header| header.name.as_str()).unwrap_or_default();
        let made = made.get(carrier).map(|value| String::from_utf8_lossy(value).into_owned()).unwrap_or_default();
        if made == self.header {
            return Ok(());
        }
        Err(self.place.wrong(format!(
            "the published signature is not reproduced: `{carrier}` should be `{}`, and the file makes `{made}`; see \
             `signature`, `signs`, `key` and `time-form`",
            self.header
        )))
    }

    /// Returns the headers that carry the published signature and the time.
    fn headers(&self, recipe: &Recipe) -> Headers {
        let mut headers = Headers::new();
        for header in &recipe.headers {
            if header.value.has(&Part::Signature) {
                headers.set(&header.name, self.header.as_str());
            } else if header.value.parts() == [Part::Time] {
                headers.set(&header.name, recipe.time.map(|form| self.time.write(form)).unwrap_or_default());
            }
        }
        headers
    }
}
