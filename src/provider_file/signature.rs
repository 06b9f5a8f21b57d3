//! From the header line of a vendor's documentation to a recipe.

use crate::model::{Headers, TimeForm};
use crate::provider::Signing;
use crate::provider_file::error::{Place, ProviderFileError};
use crate::provider_file::fields::Fields;
use crate::sign::{Algorithm, Encoding, KeyForm, Part, Recipe, Rotation, SignatureHeader, Template};

/// A header line: its name, its value, and its place.
pub(super) struct HeaderLine {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) place: Place,
}

impl HeaderLine {
    /// Reads a line such as `X-Event: {event}`.
    pub(super) fn read(line: &str, place: &Place) -> Result<Self, ProviderFileError> {
        let expected = "expected a header line such as `X-Signature: {hmac-sha256}`";
        let (name, value) = line.split_once(':').ok_or_else(|| place.wrong(format!("`{line}`: {expected}")))?;
        let (name, value) = (name.trim(), value.trim());
        if !Headers::is_name(name) {
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
    let line = HeaderLine::read(text, &node.place)?;
    let (value, algorithm, encoding) = with_algorithm(&line)?;
    let mut recipe = Recipe::hmac(algorithm, &line.name, "{signature}");
    recipe.headers = vec![SignatureHeader::new(line.name.clone(), template(&value, &node.place)?)];
    recipe.encoding = encoding;
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
    let carries = |line: &HeaderLine| {
        let parts = line.value.parse::<Template>().ok();
        let is_signed = |part: &Part| match part {
            Part::Time | Part::Id => recipe.message.has(part),
            _ => false,
        };
        parts.is_some_and(|value| value.parts().iter().any(is_signed))
    };
    let mut rest = Vec::new();
    for line in lines.drain(..) {
        if let Ok((value, algorithm, encoding)) = with_algorithm(&line)
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
        } else {
            rest.push(line);
        }
    }
    *lines = rest;
    if recipe.headers.iter().any(|header| header.value.has(&Part::Time)) || recipe.message.has(&Part::Time) {
        recipe.time = Some(time(fields)?);
    }
    if recipe.message.has(&Part::Time) && !recipe.headers.iter().any(|header| header.value.has(&Part::Time)) {
        let signs = fields.get("signs").map_or_else(|| fields.place().clone(), |signs| signs.place.clone());
        return Err(signs.wrong(
            "`{time}` is signed, but no header carries it: add it to `signature`, or a line such as \
             \"X-Timestamp: {time}\" to `headers`",
        ));
    }
    Ok(Signing::always(recipe))
}

/// Replaces the placeholder of an algorithm, such as `{hmac-sha256:base64}`, by `{signature}`.
fn with_algorithm(line: &HeaderLine) -> Result<(String, Algorithm, Encoding), ProviderFileError> {
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
            return Ok((format!("{before}{{signature}}{after}"), algorithm, encoding));
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
        other => {
            return Err(node.wrong(format!("unknown form of a key `{other}`: use text, base64, base64url, hex or pem")));
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
