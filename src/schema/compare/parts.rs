//! The values that a schema allows at one pointer, type by type.

use serde_json::Value;

use crate::schema::canonical::{
    ArrayView, CanonicalSchema, CanonicalView, Distinctness, IntegerView, JsonType, NumberView, ObjectView, StringView,
    is_open_mark,
};

/// The values that are allowed at one pointer.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) null: bool,
    /// Values that are listed one by one; both booleans are included here.
    pub(super) values: Vec<Value>,
    pub(super) shapes: Vec<Shape>,
    /// Whether something is allowed that cannot be viewed by type.
    pub(super) opaque: bool,
}

/// Values of one type, described by constraints.
#[derive(Debug)]
pub(super) enum Shape {
    Text(StringView),
    Number(NumberView),
    Integer(IntegerView),
    Array(ArrayView),
    Object(Box<ObjectView>),
}

/// The types that have shapes, in the order of the reports; `null` is handled separately.
pub(super) const TYPES: [Type; 5] = [Type::Boolean, Type::Number, Type::Text, Type::Array, Type::Object];

/// A type as a reader distinguishes it: an integer is a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Boolean,
    Number,
    Text,
    Array,
    Object,
}

impl Type {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::Text => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }

    pub(super) const fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Null => None,
            Value::Bool(_) => Some(Self::Boolean),
            Value::Number(_) => Some(Self::Number),
            Value::String(_) => Some(Self::Text),
            Value::Array(_) => Some(Self::Array),
            Value::Object(_) => Some(Self::Object),
        }
    }
}

impl Shape {
    pub(super) const fn kind(&self) -> Type {
        match self {
            Self::Text(_) => Type::Text,
            Self::Number(_) | Self::Integer(_) => Type::Number,
            Self::Array(_) => Type::Array,
            Self::Object(_) => Type::Object,
        }
    }

    /// Returns the shape of all values of a type.
    fn free(kind: JsonType) -> Option<Self> {
        Some(match kind {
            JsonType::Null | JsonType::Boolean => return None,
            JsonType::Integer => Self::Integer(IntegerView {
                minimum: None,
                maximum: None,
                multiple_of: Vec::new(),
                not_multiple_of: Vec::new(),
            }),
            JsonType::Number => Self::Number(NumberView {
                minimum: None,
                exclusive_minimum: false,
                maximum: None,
                exclusive_maximum: false,
                multiple_of: Vec::new(),
                not_multiple_of: Vec::new(),
                excludes_integers: false,
            }),
            JsonType::String => Self::Text(free_text()),
            JsonType::Array => Self::Array(ArrayView {
                min_items: None,
                max_items: None,
                distinctness: Distinctness::Unconstrained,
                prefix_items: Vec::new(),
                items: None,
                contains: Vec::new(),
            }),
            JsonType::Object => Self::Object(Box::new(ObjectView {
                min_properties: None,
                max_properties: None,
                required: Vec::new(),
                property_names: None,
                properties: std::collections::BTreeMap::new(),
                pattern_properties: std::collections::BTreeMap::new(),
                additional_properties: None,
                violations: Vec::new(),
            })),
        })
    }

    fn is_free(&self) -> bool {
        let kind = match self {
            Self::Text(_) => JsonType::String,
            Self::Number(_) => JsonType::Number,
            Self::Integer(_) => JsonType::Integer,
            Self::Array(_) => JsonType::Array,
            Self::Object(_) => JsonType::Object,
        };
        let free = Self::free(kind);
        match (self, free) {
            (Self::Text(view), Some(Self::Text(free))) => *view == free,
            (Self::Number(view), Some(Self::Number(free))) => *view == free,
            (Self::Integer(view), Some(Self::Integer(free))) => *view == free,
            (Self::Array(view), Some(Self::Array(free))) => *view == free,
            (Self::Object(view), Some(Self::Object(free))) => *view == free,
            _ => false,
        }
    }
}

const fn free_text() -> StringView {
    StringView {
        min_length: None,
        max_length: None,
        patterns: Vec::new(),
        excluded_patterns: Vec::new(),
        formats: Vec::new(),
        excluded_formats: Vec::new(),
        content_media_types: Vec::new(),
        content_encodings: Vec::new(),
        excluded: Vec::new(),
    }
}

impl Parts {
    /// Returns the values that a schema allows.
    pub(super) fn of(schema: &CanonicalSchema) -> Self {
        let mut parts = Self::default();
        parts.add(schema, &mut Vec::new());
        parts
    }

    /// Adds the values that a schema allows; `through` holds the references on the path, so that a cycle ends.
    fn add(&mut self, schema: &CanonicalSchema, through: &mut Vec<String>) {
        match schema.view() {
            CanonicalView::True => {
                let all = [JsonType::Null, JsonType::Boolean, JsonType::Number];
                let all = all.into_iter().chain([JsonType::String, JsonType::Array, JsonType::Object]);
                all.for_each(|kind| self.add_type(kind));
            }
            CanonicalView::MultiType(types) => types.iter().for_each(|kind| self.add_type(kind)),
            CanonicalView::String(mut view) => {
                view.excluded.retain(|text| !is_open_mark(text));
                self.shapes.push(Shape::Text(view));
            }
            CanonicalView::Integer(view) => self.shapes.push(Shape::Integer(view)),
            CanonicalView::Number(view) => self.shapes.push(Shape::Number(view)),
            CanonicalView::Array(view) => self.shapes.push(Shape::Array(view)),
            CanonicalView::Object(view) => self.shapes.push(Shape::Object(Box::new(view))),
            CanonicalView::Const(value) => self.add_value(value),
            CanonicalView::Enum(values) => values.into_iter().for_each(|value| self.add_value(value)),
            CanonicalView::AnyOf(branches) | CanonicalView::OneOf(branches) => {
                for branch in &branches {
                    self.add(branch, through);
                }
            }
            CanonicalView::Reference(uri) => match schema.definition(&uri) {
                Some(body) if !through.contains(&uri) => {
                    through.push(uri);
                    self.add(&body, through);
                    through.pop();
                }
                _ => self.opaque = true,
            },
            CanonicalView::False => {}
            CanonicalView::TypedGroup(_) | CanonicalView::Not(_) | CanonicalView::AllOf(_) | CanonicalView::Raw(_) => {
                self.opaque = true;
            }
        }
    }

    fn add_type(&mut self, kind: JsonType) {
        match kind {
            JsonType::Null => self.null = true,
            JsonType::Boolean => self.values.extend([Value::Bool(false), Value::Bool(true)]),
            _ => self.shapes.extend(Shape::free(kind)),
        }
    }

    fn add_value(&mut self, value: Value) {
        match value {
            Value::Null => self.null = true,
            value => self.values.push(value),
        }
    }

    /// Returns whether any value is allowed.
    pub(super) fn is_free(&self) -> bool {
        let free = |kind| self.shapes.iter().any(|shape| shape.kind() == kind && shape.is_free());
        self.null
            && [false, true].iter().all(|flag| self.values.contains(&Value::Bool(*flag)))
            && [Type::Text, Type::Array, Type::Object].into_iter().all(free)
            && self.shapes.iter().any(|shape| matches!(shape, Shape::Number(_)) && shape.is_free())
    }

    /// Returns whether no value is allowed.
    pub(super) fn is_empty(&self) -> bool {
        !self.null && !self.opaque && self.values.is_empty() && self.shapes.is_empty()
    }

    /// Returns the types of the allowed values.
    pub(super) fn types(&self) -> Vec<Type> {
        let has = |kind: &Type| {
            self.values.iter().any(|value| Type::of(value) == Some(*kind))
                || self.shapes.iter().any(|shape| shape.kind() == *kind)
        };
        TYPES.into_iter().filter(has).collect()
    }

    /// Returns the allowed values of a type that are listed one by one.
    pub(super) fn values_of(&self, kind: Type) -> Vec<&Value> {
        self.values.iter().filter(|value| Type::of(value) == Some(kind)).collect()
    }

    /// Returns the shapes of a type.
    pub(super) fn shapes_of(&self, kind: Type) -> Vec<&Shape> {
        self.shapes.iter().filter(|shape| shape.kind() == kind).collect()
    }
}
