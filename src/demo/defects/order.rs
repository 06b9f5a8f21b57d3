//! Defects in keeping one of two events.

use crate::demo::defects::defect::Defect;
use crate::demo::defects::{acting, keeping};

/// Providers whose events name their entity and their time.
const DATED: &[&str] = &["truv", "orum", "betterez", "socotra"];

pub(super) const ALL: &[Defect] = &[
    Defect::new("last-writer-wins", "keeps the event that arrived last", &["order-older-after-newer"])
        .cause("last-writer-wins")
        .only_with(DATED)
        .taking(acting::last_writer_wins),
    Defect::new("dates-by-arrival", "uses the time of arrival as the time of the event", &["order-older-after-newer"])
        .cause("last-writer-wins")
        .only_with(DATED)
        .taking(keeping::dates_by_arrival),
    Defect::new(
        "half-updates",
        "keeps the time of the newer event, and everything else of the older one",
        &["order-older-after-newer"],
    )
    .cause("last-writer-wins")
    .only_with(DATED)
    .taking(keeping::half_updates),
];
