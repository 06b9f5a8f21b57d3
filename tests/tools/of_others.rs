//! The checks that none of the five providers with types of their own has a place for.

/// Checks of handshakes, texts of answers, rotation, batches and forms.
pub(crate) const OF_OTHERS: [&str; 9] = [
    "handshake-answers",
    "handshake-refuses",
    "delivery-answer",
    "signature-rotated",
    "batch-several-events",
    "batch-same-event-twice",
    "batch-empty",
    "batch-bad-event",
    "malformed-form",
];
