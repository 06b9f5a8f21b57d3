//! From the fields of a file to a provider.

use crate::model::{Batch, BatchError, Body, BodyFormat, BodyStyle, Json, LayoutError, TimeForm, capitalised};
use crate::provider::{Delivery, Envelope, IdForm, NamePart, NameSource, Payload, Provider};
use crate::provider_file::error::{Place, ProviderFileError};
use crate::provider_file::fields::Fields;
use crate::provider_file::node::Node;
use crate::provider_file::signature::HeaderLine;
use crate::provider_file::slots::At;
use crate::provider_file::{facts, handshake, payloads, retry, signature, slots};

/// How long a provider waits for an answer, if nothing is known.
const TIMEOUT: std::time::Duration = std::time::Duration::from_secs(10);

/// Builds the provider of this id.
pub(super) fn provider(id: &str, fields: &Fields) -> Result<Provider, ProviderFileError> {
    let names = names(fields)?;
    let batch = batch(fields)?;
    let payloads = payloads::read(fields, &names, batch.as_ref())?;
    let body = Body { batch, ..body(fields, &payloads)? };
    let mut lines = header_lines(fields, &body)?;
    let envelope = envelope(fields, Envelope::named_by(names), &payloads)?;
    if let Some(slot) = &envelope.header_id
        && !lines.iter().any(|line| line.name.eq_ignore_ascii_case(&slot.header))
    {
        let place = fields.get("id").map_or_else(|| fields.place().clone(), |node| node.place.clone());
        lines.push(HeaderLine { name: slot.header.clone(), value: "{id}".to_owned(), place });
    }
    let signing = signature::read(fields, &mut lines)?;
    for header in signing.recipe.in_body() {
        let place = fields.get("signature").map_or_else(|| fields.place(), |node| &node.place);
        if !body.format.is_json() || body.batch.is_some() {
            return Err(place.wrong("a signature in the body needs a body that is JSON, with one event"));
        }
        known_somewhere(&header.name, &payloads, place)?;
    }
    let delivery = delivery(fields, lines)?;
    let name = fields.text("name")?.map_or_else(|| capitalised(id), str::to_owned);
    let about = fields.text("about")?.map_or_else(|| format!("Webhooks of {name}."), str::to_owned);
    let mut provider = Provider::new(id, &name, &about, envelope, signing, delivery)
        .body(body)
        .retry(retry::read(fields)?)
        .payloads(payloads);
    provider.entities = pointers(fields, "entities")?;
    provider.handshakes = handshake::read(fields, &provider)?;
    let facts = facts::of(fields, &provider)?;
    Ok(provider.facts(facts))
}

fn names(fields: &Fields) -> Result<NameSource, ProviderFileError> {
    let Some(node) = fields.get("event") else {
        return Err(fields
            .place()
            .wrong("`event` is missing: say where the name of an event is, such as `event = \"/type\"`"));
    };
    node.text()?.parse().map_err(|error: crate::provider::NameSourceError| node.wrong(error.to_string()))
}

/// Reads the form of bodies. Each event must fit it.
fn body(fields: &Fields, payloads: &[Payload]) -> Result<Body, ProviderFileError> {
    let layout = match fields.get("layout") {
        Some(node) => node.text()?.parse().map_err(|error: LayoutError| node.wrong(error.to_string()))?,
        None => BodyStyle::COMPACT,
    };
    let mut body = Body::json(layout);
    let Some(node) = fields.get("body") else { return Ok(body) };
    body.format = node.text()?.parse().map_err(|error: crate::model::BodyFormatError| node.wrong(error.to_string()))?;
    if !body.format.has_texts_only() {
        return Ok(body);
    }
    if fields.get("each").is_some() {
        return Err(node.wrong("a form has one event: `each` needs a body with JSON"));
    }
    if let (BodyFormat::Multipart, Some(given)) = (&body.format, fields.get("content-type")) {
        return Err(given.wrong("a multipart body has a media type with its boundary: leave out `content-type`"));
    }
    for payload in payloads {
        if !crate::schema::is_of_objects(payload.schema()) {
            return Err(node.wrong(format!(
                "a form has fields, but the schema of the event `{}` allows other values than objects: add \
                 `\"type\": \"object\"`",
                payload.name
            )));
        }
        if let Some(pointer) = crate::schema::nested_field(payload.schema()).filter(|_| body.format.is_flat()) {
            return Err(node.wrong(format!(
                "a form has only texts, but the field {pointer} of the event `{}` may be an object or a list: give it \
                 another type, or use `bracketed form` if names are such as a[b], or `form field NAME` if one field holds the \
                 whole as JSON",
                payload.name
            )));
        }
    }
    Ok(body)
}

/// Reads where the events of a delivery are.
fn batch(fields: &Fields) -> Result<Option<Batch>, ProviderFileError> {
    let Some(each) = fields.get("each") else {
        return match fields.get("around") {
            Some(node) => Err(node.wrong("`around` needs `each`, the place of the events in it")),
            None => Ok(None),
        };
    };
    let around = fields.get("around");
    let document = around.map(|node| {
        Json::parse(node.json().as_bytes()).map_err(|error| node.wrong(format!("`around` is not JSON: {error}")))
    });
    let batch = Batch::new(each.text()?, document.transpose()?);
    let place = |error: &BatchError| match (error, around) {
        (BatchError::NoList { .. }, Some(around)) => around.place.clone(),
        _ => each.place.clone(),
    };
    let batch = batch.map_err(|error| place(&error).wrong(error.to_string()))?;
    let ids = ["id", "attempt"].into_iter().filter_map(|key| fields.get(key));
    for node in ids {
        if matches!(slots::split(node.text()?, &node.place)?, (At::Header(_), _)) {
            return Err(node.wrong("with `each`, a delivery has several events, so an id cannot be in a header"));
        }
    }
    Ok(Some(batch))
}

fn header_lines(fields: &Fields, body: &Body) -> Result<Vec<HeaderLine>, ProviderFileError> {
    let content_type = fields.text("content-type")?.unwrap_or_else(|| body.format.content_type());
    let place = fields.get("content-type").map_or(fields.place(), |node| &node.place);
    let mut lines = vec![HeaderLine::read(&format!("Content-Type: {content_type}"), place)?];
    for (text, place) in texts(fields, "headers")? {
        let line = allowed(HeaderLine::or_field(text, place)?)?;
        lines.retain(|known| !known.name.eq_ignore_ascii_case(&line.name));
        lines.push(line);
    }
    Ok(lines)
}

/// Refuses a header line that deliveries cannot have.
fn allowed(line: HeaderLine) -> Result<HeaderLine, ProviderFileError> {
    if crate::provider::of_the_connection(&line.name) {
        return Err(line.place.wrong(format!("the header `{}` belongs to the connection", line.name)));
    }
    Ok(line)
}

/// Adds the ids, the times and the secret fields to an envelope.
fn envelope(fields: &Fields, mut envelope: Envelope, payloads: &[Payload]) -> Result<Envelope, ProviderFileError> {
    if let Some(node) = fields.get("id") {
        envelope = match slots::split(node.text()?, &node.place)? {
            (At::Body(pointer), form) => envelope.id(&pointer, form_at(&node.place, form, &pointer, payloads)?),
            (At::Header(header), form) => {
                let form = form.map_or(Ok(IdForm::Uuid), |form| slots::id_form(form, &node.place))?;
                envelope.header_id(&header, form)
            }
        };
    }
    if let Some(node) = fields.get("attempt") {
        envelope = match slots::split(node.text()?, &node.place)? {
            (At::Body(pointer), form) => envelope.attempt(&pointer, form_at(&node.place, form, &pointer, payloads)?),
            (At::Header(header), form) => {
                let form = form.map_or(Ok(IdForm::Uuid), |form| slots::id_form(form, &node.place))?;
                envelope.header_attempt(&header, form)
            }
        };
    }
    for (text, place) in texts(fields, "identity")? {
        let (At::Body(pointer), form) = slots::split(text, place)? else {
            return Err(place.wrong("`identity` needs JSON pointers of the body"));
        };
        envelope = envelope.identity(&pointer, form_at(place, form, &pointer, payloads)?);
    }
    for (text, place) in texts(fields, "time")? {
        envelope = match slots::split(text, place)? {
            (At::Header(_), _) if fields.get("each").is_some() => {
                return Err(place.wrong("with `each`, a delivery has several events, so a time cannot be in a header"));
            }
            (At::Header(header), form) => envelope.header_time(&header, header_time(&header, form, place)?),
            (At::Body(pointer), form) => with_time(envelope, &pointer, form, place, payloads)?,
        };
    }
    for (text, place) in texts(fields, "sent")? {
        envelope = match slots::split(text, place)? {
            (At::Header(header), form) => envelope.sent_header(&header, header_time(&header, form, place)?),
            (At::Body(pointer), form) => with_time(envelope, &pointer, form, place, payloads)?.sent(),
        };
    }
    for pointer in pointers(fields, "secrets")? {
        envelope = envelope.secret(&pointer);
    }
    if let ([NamePart::Body(pointer)], Some(node)) = (envelope.name.parts(), fields.get("event")) {
        known_somewhere(pointer, payloads, &node.place)?;
    }
    Ok(envelope)
}

/// Returns the texts of a field, each with its place.
fn texts<'a>(fields: &'a Fields, key: &str) -> Result<Vec<(&'a str, &'a Place)>, ProviderFileError> {
    Ok(fields.get(key).map(Node::texts).transpose()?.unwrap_or_default())
}

fn with_time(
    envelope: Envelope,
    pointer: &str,
    form: Option<&str>,
    place: &Place,
    payloads: &[Payload],
) -> Result<Envelope, ProviderFileError> {
    known_somewhere(pointer, payloads, place)?;
    let form = time_form(pointer, form, || time_like(pointer, payloads), place)?;
    let quoted = form.is_count() && value_at(pointer, payloads).is_some_and(|value| value.as_str().is_some());
    Ok(if quoted { envelope.quoted_time(pointer, form) } else { envelope.time(pointer, form) })
}

/// Returns the spelling of the time in a header.
fn header_time(header: &str, form: Option<&str>, place: &Place) -> Result<TimeForm, ProviderFileError> {
    if crate::provider::of_the_connection(header) {
        return Err(place.wrong(format!("the header `{header}` belongs to the connection")));
    }
    time_form(header, form, || None, place)
}

/// Returns the spelling of a time: the one that the file gives, or that of the examples.
fn time_form(
    at: &str,
    given: Option<&str>,
    like: impl FnOnce() -> Option<TimeForm>,
    place: &Place,
) -> Result<TimeForm, ProviderFileError> {
    let unknown = || place.wrong(format!("the spelling of {at} is not known: add {}", slots::time_forms()));
    let Some(form) = given else { return like().ok_or_else(unknown) };
    let wrong = || place.wrong(format!("unknown spelling of a time `{form}`: use {}", slots::time_forms()));
    slots::time_form(form).ok_or_else(wrong)
}

/// Returns the spelling of the time that an example has at a pointer.
fn time_like(pointer: &str, payloads: &[Payload]) -> Option<TimeForm> {
    let value = value_at(pointer, payloads)?;
    let text = match &value {
        Json::Number(number) => number.to_string(),
        Json::String(text) => text.clone(),
        _ => return None,
    };
    if let Ok(count) = text.parse::<i64>() {
        return Some(if count > 100_000_000_000 { TimeForm::UnixMillis } else { TimeForm::UnixSeconds });
    }
    let fraction = text.split_once('.').map_or(0, |(_, rest)| rest.bytes().take_while(u8::is_ascii_digit).count());
    Some(match (fraction, text.ends_with('Z')) {
        (0, _) => TimeForm::Seconds,
        (1..=3, _) => TimeForm::Millis,
        (_, true) => TimeForm::Micros,
        (_, false) => TimeForm::MicrosOffset,
    })
}

/// Returns the value that the first example with one has at a pointer.
fn value_at(pointer: &str, payloads: &[Payload]) -> Option<Json> {
    let examples = payloads.iter().flat_map(|payload| &payload.examples);
    examples.filter_map(|example| example.document().ok()?.pointer(pointer).cloned()).find(|value| *value != Json::Null)
}

/// Returns the form of the id at a pointer: the one that the file gives, the one that the schema demands, or that of
/// the examples.
fn form_at(
    place: &Place,
    given: Option<&str>,
    pointer: &str,
    payloads: &[Payload],
) -> Result<IdForm, ProviderFileError> {
    known_somewhere(pointer, payloads, place)?;
    if let Some(form) = given {
        return slots::id_form(form, place);
    }
    let schemas = payloads.iter().filter_map(|payload| crate::schema::field_at(payload.schema(), pointer));
    for field in schemas {
        let word = |name: &str| field.get(name).and_then(serde_json::Value::as_str);
        if word("format") == Some("uuid") {
            return Ok(IdForm::Uuid);
        }
        if let Some(form) = word("pattern")
            .and_then(|pattern| slots::id_form(pattern.trim_start_matches('^').trim_end_matches('$'), place).ok())
        {
            return Ok(form);
        }
        if word("type") == Some("integer") {
            return slots::id_form("integer", place);
        }
    }
    let like = value_at(pointer, payloads).and_then(|value| value.as_str().and_then(slots::form_like));
    like.ok_or_else(|| {
        place.wrong(format!("the form of {pointer} is not known: add uuid, ulid, hex32, hex24, integer, or a pattern such as evt_[A-Za-z0-9]{{24}}"))
    })
}

/// Checks that some event has a field at a pointer.
fn known_somewhere(pointer: &str, payloads: &[Payload], place: &Place) -> Result<(), ProviderFileError> {
    if payloads.iter().any(|payload| payload.order().knows(pointer)) {
        return Ok(());
    }
    let examples = payloads.iter().filter_map(|payload| payload.examples.first()?.document().ok());
    let near = payloads::nearest_pointers(pointer, &examples.collect::<Vec<_>>());
    Err(place.wrong(format!("no event has a field at {pointer}{}", crate::model::did_you_mean(&near))))
}

fn pointers(fields: &Fields, key: &str) -> Result<Vec<String>, ProviderFileError> {
    let mut found = Vec::new();
    for (text, place) in texts(fields, key)? {
        if !text.starts_with('/') {
            return Err(place.wrong(format!("`{text}` is not a JSON pointer: it must start with /")));
        }
        found.push(text.to_owned());
    }
    Ok(found)
}

fn delivery(fields: &Fields, lines: Vec<HeaderLine>) -> Result<Delivery, ProviderFileError> {
    let timeout = match fields.get("timeout") {
        Some(node) => {
            let text = node.text()?;
            let timeout = retry::duration(text).filter(|timeout| !timeout.is_zero());
            timeout.ok_or_else(|| node.wrong(format!("invalid time-out `{text}`: expected a duration such as 10s")))?
        }
        None => TIMEOUT,
    };
    let mut delivery = Delivery::post(&[], timeout);
    delivery.headers = lines.into_iter().map(|line| (line.name, line.value)).collect();
    if let Some(node) = fields.get("method") {
        let method = node.text()?;
        if !matches!(method, "POST" | "PUT" | "PATCH") {
            return Err(node.wrong(format!("unsupported method `{method}`: use POST, PUT or PATCH")));
        }
        method.clone_into(&mut delivery.method);
    }
    if let Some(node) = fields.get("accepted") {
        delivery.success = retry::some_statuses(node)?;
    }
    if let Some(node) = fields.get("answer") {
        let text = node.text()?.trim();
        if text.is_empty() {
            return Err(node.wrong("the answer is empty: leave out `answer` if the body does not matter"));
        }
        delivery.answer = Some(text.to_owned());
    }
    for (text, place) in texts(fields, "retry-headers")? {
        let HeaderLine { name, value, .. } = allowed(HeaderLine::read(text, place)?)?;
        if name.eq_ignore_ascii_case("content-type") {
            return Err(place.wrong("a retry has the media type of the first attempt"));
        }
        delivery.retry_headers.push((name, value));
    }
    delivery.disabling = retry::disabling(fields)?;
    if let Some(node) = fields.get("redirects") {
        match node.text()? {
            "followed" => delivery = delivery.following_redirects(),
            "refused" => {}
            other => return Err(node.wrong(format!("invalid value `{other}`: expected followed or refused"))),
        }
    }
    if let Some(node) = fields.get("max-body") {
        let text = node.text()?;
        let bytes = crate::provider::read_size(text)
            .ok_or_else(|| node.wrong(format!("invalid size `{text}`: expected a size such as 256 KiB")))?;
        delivery = delivery.max_body(bytes);
    }
    Ok(delivery)
}
