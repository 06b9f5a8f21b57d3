//! The files that an import writes.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Value, json};

use crate::import::draft::Draft;
use crate::import::event::Imported;
use crate::import::names::Names;
use crate::import::slots;
use crate::import::slots::Slot;

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
        files
    }

    /// Returns the slots that were found, by their keys in a provider file. There may be several of `identity`.
    pub(crate) fn slots(&self) -> impl Iterator<Item = (&'static str, &Slot)> {
        let each = self.each.iter().map(|slot| ("each", slot));
        let id = self.id.iter().map(|slot| ("id", slot));
        let identity = self.identity.iter().map(|slot| ("identity", slot));
        let time = self.time.iter().map(|slot| ("time", slot));
        each.chain([("event", &self.event)]).chain(id).chain(identity).chain(time)
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
        for (key, slot) in self.slots().filter(|(key, _)| *key != "identity") {
            let _ = writeln!(text, "# {}: {}\n{key:<9} = {}", slot.basis.name(), slot.why, quoted(&slot.text));
        }
        if let Some(first) = self.identity.first() {
            let listed: Vec<String> = self.identity.iter().map(|slot| quoted(&slot.text)).collect();
            let listed = listed.join(", ");
            let _ = writeln!(text, "# {}: {}\nidentity  = [{listed}]", first.basis.name(), first.why);
        }
        text.push_str("assumed   = [\"signature\"]\n");
        text.push_str(payloads);
        text
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
