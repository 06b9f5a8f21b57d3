//! Connecting, and only to addresses that are allowed.
#![expect(clippy::disallowed_methods, reason = "this is where connections are opened")]

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use tokio::net::TcpStream;

use crate::model::{Scheme, Target};
use crate::net::Probe;
use crate::net::stream::Wire;

/// Resolves the addresses of a target's host.
///
/// # Errors
/// Returns an error if the name cannot be resolved.
pub async fn addresses(target: &Target) -> std::io::Result<Vec<IpAddr>> {
    Ok(resolve(target).await?.into_iter().map(|address| address.ip()).collect())
}

/// Resolves the addresses of a target. Names below `localhost` are this machine and asked of nobody, as RFC 6761 says.
async fn resolve(target: &Target) -> std::io::Result<Vec<SocketAddr>> {
    if target.host.ends_with(".localhost") {
        let own: [IpAddr; 2] = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
        return Ok(own.map(|address| SocketAddr::new(address, target.port)).to_vec());
    }
    Ok(tokio::net::lookup_host((target.host.as_str(), target.port)).await?.collect())
}

impl Probe {
    pub(super) async fn connect(&self, target: &Target) -> std::io::Result<Box<dyn Wire>> {
        if self.is_in_process() {
            return Err(std::io::Error::other("it is called in this process and has no socket"));
        }
        let stream = self.reach_out(target).await?;
        stream.set_nodelay(true)?;
        match target.scheme {
            Scheme::Http => Ok(Box::new(stream)),
            #[cfg(not(feature = "tls"))]
            Scheme::Https => Err(std::io::Error::other("https needs the feature `tls`")),
            #[cfg(feature = "tls")]
            Scheme::Https => {
                let Some(tls) = &self.tls else { return Err(std::io::Error::other("redirected from http to https")) };
                let name =
                    rustls_pki_types::ServerName::try_from(target.host.clone()).map_err(std::io::Error::other)?;
                Ok(Box::new(tls.connect(name, stream).await?))
            }
        }
    }

    async fn reach_out(&self, target: &Target) -> std::io::Result<TcpStream> {
        let addresses = resolve(target).await?;
        let Some(allowed) = &self.allowed else {
            return TcpStream::connect(addresses.as_slice()).await;
        };
        let mut reason = std::io::Error::other("the host has no address");
        for address in addresses {
            if !allowed(&target.host, address.ip()) {
                reason = std::io::Error::other(format!("{} may not be delivered to: it was not allowed", address.ip()));
                continue;
            }
            match TcpStream::connect(address).await {
                Ok(stream) => return Ok(stream),
                Err(error) => reason = error,
            }
        }
        Err(reason)
    }
}
