//! Enums whose values have names.

/// Implements `Display` and `FromStr` for an enum that has `ALL` and `name`.
macro_rules! by_name {
    ($type:ty) => {
        impl std::fmt::Display for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.name())
            }
        }

        impl std::str::FromStr for $type {
            type Err = ();

            fn from_str(text: &str) -> Result<Self, ()> {
                Self::ALL.into_iter().find(|known| known.name() == text).ok_or(())
            }
        }
    };
}

pub(super) use by_name;
