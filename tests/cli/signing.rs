//! `sign`, `explain` and `keys`: they accept each other's output, and name what is wrong.

use std::path::PathBuf;
use std::sync::OnceLock;

use crate::tool;
use crate::tool::Said;

const NOW: &str = "2026-01-02T03:04:05Z";

struct Orum {
    private: PathBuf,
    public: PathBuf,
    made: Said,
}

/// A pair as `keys` makes it, made once.
fn orum() -> &'static Orum {
    static MADE: OnceLock<Orum> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = tool::folder("keys");
        let made = tool::run(&["keys", "orum", "--out", folder.to_str().unwrap()]);
        Orum { private: folder.join("orum.private.pem"), public: folder.join("orum.public.pem"), made }
    })
}

fn secret(provider: &str) -> [String; 2] {
    match provider {
        "orum" => ["--secret-file".to_owned(), orum().private.to_str().unwrap().to_owned()],
        _ => ["--secret".to_owned(), "a secret of the test".to_owned()],
    }
}

fn body(provider: &str) -> Vec<u8> {
    let event = match provider {
        "truv" => "link-connected",
        "argyle" => "identities.added",
        "orum" => "person_created",
        "betterez" => "peopleLookups.created",
        _ => "policy.issue",
    };
    tool::run(&["example", provider, event, "--minimal", "--wire"]).stdout.into_bytes()
}

fn sign(provider: &str, body: &[u8]) -> Said {
    let [flag, secret] = secret(provider);
    tool::run_with(&["sign", provider, &flag, &secret, "--now", NOW], body)
}

#[test]
fn a_signature_over_the_url_is_explained_with_the_url() {
    let (flags, body) = (["--secret", "s3cret"], b"{}");
    let with = |command: &[&str], more: &[&str]| tool::run_with(&[command, &flags[..], more].concat(), body);
    let url = ["--url", "https://shop.example/hook"];
    let header = with(&["sign", "square"], &url).stdout.trim().to_owned();
    let explained = with(&["explain", "square", "--header", &header], &url);
    assert_eq!(explained.code, Some(0), "{}", explained.whole());
    let without = with(&["explain", "square", "--header", &header], &[]);
    assert_eq!(without.code, Some(1), "{}", without.whole());
}

fn explain(provider: &str, header: &str, body: &[u8]) -> Said {
    let [flag, secret] = secret(provider);
    tool::run_with(&["explain", provider, &flag, &secret, "--header", header], body)
}

#[track_caller]
fn both_ways(provider: &str) -> (String, Vec<u8>) {
    let body = body(provider);
    let signed = sign(provider, &body);
    assert_eq!((signed.code, signed.stderr.as_str()), (Some(0), ""), "{provider}");
    signed.is_as(&format!("sign-{provider}"));
    let header = header(provider, &body);
    explain(provider, &header, &body).is_as("explain-right");
    (header, body)
}

/// The signature header over this body, as one who makes a mistake would compute it.
fn header(provider: &str, body: &[u8]) -> String {
    sign(provider, body).stdout.lines().find(|line| line.to_lowercase().contains("sign")).unwrap().to_owned()
}

#[test]
fn truv_is_signed_and_a_body_written_again_is_named() {
    let (_, body) = both_ways("truv");
    let spaced = String::from_utf8(body.clone()).unwrap().replace("\":", "\": ").replace(",\"", ", \"");
    explain("truv", &header("truv", spaced.as_bytes()), &body).is_as("explain-truv-written-again");
}

#[test]
fn argyle_is_signed_and_a_compact_body_is_named() {
    let (_, body) = both_ways("argyle");
    let compact = tool::run(&["example", "argyle", "identities.added", "--minimal"]).stdout;
    explain("argyle", &header("argyle", compact.trim_end().as_bytes()), &body).is_as("explain-argyle-compact");
}

#[test]
fn orum_is_signed_and_a_lost_line_feed_is_named() {
    let (_, body) = both_ways("orum");
    explain("orum", &header("orum", body.trim_ascii_end()), &body).is_as("explain-orum-line-feed");
}

#[test]
fn betterez_is_signed_and_a_time_in_another_unit_is_named() {
    let (header, body) = both_ways("betterez");
    let (before, after) = header.split_once("t=1767323045").unwrap();
    explain("betterez", &format!("{before}t=1767323045000{after}"), &body).is_as("explain-betterez-time");
}

#[test]
fn socotra_is_signed_and_upper_case_is_named() {
    let (header, body) = both_ways("socotra");
    let (name, value) = header.split_once(": ").unwrap();
    explain("socotra", &format!("{name}: {}", value.to_uppercase()), &body).is_as("explain-socotra-upper-case");
}

#[test]
fn a_missing_prefix_is_named() {
    let body = body("truv");
    let header = sign("truv", &body).stdout.trim_end().replace("v1=", "");
    explain("truv", &header, &body).is_as("explain-truv-no-prefix");
}

#[test]
fn another_secret_is_not_a_known_mistake_but_a_line_feed_in_it_is() {
    let body = body("truv");
    let header = sign("truv", &body).stdout.trim_end().to_owned();
    let with = |secret: &str| tool::run_with(&["explain", "truv", "--secret", secret, "--header", &header], &body);
    with("another").is_as("explain-truv-another-secret");
    let lined = tool::run_with(&["sign", "truv", "--secret", "another\n"], &body).stdout;
    let said = tool::run_with(&["explain", "truv", "--secret", "another", "--header", lined.trim_end()], &body);
    said.is_as("explain-truv-line-feed-in-the-secret");
}

#[test]
fn the_secret_may_come_from_the_environment_and_a_named_file_wins() {
    let body = body("truv");
    let file = tool::folder("secrets").join("secret");
    std::fs::write(&file, "a secret of the test\r\n").unwrap();
    let signed = |args: &[&str], environment: Option<&str>| {
        use std::io::Write;
        use std::process::Stdio;
        let mut command = tool::hookproof(&[&["sign", "truv"], args].concat());
        if let Some(secret) = environment {
            command.env("HOOKPROOF_SECRET", secret);
        }
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(&body).unwrap();
        String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
    };
    let right = sign("truv", &body).stdout;
    assert_eq!(signed(&[], Some("a secret of the test")), right);
    assert_eq!(signed(&["--secret-file", file.to_str().unwrap()], Some("another")), right);
    assert_ne!(signed(&["--secret", "yet another"], Some("a secret of the test")), right);
}

#[test]
fn assumptions_are_a_list_or_repeated_and_a_value_may_hold_commas() {
    let signed = |assumed: &[&str]| {
        let flags = assumed.iter().flat_map(|one| ["--assume", one]);
        let args: Vec<&str> = ["sign", "truv", "--secret", "s"].into_iter().chain(flags).collect();
        let said = tool::run_with(&args, b"{}");
        assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""), "{assumed:?}");
        said.stdout
    };
    let (header, encoding) = ("signature.header=X-Sign: v={signature},a=1,b", "signature.encoding=base64");
    let list = signed(&["retry.attempts,signature.header=X-Sign: v={signature},a=1,b,signature.encoding=base64"]);
    assert_eq!(list, signed(&[header, encoding]));
    assert!(list.starts_with("X-Sign: v=") && list.ends_with("=,a=1,b\n"), "{list}");
}

#[test]
fn invisible_characters_at_the_ends_of_a_secret_are_used_with_a_warning() {
    let body = body("truv");
    let file = tool::folder("invisible").join("secret");
    let sign = |args: &[&str]| tool::run_with(&[&["sign", "truv"], args].concat(), &body);
    let given = "\u{feff}canary ";
    std::fs::write(&file, format!("{given}\n")).unwrap();
    let path = file.to_str().unwrap();
    let said = sign(&["--secret-file", path]);
    assert_eq!(said.code, Some(0));
    assert_eq!(
        said.stderr,
        format!(
            "warning: the secret from {path} begins with a byte order mark and ends with a space; \
             remove it if it is not part of the secret\n"
        )
    );
    let as_given = sign(&["--secret", given]);
    assert_eq!(said.stdout, as_given.stdout, "it is used as it was given");
    assert_eq!(as_given.stderr.lines().count(), 1);
    assert_ne!(said.stdout, sign(&["--secret", "canary"]).stdout);
    assert!(!as_given.whole().contains("canary") && !said.whole().contains("canary"));
    // One line feed at the end of a file is dropped, as everywhere.
    std::fs::write(&file, "canary\n").unwrap();
    assert_eq!(sign(&["--secret-file", path]).stderr, "");
    std::fs::write(&file, "canary\n\n").unwrap();
    assert!(sign(&["--secret-file", path]).stderr.contains("ends with a line feed"));
}

#[test]
fn keys_are_a_pair_and_the_private_one_is_for_its_owner() {
    let orum = orum();
    let folder = orum.private.parent().unwrap().to_str().unwrap();
    tool::same("keys-orum", &orum.made.whole().replace(folder, "[folder]"));
    assert!(std::fs::read_to_string(&orum.private).unwrap().starts_with("-----BEGIN PRIVATE KEY-----\n"));
    assert!(std::fs::read_to_string(&orum.public).unwrap().starts_with("-----BEGIN PUBLIC KEY-----\n"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&orum.private).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn keys_that_are_there_are_not_replaced_unless_that_is_asked_for() {
    let folder = tool::folder("keys-again");
    let (private, public) = (folder.join("orum.private.pem"), folder.join("orum.public.pem"));
    let keys = |flags: &[&str]| tool::run(&[&["keys", "orum", "--out", folder.to_str().unwrap()], flags].concat());
    let read = |path: &PathBuf| std::fs::read_to_string(path).unwrap();
    let count = || std::fs::read_dir(&folder).unwrap().count();

    // One of the two is enough to refuse, and nothing is written then.
    std::fs::write(&public, "of somebody").unwrap();
    let said = keys(&[]);
    tool::same("keys-orum-again", &said.whole().replace(folder.to_str().unwrap(), "[folder]"));
    assert_eq!((read(&public).as_str(), count()), ("of somebody", 1));

    assert_eq!(keys(&["--force"]).code, Some(0));
    assert!(read(&public).starts_with("-----BEGIN PUBLIC KEY-----\n"));
    let first = read(&private);
    assert_eq!(keys(&[]).code, Some(2));
    assert_eq!(read(&private), first);

    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&private, PermissionsExt::from_mode(0o644)).unwrap();
        assert_eq!(keys(&["--force"]).code, Some(0));
        assert_eq!(std::fs::metadata(&private).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_ne!(read(&private), first);
    assert_eq!(count(), 2, "no draft stays behind");

    // What cannot be written leaves the other as it was.
    let second = read(&public);
    std::fs::remove_file(&private).unwrap();
    std::fs::create_dir(&private).unwrap();
    assert_eq!(keys(&["--force"]).code, Some(2));
    assert_eq!((read(&public), count()), (second, 2));
}

#[test]
fn a_provider_with_a_shared_secret_has_no_keys() {
    tool::run(&["keys", "truv", "--out", "nowhere"]).is_as("keys-truv");
}

/// The fields of the body that carry the signature are printed as headers are, and read from the body.
#[test]
fn a_signature_in_the_body_has_a_nonce_and_is_explained() {
    let body = br#"{"signature":{"timestamp":"0","token":"","signature":""},"event-data":{"event":"opened"}}"#;
    let signed = tool::run_with(&["sign", "mailgun", "--secret", "s3cret", "--now", NOW], body);
    assert_eq!((signed.code, signed.stderr.as_str()), (Some(0), ""));
    let mut document: serde_json::Value = serde_json::from_slice(body).unwrap();
    for line in signed.stdout.lines() {
        let (pointer, value) = line.split_once(": ").unwrap();
        assert!(!value.is_empty(), "{line}");
        *document.pointer_mut(pointer).unwrap() = value.into();
    }
    let sent = document.to_string();
    let header = ["--header", "Content-Type: application/json"];
    let explained = |body: &str| {
        tool::run_with(&[&["explain", "mailgun", "--secret", "s3cret"], &header[..]].concat(), body.as_bytes())
    };
    assert_eq!(explained(&sent).code, Some(0), "{}", explained(&sent).whole());
    assert_eq!(explained(&sent.replace("\"token\":\"", "\"token\":\"0")).code, Some(1));
}
