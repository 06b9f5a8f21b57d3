//! From the header line of a vendor's documentation to a recipe.

use crate::model::{Headers, TimeForm};
use crate::provider::Signing;
use crate::provider_file::error::{Place, ProviderFileError};
use crate::provider_file::fields::Fields;
use crate::sign::{Algorithm, Encoding, KeyForm, Part, Recipe, Rotation, SignatureHeader, Template, Token};

/// A header line: its name, its value, and its place.
pub(super) struct HeaderLine {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) place: Place,
}

impl HeaderLine {
    /// Reads a line such as `X-Event: {event}`.
    pub(super) fn read(line: &str, place: &Place) -> Result<Self, ProviderFileError> {
        Self::named(line, place, Headers::is_name)
    }

    /// Reads a line that may also be a field of the body, such as `/signature: {hmac-sha256}`.
    pub(super) fn or_field(line: &str, place: &Place) -> Result<Self, ProviderFileError> {
        Self::named(line, place, |name| name.starts_with('/') || Headers::is_name(name))
    }

    fn named(line: &str, place: &Place, is_name: fn(&str) -> bool) -> Result<Self, ProviderFileError> {
        let expected = "expected a header line such as `X-Signature: {hmac-sha256}`";
        let (name, value) = line.split_once(':').ok_or_else(|| place.wrong(format!("`{line}`: {expected}")))?;
        let (name, value) = (name.trim(), value.trim());
        if !is_name(name) {
            return Err(place.wrong(format!("`{name}` is not the name of a header: {expected}")));
        }
        if value.contains(['\r', '\n', '\0']) {
            return Err(place.wrong(format!("the value of `{name}` has a line break or NUL")));
        }
        Ok(Self { name: name.to_owned(), value: value.to_owned(), place: place.clone() })
    }
}

/// Reads the signature settings. Takes those of the header lines that carry what is signed.
pub(super) fn read(fields: &Fields, lines: &mut Vec<HeaderLine>) -> Result<Signing, ProviderFileError> {
    let Some(node) = fields.get("signature") else {
        return Err(fields
            .place()
            .wrong("`signature` is missing: give the header line of the vendor's documentation, or \"none\""));
    };
    let text = node.text()?;
    if text == "none" {
        let mut recipe = Recipe::hmac(Algorithm::HmacSha256, "none", "{signature}");
        recipe.headers.clear();
        return Ok(Signing::optional(recipe));
    }
    let line = HeaderLine::or_field(text, &node.place)?;
    let Carried { value, algorithm, encoding, form } = with_algorithm(&line)?;
    let mut recipe = Recipe::hmac(algorithm, &line.name, "{signature}");
    recipe.headers = vec![SignatureHeader::new(line.name.clone(), template(&value, &node.place)?)];
    recipe.encoding = encoding;
    recipe.token = token(fields, form)?;
    if let Some(signs) = fields.get("signs") {
        recipe.message = template(signs.text()?, &signs.place)?;
        if !recipe.message.parts().iter().any(|part| !matches!(part, Part::Text(_))) {
            return Err(signs.wrong("nothing of the delivery is signed: use placeholders such as {time}.{body}"));
        }
    }
    recipe.key = key(fields)?;
    if recipe.key == KeyForm::Text {
        fields.text("key-prefix")?.unwrap_or_default().clone_into(&mut recipe.secret_prefix);
    }
    recipe.rotation = rotation(fields, &value)?;
    let signed: Vec<Part> = recipe.signed().cloned().collect();
    let carries = |line: &HeaderLine| {
        let parts = line.value.parse::<Template>().ok();
        let is_signed = |part: &Part| match part {
            Part::Time | Part::TimePlus(_) | Part::Id | Part::Nonce | Part::Sha256(_) => signed.contains(part),
            _ => false,
        };
        parts.is_some_and(|value| value.parts().iter().any(is_signed))
    };
    let mut rest = Vec::new();
    for line in lines.drain(..) {
        if let Ok(Carried { value, algorithm, encoding, form: Carrier::Signature }) = with_algorithm(&line)
            && algorithm.is_hmac()
        {
            let header = SignatureHeader::new(line.name.clone(), template(&value, &line.place)?);
            recipe.headers.push(header.second(algorithm, encoding));
            continue;
        }
        if carries(&line) {
            let at = recipe.headers.iter().position(|header| header.value.has(&Part::Signature)).unwrap_or_default();
            let header = SignatureHeader::new(line.name.clone(), template(&line.value, &line.place)?);
            recipe.headers.insert(at, header);
        } else if line.name.starts_with('/') {
            let reason = format!("nothing in `{}` is signed: it cannot be a field of the body", line.value);
            return Err(line.place.wrong(reason));
        } else {
            rest.push(line);
        }
    }
    *lines = rest;
    let signs_time = recipe.signed().any(|part| *part == Part::Time);
    if recipe.sends_time() || signs_time {
        recipe.time = Some(time(fields)?);
    }
    if signs_time && !recipe.sends_time() {
        let signs = fields.get("signs").map_or_else(|| fields.place().clone(), |signs| signs.place.clone());
        return Err(signs.wrong(
            "`{time}` is signed, but no header carries it: add it to `signature`, or a line such as \
             \"X-Timestamp: {time}\" to `headers`",
        ));
    }
    Ok(Signing::always(recipe))
}

/// The value of a header with `{signature}`, and how the signature is made.
struct Carried {
    value: String,
    algorithm: Algorithm,
    encoding: Encoding,
    form: Carrier,
}

/// What a header carries.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Carrier {
    /// A bare signature.
    Signature,
    /// A JSON Web Token.
    Token,
}

/// Reads the claims and the header of a token.
fn token(fields: &Fields, form: Carrier) -> Result<Option<Token>, ProviderFileError> {
    if form == Carrier::Signature {
        let unused = ["claims", "jwt-header"].into_iter().find_map(|key| fields.get(key));
        let needs = "it needs a token in `signature`, such as {jwt-es256}";
        return unused.map_or(Ok(None), |node| Err(node.wrong(format!("no token is sent: {needs}"))));
    }
    if let Some(signs) = fields.get("signs") {
        return Err(signs.wrong("a token signs its claims: give `claims` instead of `signs`"));
    }
    let Some(node) = fields.get("claims") else {
        return Err(fields.place().wrong(
            "`claims` is missing: a token signs its claims, such as { iat = \"{time}\", body_sha256 = \"{sha256}\" }",
        ));
    };
    let mut claims = Vec::new();
    for (name, value) in node.named()? {
        claims.push((name.to_owned(), template(value.text()?, &value.place)?));
    }
    let is_plain = |part: &Part| matches!(part, Part::Text(_));
    if claims.iter().all(|(_, value): &(String, Template)| value.parts().iter().all(is_plain)) {
        return Err(node.wrong("nothing of the delivery is signed: use placeholders such as {time} and {sha256}"));
    }
    let mut header = vec![("typ".to_owned(), "JWT".to_owned())];
    if let Some(node) = fields.get("jwt-header") {
        header.clear();
        for (name, value) in node.named()? {
            if name == "alg" {
                return Err(value.wrong("`alg` follows from the algorithm in `signature`"));
            }
            header.push((name.to_owned(), value.text()?.to_owned()));
        }
    }
    Ok(Some(Token::new(claims).with_header(header)))
}

/// Replaces the placeholder of an algorithm, such as `{hmac-sha256:base64}`, by `{signature}`.
fn with_algorithm(line: &HeaderLine) -> Result<Carried, ProviderFileError> {
    let mut rest = line.value.as_str();
    let mut before = String::new();
    while let Some((text, hole)) = rest.split_once('{') {
        let Some((name, after)) = hole.split_once('}') else { break };
        before.push_str(text);
        let (algorithm, encoding) = name.split_once(':').unwrap_or((name, "hex"));
        if let Ok(algorithm) = algorithm.parse::<Algorithm>() {
            let encoding = encoding.parse::<Encoding>().map_err(|()| {
                line.place.wrong(format!("unknown encoding `{encoding}`: use hex, base64 or base64url"))
            })?;
            let value = format!("{before}{{signature}}{after}");
            return Ok(Carried { value, algorithm, encoding, form: Carrier::Signature });
        }
        if let Some(algorithm) = name.strip_prefix("jwt-").and_then(of_token) {
            let value = format!("{before}{{signature}}{after}");
            return Ok(Carried { value, algorithm, encoding: Encoding::Base64Url, form: Carrier::Token });
        }
        before.push('{');
        before.push_str(name);
        before.push('}');
        rest = after;
    }
    let reason = format!(
        "`{}: {}` has no signature: use a placeholder such as {{hmac-sha256}} or {{hmac-sha256:base64}}",
        line.name, line.value
    );
    Err(line.place.wrong(reason))
}

/// Returns the algorithm of a token by its name, such as `es256`.
fn of_token(name: &str) -> Option<Algorithm> {
    let is_named = |algorithm: &Algorithm| algorithm.token_name().is_some_and(|known| known.eq_ignore_ascii_case(name));
    Algorithm::ALL.into_iter().find(is_named)
}

/// Reads a template. `{/pointer}` is a field of the body, and `{/pointer?}` one that may be absent.
pub(super) fn template(text: &str, place: &Place) -> Result<Template, ProviderFileError> {
    let mut spelled = String::with_capacity(text.len());
    for (at, part) in text.split("{/").enumerate() {
        if at == 0 {
            spelled.push_str(part);
            continue;
        }
        let (pointer, rest) = part.split_once('}').unwrap_or((part, ""));
        let closing = if part.len() > pointer.len() { "}" } else { "" };
        match pointer.strip_suffix('?') {
            Some(optional) => spelled.extend(["{member?:/", optional, closing, rest]),
            None => spelled.extend(["{member:/", pointer, closing, rest]),
        }
    }
    spelled.parse().map_err(|error: crate::sign::TemplateError| place.wrong(error.to_string()))
}

fn key(fields: &Fields) -> Result<KeyForm, ProviderFileError> {
    let prefix = match fields.get("key-prefix") {
        Some(prefix) => prefix.text()?.to_owned(),
        None => String::new(),
    };
    let Some(node) = fields.get("key") else {
        return Ok(if prefix.is_empty() { KeyForm::Text } else { KeyForm::Base64 { prefix } });
    };
    Ok(match node.text()? {
        "text" => KeyForm::Text,
        "base64" => KeyForm::Base64 { prefix },
        "base64url" => KeyForm::Base64Url,
        "hex" => KeyForm::Hex,
        "pem" => KeyForm::Pem,
        "jwk" => KeyForm::Jwk,
        other => {
            return Err(
                node.wrong(format!("unknown form of a key `{other}`: use text, base64, base64url, hex, pem or jwk"))
            );
        }
    })
}

/// Reads how two signatures stand in one header: after a separator, or as a further field of the value.
fn rotation(fields: &Fields, value: &str) -> Result<Option<Rotation>, ProviderFileError> {
    let Some(node) = fields.get("several") else { return Ok(None) };
    let separator = node.text()?;
    let wrong = || node.wrong(format!("invalid separator {separator:?}: use \" \", \",\" or \";\""));
    if !matches!(separator, " " | "," | ";") {
        return Err(wrong());
    }
    let before = value.split("{signature}").next().unwrap_or_default();
    Ok(Some(match before.rfind(separator) {
        Some(at) if separator != " " => Rotation::Field(before[at..].to_owned()),
        _ => Rotation::Separator(separator.to_owned()),
    }))
}

fn time(fields: &Fields) -> Result<TimeForm, ProviderFileError> {
    fields.get("time-form").map_or(Ok(TimeForm::UnixSeconds), |node| {
        let text = node.text()?;
        crate::provider_file::slots::time_form(text).ok_or_else(|| {
            node.wrong(format!(
                "unknown spelling of a time `{text}`: use {}",
                crate::provider_file::slots::time_forms()
            ))
        })
    })
}
