//! The sheets of the providers, made from their values by a test.
//!
//! A fact is *documented* in the vendor's own words, *observed* in real traffic or in the vendor's public code, or
//! *assumed*: the vendor is silent, and this is our default, which can be overridden where it acts.
//! `hookproof sheet PROVIDER` prints the same facts.

#[doc = include_str!("truv.md")]
pub mod truv {}

#[doc = include_str!("argyle.md")]
pub mod argyle {}

#[doc = include_str!("orum.md")]
pub mod orum {}

#[doc = include_str!("betterez.md")]
pub mod betterez {}

#[doc = include_str!("socotra.md")]
pub mod socotra {}
