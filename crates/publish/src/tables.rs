//! The tables of a package: their columns, what each holds, and what makes a row one of a
//! kind. Every output is made from this: headers, Table Schemas, the sheet that explains
//! the columns, the data dictionary, the types of databases.

mod columns;

use crate::cell::Kind;

/// A table of a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// 施策・指標: a row an indicator.
    Measures,
    /// 値: a row a value or a rating.
    Values,
    /// コード一覧: what the codes of all tables mean.
    Codelists,
    /// 報告書: a row a report, where there are several.
    Reports,
    /// その他の欄: cells of columns that have no place of their own, where there are any.
    Extras,
    /// 年度間の変化, where there are several years of a plan.
    Changes,
    /// 集計: totals as declared and as counted.
    Totals,
    /// 指摘: what the checks say.
    Findings,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name for programs.
    pub name: &'static str,
    /// Its header in Japanese.
    pub title: &'static str,
    /// What its cells are.
    pub kind: Kind,
    /// Whether no cell may be empty.
    pub required: bool,
    /// The code list that its cells are of.
    pub list: Option<&'static str>,
    /// What its numbers count or measure.
    pub unit: Option<Unit>,
    /// What it holds, in Japanese.
    pub description: &'static str,
}

/// Where the unit of a column of numbers is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Row by row, in another column of the table.
    In(&'static str),
    /// It is the same in every row.
    Is(&'static str),
}

impl Column {
    pub(crate) const fn new(
        name: &'static str,
        title: &'static str,
        kind: Kind,
        description: &'static str,
    ) -> Column {
        Column { name, title, kind, required: false, list: None, unit: None, description }
    }

    pub(crate) const fn required(mut self) -> Column {
        self.required = true;
        self
    }

    pub(crate) const fn of(mut self, list: &'static str) -> Column {
        self.list = Some(list);
        self
    }

    pub(crate) const fn unit(mut self, unit: Unit) -> Column {
        self.unit = Some(unit);
        self
    }
}

/// The language of headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Header {
    /// 日本語
    Japanese,
    /// Names for programs.
    English,
}

impl Column {
    /// Its header in a language.
    pub fn header(&self, header: Header) -> &'static str {
        match header {
            Header::Japanese => self.title,
            Header::English => self.name,
        }
    }
}

impl Table {
    /// All of them, in the order in which a package names them.
    pub const ALL: [Table; 8] = [
        Table::Measures,
        Table::Values,
        Table::Codelists,
        Table::Reports,
        Table::Extras,
        Table::Changes,
        Table::Totals,
        Table::Findings,
    ];

    /// Its name, and that of its files.
    pub fn name(self) -> &'static str {
        match self {
            Table::Measures => "measures",
            Table::Values => "values",
            Table::Codelists => "codelists",
            Table::Reports => "reports",
            Table::Extras => "extras",
            Table::Changes => "changes",
            Table::Totals => "totals",
            Table::Findings => "findings",
        }
    }

    /// The table of a name.
    pub fn named(name: &str) -> Option<Table> {
        Table::ALL.into_iter().find(|table| table.name() == name)
    }

    /// Its title in Japanese.
    pub fn title(self) -> &'static str {
        match self {
            Table::Measures => "施策・指標一覧",
            Table::Values => "値一覧",
            Table::Codelists => "コード一覧",
            Table::Reports => "報告書一覧",
            Table::Extras => "その他の欄",
            Table::Changes => "年度間の変化",
            Table::Totals => "集計",
            Table::Findings => "読み取り・点検の指摘",
        }
    }

    /// What it holds, in Japanese.
    pub fn description(self) -> &'static str {
        match self {
            Table::Measures => {
                "1行が1指標（指標のない施策は1行）。報告年度の目標・実績・評価と、理由などの文章。"
            }
            Table::Values => {
                "1行が1つの値または評価。年度・種別ごとに縦に並べた全ての値（基準値・目標・実績・最終目標・達成率・見込値・評価）。"
            }
            Table::Codelists => "各表のコード列に使うコードの意味。",
            Table::Reports => "1行が1つの報告書。",
            Table::Extras => "報告書の表にあって、ほかの表に置き場のない欄。1行が1セル。",
            Table::Changes => {
                "1行が、ある施策の指標の、前の報告書からの変化。新規・廃止の施策も1行ずつ。"
            }
            Table::Totals => "報告書に記載された集計と、施策を数えた集計。1行が1区分・1評価。",
            Table::Findings => "読み取りと点検で気付いたこと。1行が1件。",
        }
    }

    /// Its columns, in order.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Table::Measures => columns::MEASURES,
            Table::Values => columns::VALUES,
            Table::Codelists => columns::CODELISTS,
            Table::Reports => columns::REPORTS,
            Table::Extras => columns::EXTRAS,
            Table::Changes => columns::CHANGES,
            Table::Totals => columns::TOTALS,
            Table::Findings => columns::FINDINGS,
        }
    }

    /// The columns that make a row one of a kind.
    pub fn key(self) -> &'static [&'static str] {
        match self {
            Table::Measures => &["report_id", "key", "indicator_no"],
            Table::Values => &["report_id", "key", "value_no"],
            Table::Codelists => &["list", "order"],
            Table::Reports => &["report_id"],
            Table::Extras => &["report_id", "key", "cell_no"],
            Table::Changes => &["series_no", "row_no"],
            Table::Totals => &["report_id", "row_no"],
            Table::Findings => &["report_id", "finding_no"],
        }
    }

    /// The columns that name a row of another table: own columns, table, its columns.
    pub fn references(self) -> Vec<(&'static [&'static str], Table, &'static [&'static str])> {
        const MEASURE: &[&str] = &["report_id", "key"];
        match self {
            Table::Values | Table::Extras => vec![(MEASURE, Table::Measures, MEASURE)],
            _ => Vec::new(),
        }
    }

    /// The place of a column.
    pub fn place(self, name: &str) -> Option<usize> {
        self.columns().iter().position(|column| column.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::{Header, Table, Unit};
    use std::collections::HashSet;

    #[test]
    fn no_two_columns_of_a_table_have_one_header() {
        for table in Table::ALL {
            for header in [Header::Japanese, Header::English] {
                let mut seen = HashSet::new();
                for column in table.columns() {
                    assert!(seen.insert(column.header(header)), "{table:?}: {}", column.name);
                }
            }
        }
    }

    #[test]
    fn keys_and_references_name_columns_that_are_never_empty() {
        for table in Table::ALL {
            for name in table.key() {
                let column = table.place(name).and_then(|at| table.columns().get(at));
                assert!(column.is_some_and(|it| it.required), "{table:?}: {name}");
            }
            for (own, other, named) in table.references() {
                assert!(own.iter().all(|name| table.place(name).is_some()));
                assert!(named.iter().all(|name| other.place(name).is_some()));
            }
            for column in table.columns() {
                let Some(Unit::In(other)) = column.unit else { continue };
                assert!(table.place(other).is_some(), "{table:?}: {other}");
            }
        }
    }

    /// What a program may be asked for: `SELECT report_id FROM measures`.
    #[test]
    fn names_for_programs_need_no_quotes() {
        let is_plain = |it: &str| {
            it.chars().all(|it| it.is_ascii_lowercase() || it == '_' || it.is_ascii_digit())
        };
        for table in Table::ALL {
            assert!(table.columns().iter().all(|column| is_plain(column.name)), "{table:?}");
        }
    }
}
