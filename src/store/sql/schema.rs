//! The tables. Times are in microseconds and durations in nanoseconds; lists and plans are JSON.
//!
//! PostgreSQL also accepts the statements, except for two types that have different names there.

use std::fmt::Write;
use std::sync::LazyLock;

/// The application id that identifies hookproof's files: `hkpf`.
pub(super) const APPLICATION: i32 = 0x686b_7066;

/// Version of the tables.
pub(super) const VERSION: i32 = 3;

/// `BIGINT PRIMARY KEY` in PostgreSQL.
const NUMBERED: &str = "INTEGER PRIMARY KEY";

/// `BYTEA` in PostgreSQL.
const BYTES: &str = "BLOB";

/// The condition for unfinished deliveries, as the index uses it.
pub(super) const LIVE: &str = "status IN ('waiting', 'sending', 'parked')";

/// The number of rows that one statement inserts.
pub(super) const ROWS: usize = 8;

/// The columns of a delivery, in the order in which they are read and written.
pub(super) const DELIVERY: &[&str] = &[
    "number",
    "provider",
    "account",
    "subscription",
    "event",
    "status",
    "due",
    "earlier",
    "redelivery_of",
    "created",
    "url",
    "headers",
    "any_certificate",
    "secret",
    "retry",
    "body",
];

/// The columns of an attempt, in the same way. An attempt without its own body sent the body of its delivery.
pub(super) const ATTEMPT: &[&str] = &[
    "delivery",
    "place",
    "number",
    "sent_at",
    "sent_clock",
    "method",
    "headers",
    "body",
    "answer_status",
    "answer_headers",
    "answer_body",
    "failure",
    "failure_detail",
    "duration",
    "wait",
    "reason",
];

/// The columns of a finding, in the same way.
pub(super) const FINDING: &[&str] = &["number", "provider", "account", "noted_at", "about", "what", "pointer"];

/// The conflict clause for a known delivery: it updates all columns except the number and the body.
static UPDATED: LazyLock<String> = LazyLock::new(|| {
    let columns = DELIVERY.iter().filter(|column| !matches!(**column, "number" | "body"));
    let set: Vec<String> = columns.map(|column| format!("{column} = excluded.{column}")).collect();
    format!("(number) DO UPDATE SET {}", set.join(", "))
});

pub(super) static DELIVERIES: LazyLock<Inserts> = LazyLock::new(|| Inserts::new("delivery", DELIVERY, &UPDATED));

/// Ignores rows that exist already: if it is unknown whether a write succeeded, it is repeated.
pub(super) static ATTEMPTS: LazyLock<Inserts> =
    LazyLock::new(|| Inserts::new("attempt", ATTEMPT, "(delivery, place) DO NOTHING"));

pub(super) static FINDINGS: LazyLock<Inserts> =
    LazyLock::new(|| Inserts::new("finding", FINDING, "(number) DO NOTHING"));

/// The statements that insert into a table.
pub(super) struct Inserts {
    one: String,
    many: String,
}

impl Inserts {
    fn new(table: &str, columns: &[&str], conflict: &str) -> Self {
        let insert = |rows: usize| {
            let mut sql = format!("INSERT INTO {table} ({}) VALUES ", columns.join(", "));
            for row in 0..rows {
                let places: Vec<String> =
                    (1..=columns.len()).map(|at| format!("${}", row * columns.len() + at)).collect();
                // Writing to a string cannot fail.
                let _ = write!(sql, "{}({})", if row == 0 { "" } else { ", " }, places.join(", "));
            }
            sql + " ON CONFLICT " + conflict
        };
        Self { one: insert(1), many: insert(ROWS) }
    }

    /// Returns the statement for one row, or the one for the maximum number of rows.
    pub(super) fn rows(&'static self, rows: usize) -> &'static str {
        if rows == 1 { &self.one } else { &self.many }
    }
}

/// Returns the statements that create an empty store.
pub(super) fn create() -> Vec<String> {
    vec![
        "CREATE TABLE account (id TEXT PRIMARY KEY, provider TEXT NOT NULL, name TEXT NOT NULL, secret TEXT, \
         rest TEXT NOT NULL, version BIGINT NOT NULL, ever BIGINT NOT NULL)"
            .to_owned(),
        "CREATE TABLE subscription (account TEXT NOT NULL, id TEXT NOT NULL, place BIGINT NOT NULL, \
         document TEXT NOT NULL, PRIMARY KEY (account, id))"
            .to_owned(),
        // The lease is for servers that share a store: it says until when one of them has claimed a delivery.
        format!(
            "CREATE TABLE delivery (number {NUMBERED}, provider TEXT NOT NULL, account TEXT NOT NULL, \
             subscription TEXT NOT NULL, event TEXT NOT NULL, status TEXT NOT NULL, due BIGINT, \
             earlier BIGINT NOT NULL, redelivery_of BIGINT, created BIGINT NOT NULL, url TEXT NOT NULL, \
             headers TEXT NOT NULL, any_certificate BIGINT NOT NULL, secret TEXT, retry TEXT NOT NULL, lease BIGINT, body {BYTES} NOT NULL)"
        ),
        format!("CREATE INDEX delivery_live ON delivery (number) WHERE {LIVE}"),
        format!(
            "CREATE TABLE attempt (delivery BIGINT NOT NULL, place BIGINT NOT NULL, number BIGINT NOT NULL, \
             sent_at BIGINT NOT NULL, sent_clock BIGINT NOT NULL, method TEXT NOT NULL, headers TEXT NOT NULL, \
             body {BYTES}, answer_status BIGINT, answer_headers TEXT, answer_body {BYTES}, failure TEXT, \
             failure_detail TEXT, duration BIGINT NOT NULL, wait BIGINT, reason TEXT NOT NULL, \
             PRIMARY KEY (delivery, place))"
        ),
        format!(
            "CREATE TABLE finding (number {NUMBERED}, provider TEXT NOT NULL, account TEXT, \
             noted_at BIGINT NOT NULL, about TEXT NOT NULL, what TEXT NOT NULL, pointer TEXT)"
        ),
        // A number is never assigned twice, even after its row was deleted.
        "CREATE TABLE highest (name TEXT PRIMARY KEY, number BIGINT NOT NULL)".to_owned(),
    ]
}

/// Records the highest number of a table before rows are deleted.
pub(super) const KEEP_HIGHEST: &[&str] = &[
    "INSERT INTO highest (name, number) SELECT 'delivery', COALESCE(MAX(number), 0) FROM delivery WHERE true \
     ON CONFLICT (name) DO UPDATE SET number = CASE WHEN excluded.number > highest.number \
     THEN excluded.number ELSE highest.number END",
    "INSERT INTO highest (name, number) SELECT 'finding', COALESCE(MAX(number), 0) FROM finding WHERE true \
     ON CONFLICT (name) DO UPDATE SET number = CASE WHEN excluded.number > highest.number \
     THEN excluded.number ELSE highest.number END",
];

pub(super) const FORGET_ALL: &[&str] = &[
    "DELETE FROM attempt",
    "DELETE FROM delivery",
    "DELETE FROM subscription",
    "DELETE FROM account",
    "DELETE FROM finding",
];

/// Each statement has the account id as its parameter.
pub(super) const FORGET_ACCOUNT: &[&str] = &[
    "DELETE FROM attempt WHERE delivery IN (SELECT number FROM delivery WHERE account = $1)",
    "DELETE FROM delivery WHERE account = $1",
    "DELETE FROM subscription WHERE account = $1",
    "DELETE FROM account WHERE id = $1",
    "DELETE FROM finding WHERE account = $1",
];

/// Each statement has the delivery number as its parameter.
pub(super) const DISCARD: &[&str] =
    &["DELETE FROM attempt WHERE delivery = $1", "DELETE FROM delivery WHERE number = $1"];
