//! Any bytes behind a PDF header: an error or tables, never a panic or a hang.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut file = b"%PDF-1.7\n".to_vec();
    file.extend_from_slice(bytes);
    let _ = tenken::tables(&tenken::Input::new("fuzz.pdf", file));
});
