//! The indicator of a row, with its values by role and year.

use super::{Line, Reader};
use crate::annex::ColumnRole;
use crate::finding::Finding;
use crate::layout::{self, Role};
use crate::report::measures::Record;
use crate::report::{Indicator, IndicatorKind, IndicatorValue, Side, ValueRole, cell};
use crate::table::Row;
use crate::text;
use crate::value::{self, Hints, Stated, unit};

/// Reads one indicator of a record.
pub(super) struct IndicatorReader<'r> {
    pub(super) reader: &'r Reader<'r>,
    pub(super) record: &'r Record,
    pub(super) line: Line<'r>,
    /// In which a note mark may be explained.
    pub(super) note: Option<&'r str>,
    /// By what findings name the measure.
    pub(super) measure: &'r str,
}

impl IndicatorReader<'_> {
    pub(super) fn indicator(&self, hides_text: bool, findings: &mut Vec<Finding>) -> Indicator {
        let own = |role: Role| {
            let col = self.reader.column(role, self.line.slot)?;
            let entry = self.reader.entry_at(self.line.row, col, role)?;
            Some(entry).filter(|it| !it.text.is_empty())
        };
        let text = own(Role::Indicator).filter(|_| !hides_text).map(|it| it.text.clone());
        let item = || self.reader.item(self.line.slot).map(str::to_owned);
        let text = text.or_else(item).unwrap_or_default();
        let items = value::items(&text);
        let unit_column = own(Role::Unit)
            .and_then(|it| unit::stated(&format!("（単位：{}）", unexplained(&it.text))));
        let of_table = self.reader.roles.unit.clone();
        let stated = unit_column.clone().or_else(|| unit::stated(&text)).or(of_table);
        let values = self.values(&items, unit_column.as_ref(), findings);
        let kind = own(Role::Kind).and_then(|it| kind(&it.text)).or_else(|| self.kind());
        Indicator {
            id: None,
            kind,
            of: own(Role::Of).map(|it| it.text.clone()),
            normalized: text::normalize(&text),
            items,
            unit: stated.map(|it| it.unit),
            direction: own(Role::Direction).and_then(|it| side(&it.text)),
            values,
            text,
        }
    }

    /// The kind of indicator that an outer header says: 主な活動指標.
    fn kind(&self) -> Option<IndicatorKind> {
        let col = self.reader.column(Role::Indicator, self.line.slot)?;
        kind(&self.reader.roles.columns.get(col)?.header)
    }

    fn values(
        &self,
        items: &[value::Item],
        unit_column: Option<&Stated>,
        findings: &mut Vec<Finding>,
    ) -> Vec<IndicatorValue> {
        let mut found = Vec::new();
        for (col, column) in self.reader.roles.columns.iter().enumerate() {
            if column.slot != self.line.slot {
                continue;
            }
            for (row, role, year) in self.cells(col, column) {
                let Some(entry) = self.reader.entry_at(row, col, role) else { continue };
                if entry.text.is_empty() {
                    continue;
                }
                let hints = Hints::none().with_items(items);
                // A ratio is of no unit of its indicator's.
                let hints = if role == Role::Ratio {
                    hints.with_unit(column.unit.as_ref())
                } else {
                    let of_table = self.reader.roles.unit.as_ref();
                    hints.with_unit(of_table).with_unit(column.unit.as_ref()).with_unit(unit_column)
                };
                let hints = hints.with_notes_below(self.reader.notes);
                let hints = match self.note {
                    Some(note) => hints.with_note(note),
                    None => hints,
                };
                let parts = cell::read(&entry.text, entry.number, &hints, |finding| {
                    let finding = finding.of_measure(self.measure);
                    findings.push(finding.at(Some(entry.place.clone())));
                });
                let fiscal_year = self.year_of(row, col, year, &entry.text);
                let role = match role {
                    Role::Target => self.reader.roles.target_of(fiscal_year, self.reader.year),
                    role => role,
                };
                found.extend(value_role(role).map(|role| IndicatorValue {
                    role,
                    fiscal_year: fiscal_year.or_else(|| self.default_year(role)),
                    text: entry.text.clone(),
                    normalized: text::normalize(&entry.text),
                    parts,
                    place: entry.place.clone(),
                    corrected: None,
                }));
            }
        }
        found
    }

    /// The cells of a column that hold values, with role and year: one in the row of
    /// the indicator, or one in each row of a record.
    fn cells(&self, col: usize, column: &ColumnRole) -> Vec<(&Row, Role, Option<i32>)> {
        let year = column.years.map(|it| it.1);
        match column.role {
            Some(Role::ByRow) => {
                let rows = self.line.rows.iter().enumerate();
                let own = |at: usize, row: &Row| match self.reader.roles.rows_of {
                    Some(rows_of) => {
                        let word = row.cell(rows_of)?;
                        self.reader.roles.value_of_row(&word.text).map(|role| (role, year))
                    }
                    None => column.by_row.get(at).map(|&(role, own)| (role, own.or(year))),
                };
                rows.filter_map(|(at, row)| own(at, row).map(|(role, year)| (row, role, year)))
                    .collect()
            }
            // A row for each year.
            Some(role) if role.is_value() && self.reader.roles.years_of_rows.is_some() => {
                let date = |row: &Row| {
                    let entry = row.cell(self.reader.roles.years_of_rows?)?;
                    layout::year_of_date(&entry.text, self.reader.year)
                };
                let mut found: Vec<(&Row, Role, Option<i32>)> = Vec::new();
                for row in self.line.rows {
                    // A cell merged over the years is one value.
                    let is_new = row.cell(col).is_some_and(|own| {
                        found.last().is_none_or(|it| {
                            !it.0.cell(col).is_some_and(|it| it.place == own.place)
                        })
                    });
                    if is_new {
                        // What has a date of its own is not of the year of the row.
                        let of_row = || date(row).filter(|_| column.dated_by.is_none());
                        found.push((row, role, year.or_else(of_row)));
                    }
                }
                found
            }
            Some(role) if role.is_value() => {
                // Of a record over a page end, the part that was not cut says more.
                let length = |row: &Row| row.cell(col).map_or(0, |it| it.text.len());
                let longest = self.line.rows.iter().rev().max_by_key(|row| length(row));
                vec![(longest.unwrap_or(self.line.row), role, year)]
            }
            _ => Vec::new(),
        }
    }

    /// The year that stands with a value: in its own brackets, in the row of dates, or,
    /// where the header says none, in the cell of dates beside it.
    fn year_of(&self, row: &Row, col: usize, header: Option<i32>, text: &str) -> Option<i32> {
        let date = || {
            let entry = row.cell(self.reader.roles.columns.get(col)?.dated_by?)?;
            layout::year_of_date(&entry.text, self.reader.year)
        };
        layout::year_in_brackets(text, self.reader.year)
            .or_else(|| self.record.dates.get(&col).copied())
            .or(header)
            .or_else(date)
    }

    /// Targets, actuals and ratios are of the report's year where nothing else is
    /// said; of a base or a goal nobody knows.
    fn default_year(&self, role: ValueRole) -> Option<i32> {
        let is_of_report = matches!(role, ValueRole::Target | ValueRole::Actual | ValueRole::Ratio);
        self.reader.year.filter(|_| is_of_report)
    }
}

/// A unit without the brackets that explain it: 件（累計）, 点（5点満点）.
fn unexplained(unit: &str) -> &str {
    let bare = unit.split(['（', '(']).next().unwrap_or(unit).trim();
    if bare.is_empty() { unit } else { bare }
}

fn value_role(role: Role) -> Option<ValueRole> {
    Some(match role {
        Role::Baseline => ValueRole::Baseline,
        Role::Target => ValueRole::Target,
        Role::Actual | Role::Present => ValueRole::Actual,
        Role::Goal => ValueRole::Goal,
        Role::Ratio => ValueRole::Ratio,
        Role::Forecast => ValueRole::Forecast,
        _ => return None,
    })
}

fn kind(text: &str) -> Option<IndicatorKind> {
    let folded = layout::fold(text);
    let has = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    if has(&["アウトプット"]) {
        Some(IndicatorKind::Output)
    } else if has(&["活動"]) {
        Some(IndicatorKind::Activity)
    } else {
        has(&["成果指標", "アウトカム", "成果"]).then_some(IndicatorKind::Outcome)
    }
}

fn side(text: &str) -> Option<Side> {
    let folded = layout::fold(text);
    let has = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    if has(&["上", "↑", "↗", "増", "アップ"]) {
        Some(Side::Up)
    } else {
        has(&["下", "↓", "↘", "減", "ダウン"]).then_some(Side::Down)
    }
}
