//! Closings, manifests, settings and parcels.

use crate::provider::Payload;
use crate::providers::betterez::events::event;
use crate::providers::betterez::events::printed;
use crate::providers::betterez::events::unread;
use crate::providers::betterez::payloads::BulkOutcome;
use crate::providers::betterez::payloads::Closure;
use crate::providers::betterez::payloads::ClosureComment;
use crate::providers::betterez::payloads::Data;
use crate::providers::betterez::payloads::Event;
use crate::providers::betterez::payloads::ManifestStatus;
use crate::providers::betterez::payloads::OperationSettings;

const LOCATION_CLOSURE: &str = "https://engineering.betterez.com/webhooks/location_closure";
const MANIFEST_STATUS: &str = "https://engineering.betterez.com/webhooks/manifest_status";
const MANIFESTS: &str = "https://engineering.betterez.com/webhooks/manifests";
const OPERATIONS_SETTINGS: &str = "https://engineering.betterez.com/webhooks/operations_settings";
const PARCELS: &str = "https://engineering.betterez.com/webhooks/parcels";

pub(super) fn operations() -> Vec<Payload> {
    vec![
        event::<Closure>("locationClosures.created", LOCATION_CLOSURE, "The cash of a station was closed.")
            .example(printed(LOCATION_CLOSURE, include_str!("../examples/locationClosures.created.json"))),
        event::<ClosureComment>(
            "locationClosures.comment.created",
            LOCATION_CLOSURE,
            "A comment was made on such a closing.",
        )
        .example(printed(LOCATION_CLOSURE, include_str!("../examples/locationClosures.comment.created.json"))),
        event::<ManifestStatus>("manifestStatus.updated", MANIFEST_STATUS, "A manifest has another status.")
            .example(printed(MANIFEST_STATUS, include_str!("../examples/manifestStatus.updated.json"))),
        event::<BulkOutcome>(
            "mmanifests.status.bulkProcessed",
            MANIFEST_STATUS,
            "A change of many manifests at once has come to its end.",
        ),
        unread("manifests.created", MANIFESTS, "A manifest was made."),
        unread("manifests.updated", MANIFESTS, "A manifest was changed."),
        unread("manifests.emptied", MANIFESTS, "A manifest was emptied."),
        unread("manifests.edited", MANIFESTS, "A manifest was edited."),
        unread(
            "manifests.tripClosed",
            MANIFESTS,
            "A trip was closed; `manifests.created` or `manifests.updated` comes with it.",
        ),
        unread("manifest.tickets.first.added", MANIFESTS, "The first tickets were put on a manifest."),
        unread("manifest.dispatch.reporting.created", MANIFESTS, "A report on a departure was made."),
        event::<Data<OperationSettings>>(
            "operationsettings.updated",
            OPERATIONS_SETTINGS,
            "Settings of operations were changed.",
        )
        .example(printed(OPERATIONS_SETTINGS, include_str!("../examples/operationsettings.updated.json")))
        .ordered_like::<Event<OperationSettings>>(),
        unread("parcel.created", PARCELS, "A parcel was taken in."),
        unread("parcel.updated", PARCELS, "A parcel was changed or cancelled."),
        unread("parcel.scan.created", PARCELS, "A parcel was scanned."),
    ]
}
