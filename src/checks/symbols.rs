//! R203: a rating that the legend does not have. R209: ratings that no legend explains.
//!
//! **Why.** A rating that is not understood is in no count, and a reader does not know
//! what it means either.
//!
//! **How.** The ratings of the report's year are looked up in the report's own legend,
//! look-alikes as one symbol; one that it has not is R203. In a report without a legend,
//! marks (◎○△) are taken as they are usually meant, and R209 lists letters and words that
//! nothing explains, once. Numbers explain themselves.

use crate::finding::{Code, Finding, Message};
use crate::report::{Measure, Rated, Report};
use crate::text;

/// How many symbols a message lists.
const LISTED: usize = 12;

pub(super) fn check(report: &Report, findings: &mut Vec<Finding>) {
    let has_legend = !report.legend.is_empty();
    let mut unexplained: Vec<&str> = Vec::new();
    let mut first: Option<(&Measure, &Rated)> = None;
    for measure in &report.measures {
        let rated = measure.ratings.iter().filter(|it| it.is_main && it.rating.is_none());
        for rated in rated.filter(|it| !report.known.knows(&it.symbol)) {
            if has_legend || is_mark(&rated.symbol) {
                findings.push(not_in_legend(measure, rated));
            } else if !is_number(&rated.symbol) {
                first.get_or_insert((measure, rated));
                if !unexplained.contains(&rated.symbol.as_str()) {
                    unexplained.push(&rated.symbol);
                }
            }
        }
    }
    if let Some((measure, rated)) = first {
        findings.push(no_legend(measure, rated, &unexplained));
    }
}

/// Whether a rating is a mark: neither letters nor digits.
fn is_mark(symbol: &str) -> bool {
    !symbol.chars().any(char::is_alphanumeric)
}

/// Whether a rating is a number: 1.00, 84%.
fn is_number(symbol: &str) -> bool {
    let symbol = text::normalize(symbol);
    symbol.chars().any(|c| c.is_ascii_digit())
        && symbol.chars().all(|c| c.is_ascii_digit() || ".,%()点-".contains(c))
}

fn not_in_legend(measure: &Measure, rated: &Rated) -> Finding {
    let symbol = &rated.symbol;
    let message = Message::new(
        format!("評価「{symbol}」は凡例にありません。"),
        format!("the rating {symbol:?} is not in the legend"),
    );
    let finding = super::reasons::of(Code::R203, measure, "rating", message, &rated.place);
    Finding { found: Some(symbol.clone()), ..finding }
}

fn no_legend(measure: &Measure, rated: &Rated, symbols: &[&str]) -> Finding {
    let mut list = symbols.iter().take(LISTED).copied().collect::<Vec<_>>().join(", ");
    if symbols.len() > LISTED {
        list.push_str(", …");
    }
    let message = Message::new(
        format!("評価の意味を説明する凡例がありません: {list}"),
        format!("no legend says what the ratings mean: {list}"),
    );
    let finding = super::reasons::of(Code::R209, measure, "rating", message, &rated.place);
    Finding { found: Some(list), measure: None, key: None, ..finding }
}

#[cfg(test)]
mod tests {
    use super::LISTED;
    use super::check;
    use crate::checks::samples::{details, report, says};

    #[track_caller]
    fn of(legend: &str, ratings: &[&str], expected: &[&str]) {
        let rows: Vec<String> = (1..)
            .zip(ratings)
            .map(|(id, rating)| format!("{id}|施策{id}|数|1件|1件|{rating}"))
            .collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let report = report("番号|施策名|成果指標|目標|実績|評価", &rows, &[legend]);
        assert_eq!(says(&report, check), expected, "{ratings:?}");
    }

    const MARKS: &str = "凡例　◎達成　○概ね達成　△未達成";

    #[test]
    fn symbols_of_the_legend() {
        of(MARKS, &["◎", "◯", "△", "達成"], &[]);
        of(MARKS, &["◎", "◇", "△"], &["R203 2"]);
        of(MARKS, &["◎", "A", "0.9"], &["R203 2", "R203 3"]);
        of("凡例　A：順調　B：遅れ", &["A", "B", "C"], &["R203 3"]);
    }

    #[test]
    fn reports_without_a_legend() {
        of("本文", &["◎", "○", "△"], &[]);
        of("本文", &["◎", "☆"], &["R203 2"]);
        of("本文", &["A", "B", "A"], &["R209"]);
        of("本文", &["B+", "継続"], &["R209"]);
        of("本文", &["1.00", "84%", "0.7"], &[]);
    }

    #[test]
    fn what_is_listed() {
        let said = |header: &str, rows: &[&str]| details(&report(header, rows, &["本文"]), check);
        let header = "番号|施策名|成果指標|目標|実績|評価";
        let rows = ["1|あ|数|1件|1件|1級", "2|い|数|1件|1件|B", "3|う|数|1件|1件|1級"];
        assert_eq!(said(header, &rows), ["R209 - - rating - → 1級, B"]);
        assert_eq!(said(header, &["1|あ|数|1件|1件|☆"]), ["R203 1 key rating - → ☆"]);
        // Ratings of other years are not asked about.
        let years =
            "番号|施策名|成果指標|令和５年度評価|令和６年度目標|令和６年度実績|令和６年度評価";
        assert!(said(years, &["1|あ|数|Z|1件|1件|◎"]).is_empty());
        let ends = |count: usize| {
            let rows: Vec<String> =
                (0..count).map(|at| format!("{at}|あ|数|1件|1件|級{at}")).collect();
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            said(header, &rows).concat().ends_with(", …")
        };
        assert!(!ends(1) && !ends(LISTED) && ends(LISTED + 1));
    }
}
