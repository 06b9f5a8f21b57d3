//! Bad input: files and endpoints that are not what they should be, known before anything is delivered.

use std::io::Read;
use std::net::TcpListener;
use std::path::Path;

use crate::tool;
use crate::tool::Said;

/// An endpoint that must not be called.
struct Untouched {
    listener: TcpListener,
    url: String,
}

impl Untouched {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        Self { listener, url }
    }

    #[track_caller]
    fn refuses(&self, provider: &str, args: &[&str], name: &str, folder: &Path) {
        let said = tool::run(&[&["verify", provider, &self.url], args].concat());
        assert_eq!((said.code, said.stdout.as_str()), (Some(2), ""), "{}", said.whole());
        tool::same(&format!("refused-{name}"), &said.whole().replace(folder.to_str().unwrap(), "[folder]"));
        // A connection may have been tried, to tell a dead endpoint from a dead observer.
        while let Ok((mut stream, _)) = self.listener.accept() {
            let mut heard = Vec::new();
            let _ = stream.read_to_end(&mut heard);
            assert!(heard.is_empty(), "something was delivered: {}", String::from_utf8_lossy(&heard));
        }
    }
}

#[test]
fn a_report_that_cannot_be_written_is_reported_before_anything_is_delivered() {
    let endpoint = Untouched::new();
    let folder = tool::folder("reports");
    let at = |place: &str| format!("json={}", folder.join(place).display());
    let (missing, onto, into) = (at("missing/report.json"), at(""), at("file/report.json"));
    std::fs::write(folder.join("file"), "").unwrap();
    let refuses = |report: &str, name: &str| {
        endpoint.refuses("truv", &["--secret", "s", "--report", report], name, &folder);
    };
    refuses("yaml=report.yaml", "report-format");
    refuses("report.json", "report-form");
    refuses(&missing, "report-missing-folder");
    refuses(&onto, "report-onto-folder");
    refuses(&into, "report-into-file");
    let left: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["file"], "no draft stays behind");
}

#[test]
fn a_report_that_stood_there_stays_when_the_run_cannot_begin() {
    let endpoint = Untouched::new();
    let folder = tool::folder("reports-kept");
    let path = folder.join("report.json");
    std::fs::write(&path, "of yesterday").unwrap();
    let report = format!("json={}", path.display());
    endpoint.refuses("truv", &["--report", &report], "report-kept", &folder);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "of yesterday");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
}

#[test]
fn a_secret_file_that_is_missing_empty_or_no_key() {
    let endpoint = Untouched::new();
    let folder = tool::folder("secret-files");
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let refuses = |provider: &str, path: &str, name: &str| {
        endpoint.refuses(provider, &["--secret-file", path], name, &folder);
    };
    refuses("truv", &folder.join("none").display().to_string(), "secret-file-missing");
    refuses("truv", &folder.display().to_string(), "secret-file-folder");
    refuses("truv", &file("empty", b"\n"), "secret-file-empty");
    refuses("truv", &file("bytes", b"\xc3"), "secret-file-no-text");
    refuses("truv", &file("wide", b"\xff\xfes\0"), "secret-file-utf-16");
    refuses("orum", &file("text", b"canary-of-a-secret\n"), "secret-file-no-key");
    let damaged = "-----BEGIN PRIVATE KEY-----\nY2FuYXJ5\n-----END PRIVATE KEY-----\n";
    refuses("orum", &file("damaged", damaged.as_bytes()), "secret-file-damaged-key");
    endpoint.refuses("truv", &["--secret", "s", "--ca", "/nowhere/ca.pem"], "ca-missing", &folder);
}

#[test]
fn an_observer_that_fails_at_the_start() {
    let endpoint = Untouched::new();
    let folder = tool::folder("observers");
    let closed = closed();
    endpoint.refuses("truv", &["--secret", "s", "--effects", &closed], "effects-unreachable", &folder);
}

#[test]
fn an_endpoint_that_is_down_with_its_observer_is_3() {
    let url = closed();
    let said = tool::run(&["verify", "truv", &url, "--secret", "s", "--effects", &url]);
    assert_eq!(said.code, Some(3), "{}", said.whole());
}

#[test]
fn a_field_to_pin_that_no_event_has_is_reported() {
    let endpoint = Untouched::new();
    let folder = tool::folder("pins");
    endpoint.refuses("truv", &["--secret", "s", "--set", "/usr_id=\"u1\""], "pin-nowhere", &folder);
}

#[test]
fn an_unreachable_endpoint_is_3_with_the_reason_of_the_system() {
    let said: Said = tool::run(&["verify", "truv", &closed(), "--secret", "s"]);
    assert_eq!(said.code, Some(3));
    said.is_as("unreachable");
    let said = tool::run(&["verify", "truv", "http://host.invalid/hook", "--secret", "s"]);
    assert_eq!(said.code, Some(3), "{}", said.whole());
}

/// An address without a listener.
fn closed() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}/hook", listener.local_addr().unwrap())
}
