//! I302: a gap in the numbering. I306: a number behind a larger one. I303: the number of a field is not the first part of
//! the number of its measures. I304: a field of the structure has no measure.
//!
//! **Why.** A number that is left out is a measure that was lost, or one that was given
//! up without a word; a measure below another field's heading is counted there.
//!
//! **How.** Numbers `3-4` run within `3`. A run that lacks as many numbers as it has is
//! none. I306 is asked where at most one of ten steps of a run goes back. I303 is asked where most measures have the number of their field, I304 where
//! most fields have measures.

use super::reasons::of;
use crate::finding::{Code, Finding, Message};
use crate::layout;
use crate::report::{Measure, Report};
use std::collections::{BTreeMap, HashSet};

pub(super) fn check(report: &Report, findings: &mut Vec<Finding>) {
    gaps(report, findings);
    order(report, findings);
    fields(report, findings);
    empty(report, findings);
}

/// A number into what stands before its last part, and that.
fn parts(id: &str) -> Option<(&str, u32)> {
    let (before, last) = id.rsplit_once('-').unwrap_or(("", id));
    if let Some(number) = letter(last) {
        return Some((before, number));
    }
    // 9重点 is the ninth.
    let end = last.find(|c: char| !c.is_ascii_digit()).unwrap_or(last.len());
    Some((before, last.get(..end)?.parse().ok()?))
}

/// Letters by which lists are numbered.
const LETTERS: [&str; 2] = ["アイウエオカキクケコサシスセソ", "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"];

/// Which number a letter is: ウ is the third.
fn letter(text: &str) -> Option<u32> {
    let mut chars = text.chars();
    let (only, None) = (chars.next()?, chars.next()) else { return None };
    let at = LETTERS.iter().find_map(|list| list.chars().position(|it| it == only));
    at.and_then(|at| u32::try_from(at + 1).ok())
}

/// The number as the last part of another says it: ウ beside エ.
fn as_in(number: u32, last: &str) -> String {
    let list = LETTERS.iter().find(|list| last.chars().all(|it| list.contains(it)));
    let at = usize::try_from(number).ok().and_then(|it| it.checked_sub(1));
    let letter = list.filter(|_| !last.is_empty()).zip(at).and_then(|(it, at)| it.chars().nth(at));
    letter.map_or_else(|| number.to_string(), String::from)
}

/// How many numbers a range may say: it is written out.
const RANGE_MAX: u32 = 1000;

/// What else numbers say that is none of their own: 新3 and ★3 are the third, 2～3 the
/// second and the third.
fn also(id: &str) -> impl Iterator<Item = (&str, u32)> {
    let (before, last) = id.rsplit_once('-').unwrap_or(("", id));
    let is_mark = |c: char| !c.is_ascii_alphanumeric() && letter(c.to_string().as_str()).is_none();
    let marked = last.trim_start_matches(is_mark);
    let is_several = last.contains(['～', '~', '〜', ',', '、', '・']);
    let numbers = move |it: &str| it.parse::<u32>().ok();
    let several = last.split(['～', '~', '〜', ',', '、', '・']).filter_map(numbers);
    let several: Vec<u32> = several.collect();
    // 2,7 are two numbers, and nobody gives one measure the numbers 2～3000000.
    let is_range = is_several && last.contains(['～', '~', '〜']);
    let range = match several.as_slice() {
        [first, last] if is_range && first < last && last - first < RANGE_MAX => {
            Some(*first..=*last)
        }
        _ => None,
    };
    let end = marked.find(|c: char| !c.is_ascii_digit()).unwrap_or(marked.len());
    let own = marked.get(..end).and_then(|it| it.parse().ok());
    range.into_iter().flatten().chain(several).chain(own).map(move |number| (before, number))
}

fn gaps(report: &Report, findings: &mut Vec<Finding>) {
    let mut runs: BTreeMap<(&str, u32), BTreeMap<u32, &Measure>> = BTreeMap::new();
    let ids = || report.measures.iter().filter_map(|it| Some((it, it.id.as_deref()?)));
    let by_hundred = ids().all(|it| it.1.len() == 3 && it.1.bytes().all(|c| c.is_ascii_digit()));
    for (measure, id) in ids() {
        if let Some((before, last)) = parts(id) {
            // 101 and 201 begin two runs.
            let hundred = if by_hundred { last / 100 } else { 0 };
            runs.entry((before, hundred)).or_default().entry(last).or_insert(measure);
        }
    }
    let also: HashSet<(&str, u32)> = ids().flat_map(|it| also(it.1)).collect();
    for ((before, _), run) in runs {
        let (Some((first, _)), Some((last, _))) = (run.first_key_value(), run.last_key_value())
        else {
            continue;
        };
        let (span, count) = (u64::from(last - first) + 1, run.len() as u64);
        // A run that lacks as many as it has is numbered by something else.
        if span == count || span >= 2 * count {
            continue;
        }
        let pairs = run.iter().zip(run.iter().skip(1));
        findings.extend(
            pairs
                .filter(|(one, next)| {
                    (one.0 + 1..*next.0).any(|number| !also.contains(&(before, number)))
                })
                .map(|(one, next)| gap(before, one.0 + 1, next.0 - 1, next.1)),
        );
    }
}

fn gap(before: &str, first: u32, last: u32, next: &Measure) -> Finding {
    let dash = if before.is_empty() { "" } else { "-" };
    let own = next.id.as_deref().and_then(|id| id.rsplit('-').next()).unwrap_or_default();
    let name = |number: u32| format!("{before}{dash}{}", as_in(number, own));
    let missing =
        if first == last { name(first) } else { format!("{}～{}", name(first), name(last)) };
    let message = Message::new(
        format!("番号{missing}がありません。"),
        format!("the number {missing} is missing"),
    );
    let finding = of(Code::I302, next, "id", message, &next.place);
    Finding { expected: Some(missing), ..finding }
}

/// Numbers that stand behind a larger one of their run.
fn order(report: &Report, findings: &mut Vec<Finding>) {
    let mut last: BTreeMap<&str, (u32, &str)> = BTreeMap::new();
    let (mut steps, mut back) = (0, Vec::new());
    for measure in &report.measures {
        let Some(id) = measure.id.as_deref() else { continue };
        let Some((before, number)) = parts(id) else { continue };
        match last.insert(before, (number, id)) {
            Some((earlier, of)) if number < earlier => back.push((measure, id, of)),
            Some(_) => steps += 1,
            None => {}
        }
    }
    // A table in another order, or numbers that begin anew in each group, have many.
    if back.len() * 10 > steps + back.len() {
        return;
    }
    findings.extend(back.into_iter().map(|(measure, id, earlier)| {
        let message = Message::new(
            format!("番号{id}が、番号{earlier}の後にあります。"),
            format!("the number {id} stands behind {earlier}"),
        );
        of(Code::I306, measure, "id", message, &measure.place).comparing(earlier, id)
    }));
}

fn fields(report: &Report, findings: &mut Vec<Finding>) {
    let mut others = Vec::new();
    let mut same = 0;
    for measure in &report.measures {
        let field = measure.groups.last().and_then(|it| it.number.as_deref());
        let first = measure.id.as_deref().and_then(|it| Some(it.split_once('-')?.0));
        // Of 基本目標 and 基本施策, each with a number, one may be that of the measures.
        let mut numbers = measure.groups.iter().filter_map(|it| it.number.as_deref());
        let mut is_of_any = |first: &str| numbers.any(|it| figures(it) == first);
        match (field, first) {
            (Some(field), Some(first)) if !is_of_any(first) => {
                others.push((measure, field, first));
            }
            (Some(_), Some(_)) => same += 1,
            _ => {}
        }
    }
    if others.len() >= same {
        return;
    }
    findings.extend(others.into_iter().map(|(measure, field, first)| {
        let message = Message::new(
            format!("分野の番号は{field}ですが、施策の番号は{}です。", measure.label()),
            format!("the number of the field is {field}, that of the measure {}", measure.label()),
        );
        of(Code::I303, measure, "id", message, &measure.place).comparing(field, first)
    }));
}

/// The number of a group in figures: Ⅱ is 2.
fn figures(number: &str) -> String {
    let number = layout::number(number);
    let mut chars = number.chars();
    let roman = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ";
    match (chars.next().and_then(|only| roman.chars().position(|it| it == only)), chars.next()) {
        (Some(at), None) => (at + 1).to_string(),
        _ => number,
    }
}

fn empty(report: &Report, findings: &mut Vec<Finding>) {
    let groups = report.measures.iter().flat_map(|it| &it.groups);
    let used: HashSet<String> = groups.map(|it| layout::fold(&it.name)).collect();
    let fields: Vec<&str> = report
        .structure
        .iter()
        .flat_map(|pillar| &pillar.fields)
        .map(|field| field.name.as_str())
        .collect();
    let without: Vec<&str> =
        fields.iter().copied().filter(|it| !used.contains(&layout::fold(it))).collect();
    if without.len() * 2 >= fields.len() {
        return;
    }
    findings.extend(without.into_iter().map(|field| {
        let message = Message::new(
            format!("分野「{field}」の施策が別紙にありません。"),
            format!("the annex has no measure of the field {field}"),
        );
        Finding { expected: Some(field.to_owned()), ..Finding::new(Code::I304, message) }
    }));
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::checks::samples::{details, report, says};
    use crate::report::{Group, Pillar, PolicyField};

    #[track_caller]
    fn of(ids: &[&str], expected: &[&str]) {
        let rows: Vec<String> =
            ids.iter().map(|id| format!("{id}|施策{id}|数|1件|1件|◎")).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let report = report("番号|施策名|成果指標|目標|実績|評価", &rows, &[]);
        assert_eq!(says(&report, check), expected, "{ids:?}");
    }

    #[test]
    fn gaps_in_a_run() {
        of(&["1-1", "1-2", "2-1"], &[]);
        of(&["1-1", "1-2", "1-4"], &["I302 1-4"]);
        of(&["1-1", "1-2", "1-5", "1-6"], &["I302 1-5"]);
        of(&["1", "2", "4"], &["I302 4"]);
        of(&["3", "4", "5"], &[]);
        of(&["3", "4重点", "5"], &[]);
        of(&["101", "205", "309"], &[]);
        let details = |ids: &[&str]| {
            let rows: Vec<String> =
                ids.iter().map(|id| format!("{id}|施策{id}|数|1件|1件|◎")).collect();
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            details(&report("番号|施策名|成果指標|目標|実績|評価", &rows, &[]), check)
        };
        assert_eq!(details(&["1-1", "1-2", "1-4"]), ["I302 1-4 key id 1-3 → -"]);
        assert_eq!(details(&["1", "2", "5", "6"]), ["I302 5 key id 3～4 → -"]);
        of(&["101", "102", "104", "201", "202"], &["I302 104"]);
        of(&["1-ア", "1-イ", "1-エ", "1-オ"], &["I302 1-エ"]);
        of(&["1-①", "1-②", "1-④"], &["I302 1-④"]);
        of(&["1", "2", "新3", "4"], &[]);
        of(&["1", "★2", "3", "4"], &[]);
        of(&["1", "2～3", "4", "5"], &[]);
        of(&["1", "2,3", "4", "5"], &[]);
        of(&["1", "2,5", "6", "7"], &["I302 6"]);
        of(&["1", "2～1003", "6", "7"], &["I302 6"]);
    }

    #[test]
    fn numbers_in_order() {
        let run = ["1-1", "1-2", "1-3", "1-4", "1-5", "1-6", "1-7", "1-8", "1-9", "1-10", "1-11"];
        of(&run, &[]);
        let swapped = |one: usize, other: usize| {
            let mut run = run.to_vec();
            run.swap(one, other);
            run
        };
        of(&swapped(9, 10), &["I306 1-10"]);
        of(&swapped(0, 1), &["I306 1-1"]);
        // Two steps back of ten are an order of its own.
        of(&swapped(3, 5), &[]);
        of(&["1-3", "1-2", "1-1"], &[]);
        of(&["1-1", "2-1", "1-2", "2-2"], &[]);
        // I301 tells of a number that stands twice.
        of(&[&run[..], &["1-11"]].concat(), &[]);
    }

    #[test]
    fn fields_and_their_numbers() {
        let rows = ["1-1|あ|数|1件|1件|◎", "1-2|い|数|1件|1件|◎", "1-3|う|数|1件|1件|◎"];
        let mut report = report("番号|施策名|成果指標|目標|実績|評価", &rows, &[]);
        let group =
            |number: &str| Group { number: Some(number.to_owned()), name: "教育".to_owned() };
        for measure in &mut report.measures {
            measure.groups = vec![group("1")];
        }
        let fields =
            ["教育", "福祉", "教 育"].map(|name| PolicyField { number: 1, name: name.into() });
        report.structure = vec![Pillar { name: "くらし".into(), fields: fields.to_vec() }];
        assert_eq!(details(&report, check), ["I304 - - - 福祉 → -"]);
        // A structure of which half is not there is another one.
        report.structure[0].fields.push(PolicyField { number: 4, name: "防災".into() });
        assert!(says(&report, check).is_empty());
        report.structure.clear();
        report.measures[2].groups = vec![group("２")];
        assert_eq!(says(&report, check), ["I303 1-3"]);
        // The first part is that of the outer group.
        report.measures[2].groups = vec![group("Ⅰ"), group("２")];
        assert!(says(&report, check).is_empty());
        report.measures[2].groups = vec![group("２")];
        report.measures[1].groups = vec![group("2")];
        assert!(says(&report, check).is_empty());
    }
}
