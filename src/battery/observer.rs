//! Observers that are not URLs: a query of an SQLite database, or a command.

use std::time::Duration;

use serde_json::Value;

use crate::battery::command;
use crate::battery::command::Line;
use crate::battery::sqlite;
use crate::battery::sqlite::Query;
use crate::battery::template::{Template, TemplateError};
use crate::net;
use crate::net::ReadingError;
use crate::provider::{Payload, Provider};

/// Maximum time of one reading.
const TIMEOUT: Duration = Duration::from_secs(10);

/// An observer, and the placeholders of its text.
#[derive(Clone, Debug)]
pub(super) struct Observer {
    what: What,
    template: Template,
}

#[derive(Clone, Debug)]
enum What {
    Query(Query),
    Command { name: String, line: String },
}

impl Observer {
    /// Reads `sqlite:PATH QUERY` or `command:LINE`; `None` for anything else.
    pub(super) fn read(text: &str, provider: &Provider, payloads: &[Payload]) -> Result<Option<Self>, TemplateError> {
        if let Some(rest) = text.strip_prefix("sqlite:") {
            let (path, query) = sqlite::split(rest).ok_or_else(|| TemplateError::Query { given: text.to_owned() })?;
            let template = Template::lenient(query, provider, payloads)?;
            let mut sql = String::new();
            for part in template.parts() {
                match part {
                    Some(text) => sql.push_str(text),
                    None if sql.matches('\'').count() % 2 == 1 => return Err(TemplateError::Quoted),
                    None => sql.push('?'),
                }
            }
            let query = Query::new(format!("sqlite:{path}"), path, &sql);
            return Ok(Some(Self { what: What::Query(query), template }));
        }
        let Some(command) = text.strip_prefix("command:").map(str::trim) else { return Ok(None) };
        if command.is_empty() {
            return Err(TemplateError::NoCommand);
        }
        let template = Template::lenient(command, provider, payloads)?;
        if cfg!(windows) && template.has_holes() {
            return Err(TemplateError::NoShell);
        }
        let mut line = Line::default();
        for part in template.parts() {
            match part {
                Some(text) => line.text(text),
                None => line.hole(),
            }
        }
        let what = What::Command { name: format!("command: {command}"), line: line.end() };
        Ok(Some(Self { what, template }))
    }

    /// Whether it counts the effects of one event.
    pub(super) fn is_per_event(&self) -> bool {
        self.template.has_holes()
    }

    /// Returns the values of the placeholders for one event.
    pub(super) fn values(&self, id: Option<&str>, document: &Value) -> Vec<Value> {
        self.template.values(id, document)
    }

    /// Counts effects.
    pub(super) async fn count(&self, values: &[Value]) -> Result<u64, ReadingError> {
        self.within(async {
            match &self.what {
                What::Query(query) => query.count(values).await,
                What::Command { name, line } => net::counted(name, &command::output(name, line, values).await?),
            }
        })
        .await
    }

    /// Returns the consumer state.
    pub(super) async fn document(&self) -> Result<Value, ReadingError> {
        self.within(async {
            match &self.what {
                What::Query(query) => query.document().await,
                What::Command { name, line } => {
                    let printed = command::output(name, line, &[]).await?;
                    serde_json::from_slice(&printed).map_err(|_| ReadingError::NoJson { url: name.clone() })
                }
            }
        })
        .await
    }

    async fn within<T>(&self, read: impl Future<Output = Result<T, ReadingError>>) -> Result<T, ReadingError> {
        let name = match &self.what {
            What::Query(query) => &query.name,
            What::Command { name, .. } => name,
        };
        let late = || ReadingError::Failed { url: name.clone(), reason: format!("it took {} s", TIMEOUT.as_secs()) };
        net::within(TIMEOUT, read).await.unwrap_or_else(|| Err(late()))
    }
}
