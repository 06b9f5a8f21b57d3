//! Reads the file: at first the data that a store starts with, later the records that are no longer in memory.

use std::collections::BTreeMap;

use serde_json::Value;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Error};

use crate::provider::api::{State, Subscription};
use crate::store::account::Account;
use crate::store::filter::Filter;
use crate::store::memory_index::Bounds;
use crate::store::record::{AccountId, Delivery, Noted, Status};
use crate::store::sql::kept::Kept;
use crate::store::sql::rows::{Columns, Values, number};
use crate::store::sql::schema;

/// The number of deliveries that are read at once.
const CHUNK: usize = 256;

/// Reads the data that a store starts with: all live deliveries, and the newest of the others within bounds.
pub(super) async fn restore(connection: &mut AnyConnection, bounds: Bounds) -> Result<Kept, Error> {
    let accounts = accounts(connection).await?;
    let mut live = chunks(connection, schema::LIVE, &mut |_| true).await?;
    for delivery in &mut live {
        if delivery.status == Status::Sending || (delivery.status == Status::Waiting && delivery.due.is_none()) {
            // The delivery was in flight: it is due again immediately, whatever the delivery clock shows.
            (delivery.status, delivery.due) = (Status::Waiting, Some(delivery.created));
        }
    }
    let mut room = (bounds.deliveries, bounds.bytes);
    let mut fits = |delivery: &Delivery| {
        let (left, bytes) = (room.0.checked_sub(1), room.1.checked_sub(delivery.memory_size()));
        left.zip(bytes).map(|left| room = left).is_some()
    };
    for delivery in &live {
        fits(delivery);
    }
    let finished = format!("NOT ({})", schema::LIVE);
    let mut deliveries = chunks(connection, &finished, &mut fits).await?;
    deliveries.reverse();
    live.append(&mut deliveries);
    let mut findings = findings(connection, None, None, bounds.findings).await?;
    findings.reverse();
    let next = 1 + highest(connection, "delivery", "SELECT COALESCE(MAX(number), 0) FROM delivery").await?;
    let next_finding = 1 + highest(connection, "finding", "SELECT COALESCE(MAX(number), 0) FROM finding").await?;
    Ok(Kept { accounts, deliveries: live, findings, next, next_finding })
}

/// Reads the delivery with this number.
pub(super) async fn delivery(connection: &mut AnyConnection, of: u64) -> Result<Option<Delivery>, Error> {
    let sql = format!("SELECT {} FROM delivery WHERE number = $1", schema::DELIVERY.join(", "));
    let mut found = deliveries(connection, sql, Values::default().with(number(of))?).await?;
    Ok(found.pop())
}

/// Reads the finished deliveries that match a filter, newest first, up to `most`.
pub(super) async fn page(connection: &mut AnyConnection, filter: &Filter, most: usize) -> Result<Vec<Delivery>, Error> {
    let Filter { provider, account, event, status, subscription, before, after } = filter;
    let mut values = Values::default();
    let mut conditions = vec![format!("NOT ({})", schema::LIVE)];
    let texts = [
        ("provider", provider.as_deref()),
        ("account", account.as_ref().map(AccountId::as_str)),
        ("event", event.as_deref()),
        ("status", status.map(Status::name)),
        ("subscription", subscription.as_deref()),
    ];
    for (column, text) in texts {
        if let Some(text) = text {
            values.add(text)?;
            conditions.push(format!("{column} = ${}", values.count()));
        }
    }
    for (comparison, bound) in [("<", before), (">", after)] {
        if let Some(bound) = bound {
            values.add(number(*bound))?;
            conditions.push(format!("number {comparison} ${}", values.count()));
        }
    }
    values.add(number(most as u64))?;
    let sql = format!(
        "SELECT {} FROM delivery WHERE {} ORDER BY number DESC LIMIT ${}",
        schema::DELIVERY.join(", "),
        conditions.join(" AND "),
        values.count()
    );
    deliveries(connection, sql, values).await
}

/// Reads the deliveries that match a condition, newest first, until `is_wanted` rejects one.
async fn chunks(
    connection: &mut AnyConnection,
    condition: &str,
    is_wanted: &mut (dyn FnMut(&Delivery) -> bool + Send),
) -> Result<Vec<Delivery>, Error> {
    let columns = schema::DELIVERY.join(", ");
    let sql = format!("SELECT {columns} FROM delivery WHERE {condition} AND number < $1 ORDER BY number DESC LIMIT $2");
    let mut found: Vec<Delivery> = Vec::new();
    loop {
        let before = found.last().map_or(i64::MAX, |last| number(last.number));
        let values = Values::default().with(before)?.with(number(CHUNK as u64))?;
        let chunk = deliveries(connection, sql.clone(), values).await?;
        let is_last = chunk.len() < CHUNK;
        for delivery in chunk {
            if !is_wanted(&delivery) {
                return Ok(found);
            }
            found.push(delivery);
        }
        if is_last {
            return Ok(found);
        }
    }
}

/// Reads the deliveries that a statement selects, newest first, with their attempts.
async fn deliveries(connection: &mut AnyConnection, sql: String, values: Values) -> Result<Vec<Delivery>, Error> {
    let mut found = BTreeMap::new();
    for row in rows(connection, sql, values).await? {
        let delivery = Columns::of(&row).delivery()?;
        found.insert(delivery.number, delivery);
    }
    let (Some(first), Some(last)) = (found.keys().next().copied(), found.keys().next_back().copied()) else {
        return Ok(Vec::new());
    };
    // If the numbers are close together, read one range. Otherwise read each one separately, to skip the rows in
    // between.
    let is_dense = last - first < 4 * found.len() as u64;
    let ranges = if is_dense { vec![(first, last)] } else { found.keys().map(|number| (*number, *number)).collect() };
    let columns = schema::ATTEMPT.join(", ");
    for (first, last) in ranges {
        let sql =
            format!("SELECT {columns} FROM attempt WHERE delivery >= $1 AND delivery <= $2 ORDER BY delivery, place");
        let values = Values::default().with(number(first))?.with(number(last))?;
        for row in rows(connection, sql, values).await? {
            Columns::of(&row).attempt(&mut found)?;
        }
    }
    Ok(found.into_values().rev().collect())
}

async fn accounts(connection: &mut AnyConnection) -> Result<Vec<Account>, Error> {
    let mut subscriptions: BTreeMap<String, Vec<(u64, Subscription)>> = BTreeMap::new();
    let sql = "SELECT account, place, document FROM subscription ORDER BY account, place";
    for row in rows(connection, sql.to_owned(), Values::default()).await? {
        let mut columns = Columns::of(&row);
        subscriptions.entry(columns.next()?).or_default().push((columns.number()?, columns.json()?));
    }
    let sql = "SELECT id, provider, name, secret, rest, version, ever FROM account ORDER BY id";
    let mut accounts = Vec::new();
    for row in rows(connection, sql.to_owned(), Values::default()).await? {
        let mut columns = Columns::of(&row);
        let (id, provider): (String, String) = (columns.next()?, columns.next()?);
        let (name, secret, rest) = (columns.next()?, columns.secret()?, columns.json::<Value>()?);
        let (version, ever) = (columns.number()?, columns.number()?);
        let subscriptions = subscriptions.remove(&id).unwrap_or_default();
        let state = State::restored(name, secret, rest, version, ever, subscriptions);
        accounts.push(Account::new(AccountId::named(id), provider, state, Some(version)));
    }
    Ok(accounts)
}

/// Reads the findings of one account, or of all accounts, with lower numbers than `before`, newest first, up to `most`.
pub(super) async fn findings(
    connection: &mut AnyConnection,
    account: Option<&AccountId>,
    before: Option<u64>,
    most: usize,
) -> Result<Vec<Noted>, Error> {
    let mut values = Values::default().with(before.map_or(i64::MAX, number))?.with(number(most as u64))?;
    let mut condition = "number < $1".to_owned();
    if let Some(account) = account {
        values.add(account.as_str())?;
        condition += " AND account = $3";
    }
    let columns = schema::FINDING.join(", ");
    let sql = format!("SELECT {columns} FROM finding WHERE {condition} ORDER BY number DESC LIMIT $2");
    rows(connection, sql, values).await?.iter().map(|row| Columns::of(row).finding()).collect()
}

/// Reads the highest number that was ever assigned.
async fn highest(connection: &mut AnyConnection, name: &str, of_rows: &str) -> Result<u64, Error> {
    let mut highest = 0;
    let kept = "SELECT number FROM highest WHERE name = $1".to_owned();
    for (sql, values) in [(kept, Values::default().with(name)?), (of_rows.to_owned(), Values::default())] {
        for row in rows(connection, sql, values).await? {
            highest = highest.max(Columns::of(&row).number()?);
        }
    }
    Ok(highest)
}

/// Runs a query. The text of every statement comes from our own code; external input is passed only as values.
async fn rows(connection: &mut AnyConnection, sql: String, values: Values) -> Result<Vec<AnyRow>, Error> {
    sqlx::query_with(AssertSqlSafe(sql), values.into_arguments()).fetch_all(connection).await
}
