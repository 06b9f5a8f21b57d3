//! The JSON Schema for editors: it accepts what the reader accepts, and refuses what the reader refuses.

use std::fs;

use hookproof::__private::{provider_file, providers};

use crate::{ACME, Folder};

/// Returns the JSON of a file of the catalogue.
fn catalogue() -> impl Iterator<Item = (&'static str, serde_json::Value)> {
    providers::catalog::names().map(|name| {
        let table: toml::Table = providers::catalog::file(name).unwrap().parse().unwrap();
        (name, serde_json::to_value(table).unwrap())
    })
}

#[test]
fn the_schema_for_editors_is_that_of_the_reader() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/provider_file.json");
    let text = hookproof::__private::schema::to_text(&provider_file::schema());
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &text).unwrap();
    }
    assert!(fs::read_to_string(path).is_ok_and(|known| known == text), "run the test with UPDATE=1");
}

#[test]
fn the_schema_accepts_every_file_of_the_catalogue() {
    let validator = jsonschema::draft202012::new(&provider_file::schema()).unwrap();
    for (name, file) in catalogue() {
        let errors: Vec<String> =
            validator.iter_errors(&file).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{name}: {}", errors.join("\n"));
    }
}

/// What the schema refuses, the reader refuses, and what the reader knows, the schema knows.
#[test]
fn the_schema_and_the_reader_know_the_same_keys() {
    let schema = provider_file::schema();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let folder = Folder::new("schema");
    for (key, about) in schema["properties"].as_object().unwrap() {
        assert!(about["description"].as_str().unwrap().ends_with('.'), "{key}");
        // No key has a table with such a field, or a boolean.
        let text = format!("{ACME}\n{key} = false\n");
        let text: String = text
            .lines()
            .filter(|line| !line.starts_with(key) || line.ends_with("false"))
            .fold(String::new(), |all, line| all + line + "\n");
        let refused = folder.refuses("acme.toml", &text);
        assert!(!refused.contains("unknown key"), "{key}: {refused}");
        let table: toml::Table = text.parse().unwrap();
        assert!(!validator.is_valid(&serde_json::to_value(table).unwrap()), "{key}");
    }
    for (inside, known) in [("payload", "name = 'a'"), ("example", "secret = 'a'")] {
        let refused = folder.refuses("acme.toml", &format!("{ACME}\n[[{inside}]]\n{known}\ncolour = 'red'\n"));
        assert!(refused.contains("unknown key `colour`"), "{refused}");
        let table: toml::Table = format!("{ACME}\n[[{inside}]]\n{known}\ncolour = 'red'\n").parse().unwrap();
        assert!(!validator.is_valid(&serde_json::to_value(table).unwrap()), "{inside}");
    }
    let refused = folder.refuses("acme.toml", &format!("{ACME}\ncolour = 'red'\n"));
    assert!(refused.contains("unknown key `colour`"), "{refused}");
}

#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    let validator = jsonschema::draft202012::new(&provider_file::schema()).unwrap();
    let is_valid = |text: &str| {
        let table: toml::Table = text.parse().unwrap();
        validator.is_valid(&serde_json::to_value(table).unwrap())
    };
    assert!(is_valid(ACME) && is_valid("like = 'stripe'"));
    for wrong in [
        "signature = 'X-Signature'",
        "signs = 'body'",
        "event = 7",
        "id = 'id'",
        "time = 'created'",
        "timeout = 'soon'",
        "retry = 'often'",
        "method = 'GET'",
        "key = 'rot13'",
        "time-form = 'sundial'",
        "several = '|'",
        "headers = ['X-A']",
        "payload = { name = 'a' }",
        "accepted = 'ok'",
        "accepted = 'none'",
        "retry-after = 'often'",
        "disabled-by = ''",
        "answer = ' '",
        "body = 'xml'",
    ] {
        let key = wrong.split(' ').next().unwrap();
        let rest: Vec<&str> = ACME.lines().filter(|line| !line.starts_with(&format!("{key} "))).collect();
        let text = format!("{}\n{wrong}\n", rest.join("\n"));
        assert!(!is_valid(&text), "{wrong}");
        assert!(Folder::new("refused").read("acme.toml", &text).is_err(), "{wrong}");
    }
    for right in [
        "accepted = '200, 202 204'",
        "accepted = 'all but 406'",
        "retry-after = 'none'",
        "disabled-by = '410, 5xx'",
        "answer = '[accepted]'",
        "body = 'bracketed form'",
        "sent = 'header X-Sent rfc3339'",
    ] {
        let text = format!("{ACME}\n{right}\n");
        assert!(is_valid(&text), "{right}");
        assert!(Folder::new("accepted").read("acme.toml", &text).is_ok(), "{right}");
    }
}
