//! Years of one plan, for a person.

use crate::speech::Speech;
use crate::terminal::shown;
use std::cmp::Ordering;
use std::io::{self, Write};
use tenken::{
    Certainty, Change, IndicatorValue, Link, MatchedBy, Matrix, Move, Report, Revision, Step,
    Thread, ValueRole, Years,
};

/// Prints all that is to be said of the years of a plan.
pub(super) fn print(years: &Years<'_>, speech: &Speech, out: &mut dyn Write) -> io::Result<()> {
    let printer = Printer { years, speech };
    let mut lines: Vec<String> = Vec::new();
    if years.reports.len() == 2 {
        printer.two_years(&mut lines);
    } else {
        printer.long_table(&mut lines);
    }
    years.matrices.iter().for_each(|matrix| printer.matrix(matrix, &mut lines));
    printer.totals(&mut lines);
    printer.revisions(&mut lines);
    for line in lines {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// How many measures go on, are new, or were dropped.
pub(super) fn words(years: &Years<'_>, speech: &Speech) -> Vec<String> {
    let last = years.reports.len();
    let count = |is: &dyn Fn(&Thread<'_>) -> bool| years.threads.iter().filter(|it| is(it)).count();
    let links = |thread: &Thread<'_>, has: fn(&Link<'_>) -> bool| {
        thread.steps.iter().filter_map(|step| step.link.as_ref()).any(has)
    };
    let continued = count(&|it| it.steps.len() > 1);
    let renamed = count(&|it| links(it, |link| link.is_renumbered || link.is_renamed));
    let doubtful = count(&|it| it.certainty() == Some(Certainty::Doubtful));
    let (new, dropped) = (count(&|it| it.is_new()), count(&|it| it.is_dropped(last)));
    let revised = years.revisions.len();
    vec![speech.choose(
        &format!(
            "継続{continued}件（うち番号・名称の変更{renamed}件、対応が不確か{doubtful}件）、新規{new}件、廃止{dropped}件、遡って改められた値{revised}件"
        ),
        &format!(
            "{continued} continued ({renamed} renumbered or renamed, {doubtful} doubtful), {new} new, {dropped} dropped, {revised} values revised"
        ),
    )]
}

struct Printer<'a> {
    years: &'a Years<'a>,
    speech: &'a Speech,
}

impl Printer<'_> {
    fn choose(&self, ja: &str, en: &str) -> String {
        self.speech.choose(ja, en)
    }

    fn report(&self, number: usize) -> Option<&Report> {
        self.years.reports.get(number).copied()
    }

    /// The year of a report, or its file where it has none.
    fn year(&self, number: usize) -> String {
        let Some(report) = self.report(number) else { return String::new() };
        report.year().map_or_else(|| shown(&report.source.file).into_owned(), |it| it.to_string())
    }

    /// What became of each measure, from one year to the other.
    fn two_years(&self, lines: &mut Vec<String>) {
        let last = self.years.reports.len();
        let all = || self.years.threads.iter();
        let (renamed, same): (Vec<_>, Vec<_>) =
            all().filter(|it| it.steps.len() > 1).partition(|thread| {
                let mut links = thread.steps.iter().filter_map(|it| it.link.as_ref());
                links.any(|it| it.is_renumbered || it.is_renamed)
            });
        let alone = |is: fn(&Thread<'_>, usize) -> bool| all().filter(move |it| is(it, last));
        self.heading("番号・名称の変更", "Renumbered or renamed", renamed.len(), lines);
        renamed.iter().for_each(|thread| self.continued(thread, lines));
        self.heading("継続", "Continued", same.len(), lines);
        same.iter().for_each(|thread| self.continued(thread, lines));
        let new: Vec<_> = alone(|it, _| it.is_new()).collect();
        self.heading("新規", "New", new.len(), lines);
        lines.extend(new.iter().flat_map(|it| it.steps.first()).map(name));
        let dropped: Vec<_> = alone(|it, last| it.is_dropped(last)).collect();
        self.heading("廃止", "Dropped", dropped.len(), lines);
        lines.extend(dropped.iter().flat_map(|it| it.steps.first()).map(name));
    }

    fn heading(&self, ja: &str, en: &str, count: usize, lines: &mut Vec<String>) {
        if count > 0 {
            lines.extend((!lines.is_empty()).then(String::new));
            lines.push(format!("# {} ({count})", self.choose(ja, en)));
        }
    }

    /// A measure that goes on, and what changed of it.
    fn continued(&self, thread: &Thread<'_>, lines: &mut Vec<String>) {
        for pair in thread.steps.windows(2) {
            let [from, to] = pair else { continue };
            let Some(link) = &to.link else { continue };
            lines.push(self.names(from, to, link));
            for change in &link.indicators {
                if link.indicators.len() > 1 {
                    lines.push(format!("  {}", shown(&change.to.text)));
                }
                self.change("目標", "target", &change.target, lines);
                self.change("実績", "actual", &change.actual, lines);
            }
            self.rating(from, to, link, lines);
        }
    }

    /// Both names of a measure, where they differ, and how sure it is that it is one.
    fn names(&self, from: &Step<'_>, to: &Step<'_>, link: &Link<'_>) -> String {
        let sure = match link.certainty {
            Certainty::Certain => return arrow(name(from), name(to)),
            Certainty::Likely => self.choose("ほぼ確か", "likely"),
            Certainty::Doubtful => self.choose("不確か", "doubtful"),
        };
        let by = match link.by {
            MatchedBy::GroupsNameIndicator => {
                self.choose("体系・施策名・指標が同じ", "same groups, name and indicator")
            }
            MatchedBy::NameIndicator => {
                self.choose("施策名・指標が同じ", "same name and indicator")
            }
            MatchedBy::GroupsName => self.choose("体系・施策名が同じ", "same groups and name"),
            MatchedBy::Name => self.choose("施策名が同じ", "same name"),
            MatchedBy::Number => self.choose("番号が同じ", "same number"),
        };
        format!("{} ({sure}: {by})", arrow(name(from), name(to)))
    }

    fn change(&self, ja: &str, en: &str, change: &Change<'_>, lines: &mut Vec<String>) {
        if change.from.is_none() && change.to.is_none() {
            return;
        }
        let missing = self.choose("（なし）", "(none)");
        let text = |value: Option<&IndicatorValue>| {
            value.map_or(missing.clone(), |it| shown(&it.text).into_owned())
        };
        let direction = match change.direction {
            Some(Ordering::Greater) => " ↑",
            Some(Ordering::Less) => " ↓",
            _ => "",
        };
        let moved = self.moved(change.moved);
        let (what, texts) = (self.choose(ja, en), arrow(text(change.from), text(change.to)));
        lines.push(format!("  {what}: {texts}{direction}{moved}"));
    }

    fn moved(&self, moved: Option<Move>) -> String {
        match moved {
            Some(Move::Better) => self.choose("（改善）", " (better)"),
            Some(Move::Worse) => self.choose("（悪化）", " (worse)"),
            Some(Move::Same) | None => String::new(),
        }
    }

    fn rating(&self, from: &Step<'_>, to: &Step<'_>, link: &Link<'_>, lines: &mut Vec<String>) {
        if from.mark().is_none() && to.mark().is_none() {
            return;
        }
        let missing = self.choose("（なし）", "(none)");
        let text = |step: &Step<'_>| {
            step.mark().map_or(missing.clone(), |it| shown(it.symbol).into_owned())
        };
        let (what, moved) = (self.choose("評価", "rating"), self.moved(link.rating));
        lines.push(format!("  {what}: {}{moved}", arrow(text(from), text(to))));
    }

    /// Each measure with a line for each report and indicator.
    fn long_table(&self, lines: &mut Vec<String>) {
        for thread in &self.years.threads {
            let Some(step) = thread.steps.last() else { continue };
            lines.push(name(step));
            for step in &thread.steps {
                self.of_step(step, lines);
            }
        }
    }

    fn of_step(&self, step: &Step<'_>, lines: &mut Vec<String>) {
        let year = self.report(step.report).and_then(Report::year);
        let mark = step.mark().map(|it| shown(it.symbol).into_owned()).unwrap_or_default();
        let doubt = step.link.as_ref().filter(|it| it.certainty == Certainty::Doubtful);
        let doubt = doubt.map(|_| self.choose("（不確か）", " (doubtful)")).unwrap_or_default();
        for indicator in &step.measure.indicators {
            let value = |role, ja: &str, en: &str| {
                let text = indicator.of_report(role, year).map(|it| it.text.as_str());
                format!("{} {}", self.choose(ja, en), shown(text.unwrap_or("―")))
            };
            let id = step.measure.id.as_deref().unwrap_or_default();
            let cells = [
                self.year(step.report),
                shown(id).into_owned(),
                shown(&indicator.text).into_owned(),
                value(ValueRole::Target, "目標", "target"),
                value(ValueRole::Actual, "実績", "actual"),
                format!("{mark}{doubt}"),
            ];
            lines.push(format!("  {}", cells.join("\t")));
        }
    }

    /// A row for each rating of the earlier report, a column for each of the later.
    fn matrix(&self, matrix: &Matrix, lines: &mut Vec<String>) {
        let mut names: [Vec<&Option<String>>; 2] = [Vec::new(), Vec::new()];
        let [rows, columns] = &mut names;
        for (from, to, _) in &matrix.cells {
            // Rows come in their order; the columns of later rows are put among those
            // of the first ones below.
            if rows.last() != Some(&from) {
                rows.push(from);
            }
            if !columns.contains(&to) {
                columns.push(to);
            }
        }
        let order = |it: &Option<String>| {
            let place = rows.iter().position(|row| **row == *it);
            (it.is_none(), it.as_deref() == Some(""), place.unwrap_or(usize::MAX))
        };
        columns.sort_by_key(|it| order(it));
        let label = |it: &Option<String>, outside: String| match it.as_deref() {
            None => outside,
            Some("") => self.choose("（なし）", "(none)"),
            Some(symbol) => shown(symbol).into_owned(),
        };
        let (from, to) = (self.year(matrix.from), self.year(matrix.to));
        lines.push(String::new());
        lines.push(self.choose(
            &format!("# 評価の推移（行 {from}、列 {to}）"),
            &format!("# Ratings (rows {from}, columns {to})"),
        ));
        let dropped = || self.choose("廃止", "dropped");
        let head = columns.iter().map(|it| format!("\t{}", label(it, dropped())));
        lines.push(head.collect());
        for row in rows.iter() {
            let cells = columns.iter().map(|column| {
                let cell = matrix.cells.iter().find(|it| it.0 == **row && it.1 == **column);
                format!("\t{}", cell.map_or(0, |it| it.2))
            });
            let cells: String = cells.collect();
            lines.push(format!("{}{cells}", label(row, self.choose("新規", "new"))));
        }
    }

    fn totals(&self, lines: &mut Vec<String>) {
        lines.push(String::new());
        lines.push(format!("# {}", self.choose("集計", "Totals")));
        let none = self.choose("（なし）", "(none)");
        for (number, totals) in self.years.totals.iter().enumerate() {
            let counts = totals.iter().map(|(rating, count)| {
                let rating = if rating.is_empty() { &none } else { rating };
                format!("\t{} {count}", shown(rating))
            });
            let counts: String = counts.collect();
            lines.push(format!("{}{counts}", self.year(number)));
        }
    }

    fn revisions(&self, lines: &mut Vec<String>) {
        let count = self.years.revisions.len();
        self.heading("遡って改められた値", "Revised", count, lines);
        for revision in &self.years.revisions {
            let Revision { thread, indicator, what, fiscal_year, from, to } = revision;
            let thread = self.years.threads.get(*thread).and_then(|it| it.steps.last());
            let year = fiscal_year.map(|it| format!(" {it}")).unwrap_or_default();
            let of = [thread.map(name), indicator.map(|it| shown(it).into_owned())];
            let of: Vec<String> = of.into_iter().flatten().filter(|it| !it.is_empty()).collect();
            let texts = format!("{} → {}", shown(from.1), shown(to.1));
            let (earlier, later) = (self.year(from.0), self.year(to.0));
            lines.push(format!("{}: {what}{year}: {texts} ({earlier} → {later})", of.join(" / ")));
        }
    }
}

/// Number and name of a measure, on one line.
fn name(step: &Step<'_>) -> String {
    let measure = step.measure;
    let indicator = measure.indicators.first().map(|it| it.text.as_str());
    let name = measure.name.as_deref().or(indicator);
    let parts = measure.id.as_deref().into_iter().chain(name);
    let parts: Vec<String> = parts.map(|it| shown(&it.replace('\n', "⏎")).into_owned()).collect();
    parts.join(" ")
}

fn arrow(from: String, to: String) -> String {
    if from == to { from } else { format!("{from} → {to}") }
}
