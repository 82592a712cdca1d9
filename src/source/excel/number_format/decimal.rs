//! A stored number as decimal digits, so that rounding is what a person does
//! on paper: 1.005 to two places is 1.01, though its double lies below.

use std::fmt::{self, Write};

/// A positive number `0.d₁d₂d₃… × 10^point`. Zero has no digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Decimal {
    digits: [u8; SIGNIFICANT],
    count: usize,
    point: i32,
}

/// Excel computes and shows 15 significant digits (its published limits:
/// number precision); those behind are noise of the binary form.
const SIGNIFICANT: usize = 15;

impl Decimal {
    /// The size of a number, without its sign.
    pub(in super::super) fn of(value: f64) -> Decimal {
        let mut written = Written { bytes: [0; 24], count: 0 };
        // A finite number has room.
        let _ = write!(written, "{:.*e}", SIGNIFICANT - 1, value.abs());
        let (mantissa, exponent) = written.as_str().split_once('e').unwrap_or(("0", "0"));
        let point = exponent.parse::<i32>().unwrap_or(0) + 1;
        let mut decimal = Decimal { digits: [0; SIGNIFICANT], count: 0, point };
        for c in mantissa.bytes().filter(u8::is_ascii_digit).take(SIGNIFICANT) {
            decimal.digits[decimal.count] = c - b'0';
            decimal.count += 1;
        }
        decimal.trim();
        decimal
    }

    fn digits(&self) -> &[u8] {
        self.digits.get(..self.count).unwrap_or_default()
    }

    fn trim(&mut self) {
        while self.digits().last() == Some(&0) {
            self.count -= 1;
        }
        if self.is_zero() {
            self.point = 0;
        }
    }

    pub(super) fn is_zero(&self) -> bool {
        self.count == 0
    }

    /// The power of ten of the first digit: 0 for 1 to 9.99….
    pub(super) fn magnitude(&self) -> i32 {
        self.point - 1
    }

    /// Times a power of ten.
    pub(super) fn scale(&mut self, power: i32) {
        if !self.is_zero() {
            self.point = self.point.saturating_add(power);
        }
    }

    /// Rounds half up to so many places behind the point (before it, where
    /// negative) and tells whether anything was lost.
    pub(super) fn round(&mut self, places: i32) -> bool {
        let keep = self.point.saturating_add(places);
        if keep >= self.count as i32 {
            return false;
        }
        // Below zero, the number is far less than half of the last place.
        let is_up = usize::try_from(keep)
            .is_ok_and(|keep| self.digits().get(keep).is_some_and(|&digit| digit >= 5));
        self.count = usize::try_from(keep).unwrap_or(0);
        if is_up {
            self.increment();
        }
        self.trim();
        true
    }

    /// Adds one to the last digit kept.
    fn increment(&mut self) {
        for digit in self.digits.iter_mut().take(self.count).rev() {
            if *digit < 9 {
                *digit += 1;
                return;
            }
            *digit = 0;
        }
        // All nines, or nothing kept.
        self.digits[0] = 1;
        self.count = 1;
        self.point += 1;
    }

    /// How many digits stand before the point, none for a number below 1.
    pub(super) fn whole_count(&self) -> usize {
        usize::try_from(self.point).unwrap_or(0)
    }

    /// The digit before the point with so many others between them.
    pub(super) fn whole(&self, from_point: usize) -> char {
        self.digit(self.point.saturating_sub(1).saturating_sub(from_point as i32))
    }

    /// The digit behind the point with so many others between them.
    pub(super) fn place(&self, from_point: usize) -> char {
        self.digit(self.point.saturating_add(from_point as i32))
    }

    /// How many digits behind the point are not zero.
    pub(super) fn place_count(&self) -> usize {
        usize::try_from(self.count as i32 - self.point).unwrap_or(0)
    }

    fn digit(&self, at: i32) -> char {
        let digit = usize::try_from(at).ok().and_then(|at| self.digits().get(at));
        char::from(b'0' + digit.copied().unwrap_or(0))
    }
}

/// A number as text, without the allocation that a million cells would cost.
/// The longest is `1.23456789012345e-308`.
struct Written {
    bytes: [u8; 24],
    count: usize,
}

impl Written {
    fn as_str(&self) -> &str {
        self.bytes.get(..self.count).and_then(|it| str::from_utf8(it).ok()).unwrap_or_default()
    }
}

impl fmt::Write for Written {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.count + text.len();
        self.bytes.get_mut(self.count..end).ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
        self.count = end;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[track_caller]
    fn rounds(value: f64, places: i32, whole: &str, behind: &str, lost: bool) {
        let mut decimal = Decimal::of(value);
        assert_eq!(decimal.round(places), lost, "{value}");
        let places = usize::try_from(places).unwrap_or(0);
        let before: String = (0..decimal.whole_count()).rev().map(|at| decimal.whole(at)).collect();
        let after: String = (0..places).map(|at| decimal.place(at)).collect();
        assert_eq!((before.as_str(), after.as_str()), (whole, behind));
    }

    #[test]
    fn as_on_paper() {
        rounds(1.005, 2, "1", "01", true);
        rounds(0.8985, 2, "", "90", true);
        rounds(9.999, 2, "10", "00", true);
        rounds(0.1 + 0.2, 1, "", "3", false);
        rounds(1234.0, 0, "1234", "", false);
        rounds(1234.0, -2, "1200", "", true);
        rounds(0.0004, 2, "", "00", true);
        rounds(0.5, 0, "1", "", true);
        rounds(0.0, 2, "", "00", false);
        rounds(1e20, 0, "100000000000000000000", "", false);
    }
}
