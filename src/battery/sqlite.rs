//! Effects and state from an SQLite database, which is only read.

use std::sync::Arc;

use futures_util::TryStreamExt;
use serde_json::{Map, Value};
use sqlx::sqlite::{SqliteArguments, SqliteConnectOptions};
use sqlx::{AssertSqlSafe, Column, Connection, Executor, Row, SqlSafeStr, SqliteConnection, Statement};
use tokio::sync::Mutex;

use crate::net::ReadingError;
use crate::wire::READ_LIMIT;

/// The words that a query begins with.
const FIRST_WORDS: [&str; 3] = ["select", "with", "values"];

/// A database with a query. Its connection is kept.
#[derive(Clone, Debug)]
pub(super) struct Query {
    /// The database, as an error names it.
    pub(super) name: String,
    path: String,
    sql: String,
    kept: Arc<Mutex<Option<Kept>>>,
}

/// An open connection, and the query that returns each row as JSON.
#[derive(Debug)]
struct Kept {
    connection: SqliteConnection,
    sql: String,
}

/// Splits `app.db select ...` into the path and the query.
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    let begins = |rest: &str| {
        let word = rest.split(|letter: char| !letter.is_ascii_alphabetic()).next().unwrap_or_default();
        FIRST_WORDS.iter().any(|first| word.eq_ignore_ascii_case(first))
    };
    let spaces = text.match_indices(char::is_whitespace);
    let mut places = spaces.map(|(at, space)| (&text[..at], &text[at + space.len()..]));
    places.find(|(path, query)| !path.trim().is_empty() && begins(query))
}

impl Query {
    pub(super) fn new(name: String, path: &str, sql: &str) -> Self {
        let sql = sql.trim().trim_end_matches(';').to_owned();
        Self { name, path: path.to_owned(), sql, kept: Arc::default() }
    }

    /// Returns the only value of the only row, which must be a number.
    pub(super) async fn count(&self, values: &[Value]) -> Result<u64, ReadingError> {
        let mut rows = self.rows(values).await?;
        let number = rows.len();
        let (Some(row), 1) = (rows.pop(), number) else {
            return Err(self.failed(format!("the query returned {number} rows instead of one: use count(*)")));
        };
        let (Some(value), 1) = (row.values().next(), row.len()) else {
            return Err(self.failed(format!("the query returned {} columns instead of one", row.len())));
        };
        value.as_u64().ok_or_else(|| self.failed(format!("the query returned {value}, which is not a count")))
    }

    /// Returns all rows, in an order that does not depend on the database.
    pub(super) async fn document(&self) -> Result<Value, ReadingError> {
        let mut rows: Vec<Value> = self.rows(&[]).await?.into_iter().map(Value::Object).collect();
        rows.sort_by_cached_key(Value::to_string);
        Ok(Value::Array(rows))
    }

    async fn rows(&self, values: &[Value]) -> Result<Vec<Map<String, Value>>, ReadingError> {
        let mut kept = self.kept.lock().await;
        // After an error or a time-out, the next reading opens a new connection.
        let mut open = match kept.take() {
            Some(open) => open,
            None => self.open().await.map_err(|error| self.failed(error.to_string()))?,
        };
        let mut found = Vec::new();
        let mut bytes = 0;
        let arguments = arguments(values).map_err(|error| self.failed(error.to_string()))?;
        {
            let query = sqlx::query_with(AssertSqlSafe(open.sql.clone()), arguments);
            let mut rows = query.fetch(&mut open.connection);
            while let Some(row) = rows.try_next().await.map_err(|error| self.failed(error.to_string()))? {
                let text: String = row.try_get(0).map_err(|error| self.failed(error.to_string()))?;
                bytes += text.len();
                if bytes > READ_LIMIT {
                    return Err(ReadingError::TooLong { url: self.name.clone() });
                }
                found.push(serde_json::from_str(&text).map_err(|error| self.failed(error.to_string()))?);
            }
        }
        *kept = Some(open);
        Ok(found)
    }

    async fn open(&self) -> Result<Kept, sqlx::Error> {
        let options = SqliteConnectOptions::new().filename(&self.path).read_only(true);
        let mut connection = SqliteConnection::connect_with(&options).await?;
        let names: Vec<String> = {
            let statement = (&mut connection).prepare(AssertSqlSafe(self.sql.clone()).into_sql_str()).await?;
            statement.columns().iter().map(|column| column.name().to_owned()).collect()
        };
        // As part of a larger query, the statement cannot be anything but a query.
        let columns: Vec<String> = (0..names.len()).map(|at| format!("c{at}")).collect();
        let fields = names.iter().zip(&columns);
        let fields: Vec<String> =
            fields.map(|(name, column)| format!("'{}', {column}", name.replace('\'', "''"))).collect();
        let (columns, fields) = (columns.join(", "), fields.join(", "));
        let sql =
            format!("with hookproof({columns}) as (\n{}\n) select json_object({fields}) from hookproof", self.sql);
        Ok(Kept { connection, sql })
    }

    fn failed(&self, reason: String) -> ReadingError {
        ReadingError::Failed { url: self.name.clone(), reason }
    }
}

fn arguments(values: &[Value]) -> Result<SqliteArguments, sqlx::Error> {
    use sqlx::Arguments;

    let mut arguments = SqliteArguments::default();
    for value in values {
        match value {
            Value::Null => arguments.add(None::<String>),
            Value::Bool(on) => arguments.add(i64::from(*on)),
            Value::String(text) => arguments.add(text.clone()),
            Value::Number(number) => match (number.as_i64(), number.as_f64()) {
                (Some(whole), _) => arguments.add(whole),
                (None, Some(float)) => arguments.add(float),
                (None, None) => arguments.add(number.to_string()),
            },
            value => arguments.add(value.to_string()),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_ends_before_the_query() {
        assert_eq!(split("app.db select 1"), Some(("app.db", "select 1")));
        assert_eq!(split("my app.db WITH x as (select 1)"), Some(("my app.db", "WITH x as (select 1)")));
        assert_eq!(split("app.db delete from orders"), None);
        assert_eq!(split("app.db"), None);
        assert_eq!(split(" select 1"), None);
    }
}
