//! A picture of achievement: of each field of policy (分野) how many measures have which
//! rating, as SVG, from the `measures.csv` of a package.

use crate::codes::RATINGS;
use crate::verify::Published;
use std::collections::BTreeMap;
use std::fmt::Write;
use tenken::{Error, ErrorCode, Message};

/// Colours that are told apart by those who see few of them (after Okabe and Ito), the best
/// first; without a rating in greys.
const COLOURS: [&str; 5] = ["#0072b2", "#56b4e9", "#d55e00", "#999999", "#cccccc"];
/// Steps that are none of the five words.
const OTHERS: [&str; 6] = ["#009e73", "#e69f00", "#cc79a7", "#f0e442", "#555555", "#000000"];

const WIDTH: usize = 900;
const LABEL: usize = 300;
const ROW: usize = 26;
const TOP: usize = 84;

/// The level of groups of which there is a bar each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The outermost (体系).
    First,
    /// The one below (分野).
    Second,
}

/// Draws the chart of a package. Of several reports the last year is drawn.
///
/// # Errors
///
/// Where its table of measures can't be read or has no ratings (E506).
pub fn chart(package: &Published, level: Level) -> Result<String, Error> {
    let fail =
        |ja: &str, en: &str| Error::outside(&package.name(), ErrorCode::E506, Message::new(ja, en));
    let measures = package
        .rated_measures()
        .ok_or_else(|| fail("measures.csv を読めません。", "measures.csv can't be read"))?;
    let last = measures.iter().map(|it| it.year.clone()).max().unwrap_or_default();
    let mut groups: Vec<(String, BTreeMap<String, usize>)> = Vec::new();
    for measure in measures.iter().filter(|it| it.year == last && !it.rating.is_empty()) {
        let [first, second] = &measure.groups;
        let label = match level {
            Level::Second if !second.is_empty() => second,
            _ if !first.is_empty() => first,
            _ => "（区分なし）",
        };
        let at = match groups.iter().position(|it| it.0 == label) {
            Some(at) => at,
            None => {
                groups.push((label.to_owned(), BTreeMap::new()));
                groups.len() - 1
            }
        };
        if let Some(group) = groups.get_mut(at) {
            *group.1.entry(measure.rating.clone()).or_default() += 1;
        }
    }
    if groups.is_empty() {
        return Err(fail("評価のある施策がありません。", "no measure has a rating"));
    }
    let mut svg = String::new();
    draw(&mut svg, package.title(), &last, &groups)
        .map_err(|_| fail("図を書けません。", "the chart can't be written"))?;
    Ok(svg)
}

/// The ratings that are there, the best first, with their colours.
fn legend(groups: &[(String, BTreeMap<String, usize>)]) -> Vec<(String, &'static str, String)> {
    let mut found: Vec<&String> = groups.iter().flat_map(|it| it.1.keys()).collect();
    found.sort();
    found.dedup();
    let mut others = OTHERS.iter().cycle();
    let known = RATINGS.iter().zip(COLOURS).filter_map(|(it, colour)| {
        let is_there = found.iter().any(|code| *code == it.0);
        is_there.then(|| (it.0.to_owned(), colour, it.1.to_owned()))
    });
    let known: Vec<_> = known.collect();
    let rest: Vec<_> = found
        .iter()
        .filter(|code| known.iter().all(|it| it.0 != ***code))
        .map(|code| {
            let label = code.strip_prefix("step_").map(|it| format!("段階{it}"));
            let colour = others.next().copied().unwrap_or("#000000");
            ((*code).clone(), colour, label.unwrap_or_else(|| "その他".to_owned()))
        })
        .collect();
    rest.into_iter().chain(known).collect()
}

fn draw(
    out: &mut String,
    title: &str,
    year: &str,
    groups: &[(String, BTreeMap<String, usize>)],
) -> std::fmt::Result {
    let legend = legend(groups);
    let height = TOP + groups.len() * ROW + 24;
    let most = groups.iter().map(|it| it.1.values().sum::<usize>()).max().unwrap_or(1).max(1);
    let title = escaped(&format!("{title}：分野別の評価（{year}年度、施策数）"));
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\" aria-label=\"{title}\" font-family=\"sans-serif\" font-size=\"13\">\n<title>{title}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n<text x=\"12\" y=\"26\" font-size=\"16\">{title}</text>"
    )?;
    let mut x = 12;
    for (_, colour, label) in &legend {
        let label = escaped(label);
        writeln!(
            out,
            "<rect x=\"{x}\" y=\"44\" width=\"14\" height=\"14\" fill=\"{colour}\"/><text x=\"{}\" y=\"56\">{label}</text>",
            x + 20
        )?;
        x += 36 + 14 * label.chars().count();
    }
    for (number, (group, counts)) in groups.iter().enumerate() {
        let y = TOP + number * ROW;
        let label = escaped(group);
        writeln!(
            out,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{label}</text>",
            LABEL - 8,
            y + 15
        )?;
        let mut before = 0;
        let of = |count: usize| count * (WIDTH - LABEL - 60) / most;
        for (code, colour, word) in &legend {
            let Some(count) = counts.get(code).copied().filter(|it| *it > 0) else { continue };
            let (left, right) = (LABEL + of(before), LABEL + of(before + count));
            let width = right - left;
            writeln!(
                out,
                "<rect x=\"{left}\" y=\"{y}\" width=\"{width}\" height=\"20\" fill=\"{colour}\"><title>{label} {word} {count}</title></rect>",
                word = escaped(word)
            )?;
            if width > 16 {
                let ink =
                    if matches!(*colour, "#0072b2" | "#d55e00" | "#555555" | "#000000" | "#009e73")
                    {
                        "#ffffff"
                    } else {
                        "#000000"
                    };
                writeln!(
                    out,
                    "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" fill=\"{ink}\" font-size=\"12\">{count}</text>",
                    left + width / 2,
                    y + 15
                )?;
            }
            before += count;
        }
    }
    writeln!(out, "</svg>")
}

fn escaped(text: &str) -> String {
    let plain: String = text.chars().filter(|it| !it.is_control()).collect();
    plain.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::draw;
    use std::collections::BTreeMap;

    #[test]
    fn a_bar_for_each_group_and_a_part_for_each_rating() {
        let counts = |counts: &[(&str, usize)]| -> BTreeMap<String, usize> {
            counts.iter().map(|it| (it.0.to_owned(), it.1)).collect()
        };
        let groups = vec![
            ("福祉 <&>".to_owned(), counts(&[("achieved", 3), ("not_achieved", 1)])),
            ("防災".to_owned(), counts(&[("step_2", 2)])),
        ];
        let mut svg = String::new();
        draw(&mut svg, "計画", "2024", &groups).unwrap();
        assert!(svg.contains("福祉 &lt;&amp;&gt; 達成 3") && svg.contains("防災 段階2 2"), "{svg}");
        assert_eq!(svg.matches("height=\"20\"").count(), 3);
        // Three of four parts of the longest bar.
        assert!(svg.contains("width=\"405\""), "{svg}");
    }
}
