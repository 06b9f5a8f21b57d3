//! The tables. Times are microseconds, durations nanoseconds; lists and plans are JSON.
//!
//! The statements are SQL that PostgreSQL takes, too, but for the two types that have other names there.

use std::fmt::Write;
use std::sync::LazyLock;

/// What tells our files from those of other applications: `hkpf`.
pub(super) const APPLICATION: i32 = 0x686b_7066;

/// Version of the tables.
pub(super) const VERSION: i32 = 1;

/// `BIGINT PRIMARY KEY` in PostgreSQL.
const NUMBERED: &str = "INTEGER PRIMARY KEY";

/// `BYTEA` in PostgreSQL.
const BYTES: &str = "BLOB";

/// Deliveries that have not come to an end, as the index knows them.
pub(super) const LIVE: &str = "status IN ('waiting', 'sending', 'aside')";

/// How many rows one statement inserts.
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
    "repeats",
    "made",
    "url",
    "headers",
    "any_certificate",
    "secret",
    "retry",
    "body",
];

/// The same of an attempt. Without a body of its own it sent that of its delivery.
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

/// The same of a finding.
pub(super) const FINDING: &[&str] = &["number", "provider", "account", "noted_at", "about", "what", "pointer"];

/// What is kept of a delivery that is written again: its number and its body.
static UPDATED: LazyLock<String> = LazyLock::new(|| {
    let columns = DELIVERY.iter().filter(|column| !matches!(**column, "number" | "body"));
    let set: Vec<String> = columns.map(|column| format!("{column} = excluded.{column}")).collect();
    format!("(number) DO UPDATE SET {}", set.join(", "))
});

pub(super) static DELIVERIES: LazyLock<Inserts> = LazyLock::new(|| Inserts::new("delivery", DELIVERY, &UPDATED));

/// Written twice where it is not known whether it was written once.
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
                // Text takes all that is written to it.
                let _ = write!(sql, "{}({})", if row == 0 { "" } else { ", " }, places.join(", "));
            }
            sql + " ON CONFLICT " + conflict
        };
        Self { one: insert(1), many: insert(ROWS) }
    }

    /// The statement for so many rows: one, or as many as one statement inserts.
    pub(super) fn rows(&'static self, rows: usize) -> &'static str {
        if rows == 1 { &self.one } else { &self.many }
    }
}

/// The statements that make an empty store.
pub(super) fn create() -> Vec<String> {
    vec![
        "CREATE TABLE account (id TEXT PRIMARY KEY, provider TEXT NOT NULL, name TEXT NOT NULL, secret TEXT, \
         rest TEXT NOT NULL, version BIGINT NOT NULL, ever BIGINT NOT NULL)"
            .to_owned(),
        "CREATE TABLE subscription (account TEXT NOT NULL, id TEXT NOT NULL, place BIGINT NOT NULL, \
         document TEXT NOT NULL, PRIMARY KEY (account, id))"
            .to_owned(),
        // The lease is for servers that share a store: until when one of them speaks for a delivery.
        format!(
            "CREATE TABLE delivery (number {NUMBERED}, provider TEXT NOT NULL, account TEXT NOT NULL, \
             subscription TEXT NOT NULL, event TEXT NOT NULL, status TEXT NOT NULL, due BIGINT, \
             earlier BIGINT NOT NULL, repeats BIGINT, made BIGINT NOT NULL, url TEXT NOT NULL, \
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
        // Numbers are not given twice, also where what had them is gone.
        "CREATE TABLE highest (name TEXT PRIMARY KEY, number BIGINT NOT NULL)".to_owned(),
    ]
}

/// Keeps the highest number of a table before rows are taken out of it.
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

/// Each takes the id of the account.
pub(super) const FORGET_ACCOUNT: &[&str] = &[
    "DELETE FROM attempt WHERE delivery IN (SELECT number FROM delivery WHERE account = $1)",
    "DELETE FROM delivery WHERE account = $1",
    "DELETE FROM subscription WHERE account = $1",
    "DELETE FROM account WHERE id = $1",
    "DELETE FROM finding WHERE account = $1",
];

/// Each takes the number of the delivery.
pub(super) const DISCARD: &[&str] =
    &["DELETE FROM attempt WHERE delivery = $1", "DELETE FROM delivery WHERE number = $1"];
