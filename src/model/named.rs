//! Enums whose values have names.

/// Implements `Display` and `FromStr` for an enum that has `ALL` and `name`. The last argument turns an unknown name
/// into the error.
macro_rules! by_name {
    ($type:ty, $error:ty, $unknown:expr) => {
        impl std::fmt::Display for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.name())
            }
        }

        impl std::str::FromStr for $type {
            type Err = $error;

            fn from_str(name: &str) -> Result<Self, $error> {
                Self::ALL.into_iter().find(|known| known.name() == name).ok_or_else(|| $unknown(name))
            }
        }
    };
}

pub(crate) use by_name;
