//! What of a sheet goes to paper: its print areas, and the rows and columns
//! that each page repeats.
//!
//! Who lays out a report puts workings beside the table and cuts them off with
//! a print area. The print is what is published, so the rest is left out and
//! reported. Titles are printed wherever they stand.
//!
//! xlsx, xlsb and xls keep both as names with a formula; ods has attributes.

use super::bytes::Bytes;
use super::reference;
use crate::place::Range;
use crate::source::limits;
use std::collections::HashMap;

/// The printed parts of one sheet, as far as they are known.
#[derive(Debug, Default)]
pub(super) struct Print {
    areas: Vec<Range>,
    titles: Vec<Range>,
}

/// The printed parts of all sheets, by the number of the sheet.
#[derive(Debug, Default)]
pub(super) struct Prints(HashMap<usize, Print>);

/// The two names that say what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    Areas,
    Titles,
}

impl Name {
    /// As xlsx and xlsb write it.
    pub(super) fn of(name: &str) -> Option<Name> {
        let name = name.strip_prefix("_xlnm.").unwrap_or(name);
        if name.eq_ignore_ascii_case("Print_Area") {
            Some(Name::Areas)
        } else if name.eq_ignore_ascii_case("Print_Titles") {
            Some(Name::Titles)
        } else {
            None
        }
    }
}

impl Prints {
    /// What a name means for a sheet. A formula that is no list of ranges says
    /// nothing, for it would have to be computed.
    pub(super) fn add(&mut self, sheet: usize, name: Name, ranges: Option<Vec<Range>>) {
        let print = self.0.entry(sheet).or_default();
        for range in ranges.into_iter().flatten() {
            print.add(name, range);
        }
    }

    /// The printed parts of a sheet, none where all of it is printed.
    pub(super) fn of(&mut self, sheet: usize) -> Vec<Range> {
        self.0.remove(&sheet).unwrap_or_default().parts()
    }
}

impl Print {
    pub(super) fn add(&mut self, name: Name, range: Range) {
        let count = self.areas.len();
        match (name, self.areas.last_mut()) {
            // One stretch of rows and one of columns; there can be no more.
            (Name::Titles, _) if self.titles.len() < 2 => self.titles.push(range),
            (Name::Titles, _) => (),
            (Name::Areas, Some(last)) if count >= limits::PRINT_AREAS => *last = last.union(&range),
            (Name::Areas, _) => self.areas.push(range),
        }
    }

    /// The areas, and the titles as wide or as high as each of them.
    pub(super) fn parts(self) -> Vec<Range> {
        let (rows, columns): (Vec<Range>, Vec<Range>) =
            self.titles.into_iter().partition(|title| title.last_col >= limits::COLUMNS - 1);
        let mut parts = self.areas;
        for area in 0..parts.len() {
            let area = parts[area];
            let above =
                rows.iter().map(|title| Range { col: area.col, last_col: area.last_col, ..*title });
            let beside = columns.iter().map(|title| Range {
                row: area.row,
                last_row: area.last_row,
                ..*title
            });
            parts.extend(above.chain(beside));
        }
        parts
    }
}

/// The ranges that a text lists: `別紙!$A$1:$J$30,別紙!$L:$M` where a comma
/// parts them and `!` ends the name of a sheet. None where one of them is none.
pub(super) fn listed(text: &str, separator: char, mark: char) -> Option<Vec<Range>> {
    let mut is_quoted = false;
    let parts = text.split(|c: char| {
        is_quoted ^= c == '\'';
        c == separator && !is_quoted
    });
    let corner = |name: &str| {
        let name = name.rsplit_once(mark).map_or(name, |(_, name)| name);
        name.replace('$', "")
    };
    let parts = parts.filter(|part| !part.is_empty());
    parts
        .map(|part| match part.rsplit_once(':') {
            Some((from, to)) => reference::lines(&corner(from), &corner(to)),
            None => reference::range(&corner(part)),
        })
        .collect()
}

/// How wide the numbers of rows are in the formulas of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Width {
    /// xls: 65,536 rows of 256 columns.
    Short,
    /// xlsb.
    Long,
}

/// The ranges of a formula in tokens (MS-XLS 2.5.198, MS-XLSB 2.5.97), which
/// both formats number alike. None where it does more than list ranges.
pub(super) fn tokens(mut formula: Bytes<'_>, width: Width) -> Option<Vec<Range>> {
    let mut ranges = Vec::new();
    while let Some(token) = formula.u8() {
        // Operands come in three classes, 0x20 apart.
        let token = if token < 0x20 { token } else { token & 0x1F | 0x20 };
        match token {
            // Union and parentheses.
            0x10 | 0x15 => (),
            // Spaces.
            0x19 => formula.skip(3)?,
            // The length of a list that follows.
            0x26 => formula.skip(6)?,
            0x29 => formula.skip(2)?,
            // A cell, a range.
            0x3A | 0x3B => ranges.push(operand(&mut formula, width, token == 0x3B)?),
            _ => return None,
        }
    }
    Some(ranges)
}

fn operand(formula: &mut Bytes<'_>, width: Width, is_range: bool) -> Option<Range> {
    // Which sheet: the name belongs to one already.
    formula.skip(2)?;
    let mut row = || match width {
        Width::Short => formula.u16().map(u32::from),
        Width::Long => formula.u32(),
    };
    let row_of = row()?;
    let last_row = if is_range { row()? } else { row_of };
    // The upper bits say which parts are relative.
    let mut col = || formula.u16().map(|col| u32::from(col & 0x3FFF));
    let col_of = col()?;
    let last_col = if is_range { col()? } else { col_of };
    let (rows, cols) = match width {
        Width::Short => (1 << 16, 1 << 8),
        Width::Long => (limits::ROWS, limits::COLUMNS),
    };
    // The last line of a smaller sheet is the last one of any.
    let last_row = if last_row >= rows - 1 { limits::ROWS - 1 } else { last_row };
    let last_col = if last_col >= cols - 1 { limits::COLUMNS - 1 } else { last_col };
    let range = Range { row: row_of, col: col_of, last_row, last_col };
    (range.row <= last_row && range.col <= last_col).then_some(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn lists(text: &str, expected: Option<&str>) {
        let found = listed(text, ',', '!');
        let found = found.map(|it| it.iter().map(Range::to_string).collect::<Vec<_>>().join(" "));
        assert_eq!(found.as_deref(), expected, "{text}");
    }

    #[test]
    fn ranges_in_words() {
        lists("別紙!$A$1:$J$30", Some("A1:J30"));
        lists("'a,b!'!$A$1:$B$2,'a,b!'!$D$4", Some("A1:B2 D4"));
        lists("別紙!$A:$B,別紙!$3:$4", Some("A1:B1048576 A3:XFD4"));
        lists("#REF!", None);
        lists("OFFSET(別紙!$A$1,0,0,5,5)", None);
        lists("", Some(""));
    }

    #[test]
    fn ranges_of_opendocument() {
        let found = listed("$'a b'.$A$1:.J30 表.L1:表.M2", ' ', '.').unwrap();
        assert_eq!(found.iter().map(Range::to_string).collect::<Vec<_>>(), ["A1:J30", "L1:M2"]);
    }

    #[test]
    fn ranges_in_tokens() {
        let area = [0x3B, 0, 0, 0, 0, 9, 0, 0, 0, 3, 0];
        let rows = [0x3B, 0, 0, 2, 0, 3, 0, 0, 0, 255, 0];
        let union = [&[0x29, 23, 0], &area[..], &rows[..], &[0x10]].concat();
        let found = tokens(Bytes(&union), Width::Short).unwrap();
        assert_eq!(found.iter().map(Range::to_string).collect::<Vec<_>>(), ["A1:D10", "A3:XFD4"]);
        assert_eq!(tokens(Bytes(&area[..6]), Width::Short), None);
        assert_eq!(tokens(Bytes(&[0x1E, 1, 0]), Width::Short), None);
    }

    #[test]
    fn titles_are_as_wide_as_the_area() {
        let mut print = Print::default();
        for range in listed("A:B,1:2", ',', '!').unwrap() {
            print.add(Name::Titles, range);
        }
        print.add(Name::Areas, reference::range("C5:F9").unwrap());
        let parts: Vec<String> = print.parts().iter().map(Range::to_string).collect();
        assert_eq!(parts, ["C5:F9", "C1:F2", "A5:B9"]);
    }
}
