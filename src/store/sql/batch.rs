//! Turns changes into SQL statements: inserts many rows with one statement, and writes only the final state of a record
//! that changed several times.

use std::collections::BTreeMap;

use sqlx::{AnyConnection, Error};

use crate::model::SecretText;
use crate::provider::api::Subscription;
use crate::store::record::{AccountId, Delivery, Noted};
use crate::store::sql::rows::{Values, json, number};
use crate::store::sql::schema;
use crate::store::sql::schema::Inserts;
use crate::store::write_op::{AccountRow, AttemptRow, WriteOp};

/// Changes whose relative order does not matter.
#[derive(Default)]
struct Batch<'w> {
    /// Each with the version that was written before it.
    accounts: BTreeMap<&'w AccountId, (Option<u64>, &'w AccountRow)>,
    subscriptions: BTreeMap<(&'w AccountId, &'w str), (u64, Option<&'w Subscription>)>,
    deliveries: BTreeMap<u64, &'w Delivery>,
    attempts: Vec<&'w AttemptRow>,
    findings: Vec<&'w Noted>,
}

/// Writes changes in order, in the open transaction.
pub(super) async fn apply(connection: &mut AnyConnection, writes: &[&WriteOp]) -> Result<(), Error> {
    let mut batch = Batch::default();
    for write in writes {
        match write {
            WriteOp::Account(row) => {
                let older = batch.accounts.get(&row.id).map_or(row.older, |(older, _)| *older);
                batch.accounts.insert(&row.id, (older, row));
            }
            WriteOp::Subscription { account, id, place, subscription } => {
                batch.subscriptions.insert((account, id), (*place, subscription.as_ref()));
            }
            WriteOp::Delivery(delivery) => {
                batch.deliveries.insert(delivery.number, delivery);
            }
            WriteOp::Attempt(row) => batch.attempts.push(row),
            WriteOp::Noted(noted) => batch.findings.push(noted),
            WriteOp::Discard(delivery) => {
                std::mem::take(&mut batch).write(connection).await?;
                forget(connection, schema::DISCARD, || Values::default().with(number(*delivery))).await?;
            }
            WriteOp::Reset(account) => {
                std::mem::take(&mut batch).write(connection).await?;
                match account {
                    None => forget(connection, schema::FORGET_ALL, || Ok(Values::default())).await?,
                    Some(account) => {
                        let id = || Values::default().with(account.as_str());
                        forget(connection, schema::FORGET_ACCOUNT, id).await?;
                    }
                }
            }
        }
    }
    batch.write(connection).await
}

impl Batch<'_> {
    async fn write(self, connection: &mut AnyConnection) -> Result<(), Error> {
        for (older, row) in self.accounts.into_values() {
            swap(connection, older, row).await?;
        }
        for ((account, id), (place, subscription)) in self.subscriptions {
            let values = Values::default().with(account.as_str())?.with(id)?;
            match subscription {
                Some(subscription) => {
                    let values = values.with(number(place))?.with(json(subscription)?)?;
                    let sql = "INSERT INTO subscription (account, id, place, document) VALUES ($1, $2, $3, $4) \
                               ON CONFLICT (account, id) DO UPDATE SET place = excluded.place, \
                               document = excluded.document";
                    execute(connection, sql, values).await?;
                }
                None => {
                    execute(connection, "DELETE FROM subscription WHERE account = $1 AND id = $2", values).await?;
                }
            }
        }
        let deliveries: Vec<&Delivery> = self.deliveries.into_values().collect();
        insert(connection, &schema::DELIVERIES, &deliveries, |values, delivery| values.delivery(delivery)).await?;
        insert(connection, &schema::ATTEMPTS, &self.attempts, |values, row| values.attempt(row)).await?;
        insert(connection, &schema::FINDINGS, &self.findings, |values, noted| values.finding(noted)).await
    }
}

/// Replaces an account, if the stored version is still the one that the new version is based on.
async fn swap(connection: &mut AnyConnection, older: Option<u64>, row: &AccountRow) -> Result<(), Error> {
    let values = Values::default()
        .with(row.id.as_str())?
        .with(row.provider.as_str())?
        .with(row.name.as_str())?
        .with(row.secret.as_ref().map(SecretText::expose))?
        .with(json(&row.rest)?)?
        .with(number(row.version))?
        .with(number(row.ever))?;
    let swapped = match older {
        None => {
            let sql = "INSERT INTO account (id, provider, name, secret, rest, version, ever) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING";
            execute(connection, sql, values).await?
        }
        Some(older) => {
            let sql = "UPDATE account SET provider = $2, name = $3, secret = $4, rest = $5, version = $6, \
                       ever = $7 WHERE id = $1 AND version = $8";
            execute(connection, sql, values.with(number(older))?).await?
        }
    };
    if swapped == 1 { Ok(()) } else { Err(Error::Protocol(format!("another process changed the account {}", row.id))) }
}

/// Deletes rows, and records the highest numbers that were in use.
async fn forget(
    connection: &mut AnyConnection,
    statements: &'static [&'static str],
    values: impl Fn() -> Result<Values, Error>,
) -> Result<(), Error> {
    for sql in schema::KEEP_HIGHEST {
        execute(connection, sql, Values::default()).await?;
    }
    for sql in statements {
        execute(connection, sql, values()?).await?;
    }
    Ok(())
}

/// Inserts rows, in batches as long as there are enough of them.
async fn insert<R>(
    connection: &mut AnyConnection,
    inserts: &'static Inserts,
    rows: &[R],
    write: impl Fn(&mut Values, &R) -> Result<(), Error>,
) -> Result<(), Error> {
    let (many, rest) = rows.as_chunks::<{ schema::ROWS }>();
    for rows in many.iter().map(<[R; schema::ROWS]>::as_slice).chain(rest.chunks(1)) {
        let mut values = Values::default();
        for row in rows {
            write(&mut values, row)?;
        }
        execute(connection, inserts.rows(rows.len()), values).await?;
    }
    Ok(())
}

async fn execute(connection: &mut AnyConnection, sql: &'static str, values: Values) -> Result<u64, Error> {
    let done = sqlx::query_with(sql, values.into_arguments()).execute(connection).await?;
    Ok(done.rows_affected())
}
