//! The page: nothing in it is a request, and no text in it is markup.

use hookproof::report::html;

use crate::{fixed, hostile, runs};

/// The page without its style and script.
fn markup(page: &str) -> String {
    let mut markup = page.to_owned();
    for name in ["style", "script"] {
        let (open, close) = (format!("<{name}>"), format!("</{name}>"));
        let (before, rest) = markup.split_once(&open).unwrap();
        let (_, after) = rest.split_once(&close).unwrap();
        markup = format!("{before}{after}");
    }
    markup
}

/// The tags of a page, as a parser of HTML sees them.
fn tags(markup: &str) -> Vec<&str> {
    markup.split('<').skip(1).map(|rest| rest.split_once('>').unwrap().0).collect()
}

#[tokio::test]
async fn asks_for_nothing_from_outside() {
    for run in runs().await {
        let page = html(&run);
        let markup = markup(&page);
        for tag in tags(&markup) {
            let name = tag.split([' ', '\n']).next().unwrap();
            assert!(
                !["link", "img", "iframe", "object", "embed", "script", "style", "base"].contains(&name),
                "<{tag}>"
            );
            assert!(!tag.contains(" src=") && !tag.contains(" style=") && !tag.contains(" on"), "<{tag}>");
            if let Some((_, target)) = tag.split_once("href=\"") {
                assert!(name == "a" && (target.starts_with("https://") || target.starts_with('#')), "<{tag}>");
            }
        }
        let between = |name: &str| page.split_once(&format!("<{name}>")).unwrap().1.split(&format!("</{name}>")).next();
        for part in [between("style"), between("script")] {
            assert!(!part.unwrap().contains("://") && !part.unwrap().contains("url("), "{part:?}");
        }
    }
}

#[tokio::test]
async fn every_element_ends_whatever_is_in_it() {
    const VOID: [&str; 4] = ["!doctype", "meta", "input", "br"];
    for run in runs().await {
        let markup = markup(&html(&run));
        let mut open = Vec::new();
        for tag in tags(&markup) {
            let name = tag.split([' ', '\n']).next().unwrap();
            match name.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop(), Some(name), "</{name}>"),
                None if VOID.contains(&name) => {}
                None => open.push(name),
            }
        }
        assert_eq!(open, [""; 0]);
    }
}

#[tokio::test]
async fn hostile_text_is_shown_by_its_numbers() {
    let page = html(&hostile().await);
    for letter in ['\0', '\u{1b}', '\u{202e}', '\u{2066}', '\u{200b}', '\u{feff}'] {
        assert!(!page.contains(letter), "{letter:?}");
    }
    assert!(page.contains("]]&gt;--&gt; &amp; &quot; &#39; ` ```"));
    assert!(page.contains("\\u{202e}gnp.exe") && page.contains("&lt;script&gt;window.pwned = 1&lt;/script&gt;"));
}

#[tokio::test]
async fn a_failure_has_everything_that_a_reviewer_asks_for() {
    let page = html(&fixed("ascii-only").await);
    let failure = page.split_once("id=\"payload-generated\"").unwrap().1.split_once("</details>").unwrap().0;
    for part in [
        " data-verdict=\"fail\" open>",
        "accepts everything that the contract allows",
        "the endpoint answered 500",
        "Real payloads have names with accents",
        "<b>must</b>, a failure fails the run",
        "<b>documented</b>, <a href=\"https://docs.truv.com/",
        "the smallest failing delivery of ",
        "POST http://consumer/hook\nContent-Type: application/json\n",
        "&quot;event_type&quot;: ",
        "500, without a body",
        "hookproof verify truv http://consumer/hook --only payload-generated --seed 3",
        "| curl -sS -i http://consumer/hook ",
    ] {
        assert!(failure.contains(part), "{part}\n{failure}");
    }
}
