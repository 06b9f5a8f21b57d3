//! The keys of a target that are not flags of `verify`.

/// Where a key is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// In `[verify]`, for every target.
    Defaults,
    /// In `[[target]]`.
    Target,
}

/// A key.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) form: Form,
    /// Where it may be given: `Defaults` is both.
    pub(super) scope: Scope,
}

/// The form of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    Duration,
    /// A path that is relative to the file.
    Path,
    /// A table of names and texts.
    Named,
    Secret,
    /// A table of formats and paths.
    Reports,
}

const fn key(name: &'static str, form: Form, scope: Scope, about: &'static str) -> Key {
    Key { name, about, form, scope }
}

/// Every key, in the order of the guide.
pub(super) const ALL: [Key; 13] = [
    key("name", Form::Text, Scope::Target, "The name of the target; that of the provider by default."),
    key(
        "provider",
        Form::Text,
        Scope::Defaults,
        "The provider whose events are delivered: a name, or a provider file.",
    ),
    key("url", Form::Text, Scope::Target, "The URL of the endpoint."),
    key("start", Form::Text, Scope::Target, "The command that starts the consumer. Without it, the consumer must run."),
    key("stop", Form::Text, Scope::Target, "A command that stops the consumer, before its processes are ended."),
    key("env", Form::Named, Scope::Defaults, "Environment variables of `start` and `stop`."),
    key(
        "folder",
        Form::Path,
        Scope::Defaults,
        "The folder in which `start` and `stop` run; that of this file by default.",
    ),
    key("log", Form::Path, Scope::Target, "The file that gets the output of the consumer."),
    key("wait", Form::Duration, Scope::Defaults, "How long to wait until the consumer listens; 10s by default."),
    key("secret", Form::Secret, Scope::Defaults, "The secret that signs."),
    key("other-secret", Form::Secret, Scope::Defaults, "The secret of another tenant of the same endpoint."),
    key("verify-token", Form::Secret, Scope::Defaults, "The text by which the consumer recognises a handshake."),
    key("reports", Form::Reports, Scope::Defaults, "Reports to write, by format. {name} is the name of the target."),
];

/// Returns a key by its name.
pub(super) fn named(name: &str) -> Option<&'static Key> {
    ALL.iter().find(|key| key.name == name)
}
