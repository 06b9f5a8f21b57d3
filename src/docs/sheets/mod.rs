#![doc = include_str!("../rustdoc_links.txt")]
#![doc = include_str!("index.md")]

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
