//! Any text through every entry of `value` and `text`: nothing may panic, and
//! what is printed must be read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tenken::text;
use tenken::value::{self, Hints, Legend, era, number, unit};

fuzz_target!(|input: &str| {
    let (cell, around) = input.split_once('\0').unwrap_or((input, ""));
    let hints = Hints::none().with_header(around).with_indicator(around).with_note(around);
    let reading = value::read(cell, &hints);
    for value in &reading.values {
        assert_eq!(cell.get(value.place.clone()), Some(value.text.as_str()));
        if let Some(number) = value.number {
            assert_eq!(number::parse(&number::print(number)), Ok(number));
        }
    }
    let other = value::read(around, &Hints::none());
    value::pair(&value::items(around), &reading.values, &other.values);

    let _ = (number::parse(cell), unit::parse(cell), unit::stated(cell));
    let _ = (era::parse(cell), era::find_fiscal_year(cell));
    let _ = Legend::parse(around).read(cell);

    let repaired = text::repair(cell);
    assert_eq!(text::repair(&repaired), repaired);
    let normalized = text::normalize(cell);
    assert_eq!(text::normalize(&repaired), normalized);
    assert_eq!(text::normalize(&normalized), normalized);
});
