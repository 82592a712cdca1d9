//! What was written as JSON reads back.
//!
//! Keys that are not known are passed over: a later version may have more.

use super::{Exact, List, Measure, Measures, Pairs};
use rust_decimal::Decimal;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::fmt;
use std::marker::PhantomData;

impl<'de, 'a> Deserialize<'de> for Measures<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Measures<'a>, D::Error> {
        Vec::<Measure<'a>>::deserialize(deserializer).map(|read| Measures(List::Read(read)))
    }
}

impl<'de> Deserialize<'de> for Exact {
    /// From JSON text alone, digit by digit: a number that went through a float has
    /// lost them.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Exact, D::Error> {
        let digits = Box::<RawValue>::deserialize(deserializer)?;
        let number = digits.get().parse::<Decimal>();
        number
            .or_else(|_| Decimal::from_scientific(digits.get()))
            .map(Exact)
            .map_err(|error| D::Error::custom(format!("{}: {error}", digits.get())))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Pairs<T> {
    /// In the order of the text.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Pairs<T>, D::Error> {
        struct InOrder<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for InOrder<T> {
            type Value = Pairs<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<T>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }

        deserializer.deserialize_map(InOrder(PhantomData))
    }
}
