//! Users, accounts, items and identities.

use crate::provider::Example;
use crate::provider::Payload;
use crate::providers::argyle::events::RECORDED;
use crate::providers::argyle::events::SPEC;
use crate::providers::argyle::events::event;
use crate::providers::argyle::payloads::AccountFailed;
use crate::providers::argyle::payloads::AccountIds;
use crate::providers::argyle::payloads::IdentityIds;
use crate::providers::argyle::payloads::ItemRemoved;
use crate::providers::argyle::payloads::ItemUpdated;
use crate::providers::argyle::payloads::UserFullySynced;

const USERS: &str = "https://docs.argyle.com/api-reference/users-webhooks/fully-synced";
const ITEMS: &str = "https://docs.argyle.com/api-reference/items-webhooks";
const IDENTITIES: &str = "https://docs.argyle.com/api-reference/identities-webhooks";

pub(super) fn accounts() -> Vec<Payload> {
    vec![
        event::<UserFullySynced>(
            "users.fully_synced",
            USERS,
            "All accounts of a user have been read; sent again when one more is connected.",
        )
        .example(Example::documented("printed", USERS, include_str!("../examples/users.fully_synced.json")))
        .example(Example::recorded(
            "recorded-2026-01-26",
            RECORDED,
            include_str!("../examples/users.fully_synced.recorded-2026-01-26.json"),
        )),
        event::<AccountIds>("accounts.added", SPEC, "A user has begun to connect an account.").example(
            Example::documented("printed", SPEC, include_str!("../examples/accounts.added.include_resource.json")),
        ),
        event::<AccountIds>("accounts.updated", SPEC, "Anything about an account changed; may repeat within seconds.")
            .example(Example::documented("printed", SPEC, include_str!("../examples/accounts.updated.json")))
            .example(Example::recorded(
                "recorded-2026-01-29",
                RECORDED,
                include_str!("../examples/accounts.updated.recorded-2026-01-29.json"),
            )),
        event::<AccountIds>("accounts.removed", SPEC, "An account was removed.").example(Example::documented(
            "printed",
            SPEC,
            include_str!("../examples/accounts.removed.json"),
        )),
        event::<AccountIds>("accounts.connected", SPEC, "An account was connected, and its data is about to be read.")
            .example(Example::documented("printed", SPEC, include_str!("../examples/accounts.connected.json")))
            .example(Example::recorded(
                "recorded-2026-01-29",
                RECORDED,
                include_str!("../examples/accounts.connected.recorded-2026-01-29.json"),
            )),
        event::<AccountFailed>("accounts.failed", SPEC, "An account could not be connected.")
            .example(Example::documented("printed", SPEC, include_str!("../examples/accounts.failed.json"))),
        event::<ItemUpdated>(
            "items.updated",
            ITEMS,
            "Something about an employer or a platform changed; never sent to a subscription to everything.",
        ),
        event::<ItemRemoved>(
            "items.removed",
            ITEMS,
            "An employer or a platform is gone; never sent to a subscription to everything.",
        ),
        event::<IdentityIds>(
            "identities.added",
            IDENTITIES,
            "An identity was found, as a rule while an account is read for the first time.",
        )
        .example(Example::documented("printed", IDENTITIES, include_str!("../examples/identities.added.json")))
        .example(Example::recorded(
            "recorded-2026-01-29",
            RECORDED,
            include_str!("../examples/identities.added.recorded-2026-01-29.json"),
        )),
        event::<IdentityIds>(
            "identities.updated",
            IDENTITIES,
            "Something about an identity changed, such as its employment status.",
        )
        .example(Example::documented(
            "printed",
            IDENTITIES,
            include_str!("../examples/identities.updated.json"),
        )),
    ]
}
