//! The page in a real browser: on a phone and a desk, by day and by night, with hostile text in it.

use std::path::Path;
use std::process::Command;

use hookproof::report::html;
use serde_json::Value;

use crate::fixed;
use crate::hostile;
use crate::is_there;
use crate::tool;

const PROBE: &str = include_str!("probe.html");

/// What a browser found out about a page: opens it in a frame of this width and tries it.
fn tried(folder: &Path, page: &str, width: u32, scheme: &str) -> Value {
    std::fs::write(folder.join("report.html"), page).unwrap();
    std::fs::write(folder.join("probe.html"), PROBE.replace("WIDTH", &width.to_string())).unwrap();
    let profile = folder.join(format!("profile-{width}-{scheme}"));
    let said = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"])
        // The frame may be looked into as if both had come from one server.
        .args(["--allow-file-access-from-files", "--enable-logging=stderr", "--virtual-time-budget=10000"])
        .arg(format!("--blink-settings=preferredColorScheme={}", u8::from(scheme == "light")))
        .arg(format!("--user-data-dir={}", profile.display()))
        .args(["--window-size=1600,1200", "--dump-dom"])
        .arg(format!("file://{}/probe.html", folder.display()))
        .output()
        .unwrap();
    let (dom, log) = (String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
    let told: Vec<&str> = log.lines().filter(|line| line.contains("CONSOLE")).collect();
    assert!(told.is_empty(), "the browser complains: {told:#?}");
    let found = dom.split_once("<pre id=\"found\">").and_then(|(_, rest)| rest.split_once("</pre>"));
    let found = found.unwrap_or_else(|| panic!("{dom}\n{log}")).0;
    let found: Value = serde_json::from_str(&found.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
        .unwrap_or_else(|error| panic!("{error}: {found}"));
    assert_eq!(found["scheme"], scheme, "{found}");
    found
}

#[tokio::test]
async fn reads_well_on_a_phone_and_a_desk_by_day_and_by_night() {
    if !is_there("chromium", "the HTML report") {
        return;
    }
    let folder = tool::folder("browser");
    for run in [fixed("ascii-only").await, hostile().await] {
        let page = html(&run);
        for (width, scheme) in [(375, "light"), (375, "dark"), (1280, "light"), (1280, "dark")] {
            let found = tried(&folder, &page, width, scheme);
            let place = format!("{width} px, {scheme}: {found:#}");
            assert_eq!(found["wider"], serde_json::json!([]), "nothing is wider than the screen, {place}");
            assert_eq!(found["faint"], serde_json::json!([]), "every text has contrast, {place}");
            assert_eq!(found["unnamed"], serde_json::json!([]), "every control has a name, {place}");
            assert_eq!(found["requests"], 0, "nothing is asked for, {place}");
            assert_eq!(found["pwned"], Value::Null, "{place}");
            assert_eq!(found["landmarks"], serde_json::json!(["header", "main", "search", "footer"]), "{place}");
            let whole = run.checks.len();
            assert_eq!(found["whole"], whole, "{place}");
            assert_eq!(found["failed"], run.counts.fail, "{place}");
            assert_eq!(found["open"], run.counts.fail, "what failed is open, {place}");
            assert_eq!(found["searched"], serde_json::json!(["signature-leak"]), "{place}");
            assert_eq!(found["told"], format!("1 of {whole} checks"), "{place}");
            assert_eq!(found["nothing"], 0, "{place}");
            assert_eq!(found["cleared"], whole, "{place}");
            assert_eq!(found["slash"], "search", "the key leads to the search, {place}");
            assert_eq!(found["anchored"], true, "a link to a check opens it, {place}");
            assert_eq!(
                found["buttons"],
                run.checks.iter().filter(|check| check.counterexample.is_some()).count() + whole
            );
        }
    }
}
