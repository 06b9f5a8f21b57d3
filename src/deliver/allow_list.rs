//! The allow list for deliveries: loopback, and the hosts and networks that the user names.

use std::net::IpAddr;
use std::str::FromStr;

use thiserror::Error;

/// The allow list for deliveries.
#[derive(Clone, Debug, Default)]
pub struct AllowList {
    hosts: Vec<String>,
    networks: Vec<Network>,
}

/// A text that is neither a host nor a network.
#[derive(Debug, Error)]
#[error("`{0}` is neither a host, such as app.internal, nor a network, such as 10.0.0.0/8")]
#[non_exhaustive]
pub struct AllowListError(String);

#[derive(Clone, Copy, Debug)]
struct Network {
    address: IpAddr,
    bits: u32,
}

impl AllowList {
    /// Allows only loopback.
    #[must_use]
    pub fn loopback() -> Self {
        Self::default()
    }

    /// Also allows this host, address or network.
    ///
    /// # Errors
    /// Returns an error if the text is not a host, an address or a network.
    pub fn and(mut self, named: &str) -> Result<Self, AllowListError> {
        if let Ok(network) = named.parse() {
            self.networks.push(network);
        } else {
            let is_name = |host: &str| {
                host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
            };
            if named.is_empty() || named.contains('/') || !is_name(named) {
                return Err(AllowListError(named.to_owned()));
            }
            self.hosts.push(named.to_ascii_lowercase());
        }
        Ok(self)
    }

    /// Returns whether a delivery to this host may connect to this address of the host.
    ///
    /// Link-local addresses, which clouds use for their metadata services, must be named explicitly: neither a host
    /// name nor a wider network allows them.
    #[must_use]
    pub fn allows(&self, host: &str, address: IpAddr) -> bool {
        let address = address.to_canonical();
        if address.is_loopback() {
            return true;
        }
        let is_named =
            |network: &Network| network.covers(address) && (!is_link_local(address) || network.is_of_the_link());
        let host = host.to_ascii_lowercase();
        self.networks.iter().any(is_named) || (!is_link_local(address) && self.hosts.contains(&host))
    }
}

/// Returns whether an address is link-local, or one that clouds use for their metadata services.
fn is_link_local(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            address.is_link_local() || address.is_unspecified() || address.octets() == [100, 100, 100, 200]
        }
        IpAddr::V6(address) => {
            address.is_unicast_link_local()
                || address.is_unspecified()
                || address.segments() == [0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254]
        }
    }
}

impl FromStr for Network {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.trim_start_matches('[').trim_end_matches(']').parse().map_err(|_| ())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), str::parse).map_err(|_| ())?;
        if bits > most {
            return Err(());
        }
        Ok(Self { address, bits })
    }
}

impl Network {
    /// Returns whether the network lies within the link-local range, or is a single address, which counts as named
    /// explicitly.
    const fn is_of_the_link(&self) -> bool {
        match self.address {
            IpAddr::V4(address) => self.bits == 32 || (address.is_link_local() && self.bits >= 16),
            IpAddr::V6(address) => self.bits == 128 || (address.is_unicast_link_local() && self.bits >= 10),
        }
    }

    fn covers(&self, address: IpAddr) -> bool {
        let shared = |one: u128, other: u128, width: u32| {
            let beyond = width - self.bits.min(width);
            beyond >= width || one >> beyond == other >> beyond
        };
        match (self.address, address) {
            (IpAddr::V4(one), IpAddr::V4(other)) => shared(u32::from(one).into(), u32::from(other).into(), 32),
            (IpAddr::V6(one), IpAddr::V6(other)) => shared(one.into(), other.into(), 128),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(named: &[&str], host: &str, address: &str) -> bool {
        let allow_list = named.iter().fold(AllowList::loopback(), |allow_list, named| allow_list.and(named).unwrap());
        allow_list.allows(host, address.parse().unwrap())
    }

    #[test]
    fn only_what_is_named() {
        assert!(allows(&[], "x", "127.8.9.1") && allows(&[], "x", "::1") && allows(&[], "x", "::ffff:127.0.0.1"));
        assert!(!allows(&[], "localhost", "10.0.0.1"));
        assert!(allows(&["App.internal"], "app.INTERNAL", "10.0.0.1"));
        assert!(!allows(&["app.internal"], "app.internal.evil", "10.0.0.1"));
        assert!(allows(&["10.0.0.0/8"], "x", "10.255.0.1") && !allows(&["10.0.0.0/8"], "x", "11.0.0.1"));
        assert!(allows(&["2001:db8::/32"], "x", "2001:db8:1::1") && !allows(&["2001:db8::/32"], "x", "2001:db9::1"));
        assert!(allows(&["0.0.0.0/0"], "x", "192.0.2.1"));
    }

    #[test]
    fn metadata_must_be_named_itself() {
        for address in
            ["169.254.169.254", "fe80::1", "::ffff:169.254.169.254", "fd00:ec2::254", "0.0.0.0", "100.100.100.200"]
        {
            assert!(!allows(&["0.0.0.0/0", "::/0", "evil.test"], "evil.test", address), "{address}");
        }
        assert!(allows(&["169.254.169.254"], "x", "169.254.169.254"));
        assert!(allows(&["fe80::/10"], "x", "fe80::1"));
    }

    #[test]
    fn what_names_nothing_is_refused() {
        for text in ["", "10.0.0.0/33", "a b", "http://x", "10.0.0.0/x", "::/129"] {
            assert!(AllowList::loopback().and(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_named_network_is_allowed() {
        let allow_list = AllowList::loopback().and("10.0.0.0/8").unwrap();
        assert!(allow_list.allows("localhost", "127.0.0.1".parse().unwrap()));
        assert!(allow_list.allows("app", "10.1.2.3".parse().unwrap()));
        assert!(!allow_list.allows("app", "192.0.2.1".parse().unwrap()));
    }
}
