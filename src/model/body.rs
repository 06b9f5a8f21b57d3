//! The bytes of a delivery, and the document in them.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::model::batch::Batch;
use crate::model::body_error::BodyError;
use crate::model::body_format::BodyFormat;
use crate::model::json::Json;
use crate::model::style::BodyStyle;

/// Form of the bodies of a provider. It is signed, so it is part of the contract.
///
/// ```
/// use hookproof::model::{Body, BodyFormat, BodyStyle, Json};
///
/// let mut body = Body::json(BodyStyle::COMPACT);
/// let document = Json::parse(br#"{"id":"a b","count":2,"note":null}"#).unwrap();
/// assert_eq!(body.write(&document), br#"{"id":"a b","count":2,"note":null}"#);
/// body.format = BodyFormat::Form;
/// assert_eq!(body.write(&document), b"id=a+b&count=2");
/// assert_eq!(body.read(b"id=a+b&count=2").unwrap(), Json::parse(br#"{"id":"a b","count":"2"}"#).unwrap());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Body {
    /// Layout of the JSON in it.
    #[serde(flatten)]
    pub layout: BodyStyle,
    /// What the JSON is in.
    #[serde(default, skip_serializing_if = "BodyFormat::is_json")]
    pub format: BodyFormat,
    /// Where the events of a delivery are, if it may have several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<Batch>,
}

impl Body {
    /// Creates the form of bodies that are JSON in a layout.
    #[must_use]
    pub const fn json(layout: BodyStyle) -> Self {
        Self { layout, format: BodyFormat::Json, batch: None }
    }

    /// Writes a document as a body. In a form, a `null` is left out, and a value that is not a text is written as JSON.
    /// A document that is not an object cannot be a form, and is written as JSON, too.
    #[must_use]
    pub fn write(&self, document: &Json) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(512);
        self.write_to(document, &mut bytes);
        bytes
    }

    /// Appends the body of a document to `bytes`.
    pub fn write_to(&self, document: &Json, bytes: &mut Vec<u8>) {
        self.write_whole_to(&self.whole(document), bytes);
    }

    /// Writes several events as one body; `None` if each event has a body of its own.
    #[must_use]
    pub fn write_batch(&self, events: impl IntoIterator<Item = Json>) -> Option<Vec<u8>> {
        let mut bytes = Vec::with_capacity(512);
        self.write_whole_to(&self.batch.as_ref()?.wrap(events), &mut bytes);
        Some(bytes)
    }

    /// Returns the document of the body with only this event.
    #[must_use]
    pub fn whole<'a>(&self, document: &'a Json) -> Cow<'a, Json> {
        match &self.batch {
            Some(batch) => Cow::Owned(batch.wrap([document.clone()])),
            None => Cow::Borrowed(document),
        }
    }

    fn write_whole_to(&self, document: &Json, bytes: &mut Vec<u8>) {
        self.format.write_to(document, self.layout, bytes);
    }

    /// Returns the body whose JSON is this text, which may be invalid.
    #[must_use]
    pub(crate) fn around(&self, json: &[u8]) -> Vec<u8> {
        self.format.around(json)
    }

    /// Reads the document of a body: the first event of a batch. The values of a form are texts.
    ///
    /// # Errors
    /// When the body has another form, or no event.
    pub fn read(&self, body: &[u8]) -> Result<Json, BodyError> {
        self.read_events(body)?.into_iter().next().ok_or(BodyError::Empty)
    }

    /// Reads every event of a body.
    ///
    /// # Errors
    /// When the body has another form.
    pub fn read_events(&self, body: &[u8]) -> Result<Vec<Json>, BodyError> {
        let document = self.format.read(body)?;
        match &self.batch {
            Some(batch) => batch.events(&document).ok_or_else(|| BodyError::NoEvents { each: batch.each().to_owned() }),
            None => Ok(vec![document]),
        }
    }
}

impl From<BodyStyle> for Body {
    fn from(layout: BodyStyle) -> Self {
        Self::json(layout)
    }
}

impl From<&Self> for Body {
    fn from(body: &Self) -> Self {
        body.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(format: &str) -> Body {
        Body { layout: BodyStyle::COMPACT, format: format.parse().unwrap(), batch: None }
    }

    #[test]
    fn a_form_of_texts_is_read_as_it_was_written() {
        let document = Json::parse(r#"{"From":"+1 &=%","Empty":"","ß":"é\u0000"}"#.as_bytes()).unwrap();
        let form = body("form");
        let written = form.write(&document);
        assert_eq!(written, b"From=%2B1+%26%3D%25&Empty=&%C3%9F=%C3%A9%00");
        assert_eq!(form.read(&written).unwrap(), document);
    }

    #[test]
    fn a_field_holds_a_whole_document() {
        let document = Json::parse(br#"{"a":{"b":[1,null]}}"#).unwrap();
        let payload = body("form field payload");
        assert_eq!(payload.write(&document), b"payload=%7B%22a%22%3A%7B%22b%22%3A%5B1%2Cnull%5D%7D%7D");
        assert_eq!(payload.read(&payload.write(&document)).unwrap(), document);
        assert!(matches!(payload.read(b"other=1"), Err(BodyError::Field { .. })));
        assert!(matches!(payload.read(b"payload=1%7B"), Err(BodyError::Json(_))));
    }

    #[test]
    fn a_broken_escape_and_bytes_that_are_no_text_are_refused() {
        for broken in [&b"a=1&b=%"[..], b"a=1&b=%2", b"a=1&b=%zz", b"a=1&%+1=2", b"a=1&b=%ff", b"a=1&b=\xff"] {
            let error = body("form").read(broken).unwrap_err();
            assert!(matches!(error, BodyError::Form { field: 2 }), "{broken:?}: {error}");
        }
        assert_eq!(body("form").read(b"").unwrap(), Json::Object(Vec::new()));
    }

    #[test]
    fn nested_values_are_fields_with_brackets() {
        let document = Json::parse(br#"{"type":"a b","data":{"id":"1","list":["x"],"none":null}}"#).unwrap();
        let form = body("bracketed form");
        assert_eq!(form.write(&document), b"type=a+b&data%5Bid%5D=1&data%5Blist%5D%5B0%5D=x");
        let read = Json::parse(br#"{"type":"a b","data":{"id":"1","list":["x"]}}"#).unwrap();
        assert_eq!(form.read(&form.write(&document)).unwrap(), read);
        assert!(matches!(form.read(b"a=1&a[b]=2"), Err(BodyError::Brackets { field: 2 })));
    }

    #[test]
    fn a_multipart_body_has_a_part_for_each_value() {
        let document = Json::parse(br#"{"from":"a@example.com","size":2,"none":null}"#).unwrap();
        let multipart = body("multipart");
        let written = multipart.write(&document);
        let boundary = multipart.format.content_type().split_once("boundary=").unwrap().1;
        assert!(written.starts_with(format!("--{boundary}\r\n").as_bytes()));
        let read = Json::parse(br#"{"from":"a@example.com","size":"2"}"#).unwrap();
        assert_eq!(multipart.read(&written).unwrap(), read);
        assert!(matches!(multipart.read(&written[..written.len() - 5]), Err(BodyError::Part { .. })));
    }

    #[test]
    fn a_format_is_written_as_it_is_read() {
        for text in ["json", "form", "bracketed form", "form field payload", "multipart"] {
            assert_eq!(text.parse::<BodyFormat>().unwrap().to_string(), text);
        }
        for unknown in ["", "xml", "form field ", "bracketed", "multipart/form-data"] {
            assert!(unknown.parse::<BodyFormat>().is_err(), "{unknown}");
        }
    }

    #[test]
    fn a_body_has_one_event_of_a_batch_or_several() {
        let mut batches = body("json");
        let event = Json::parse(br#"{"id":1}"#).unwrap();
        assert_eq!(batches.write_batch([event.clone()]), None);
        batches.batch = Some(Batch::new("/events/*", None).unwrap());
        assert_eq!(batches.write(&event), br#"{"events":[{"id":1}]}"#);
        assert_eq!(batches.read(&batches.write(&event)).unwrap(), event);
        let two = batches.write_batch([event.clone(), Json::Null]).unwrap();
        assert_eq!(two, br#"{"events":[{"id":1},null]}"#);
        assert_eq!(batches.read_events(&two).unwrap(), [event, Json::Null]);
        assert!(matches!(batches.read(br#"{"events":[]}"#), Err(BodyError::Empty)));
        assert!(matches!(batches.read(br#"{"id":1}"#), Err(BodyError::NoEvents { .. })));
        let again = serde_json::from_value::<Body>(serde_json::to_value(&batches).unwrap()).unwrap();
        assert_eq!(again, batches);
    }

    #[test]
    fn json_has_no_format_in_a_document() {
        let written = serde_json::to_value(Body::json(BodyStyle::COMPACT)).unwrap();
        assert_eq!(written, serde_json::to_value(BodyStyle::COMPACT).unwrap());
        let form = body("form");
        assert_eq!(serde_json::from_value::<Body>(serde_json::to_value(&form).unwrap()).unwrap(), form);
    }
}
