//! The connection interface that a probe needs.

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

/// A connection.
pub(super) trait Wire: AsyncRead + AsyncWrite + Unpin + Send {
    /// Makes the connection end with a reset when it is dropped.
    fn reset(&self);

    /// Acknowledges received data without delay. A server that writes the head and the body of its response separately
    /// may hold the body back until the head is acknowledged, which otherwise takes 40 ms.
    fn acknowledge(&self);
}

impl Wire for TcpStream {
    fn reset(&self) {
        // Ignore the error: if the system refuses, the connection ends normally.
        let _ = self.set_zero_linger();
    }

    fn acknowledge(&self) {
        // Other systems do not have this option or do not need it.
        #[cfg(any(target_os = "linux", target_os = "android"))]
        let _ = self.set_quickack(true);
    }
}

#[cfg(feature = "tls")]
impl Wire for tokio_rustls::client::TlsStream<TcpStream> {
    fn reset(&self) {
        self.get_ref().0.reset();
    }

    fn acknowledge(&self) {
        self.get_ref().0.acknowledge();
    }
}
