//! Faults in believing one event and not another.

use crate::demo::defects::Defect;
use crate::demo::defects::acting;

pub(super) const ALL: &[Defect] =
    &[Defect::new("last-writer-wins", "believes the event that came last", &["order-older-after-newer"])
        .only_with(&["truv", "orum", "betterez"])
        .taking(acting::last_writer_wins)];
