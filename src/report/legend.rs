//! What the rating symbols mean, and by which rule they are given.
//!
//! Candidates are the texts outside tables, runs of lines of one entry each, and small
//! tables. The one that covers most of what the column of ratings holds is the legend,
//! whatever its words are; where no column is known its words must say what two
//! symbols mean.

use super::StatedRule;
use crate::annex::{self, Roles};
use crate::finding::{Code, Finding, Message};
use crate::layout::{self, Layout, Role};
use crate::place::Place;
use crate::table::{Contents, Entry, Paragraph, Row, Table};
use crate::text;
use crate::value::rating::Rule;
use crate::value::{Legend, Rating, rating};

/// The legend of a report.
pub(super) struct Found {
    /// As the report prints it; empty where it has none.
    pub(super) legend: Legend,
    /// What its cells are read through: the legend, or what symbols usually mean.
    pub(super) known: Legend,
    /// By what it rates.
    pub(super) rule: Option<StatedRule>,
    /// Where it stands.
    pub(super) place: Option<Place>,
    /// What a person should know of it.
    pub(super) finding: Option<Finding>,
}

/// Reads the legend of a report whose columns of ratings hold `used`.
pub(super) fn read(contents: &Contents, used: &[String], is_annex: &[bool]) -> Found {
    let (mut legend, place) = best(contents, used, is_annex).unwrap_or_default();
    legend.tell_apart(used.iter().map(String::as_str));
    let known = if legend.is_empty() { usual(used) } else { legend.clone() };
    let finding = not_understood(&legend, place.as_ref());
    let rule = rule(contents, &legend, &known, place.clone());
    Found { legend, known, rule, place, finding }
}

/// The legend that a layout gives: its steps, and what it says that they mean.
pub(super) fn of_layout(layout: &Layout) -> Legend {
    let rating = |symbol: &str| {
        let code = layout.rating_words.get(symbol)?;
        let all = [
            Rating::Achieved,
            Rating::MostlyAchieved,
            Rating::NotAchieved,
            Rating::Pending,
            Rating::NotSet,
        ];
        all.into_iter().find(|rating| rating.code() == code)
    };
    Legend::of_steps(layout.steps.iter().map(|symbol| (symbol.as_str(), rating(symbol))))
}

/// How many rows of a table are asked what their ratings are, and how many symbols
/// are looked at: there are six at most, and a column of words has no legend.
const ROWS_ASKED: usize = 2000;
const SYMBOLS_MAX: usize = 40;

/// The longest cell that may be a rating, in characters: 努力を要する（※1）.
const SYMBOL_CHARS_MAX: usize = 12;

/// What the columns of ratings hold, each once, in its order.
pub(super) fn used(contents: &Contents, roles: &[Option<Roles>]) -> Vec<String> {
    let mut used: Vec<String> = Vec::new();
    for (table, roles) in contents.tables.iter().zip(roles) {
        let is_rating = |col: &usize| {
            let path = table.columns.get(*col).map(|column| column.path.as_slice());
            path.and_then(layout::role_of) == Some(Role::Rating)
        };
        let cols: Vec<usize> = match roles {
            Some(roles) => roles.all(Role::Rating).collect(),
            None => (0..table.columns.len()).filter(is_rating).collect(),
        };
        for row in table.rows.iter().take(ROWS_ASKED) {
            // A band reaches over the column of ratings and is none.
            let own = |&col: &usize| row.cell(col).filter(|entry| entry.col == col);
            let said = |it: &'_ Entry| {
                let column = roles.as_ref().and_then(|roles| roles.columns.get(it.col));
                column.map_or(&*it.text, |own| own.rating_in(&it.text)).trim().to_owned()
            };
            for text in cols.iter().filter_map(own).map(said) {
                let text = text.as_str();
                let is_long = text.chars().nth(SYMBOL_CHARS_MAX).is_some();
                // A table of totals may be headed 評価 and end with 計.
                let is_other = text.is_empty() || is_long || layout::is_sum(text);
                if used.len() < SYMBOLS_MAX && !is_other {
                    let symbol = text::normalize(text);
                    if !used.contains(&symbol) {
                        used.push(symbol);
                    }
                }
            }
        }
    }
    used
}

/// What symbols usually mean. Where a column has both △ and ▲ they are two steps of
/// four, of which nobody knows the words.
fn usual(used: &[String]) -> Legend {
    let mut usual = layout::usual_legend();
    usual.tell_apart(used.iter().map(String::as_str));
    if usual.tells_apart('▲') {
        let steps = "◎：達成　○：概ね達成　△：第３段階　▲：第４段階　■：集計中　―：指標未設定";
        usual = Legend::parse_keyed(steps);
        usual.tell_apart(["△", "▲"]);
    }
    usual
}

/// A text, or several lines, that may be the legend.
struct Candidate {
    legend: Legend,
    place: Option<Place>,
    /// It calls itself 凡例.
    is_named: bool,
}

/// What tells candidates apart, the first first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    covers_all: bool,
    covered: usize,
    is_named: bool,
    explains: bool,
}

/// What may be the legend, before anybody knows which columns hold ratings: each text, or
/// small table, that names two steps or more.
pub(super) fn possible(contents: &Contents) -> Vec<Legend> {
    if contents.tables.is_empty() {
        return Vec::new();
    }
    let used = annex::roles::words_of_ratings(&contents.tables);
    let is_other: Vec<bool> =
        contents.tables.iter().map(|it| it.columns.len() > COLUMNS_OF_LEGEND_MAX).collect();
    let mut found = Vec::new();
    for candidate in candidates(contents, &used, &is_other) {
        if !found.contains(&candidate.legend) && rank(&candidate, &used).is_some() {
            found.push(candidate.legend);
        }
    }
    found
}

/// How many columns a legend in cells may have: step, bound and words.
const COLUMNS_OF_LEGEND_MAX: usize = 3;

/// Whether a table says nothing but entries of a legend, once more.
pub(super) fn repeats(legend: &Legend, table: &Table, used: &[String]) -> bool {
    let is_same = |own: &rating::Entry| {
        let same = |it: &rating::Entry| it.symbol == own.symbol && it.label == own.label;
        legend.entries.iter().any(same)
    };
    in_cells(table, used).iter().any(|it| {
        let entries = &it.legend.entries;
        entries.len() >= table.rows.len() && !entries.is_empty() && entries.iter().all(is_same)
    })
}

/// The candidate that covers most of what is used; of equal ones the first.
fn best(
    contents: &Contents,
    used: &[String],
    is_annex: &[bool],
) -> Option<(Legend, Option<Place>)> {
    let mut best: Option<(Rank, Candidate)> = None;
    for candidate in candidates(contents, used, is_annex) {
        let rank = rank(&candidate, used);
        if rank.as_ref().is_some_and(|rank| best.as_ref().is_none_or(|it| *rank > it.0)) {
            best = rank.map(|rank| (rank, candidate));
        }
    }
    best.map(|(_, candidate)| (candidate.legend, candidate.place))
}

/// How good a candidate is; none where it is no legend.
fn rank(candidate: &Candidate, used: &[String]) -> Option<Rank> {
    let legend = &candidate.legend;
    let is_count = legend.entries.iter().any(|entry| is_count(&entry.label));
    // ◎が7事業、○が3事業 counts, and explains nothing.
    if legend.entries.len() < 2 || is_count {
        return None;
    }
    let is_symbol = |symbol: &str| rating::symbol(symbol).is_some() || is_letter(symbol);
    let symbols = legend.entries.iter().filter(|entry| is_symbol(&entry.symbol)).count();
    let covered = used.iter().filter(|symbol| legend.entry(symbol).is_some()).count();
    let explains = legend.explains() && symbols == legend.entries.len();
    let covers_all = covered == used.len() && covered > 0;
    let is_legend = explains || covered >= 2 || covers_all;
    is_legend.then_some(Rank { covers_all, covered, is_named: candidate.is_named, explains })
}

/// B+, a2: a letter with a mark.
fn is_letter(symbol: &str) -> bool {
    let symbol = text::normalize(symbol);
    symbol.len() <= 2 && symbol.starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// Whether a label is a count of measures: が7事業, 5（8.6％）, 12.
fn is_count(label: &str) -> bool {
    let label = text::normalize(label);
    let label = label.trim_start_matches(['が', 'は', 'を', 'の', ' ']);
    // Ａ評価が7事業, A評価の事業は7事業.
    let label = label.strip_prefix("評価").map_or(label, |rest| {
        let rest = rest.trim_start_matches('の');
        let rest = ["施策", "事業", "指標", "項目", "取組"]
            .iter()
            .find_map(|it| rest.strip_prefix(it))
            .unwrap_or(rest);
        rest.trim_start_matches(['が', 'は', ' '])
    });
    let rest = label.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',');
    let counters = ["施策", "事業", "件", "項目", "指標", "取組", "個", "つ", "("];
    // 指標数 | 1 1 1 3: a row of counts.
    let is_row = || {
        label.split(' ').count() > 1
            && label.chars().all(|c| c.is_ascii_digit() || ",.%() ".contains(c))
    };
    let is_one = rest.is_empty() || counters.iter().any(|it| rest.starts_with(it));
    rest.len() < label.len() && (is_one || is_row())
}

fn candidates(contents: &Contents, used: &[String], is_annex: &[bool]) -> Vec<Candidate> {
    let paragraphs = super::paragraphs(contents);
    let mut candidates = Vec::new();
    for paragraph in &paragraphs {
        let is_named = paragraph.text.contains("凡例");
        for legend in parsed(&paragraph.text, used) {
            let place = Some(paragraph.place.clone());
            candidates.push(Candidate { legend, place, is_named });
        }
    }
    candidates.extend(runs(&paragraphs, used));
    let others = contents.tables.iter().zip(is_annex).filter(|it| !it.1);
    candidates.extend(others.flat_map(|(table, _)| in_cells(table, used)));
    candidates
}

/// The longest text that is asked for steps before colons, in characters: a legend of
/// six steps with bounds and explanations has 400.
const KEYED_CHARS_MAX: usize = 800;

/// The legends that a text may be: symbols with their labels, steps before colons.
fn parsed(text: &str, used: &[String]) -> Vec<Legend> {
    let mut legends = Vec::new();
    let scanned = Legend::parse(text);
    if !scanned.is_empty() {
        legends.push(scanned);
    }
    let is_short = text.chars().nth(KEYED_CHARS_MAX).is_none();
    let keyed = if is_short { Legend::parse_keyed(text) } else { Legend::default() };
    // Other words with colons are no steps: 担当課：企画課.
    let is_step = |symbol: &str| {
        rating::symbol(symbol).is_some() || is_letter(symbol) || is_used(symbol, used)
    };
    let steps = keyed.entries.iter().filter(|entry| is_step(&entry.symbol)).count();
    if steps > 0 && steps == keyed.entries.len() {
        legends.push(keyed);
    } else if steps >= 2 {
        legends.push(keyed.only(|entry| is_step(&entry.symbol)));
    }
    legends
}

fn is_used(symbol: &str, used: &[String]) -> bool {
    let symbol = text::normalize(symbol);
    used.contains(&symbol)
}

/// Legends of one entry a text: those that follow each other, and those that stand
/// apart and whose words are all known.
fn runs(paragraphs: &[&Paragraph], used: &[String]) -> Vec<Candidate> {
    // What a line is taken for: an entry, or nothing.
    let entry = |paragraph: &&Paragraph| {
        let is_entry = |legend: &Legend| {
            let known = |it: &rating::Entry| it.rating.is_some() || is_used(&it.symbol, used);
            !legend.is_empty() && legend.entries.iter().all(known)
        };
        parsed(&paragraph.text, used).iter().any(is_entry)
    };
    let is_entry: Vec<bool> = paragraphs.iter().map(entry).collect();
    let lines = |range: &[(&&Paragraph, &bool)]| {
        let texts: Vec<&str> = range.iter().map(|it| it.0.text.as_str()).collect();
        let place = Place::around(range.iter().map(|it| &it.0.place));
        (texts.join("\n"), place)
    };
    let all: Vec<(&&Paragraph, &bool)> = paragraphs.iter().zip(&is_entry).collect();
    let parts: Vec<Vec<(&&Paragraph, &bool)>> =
        all.chunk_by(|a, b| a.1 == b.1).filter(|it| it.len() >= 2).map(<[_]>::to_vec).collect();
    let apart: Vec<_> = all.iter().copied().filter(|it| *it.1).collect();
    let runs = parts.into_iter().filter(|part| part.first().is_some_and(|it| *it.1));
    let mut candidates = Vec::new();
    for (text, place) in runs.chain([apart]).map(|range| lines(&range)) {
        for legend in parsed(&text, used) {
            candidates.push(Candidate { legend, place: place.clone(), is_named: false });
        }
    }
    candidates
}

/// The rule in the labels of the legend, or in a sentence that names its steps.
fn rule(
    contents: &Contents,
    legend: &Legend,
    known: &Legend,
    place: Option<Place>,
) -> Option<StatedRule> {
    let in_legend = Rule::of_legend(legend).map(|rule| StatedRule { rule, place });
    if in_legend.as_ref().is_some_and(|it| !it.rule.bounds.is_empty()) {
        return in_legend;
    }
    let paragraphs = super::paragraphs(contents).into_iter();
    let mut stated = paragraphs.flat_map(|paragraph| {
        let sentences = paragraph.text.split_inclusive('。');
        sentences.filter_map(|sentence| {
            let rule = Rule::of_sentence(sentence, known)?;
            Some(StatedRule { rule, place: Some(paragraph.place.clone()) })
        })
    });
    stated.next().or(in_legend)
}

/// Says of a legend that none of its words are known: what its symbols mean is their
/// order alone.
fn not_understood(legend: &Legend, place: Option<&Place>) -> Option<Finding> {
    if legend.is_empty()
        || legend.entries.iter().any(rating::Entry::is_understood)
        || is_count_down(legend)
    {
        return None;
    }
    let message = Message::new(
        "凡例の言葉が分からないため、評価は段階の順としてだけ読みました。",
        "the words of the legend are not known: its symbols were read as steps in their order",
    );
    let texts: Vec<String> =
        legend.entries.iter().map(|it| format!("{}：{}", it.symbol, it.label)).collect();
    let finding = Finding::new(Code::R207, message).at(place.cloned());
    Some(Finding { found: Some(texts.join("　")), ..finding })
}

/// Whether its steps are numbers one less each time, which say their order: ５, ４, ３.
fn is_count_down(legend: &Legend) -> bool {
    let number = |entry: &rating::Entry| text::normalize(&entry.symbol).trim().parse::<u32>().ok();
    let numbers: Option<Vec<u32>> = legend.entries.iter().map(number).collect();
    numbers.is_some_and(|it| {
        it.len() > 2
            && it.windows(2).all(|pair| pair.first() == pair.last().map(|it| it + 1).as_ref())
    })
}

/// Rows of the longest legend in cells.
const ROWS_MAX: usize = 12;

/// A legend of one symbol a row or a column, or of all in one row. What looks like a
/// header may be its first row.
fn in_cells(table: &Table, used: &[String]) -> Vec<Candidate> {
    let is_small = table.rows.len() <= ROWS_MAX && table.columns.len() <= ROWS_MAX;
    if !is_small {
        return Vec::new();
    }
    let header = table.columns.iter().map(|it| it.path.last().cloned().unwrap_or_default());
    let row = |row: &Row| -> Vec<String> {
        let text =
            |col| row.cell(col).filter(|it| it.col == col).map(|it| it.text.replace('\n', ""));
        (0..table.columns.len()).map(|col| text(col).unwrap_or_default()).collect()
    };
    let across: Vec<Vec<String>> =
        [header.collect()].into_iter().chain(table.rows.iter().map(row)).collect();
    let column = |col: usize| across.iter().filter_map(|line| line.get(col).cloned()).collect();
    let down: Vec<Vec<String>> = (0..table.columns.len()).map(column).collect();
    let legends = [across, down].into_iter().flat_map(|lines| of_lines(&lines, used));
    let place = Place::around(table.rows.iter().map(|row| &row.place));
    legends.map(|legend| Candidate { legend, place: place.clone(), is_named: false }).collect()
}

/// The legends that lines of cells may be: 評価 | 基準, where the first cell is the step
/// and the others say what it means, or 基準 | 評価 with the step behind.
fn of_lines(lines: &[Vec<String>], used: &[String]) -> Vec<Legend> {
    let filled = lines.iter().map(|line| line.iter().filter(|it| !it.trim().is_empty()));
    let lines: Vec<Vec<&str>> = filled.map(|line| line.map(String::as_str).collect()).collect();
    let first = lines.iter().filter_map(|line| {
        let (step, label) = line.split_first().filter(|it| !it.1.is_empty())?;
        Some(format!("{step}：{}", label.join(" ")))
    });
    // 達成 | 12 counts, and 12 is no step.
    let is_count = |text: &str| text.chars().all(char::is_numeric) && !is_used(text, used);
    let last = lines.iter().filter_map(|line| match line.as_slice() {
        [label, step] if !is_count(step) => Some(format!("{step}：{label}")),
        _ => None,
    });
    let (first, last): (Vec<String>, Vec<String>) = (first.collect(), last.collect());
    let joined: Vec<String> = lines.iter().map(|line| line.concat()).collect();
    let mut legends = vec![Legend::parse(&joined.join("\n"))];
    legends.extend([first, last].iter().flat_map(|keyed| parsed(&keyed.join("\n"), used)));
    legends.retain(|legend| !legend.is_empty());
    legends
}

#[cfg(test)]
mod tests {
    use super::{is_count, read, used};
    use crate::annex::{self, Context};
    use crate::place::{Place, Range};
    use crate::table::{Contents, Paragraph, samples};

    #[track_caller]
    fn check(texts: &[&str], expected: &str) {
        let paragraph = |(row, text): (u32, &&str)| {
            let range = Range { row, col: 0, last_row: row, last_col: 0 };
            let place = Place::Sheet { sheet: "別紙".into(), range };
            Paragraph { text: (*text).to_owned(), place, glyphs: 0 }
        };
        let paragraphs = (0..).zip(texts).map(paragraph).collect();
        check_contents(Contents { paragraphs, ..Contents::default() }, expected);
    }

    #[track_caller]
    fn check_contents(contents: Contents, expected: &str) {
        let mut contents = contents;
        let roles = annex::roles(&mut contents, &Context::default(), &mut Vec::new());
        let is_annex: Vec<bool> = roles.iter().map(Option::is_some).collect();
        let entries = read(&contents, &used(&contents, &roles), &is_annex).legend.entries;
        let found: Vec<String> =
            entries.iter().map(|entry| format!("{}{}", entry.symbol, entry.label)).collect();
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn in_one_text() {
        check(&["○ 事業の概要", "○達成　△概ね達成　×未達成"], "○達成 △概ね達成 ×未達成");
        check(&["◎：達成　○：未達成", "凡例　○達成　×未達成"], "○達成 ×未達成");
    }

    #[test]
    fn counts_are_no_labels() {
        for label in ["が7事業", "５（8.6％）", "評価が２事業", "評価の事業は１事業"]
        {
            assert!(is_count(label), "{label}");
        }
        for label in ["目標を上回った", "評価が高い", "100％以上"] {
            assert!(!is_count(label), "{label}");
        }
    }

    #[test]
    fn one_text_for_each_symbol() {
        check(&["評価の見方", "○：達成", "△　概ね達成", "×：未達成"], "○達成 △概ね達成 ×未達成");
        check(&["○ 事業の概要", "△ 今後の予定"], "");
    }

    #[test]
    fn in_cells_but_not_in_those_of_measures() {
        let tables = vec![
            samples::table(
                &["番号", "施策名", "評価", "備考"],
                &["1|窓口|○|達成", "2|道路|△|未達成"],
            ),
            samples::table(&["◎", "達成"], &["○|概ね達成"]),
        ];
        check_contents(Contents { tables, ..Contents::default() }, "◎達成 ○概ね達成");
    }

    #[test]
    fn in_cells_with_the_step_behind_or_above() {
        let check = |headers: &[&str], rows: &[&str], expected: &str| {
            let measures = samples::table(
                &["番号", "施策名", "評価", "備考"],
                &["1|窓口|A|", "2|道路|B|", "3|港|C|"],
            );
            let tables = vec![measures, samples::table(headers, rows)];
            check_contents(Contents { tables, ..Contents::default() }, expected);
        };
        let words = "A達成 B概ね達成 C未達成";
        check(&["区分", "記号"], &["達成|A", "概ね達成|B", "未達成|C"], words);
        check(&["A", "B", "C"], &["達成|概ね達成|未達成"], words);
        let bounds = "A100％以上 B80％以上 C80％未満";
        check(&["達成率", "評価"], &["100％以上|A", "80％以上|B", "80％未満|C"], bounds);
        check(&["評価", "A", "B", "C"], &["基準|100％以上|80％以上|80％未満"], bounds);
        // Counts explain nothing.
        check(&["評価", "数"], &["達成|1", "概ね達成|2", "未達成|3"], "");
    }
}
