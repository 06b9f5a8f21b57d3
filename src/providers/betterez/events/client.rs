//! Names that no page has: the comments of the vendor's public client tell which call emits them.

use crate::provider::Basis;
use crate::provider::Payload;
use crate::providers::betterez::events::event;
use crate::providers::betterez::payloads::ImageId;
use crate::providers::betterez::payloads::Open;

/// One file a resource, in folders by service.
const CLIENT: &str = "Betterez/btrz-api-client@75eb7cad:src/endpoints/";
const IMAGES: &str = "Betterez/btrz-api-client@75eb7cad:src/endpoints/accounts/images.js";

pub(super) fn client() -> Vec<Payload> {
    let named = |(name, about): &(&str, &str)| match *name {
        "images.deleted" => event::<ImageId>(name, IMAGES, about).known(Basis::Observed),
        _ => event::<Open>(name, CLIENT, about).known(Basis::Observed),
    };
    NAMES.iter().map(named).collect()
}

const NAMES: &[(&str, &str)] = &[
    ("customer.created", "A customer was added."),
    ("customer.updated", "A customer was changed."),
    ("customers.merged", "Two customers were made one."),
    ("user.updated", "A user was changed."),
    ("user.deleted", "A user was deleted."),
    ("networks.created", "A network was added."),
    ("networks.updated", "A network was changed."),
    ("domains.created", "A domain was added."),
    ("domains.deleted", "A domain was deleted."),
    ("websalesConfig.created", "Settings of web sales were added."),
    ("websalesConfig.updated", "Settings of web sales were changed."),
    ("websalesConfig.deleted", "Settings of web sales were deleted."),
    ("verifiedEmails.created", "An address was judged for the first time."),
    ("verifiedEmails.updated", "An address was judged anew."),
    ("emailSetting.created", "Settings of mails were added."),
    ("emailSetting.updated", "Settings of mails were changed."),
    ("emailSetting.deleted", "Settings of mails were deleted."),
    ("exchangeRates.created", "Rates of exchange were added."),
    ("exchangeReceipt.updated", "A receipt of an exchange was changed."),
    ("goalsettings.updated", "Settings of goals were changed."),
    ("images.created", "An image was added."),
    ("images.deleted", "An image was deleted."),
    ("printsettings.updated", "Settings of printing were changed."),
    ("rms.enabled", "Revenue management was switched on."),
    ("rms.disabled", "Revenue management was switched off."),
    ("changeRequests.manifests.created", "A change of a manifest was asked for."),
    ("changeRequests.manifests.updated", "A wish to change a manifest was changed."),
    ("changeRequests.schedules.created", "A change of a schedule was asked for."),
    ("changeRequests.schedules.updated", "A wish to change a schedule was changed."),
    ("customContent.created", "Content of the account's own was added."),
    ("customContent.updated", "Content of the account's own was changed."),
    ("customContent.deleted", "Content of the account's own was deleted."),
    ("invoices.created", "An invoice was made."),
    ("invoices.updated", "An invoice was changed."),
    ("invoiceemail.created", "An invoice was mailed."),
    ("invoice_providers.created", "A provider of invoices was added."),
    ("invoice_providers.updated", "A provider of invoices was changed."),
    ("invoice_providers.deleted", "A provider of invoices was deleted."),
    ("transaction.reversed", "A sale was undone."),
];
