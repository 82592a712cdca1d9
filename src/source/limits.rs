//! Upper bounds on what a file may ask for, each with its reason.

/// The largest report seen is below 10 MB; hundreds of megabytes are scans,
/// which hold no text to read.
pub const FILE_BYTES: u64 = 1 << 30;

/// Glyphs of one page. An A3 annex in 6 point type has about 10,000; a page
/// beyond this bound was made to hurt.
pub const GLYPHS_PER_PAGE: usize = 2_000_000;

/// Pieces of rules of one page, before they are joined. Dotted borders of a
/// dense form come as about 4,000 pieces a page; some drawings reach 100,000.
pub const STROKES_PER_PAGE: usize = 2_000_000;

/// Clip rectangles of one page. Excel sets one for each cell.
pub const CLIPS_PER_PAGE: usize = 1_000_000;

/// Squares of the lattice that the rules of one table span. A full page of
/// 方眼 paper at 2 mm has 15,000; the bound keeps the flood fill below 64 MB.
pub const LATTICE_SQUARES: usize = 4_000_000;

/// Cells of one sheet that hold something. Twice the largest open-data
/// workbook seen; beyond it, memory is at stake.
pub const CELLS_PER_SHEET: usize = 5_000_000;

/// Merged ranges of one sheet.
pub const MERGES_PER_SHEET: usize = 1_000_000;
