//! The choice of the connection for a delivery.

/// The connection that carries a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "shared or not")]
pub enum Connection {
    /// A connection that may have carried other deliveries. A new one is opened if none is idle.
    Kept,
    /// A kept connection, without a check for bytes that the endpoint sent unasked. A careless client does this too,
    /// and accepts the response to another request as the response to this one.
    Same,
    /// A connection for this delivery only. It is closed after the response, so that even a single-threaded server can
    /// continue.
    Own,
}
