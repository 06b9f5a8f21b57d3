//! Reads a document in the format that its file extension names.

use crate::provider_file::error::ProviderFileError;
use crate::provider_file::node::Node;
use crate::provider_file::{toml, yaml};

/// Reads a document. `.json`, `.yaml` and `.yml` are read as YAML, of which JSON is a part; everything else is TOML.
pub(super) fn parse(file: &str, text: &str) -> Result<Node, ProviderFileError> {
    let extension = file.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    match extension.as_str() {
        "json" | "yaml" | "yml" => yaml::parse(file, text),
        _ => toml::parse(file, text),
    }
}
