//! What a probe needs of a connection.

use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::net::TcpStream;

/// A connection.
pub(super) trait Wire: AsyncRead + AsyncWrite + Unpin + Send {
    /// Has the connection end by a reset when it is dropped.
    fn reset(&self);

    /// Acknowledges what has come without delay. A server that writes the head and the body of its answer separately
    /// may hold the body back until the head is acknowledged, and that takes 40 ms otherwise.
    fn acknowledge(&self);
}

impl Wire for TcpStream {
    fn reset(&self) {
        // If the system refuses, the connection ends in the ordinary way.
        let _ = self.set_zero_linger();
    }

    fn acknowledge(&self) {
        // Other systems have no such option, or do not need it.
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
