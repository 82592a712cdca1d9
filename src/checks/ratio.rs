//! R208: a printed 達成率 is not actual ÷ target.
//!
//! **Why.** The ratio is copied or computed by hand more often than one thinks.
//!
//! **How.** The ratio of one number to one number in percent, rounded half up to the
//! digits that are printed; of items ①② each. Where less is better, reports print target ÷ actual or what
//! is left of 200; where there is a base, the progress from it; some stop at 100. Each of
//! these is taken, a stop at 100 only on the side that is better. Where two ratios of a
//! report or more are cut and none is rounded, it cuts. Where the target is that of a later
//! year, most ratios of the report must be one of these.

use super::outcome::side;
use super::reasons::of;
use crate::finding::{Code, Finding, Message};
use crate::report::{Indicator, IndicatorValue, Measure, Report, Side, ValueRole};
use crate::value::Value;
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

/// What a ratio should be: plainly, and as progress from the base.
type Expected = (Decimal, Option<Decimal>);

/// A printed ratio with what it may be of.
struct Asked<'r> {
    measure: &'r Measure,
    ratio: &'r IndicatorValue,
    /// Whether its target is the goal of a later year.
    is_of_goal: bool,
    /// Which of its parts is none of the usual forms: as it should be, plainly and as
    /// progress from the base.
    differs: Option<Expected>,
    /// Whether it is the progress from the base, and nothing else.
    is_progress: bool,
}

/// The ratios that are none of the usual ones, rounded in one way. Of those to the goal of
/// a later year one is false where most others are right: the way to it may be measured
/// by the year.
fn differing(report: &Report, way: RoundingStrategy) -> Vec<Finding> {
    let indicators =
        report.measures.iter().flat_map(|it| it.indicators.iter().map(move |i| (it, i)));
    let asked: Vec<Asked<'_>> = indicators
        .flat_map(|(measure, indicator)| {
            let ratios = indicator.values.iter().filter(|it| it.role == ValueRole::Ratio);
            ratios.filter_map(move |ratio| asked(measure, indicator, ratio, way))
        })
        .collect();
    let of_goal = || asked.iter().filter(|it| it.is_of_goal);
    let (all, wrong) = (of_goal().count(), of_goal().filter(|it| it.differs.is_some()).count());
    let are_asked = all >= GOALS_MIN && all > 3 * wrong;
    let is_progress = asked.iter().any(|it| it.is_progress);
    let wrong = asked.iter().filter(|it| !it.is_of_goal || are_asked);
    wrong.filter_map(|it| finding(it, is_progress)).collect()
}

/// How many ratios to goals of later years say by what they are computed.
const GOALS_MIN: usize = 4;

fn asked<'r>(
    measure: &'r Measure,
    indicator: &'r Indicator,
    ratio: &'r IndicatorValue,
    way: RoundingStrategy,
) -> Option<Asked<'r>> {
    let of_year = |role: ValueRole| {
        let mut values = indicator.values.iter();
        values.find(|it| it.role == role && it.fiscal_year == ratio.fiscal_year)
    };
    let goal = || indicator.values.iter().find(|it| it.role == ValueRole::Goal);
    let (own, actual) = (of_year(ValueRole::Target), of_year(ValueRole::Actual)?);
    let to = |target: &IndicatorValue| told(indicator, ratio, target, actual, way);
    let (mut differs, mut is_progress) = to(own.or_else(goal)?)?;
    // 進捗率 is the way to the goal, whatever target of the year stands beside it.
    if differs.is_some()
        && let Some((None, of_goal)) = own.and_then(|_| to(goal()?))
    {
        (differs, is_progress) = (None, of_goal);
    }
    Some(Asked { measure, ratio, is_of_goal: own.is_none(), differs, is_progress })
}

/// By what a ratio to a target differs from the usual forms, if it does, and whether it is
/// the progress from the base alone.
fn told(
    indicator: &Indicator,
    ratio: &IndicatorValue,
    target: &IndicatorValue,
    actual: &IndicatorValue,
    way: RoundingStrategy,
) -> Option<(Option<Expected>, bool)> {
    let base = indicator.values.iter().find(|it| it.role == ValueRole::Baseline).and_then(only);
    let parts = parts(ratio, target, actual)?;
    // Whoever is above 100 may be printed as 100; above, on the side that is better.
    let may_be_less = side(indicator) != Some(Side::Up);
    let mut differs = None;
    let mut is_progress = false;
    for [printed, target, actual] in parts {
        let plain = percent(actual, target)?;
        let inverse = percent(target, actual);
        let left = percent(target.checked_add(target)?.checked_sub(actual)?, target);
        let progress =
            base.and_then(|base| percent(actual.checked_sub(base)?, target.checked_sub(base)?));
        let rounded = |value: Decimal| value.round_dp_with_strategy(printed.scale(), way);
        let is_form = |(value, stops): (Option<Decimal>, bool)| {
            let hundred = Decimal::ONE_HUNDRED;
            value.is_some_and(|it| {
                rounded(it) == printed || stops && it > hundred && printed == hundred
            })
        };
        let others = [(Some(plain), true), (inverse, may_be_less), (left, may_be_less)];
        let is_other = others.into_iter().any(is_form);
        let is_own = is_form((progress, true));
        is_progress |= !is_other && is_own;
        if !is_other && !is_own {
            differs = differs.or(Some((rounded(plain), progress.map(rounded))));
        }
    }
    Some((differs, is_progress))
}

/// The numbers of ratio, target and actual: one of each, or one for each item.
fn parts(
    ratio: &IndicatorValue,
    target: &IndicatorValue,
    actual: &IndicatorValue,
) -> Option<Vec<[Decimal; 3]>> {
    let cells = [ratio, target, actual];
    let count = ratio.parts.len();
    let label = |it: &IndicatorValue, at: usize| it.parts.get(at).and_then(|it| it.label.clone());
    let is_paired = |at: usize| {
        count == 1
            || cells.iter().all(|it| label(it, at).is_some() && label(it, at) == label(ratio, at))
    };
    if cells.iter().any(|it| it.parts.len() != count) || !(0..count).all(is_paired) {
        return None;
    }
    let numbers = |at: usize| {
        let number = |it: &IndicatorValue| it.parts.get(at).and_then(exact);
        Some([number(ratio)?, number(target)?, number(actual)?])
    };
    (0..count).map(numbers).collect()
}

fn finding(asked: &Asked<'_>, is_progress: bool) -> Option<Finding> {
    let (plain, progress) = asked.differs?;
    let progress = progress.filter(|_| is_progress);
    let expected = format!("{}%", progress.unwrap_or(plain));
    let (ja, en) = match progress {
        Some(_) => ("基準値からの進捗", "the progress from the base"),
        None => ("実績÷目標", "actual ÷ target"),
    };
    let ratio = asked.ratio;
    let message = Message::new(
        format!("達成率は「{}」ですが、{ja}は{expected}です。", ratio.normalized),
        format!("the ratio is printed as {}, {en} is {expected}", ratio.normalized),
    );
    let finding = of(Code::R208, asked.measure, "ratio", message, &ratio.place);
    Some(finding.comparing(expected, &ratio.text))
}

fn percent(part: Decimal, whole: Decimal) -> Option<Decimal> {
    part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)
}

/// The number of a cell that holds one exact number.
fn only(value: &IndicatorValue) -> Option<Decimal> {
    let [part] = value.parts.as_slice() else { return None };
    exact(part)
}

fn exact(part: &Value) -> Option<Decimal> {
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
    fn ratios_to_goals_of_later_years() {
        let header = "番号|施策名|成果指標|当初値（R3）|目標値（R7）|実績値（R6）|達成率|評価";
        let said = |last: &str| {
            let rows = [
                "1|甲|率|81|91|87|60%|○",
                "2|丙|数|14|24|24|100%|◎",
                "3|丁|数|10|20|13|30%|△",
                last,
            ];
            says(&report(header, &rows, &[]), check)
        };
        assert!(said("4|乙|率|38|68|53|50%|◎").is_empty());
        assert_eq!(said("4|乙|率|38|68|53|65%|◎"), ["R208 4"]);
    }

    #[test]
    fn ratios_of_items() {
        of("①100人⏎②200人|①110人⏎②170人|①110.0%⏎②85.0%", &[]);
        of("①100人⏎②200人|①110人⏎②170人|①110.0%⏎②58.0%", &["R208 1-1"]);
        of("①100人⏎②200人|①110人⏎②170人|110.0%", &[]);
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

    #[test]
    fn the_way_to_the_goal_beside_a_target_of_the_year() {
        let header = "番号|施策名|成果指標|目標|最終目標|実績|進捗率|評価";
        let said = |ratio: &str| {
            let row = format!("1-1|窓口|数|80件|100件|60件|{ratio}|◎");
            says(&report(header, &[&row], &[]), check)
        };
        assert!(said("60%").is_empty());
        assert!(said("75%").is_empty());
        assert_eq!(said("65%"), ["R208 1-1"]);
    }
}
