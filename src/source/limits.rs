//! Upper bounds on what a file may ask for, each with its reason, and those that a caller
//! sets lower.

/// How large a document may be; one that is larger is an error (E104, E110).
///
/// ```
/// let limits = tenken::Limits::new().bytes(50 << 20).pages(500).cells(200_000);
/// let reader = tenken::Reader::new().limits(limits);
/// # let _ = reader;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub(crate) bytes: u64,
    pub(crate) pages: usize,
    pub(crate) cells: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { bytes: FILE_BYTES, pages: usize::MAX, cells: CELLS_PER_SHEET }
    }
}

impl Limits {
    /// Those that hold where none are asked for: 1 GiB, any number of pages, 5,000,000
    /// cells.
    pub fn new() -> Limits {
        Limits::default()
    }

    /// At most so many bytes, as the file is. No more than 1 GiB is to be had.
    #[must_use]
    pub fn bytes(self, most: u64) -> Limits {
        Limits { bytes: most.min(FILE_BYTES), ..self }
    }

    /// At most so many pages, or sheets of a workbook.
    #[must_use]
    pub fn pages(self, most: usize) -> Limits {
        Limits { pages: most, ..self }
    }

    /// At most so many cells with text in all sheets of a workbook; a merged one counts for
    /// each of its rows. No more than 5,000,000 are to be had.
    #[must_use]
    pub fn cells(self, most: usize) -> Limits {
        Limits { cells: most.min(CELLS_PER_SHEET), ..self }
    }
}

/// The largest report seen is below 10 MB; hundreds of megabytes are scans,
/// which hold no text to read.
pub(crate) const FILE_BYTES: u64 = 1 << 30;

/// Glyphs of one page. An A3 annex in 6 point type has about 10,000; a page
/// beyond this bound was made to hurt.
pub(crate) const GLYPHS_PER_PAGE: usize = 2_000_000;

/// Pieces of rules of one page, before they are joined. Dotted borders of a
/// dense form come as about 4,000 pieces a page; some drawings reach 100,000.
pub(crate) const STROKES_PER_PAGE: usize = 2_000_000;

/// Clip rectangles of one page. Excel sets one for each cell.
pub(crate) const CLIPS_PER_PAGE: usize = 1_000_000;

/// Pixels of the pictures of one page that are decoded for a person to look at. An A4
/// page scanned at 600 dots to the inch has 35,000,000; in colours they take 105 MB.
pub(crate) const PIXELS_PER_PAGE: u64 = 40_000_000;

/// Pictures of one page that are kept to be looked at; a scan that is cut into strips
/// has about a hundred.
pub(crate) const PICTURES_PER_PAGE: usize = 400;

/// What the pictures of a document come to, as files, where it is looked at. Twice over,
/// and as text, they still fit into the memory that the command gives a document.
pub(crate) const PICTURE_BYTES: usize = 64 << 20;

/// What those of one page come to at the least, however many pages there are, and at the
/// most: a scan in colours of an A4 page has 300 kB to 2 MB.
pub(crate) const PICTURE_BYTES_PER_PAGE: (usize, usize) = (32 << 10, 4 << 20);

/// Squares of the lattice that the rules of one table span. A full page of
/// 方眼 paper at 2 mm has 15,000; the bound keeps the flood fill below 64 MB.
pub(crate) const LATTICE_SQUARES: usize = 4_000_000;

/// Cells of one sheet that hold something; a merged one counts for each row
/// with text that it reaches over, because it is part of each. Twice the largest open-data
/// workbook seen; beyond it, memory is at stake.
pub(crate) const CELLS_PER_SHEET: usize = 5_000_000;

/// Borders of one sheet that are remembered to find words written letter by
/// letter. A page of 方眼紙 has 2,000; empty rows with borders come by the million.
pub(crate) const WALLS_PER_SHEET: usize = 1_000_000;

/// Merged ranges of one sheet.
pub(crate) const MERGES_PER_SHEET: usize = 1_000_000;

/// Print areas of one sheet, each of which begins a new page. Those beyond are
/// taken as one, because each cell is looked up in all of them.
pub(crate) const PRINT_AREAS: usize = 64;

/// Ranges of one sheet with conditional formats that may hide something. Those
/// beyond are taken as one, because each cell is looked up in all of them.
pub(crate) const CONDITIONAL_RANGES: usize = 64;

/// Rows of a sheet (ECMA-376 part 1, 18.3.1.73; LibreOffice has as many).
pub(crate) const ROWS: u32 = 1 << 20;

/// Columns of a sheet.
pub(crate) const COLUMNS: u32 = 1 << 14;

/// Parts of an archive. A workbook of 200 sheets with a picture each has about
/// 1,000.
pub(crate) const ARCHIVE_PARTS: usize = 10_000;

/// What all parts of one archive may inflate to. 100,000 rows of 10 columns
/// come to 50 MB; at this bound the inflating alone takes 2.5 seconds.
pub(crate) const INFLATED_BYTES: u64 = 1 << 30;

/// Tags, texts and references, or binary records, in all parts of one archive.
/// 100,000 rows of 10 columns have 5,200,000; a sheet whose writer refers to
/// each Japanese character by number has one more for each. At this bound
/// reading takes five seconds.
pub(crate) const NODES: u64 = 60_000_000;

/// What a part may inflate to that only lists other parts or settings. A
/// workbook of 4,096 sheets lists them in less than 1 MB.
pub(crate) const SMALL_PART_BYTES: u64 = 16 << 20;

/// Text of one cell. Excel stops at 32,767 characters; four bytes each, twice
/// over for writers that do not.
pub(crate) const CELL_TEXT_BYTES: usize = 1 << 18;

/// Runs of one text: no more than it has characters.
pub(crate) const TEXT_RUNS: usize = 32_767;

/// Text of one workbook, shared strings and texts of cells together: 50 bytes
/// for each of 5,000,000 cells.
pub(crate) const WORKBOOK_TEXT_BYTES: usize = 256 << 20;

/// Cell styles of one workbook, with their fonts, fills and formats. Excel
/// itself stops at 65,490 (its published limits: 65,490 cell styles).
pub(crate) const STYLES: usize = 500_000;

/// Sheets of one workbook. A year of daily sheets has 366.
pub(crate) const SHEETS: usize = 4_096;

/// Characters of the name of a sheet. Excel stops at 31, LibreOffice does not.
pub(crate) const SHEET_NAME_CHARACTERS: usize = 255;

/// Shapes with text of one workbook. A sheet that is drawn as a diagram has hundreds.
pub(crate) const SHAPES: usize = 10_000;

/// Rows or columns of one sheet of which a size of their own is remembered, to find
/// what lies under its shapes.
pub(crate) const SIZES_PER_SHEET: usize = 100_000;

/// Values of one cell. The fullest cells of real reports have about 30, Excel allows
/// 254 lines; a cell made of 20,000 lines would be megabytes of output.
pub(crate) const VALUES_PER_CELL: usize = 256;

/// How much of a cell is searched for values: 32 bytes for each of them.
pub(crate) const VALUES_BYTES: usize = 32 * VALUES_PER_CELL;

/// Damages reported one by one for each sheet; a stream out of step shows thousands.
pub(crate) const DAMAGES_REPORTED: usize = 20;

/// Struck-through cells reported one by one for each sheet; where there are
/// more, nobody looks at each.
pub(crate) const STRUCK_CELLS_REPORTED: usize = 100;

/// What one stream of a PDF may inflate to: content, a font, a table of
/// objects. The largest fonts have 30 MB; Flate can make 1,032 bytes of one.
pub(crate) const STREAM_BYTES: usize = 128 << 20;

/// What the fonts, forms and tables of a PDF may inflate to together, as far as
/// that was counted, and as much again where their length alone tells: fonts
/// stay in memory while a thread reads. A file with 40 whole fonts has 400 MB.
pub(crate) const STREAMS_BYTES: u64 = 512 << 20;

/// What the object and cross-reference streams of a PDF may inflate to
/// together: they stay in memory. 1,000 tagged pages have about 50 MB.
pub(crate) const TABLE_BYTES: usize = 256 << 20;

/// The same for a locked file, where each stream gets an equal part of it and is
/// judged alone: streams differ in length, so it is four times as much.
pub(crate) const LOCKED_TABLES_BYTES: usize = 4 * TABLE_BYTES;

/// Content of one page, with that of its forms each time that they are drawn.
/// A dense map has 20 MB; a second of drawing is about 100 MB.
pub(crate) const CONTENT_BYTES_PER_PAGE: u64 = 256 << 20;

/// Objects that are looked at for what a page may inflate to. A page of a map
/// with an object for each symbol has 50,000.
pub(crate) const OBJECTS_PER_PAGE: usize = 500_000;
