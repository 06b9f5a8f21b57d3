//! The manual describes every argument of the command line.

use std::fs;

use hookproof::__private::cli;

use crate::tool;

/// Returns every command, as its words after `hookproof`.
fn commands(of: &clap::Command, path: &[String]) -> Vec<Vec<String>> {
    let mut found = vec![path.to_vec()];
    for inner in of.get_subcommands() {
        found.extend(commands(inner, &[path, &[inner.get_name().to_owned()]].concat()));
    }
    found
}

#[test]
fn every_command_has_a_page_that_shows_every_flag() {
    let folder = tool::folder("manual");
    let said = tool::run(&["man", "--out", folder.to_str().unwrap()]);
    let mut written: Vec<String> =
        fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    let mut wanted = Vec::new();
    let whole = cli::command();
    for path in commands(&whole, &[]) {
        let name = [&["hookproof".to_owned()], path.as_slice()].concat().join("-");
        let text = fs::read_to_string(folder.join(format!("{name}.1"))).unwrap();
        let words: Vec<&str> = ["man"].into_iter().chain(path.iter().map(String::as_str)).collect();
        assert_eq!(tool::run(&words).stdout, text, "{name}");
        let command = path.iter().fold(&whole, |at, name| at.find_subcommand(name).unwrap());
        let words = command.get_arguments().filter_map(clap::Arg::get_long).map(|long| format!("--{long}"));
        for word in words.chain(command.get_positionals().map(|one| one.get_id().to_string().to_uppercase())) {
            assert!(text.contains(&word.replace('-', "\\-")), "{name} does not tell {word}");
        }
        wanted.push(format!("{name}.1"));
    }
    written.sort();
    wanted.sort();
    assert_eq!(written, wanted);
    assert_eq!(said.stdout.lines().count(), wanted.len());
}

#[test]
fn a_page_is_one_that_man_shows() {
    tool::run(&["man"]).is_as("man");
    tool::run(&["man", "schema", "diff"]).is_as("man-schema-diff");
    tool::run(&["man", "snapshot", "chek"]).is_as("man-unknown");
}
