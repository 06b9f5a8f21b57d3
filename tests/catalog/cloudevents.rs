//! CloudEvents over HTTP in its three modes: the same event, in the body, in headers, or in a list.

use hookproof::model::{Json, Request};
use hookproof::sign::Material;

use crate::provider;

const NAME: &str = "com.example.object.created";

/// Returns the request of a provider with its first example.
fn request(name: &str) -> Request {
    let provider = provider(name);
    let document = provider.payload(NAME).unwrap().examples[0].document().unwrap();
    let id = provider.event_id(NAME, &document).unwrap();
    let body = provider.body.write(&document);
    provider.request(None, &Material::of(&body).id(&id).event_name(NAME)).unwrap()
}

fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request.headers.get(name).map(|value| std::str::from_utf8(value).unwrap())
}

#[test]
fn a_structured_event_is_the_whole_body_and_a_batch_is_a_list_of_them() {
    let (one, several) = (request("cloudevents"), request("cloudevents-batch"));
    assert_eq!(header(&one, "content-type"), Some("application/cloudevents+json; charset=UTF-8"));
    assert_eq!(header(&several, "content-type"), Some("application/cloudevents-batch+json; charset=UTF-8"));
    let (one, several) = (Json::parse(&one.body).unwrap(), Json::parse(&several.body).unwrap());
    assert_eq!(several, Json::Array(vec![one]));
}

#[test]
fn a_binary_event_has_its_attributes_in_headers_and_its_data_as_the_body() {
    let (one, binary) = (request("cloudevents"), request("cloudevents-binary"));
    let (one, data) = (Json::parse(&one.body).unwrap(), Json::parse(&binary.body).unwrap());
    for field in ["/name", "/size"] {
        assert!(data.pointer(field).is_some(), "{field}");
        assert_eq!(data.pointer(field), one.pointer(&format!("/data{field}")), "{field}");
    }
    for attribute in ["specversion", "type", "source"] {
        let value = one.pointer(&format!("/{attribute}")).and_then(Json::as_str);
        assert_eq!(header(&binary, &format!("ce-{attribute}")), value, "{attribute}");
    }
    assert_eq!(header(&binary, "ce-id").map(str::len), Some(36));
    assert_eq!(header(&binary, "ce-time"), Some("1970-01-01T00:00:00Z"));
    assert_eq!(header(&binary, "content-type"), Some("application/json"));
}
