//! Calls to a management API, and their effects.

use std::time::Duration;

use bytes::Bytes;

use crate::deliver::engine::Engine;
use crate::model::{SecretText, Timestamp, lock};
use crate::provider::api::{
    Access, Api, Call, Command, Emission, Finding, Recipients, Reply, SUBSCRIPTIONS, Subscription,
};
use crate::provider::{IdSource, Provider};
use crate::retry::RetryPlan;
use crate::sign;
use crate::sign::Algorithm;
use crate::store::{Account, AccountId, Commit, Delivery, Status};

/// A response that may be sent as soon as the changes that it promises are safe.
#[derive(Debug)]
#[non_exhaustive]
pub struct Answered {
    /// The response.
    pub reply: Reply,
    /// Account that made the call.
    pub account: Option<AccountId>,
    /// Becomes ready when all changes are safe.
    pub commit: Commit,
}

impl Engine {
    /// Answers a call to the management API of a provider. Returns `None` if the provider has no management API.
    pub fn answer(&self, provider: &Provider, call: &Call<'_>) -> Option<Answered> {
        provider.api.as_ref().map(|api| self.answer_by(api, provider, call))
    }

    /// Answers a call to `/_hookproof/subscriptions`, the management API of providers that have none of their own.
    /// Returns `None` if the provider has one.
    pub fn answer_own(&self, provider: &Provider, call: &Call<'_>) -> Option<Answered> {
        provider.api.is_none().then(|| self.answer_by(&SUBSCRIPTIONS, provider, call))
    }

    fn answer_by(&self, api: &Api, provider: &Provider, call: &Call<'_>) -> Answered {
        if let Some(api_fault) = lock(&self.faults).api_fault() {
            let reply = (api.error_reply)(api_fault.status, api_fault.retry_after);
            return Answered { reply, account: None, commit: Commit::nothing() };
        }
        let ids = IdSource::new(self.seed, &self.salt, &["access", &provider.id]);
        let call = Call { ids: &ids, key_pair, has_secret: self.secret.is_some(), ..*call };
        let now = call.now;
        let about = format!("{} {}", call.method, call.path);
        let credential = match (api.access)(provider, &call) {
            Access::Account(credential) => credential,
            Access::Refused(mut reply) => {
                let findings = std::mem::take(&mut reply.findings);
                let commit = self.store.note((&provider.id, None), now, &about, findings);
                return Answered { reply, account: None, commit };
            }
        };
        let account = self.store.account(&provider.id, &credential);
        let history = self.store.history(account.id(), (api.reads)(&call));
        let number = self.next_call(account.id()).to_string();
        let mut reply = account.with(|state| {
            // Use a different id source for every call, even after a restart.
            let version = state.version().to_string();
            let ids = IdSource::new(self.seed, &self.salt, &["call", account.id().as_str(), &version, &number]);
            (api.answer)(provider, state, &Call { ids: &ids, history: &history, ..call })
        });
        let mut findings = std::mem::take(&mut reply.findings);
        let commands = std::mem::take(&mut reply.commands);
        let commit = self.execute(provider, &account, commands, now, &mut findings);
        if findings.is_empty() {
            return Answered { reply, account: Some(account.id().clone()), commit };
        }
        let commit = commit.then(self.store.note((&provider.id, Some(account.id())), now, &about, findings));
        Answered { reply, account: Some(account.id().clone()), commit }
    }

    /// Emits an event for an account, and returns the deliveries that it creates.
    pub fn emit(
        &self,
        provider: &Provider,
        account: &Account,
        emission: Emission,
        now: Timestamp,
    ) -> (Vec<Delivery>, Commit) {
        self.emit_all(provider, account, vec![emission], now)
    }

    /// Emits several events for an account at the same time, and returns the deliveries that they create.
    pub fn emit_all(
        &self,
        provider: &Provider,
        account: &Account,
        emissions: Vec<Emission>,
        now: Timestamp,
    ) -> (Vec<Delivery>, Commit) {
        let mut findings = Vec::new();
        let drafts = emissions.into_iter().flat_map(|one| self.drafts(provider, account, one, now, &mut findings));
        let drafts: Vec<Delivery> = drafts.collect();
        let (made, commit) = self.store.add_if_kept(account, drafts);
        if findings.is_empty() {
            return (made, commit);
        }
        (made, commit.then(self.store.note((&provider.id, Some(account.id())), now, "emit", findings)))
    }

    /// Redelivers a delivery as a new one. The original stays unchanged.
    pub fn redeliver(&self, delivery: &Delivery, now: Timestamp) -> Option<(Delivery, Commit)> {
        let account = self.store.known(&delivery.account)?;
        let again = Delivery {
            number: 0,
            status: Status::Waiting,
            due: Some(self.shown(now)),
            created: now,
            earlier: 0,
            redelivery_of: Some(delivery.number),
            attempts: Vec::new(),
            ..delivery.clone()
        };
        let (mut made, commit) = self.store.add_if_kept(&account, vec![again]);
        Some((made.pop()?, commit))
    }

    /// Executes the commands of a call or an attempt.
    pub(super) fn execute(
        &self,
        provider: &Provider,
        account: &Account,
        commands: Vec<Command>,
        now: Timestamp,
        findings: &mut Vec<Finding>,
    ) -> Commit {
        let mut changed = Vec::new();
        let mut discarded = Vec::new();
        // Use the version from an earlier command if there is one, otherwise the stored version.
        let mine = |changed: &[Delivery], id: &str| {
            let number = id.parse().ok()?;
            let earlier = changed.iter().rev().find(|delivery| delivery.number == number).cloned();
            let delivery = earlier.or_else(|| self.store.get(number))?;
            (delivery.account == *account.id()).then_some(delivery)
        };
        for command in commands {
            match command {
                Command::Emit(emission) => changed.extend(self.drafts(provider, account, emission, now, findings)),
                Command::Resend { delivery } => changed.extend(mine(&changed, &delivery).map(|delivery| Delivery {
                    status: Status::Waiting,
                    due: Some(self.shown(now)),
                    earlier: u32::try_from(delivery.attempts.len()).unwrap_or(u32::MAX),
                    ..delivery
                })),
                Command::Redirect { delivery, url } => {
                    changed.extend(mine(&changed, &delivery).map(|delivery| Delivery { url, ..delivery }));
                }
                Command::Renew { delivery } => {
                    let renewed = mine(&changed, &delivery).map(|delivery| self.renewed(provider, account, delivery));
                    changed.extend(renewed);
                }
                Command::Discard { delivery } => {
                    discarded.extend(mine(&changed, &delivery).map(|delivery| delivery.number));
                }
                // This command refers to the attempt that was just recorded, and is already handled there.
                Command::Park { .. } => {}
            }
        }
        let mut commit = Commit::nothing();
        for number in discarded {
            commit = commit.then(self.store.discard(number));
        }
        commit.then(self.store.add(account, changed).1)
    }

    /// Updates a delivery with the current settings of its subscription. If the subscription no longer exists, the
    /// delivery stays unchanged.
    fn renewed(&self, provider: &Provider, account: &Account, delivery: Delivery) -> Delivery {
        account.with(|state| {
            let own = state.secret().cloned();
            let Some(known) = state.subscription(&delivery.subscription) else { return delivery };
            Delivery {
                url: known.url.clone(),
                headers: known.headers.clone(),
                any_certificate: known.any_certificate,
                secret: self.signing(known.secret.as_ref(), own.as_ref()),
                plan: known.retry.clone().unwrap_or_else(|| provider.retry.clone()),
                ..delivery
            }
        })
    }

    /// Builds the deliveries of an emission, due now or when the fault settings say.
    fn drafts(
        &self,
        provider: &Provider,
        account: &Account,
        emission: Emission,
        now: Timestamp,
        findings: &mut Vec<Finding>,
    ) -> Vec<Delivery> {
        let Emission { event, document, to } = emission;
        let own = account.with(|state| state.secret().cloned());
        let draft = |subscription: &Subscription, plan: RetryPlan| {
            let mut document = document.clone();
            if let Some(api) = &provider.api {
                (api.adapt)(subscription, &mut document);
            }
            Delivery {
                number: 0,
                provider: provider.id.clone(),
                account: account.id().clone(),
                subscription: subscription.id.clone(),
                event: event.clone(),
                url: subscription.url.clone(),
                headers: subscription.headers.clone(),
                any_certificate: subscription.any_certificate,
                secret: self.signing(subscription.secret.as_ref(), own.as_ref()),
                plan,
                body: Bytes::from(provider.body.write(&document)),
                created: now,
                status: Status::Waiting,
                due: Some(self.shown(now)),
                earlier: 0,
                redelivery_of: None,
                attempts: Vec::new(),
            }
        };
        let to_one = |subscription: &Subscription| {
            draft(subscription, subscription.retry.clone().unwrap_or_else(|| provider.retry.clone()))
        };
        let made: Vec<Delivery> = match to {
            Recipients::Subscribers => {
                account.with(|state| state.subscriptions().filter(|known| known.takes(&event)).map(to_one).collect())
            }
            Recipients::Subscription(id) => account
                .with(|state| state.subscription(&id).filter(|known| known.active).map(to_one).into_iter().collect()),
            Recipients::Url { url, secret, headers, any_certificate } => {
                let mut aimed = Subscription::new("", url);
                aimed.secret = secret;
                aimed.headers = headers;
                aimed.any_certificate = any_certificate;
                vec![draft(&aimed, provider.retry.clone())]
            }
        };
        if !provider.signing.optional && made.iter().any(|delivery| delivery.secret.is_none()) {
            let what = format!("{event} is sent unsigned: the account has no key yet");
            findings.push(Finding { what, pointer: None });
        }
        made.into_iter().flat_map(|delivery| self.with_faults(&delivery)).collect()
    }

    /// Applies the fault settings to a delivery: duplicates and delays.
    fn with_faults(&self, delivery: &Delivery) -> Vec<Delivery> {
        let faults = lock(&self.faults);
        let key = self.next_fault_draw();
        let copies = faults.copies(key);
        let delayed = |delay: Duration| {
            let delay = i64::try_from(delay.as_micros()).unwrap_or(i64::MAX);
            delivery.due.map(|due| Timestamp::from_micros(due.micros().saturating_add(delay)))
        };
        let due = delayed(faults.delay(key));
        (0..copies).map(|_| Delivery { due, ..delivery.clone() }).collect()
    }
}

fn key_pair(algorithm: Algorithm) -> Option<(SecretText, String)> {
    let pair = sign::generate_keys_for(algorithm).ok()?;
    Some((SecretText::new(pair.private.expose()), pair.public))
}
