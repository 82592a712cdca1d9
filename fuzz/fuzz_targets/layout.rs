//! Any text as a layout: an error that says where, or a layout that reads a small
//! workbook without a panic or a hang.

#![no_main]

use libfuzzer_sys::fuzz_target;

/// A table in another layout on each sheet.
const WORKBOOK: &[u8] = include_bytes!("../../fixtures/excel/shapes.xlsx");

fuzz_target!(|text: &str| match tenken::Layout::parse(text) {
    Ok(layout) => {
        let input = tenken::Input::new("fuzz.xlsx", WORKBOOK.to_vec()).with_layout(std::sync::Arc::new(layout));
        let _ = tenken::extract(&input);
    }
    Err(error) => assert!(!error.message().en.is_empty()),
});
