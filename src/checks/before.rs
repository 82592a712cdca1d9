//! Y701: the base is not last year's actual. Y702: a value that both reports print
//! differs. Y703: a target was lowered, a unit changed, an indicator or a measure is gone
//! without a word. Y704: a value that was promised for this year is still not there.
//!
//! **Why.** Who reads two years of one plan side by side asks about each of these first;
//! most of them are copied by hand from the report before.
//!
//! **How.** Measures and indicators are matched by what they are called, numbers last.
//! What last year's report itself gave up (廃止, 終了, 完了, 統合 in its remarks or plans)
//! is not named. A target is lowered where this year's is on the worse side of last
//! year's; where nobody knows which side is better, nothing is said.
//!
//! **Tolerance.** Widths and spaces; 5万人 and 50,000人 are one value.

use super::outcome::{same_unit, side};
use crate::compare::{Change, IndicatorChange, Link, Revision, Thread, Years, compare_years};
use crate::finding::{Code, Finding, Message};
use crate::place::Place;
use crate::report::{Indicator, IndicatorValue, Measure, Rated, Report, Side, Status, ValueRole};
use crate::value::era::find_fiscal_year;
use crate::value::{Bound, State, Value};
use std::cmp::Ordering;
use std::collections::HashSet;

/// Asks a report about the one of the year before; none where that one is of the same
/// year or a later one.
pub fn against_last_year(report: &Report, before: &Report) -> Option<Vec<Finding>> {
    let years = before.year().zip(report.year());
    if years.is_some_and(|(before, year)| before >= year) {
        return None;
    }
    let years = compare_years(&[before, report]);
    let mut findings = Vec::new();
    for thread in &years.threads {
        findings.extend(of_thread(thread, before, report));
    }
    findings.extend(years.revisions.iter().filter_map(|it| reprinted(&years, it)));
    super::name_keys(&report.measures, &mut findings);
    Some(findings)
}

/// What is said of one measure of last year.
fn of_thread(thread: &Thread<'_>, before: &Report, report: &Report) -> Vec<Finding> {
    match thread.steps.as_slice() {
        [only] if only.report == 0 => {
            let gone = (!is_given_up(only.measure)).then(|| gone(only.measure, before));
            gone.into_iter().collect()
        }
        [old, new] => {
            let Some(link) = &new.link else { return Vec::new() };
            let mut findings = Vec::new();
            for change in &link.indicators {
                findings.extend(base(change, new.measure, before.year()));
                findings.extend(lowered(change, new.measure));
                findings.extend(other_unit(change, new.measure));
                let steps = (old.measure, new.measure);
                findings.extend(still_pending(change, steps, (before, report)));
            }
            findings.extend(lost_indicators(link, old.measure, new.measure));
            findings
        }
        _ => Vec::new(),
    }
}

/// Words by which a report gives something up.
const GIVEN_UP: [&str; 6] = ["廃止", "終了", "完了", "統合", "移行", "削除"];

fn is_given_up(measure: &Measure) -> bool {
    let texts = [&measure.remarks, &measure.texts.next, &measure.reason];
    let says = |text: &&String| GIVEN_UP.iter().any(|word| text.contains(word));
    measure.status == Status::Abolished || texts.into_iter().flatten().any(|it| says(&it))
}

fn gone(measure: &Measure, before: &Report) -> Finding {
    let name = measure.name.as_deref().unwrap_or_else(|| measure.label()).replace('\n', " ");
    let message = Message::new(
        format!("前の報告書（{}）にあった施策「{name}」がありません。", before.source.file),
        format!("the measure {name} of the report before ({}) is gone", before.source.file),
    );
    let finding = Finding::new(Code::Y703, message).of_measure(measure.label());
    Finding { expected: Some(name), ..finding }
}

fn about(
    code: Code,
    measure: &Measure,
    column: &'static str,
    message: Message,
    place: &Place,
) -> Finding {
    super::reasons::of(code, measure, column, message, place)
}

/// The base of last year against the actual of last year's report.
fn base(change: &IndicatorChange<'_>, measure: &Measure, year: Option<i32>) -> Option<Finding> {
    let base = change.to.values.iter().find(|it| {
        it.role == ValueRole::Baseline && it.fiscal_year.is_some() && it.fiscal_year == year
    })?;
    let actual = change.from.of_report(ValueRole::Actual, year)?;
    if !differ(base, actual) {
        return None;
    }
    let message = Message::new(
        format!(
            "基準値「{}」は、前の報告書の実績「{}」と違います。",
            base.normalized, actual.normalized
        ),
        format!(
            "the base is {}, the actual of the report before {}",
            base.normalized, actual.normalized
        ),
    );
    let finding = about(Code::Y701, measure, "baseline", message, &base.place);
    Some(finding.comparing(&actual.text, &base.text))
}

fn lowered(change: &IndicatorChange<'_>, measure: &Measure) -> Option<Finding> {
    let Change { from: Some(from), to: Some(to), direction, .. } = change.target else {
        return None;
    };
    // 880g以下 says itself on which side it is better.
    let by_bound = only(to).and_then(|it| it.bound).map(|bound| match bound {
        Bound::AtMost | Bound::LessThan => Side::Down,
        Bound::AtLeast | Bound::MoreThan => Side::Up,
    });
    let is_worse = match (by_bound.or_else(|| side(change.to))?, direction?) {
        (Side::Up, Ordering::Less) | (Side::Down, Ordering::Greater) => true,
        (_, _) => false,
    };
    let message = Message::new(
        format!(
            "目標が、前の報告書の「{}」から「{}」に下げられています。",
            from.normalized, to.normalized
        ),
        format!("the target was lowered from {} to {}", from.normalized, to.normalized),
    );
    let finding = about(Code::Y703, measure, "target", message, &to.place);
    is_worse.then(|| finding.comparing(&from.text, &to.text))
}

fn other_unit(change: &IndicatorChange<'_>, measure: &Measure) -> Option<Finding> {
    let of = |change: &Change<'_>| -> Option<Finding> {
        let (from, to) = (only(change.from?)?, only(change.to?)?);
        let units = from.unit.as_ref().zip(to.unit.as_ref())?;
        let message = Message::new(
            format!("単位が、前の報告書の「{}」から「{}」に変わっています。", from.text, to.text),
            format!("the unit changed from {} to {}", from.text, to.text),
        );
        let value = change.to?;
        let finding = about(Code::Y703, measure, value.role.code(), message, &value.place);
        (!same_unit(units.0, units.1)).then(|| finding.comparing(&from.text, &to.text))
    };
    of(&change.target).or_else(|| of(&change.actual))
}

/// The number of a cell that holds one.
fn only(value: &IndicatorValue) -> Option<&Value> {
    let [part] = value.parts.as_slice() else { return None };
    part.number.is_some().then_some(part)
}

/// Whether two cells give other numbers; cells of words, and of what was not known yet,
/// are not asked.
fn differ(one: &IndicatorValue, other: &IndicatorValue) -> bool {
    let numbers = |it: &IndicatorValue| -> Option<Vec<_>> {
        it.parts.iter().map(|part| Some((part.number?, part.upper))).collect()
    };
    numbers(one).zip(numbers(other)).is_some_and(|(one, other)| one != other)
}

/// Words of remarks that say when a value will be known.
const PROMISED: [&str; 4] = ["公表", "判明", "確定", "把握"];

/// What was pending last year, and was to be known by now.
fn still_pending(
    change: &IndicatorChange<'_>,
    (old, measure): (&Measure, &Measure),
    (before, report): (&Report, &Report),
) -> Option<Finding> {
    let year = before.year()?;
    let then = change.from.of_report(ValueRole::Actual, Some(year))?;
    // ※ in the cell, and 令和６年度に公表 in the remarks.
    let in_remarks = || {
        let texts = [&old.remarks, &old.reason].into_iter().flatten();
        let mut told = texts.filter(|it| PROMISED.iter().any(|word| it.contains(word)));
        told.find_map(|it| find_fiscal_year(it))
    };
    let pending = || then.parts.iter().filter(|it| it.state == Some(State::Pending));
    pending().next()?;
    let promised = pending().find_map(|it| it.known_in.clone()).or_else(in_remarks)?;
    if report.year().is_some_and(|now| promised.year > now) {
        return None;
    }
    let of_year = |it: &&IndicatorValue| {
        it.fiscal_year == Some(year) && matches!(it.role, ValueRole::Actual | ValueRole::Baseline)
    };
    let now = change.to.values.iter().find(of_year);
    if now.is_some_and(|it| it.parts.iter().any(|part| part.number.is_some())) {
        return None;
    }
    let (by, place) = (&promised.text, now.map_or(&measure.place, |it| &it.place));
    let message = Message::new(
        format!("前の報告書で{by}に分かるとされた{year}年度の実績がありません。"),
        format!("the actual of {year}, promised for {by} in the report before, is not there"),
    );
    let finding = about(Code::Y704, measure, "actual", message, place);
    Some(Finding { expected: Some(by.clone()), found: now.map(|it| it.text.clone()), ..finding })
}

fn lost_indicators(link: &Link<'_>, old: &Measure, new: &Measure) -> Vec<Finding> {
    let kept: HashSet<usize> = link.indicators.iter().map(|it| it.places.0).collect();
    if is_given_up(old) {
        return Vec::new();
    }
    let lost = |(at, it): (usize, &Indicator)| (!kept.contains(&at)).then(|| it.text.clone());
    let lost = old.indicators.iter().enumerate().filter_map(lost).filter(|it| !it.is_empty());
    lost.map(|text| {
        let shown = text.replace('\n', " ");
        let message = Message::new(
            format!("前の報告書にあった成果指標「{shown}」がありません。"),
            format!("the indicator {shown} of the report before is gone"),
        );
        let finding = about(Code::Y703, new, "indicator", message, &new.place);
        Finding { expected: Some(text), ..finding }
    })
    .collect()
}

/// A value of one year that both reports print.
fn reprinted(years: &Years<'_>, revision: &Revision<'_>) -> Option<Finding> {
    let measure = years.threads.get(revision.thread)?.steps.last()?.measure;
    let (from, to) = (revision.from.1, revision.to.1);
    let values = || measure.indicators.iter().flat_map(|it| &it.values);
    let is_value = |it: &&IndicatorValue| {
        it.role.code() == revision.what && it.fiscal_year == revision.fiscal_year && it.text == to
    };
    let value = values().find(is_value);
    // What was pending is known now, and no revision.
    let was_pending = crate::value::read(from, &crate::value::Hints::none())
        .values
        .iter()
        .any(|it| it.state == Some(State::Pending));
    if was_pending && value.is_some() {
        return None;
    }
    let is_rated = |it: &&Rated| it.fiscal_year == revision.fiscal_year && it.symbol == to;
    let rated = measure.ratings.iter().find(is_rated);
    let place = value.map(|it| &it.place).or(rated.map(|it| &it.place));
    let column = if revision.what == "rating" { "rating" } else { value?.role.code() };
    let year = revision.fiscal_year.map(|it| format!("{it}年度の")).unwrap_or_default();
    let year_en = revision.fiscal_year.map(|it| format!(" of {it}")).unwrap_or_default();
    let message = Message::new(
        format!("{year}{}が、前の報告書では「{from}」、ここでは「{to}」です。", name(column)),
        format!("the {column}{year_en} is {from} in the report before, {to} here"),
    );
    let finding = about(Code::Y702, measure, column, message, place.unwrap_or(&measure.place));
    Some(finding.comparing(from, to))
}

/// A column as a person calls it.
fn name(column: &str) -> &str {
    match column {
        "baseline" => "基準値",
        "target" => "目標",
        "actual" => "実績",
        "goal" => "最終目標",
        "ratio" => "達成率",
        "forecast" => "見込値",
        "rating" => "評価",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::against_last_year;
    use crate::checks::samples::{detail, report};
    use crate::report::{Report, ValueRole};
    use crate::value::era::find_fiscal_year;

    fn of(year: &str, header: &str, rows: &[&str]) -> Report {
        let mut report = report(header, rows, &[]);
        report.fiscal_year = find_fiscal_year(year);
        report
    }

    const HEADER: &str = "番号|施策名|成果指標|令和５年度目標|令和５年度実績|未達成の理由";
    const NEXT: &str = "番号|施策名|成果指標|令和６年度目標|令和６年度実績|未達成の理由";

    #[track_caller]
    fn check(old: &[&str], header: &str, new: &[&str], expected: &[&str]) {
        let (old, new) = (of("令和５年度", HEADER, old), of("令和６年度", header, new));
        let said = against_last_year(&new, &old).unwrap();
        assert_eq!(said.iter().map(detail).collect::<Vec<_>>(), expected);
    }

    const OLD: &[&str] = &["1|窓口|利用者数|90人|95人|", "2|防災|事故件数|9件|8件|"];

    #[test]
    fn nothing_but_a_new_year() {
        check(OLD, NEXT, &["1|窓口|利用者数|100人|80人|", "2|防災|事故件数|8件|9件|"], &[]);
        // A measure that is new, and numbers that moved.
        let rows =
            ["1|相談|件数|5件|5件|", "2|窓口|利用者数|90人|1人|", "3|防災|事故件数|9件|1件|"];
        check(OLD, NEXT, &rows, &[]);
    }

    #[test]
    fn the_base_is_last_years_actual() {
        let header = "番号|施策名|成果指標|基準値（令和５年度）|令和６年度目標|令和６年度実績";
        let other = "2|防災|事故件数|8件|8件|9件";
        check(OLD, header, &["1|窓口|利用者数|95人|100人|80人", other], &[]);
        let row = "1|窓口|利用者数|96人|100人|80人";
        check(OLD, header, &[row, other], &["Y701 1 key baseline 95人 → 96人"]);
    }

    #[test]
    fn a_value_that_both_print() {
        let header = "番号|施策名|成果指標|令和５年度実績|令和６年度目標|令和６年度実績";
        let other = "2|防災|事故件数|8件|8件|9件";
        check(OLD, header, &["1|窓口|利用者数|９５人|100人|80人", other], &[]);
        let row = "1|窓口|利用者数|94人|100人|80人";
        check(OLD, header, &[row, other], &["Y702 1 key actual 95人 → 94人"]);
        let pending = &["1|窓口|利用者数|90人|※|※令和６年度中に把握予定", OLD[1]];
        check(pending, header, &[row, other], &[]);
    }

    #[test]
    fn what_is_lower_other_or_gone() {
        let [one, two] = ["1|窓口|利用者数|100人|80人|", "2|防災|事故件数|8件|9件|"];
        check(OLD, NEXT, &["1|窓口|利用者数|89人|80人|", two], &["Y703 1 key target 90人 → 89人"]);
        check(OLD, NEXT, &[one, "2|防災|事故件数|10件|9件|"], &["Y703 2 key target 9件 → 10件"]);
        let old = &[OLD[0], "2|ごみ|ごみの量|880g以下|870g|"];
        let raised = "2|ごみ|ごみの量|890g以下|870g|";
        check(old, NEXT, &[one, raised], &["Y703 2 key target 880g以下 → 890g以下"]);
        check(
            OLD,
            NEXT,
            &["1|窓口|利用者数|100件|80件|", two],
            &["Y703 1 key target 90人 → 100件"],
        );
        check(OLD, NEXT, &[one], &["Y703 2 - - 防災 → -"]);
        check(&[OLD[0], "2|防災|事故件数|9件|8件|令和５年度で終了"], NEXT, &[one], &[]);
    }

    #[test]
    fn an_indicator_that_is_gone() {
        let header = HEADER.replace("未達成の理由", "評価");
        let rows = ["1|窓口|利用者数|90人|95人|◎", "2|防災|事故件数|9件|8件|◎"];
        let mut old = of("令和５年度", &header, &rows);
        let new =
            of("令和６年度", NEXT, &["1|窓口|利用者数|100人|80人|", "2|防災|事故件数|8件|9件|"]);
        let mut more = old.measures[1].indicators[0].clone();
        (more.text, more.normalized) = ("満足度".to_owned(), "満足度".to_owned());
        old.measures[0].indicators.push(more);
        let said = against_last_year(&new, &old).unwrap();
        let said: Vec<String> = said.iter().map(detail).collect();
        assert_eq!(said, ["Y703 1 key indicator 満足度 → -"]);
    }

    #[test]
    fn where_a_value_was_printed_anew() {
        let old = of("令和５年度", HEADER, OLD);
        let header =
            "番号|施策名|成果指標|令和６年度目標|令和５年度目標|令和５年度実績|令和６年度実績";
        let rows = ["1|窓口|利用者数|94人|94人|94人|94人", "2|防災|事故件数|9件|9件|8件|9件"];
        let new = of("令和６年度", header, &rows);
        let said = against_last_year(&new, &old).unwrap();
        let values = &new.measures[0].indicators[0].values;
        let place = |role: ValueRole| {
            let value = values.iter().find(|it| it.role == role && it.fiscal_year == Some(2023));
            value.map(|it| it.place.clone())
        };
        let [target, actual] = said.as_slice() else { panic!("{said:?}") };
        assert_eq!(
            (&target.place, &actual.place),
            (&place(ValueRole::Target), &place(ValueRole::Actual))
        );
        assert!(target.message.ja.starts_with("2023年度の目標が、"), "{}", target.message.ja);
        assert!(actual.message.ja.starts_with("2023年度の実績が、"), "{}", actual.message.ja);
    }

    #[test]
    fn a_rating_that_was_printed_anew() {
        let header = "番号|施策名|成果指標|令和５年度目標|令和５年度実績|令和５年度評価";
        let old = of("令和５年度", header, &["1|窓口|数|9件|9件|◎", "2|相談|数|9件|9件|◎"]);
        let header =
            "番号|施策名|成果指標|令和６年度目標|令和６年度実績|令和６年度評価|令和５年度評価";
        let new = of("令和６年度", header, &["1|窓口|数|9件|9件|○|○", "2|相談|数|9件|9件|○|◎"]);
        let said = against_last_year(&new, &old).unwrap();
        let [one] = said.as_slice() else { panic!("{said:?}") };
        assert_eq!(detail(one), "Y702 1 key rating ◎ → ○");
        let rated = new.measures[0].ratings.iter().find(|it| it.fiscal_year == Some(2023));
        assert_eq!(one.place, rated.map(|it| it.place.clone()));
        assert!(one.message.ja.starts_with("2023年度の評価が、"), "{}", one.message.ja);
    }

    #[test]
    fn what_was_promised() {
        let old = &["1|窓口|利用者数|90人|※|※令和６年度中に把握予定", OLD[1]];
        let rows = ["1|窓口|利用者数|100人|80人|", "2|防災|事故件数|8件|9件|"];
        check(old, NEXT, &rows, &["Y704 1 key actual 令和６年度 → -"]);
        let told = &["1|窓口|利用者数|90人|※|令和６年度に公表", OLD[1]];
        check(told, NEXT, &rows, &["Y704 1 key actual 令和６年度 → -"]);
        let later = &["1|窓口|利用者数|90人|※|※令和７年度中に把握予定", OLD[1]];
        check(later, NEXT, &rows, &[]);
        let header = "番号|施策名|成果指標|令和５年度実績|令和６年度目標|令和６年度実績";
        let still = ["1|窓口|利用者数|集計中|100人|80人", "2|防災|事故件数|8件|8件|9件"];
        check(old, header, &still, &["Y704 1 key actual 令和６年度 → 集計中"]);
    }

    #[test]
    fn a_report_of_no_year_before() {
        let [old, new] = ["令和５年度", "令和６年度"].map(|year| of(year, HEADER, OLD));
        assert!(against_last_year(&old, &new).is_none() && against_last_year(&old, &old).is_none());
        assert!(against_last_year(&new, &old).is_some());
    }
}
