//! The files that an import writes.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::import::draft::Draft;
use crate::import::event::Imported;
use crate::import::names::Names;
use crate::import::slots;
use crate::import::slots::Slot;
use crate::provider::Basis;

/// Start of the line with the digest.
const MARK: &str = "# import digest: ";

/// Files by their paths.
pub(crate) type Output = BTreeMap<String, String>;

impl Imported {
    /// Returns the files of a provider of this name.
    pub(crate) fn files(&self, name: &str) -> Output {
        let mut files = Output::new();
        let mut names = Names::default();
        let mut inline = String::new();
        for event in &self.events {
            if let Some(schema) = &event.schema {
                let stem = names.like(&event.name);
                files.insert(format!("{name}/{stem}.json"), text(&with_head(schema, event)));
                continue;
            }
            let is_named = event.examples.iter().all(|one| slots::is_in_body(&self.event.text, &event.name, one));
            if is_named {
                for (nth, example) in event.examples.iter().enumerate() {
                    let nth = if nth == 0 { String::new() } else { format!(".{}", nth + 1) };
                    let stem = names.like(&format!("{}{nth}", event.name));
                    files.insert(format!("{name}/{stem}.json"), text(example));
                }
            } else {
                let examples: Vec<String> = event.examples.iter().map(|one| quoted(&one.to_string())).collect();
                let (name, examples) = (quoted(&event.name), examples.join(",\n  "));
                let _ = write!(inline, "\n[[payload]]\nname = {name}\nexamples = [\n  {examples},\n]\n");
            }
        }
        let payloads = if files.is_empty() {
            String::new()
        } else {
            format!("payloads  = [{}]\n", quoted(&format!("{name}/*.json")))
        };
        let toml = self.toml(&(payloads + &inline));
        files.insert(format!("{name}.toml"), toml);
        let sum = digest(&files);
        if let Some(toml) = files.get_mut(&format!("{name}.toml")) {
            let _ = writeln!(toml, "{MARK}{sum}");
        }
        files
    }

    fn toml(&self, payloads: &str) -> String {
        let mut text = "# Written by `hookproof import`. Each remark says how sure a line is.\n\n".to_owned();
        let _ = writeln!(text, "source    = {}", quoted(&self.source));
        match &self.signature {
            None => text.push_str("# assumed: the documents do not say how deliveries are signed. If they are, replace the line:\n# signature = \"X-Signature: {hmac-sha256}\"\n"),
            Some(header) => {
                let line = quoted(&format!("{header}: {{hmac-sha256}}"));
                let _ = writeln!(text, "# assumed: the documents name a header of the signature, but not its form. Replace the line, such as by:\n# signature = {line}");
            }
        }
        text.push_str("signature = \"none\"\n");
        let mut add = |key: &str, slot: &Slot| {
            let _ = writeln!(text, "# {}: {}\n{key:<9} = {}", word(slot.basis), slot.why, quoted(&slot.text));
        };
        add("event", &self.event);
        for (key, slot) in [("id", &self.id), ("time", &self.time)] {
            if let Some(slot) = slot {
                add(key, slot);
            }
        }
        text.push_str("assumed   = [\"signature\"]\n");
        text.push_str(payloads);
        text.push('\n');
        text
    }
}

/// Returns the word for a basis.
pub(crate) const fn word(basis: Basis) -> &'static str {
    match basis {
        Basis::Documented => "documented",
        Basis::Observed => "observed",
        Basis::Assumed => "assumed",
    }
}

fn with_head(schema: &Value, event: &Draft) -> Value {
    let mut schema = schema.clone();
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!(event.name);
    schema["$comment"] = json!(event.from);
    if !event.about.is_empty() {
        schema["description"] = json!(event.about);
    }
    if !event.examples.is_empty() {
        schema["examples"] = json!(event.examples);
    }
    schema
}

fn text(value: &Value) -> String {
    crate::schema::to_text(value)
}

/// Writes a text for TOML, whose escapes are those of JSON.
fn quoted(text: &str) -> String {
    json!(text).to_string().replace('\u{7f}', "\\u007F")
}

/// Returns the digest of files, without the line that has it.
fn digest(files: &Output) -> String {
    let mut state = Sha256::new();
    for (path, text) in files {
        let lines: String =
            text.lines().filter(|line| !line.starts_with(MARK)).fold(String::new(), |all, line| all + line + "\n");
        state.update((path.len() as u64).to_le_bytes());
        state.update(path.as_bytes());
        state.update((lines.len() as u64).to_le_bytes());
        state.update(lines.as_bytes());
    }
    const_hex::encode(state.finalize())
}

/// Returns whether files are as an import wrote them.
pub(crate) fn is_unedited(files: &Output, name: &str) -> bool {
    let toml = files.get(&format!("{name}.toml"));
    let known = toml.and_then(|text| text.lines().find_map(|line| line.strip_prefix(MARK)));
    known == Some(digest(files).as_str())
}
