//! A remark about a place: what deserves a look, how badly, and where.
//!
//! Findings are values, collected in a list that every stage and every check
//! gets as its last argument; nothing is printed on the way.

mod codes;

use crate::place::Place;
use crate::text;
use sha2::{Digest, Sha256};
use std::fmt;

pub use codes::{Page, checks_manual};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A person should know.
    Info,
    /// A probable slip.
    Warning,
    /// The report contradicts itself, or could not be read whole.
    Error,
}

/// A message in both languages of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

/// So many characters of a text that a message repeats.
pub(crate) fn excerpt(text: &str, chars: usize) -> String {
    match text.char_indices().nth(chars) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

impl Message {
    /// A message from its two wordings.
    pub fn new(ja: impl Into<String>, en: impl Into<String>) -> Message {
        Message { ja: ja.into(), en: en.into() }
    }

    /// The wording in one language.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Japanese => &self.ja,
            Language::English => &self.en,
        }
    }
}

/// The languages in which the program speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// 日本語
    Japanese,
    /// English
    English,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $severity:ident),* $(,)?) => {
        /// The stable codes. The letter says what kind of thing is wrong:
        /// T totals, R ratings, I identity, H highlights, V values, D the files of one
        /// report, Y the report of the year before, W writing, P reading the page, O open
        /// data.
        #[non_exhaustive]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $name),* }

        impl Code {
            /// The code as it is printed and published.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => stringify!($name)),* }
            }

            /// What this code means for the report, unless a profile says otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity),* }
            }
        }
    };
}

codes! {
    /// The annex, counted, gives other totals than the report declares.
    T101 Error,
    /// The row or the column of all is not the sum of the others.
    T102 Error,
    /// A percentage is not its count over the count of all.
    T103 Error,
    /// A number in the prose is not that of the table of totals.
    T104 Error,
    /// The measures undertaken are not the sum of their parts, or not those listed.
    T105 Info,
    /// The sum of a group is not that of the rows it holds.
    T106 Error,
    /// A count by field in the prose is not that of the plan or of its measures.
    T107 Warning,
    /// The annex, counted, gives other totals than `--expect` asks for.
    T190 Error,
    /// A rating that contradicts the report's own rule.
    R201 Info,
    /// A rating that can't be computed from target and actual.
    R202 Info,
    /// A rating symbol that neither the legend nor the layout knows.
    R203 Warning,
    /// 未達成 without a reason, where others give one.
    R204 Warning,
    /// 集計中 without a word on when it will be known.
    R205 Info,
    /// 指標未設定 with a value.
    R206 Warning,
    /// A legend of which no word is known: its symbols were taken as steps in their
    /// order.
    R207 Warning,
    /// A printed ratio that is not actual ÷ target.
    R208 Warning,
    /// Ratings that no legend explains.
    R209 Info,
    /// The number of a measure that an earlier one has.
    I301 Warning,
    /// A gap in the numbering.
    I302 Info,
    /// The number of the field is not the first part of the measure's number.
    I303 Warning,
    /// A field of the structure without measures.
    I304 Warning,
    /// A number merged over several indicators, each of which is listed.
    I305 Info,
    /// A number that stands behind a larger one of its run.
    I306 Info,
    /// A highlight whose number the annex lacks.
    H401 Warning,
    /// A highlight that has another name in the annex.
    H402 Warning,
    /// A figure of a highlight that is not the annex's actual.
    H403 Warning,
    /// A figure of a highlight that has another unit in the annex.
    H404 Info,
    /// Target and actual in units that count different things.
    V501 Warning,
    /// A value that looks like one but is not understood; it is kept as text.
    V502 Info,
    /// An item (①②) that has no counterpart.
    V503 Warning,
    /// A number that the workbook shows rounded or without its sign; the stored
    /// one is kept.
    V504 Info,
    /// Two files of one report, its PDF and its workbook, that differ.
    D801 Warning,
    /// A base that is not the actual of last year's report.
    Y701 Warning,
    /// A value of one year that this report and last year's print differently.
    Y702 Warning,
    /// A target that was lowered, a unit that changed, an indicator or a measure that is
    /// gone without a word.
    Y703 Warning,
    /// A value that was promised for this year and is still not there.
    Y704 Warning,
    /// Digits of both widths in one column.
    W601 Info,
    /// One symbol written with several characters.
    W602 Info,
    /// A space inside a number.
    W603 Info,
    /// A character for private use (外字), which means something where it was typed
    /// alone.
    W604 Warning,
    /// Characters outside JIS X 0213, and half-width kana, which other systems may not
    /// hold.
    W605 Info,
    /// Neither CSV nor workbook (rule 1-1).
    O101 Error,
    /// Several things within one cell (rule 1-2).
    O102 Warning,
    /// A number with commas, units or signs, or full-width, in a column of numbers (rule
    /// 1-3).
    O103 Error,
    /// Merged cells (rule 1-4).
    O104 Error,
    /// Spaces or line ends that lay a text out (rule 1-5).
    O105 Warning,
    /// A column without a header, or two of one header (rule 1-6).
    O106 Error,
    /// A formula (rule 1-7).
    O107 Error,
    /// A picture, a shape or a chart (rule 1-8).
    O108 Warning,
    /// A column of numbers of which no unit is told (rule 1-9).
    O109 Warning,
    /// Characters that depend on the machine (rule 1-10).
    O110 Warning,
    /// A year by its era alone (rule 1-11).
    O111 Warning,
    /// Neither the code nor the name of an area (rule 1-12).
    O112 Warning,
    /// A sign or nothing where a number is missing (rule 1-13).
    O113 Warning,
    /// A table that is parted by empty rows or columns (rule 2-1).
    O201 Error,
    /// More than one table on a sheet, or words around it (rule 2-2).
    O202 Warning,
    /// Not UTF-8.
    O301 Error,
    /// A row with more or fewer cells than the header.
    O302 Error,
    /// A code of a local government whose check digit is wrong.
    O303 Error,
    /// A date that is not written as 2025-09-30.
    O304 Error,
    /// No byte order mark, without which Excel takes UTF-8 for Shift_JIS.
    O305 Info,
    /// Hidden rows, columns or sheets.
    O306 Warning,
    /// Two rows of one key.
    O307 Error,
    /// A code that the code list lacks.
    O308 Error,
    /// No licence, or no description of a column, in a package.
    O309 Error,
    /// A character that the encoding asked for can't hold.
    O310 Warning,
    /// A workbook that was left out, for it would have had too many rows.
    O320 Warning,
    /// A published value that is not the report's.
    O401 Error,
    /// A row of the report that the package lacks.
    O402 Error,
    /// A row of the package that the report lacks.
    O403 Error,
    /// A file of a package that is missing, changed since, or not what it is said to be.
    O404 Error,
    /// A file of a package that was not read back.
    O405 Warning,
    /// A value that another release has otherwise.
    O411 Info,
    /// A measure of the last release that is gone.
    O412 Warning,
    /// A measure that the last release lacks.
    O413 Info,
    /// Another release has another id, or other columns.
    O414 Warning,
    /// A glyph whose Unicode can't be known.
    P901 Error,
    /// Ink that is in no cell, paragraph, caption, header or footer.
    P902 Error,
    /// A page without text: scanned, or drawn as outlines.
    P903 Warning,
    /// A damaged file: repaired, or cut short.
    P904 Error,
    /// Hidden or unprinted cells, struck-through text: not part of what is published.
    P905 Info,
    /// A formula whose result is not stored in the workbook.
    P906 Warning,
    /// A row split by hand over several, or a text over cells of one letter each,
    /// put together again.
    P907 Info,
    /// A table goes on right below or beside the print area that leaves its last rows
    /// or columns out.
    P908 Warning,
    /// A conditional format, which is not evaluated, may hide values or show them
    /// otherwise.
    P909 Info,
    /// A row of a table of measures that says something and is none: it has neither
    /// number nor name, or is a heading or a remark.
    P910 Warning,
    /// A table that lacks a header by which measures are known, and has the others.
    P911 Warning,
    /// A merged cell for the pillar or the field of several measures that is empty, or
    /// a column of fields that begins without one.
    P912 Warning,
    /// A filled-in example (記入例) beside the real table: no measures.
    P913 Info,
    /// A row without number of which it is not sure whether it is a measure, or a line
    /// of the one above or below it.
    P914 Warning,
    /// Rows that look like measures, in no table of measures.
    P915 Warning,
    /// A table of measures with indicators and without a column of targets or of
    /// actuals, whose values may stand below a header that is not understood.
    P916 Warning,
    /// The text of a shape or text box that lies over cells of a table.
    P917 Warning,
    /// Ink that is no text in a cell without text, or a mark around a part of its text.
    P918 Warning,
    /// A page whose table has no text in any cell, while text of the page was left out.
    P919 Error,
    /// Text that OCR read in a scan.
    P920 Warning,
    /// Readings (ruby) above words, which are no part of the line.
    P921 Info,
    /// A cell with more values than any report has; those beyond are left out.
    P922 Error,
    /// A table without all its rules, of which another reading is nearly as likely.
    P923 Warning,
    /// A row that adds up the measures above it, or what stands beside the name of a group:
    /// neither is a measure.
    P924 Info,
    /// A table with a header of which nothing was read.
    P925 Info,
    /// Two columns claim one value of one year: the first was read.
    P930 Warning,
    /// Two rules of a layout claim one column.
    P931 Error,
    /// A table with other columns than the first was read as measures too.
    P932 Info,
    /// A text that a person corrected; what is read is what is right.
    P933 Info,
    /// A correction by hand that no longer applies: its cell is gone or says another thing.
    P934 Warning,
    /// A column of words whose header nobody knows was read as the names.
    P935 Info,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One remark.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Finding {
    /// What kind of remark.
    pub code: Code,
    /// The sentence for a person.
    pub message: Message,
    /// The number (番号) of the measure concerned, or its name.
    pub measure: Option<String>,
    /// The key of the measure concerned.
    pub key: Option<String>,
    /// The column concerned, by the name of its role: `target`, `actual`, `rating` ….
    pub column: Option<&'static str>,
    /// Where to look.
    pub place: Option<Place>,
    /// What should have been there, as text.
    pub expected: Option<String>,
    /// What is there, as text.
    pub found: Option<String>,
}

impl Finding {
    /// A finding with a message and nothing else yet.
    pub fn new(code: Code, message: Message) -> Finding {
        Finding {
            code,
            message,
            measure: None,
            key: None,
            column: None,
            place: None,
            expected: None,
            found: None,
        }
    }

    /// At a place.
    pub fn at(mut self, place: Option<Place>) -> Finding {
        self.place = place;
        self
    }

    /// About a measure.
    pub fn of_measure(mut self, id: &str) -> Finding {
        self.measure = Some(id.to_owned());
        self
    }

    /// In a column, by the name of its role.
    pub fn in_column(mut self, column: &'static str) -> Finding {
        self.column = Some(column);
        self
    }

    /// By what the same remark is known in another edition of the report, 16
    /// hexadecimal digits: code, measure, column, and what was found whatever its
    /// width and spaces; no page and no box, which move with every edit.
    pub fn fingerprint(&self) -> String {
        let measure = self.key.as_deref().or(self.measure.as_deref()).unwrap_or_default();
        let found = text::normalize(self.found.as_deref().unwrap_or_default());
        let found: String = found.split_whitespace().collect();
        let parts = [self.code.as_str(), measure, self.column.unwrap_or_default(), &found];
        let digest = Sha256::digest(parts.join("\0").as_bytes());
        digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }

    /// With what was expected and what was found.
    pub fn comparing(mut self, expected: impl Into<String>, found: impl Into<String>) -> Finding {
        self.expected = Some(expected.into());
        self.found = Some(found.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::{Code, Finding, Message};
    use crate::place::{Place, Range};

    #[test]
    fn the_fingerprint_is_of_what_is_said_and_not_of_where_it_stands() {
        let plain = Finding::new(Code::V502, Message::new("", "")).of_measure("1-1");
        let found = |text: &str| plain.clone().comparing("", text).fingerprint();
        let first = found("１２ 件");
        assert_eq!((first.len(), &first), (16, &found("12件")));
        assert_ne!(first, found("13件"));
        let range = Range { row: 3, col: 2, last_row: 3, last_col: 2 };
        let moved = plain.clone().at(Some(Place::Sheet { sheet: "別紙".into(), range }));
        assert_eq!(moved.fingerprint(), plain.fingerprint());
        assert_ne!(plain.clone().in_column("target").fingerprint(), plain.fingerprint());
        assert_ne!(plain.clone().of_measure("1-2").fingerprint(), plain.fingerprint());
        let keyed = Finding { key: Some("くらし/1-1".to_owned()), ..plain.clone() };
        assert_ne!(keyed.fingerprint(), plain.fingerprint());
        let other = Finding { code: Code::W603, ..plain.clone() };
        assert_ne!(other.fingerprint(), plain.fingerprint());
    }
}
