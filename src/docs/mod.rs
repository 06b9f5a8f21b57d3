//! The guide: pages to read, and no code.
//!
//! - [A first test in five minutes](first_test)
//! - [Reading a failure](reading_a_failure)
//! - [Causes of failures](causes), and what to change
//! - [Writing a sound consumer](sound_consumer), with the reason of every check
//! - [What is proved](what_is_proved), and by which planted defects
//! - [The sheets of the providers](sheets), every fact with its basis, source and date
//! - [CI recipes](ci), for GitHub Actions and GitLab
//! - [Adding a provider](adding_a_provider), from types, from documents, or from a file
//!
//! What is made from the crate's own values is rewritten by `UPDATE=1 cargo test --test readme`, and every block of code
//! is a test.

#[doc = include_str!("first_test.md")]
pub mod first_test {}

#[doc = include_str!("reading_a_failure.md")]
pub mod reading_a_failure {}

#[doc = include_str!("causes.md")]
pub mod causes {}

#[doc = include_str!("sound_consumer.md")]
pub mod sound_consumer {}

#[doc = include_str!("what_is_proved.md")]
pub mod what_is_proved {}

#[doc = include_str!("ci.md")]
pub mod ci {}

#[doc = include_str!("adding_a_provider.md")]
pub mod adding_a_provider {}

pub mod sheets;
