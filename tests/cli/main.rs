//! The binary from the outside: exit status, stdout and stderr, whole.
#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod contracts;
mod demo;
mod examples;
mod listings;
mod manual;
mod refused_files;
mod refused_words;
mod schemas;
mod signing;
mod snapshots;
mod tool;
