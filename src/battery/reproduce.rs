//! The command that runs a check again, with everything that shaped what the run sent.

use crate::model::shell::quoted;

/// Instructions to run a check of this run again: a command line. Without one, a report shows code with a
/// [`Verifier`](crate::Verifier).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Reproduction {
    command: String,
    /// Each with its value, as a shell reads it.
    flags: Vec<String>,
    /// Flags for `hookproof sign`; `None` if a single delivery cannot be sent again.
    sign: Option<String>,
}

impl Reproduction {
    /// Creates it from the beginning of a command line, word by word: `hookproof verify truv http://...`. The choice of
    /// checks and the seed follow it.
    pub fn command<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let words: Vec<String> = words.into_iter().map(quoted).collect();
        Self { command: words.join(" "), flags: Vec::new(), sign: None }
    }

    /// Adds a flag after the choice of checks.
    pub fn flag(mut self, name: &str, value: &str) -> Self {
        self.add(name, &quoted(value));
        self
    }

    /// Adds a flag without a value.
    pub fn switch(mut self, name: &str) -> Self {
        self.flags.push(name.to_owned());
        self
    }

    /// Adds a header whose value is read from a shell variable, because a report must not show it.
    pub fn redacted_header(mut self, name: &str) -> Self {
        self.add("--header", &format!("\"{name}: ${{{}:?}}\"", crate::model::shell::variable(name)));
        self
    }

    /// Shows lines that send a single delivery again, too. They sign with `hookproof sign` and these flags, which say
    /// where the secret is; without any, it is in `HOOKPROOF_SECRET`.
    pub fn signing_with<'w>(mut self, words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut flags = String::new();
        for word in words {
            flags.extend([" ", &quoted(word)]);
        }
        self.sign = Some(flags);
        self
    }

    fn add(&mut self, name: &str, quoted: &str) {
        self.flags.push(format!("{name} {quoted}"));
    }

    /// Flags for `hookproof sign`, if a shell can send a delivery of this run again.
    pub(super) fn sign_flags(&self) -> Option<&str> {
        self.sign.as_deref()
    }

    /// Its flags, each with its value.
    pub(crate) fn listed(&self) -> Vec<String> {
        self.flags.clone()
    }

    /// Returns the line for a check.
    pub(super) fn line(&self, check: &str, seed: u64) -> String {
        let mut line = format!("{} --only {} --seed {seed}", self.command, quoted(check));
        for flag in &self.flags {
            line.extend([" ", flag]);
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_every_flag_and_no_secret() {
        let line = Reproduction::command(["hookproof", "verify", "truv", "http://a.test/hook"])
            .flag("--effects", "http://a.test/effects?event={id}")
            .redacted_header("X-Api-Key")
            .switch("--strict")
            .line("redelivery-same", 7);
        assert_eq!(
            line,
            "hookproof verify truv http://a.test/hook --only redelivery-same --seed 7 \
             --effects 'http://a.test/effects?event={id}' --header \"X-Api-Key: ${X_API_KEY:?}\" --strict"
        );
    }
}
