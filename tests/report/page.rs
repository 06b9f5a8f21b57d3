//! The page in a real browser: on a phone and a desktop, light and dark, with hostile text in it, and with a reader
//! who clicks and searches. Its pictures are in `target/tmp/page`.

use std::path::{Path, PathBuf};

use hookproof::report::html;
use hookproof::verify::Run;
use serde_json::json;

use crate::browser::{Browser, Scheme};
use crate::{fixed, hostile, tool};

/// The ids of the checks that are to be seen.
const SEEN: &str =
    "[...document.querySelectorAll('.check')].filter((it) => it.getClientRects().length > 0).map((it) => it.id)";

/// A page on disk, and its address.
fn written(folder: &Path, run: &Run) -> String {
    let path: PathBuf = folder.join("report.html");
    std::fs::write(&path, html(run)).unwrap();
    format!("file://{}", path.display())
}

#[tokio::test]
async fn reads_well_on_a_phone_and_a_desktop_light_and_dark() {
    let Some(mut browser) = Browser::start("the HTML report") else { return };
    let folder = tool::folder("page-audit");
    for run in [fixed("ascii-only").await, hostile().await] {
        let url = written(&folder, &run);
        for (width, scheme) in [(375, Scheme::Light), (375, Scheme::Dark), (1280, Scheme::Light), (1280, Scheme::Dark)]
        {
            browser.show(width, 800, scheme);
            browser.open(&url);
            let (found, place) = browser.audit("the HTML report", width, scheme);
            assert_eq!(found["landmarks"], json!(["header", "main", "search", "footer"]), "{place}");
            let whole = run.checks.len();
            assert_eq!(found["shown"], whole, "{place}");
            assert_eq!(found["open"], run.failed().count(), "what failed is open, {place}");
            let commands = run.checks.iter().filter(|check| check.counterexample.is_some()).count() + whole;
            assert_eq!(found["commands"], commands, "{place}");
            assert_eq!(browser.requests(), [url.as_str()], "nothing is asked for, {place}");
            assert_eq!(browser.complaints(), [""; 0], "{place}");
        }
    }
}

#[tokio::test]
async fn answers_to_clicks_and_keys() {
    let Some(mut browser) = Browser::start("the HTML report") else { return };
    let folder = tool::folder("page");
    let run = fixed("ascii-only").await;
    let whole = run.checks.len();
    browser.show(1280, 900, Scheme::Light);
    browser.open(&written(&folder, &run));
    browser.screenshot(&folder.join("desk-light.png"));

    // The search, by hand.
    browser.click("#search");
    browser.type_text("Signature-LEAK reveals neither");
    browser.wait_for("document.getElementById('shown').value !== ''");
    assert_eq!(browser.run(SEEN), json!(["signature-leak"]));
    assert_eq!(browser.run("document.getElementById('shown').value"), format!("1 of {whole} checks"));
    assert_eq!(browser.run("document.querySelectorAll('section:not([hidden]) h2').length"), 1, "no empty sections");
    browser.screenshot(&folder.join("searched.png"));
    browser.type_text(" and nothing like it");
    assert_eq!(browser.run(SEEN), json!([]));
    assert_eq!(browser.run("document.getElementById('shown').value"), format!("0 of {whole} checks"));
    browser.press("Escape");
    assert_eq!(browser.run(&format!("{SEEN}.length")), whole);

    // The verdicts, and both together.
    browser.click("label:has([value=fail])");
    let failing: Vec<&str> = run.checks.iter().filter(|it| run.fails_the_run(it)).map(|it| it.id.as_str()).collect();
    assert_eq!(browser.run(SEEN), json!(failing));
    browser.click("label:has([value=skip])");
    assert_eq!(browser.run(&format!("{SEEN}.length")), run.counts.skip);
    browser.click("#search");
    browser.type_text("order");
    assert_eq!(browser.run(SEEN), json!(["order-older-after-newer"]));
    browser.press("Escape");
    browser.click("label:has([value=''])");
    assert_eq!(browser.run(&format!("{SEEN}.length")), whole);

    // A failure is open, closes, and opens again.
    let failed = "#payload-generated";
    let delivery = format!("document.querySelector('{failed} pre').checkVisibility()");
    assert_eq!(browser.run(&delivery), true);
    browser.click(&format!("{failed} summary"));
    assert_eq!(browser.run(&delivery), false);
    browser.click(&format!("{failed} summary"));
    assert_eq!(browser.run(&delivery), true);
    browser.click(&format!("{failed} .command button"));
    browser.wait_for(&format!(
        "/^(Copied|Selected)$/.test(document.querySelector('{failed} .command button').textContent)"
    ));
    browser.screenshot(&folder.join("failure.png"));

    // Without a mouse: the key that leads to the search, and one that opens what has the focus.
    browser.run("document.activeElement.blur()");
    browser.press("/");
    assert_eq!(browser.run("document.activeElement.id"), "search");
    assert_eq!(browser.run("document.getElementById('search').value"), "", "the key leads there and is not typed");
    browser.run("document.querySelector('#signature-leak summary').focus()");
    browser.press("Enter");
    browser.wait_for("document.getElementById('signature-leak').open");

    // A link to a check opens it.
    browser.run("location.hash = '#signature-missing'");
    browser.wait_for("document.getElementById('signature-missing').open");

    // By night and on a phone.
    let page = "getComputedStyle(document.body).backgroundColor";
    let day = browser.run(page);
    browser.show(1280, 900, Scheme::Dark);
    assert_ne!(browser.run(page), day);
    browser.run("scrollTo(0, 0)");
    browser.screenshot(&folder.join("desk-dark.png"));
    browser.show(375, 812, Scheme::Dark);
    browser.run("scrollTo(0, 0)");
    browser.screenshot(&folder.join("phone-dark.png"));
    browser.show(375, 812, Scheme::Light);
    browser.click("label:has([value=fail])");
    assert_eq!(browser.run(SEEN), json!(failing));
    browser.run(&format!(
        "new Promise((done) => {{
            addEventListener('hashchange', () => done(), {{ once: true }});
            location.hash = '{failed}';
        }})"
    ));
    let id = format!("document.querySelector('{failed} .id')");
    let hit =
        format!("(({{ x, y }}) => document.elementFromPoint(x + 1, y + 1))({id}.getBoundingClientRect()) === {id}");
    assert_eq!(browser.run(&hit), true, "the search is not in front of what a link leads to");
    browser.screenshot(&folder.join("phone-light.png"));
    assert_eq!(browser.complaints(), [""; 0]);
}
