//! Extracts the visible text of an HTML page that was answered instead of a short text.

/// Elements whose content is not visible.
const UNREAD: [&str; 4] = ["script", "style", "svg", "template"];

/// Returns the title and the text of an HTML page: `Forbidden (403): CSRF verification failed.`; `None` for anything
/// else.
pub(crate) fn text(body: &str) -> Option<String> {
    let start = body.trim_start();
    let looks_like = |tag: &str| start.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    let is_page = ["<!doctype html", "<html", "<head", "<body", "<h1", "<title", "<div", "<p>", "<!--"];
    if !is_page.into_iter().any(looks_like) {
        return None;
    }
    let (mut title, mut text) = (String::new(), String::new());
    let mut is_title = false;
    let mut rest = start;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        (if is_title { &mut title } else { &mut text }).push_str(before);
        if let Some(comment) = tag.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
            continue;
        }
        let end = tag.find('>').unwrap_or(tag.len() - 1);
        let name: String =
            tag.get(1..end).unwrap_or_default().chars().take_while(|letter| !letter.is_whitespace()).collect();
        let name = name.trim_end_matches('/').to_ascii_lowercase();
        rest = tag.get(end + 1..).unwrap_or_default();
        if UNREAD.contains(&name.as_str()) {
            rest = after(rest, &format!("</{name}"));
        }
        is_title = name == "title";
        if !is_title {
            text.push(' ');
        }
    }
    text.push_str(rest);
    let line = |text: &str| unescaped(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let (title, text) = (line(&title), line(&text));
    let parts: Vec<&str> = [title.as_str(), text.strip_prefix(title.as_str()).unwrap_or(&text).trim()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty()).then(|| parts.join(": "))
}

/// Returns the text after the end of an element.
fn after<'t>(text: &'t str, end: &str) -> &'t str {
    let at = text.as_bytes().windows(end.len()).position(|part| part.eq_ignore_ascii_case(end.as_bytes()));
    at.and_then(|at| text.get(at..)).map_or("", |rest| rest)
}

fn unescaped(text: &str) -> String {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&nbsp;", " ")];
    let text = pairs.iter().fold(text.to_owned(), |text, (escaped, letter)| text.replace(escaped, letter));
    text.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_as_a_person_reads_it() {
        for (page, says) in [
            ("{\"error\":\"bad\"}", None),
            ("plain <b>text</b>", None),
            ("<h1>Forbidden (403)</h1><p>CSRF failed.</p>", Some("Forbidden (403) CSRF failed.")),
            (
                "<!DOCTYPE html>\n<html><head><title>Error &lt;1&gt;</title><style>p{a}</style></head>\
                 <body><script>let a = '<p>';</script><h1>KeyError: &#x27;status&#x27;</h1><!-- x > y --></body></html>",
                Some("Error <1>: KeyError: 'status'"),
            ),
            ("<html><STYLE>p{}</StyLe>é</html>", Some("é")),
            ("<html><style>p{}", None),
            ("<html><", None),
            ("<title>Login</title><p>Login page</p>", Some("Login: page")),
        ] {
            assert_eq!(text(page).as_deref(), says, "{page}");
        }
    }
}
