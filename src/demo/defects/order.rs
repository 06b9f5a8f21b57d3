//! Faults in believing one event and not another.

use crate::demo::defects::Defect;
use crate::demo::defects::acting;
use crate::demo::defects::keeping;

/// Providers whose events say what they are about, and when it happened.
const DATED: &[&str] = &["truv", "orum", "betterez", "socotra"];

pub(super) const ALL: &[Defect] = &[
    Defect::new("last-writer-wins", "believes the event that came last", &["order-older-after-newer"])
        .cause("last-writer-wins")
        .only_with(DATED)
        .taking(acting::last_writer_wins),
    Defect::new(
        "dates-by-arrival",
        "takes the time at which an event came for the time at which it happened",
        &["order-older-after-newer"],
    )
    .cause("last-writer-wins")
    .only_with(DATED)
    .taking(keeping::dates_by_arrival),
    Defect::new(
        "half-updates",
        "keeps the time of the newer event, and takes all else from the older one",
        &["order-older-after-newer"],
    )
    .cause("last-writer-wins")
    .only_with(DATED)
    .taking(keeping::half_updates),
];
