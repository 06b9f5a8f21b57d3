//! The management API as the last of a wiremock server's mocks.

use std::sync::Arc;

use wiremock::Mock;
use wiremock::MockServer;
use wiremock::Request;
use wiremock::Respond;
use wiremock::ResponseTemplate;
use wiremock::matchers;

use crate::deliver::Incoming;
use crate::harness::mock::desk::Desk;
use crate::model::Headers;
use crate::provider::api::Reply;

/// Behind every mock of the user's.
const LAST: u8 = u8::MAX;

struct Api(Arc<Desk>);

/// Mounts the management API.
pub(super) async fn mount(desk: &Arc<Desk>, server: &MockServer) {
    Mock::given(matchers::any()).respond_with(Api(Arc::clone(desk))).with_priority(LAST).mount(server).await;
}

impl Respond for Api {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let headers: Headers = request.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        let place = (request.url.path(), request.url.query().unwrap_or_default());
        let incoming = Incoming::new(request.method.as_str(), place, &headers, &request.body, &self.0.base);
        template(self.0.answer(&incoming))
    }
}

fn template(reply: Reply) -> ResponseTemplate {
    let mut template = ResponseTemplate::new(reply.status);
    if reply.payload.is_some() {
        template = template.set_body_raw(reply.body, "application/json");
    } else if !reply.body.is_empty() {
        template = template.set_body_bytes(reply.body);
    }
    for (name, value) in reply.headers {
        template = template.insert_header(name.as_str(), value.as_str());
    }
    template
}
