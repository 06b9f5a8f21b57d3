//! `init`: writes a `hookproof.toml` for a project.

mod project;
mod sources;

use std::fmt::Write;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use crate::cli::config::USUAL;
use crate::cli::error::CliError;
use crate::cli::init::project::Project;
use crate::cli::init::sources::Found;
use crate::cli::output;
use crate::cli::run_args::InitArgs;
use crate::verify::Outcome;

/// Values of which nothing was found.
const PROVIDER: &str = "standard-webhooks";
const PATH: &str = "/webhook";
const SECRET: &str = "WEBHOOK_SECRET";

pub(super) fn run(args: &InitArgs) -> Result<Outcome, CliError> {
    let path = args.folder.join(USUAL);
    let failed = |source| CliError::Write { path: path.clone(), source };
    let project = Project::of(&args.folder);
    let found = sources::search(&args.folder);
    let text = text(project.as_ref(), &found);
    let mut file = OpenOptions::new().write(true).create_new(true).open(&path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => CliError::FileExists { path: path.clone() },
        _ => failed(error),
    })?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    output::text(&said(&path, project.as_ref(), &found))
}

/// Returns the text of the file.
fn text(project: Option<&Project>, found: &Found) -> String {
    let mut text =
        "# What `hookproof run` verifies. `hookproof help run` and the guide describe every key.\n\n[[target]]\n"
            .to_owned();
    let mut line = |key: &str, value: &str, remark: &str| {
        let _ = writeln!(text, "{key} = {value}{}{remark}", if remark.is_empty() { "" } else { "  # " });
    };
    let guess = |is_found: bool| if is_found { "a guess" } else { "edit this" };
    // The escapes of TOML are those of JSON.
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    line("provider", &quoted(found.provider.as_deref().unwrap_or(PROVIDER)), guess(found.provider.is_some()));
    let port = project.map_or(3000, |project| project.port);
    let url = format!("http://127.0.0.1:{port}{}", found.path.as_deref().unwrap_or(PATH));
    line("url", &quoted(&url), guess(project.is_some() && found.path.is_some()));
    match project {
        Some(project) => line("start", &quoted(&project.start), &format!("{}, a guess", project.kind)),
        None => line("# start", &quoted("./my-consumer"), "the command that starts the consumer"),
    }
    line("wait", &quoted("30s"), "");
    let variable = found.secret.as_deref().unwrap_or(SECRET);
    let secret = format!("{{ env = {} }}", quoted(variable));
    line("secret", &secret, guess(found.secret.is_some()));
    text.push_str(
        "\n# Let hookproof count what the consumer did, so that it sees events that are lost or processed twice:\n\
         # effects = \"http://127.0.0.1:9000/effects\"\n\
         # Known failures, which do not fail the run:\n\
         # baseline = \"hookproof.baseline\"\n\
         # reports = { junit = \"hookproof.xml\" }\n\
         # profile = \"pr\"\n",
    );
    text
}

/// Describes what is left to do.
fn said(path: &Path, project: Option<&Project>, found: &Found) -> String {
    let mut text = format!("{} is written\n", path.display());
    let mut list = |what: &str, value: Option<&str>| {
        let _ = match value {
            Some(value) => writeln!(text, "  found    {what}: {value}"),
            None => writeln!(text, "  to edit  {what}"),
        };
    };
    list("project", project.map(|project| project.kind));
    list("provider", found.provider.as_deref());
    list("path of the endpoint", found.path.as_deref());
    list("variable of the secret", found.secret.as_deref());
    let variable = found.secret.as_deref().unwrap_or(SECRET);
    let _ = writeln!(text, "Read the file, and set {variable}. Then: hookproof run");
    text
}
