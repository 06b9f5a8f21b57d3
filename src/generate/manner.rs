//! How values are chosen where a plan leaves a choice: by chance alone, or otherwise.

use crate::generate::dice::Dice;
use crate::generate::plan::Array;
use crate::generate::plan::Plan;
use crate::model::Json;

/// How a document is filled. Each step has the habit of a random document; a manner replaces some.
pub(crate) trait Manner {
    /// The value to write instead of a random one, if any. It must be one that the plan could have written.
    #[inline]
    fn instead(&mut self, _: &Plan, _definitions: &[Plan], _: &mut Dice) -> Option<Json> {
        None
    }

    /// A bit for each of 64 optional members: whether it is there.
    #[inline]
    fn coins(&mut self, dice: &mut Dice) -> u64 {
        dice.bits()
    }

    /// Of how many values that may be `null` one is.
    #[inline]
    fn null_once_in(&self) -> usize {
        4
    }

    /// How many items an array gets.
    #[inline]
    fn count(&mut self, _: &Array, natural: usize) -> usize {
        natural
    }

    /// Says that an item of an array begins.
    #[inline]
    fn item(&mut self, _: &mut Dice) {}
}

/// By chance alone.
#[derive(Debug)]
pub(crate) struct Chance;

impl Manner for Chance {}
