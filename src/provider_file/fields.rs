//! The fields of a provider file, with those that it inherits.

use crate::model::{did_you_mean, nearest};
use crate::provider_file::error::{Place, ProviderFileError};
use crate::provider_file::folder::Folder;
use crate::provider_file::node::{Content, Node};

/// The fields of a file. Those of the file itself come before those of the files that it is like.
pub(super) struct Fields {
    place: Place,
    folder: Folder,
    /// Names and values, with the folder of the file that has them.
    known: Vec<(String, Node, Folder)>,
}

impl Fields {
    /// Returns the fields of a document.
    ///
    /// # Errors
    /// When the document is not a table, or has a field with an unknown name.
    pub(super) fn of(document: Node, names: &[&str]) -> Result<Self, ProviderFileError> {
        Self::inside(Folder::Embedded(&[]), document, names)
    }

    /// Returns the fields of a document in a folder, to which its paths are relative.
    ///
    /// # Errors
    /// As [`of`](Self::of).
    pub(super) fn inside(folder: Folder, document: Node, names: &[&str]) -> Result<Self, ProviderFileError> {
        let Content::Table(fields) = document.content else {
            return Err(document.wrong(format!("expected a table, found {}", document.kind())));
        };
        let mut known = Vec::new();
        for (name, place, node) in fields {
            if !names.contains(&name.as_str()) {
                let near = nearest(&name, names.iter().copied());
                return Err(place.wrong(format!("unknown key `{name}`{}", did_you_mean(&near))));
            }
            known.push((name, node, folder.clone()));
        }
        Ok(Self { place: document.place, folder, known })
    }

    /// Adds the fields of the file that this one is like. A field of this file stays.
    pub(super) fn inherit(&mut self, from: Self) {
        for (name, node, folder) in from.known {
            if self.get(&name).is_none() {
                self.known.push((name, node, folder));
            }
        }
    }

    /// Returns the place of the document.
    pub(super) const fn place(&self) -> &Place {
        &self.place
    }

    /// Returns a field.
    pub(super) fn get(&self, name: &str) -> Option<&Node> {
        self.known.iter().find(|(known, ..)| known == name).map(|(_, node, _)| node)
    }

    /// Returns the folder to which the paths in a field are relative.
    pub(super) fn folder(&self, name: &str) -> &Folder {
        self.known.iter().find(|(known, ..)| known == name).map_or(&self.folder, |(.., folder)| folder)
    }

    /// Returns the text of a field.
    pub(super) fn text(&self, name: &str) -> Result<Option<&str>, ProviderFileError> {
        self.get(name).map(Node::text).transpose()
    }
}
