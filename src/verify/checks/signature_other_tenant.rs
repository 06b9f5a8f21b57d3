//! `signature-other-tenant`

use crate::verify::check::{Check, Stage};
use crate::verify::checks::forged;
use crate::verify::context::Context;
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::{Attempt, Expected, Observed, Plan};
use crate::verify::special::Special;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "signature-other-tenant",
    title: "refuses an event of one tenant that is signed with another tenant's key",
    why: "An endpoint that serves several tenants and tries all of their keys lets each tenant write into the accounts \
          of the others.",
    plan,
    judge,
    stage: Stage::Effects,
    ..Check::FORGERY
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    if context.signer.is_none() {
        return forged::nothing_signed(context);
    }
    if context.other_tenant.is_none() {
        return Plan::Skip("the key of another tenant is not known, give --other-secret".to_owned());
    }
    let good = context.good(tested, "other tenant");
    let request = context.request(context.other_tenant, tested.name(), &good.document, &good.request.body);
    let right = context.signature(&good.request).map(|(_, value)| String::from_utf8_lossy(value).into_owned());
    let forged = Attempt { request, right, ..good.clone() }
        .refused()
        .what("signed with another tenant's key")
        .special(Special::OtherTenant);
    forged::counted(tested, [forged], good)
}

fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    let judgement = judge::as_expected(context, tested, observed);
    if judgement != Judgement::Pass {
        return judgement;
    }
    let Some((before, after)) = judge::increase(observed) else { return Judgement::Pass };
    let is_forged =
        |observed: &Observed| observed.exchange().is_some_and(|(attempt, _)| attempt.expected == Expected::Refused);
    let step = observed.iter().position(is_forged).unwrap_or_default();
    let between = observed.iter().filter_map(Observed::count).nth(1).unwrap_or(before);
    if between > before
        || tested.effects_per_event.is_some_and(|effects_per_event| after > before.saturating_add(effects_per_event))
    {
        let reason = "refused an event that another tenant's key signed, but processed it".to_owned();
        return Judgement::Fail { reason, step };
    }
    Judgement::Pass
}
