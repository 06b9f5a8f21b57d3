//! The formats by their names.

use thiserror::Error;

use crate::model::by_name;
use crate::report::{github, html, json, junit, markdown, sarif, tap};
use crate::verify::Run;

/// A format of a report that is written to a file.
///
/// ```
/// use hookproof::report::Format;
///
/// assert_eq!("junit".parse::<Format>().unwrap(), Format::Junit);
/// assert!("yaml".parse::<Format>().unwrap_err().to_string().ends_with("use json, junit, html, markdown, sarif, tap or github"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// For programs, and exact: `schemas/report.json` is its schema.
    Json,
    /// JUnit XML: families are suites, checks are cases.
    Junit,
    /// One page that needs nothing else.
    Html,
    /// For the summary of a job or a comment.
    Markdown,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// TAP 14.
    Tap,
    /// Workflow commands of GitHub, which become annotations.
    Github,
}

/// A format that does not exist.
#[derive(Debug, Error)]
#[error("unknown report format `{name}`: use json, junit, html, markdown, sarif, tap or github")]
#[non_exhaustive]
pub struct UnknownFormat {
    /// The requested name.
    pub name: String,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 7] =
        [Self::Json, Self::Junit, Self::Html, Self::Markdown, Self::Sarif, Self::Tap, Self::Github];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Junit => "junit",
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::Sarif => "sarif",
            Self::Tap => "tap",
            Self::Github => "github",
        }
    }

    /// Returns a run in this format.
    #[must_use]
    pub fn write(self, run: &Run) -> String {
        match self {
            Self::Json => json::json(run),
            Self::Junit => junit::junit(run),
            Self::Html => html::html(run),
            Self::Markdown => markdown::markdown(run),
            Self::Sarif => sarif::sarif(run),
            Self::Tap => tap::tap(run),
            Self::Github => github::github(run),
        }
    }
}

by_name!(Format, UnknownFormat, |name: &str| UnknownFormat { name: name.to_owned() });
