//! The fields of a provider file, with those that it inherits.

use std::rc::Rc;

use crate::model::{did_you_mean, nearest};
use crate::provider::Source;
use crate::provider_file::error::{Place, ProviderFileError};
use crate::provider_file::folder::Folder;
use crate::provider_file::keys::Key;
use crate::provider_file::node::{Content, Node};

/// The fields of a file. Those of the file itself come before those of the files that it is like.
pub(super) struct Fields {
    place: Place,
    origin: Rc<Origin>,
    known: Vec<Field>,
}

/// A field, and the file that has it.
struct Field {
    name: String,
    node: Node,
    origin: Rc<Origin>,
}

/// What a file says about itself.
pub(super) struct Origin {
    /// The folder to which its paths are relative.
    folder: Folder,
    /// The page that its statements are from, or its own path.
    source: String,
    /// The day on which the page was read.
    day: String,
    /// The keys whose values the vendor does not state.
    assumed: Vec<(String, Place)>,
}

impl Fields {
    /// Returns the fields of a part of a file.
    ///
    /// # Errors
    /// When the document is not a table, or has a field with an unknown name.
    pub(super) fn of(document: Node, keys: &[Key]) -> Result<Self, ProviderFileError> {
        Self::inside(Folder::Embedded(&[]), document, keys)
    }

    /// Returns the fields of a file in a folder.
    ///
    /// # Errors
    /// As [`of`](Self::of), or when the file says something invalid about itself.
    pub(super) fn inside(folder: Folder, document: Node, keys: &[Key]) -> Result<Self, ProviderFileError> {
        let Content::Table(fields) = document.content else {
            return Err(document.wrong(format!("expected a table, found {}", document.kind())));
        };
        for (name, place, _) in &fields {
            if !keys.iter().any(|key| key.name == name) {
                let near = nearest(name, keys.iter().map(|key| key.name));
                return Err(place.wrong(format!("unknown key `{name}`{}", did_you_mean(&near))));
            }
        }
        let find = |name: &str| fields.iter().find(|(known, ..)| known == name).map(|(.., node)| node);
        let text = |name: &str| find(name).map(Node::text).transpose();
        let assumed = find("assumed").map(Node::texts).transpose()?.unwrap_or_default();
        let origin = Rc::new(Origin {
            folder,
            source: text("source")?.unwrap_or(&document.place.file).to_owned(),
            day: text("read")?.unwrap_or_default().to_owned(),
            assumed: assumed.into_iter().map(|(key, place)| (key.to_owned(), place.clone())).collect(),
        });
        let known =
            fields.into_iter().map(|(name, _, node)| Field { name, node, origin: Rc::clone(&origin) }).collect();
        Ok(Self { place: document.place, origin, known })
    }

    /// Adds the fields of the file that this one is like. A field of this file stays.
    pub(super) fn inherit(&mut self, from: Self) {
        for field in from.known {
            if self.get(&field.name).is_none() {
                self.known.push(field);
            }
        }
    }

    /// Returns the place of the document.
    pub(super) const fn place(&self) -> &Place {
        &self.place
    }

    /// Returns a field.
    pub(super) fn get(&self, name: &str) -> Option<&Node> {
        self.known.iter().find(|field| field.name == name).map(|field| &field.node)
    }

    /// Returns the text of a field.
    pub(super) fn text(&self, name: &str) -> Result<Option<&str>, ProviderFileError> {
        self.get(name).map(Node::text).transpose()
    }

    /// Returns what the file that has a field says about itself; the file itself if none has it.
    pub(super) fn origin(&self, name: &str) -> &Origin {
        self.known.iter().find(|field| field.name == name).map_or(&self.origin, |field| &field.origin)
    }

    /// Returns whether a value is a guess: the file that has it says so, or this file does.
    pub(super) fn is_assumed(&self, name: &str) -> bool {
        let says = |origin: &Origin| origin.assumed.iter().any(|(key, _)| key == name);
        says(&self.origin) || says(self.origin(name))
    }

    /// Returns the keys that this file calls assumed, with their places.
    pub(super) fn assumed(&self) -> &[(String, Place)] {
        &self.origin.assumed
    }
}

impl Origin {
    /// Returns the folder to which paths are relative.
    pub(super) const fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Returns the source of the statements of the file.
    pub(super) fn source(&self) -> Source<'_> {
        Source::read(&self.source, &self.day)
    }
}
