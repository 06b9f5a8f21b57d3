//! Every event in one type, for a consumer that wants to match on it.

use crate::provider::typed_events;
use crate::providers::socotra::payloads;

typed_events! {
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
    pub enum Event named by "type" {
        /// Raised by `cancellation.create`; the documentation prints the name alone.
        CancellationCreate(payloads::WebhookPayload<payloads::EventStreamData>) = "cancellation.create",
        /// Raised by `cancellation.update`; the documentation prints the name alone.
        CancellationUpdate(payloads::WebhookPayload<payloads::EventStreamData>) = "cancellation.update",
        /// Raised by `cancellation.rescind`; the documentation prints the name alone.
        CancellationRescind(payloads::WebhookPayload<payloads::EventStreamData>) = "cancellation.rescind",
        /// Raised by `cancellation.issue`; the documentation prints the name alone.
        CancellationIssue(payloads::WebhookPayload<payloads::EventStreamData>) = "cancellation.issue",
        /// Raised by `cancellation.effective`; the documentation prints the name alone.
        CancellationEffective(payloads::WebhookPayload<payloads::EventStreamData>) = "cancellation.effective",
        /// Raised by `claim.close`; the documentation prints the name alone.
        ClaimClose(payloads::WebhookPayload<payloads::EventStreamData>) = "claim.close",
        /// Raised by `claim.create`; the documentation prints the name alone.
        ClaimCreate(payloads::WebhookPayload<payloads::EventStreamData>) = "claim.create",
        /// Raised by `claim.discard`; the documentation prints the name alone.
        ClaimDiscard(payloads::WebhookPayload<payloads::EventStreamData>) = "claim.discard",
        /// Raised by `claim.open`; the documentation prints the name alone.
        ClaimOpen(payloads::WebhookPayload<payloads::EventStreamData>) = "claim.open",
        /// Raised by `claim.update`; the documentation prints the name alone.
        ClaimUpdate(payloads::WebhookPayload<payloads::EventStreamData>) = "claim.update",
        /// Raised by `policy.gracePeriod`; the documentation prints the name alone.
        PolicyGracePeriod(payloads::WebhookPayload<payloads::PolicyData>) = "policy.gracePeriod",
        /// Raised by `policy.gracePeriod.update`; the documentation prints the name alone.
        PolicyGracePeriodUpdate(payloads::WebhookPayload<payloads::PolicyData>) = "policy.gracePeriod.update",
        /// Raised by `invoice.issue`; the documentation prints the name alone.
        InvoiceIssue(payloads::WebhookPayload<payloads::EventStreamData>) = "invoice.issue",
        /// Raised by `invoice.invalidate`; the documentation prints the name alone.
        InvoiceInvalidate(payloads::WebhookPayload<payloads::EventStreamData>) = "invoice.invalidate",
        /// Raised by `invoice.pastDue`; the documentation prints the name alone.
        InvoicePastDue(payloads::WebhookPayload<payloads::EventStreamData>) = "invoice.pastDue",
        /// Raised by `invoice.writtenOff`; the documentation prints the name alone.
        InvoiceWrittenOff(payloads::WebhookPayload<payloads::EventStreamData>) = "invoice.writtenOff",
        /// Raised by `payment.pay`; the documentation prints the name alone.
        PaymentPay(payloads::WebhookPayload<payloads::EventStreamData>) = "payment.pay",
        /// Raised by `policy.cancel`; the documentation prints the name alone.
        PolicyCancel(payloads::WebhookPayload<payloads::PolicyData>) = "policy.cancel",
        /// Raised by `policy.create`; the documentation prints the name alone.
        PolicyCreate(payloads::WebhookPayload<payloads::PolicyData>) = "policy.create",
        /// Raised by `policy.discard`; the documentation prints the name alone.
        PolicyDiscard(payloads::WebhookPayload<payloads::PolicyData>) = "policy.discard",
        /// Raised by `policy.endorse`; the documentation prints the name alone.
        PolicyEndorse(payloads::WebhookPayload<payloads::PolicyData>) = "policy.endorse",
        /// Raised by `policy.finalize`; the documentation prints the name alone.
        PolicyFinalize(payloads::WebhookPayload<payloads::PolicyData>) = "policy.finalize",
        /// Raised by `policy.issue`; the documentation prints the name alone.
        PolicyIssue(payloads::WebhookPayload<payloads::PolicyData>) = "policy.issue",
        /// Raised by `policy.lapse`; the documentation prints the name alone.
        PolicyLapse(payloads::WebhookPayload<payloads::PolicyData>) = "policy.lapse",
        /// Raised by `policy.reinstatement.close`; the documentation prints the name alone.
        PolicyReinstatementClose(payloads::WebhookPayload<payloads::PolicyData>) = "policy.reinstatement.close",
        /// Raised by `policy.reinstatement.invoice`; the documentation prints the name alone.
        PolicyReinstatementInvoice(payloads::WebhookPayload<payloads::PolicyData>) = "policy.reinstatement.invoice",
        /// Raised by `policy.reinstatement.issue`; the documentation prints the name alone.
        PolicyReinstatementIssue(payloads::WebhookPayload<payloads::PolicyData>) = "policy.reinstatement.issue",
        /// Raised by `policy.reinstatement.open`; the documentation prints the name alone.
        PolicyReinstatementOpen(payloads::WebhookPayload<payloads::PolicyData>) = "policy.reinstatement.open",
        /// Raised by `policy.renew`; the documentation prints the name alone.
        PolicyRenew(payloads::WebhookPayload<payloads::PolicyData>) = "policy.renew",
        /// Raised by `policy.update`; the documentation prints the name alone.
        PolicyUpdate(payloads::WebhookPayload<payloads::PolicyData>) = "policy.update",
        /// Raised by `policy.upgrade`; the documentation prints the name alone.
        PolicyUpgrade(payloads::WebhookPayload<payloads::PolicyData>) = "policy.upgrade",
        /// Raised by `subClaim.open`; the documentation prints the name alone.
        SubClaimOpen(payloads::WebhookPayload<payloads::EventStreamData>) = "subClaim.open",
        /// Raised by `subClaim.update`; the documentation prints the name alone.
        SubClaimUpdate(payloads::WebhookPayload<payloads::EventStreamData>) = "subClaim.update",
        /// Raised by `subClaim.close`; the documentation prints the name alone.
        SubClaimClose(payloads::WebhookPayload<payloads::EventStreamData>) = "subClaim.close",
        /// Raised by `subClaim.reopen`; the documentation prints the name alone.
        SubClaimReopen(payloads::WebhookPayload<payloads::EventStreamData>) = "subClaim.reopen",
        /// Raised by `subClaim.updateReserve`; the documentation prints the name alone.
        SubClaimUpdateReserve(payloads::WebhookPayload<payloads::EventStreamData>) = "subClaim.updateReserve",
        /// Raised by `policy.end.reminder`; the documentation prints the name alone.
        PolicyEndReminder(payloads::WebhookPayload<payloads::PolicyData>) = "policy.end.reminder",
        /// Raised by `subClaim.createPayable`; the documentation prints the name alone.
        SubClaimCreatePayable(payloads::WebhookPayload<payloads::EventStreamData>) = "subClaim.createPayable",
        /// Raised by `subClaim.reversePayable`; the documentation prints the name alone.
        SubClaimReversePayable(payloads::WebhookPayload<payloads::EventStreamData>) = "subClaim.reversePayable",
        /// Raised by `endorsement.create`; the documentation prints the name alone.
        EndorsementCreate(payloads::WebhookPayload<payloads::EventStreamData>) = "endorsement.create",
        /// Raised by `endorsement.update`; the documentation prints the name alone.
        EndorsementUpdate(payloads::WebhookPayload<payloads::EventStreamData>) = "endorsement.update",
        /// Raised by `endorsement.quote`; the documentation prints the name alone.
        EndorsementQuote(payloads::WebhookPayload<payloads::EventStreamData>) = "endorsement.quote",
        /// Raised by `endorsement.accept`; the documentation prints the name alone.
        EndorsementAccept(payloads::WebhookPayload<payloads::EventStreamData>) = "endorsement.accept",
        /// Raised by `endorsement.issue`; the documentation prints the name alone.
        EndorsementIssue(payloads::WebhookPayload<payloads::EventStreamData>) = "endorsement.issue",
        /// Raised by `endorsement.invalidate`; the documentation prints the name alone.
        EndorsementInvalidate(payloads::WebhookPayload<payloads::EventStreamData>) = "endorsement.invalidate",
        /// Raised by `endorsement.discard`; the documentation prints the name alone.
        EndorsementDiscard(payloads::WebhookPayload<payloads::EventStreamData>) = "endorsement.discard",
        /// Raised by `endorsement.effective`; the documentation prints the name alone.
        EndorsementEffective(payloads::WebhookPayload<payloads::EventStreamData>) = "endorsement.effective",
        /// Raised by `reinstatement.accept`; the documentation prints the name alone.
        ReinstatementAccept(payloads::WebhookPayload<payloads::EventStreamData>) = "reinstatement.accept",
        /// Raised by `reinstatement.create`; the documentation prints the name alone.
        ReinstatementCreate(payloads::WebhookPayload<payloads::EventStreamData>) = "reinstatement.create",
        /// Raised by `reinstatement.issue`; the documentation prints the name alone.
        ReinstatementIssue(payloads::WebhookPayload<payloads::EventStreamData>) = "reinstatement.issue",
        /// Raised by `reinstatement.invalidate`; the documentation prints the name alone.
        ReinstatementInvalidate(payloads::WebhookPayload<payloads::EventStreamData>) = "reinstatement.invalidate",
        /// Raised by `reinstatement.deadlineReached`; the documentation prints the name alone.
        ReinstatementDeadlineReached(payloads::WebhookPayload<payloads::EventStreamData>) = "reinstatement.deadlineReached",
        /// Raised by `reinstatement.effective`; the documentation prints the name alone.
        ReinstatementEffective(payloads::WebhookPayload<payloads::EventStreamData>) = "reinstatement.effective",
        /// Raised by `renewal.create`; the documentation prints the name alone.
        RenewalCreate(payloads::WebhookPayload<payloads::EventStreamData>) = "renewal.create",
        /// Raised by `renewal.update`; the documentation prints the name alone.
        RenewalUpdate(payloads::WebhookPayload<payloads::EventStreamData>) = "renewal.update",
        /// Raised by `renewal.quote`; the documentation prints the name alone.
        RenewalQuote(payloads::WebhookPayload<payloads::EventStreamData>) = "renewal.quote",
        /// Raised by `renewal.accept`; the documentation prints the name alone.
        RenewalAccept(payloads::WebhookPayload<payloads::EventStreamData>) = "renewal.accept",
        /// Raised by `renewal.issue`; the documentation prints the name alone.
        RenewalIssue(payloads::WebhookPayload<payloads::EventStreamData>) = "renewal.issue",
        /// Raised by `renewal.invalidate`; the documentation prints the name alone.
        RenewalInvalidate(payloads::WebhookPayload<payloads::EventStreamData>) = "renewal.invalidate",
        /// Raised by `renewal.discard`; the documentation prints the name alone.
        RenewalDiscard(payloads::WebhookPayload<payloads::EventStreamData>) = "renewal.discard",
        /// Raised by `renewal.effective`; the documentation prints the name alone.
        RenewalEffective(payloads::WebhookPayload<payloads::EventStreamData>) = "renewal.effective",
        /// Raised by `policy.effective`; the documentation prints the name alone.
        PolicyEffective(payloads::WebhookPayload<payloads::PolicyData>) = "policy.effective",
        /// Raised by `policy.end`; the documentation prints the name alone.
        PolicyEnd(payloads::WebhookPayload<payloads::PolicyData>) = "policy.end",
        /// Raised by `policy.quote.create`; the documentation prints the name alone.
        PolicyQuoteCreate(payloads::WebhookPayload<payloads::PolicyData>) = "policy.quote.create",
        /// Raised by `policy.quote.discard`; the documentation prints the name alone.
        PolicyQuoteDiscard(payloads::WebhookPayload<payloads::PolicyData>) = "policy.quote.discard",
        /// Raised by `policy.quote.update`; the documentation prints the name alone.
        PolicyQuoteUpdate(payloads::WebhookPayload<payloads::PolicyData>) = "policy.quote.update",
        /// Raised by `policy.quote.quoted`; the documentation prints the name alone.
        PolicyQuoteQuoted(payloads::WebhookPayload<payloads::PolicyData>) = "policy.quote.quoted",
        /// Raised by `policy.quote.accept`; the documentation prints the name alone.
        PolicyQuoteAccept(payloads::WebhookPayload<payloads::PolicyData>) = "policy.quote.accept",
        /// Raised by `policy.quote.declined`; the documentation prints the name alone.
        PolicyQuoteDeclined(payloads::WebhookPayload<payloads::PolicyData>) = "policy.quote.declined",
        /// Raised by `policy.quote.invalidate`; the documentation prints the name alone.
        PolicyQuoteInvalidate(payloads::WebhookPayload<payloads::PolicyData>) = "policy.quote.invalidate",
        /// Raised by `premiumReport.create`; the documentation prints the name alone.
        PremiumReportCreate(payloads::WebhookPayload<payloads::EventStreamData>) = "premiumReport.create",
        /// Raised by `premiumReport.update`; the documentation prints the name alone.
        PremiumReportUpdate(payloads::WebhookPayload<payloads::EventStreamData>) = "premiumReport.update",
        /// Raised by `premiumReport.issue`; the documentation prints the name alone.
        PremiumReportIssue(payloads::WebhookPayload<payloads::EventStreamData>) = "premiumReport.issue",
        /// Raised by `premiumReport.discard`; the documentation prints the name alone.
        PremiumReportDiscard(payloads::WebhookPayload<payloads::EventStreamData>) = "premiumReport.discard",
        /// Raised by `premiumReport.reverse`; the documentation prints the name alone.
        PremiumReportReverse(payloads::WebhookPayload<payloads::EventStreamData>) = "premiumReport.reverse",
        /// Raised by `premiumReport.replace`; the documentation prints the name alone.
        PremiumReportReplace(payloads::WebhookPayload<payloads::EventStreamData>) = "premiumReport.replace",
        /// Raised by `premiumReport.effective`; the documentation prints the name alone.
        PremiumReportEffective(payloads::WebhookPayload<payloads::EventStreamData>) = "premiumReport.effective",
        /// Raised by `premiumReport.pay`; the documentation prints the name alone.
        PremiumReportPay(payloads::WebhookPayload<payloads::EventStreamData>) = "premiumReport.pay",
        /// Raised by `login.success`; the documentation prints the name alone.
        LoginSuccess(payloads::WebhookPayload<payloads::EventStreamData>) = "login.success",
        /// Raised by `login.failure`; the documentation prints the name alone.
        LoginFailure(payloads::WebhookPayload<payloads::EventStreamData>) = "login.failure",
        /// Raised by `policyholder.create`; the documentation prints the name alone.
        PolicyholderCreate(payloads::WebhookPayload<payloads::EventStreamData>) = "policyholder.create",
        /// Raised by `policyholder.update`; the documentation prints the name alone.
        PolicyholderUpdate(payloads::WebhookPayload<payloads::EventStreamData>) = "policyholder.update",
        /// Raised by `payment.reverse`; the documentation prints the name alone.
        PaymentReverse(payloads::WebhookPayload<payloads::EventStreamData>) = "payment.reverse",
        /// Raised by `payment.update`; the documentation prints the name alone.
        PaymentUpdate(payloads::WebhookPayload<payloads::EventStreamData>) = "payment.update",
        /// Raised by `payment.ready`; the documentation prints the name alone.
        PaymentReady(payloads::WebhookPayload<payloads::EventStreamData>) = "payment.ready",
        /// Raised by `payment.discard`; the documentation prints the name alone.
        PaymentDiscard(payloads::WebhookPayload<payloads::EventStreamData>) = "payment.discard",
        /// Raised by `payment.return`; the documentation prints the name alone.
        PaymentReturn(payloads::WebhookPayload<payloads::EventStreamData>) = "payment.return",
        /// Raised by `payment.decline`; the documentation prints the name alone.
        PaymentDecline(payloads::WebhookPayload<payloads::EventStreamData>) = "payment.decline",
        /// Raised by `payment.draft`; the documentation prints the name alone.
        PaymentDraft(payloads::WebhookPayload<payloads::EventStreamData>) = "payment.draft",
        /// Raised by `policy.gracePeriod.satisfied`; the documentation prints the name alone.
        PolicyGracePeriodSatisfied(payloads::WebhookPayload<payloads::PolicyData>) = "policy.gracePeriod.satisfied",
        /// Raised by `disbursement.issue`; the documentation prints the name alone.
        DisbursementIssue(payloads::WebhookPayload<payloads::EventStreamData>) = "disbursement.issue",
        /// Raised by `disbursement.create`; the documentation prints the name alone.
        DisbursementCreate(payloads::WebhookPayload<payloads::EventStreamData>) = "disbursement.create",
        /// Raised by `disbursement.update`; the documentation prints the name alone.
        DisbursementUpdate(payloads::WebhookPayload<payloads::EventStreamData>) = "disbursement.update",
        /// Raised by `catchUp.issue`; the documentation prints the name alone.
        CatchUpIssue(payloads::WebhookPayload<payloads::EventStreamData>) = "catchUp.issue",
        /// Raised by `catchUp.writtenOff`; the documentation prints the name alone.
        CatchUpWrittenOff(payloads::WebhookPayload<payloads::EventStreamData>) = "catchUp.writtenOff",
        /// Raised by `catchUp.pay`; the documentation prints the name alone.
        CatchUpPay(payloads::WebhookPayload<payloads::EventStreamData>) = "catchUp.pay",
        /// Raised by `catchUp.pay.reverse`; the documentation prints the name alone.
        CatchUpPayReverse(payloads::WebhookPayload<payloads::EventStreamData>) = "catchUp.pay.reverse",
        /// Raised by `catchUp.invalidate`; the documentation prints the name alone.
        CatchUpInvalidate(payloads::WebhookPayload<payloads::EventStreamData>) = "catchUp.invalidate",
        /// Raised by `catchUp.pastDue`; the documentation prints the name alone.
        CatchUpPastDue(payloads::WebhookPayload<payloads::EventStreamData>) = "catchUp.pastDue",
        /// Raised by `cash.transfer`; the documentation prints the name alone.
        CashTransfer(payloads::WebhookPayload<payloads::EventStreamData>) = "cash.transfer",
    }
}
