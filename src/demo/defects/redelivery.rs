//! Faults in taking an event once.

use crate::demo::defects::Defect;
use crate::demo::defects::acting;

pub(super) const ALL: &[Defect] = &[
    Defect::new("acts-twice", "has no memory: a repeated event is done again", &["redelivery-same"])
        .taking(acting::acts_twice),
    Defect::new("refuses-repeats", "answers 409 to a repeated event", &["redelivery-same"])
        .taking(acting::refuses_repeats),
];
