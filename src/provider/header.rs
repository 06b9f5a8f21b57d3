//! Headers that a user adds to deliveries, such as the key of a gateway: which are allowed, and why others are not.

use thiserror::Error;

use crate::model::Headers;
use crate::provider::Provider;

/// Headers that frame a message or control its connection. Setting one by hand breaks the connection.
const OF_THE_CONNECTION: [&str; 10] = [
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// A header that cannot be added to deliveries.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum HeaderError {
    /// The name is not a valid header name.
    #[error("`{name}` cannot be the name of a header")]
    Name {
        /// The name.
        name: String,
    },
    /// The value would end the header. It may be a secret and is not shown.
    #[error("the value of the header `{name}` holds a line break or NUL")]
    Value {
        /// The header's name.
        name: String,
    },
    /// It would break the connection.
    #[error("the header `{name}` belongs to the connection and is written by hookproof itself")]
    Connection {
        /// Its name.
        name: String,
    },
    /// It would replace the signature.
    #[error("the header `{name}` belongs to the signature of {provider} and is written by hookproof itself")]
    Signature {
        /// Its name.
        name: String,
        /// The provider.
        provider: String,
    },
}

impl Provider {
    /// Checks whether a header may be added to this provider's deliveries. Headers that frame the message, control the
    /// connection or carry the signature are not allowed.
    ///
    /// ```
    /// let truv = hookproof::providers::truv();
    /// assert!(truv.takes_header("X-Gateway-Key", "k3y").is_ok());
    /// assert!(truv.takes_header("Transfer-Encoding", "chunked").is_err());
    /// assert!(truv.takes_header("x-webhook-sign", "v1=00").is_err());
    /// ```
    ///
    /// # Errors
    /// Returns the reason if the header is not allowed.
    pub fn takes_header(&self, name: &str, value: &str) -> Result<(), HeaderError> {
        let owned = || name.to_owned();
        if !Headers::is_name(name) {
            return Err(HeaderError::Name { name: owned() });
        }
        if value.contains(['\r', '\n', '\0']) {
            return Err(HeaderError::Value { name: owned() });
        }
        if of_the_connection(name) {
            return Err(HeaderError::Connection { name: owned() });
        }
        if self.signing.recipe.headers.iter().any(|header| header.name.eq_ignore_ascii_case(name)) {
            return Err(HeaderError::Signature { name: owned(), provider: self.name.clone() });
        }
        Ok(())
    }
}

/// Returns whether a header frames a message or controls its connection.
pub(crate) fn of_the_connection(name: &str) -> bool {
    OF_THE_CONNECTION.iter().any(|known| known.eq_ignore_ascii_case(name))
}
