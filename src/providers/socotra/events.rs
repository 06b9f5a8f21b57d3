//! The hundred events. Their descriptions are not public, only their names, and one envelope serves them all.

use crate::provider::Payload;
use crate::providers::socotra::payloads::EventStreamData;
use crate::providers::socotra::payloads::PolicyData;
use crate::providers::socotra::payloads::WebhookPayload;

/// The page that lists the names; the stored copies of it are of several ages, and the newest has most.
const API: &str = "https://docs.socotra.com/production/api/webhooks.html";

pub(super) fn events() -> Vec<Payload> {
    let event = |name: &&str| {
        let about = format!("Raised by `{name}`; the documentation prints the name alone.");
        let payload = if name.starts_with("policy.") {
            Payload::event::<WebhookPayload<PolicyData>>("socotra", "/type", name)
        } else {
            Payload::event::<WebhookPayload<EventStreamData>>("socotra", "/type", name)
        };
        payload.described(API, &about)
    };
    NAMES.iter().map(event).collect()
}

/// In the order of the documentation.
pub(super) const NAMES: &[&str] = &[
    "cancellation.create",
    "cancellation.update",
    "cancellation.rescind",
    "cancellation.issue",
    "cancellation.effective",
    "claim.close",
    "claim.create",
    "claim.discard",
    "claim.open",
    "claim.update",
    "policy.gracePeriod",
    "policy.gracePeriod.update",
    "invoice.issue",
    "invoice.invalidate",
    "invoice.pastDue",
    "invoice.writtenOff",
    "payment.pay",
    "policy.cancel",
    "policy.create",
    "policy.discard",
    "policy.endorse",
    "policy.finalize",
    "policy.issue",
    "policy.lapse",
    "policy.reinstatement.close",
    "policy.reinstatement.invoice",
    "policy.reinstatement.issue",
    "policy.reinstatement.open",
    "policy.renew",
    "policy.update",
    "policy.upgrade",
    "subClaim.open",
    "subClaim.update",
    "subClaim.close",
    "subClaim.reopen",
    "subClaim.updateReserve",
    "policy.end.reminder",
    "subClaim.createPayable",
    "subClaim.reversePayable",
    "endorsement.create",
    "endorsement.update",
    "endorsement.quote",
    "endorsement.accept",
    "endorsement.issue",
    "endorsement.invalidate",
    "endorsement.discard",
    "endorsement.effective",
    "reinstatement.accept",
    "reinstatement.create",
    "reinstatement.issue",
    "reinstatement.invalidate",
    "reinstatement.deadlineReached",
    "reinstatement.effective",
    "renewal.create",
    "renewal.update",
    "renewal.quote",
    "renewal.accept",
    "renewal.issue",
    "renewal.invalidate",
    "renewal.discard",
    "renewal.effective",
    "policy.effective",
    "policy.end",
    "policy.quote.create",
    "policy.quote.discard",
    "policy.quote.update",
    "policy.quote.quoted",
    "policy.quote.accept",
    "policy.quote.declined",
    "policy.quote.invalidate",
    "premiumReport.create",
    "premiumReport.update",
    "premiumReport.issue",
    "premiumReport.discard",
    "premiumReport.reverse",
    "premiumReport.replace",
    "premiumReport.effective",
    "premiumReport.pay",
    "login.success",
    "login.failure",
    "policyholder.create",
    "policyholder.update",
    "payment.reverse",
    "payment.update",
    "payment.ready",
    "payment.discard",
    "payment.return",
    "payment.decline",
    "payment.draft",
    "policy.gracePeriod.satisfied",
    "disbursement.issue",
    "disbursement.create",
    "disbursement.update",
    "catchUp.issue",
    "catchUp.writtenOff",
    "catchUp.pay",
    "catchUp.pay.reverse",
    "catchUp.invalidate",
    "catchUp.pastDue",
    "cash.transfer",
];
