//! Any bytes as a workbook: an error or tables, never a panic or a hang.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = tenken::tables(&tenken::Input::new("fuzz.xlsx", bytes.to_vec()));
});
