//! The picture in the README: a command in a terminal, with the output that it really prints.

use std::fmt::Write;
use std::process::{Command, Stdio};

use crate::hold;

const COMMAND: &str = "hookproof demo --defect processes-twice --seed 7 --salt readme --cases 8";
/// Columns of the terminal.
const WIDTH: usize = 100;
/// A report of a consumer without deduplication fits on a screen.
const MOST_LINES: usize = 30;
/// Width of a character and height of a line, in pixels.
const LETTER: usize = 8;
const LINE: usize = 19;
const EDGE: usize = 20;

/// Characters of one style in one line. `class` is the name of the style.
#[derive(Debug, PartialEq)]
struct Run {
    line: usize,
    column: usize,
    class: &'static str,
    text: String,
}

/// Returns the runs of a text with ANSI escapes, wrapped as in a terminal, and the number of lines.
fn runs(text: &str) -> (Vec<Run>, usize) {
    let (mut runs, mut line, mut column, mut class) = (Vec::<Run>::new(), 0, 0, "");
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\u{1b}' => {
                let code: String = letters.by_ref().skip(1).take_while(|letter| *letter != 'm').collect();
                class = match code.as_str() {
                    "0" => "",
                    "1" => "strong",
                    "2" => "dim",
                    "32" => "good",
                    "31;1" => "bad",
                    "33" => "warn",
                    other => panic!("a colour that the picture does not know: {other}"),
                };
            }
            '\n' => (line, column) = (line + 1, 0),
            _ => {
                if column == WIDTH {
                    (line, column) = (line + 1, 0);
                }
                match runs.last_mut() {
                    Some(last)
                        if last.line == line
                            && last.class == class
                            && last.column + last.text.chars().count() == column =>
                    {
                        last.text.push(letter);
                    }
                    _ => runs.push(Run { line, column, class, text: letter.to_string() }),
                }
                column += 1;
            }
        }
    }
    (runs, line + usize::from(column > 0))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn svg(text: &str) -> String {
    let (runs, lines) = runs(text);
    let (width, height) = (2 * EDGE + WIDTH * LETTER, 2 * EDGE + lines * LINE);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\">\n<title>{COMMAND}</title>\n<style>\n\
         rect {{ fill: #fcfcfa; stroke: #dfdfd8; }}\n\
         text {{ fill: #1c1e21; font: 13.3px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; white-space: pre; }}\n\
         .dim {{ fill: #5a6068; }} .good {{ fill: #17743f; }} .bad {{ fill: #b3231b; }} .bad, .strong {{ font-weight: 700; }}\n\
         @media (prefers-color-scheme: dark) {{\n\
         rect {{ fill: #131517; stroke: #2d3237; }} text {{ fill: #e4e6e8; }}\n\
         .dim {{ fill: #9fa6ae; }} .good {{ fill: #63c690; }} .bad {{ fill: #ff8c80; }}\n}}\n</style>\n\
         <rect x=\".5\" y=\".5\" width=\"{}\" height=\"{}\" rx=\"8\"/>\n",
        width - 1,
        height - 1,
    );
    for run in runs.iter().filter(|run| !run.text.trim().is_empty()) {
        let start = run.text.len() - run.text.trim_start().len();
        let text = run.text.trim();
        // Whatever the font is, a character stays in its column.
        let (x, length) = ((run.column + start) * LETTER, text.chars().count() * LETTER);
        let class = if run.class.is_empty() { String::new() } else { format!(" class=\"{}\"", run.class) };
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\" textLength=\"{length}\"{class}>{}</text>",
            EDGE + x,
            EDGE + run.line * LINE + 14,
            escaped(text),
        );
    }
    svg.push_str("</svg>\n");
    svg
}

/// Replaces the characters of a set that follow a mark.
fn after(text: &str, mark: &str, takes: impl Fn(char) -> bool, with: &str) -> String {
    let mut parts = text.split(mark);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| format!("{text}{mark}{with}{}", part.trim_start_matches(&takes)))
}

/// Shifts the effect counts, so that the first one is 745. How often the checks before are looked at depends on how busy
/// the machine is.
fn from_745(text: &str) -> String {
    let number = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>();
    let counts = |text: &str| text.split("effects ").skip(1).find_map(|rest| number(rest).parse::<u64>().ok());
    let Some(first) = counts(text) else { return text.to_owned() };
    let shifted = |text: &str, mark: &str| {
        let mut parts = text.split(mark);
        let begin = parts.next().unwrap_or_default().to_owned();
        parts.fold(begin, |text, part| match number(part).parse::<u64>() {
            Ok(count) if count >= first => {
                format!("{text}{mark}{}{}", count - first + 745, &part[number(part).len()..])
            }
            _ => format!("{text}{mark}{part}"),
        })
    };
    ["effects ", " → ", "(expected: "].iter().fold(text.to_owned(), |text, mark| {
        let lines =
            text.split('\n').map(|line| if line.contains("effects ") { shifted(line, mark) } else { line.to_owned() });
        lines.collect::<Vec<_>>().join("\n")
    })
}

#[test]
fn effect_counts_begin_at_745() {
    let line = "1  again  → 200   effects 812 → 814 (expected: 813)\nport → 9000";
    assert_eq!(from_745(line), "1  again  → 200   effects 745 → 747 (expected: 746)\nport → 9000");
}

#[test]
fn the_picture_shows_what_the_command_prints() {
    let ran = Command::new("sh")
        .args(["-c", "exec \"$0\" \"$@\" 2>&1", env!("CARGO_BIN_EXE_hookproof")])
        .args(COMMAND.split(' ').skip(1))
        .env_remove("NO_COLOR")
        .env("CLICOLOR_FORCE", "1")
        .stderr(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(1), "the defect is caught");
    let printed = String::from_utf8(ran.stdout).unwrap();
    let digit = |letter: char| letter.is_ascii_digit();
    let time = |letter: char| letter.is_ascii_digit() || "-:.TZ".contains(letter);
    let printed = after(&printed, "127.0.0.1:", digit, "9000");
    let printed = after(&printed, " deliveries in ", |letter| " .ms".contains(letter) || digit(letter), "400 ms.  ");
    let printed = after(&printed, ", id ", |letter| letter.is_ascii_hexdigit(), "c6267b01");
    let printed = after(&printed, "\"event_created_at\": \"", time, "2026-11-21T09:30:00.000000Z");
    let printed = after(&printed, "\"event_created_at\":\"", time, "2026-11-21T09:30:00.000000Z");
    let printed = from_745(&printed);
    let lines = runs(&printed).1;
    assert!(lines <= MOST_LINES, "{lines} lines");
    hold::whole(".github/failure.svg", &svg(&format!("$ \u{1b}[1m{COMMAND}\u{1b}[0m\n{printed}")));
}

#[test]
fn runs_are_in_their_columns() {
    let run = |line, column, class, text: &str| Run { line, column, class, text: text.to_owned() };
    let (found, lines) = runs("ab\u{1b}[32m✓\u{1b}[0mc\n\u{1b}[31;1mFAIL\u{1b}[0m <x>\n");
    assert_eq!(lines, 2);
    let wanted = [
        run(0, 0, "", "ab"),
        run(0, 2, "good", "✓"),
        run(0, 3, "", "c"),
        run(1, 0, "bad", "FAIL"),
        run(1, 4, "", " <x>"),
    ];
    assert_eq!(found, wanted);
    let (found, lines) = runs(&"x".repeat(WIDTH + 1));
    assert_eq!((found[1].line, found[1].column, lines), (1, 0, 2));
}
