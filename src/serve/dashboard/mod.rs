//! The dashboard: a page that shows the data of `/_hookproof/` and calls its API by hand. It is part of the binary,
//! sends requests to no other server, and stores no data itself.

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue, Response, header};

use crate::serve::answers::not_found;

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Name, media type and content of each file that the page uses.
const ASSETS: &[(&str, &str, &str)] = &[
    ("style.css", CSS, include_str!("style.css")),
    ("main.js", SCRIPT, include_str!("main.js")),
    ("api.js", SCRIPT, include_str!("api.js")),
    ("dom.js", SCRIPT, include_str!("dom.js")),
    ("deliveries.js", SCRIPT, include_str!("deliveries.js")),
    ("delivery.js", SCRIPT, include_str!("delivery.js")),
    ("emit.js", SCRIPT, include_str!("emit.js")),
    ("fields.js", SCRIPT, include_str!("fields.js")),
    ("faults.js", SCRIPT, include_str!("faults.js")),
    ("records.js", SCRIPT, include_str!("records.js")),
];

/// Allows scripts, styles and requests only from this server. Text is never parsed as markup, and no other page can
/// embed this one.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
                      require-trusted-types-for 'script'; trusted-types 'none'";

/// Returns whether this path belongs to the page. The page is public: only its API calls need the token.
pub(super) fn is_page(path: &str) -> bool {
    matches!(path, "/_hookproof" | "/_hookproof/") || path.starts_with("/_hookproof/assets/")
}

pub(super) async fn page() -> Response<Body> {
    served(HTML, include_str!("page.html"))
}

pub(super) async fn asset(Path(name): Path<String>) -> Response<Body> {
    match ASSETS.iter().find(|(known, ..)| *known == name) {
        Some((_, kind, text)) => served(kind, text),
        None => not_found().await,
    }
}

fn served(kind: &'static str, text: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    let headers: [(HeaderName, &str); 6] = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        // A different version of the server has a different page.
        (header::CACHE_CONTROL, "no-cache"),
    ];
    for (name, value) in headers {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
