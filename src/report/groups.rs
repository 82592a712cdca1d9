//! What measures stand under: the pillar (体系) and the field (分野) in force, from
//! bands, from merged cells at the left that hold over many rows, and from captions.

mod sheets;
#[cfg(test)]
mod tests;

use super::{Group, Pillar, PolicyField};
use crate::annex::{AnnexTable, ColumnRole, Context, Roles};
use crate::finding::{Code, Finding, Message};
use crate::layout::{self, Fit, GroupLevel, Layout, Role};
use crate::place::Place;
use crate::table::{Row, Table, form_of, numbering_style};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The pillar and the field in force.
pub(super) struct Groups<'a> {
    structure: Folded<'a>,
    /// Whether tables have captions that differ: a caption alone names the report,
    /// its author or its date, and no part of it.
    has_several: bool,
    /// Whether that is so without bands that come later.
    are_many: bool,
    /// Whether the tables stand on sheets whose names are all that groups them.
    by_sheet: bool,
    /// The sheet of the last table. Groups hold over pages, not over sheets.
    sheet: Option<Arc<str>>,
    /// What captions name above the pillar, outermost first.
    outer: Vec<String>,
    pillar: Option<String>,
    field: Option<String>,
    context: &'a Context,
}

impl<'a> Groups<'a> {
    /// Those of a report, none of which is known yet.
    pub(super) fn new(
        structure: &'a [Pillar],
        annex: &[AnnexTable],
        context: &'a Context,
    ) -> Groups<'a> {
        let (mut names, mut bands) = (HashSet::new(), false);
        let (mut sheets, mut is_grouped) = (HashSet::new(), false);
        for AnnexTable { roles, table } in annex {
            sheets.extend(sheet(table));
            is_grouped |= groups_itself(table, roles);
            names.extend(group_names(table).last());
            // Where a band comes later, the first rows stand under the caption.
            let mut rows = table.rows.iter();
            bands |= rows.next().is_some_and(|row| row.bands.is_empty())
                && rows.any(|row| !row.bands.is_empty());
        }
        let by_sheet =
            !is_grouped && sheets.len() > 1 && sheets.iter().all(|it| self::sheets::is_name(it));
        Groups {
            structure: Folded::of(structure),
            has_several: names.len() > 1 || bands,
            are_many: names.len() > 1,
            by_sheet,
            sheet: None,
            outer: Vec::new(),
            pillar: None,
            field: None,
            context,
        }
    }

    /// What each row of the next table stands under.
    pub(super) fn of(
        &mut self,
        table: &Table,
        roles: &Roles,
        findings: &mut Vec<Finding>,
    ) -> Vec<Vec<Group>> {
        if let Some(layout) = self.context.layout.as_deref().filter(|it| !it.groups.is_empty()) {
            return table.rows.iter().map(|row| self.given(row, table, roles, layout)).collect();
        }
        let sheet = sheet(table);
        if sheet != self.sheet {
            self.leave(Role::Group(1));
            self.field = sheet.as_deref().filter(|_| self.by_sheet).map(str::to_owned);
            self.sheet = sheet;
        }
        self.take_captions(table);
        let rows = table.rows.iter().enumerate();
        let groups = rows.map(|(number, row)| {
            for field in [Role::Group(1), Role::Group(2)] {
                let Some(cell) = nameless(&table.rows, number, roles, field) else { continue };
                let is_first =
                    nameless(&table.rows, number.wrapping_sub(1), roles, field) != Some(cell);
                findings.extend(is_first.then(|| unnamed(field, cell)));
                self.leave(field);
            }
            self.of_row(row, roles)
        });
        let groups: Vec<Vec<Group>> = groups.collect();
        findings.extend(unnamed_at_top(table, roles, &groups));
        groups
    }

    /// Captions that name what the whole table stands under: the last one is a
    /// field, one before it a pillar. Titles, legends and units are none.
    fn take_captions(&mut self, table: &Table) {
        let texts = table.captions.iter().chain(&table.notes);
        for (field, name) in texts.filter_map(|text| labelled(&text.text)) {
            self.leave(field);
            match field {
                Role::Group(1) => self.pillar = Some(name),
                _ => self.field = Some(name),
            }
        }
        // The title heads the report, not a part of it.
        let title = layout::fold(&self.context.title);
        let is_known = |name: &&str| {
            (self.has_several || self.is_of_structure(name)) && layout::fold(name) != title
        };
        let names: Vec<&str> = group_names(table).filter(is_known).collect();
        match names[..] {
            [] => {}
            [name] if self.names_pillar(name) || self.heads_bands(name, table) => {
                self.leave(Role::Group(1));
                self.pillar = Some(name.to_owned());
            }
            [name] if !self.are_many || self.level_of(name).is_none() => {
                self.field = Some(name.to_owned());
            }
            [.., _] => self.enter(&names),
        }
    }

    /// Which of the names in force, from outside, is numbered as a name is.
    fn level_of(&self, name: &str) -> Option<usize> {
        let style = heading_style(name)?;
        self.in_force().position(|it| heading_style(it).as_ref() == Some(&style))
    }

    /// The names in force, outermost first.
    fn in_force(&self) -> impl Iterator<Item = &String> {
        self.outer.iter().chain(&self.pillar).chain(&self.field)
    }

    /// Takes the names of a table's captions, below those in force that they do not take
    /// the place of: （２） after （１） stays under １.
    fn enter(&mut self, names: &[&str]) {
        // A name without a number may be that of anything, but for the last two.
        let last = names.len().saturating_sub(2);
        let is_level = |(at, name): &(usize, &&str)| *at >= last || heading_style(name).is_some();
        let names: Vec<&str> =
            names.iter().enumerate().filter(is_level).map(|(_, name)| *name).collect();
        let kept = names.first().and_then(|name| self.level_of(name)).unwrap_or(0);
        let above = self.in_force().take(kept).cloned();
        let mut all: Vec<String> = above.chain(names.iter().map(|it| (*it).to_owned())).collect();
        self.field = all.pop();
        self.pillar = all.pop();
        self.outer = all;
    }

    /// Whether bands of another kind stand below a caption, as each table has one.
    fn heads_bands(&self, name: &str, table: &Table) -> bool {
        let style = heading_style(name);
        let bands = || table.rows.iter().flat_map(|row| &row.bands);
        self.are_many
            && bands().next().is_some()
            && bands().all(|band| heading_style(&band.text) != style)
    }

    /// Forgets the pillar or the field: what comes now stands under another one.
    fn leave(&mut self, field: Role) {
        match field {
            Role::Group(1) => {
                self.outer.clear();
                (self.pillar, self.field) = (None, None);
            }
            _ => self.field = None,
        }
    }

    fn of_row(&mut self, row: &Row, roles: &Roles) -> Vec<Group> {
        let (mut pillar, mut field) = (self.cell(row, roles, Role::Group(1)), None);
        for (depth, band) in row.bands.iter().enumerate() {
            let text = Some(band.text.clone());
            if roles.get(Role::Group(1)) == Some(band.col) {
                pillar = text;
            } else if roles.field() == Some(band.col) {
                field = text;
            } else if depth == 0 && (row.bands.len() > 1 || self.names_pillar(&band.text)) {
                pillar = text;
            } else {
                field = text;
            }
        }
        field = roles.field().and_then(|col| group_cell(row, col)).or(field);
        if pillar.is_some() && pillar != self.pillar {
            // A field does not outlive its pillar.
            self.outer.clear();
            self.field = None;
        }
        self.pillar = pillar.or(self.pillar.take());
        self.field = field.or(self.field.take());
        let pillar = self.pillar.clone().or_else(|| self.pillar_of_field());
        // Bands of three levels and more are all of the path.
        let between = row.bands.get(1..row.bands.len().saturating_sub(1)).unwrap_or_default();
        let between = between.iter().map(|band| band.text.clone());
        let between = between.chain(roles.between().filter_map(|col| group_cell(row, col)));
        let outer = self.outer.iter().cloned();
        let names = outer.chain(pillar).chain(between).chain(self.field.clone());
        // A name of controls alone, in a damaged file, is none.
        let is_said = |name: &String| !layout::fold(name).is_empty();
        names.filter(is_said).map(|name| self.named(name)).collect()
    }

    /// What a row stands under as a layout says, outside in.
    fn given(&self, row: &Row, table: &Table, roles: &Roles, layout: &Layout) -> Vec<Group> {
        let headings: Vec<&str> = group_names(table).collect();
        let wanted = layout.groups.iter().filter(|it| **it == GroupLevel::Heading).count();
        let mut headings = headings.into_iter().rev().take(wanted.max(1)).rev();
        let mut names: Vec<String> = Vec::new();
        for level in &layout.groups {
            match level {
                GroupLevel::Heading => names.extend(headings.next().map(str::to_owned)),
                GroupLevel::Band => names.extend(row.bands.iter().map(|band| band.text.clone())),
                GroupLevel::Column(header) => {
                    let is_it =
                        |it: &ColumnRole| layout::fold(&it.header).contains(header.as_str());
                    let col = roles.columns.iter().position(is_it);
                    let entry = col.and_then(|col| row.cell(col)).filter(|it| !it.text.is_empty());
                    names.extend(entry.map(|it| it.text.lines().collect::<String>()));
                }
                GroupLevel::Sheet => names.extend(sheet(table).map(|it| it.to_string())),
                GroupLevel::Title => names.push(self.context.title.clone()),
            }
        }
        names.into_iter().filter(|name| !name.is_empty()).map(|name| self.named(name)).collect()
    }

    /// A group with its number: that of a field in the structure of the plan, or the
    /// one with which its name begins.
    fn named(&self, name: String) -> Group {
        if let Some(field) = self.structure.field(&name) {
            return Group { number: Some(field.number.to_string()), name };
        }
        match leading_number(&name) {
            Some((number, rest)) => {
                Group { number: Some(number.to_owned()), name: rest.to_owned() }
            }
            None => Group { number: None, name },
        }
    }

    fn cell(&self, row: &Row, roles: &Roles, field: Role) -> Option<String> {
        group_cell(row, roles.get(field)?)
    }

    fn names_pillar(&self, text: &str) -> bool {
        self.structure.has_pillar(&layout::fold(text))
    }

    fn is_of_structure(&self, name: &str) -> bool {
        self.names_pillar(name) || self.structure.field(name).is_some()
    }

    fn pillar_of_field(&self) -> Option<String> {
        let (pillar, _) = self.structure.fields.get(&layout::fold(self.field.as_ref()?))?;
        Some(pillar.name.clone())
    }
}

/// The group in a cell, if it names one.
fn group_cell(row: &Row, col: usize) -> Option<String> {
    let text: String = row.cell(col)?.text.lines().collect();
    (!text.is_empty() && !DITTO.contains(&text.trim())).then_some(text)
}

/// The names of the structure of a plan as they are compared. Every row asks for its own.
struct Folded<'a> {
    pillars: HashSet<String>,
    /// The first field of each name, with its pillar.
    fields: HashMap<String, (&'a Pillar, &'a PolicyField)>,
}

impl<'a> Folded<'a> {
    fn of(structure: &'a [Pillar]) -> Folded<'a> {
        let pillars = structure.iter().map(|pillar| layout::fold(&pillar.name)).collect();
        let mut fields = HashMap::new();
        for pillar in structure {
            for field in &pillar.fields {
                fields.entry(layout::fold(&field.name)).or_insert((pillar, field));
            }
        }
        Folded { pillars, fields }
    }

    fn has_pillar(&self, folded: &str) -> bool {
        self.pillars.contains(folded)
    }

    fn field(&self, name: &str) -> Option<&'a PolicyField> {
        self.fields.get(&layout::fold(name)).map(|it| it.1)
    }
}

/// How a heading is numbered, its brackets too: （１） is another level than １.
fn heading_style(text: &str) -> Option<String> {
    let text = text.trim();
    let open = text.starts_with(['(', '（', '【']).then_some('(');
    let number = text.trim_start_matches(['(', '（', '【']).trim_start_matches(char::is_numeric);
    let close = number.starts_with([')', '）']).then_some(')');
    let style = numbering_style(text)?;
    Some(open.into_iter().chain(style.chars()).chain(close).collect())
}

/// The number with which the name of a group begins, and the rest: 基本目標1　安心,
/// （1）理解の促進.
fn leading_number(name: &str) -> Option<(&str, &str)> {
    let end = name.find([' ', '　', ')', '）'])?;
    let (_, behind) = name.split_at(end);
    let mark = behind.chars().next().filter(|c| matches!(c, ')' | '）')).map_or(0, char::len_utf8);
    let (number, rest) = name.split_at(end + mark);
    let rest = rest.trim_start();
    let is_number = number.chars().count() <= NUMBER_CHARS_MAX && form_of(number).is_some();
    (is_number && !rest.is_empty()).then_some((number, rest))
}

/// The longest number of a group: 重点目標１０, in characters.
const NUMBER_CHARS_MAX: usize = 8;

/// What stands in place of a name that is that of the row above.
const DITTO: &[&str] = &["〃", "″", "\"", "々", "同上", "同", "仝", "”"];

/// A caption that says of what kind its name is: 分野：福祉, 基本目標　安心.
fn labelled(text: &str) -> Option<(Role, String)> {
    let at = text.find([':', '：', ' ', '　', '\n'])?;
    let (label, name) = (&text[..at], text[at..].trim_matches([':', '：', ' ', '　', '\n']));
    let label = label.trim_matches(['【', '】', '（', '）', '■', '○', '●']);
    let label = label.strip_suffix('名').unwrap_or(label);
    let is_name = !name.is_empty() && name.chars().count() <= GROUP_NAME_LENGTH_MAX;
    if let Some(field @ (Role::Group(1) | Role::Group(2))) = layout::whole_cell(label) {
        return is_name.then(|| (field, name.to_owned()));
    }
    // 取組項目1：市民サービス: a label with its number, which stays with the name. Behind a
    // space it is a heading as any other: 基本目標1　安心.
    let is_counted = label.ends_with(char::is_numeric) && text[at..].starts_with([':', '：']);
    let field = match layout::header(label, None).role.filter(|_| is_counted)? {
        (group @ (Role::Group(1) | Role::Group(2)), Fit::Whole) => group,
        (Role::Name, Fit::Whole) => Role::Group(2),
        _ => return None,
    };
    is_name.then(|| (field, format!("{label}　{name}")))
}

/// Captions that may name what a table stands under.
fn group_names(table: &Table) -> impl Iterator<Item = &str> {
    table.captions.iter().map(|caption| caption.text.as_str()).filter(|text| is_group_name(text))
}

/// Whether a table says itself what its rows stand under.
fn groups_itself(table: &Table, roles: &Roles) -> bool {
    let texts = || table.captions.iter().chain(&table.notes);
    roles.columns.iter().any(|it| it.role.is_some_and(Role::is_group))
        || table.rows.iter().any(|row| !row.bands.is_empty())
        || texts().any(|text| labelled(&text.text).is_some())
}

/// The longest name of a pillar or a field.
const GROUP_NAME_LENGTH_MAX: usize = 25;

fn is_group_name(text: &str) -> bool {
    let is_other = [
        "凡例",
        "一覧",
        "単位",
        "年度",
        "別紙",
        "現在",
        "別添",
        "様式",
        "点検",
        "報告",
        "進捗",
        "評価結果",
    ];
    // 令和６年９月　みさき市 says who made it and when.
    let is_dated = text.split([' ', '　']).next().is_some_and(layout::is_year);
    // 【福祉】 is a name, 【凡例】◎達成 says something else.
    let is_framed =
        text.starts_with('【') && text.find('】').is_some_and(|at| text[at..].len() == 3);
    text.chars().count() <= GROUP_NAME_LENGTH_MAX
        && (is_framed || !text.starts_with('【'))
        && !text.contains(['。', '※', '：'])
        && labelled(text).is_none()
        && !is_header(text)
        && !is_dated
        && !is_other.iter().any(|word| text.contains(word))
}

/// Whether a caption says what the table below it holds: ■数値目標.
fn is_header(text: &str) -> bool {
    let word = text.trim_start_matches(['■', '●', '◆', '□', '○', '・', ' ', '　']);
    layout::whole_cell(word).is_some_and(|it| !it.is_group())
}

/// The sheet on which a table stands.
fn sheet(table: &Table) -> Option<Arc<str>> {
    match &table.rows.first()?.place {
        Place::Sheet { sheet, .. } => Some(Arc::clone(sheet)),
        Place::Page { .. } => None,
    }
}

/// The place of the cell of a grouping column that is merged over several
/// measures, behind others, and says nothing. The first of a table may go on from
/// the table before.
fn nameless<'a>(rows: &'a [Row], number: usize, roles: &Roles, field: Role) -> Option<&'a Place> {
    let (col, id) = (roles.get(field)?, roles.get(Role::Id)?);
    let row = rows.get(number)?;
    let cell = row.cell(col).filter(|entry| entry.text.is_empty())?;
    let has_it = |row: &Row| row.cell(col).is_some_and(|entry| entry.place == cell.place);
    let is_beside_another = |other: Option<&Row>| {
        other.is_some_and(|other| {
            has_it(other) && other.cell(id).map(|it| &it.place) != row.cell(id).map(|it| &it.place)
        })
    };
    let above = number.checked_sub(1).and_then(|above| rows.get(above));
    let is_merged = is_beside_another(above) || is_beside_another(rows.get(number + 1));
    let begins = rows.first().is_some_and(has_it);
    (is_merged && !begins).then_some(&cell.place)
}

/// Says that the first measures of a table have no field, beside a column that names
/// one for others further down, or is merged over them: where no rule shows how far
/// a merged cell reaches, its name stands amid its measures, and a page end may hide
/// the name of one that does.
fn unnamed_at_top(table: &Table, roles: &Roles, groups: &[Vec<Group>]) -> Option<Finding> {
    let (col, first) = (roles.get(Role::Group(2))?, table.rows.first()?);
    let is_merged = || {
        let second = table.rows.get(1).and_then(|row| row.cell(col));
        second.zip(first.cell(col)).is_some_and(|(second, first)| second.place == first.place)
    };
    let named = table.rows.iter().position(|row| row.says(col));
    let named = named.or_else(|| is_merged().then_some(table.rows.len()))?;
    let is_unknown = groups.first().is_some_and(Vec::is_empty);
    let message = Message::new(
        format!("分野の列が空のため、最初の{named}件の施策の分野は分かりません。"),
        format!("the field of the first {named} measures is not known: its column says nothing"),
    );
    let place = first.cell(col).map_or(&first.place, |cell| &cell.place);
    is_unknown.then(|| Finding::new(Code::P912, message).at(Some(place.clone())))
}

fn unnamed(field: Role, cell: &Place) -> Finding {
    let (name, english) = match field {
        Role::Group(1) => ("体系", "pillar"),
        _ => ("分野", "field"),
    };
    let message = Message::new(
        format!("結合したセルが空のため、その右の施策の{name}は分かりません。"),
        format!("the {english} of the measures beside an empty merged cell is not known"),
    );
    Finding::new(Code::P912, message).at(Some(cell.clone()))
}
