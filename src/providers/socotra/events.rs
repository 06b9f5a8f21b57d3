//! The hundred events. Their descriptions are not public, only their names, and one envelope serves them all.

use crate::provider::events;
use crate::providers::socotra::payloads::{EventStreamData, PolicyData, WebhookPayload};

/// The page that lists the names; the stored copies of it are of several ages, and the newest has most.
pub(super) const API: &str = "https://docs.socotra.com/production/api/webhooks.html";

/// Declares events that have the same sentence.
macro_rules! raised {
    ($($variant:ident($data:ty) = $name:literal,)+) => {
        events! {
            /// An event of Socotra's, to match on.
            ///
            /// ```
            /// use hookproof::events;
            /// use hookproof::providers::socotra;
            /// use hookproof::providers::socotra::Event;
            ///
            /// let sent = events::of(socotra().event("policy.issue").unwrap()).minimal();
            /// match serde_json::from_slice(sent.body())? {
            ///     Event::PolicyIssue(event) => assert_eq!(event.kind, "policy.issue"),
            ///     Event::Other(event) => panic!("nothing that we know: {}", event["type"]),
            ///     _ => panic!("nothing that we want"),
            /// }
            /// # Ok::<(), serde_json::Error>(())
            /// ```
            pub enum Event of "socotra" named by "type" {
                $(
                    #[doc = concat!("Raised by `", $name, "`; the documentation prints the name alone.")]
                    $variant(WebhookPayload<$data>) = $name in API,
                )+
            }
        }
    };
}

// In the order of the documentation.
raised! {
    CancellationCreate(EventStreamData) = "cancellation.create",
    CancellationUpdate(EventStreamData) = "cancellation.update",
    CancellationRescind(EventStreamData) = "cancellation.rescind",
    CancellationIssue(EventStreamData) = "cancellation.issue",
    CancellationEffective(EventStreamData) = "cancellation.effective",
    ClaimClose(EventStreamData) = "claim.close",
    ClaimCreate(EventStreamData) = "claim.create",
    ClaimDiscard(EventStreamData) = "claim.discard",
    ClaimOpen(EventStreamData) = "claim.open",
    ClaimUpdate(EventStreamData) = "claim.update",
    PolicyGracePeriod(PolicyData) = "policy.gracePeriod",
    PolicyGracePeriodUpdate(PolicyData) = "policy.gracePeriod.update",
    InvoiceIssue(EventStreamData) = "invoice.issue",
    InvoiceInvalidate(EventStreamData) = "invoice.invalidate",
    InvoicePastDue(EventStreamData) = "invoice.pastDue",
    InvoiceWrittenOff(EventStreamData) = "invoice.writtenOff",
    PaymentPay(EventStreamData) = "payment.pay",
    PolicyCancel(PolicyData) = "policy.cancel",
    PolicyCreate(PolicyData) = "policy.create",
    PolicyDiscard(PolicyData) = "policy.discard",
    PolicyEndorse(PolicyData) = "policy.endorse",
    PolicyFinalize(PolicyData) = "policy.finalize",
    PolicyIssue(PolicyData) = "policy.issue",
    PolicyLapse(PolicyData) = "policy.lapse",
    PolicyReinstatementClose(PolicyData) = "policy.reinstatement.close",
    PolicyReinstatementInvoice(PolicyData) = "policy.reinstatement.invoice",
    PolicyReinstatementIssue(PolicyData) = "policy.reinstatement.issue",
    PolicyReinstatementOpen(PolicyData) = "policy.reinstatement.open",
    PolicyRenew(PolicyData) = "policy.renew",
    PolicyUpdate(PolicyData) = "policy.update",
    PolicyUpgrade(PolicyData) = "policy.upgrade",
    SubClaimOpen(EventStreamData) = "subClaim.open",
    SubClaimUpdate(EventStreamData) = "subClaim.update",
    SubClaimClose(EventStreamData) = "subClaim.close",
    SubClaimReopen(EventStreamData) = "subClaim.reopen",
    SubClaimUpdateReserve(EventStreamData) = "subClaim.updateReserve",
    PolicyEndReminder(PolicyData) = "policy.end.reminder",
    SubClaimCreatePayable(EventStreamData) = "subClaim.createPayable",
    SubClaimReversePayable(EventStreamData) = "subClaim.reversePayable",
    EndorsementCreate(EventStreamData) = "endorsement.create",
    EndorsementUpdate(EventStreamData) = "endorsement.update",
    EndorsementQuote(EventStreamData) = "endorsement.quote",
    EndorsementAccept(EventStreamData) = "endorsement.accept",
    EndorsementIssue(EventStreamData) = "endorsement.issue",
    EndorsementInvalidate(EventStreamData) = "endorsement.invalidate",
    EndorsementDiscard(EventStreamData) = "endorsement.discard",
    EndorsementEffective(EventStreamData) = "endorsement.effective",
    ReinstatementAccept(EventStreamData) = "reinstatement.accept",
    ReinstatementCreate(EventStreamData) = "reinstatement.create",
    ReinstatementIssue(EventStreamData) = "reinstatement.issue",
    ReinstatementInvalidate(EventStreamData) = "reinstatement.invalidate",
    ReinstatementDeadlineReached(EventStreamData) = "reinstatement.deadlineReached",
    ReinstatementEffective(EventStreamData) = "reinstatement.effective",
    RenewalCreate(EventStreamData) = "renewal.create",
    RenewalUpdate(EventStreamData) = "renewal.update",
    RenewalQuote(EventStreamData) = "renewal.quote",
    RenewalAccept(EventStreamData) = "renewal.accept",
    RenewalIssue(EventStreamData) = "renewal.issue",
    RenewalInvalidate(EventStreamData) = "renewal.invalidate",
    RenewalDiscard(EventStreamData) = "renewal.discard",
    RenewalEffective(EventStreamData) = "renewal.effective",
    PolicyEffective(PolicyData) = "policy.effective",
    PolicyEnd(PolicyData) = "policy.end",
    PolicyQuoteCreate(PolicyData) = "policy.quote.create",
    PolicyQuoteDiscard(PolicyData) = "policy.quote.discard",
    PolicyQuoteUpdate(PolicyData) = "policy.quote.update",
    PolicyQuoteQuoted(PolicyData) = "policy.quote.quoted",
    PolicyQuoteAccept(PolicyData) = "policy.quote.accept",
    PolicyQuoteDeclined(PolicyData) = "policy.quote.declined",
    PolicyQuoteInvalidate(PolicyData) = "policy.quote.invalidate",
    PremiumReportCreate(EventStreamData) = "premiumReport.create",
    PremiumReportUpdate(EventStreamData) = "premiumReport.update",
    PremiumReportIssue(EventStreamData) = "premiumReport.issue",
    PremiumReportDiscard(EventStreamData) = "premiumReport.discard",
    PremiumReportReverse(EventStreamData) = "premiumReport.reverse",
    PremiumReportReplace(EventStreamData) = "premiumReport.replace",
    PremiumReportEffective(EventStreamData) = "premiumReport.effective",
    PremiumReportPay(EventStreamData) = "premiumReport.pay",
    LoginSuccess(EventStreamData) = "login.success",
    LoginFailure(EventStreamData) = "login.failure",
    PolicyholderCreate(EventStreamData) = "policyholder.create",
    PolicyholderUpdate(EventStreamData) = "policyholder.update",
    PaymentReverse(EventStreamData) = "payment.reverse",
    PaymentUpdate(EventStreamData) = "payment.update",
    PaymentReady(EventStreamData) = "payment.ready",
    PaymentDiscard(EventStreamData) = "payment.discard",
    PaymentReturn(EventStreamData) = "payment.return",
    PaymentDecline(EventStreamData) = "payment.decline",
    PaymentDraft(EventStreamData) = "payment.draft",
    PolicyGracePeriodSatisfied(PolicyData) = "policy.gracePeriod.satisfied",
    DisbursementIssue(EventStreamData) = "disbursement.issue",
    DisbursementCreate(EventStreamData) = "disbursement.create",
    DisbursementUpdate(EventStreamData) = "disbursement.update",
    CatchUpIssue(EventStreamData) = "catchUp.issue",
    CatchUpWrittenOff(EventStreamData) = "catchUp.writtenOff",
    CatchUpPay(EventStreamData) = "catchUp.pay",
    CatchUpPayReverse(EventStreamData) = "catchUp.pay.reverse",
    CatchUpInvalidate(EventStreamData) = "catchUp.invalidate",
    CatchUpPastDue(EventStreamData) = "catchUp.pastDue",
    CashTransfer(EventStreamData) = "cash.transfer",
}
