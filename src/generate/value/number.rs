//! Integers and numbers. A number is drawn as a count of units of 10^-n, so that it has exactly the decimals of its
//! text: `k as f64 * 0.01` would be inexact for one number in seven.

use serde_json::Number;

use crate::generate::rng::DocumentRng;

/// The limit of the integers that every JSON reader represents exactly, positive or negative: 2^53 - 1.
pub(crate) const SAFE: i128 = (1 << 53) - 1;

/// The numbers `offset + k * step`, divided by 10^`scale`, in a range.
#[derive(Clone, Debug)]
pub(crate) struct Decimal {
    low: i128,
    high: i128,
    step: i128,
    scale: u32,
    /// Whether numbers with more decimals are allowed too, in the same range.
    finer: bool,
    /// Whether the schema sets the lower and the upper bound. Numbers near a bound of the schema come first.
    bounded: (bool, bool),
    /// The bounds of an integer before they were limited to integers that every reader represents exactly.
    whole: Option<(i128, i128)>,
    /// Lower bound, upper bound and step of the usual numbers at this location, in units.
    usual: Option<(i128, i128, i128)>,
}

/// The precision of the usual numbers of a location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grain {
    Whole,
    Cents,
}

/// A range as the schema defines it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Range {
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    pub(crate) low_excluded: bool,
    pub(crate) high_excluded: bool,
}

impl Decimal {
    /// Creates a range of integers; `None` if it contains no multiple of `step`.
    pub(crate) fn integers(low: Option<i128>, high: Option<i128>, step: i128) -> Option<Self> {
        let whole = Some((low.unwrap_or(i64::MIN.into()), high.unwrap_or(u64::MAX.into())));
        // 64-bit bounds describe how a provider stores the number, not the values that it sends.
        let low = low.filter(|low| *low >= -SAFE || high.is_some_and(|high| high < -SAFE));
        let high = high.filter(|high| *high <= SAFE || low.is_some_and(|low| low > SAFE));
        let (mut least, mut most) = (low.unwrap_or(-SAFE), high.unwrap_or(SAFE));
        // Integers that a JavaScript reader would round are excluded, unless the schema allows no others.
        if least.max(-SAFE) <= most.min(SAFE) {
            (least, most) = (least.max(-SAFE), most.min(SAFE));
        } else if low.is_none() {
            least = most - 1000;
        } else if high.is_none() {
            most = least + 1000;
        }
        let bounded = (low.is_some(), high.is_some());
        Self { low: least, high: most, step, scale: 0, finer: false, bounded, whole, usual: None }.aligned()
    }

    /// Creates a range of multiples of the decimal `step`; `None` if the range contains none or the decimal is too
    /// fine.
    pub(crate) fn multiples(range: Range, step: &Number) -> Option<Self> {
        let (mantissa, scale) = decimal(&step.to_string())?;
        let whole = Self::units(range, scale)?;
        Self { step: mantissa, finer: false, ..whole }.aligned()
    }

    /// Creates a range of numbers; `None` if it contains no short decimal.
    pub(crate) fn numbers(range: Range) -> Option<Self> {
        let fine = (2..=15).find_map(|scale| {
            let found = Self::units(range, scale)?;
            (found.high - found.low >= 16 || range.low == range.high || scale == 15).then_some(found)
        });
        fine.and_then(Self::aligned)
    }

    fn units(range: Range, scale: u32) -> Option<Self> {
        let unit = power(scale);
        // Numbers that `f64` cannot distinguish are excluded.
        let wall = SAFE / 10_i128.checked_pow(scale)?.max(1);
        let default = wall.min(1_000_000) * 10_i128.pow(scale);
        let count = |bound: f64| {
            let scaled = bound * unit;
            #[expect(clippy::cast_possible_truncation, reason = "saturates, and is met with the wall below")]
            let near = scaled.round() as i128;
            near
        };
        let value = |units: i128| ratio(units, scale);
        let mut low = range.low.map_or(-default, count);
        let mut high = range.high.map_or(default, count);
        if range.low.is_none() {
            low = low.min(high - default);
        }
        if range.high.is_none() {
            high = high.max(low + default);
        }
        if let Some(bound) = range.low
            && (value(low) < bound || (range.low_excluded && value(low) <= bound))
        {
            low += 1;
        }
        if let Some(bound) = range.high
            && (value(high) > bound || (range.high_excluded && value(high) >= bound))
        {
            high -= 1;
        }
        let (low, high) = (low.max(-SAFE), high.min(SAFE));
        let bounded = (range.low.is_some(), range.high.is_some());
        (low <= high).then_some(Self { low, high, step: 1, scale, finer: true, bounded, whole: None, usual: None })
    }

    /// Moves the bounds to multiples of the step.
    fn aligned(self) -> Option<Self> {
        let low = -(-self.low).div_euclid(self.step) * self.step;
        let high = self.high.div_euclid(self.step) * self.step;
        (low <= high).then_some(Self { low, high, ..self })
    }

    /// Returns the number for a count of units.
    fn at(&self, units: i128) -> Number {
        let whole = 10_i128.pow(self.scale);
        if units % whole == 0 {
            let units = units / whole;
            return i64::try_from(units).map_or_else(|_| u64::try_from(units).unwrap_or(0).into(), Number::from);
        }
        Number::from_f64(ratio(units, self.scale)).unwrap_or_else(|| 0.into())
    }

    /// Draws a random number: the bounds, numbers near them, small ones, and numbers from the whole range.
    pub(crate) fn draw(&self, rng: &mut DocumentRng) -> Number {
        let span = (self.high - self.low) / self.step;
        let near = self.near();
        let units = match rng.below(16) {
            0 => self.low,
            1 if self.bounded.1 => self.high,
            2..=6 => {
                let small = i128::try_from(rng.below(200)).unwrap_or(0) * self.step;
                let small = if near == self.low || rng.once_in(2) { near + small } else { near - small };
                small.clamp(self.low, self.high)
            }
            7..=8 if self.scale > 0 => {
                let whole = 10_i128.pow(self.scale);
                let drawn = self.low + rng.wide(0, span.min(100_000 * whole / self.step)) * self.step;
                let round = drawn.div_euclid(whole) * whole;
                if round >= self.low && round % self.step == 0 { round } else { drawn }
            }
            _ if self.bounded == (true, true) || span < 1_000_000 => {
                // At most 2^54, the same on any machine.
                let steps = rng.below_wide(u64::try_from(span).unwrap_or(u64::MAX - 1) + 1);
                self.low + i128::from(steps) * self.step
            }
            // In an open range, the number of digits is drawn first, because typical numbers are distributed like that.
            _ => {
                let digits = rng.below(50);
                let reach = rng.wide(0, i128::from(u64::MAX) >> (11 + digits));
                let reach = reach / self.step * self.step;
                let drawn = if near == self.low || rng.once_in(2) { near + reach } else { near - reach };
                drawn.clamp(self.low, self.high)
            }
        };
        self.at(units)
    }

    /// Sets the usual numbers of this location: from `low` to `high`, whole or with two decimals. Only numbers that the
    /// schema allows are kept. If its bounds exclude all of them, the schema takes precedence.
    pub(crate) fn usually(&mut self, low: i128, high: i128, grain: Grain) {
        let unit = 10_i128.pow(self.scale);
        let step = if grain == Grain::Whole || self.scale < 2 { unit } else { unit / 100 };
        let step = if self.step % step == 0 || step % self.step == 0 { step.max(self.step) } else { self.step };
        let low = -(-(low * unit).max(self.low)).div_euclid(step) * step;
        let high = (high * unit).min(self.high).div_euclid(step) * step;
        self.usual = (low <= high).then_some((low, high, step));
    }

    /// Draws a usual number; if none are known, a number near the near bound.
    pub(crate) fn draw_usual(&self, rng: &mut DocumentRng) -> Number {
        match self.usual {
            Some((low, high, step)) => {
                let steps = u64::try_from((high - low) / step).unwrap_or(0) + 1;
                self.at(low + i128::from(rng.below_wide(steps)) * step)
            }
            None => self.at_distance(i128::try_from(rng.below(100)).unwrap_or(0)),
        }
    }

    /// Returns this integer, if the schema allows it.
    pub(crate) fn whole_if_allowed(&self, value: i128) -> Option<Number> {
        let units = value * 10_i128.pow(self.scale);
        let is_inside = match self.whole {
            Some((low, high)) => low <= value && value <= high,
            None => self.reaches(units),
        };
        (is_inside && units % self.step == 0).then(|| i64::try_from(value).ok().map(Number::from)).flatten()
    }

    /// Returns this integer, which some readers round, if the schema allows it.
    pub(crate) fn wide_if_allowed(&self, value: i128) -> Option<Number> {
        let (low, high) = self.whole?;
        let number = i64::try_from(value).map(Number::from).or_else(|_| u64::try_from(value).map(Number::from));
        (low <= value && value <= high && value % self.step == 0).then(|| number.ok()).flatten()
    }

    /// Returns this number, if the schema allows any decimal in a range that contains it.
    pub(crate) fn float_if_allowed(&self, value: f64) -> Option<Number> {
        #[expect(clippy::cast_possible_truncation, reason = "saturates, far beyond any bound")]
        let units = (value * power(self.scale)).round() as i128;
        // Numbers closer to a bound than one unit are excluded, because they may be on the wrong side.
        let is_inside = self.reaches(units.saturating_sub(1)) && self.reaches(units.saturating_add(1));
        let is_zero = value == 0.0 && self.reaches(0);
        (self.finer && (is_inside || is_zero)).then(|| Number::from_f64(value)).flatten()
    }

    /// Returns whether this many units are within the bounds of the schema.
    const fn reaches(&self, units: i128) -> bool {
        (!self.bounded.0 || self.low <= units) && (!self.bounded.1 || units <= self.high)
    }

    /// Returns the simplest number: the near bound or, without one, the number nearest to zero.
    pub(crate) fn smallest(&self) -> Number {
        self.at(self.near())
    }

    /// Returns the number at the far bound.
    pub(crate) fn largest(&self) -> Number {
        if !self.bounded.1 && self.finer && self.high > 0 {
            return i64::try_from(SAFE).map_or_else(|_| self.at(self.high), Number::from);
        }
        self.at(self.high)
    }

    fn near(&self) -> i128 {
        match self.bounded {
            (true, _) => self.low,
            (false, true) if self.high < 0 => self.high,
            _ => 0.clamp(self.low, self.high),
        }
    }

    /// Returns the distance of a number from the near bound, in steps; `None` for a number that is not on a step.
    pub(crate) fn distance(&self, number: &Number) -> Option<i128> {
        let whole = 10_i128.pow(self.scale);
        let units = match number.as_i64() {
            Some(integer) => i128::from(integer).checked_mul(whole)?,
            #[expect(clippy::cast_possible_truncation, reason = "compared with the number again below")]
            None => (number.as_f64()? * power(self.scale)).round() as i128,
        };
        (self.at(units) == *number).then(|| (units - self.near()) / self.step)
    }

    /// Returns the number that many steps from the near bound.
    pub(crate) fn at_distance(&self, steps: i128) -> Number {
        self.at((self.near() + steps * self.step).clamp(self.low, self.high))
    }
}

/// Returns the double nearest to `units` / 10^`scale`: both are exact, and division rounds once.
#[expect(clippy::cast_precision_loss, reason = "units stay within 2^53")]
fn ratio(units: i128, scale: u32) -> f64 {
    units as f64 / power(scale)
}

/// Returns 10^`scale`, exactly: `powi` does not guarantee that.
#[expect(clippy::cast_precision_loss, reason = "powers of ten are exact to the 22nd")]
fn power(scale: u32) -> f64 {
    10_i128.pow(scale.min(22)) as f64
}

/// Parses a decimal text into its digits and the number of decimals.
fn decimal(text: &str) -> Option<(i128, u32)> {
    let (digits, exponent) = match text.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = fraction.trim_end_matches('0');
    let mantissa: i128 = format!("{whole}{fraction}").parse().ok()?;
    let scale = i32::try_from(fraction.len()).ok()? - exponent;
    if scale >= 0 {
        (scale <= 15).then_some((mantissa, scale.unsigned_abs()))
    } else {
        Some((mantissa.checked_mul(10_i128.checked_pow(scale.unsigned_abs())?)?, 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Validator;

    #[test]
    fn multiples_of_a_decimal_are_multiples() {
        let step = Number::from_f64(0.01).unwrap();
        let range = Range { low: Some(0.5), high: Some(6.99), ..Range::default() };
        let numbers = Decimal::multiples(range, &step).unwrap();
        let validator = Validator::compile(&serde_json::json!({"multipleOf": 0.01, "minimum": 0.5, "maximum": 6.99}));
        let validator = validator.unwrap();
        let mut rng = DocumentRng::fixed(1);
        for _ in 0..1000 {
            let drawn = numbers.draw(&mut rng);
            assert!(validator.is_valid(&drawn.clone().into()), "{drawn}");
            assert_eq!(numbers.at_distance(numbers.distance(&drawn).unwrap()), drawn);
        }
        assert_eq!((numbers.smallest().to_string(), numbers.largest().to_string()), ("0.5".into(), "6.99".into()));
    }

    #[test]
    fn bounds_and_steps_meet() {
        let tens = Decimal::integers(Some(-15), Some(25), 10).unwrap();
        assert_eq!((tens.smallest(), tens.largest()), ((-10).into(), 20.into()));
        assert!(Decimal::integers(Some(1), Some(9), 10).is_none());
        let open = Decimal::integers(None, None, 1).unwrap();
        assert_eq!((open.smallest(), open.largest()), (0.into(), 9_007_199_254_740_991_i64.into()));
        let below = Range { low: Some(0.1), high: Some(0.2), low_excluded: true, high_excluded: true };
        let fine = Decimal::numbers(below).unwrap();
        let mut rng = DocumentRng::fixed(2);
        for _ in 0..200 {
            let drawn = fine.draw(&mut rng).as_f64().unwrap();
            assert!(0.1 < drawn && drawn < 0.2, "{drawn}");
        }
    }
}
