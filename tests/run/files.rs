//! What may be in a file, and what is said about mistakes.

use std::fs;

use hookproof::__private::cli;

use crate::{Project, target};

const TARGET: &str = "[[target]]\nprovider = \"truv\"\nurl = \"http://127.0.0.1:9/hook\"\n";

#[test]
fn the_schema_for_editors_follows_from_the_flags() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/hookproof.json");
    let text = hookproof::__private::schema::to_text(&cli::config_schema());
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &text).unwrap();
    }
    assert!(fs::read_to_string(path).is_ok_and(|known| known == text), "run the test with UPDATE=1");
}

/// Returns whether the schema accepts a file.
fn is_valid(text: &str) -> bool {
    let validator = jsonschema::draft202012::new(&cli::config_schema()).unwrap();
    let table: toml::Table = text.parse().unwrap();
    validator.is_valid(&serde_json::to_value(table).unwrap())
}

#[test]
fn mistakes_have_their_line_and_column_and_the_nearest_key() {
    let project = Project::new("mistakes");
    for (text, at, says) in [
        ("colour = 1\n".to_owned(), "line 1, column 1", "unknown key `colour`"),
        ("[serv]\n".to_owned(), "line 1, column 2", "did you mean `serve`?"),
        ("[verify]\n  proflie = \"pr\"\n".to_owned(), "line 2, column 3", "did you mean `profile`?"),
        ("[verify]\nstart = \"x\"\n".to_owned(), "line 2, column 1", "`start` belongs into [[target]]"),
        (format!("{TARGET}strat = \"x\"\n"), "line 4, column 1", "did you mean `start`?"),
        (format!("{TARGET}wait = \"soon\"\n"), "line 4, column 8", "invalid duration `soon`"),
        (format!("{TARGET}wait = 10\n"), "line 4, column 8", "`wait` must be a text"),
        (format!("{TARGET}profile = \"tiny\"\n"), "line 4, column 1", "tiny"),
        (format!("{TARGET}strict = \"yes\"\n"), "line 4, column 1", "--strict"),
        (format!("{TARGET}env = \"A=B\"\n"), "line 4, column 7", "must be a table"),
        (format!("{TARGET}secret = {{ evn = \"A\" }}\n"), "line 4, column 12", "env, file, command"),
        (format!("{TARGET}secret = {{ env = \"A\", file = \"b\" }}\n"), "line 4, column 10", "with one of"),
        (format!("{TARGET}reports = {{ yaml = \"a\" }}\n"), "line 4, column 13", "unknown report format `yaml`"),
        (format!("{TARGET}stop = \"x\"\n"), "line 1", "`stop` needs `start`"),
        (
            format!("{TARGET}effects = {{ sql = \"sqlite:a\" }}\n"),
            "line 4, column 1",
            "`effects` must be a text, { sql",
        ),
        (
            format!("{TARGET}state = {{ command = \"a\", query = \"b\" }}\n"),
            "line 4, column 1",
            "`state` must be a text",
        ),
        (
            format!("{TARGET}effects = {{ sql = \"oracle://u:p@h\", query = \"b\" }}\n"),
            "line 4, column 1",
            "must be sqlite:FILE",
        ),
        (TARGET.replace("http:", "htp:"), "line 3, column 7", "htp"),
        (format!("{TARGET}{TARGET}"), "line 4", "two targets are called `truv`"),
        ("[[target]]\nprovider = \"truv\"\n".to_owned(), "line 1", "no `url`"),
        ("[target]\nprovider = \"truv\"\n".to_owned(), "line 1", "two brackets"),
        ("[serve]\nport = 1\n[verify]\nport = 1\n".to_owned(), "line 4, column 1", "unknown key `port`"),
        ("port = 1\n[serve]\n".to_owned(), "line 1, column 1", "belong into [serve]"),
        ("extends = 7\n".to_owned(), "line 1, column 11", "path of a file"),
        ("extends = \"hookproof.toml\"\n".to_owned(), "line 1, column 11", "extends this file"),
        ("a = [\n".to_owned(), "line 1, column 6", "unclosed array"),
    ] {
        let said = project.run(&text, &["--list"]);
        let is_said = said.stderr.contains("hookproof.toml") && said.stderr.contains(at) && said.stderr.contains(says);
        assert!(said.code == Some(2) && is_said, "{text:?}: {said:?}");
    }
}

#[test]
fn what_is_missing_is_said() {
    let project = Project::new("missing");
    let said = project.say(&["run"]);
    assert!(said.code == Some(2) && said.stderr.contains("`hookproof init` writes one"), "{said:?}");
    let said = project.run("[serve]\nport = 0\n", &[]);
    assert!(said.code == Some(2) && said.stderr.contains("has no [[target]]"), "{said:?}");
    let said = project.run(TARGET, &["trvu"]);
    assert!(said.code == Some(2) && said.stderr.contains("did you mean truv?"), "{said:?}");
    let said = project.run(&TARGET.replace("truv", "trvu"), &[]);
    assert!(
        said.code == Some(2) && said.stderr.contains("the target `trvu`") && said.stderr.contains("truv"),
        "{said:?}"
    );
}

#[test]
fn the_file_is_found_above_and_its_paths_are_relative_to_it() {
    let project = Project::new("above");
    project.write("secret.txt", "s3cret");
    project.write("known.txt", "no-such-check\n");
    let config = TARGET.to_owned() + "secret = { file = \"secret.txt\" }\nbaseline = \"known.txt\"\n";
    project.write("hookproof.toml", &config);
    project.write("src/deep/main.rs", "");
    for words in [&["run"][..], &["run", "--config", "../../hookproof.toml"]] {
        let said = project.command(words).current_dir(project.0.join("src/deep")).output().unwrap();
        let said = String::from_utf8(said.stderr).unwrap();
        assert!(said.contains("known.txt") && said.contains("no-such-check"), "{said}");
    }
}

#[test]
fn a_file_adds_to_the_one_that_it_extends() {
    let project = Project::new("extends");
    project.write("platform/known.txt", "no-such-check\n");
    let base = "[verify]\nprovider = \"truv\"\nprofile = \"smoke\"\nbaseline = \"known.txt\"\nwait = \"1s\"\n";
    project.write("platform/base.toml", base);
    let own = "extends = \"platform/base.toml\"\n[[target]]\nurl = \"http://127.0.0.1:9/hook\"\n";
    let said = project.run(own, &["--list"]);
    assert!(said.code == Some(0) && said.stdout.starts_with("truv  truv  http://127.0.0.1:9/hook"), "{said:?}");
    let said = project.run(own, &[]);
    assert!(said.stderr.contains("platform/known.txt") && said.stderr.contains("no-such-check"), "{said:?}");
    project.write("platform/base.toml", &format!("{base}strcit = true\n"));
    let said = project.run(own, &[]);
    assert!(said.stderr.contains("platform/base.toml line 6, column 1"), "{said:?}");
    project.write("platform/base.toml", TARGET);
    let said = project.run(own, &[]);
    assert!(said.code == Some(2) && said.stderr.contains("no file can extend it"), "{said:?}");
}

/// Every key of the schema is one that the reader knows.
#[test]
fn the_schema_and_the_reader_know_the_same_keys() {
    let project = Project::new("keys");
    let schema = cli::config_schema();
    for section in ["serve", "verify", "target"] {
        let part = &schema["properties"][section];
        let part = if section == "target" { &part["items"] } else { part };
        for (key, about) in part["properties"].as_object().unwrap() {
            assert!(!about["description"].as_str().unwrap().is_empty(), "{section}.{key}");
            let begin = if section == "target" { "[[target]]\n".to_owned() } else { format!("[{section}]\n") };
            // No key has a list of lists of tables as its value.
            let text = format!("{begin}{key} = [[{{ a = {{ b = 1 }} }}]]\n");
            let said = project.run(&text, &["--list"]);
            assert!(said.code == Some(2) && !said.stderr.contains("unknown key"), "{section}.{key}: {said:?}");
            assert!(!is_valid(&text), "{section}.{key}");
        }
    }
    assert!(is_valid(&target("shop", "correct", 9)));
    assert!(is_valid("[serve]\nport = 0\nproviders = [\"truv\"]\nfaults = { duplicates = 0.2 }\ninsecure = true\n"));
    assert!(!is_valid("[serve]\ncolour = 1\n") && !is_valid("[[target]]\nprovider = \"truv\"\n"));
}

#[test]
fn tables_are_written_as_their_flags_are() {
    let project = Project::new("tables");
    let table = "set = { \"/user_id\" = \"u1\", \"/n\" = 7 }\nassume = { \"retry.attempts\" = 5, \"retry.delay\" = true }\n\
                 header = { X-Gateway = \"key\" }\nonly = [\"signature\", \"redelivery\"]\nnow = 2027-01-01T00:00:00Z\n";
    let said = project.run(&format!("{TARGET}{table}"), &["--list"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(is_valid(&format!("{TARGET}{}", table.replace("2027-01-01T00:00:00Z", "\"2027-01-01T00:00:00Z\""))));
    // The provider has no such fact: the table reached the run.
    let said = project
        .run(&format!("{TARGET}assume = {{ \"retry.atempts\" = 5 }}\nsecret = {{ command = \"printf s\" }}\n"), &[]);
    assert!(said.code == Some(2) && said.stderr.contains("retry.atempts"), "{said:?}");
}

#[test]
fn effects_can_be_a_table() {
    let project = Project::new("sources");
    let database = "effects = { sql = \"sqlite:none.db\", query = \"select count(*) from orders where id = {id}\" }\n";
    let command = "state = { command = \"cat state.json\" }\nsecret = { command = \"printf s\" }\n";
    let said = project.run(&format!("{TARGET}{database}{command}"), &["--list"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(is_valid(&format!("{TARGET}{database}{command}")));
    assert!(!is_valid(&format!("{TARGET}effects = {{ sql = \"sqlite:a.db\" }}\n")));
    // It is read before anything is sent, next to the file.
    let said = project.run(&format!("{TARGET}{database}{command}"), &[]);
    let is_said = said.stderr.contains("none.db") && said.stderr.contains("unable to open database file");
    assert!(said.code != Some(0) && is_said, "{said:?}");
}

#[test]
fn the_files_of_the_guide_can_be_read() {
    let project = Project::new("guide");
    let page = fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/docs/run.md")).unwrap();
    let blocks: Vec<&str> = page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(blocks.len(), 5);
    for block in blocks {
        assert!(is_valid(block), "{block}");
        if let Some((name, text)) = block.strip_prefix("# ").and_then(|text| text.split_once('\n')) {
            project.write(name, text);
            continue;
        }
        let said = project.run(block, &["--list"]);
        assert!(said.code == Some(0) && !said.stdout.is_empty(), "{block}: {said:?}");
    }
}

#[test]
fn the_guide_lists_every_key_that_is_not_a_flag() {
    const SECRETS: [&str; 3] = ["secret", "other-secret", "verify-token"];
    let page = fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/docs/run.md")).unwrap();
    let program = cli::command();
    let verify = program.find_subcommand("verify").unwrap();
    let schema = cli::config_schema();
    let keys = schema["properties"]["target"]["items"]["properties"].as_object().unwrap();
    let is_flag = |key: &str| verify.get_arguments().any(|flag| flag.get_long() == Some(key));
    let own: Vec<_> = keys.iter().filter(|(key, _)| SECRETS.contains(&key.as_str()) || !is_flag(key)).collect();
    assert_eq!(own.len(), 13);
    for (key, about) in own {
        let row = format!("| `{key}` | {} |", about["description"].as_str().unwrap());
        assert!(page.contains(&row), "{row}");
    }
}
