//! Years of one plan: which measure became which, and how it fared.
//!
//! Reports are put in the order of their years. Each measure is matched with the
//! last one known of every measure before, so that one that is left out of a year
//! is found again.

mod changes;
mod marks;
mod revisions;
#[cfg(test)]
pub(super) mod samples;

pub use changes::{Change, IndicatorChange, Move};
pub use marks::{Mark, Matrix};
pub use revisions::Revision;

use super::matching::{self, Certainty, MatchedBy, plain};
use crate::report::{Measure, Report};
use std::collections::HashMap;

/// Several reports side by side.
#[derive(Debug)]
pub struct Years<'a> {
    /// In the order of their years, if all of them are known; else as given.
    pub reports: Vec<&'a Report>,
    /// The measures of all, in the order of the first report that has them.
    pub threads: Vec<Thread<'a>>,
    /// How often each rating became which, from each report to the next.
    pub matrices: Vec<Matrix>,
    /// For each report, how many measures have which rating; an empty text for none.
    pub totals: Vec<Vec<(String, usize)>>,
    /// Values and ratings of one year that two reports print, and print differently.
    pub revisions: Vec<Revision<'a>>,
}

/// One measure through the years.
#[derive(Debug)]
pub struct Thread<'a> {
    /// What each report that has it says; one at least.
    pub steps: Vec<Step<'a>>,
}

/// A measure in one report.
#[derive(Debug)]
pub struct Step<'a> {
    /// The report, by its place in [`Years::reports`].
    pub report: usize,
    /// The measure.
    pub measure: &'a Measure,
    /// How it hangs together with the step before; none for the first.
    pub link: Option<Link<'a>>,
}

/// What makes two measures one, and what changed between them.
#[derive(Debug)]
pub struct Link<'a> {
    /// By what they were matched.
    pub by: MatchedBy,
    /// How sure that is.
    pub certainty: Certainty,
    /// Whether it has another number.
    pub is_renumbered: bool,
    /// Whether it has another name.
    pub is_renamed: bool,
    /// Whether it stands under other groups.
    pub is_moved: bool,
    /// Its indicators, as far as both reports have them.
    pub indicators: Vec<IndicatorChange<'a>>,
    /// Where its rating moved; none where the two can't be compared.
    pub rating: Option<Move>,
}

impl<'a> Step<'a> {
    /// The rating that it shows for the year of its report.
    pub fn mark(&self) -> Option<Mark<'a>> {
        marks::mark(self.measure)
    }
}

impl Link<'_> {
    /// What changed of the measure's own words: `renumbered`, `renamed`, `moved`.
    pub fn changes(&self) -> Vec<&'static str> {
        let all = [
            ("renumbered", self.is_renumbered),
            ("renamed", self.is_renamed),
            ("moved", self.is_moved),
        ];
        all.into_iter().filter(|it| it.1).map(|it| it.0).collect()
    }
}

impl Thread<'_> {
    /// Whether the first report does not have it.
    pub fn is_new(&self) -> bool {
        self.steps.first().is_some_and(|step| step.report > 0)
    }

    /// Whether the last of so many reports does not have it.
    pub fn is_dropped(&self, reports: usize) -> bool {
        self.steps.last().is_some_and(|step| step.report + 1 < reports)
    }

    /// Which of so many reports have it: `continued`, `new`, `dropped`, or
    /// `new_and_dropped`.
    pub fn state(&self, reports: usize) -> &'static str {
        match (self.is_new(), self.is_dropped(reports)) {
            (false, false) => "continued",
            (true, false) => "new",
            (false, true) => "dropped",
            (true, true) => "new_and_dropped",
        }
    }

    /// How sure the least sure of its links is; none for a measure of one report.
    pub fn certainty(&self) -> Option<Certainty> {
        self.steps.iter().filter_map(|step| Some(step.link.as_ref()?.certainty)).min()
    }
}

/// Puts reports side by side.
pub fn compare_years<'a>(reports: &[&'a Report]) -> Years<'a> {
    let mut reports = reports.to_vec();
    if reports.iter().all(|report| report.year().is_some()) {
        reports.sort_by_key(|report| report.year());
    }
    let mut threads: Vec<Thread<'a>> = Vec::new();
    for (number, report) in reports.iter().enumerate() {
        add(report, number, &reports, &mut threads);
    }
    Years {
        matrices: marks::matrices(&reports, &threads),
        totals: reports.iter().map(|report| marks::totals(report)).collect(),
        revisions: revisions::find(&threads),
        reports,
        threads,
    }
}

/// Adds the measures of a report to those of the reports before it.
fn add<'a>(
    report: &'a Report,
    number: usize,
    reports: &[&'a Report],
    threads: &mut Vec<Thread<'a>>,
) {
    let lasts: Vec<(usize, &'a Measure)> =
        threads.iter().filter_map(|it| it.steps.last()).map(|it| (it.report, it.measure)).collect();
    let known: Vec<&Measure> = lasts.iter().map(|it| it.1).collect();
    let measures: Vec<&Measure> = report.measures.iter().collect();
    let pairs = matching::pairs(&known, &measures);
    let pairs: HashMap<usize, matching::Pair> =
        pairs.into_iter().map(|it| (it.right, it)).collect();
    for (at, measure) in report.measures.iter().enumerate() {
        let before = pairs.get(&at).and_then(|pair| Some((pair, lasts.get(pair.left)?)));
        let before = before.and_then(|(pair, last)| Some((pair, last, reports.get(last.0)?)));
        let Some((pair, (_, last), earlier)) = before else {
            threads.push(Thread { steps: vec![Step { report: number, measure, link: None }] });
            continue;
        };
        let link = link(pair, (earlier, last), (report, measure));
        if let Some(thread) = threads.get_mut(pair.left) {
            thread.steps.push(Step { report: number, measure, link: Some(link) });
        }
    }
}

fn link<'a>(
    pair: &matching::Pair,
    from: (&Report, &'a Measure),
    to: (&Report, &'a Measure),
) -> Link<'a> {
    let differ = |from: Option<&str>, to: Option<&str>| {
        plain(from.unwrap_or_default()) != plain(to.unwrap_or_default())
    };
    let groups = |measure: &Measure| -> Vec<String> {
        measure.groups.iter().map(|group| plain(&group.name)).collect()
    };
    Link {
        by: pair.by,
        certainty: pair.certainty,
        is_renumbered: differ(from.1.id.as_deref(), to.1.id.as_deref()),
        is_renamed: differ(from.1.name.as_deref(), to.1.name.as_deref()),
        is_moved: groups(from.1) != groups(to.1),
        indicators: changes::of_indicators(from, to),
        rating: marks::moved(from, to),
    }
}

#[cfg(test)]
mod tests {
    use super::samples::{check, report};

    #[test]
    fn continued_new_and_dropped() {
        let old = report(2022, &["1|福祉|見守り|件数|5件|6件|◎", "2|福祉|手話|人数|5人|4人|△"]);
        let new = report(2023, &["1|福祉|見守り|件数|6件|5件|○", "9|防災|計画|率|5%|6%|◎"]);
        let expected = [
            "見守り 0 1: ",
            "  target 5件 > 6件 changed Greater",
            "  actual 6件 > 5件 changed Less",
            "  rating Worse",
            "手話 0: dropped",
            "計画 1: new",
        ];
        check(&[&old, &new], &expected);
        // The order in which they are given is none.
        check(&[&new, &old], &expected);
    }

    #[test]
    fn renumbered_and_renamed() {
        let old =
            report(2022, &["1|福祉|見守りの推進|件数|5件|6件|○", "2|福祉|手話|人数|5人|4人|△"]);
        let new = report(
            2023,
            &["1|福祉|見守りの構築・推進|件数|5件|6件|○", "3|福祉|手話|人数|5人|4人|◎"],
        );
        let expected = [
            "見守りの推進 0 1: renamed",
            "  target 5件 > 5件 Equal",
            "  actual 6件 > 6件 Equal",
            "  rating Same",
            "手話 0 1: renumbered",
            "  target 5人 > 5人 Equal",
            "  actual 4人 > 4人 Equal",
            "  rating Better",
        ];
        check(&[&old, &new], &expected);
    }

    #[test]
    fn what_a_year_leaves_out_is_found_again() {
        let has = |year: i32| report(year, &["1|福祉|見守り|件数|5件|6件|◎"]);
        let (first, last) = (has(2021), has(2023));
        let middle = report(2022, &["2|福祉|手話|人数|5人|4人|△"]);
        let expected = [
            "見守り 0 2: ",
            "  target 5件 > 5件 Equal",
            "  actual 6件 > 6件 Equal",
            "  rating Same",
            "手話 1: new dropped",
        ];
        check(&[&first, &middle, &last], &expected);
    }

    #[test]
    fn directions_need_one_unit_and_one_indicator() {
        let old =
            report(2022, &["1|福祉|見守り|件数|5件|6件|◎", "2|福祉|手話|登録者の人数|5人|4人|"]);
        let new = report(2023, &["1|福祉|見守り|件数|6%|5%|", "2|福祉|手話|講座の開催|9人|8人|△"]);
        let expected = [
            "見守り 0 1: ",
            "  target 5件 > 6% changed",
            "  actual 6件 > 5% changed",
            "手話 0 1: ",
            "  target 5人 > 9人 changed",
            "  actual 4人 > 8人 changed",
        ];
        check(&[&old, &new], &expected);
    }

    #[test]
    fn a_value_that_a_later_report_prints_otherwise() {
        let old = report(2022, &["1|福祉|見守り|件数|5件|1,200件|◎"]);
        let mut new = report(2023, &["1|福祉|見守り|件数|6件|5件|◎"]);
        reprint(&mut new, "1200件");
        assert!(super::compare_years(&[&old, &new]).revisions.is_empty());
        reprint(&mut new, "1,199件");
        let years = super::compare_years(&[&old, &new]);
        let [revision] = &years.revisions[..] else { panic!("{:?}", years.revisions) };
        assert_eq!((revision.what, revision.fiscal_year), ("actual", Some(2022)));
        assert_eq!((revision.from.1, revision.to.1), ("1,200件", "1,199件"));
    }

    /// Makes a report print the actual of the year before in place of its own.
    fn reprint(report: &mut crate::report::Report, text: &str) {
        let value = super::samples::value(crate::report::ValueRole::Actual, 2022, text);
        let indicator = &mut report.measures[0].indicators[0];
        indicator.values.retain(|it| it.fiscal_year != Some(2022));
        indicator.values.push(value);
    }

    #[test]
    fn ratings_by_ratings() {
        let old = report(2022, &["1|福祉|甲|数|||◎", "2|福祉|乙|数|||◎", "3|福祉|丙|数|||"]);
        let new = report(2023, &["1|福祉|甲|数|||◯", "2|福祉|乙|数|||◎", "4|福祉|丁|数|||△"]);
        let years = super::compare_years(&[&old, &new]);
        let cells = &years.matrices[0].cells;
        let name = |it: &Option<String>| it.clone().unwrap_or("-".to_owned());
        let found: Vec<String> = cells
            .iter()
            .map(|(from, to, count)| format!("{}>{} {count}", name(from), name(to)))
            .collect();
        assert_eq!(found, ["◎>◎ 1", "◎>○ 1", ">- 1", "->△ 1"]);
        assert_eq!(years.totals[0], [("◎".to_owned(), 2), (String::new(), 1)]);
    }
}
