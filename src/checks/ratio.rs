//! R208: a printed 達成率 is not actual ÷ target.
//!
//! **Why.** The ratio is copied or computed by hand more often than one thinks.
//!
//! **How.** The ratio of one number to one number in percent, rounded half up to the
//! digits that are printed. Where less is better, reports print target ÷ actual or what
//! is left of 200; where there is a base, the progress from it; some stop at 100. Each of
//! these is taken, a stop at 100 only on the side that is better. Where two ratios of a
//! report or more are cut and none is rounded, it cuts.

use super::outcome::side;
use super::reasons::of;
use crate::finding::{Code, Finding, Message};
use crate::report::{Indicator, IndicatorValue, Measure, Report, Side, ValueRole};
use rust_decimal::{Decimal, RoundingStrategy};

pub(super) fn check(report: &Report, findings: &mut Vec<Finding>) {
    let (rounded, cut) = (differing(report, ROUNDED), differing(report, CUT));
    // Each that one way explains alone is evidence for it.
    let is_in = |list: &[Finding], it: &Finding| list.iter().any(|other| other.place == it.place);
    let only_cut = rounded.iter().filter(|it| !is_in(&cut, it)).count();
    let only_rounded = cut.iter().filter(|it| !is_in(&rounded, it)).count();
    findings.extend(if only_cut > 1 && only_rounded == 0 { cut } else { rounded });
}

/// Half up.
const ROUNDED: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;
const CUT: RoundingStrategy = RoundingStrategy::ToZero;

/// The ratios that are none of the usual ones, rounded in one way.
fn differing(report: &Report, way: RoundingStrategy) -> Vec<Finding> {
    let mut findings = Vec::new();
    for measure in &report.measures {
        for indicator in &measure.indicators {
            let ratios = indicator.values.iter().filter(|it| it.role == ValueRole::Ratio);
            findings.extend(ratios.filter_map(|ratio| differs(measure, indicator, ratio, way)));
        }
    }
    findings
}

fn differs(
    measure: &Measure,
    indicator: &Indicator,
    ratio: &IndicatorValue,
    way: RoundingStrategy,
) -> Option<Finding> {
    let of_year = |role: ValueRole| {
        let values = indicator.values.iter();
        only(values.clone().find(|it| it.role == role && it.fiscal_year == ratio.fiscal_year)?)
    };
    let printed = only(ratio)?;
    let (target, actual) = (of_year(ValueRole::Target)?, of_year(ValueRole::Actual)?);
    let base = indicator.values.iter().find(|it| it.role == ValueRole::Baseline).and_then(only);
    let plain = percent(actual, target)?;
    let inverse = percent(target, actual);
    let left = percent(target.checked_add(target)?.checked_sub(actual)?, target);
    let progress =
        base.and_then(|base| percent(actual.checked_sub(base)?, target.checked_sub(base)?));
    let rounded = |value: Decimal| value.round_dp_with_strategy(printed.scale(), way);
    // Whoever is above 100 may be printed as 100; above, on the side that is better.
    let may_be_less = side(indicator) != Some(Side::Up);
    let forms =
        [(Some(plain), true), (inverse, may_be_less), (left, may_be_less), (progress, true)];
    let is_form = |(value, stops): (Option<Decimal>, bool)| {
        let hundred = Decimal::ONE_HUNDRED;
        value
            .is_some_and(|it| rounded(it) == printed || stops && it > hundred && printed == hundred)
    };
    let is_usual = forms.into_iter().any(is_form);
    if is_usual {
        return None;
    }
    let expected = format!("{}%", rounded(plain));
    let message = Message::new(
        format!("達成率は「{}」ですが、実績÷目標は{expected}です。", ratio.normalized),
        format!("the ratio is printed as {}, actual ÷ target is {expected}", ratio.normalized),
    );
    let finding = of(Code::R208, measure, "ratio", message, &ratio.place);
    Some(finding.comparing(expected, &ratio.text))
}

fn percent(part: Decimal, whole: Decimal) -> Option<Decimal> {
    part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)
}

/// The number of a cell that holds one exact number.
fn only(value: &IndicatorValue) -> Option<Decimal> {
    let [part] = value.parts.as_slice() else { return None };
    part.number.filter(|_| part.upper.is_none() && !part.approximate && part.change.is_none())
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::checks::samples::{report, says};

    #[track_caller]
    fn of(row: &str, expected: &[&str]) {
        let row = format!("1-1|窓口|数|{row}|◎");
        let report = report("番号|施策名|成果指標|目標|実績|達成率|評価", &[&row], &[]);
        assert_eq!(says(&report, check), expected, "{row}");
    }

    #[test]
    fn rounded_half_up_to_the_printed_digits() {
        of("80件|73件|91.3%", &[]);
        of("80件|73件|91.25%", &[]);
        of("80件|73件|91%", &[]);
        of("80件|73件|91.2%", &["R208 1-1"]);
        of("80件|73件|92%", &["R208 1-1"]);
    }

    #[test]
    fn reports_that_cut() {
        let header = "番号|施策名|成果指標|目標|実績|達成率|評価";
        let [one, two] = ["1|あ|数|830件|822件|99%|◎", "2|い|数|330件|302件|91%|◎"];
        let [three, four] = ["3|う|数|360件|20件|5%|◎", "4|え|数|360件|20件|4%|◎"];
        let said = |rows: &[&str]| says(&report(header, rows, &[]), check);
        assert!(said(&[one, two, three]).is_empty());
        assert_eq!(said(&[one, two, three, four]), ["R208 4"]);
        assert_eq!(said(&[one, two]), ["R208 2"]);
        let rounded = "5|お|数|80件|73件|91.3%|◎";
        assert_eq!(said(&[two, three, rounded]), ["R208 2", "R208 3"]);
    }

    #[test]
    fn what_else_reports_print() {
        of("80件|100件|80%", &[]);
        of("80件|100件|75%", &[]);
        of("80件|100件|100%", &[]);
        of("80件|70件|100%", &["R208 1-1"]);
        of("約80件|70件|100%", &[]);
        of("0件|0件|100%", &[]);
        let header = "番号|施策名|成果指標|基準値|目標|実績|達成率|評価";
        let progress = "1-1|窓口|数|50件|100件|75件|50%|◎";
        assert!(says(&report(header, &[progress], &[]), check).is_empty());
    }
}
