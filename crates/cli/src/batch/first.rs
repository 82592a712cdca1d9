//! The first screen: what a person wants to see of a report before anything else.

use crate::speech::{Speech, counted};
use crate::terminal::shown;
use serde_json::Value as Json;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How many measures and findings are shown.
const MEASURES_MAX: usize = 10;
const FINDINGS_MAX: usize = 5;

/// The columns of the table of measures, by how wide they are on a terminal of 80.
const WIDTHS: [usize; 5] = [8, 24, 18, 11, 11];

/// A printed report as it is shown on a terminal; none for what is no report.
pub(super) fn screen(json: &[u8], speech: &Speech) -> Option<String> {
    let report: Json = serde_json::from_slice(json).ok()?;
    let mut lines = vec![head(&report, speech)?];
    lines.push(String::new());
    lines.extend(totals(&report, speech));
    lines.extend(measures(&report, speech));
    lines.push(String::new());
    lines.extend(findings(&report, speech));
    lines.push(String::new());
    let file = shown(text(&report["source"]["file"])).into_owned();
    let quoted = if file.contains(char::is_whitespace) { format!("\"{file}\"") } else { file };
    for (what, command) in [
        ("JSON", format!("tenken convert -f json {quoted}")),
        ("CSV", format!("tenken convert -f csv {quoted}")),
        (&*speech.choose("目で確認", "see it"), format!("tenken review {quoted} -o review.html")),
    ] {
        lines.push(format!("{} {command}", padded(what, 9)));
    }
    Some(lines.join("\n") + "\n")
}

fn text(json: &Json) -> &str {
    json.as_str().unwrap_or_default()
}

fn list(json: &Json) -> &[Json] {
    json.as_array().map_or(&[], Vec::as_slice)
}

fn head(report: &Json, speech: &Speech) -> Option<String> {
    let measures = report["measures"].as_array()?.len();
    let source = &report["source"];
    let title = shown(text(&report["title"]));
    let year = text(&report["fiscal_year"]["text"]);
    let pages = &source["pages"];
    let unit = if source["format"] == "pdf" {
        speech.choose("ページ", "pages")
    } else {
        speech.choose("シート", "sheets")
    };
    let counted = speech.choose(
        &format!("施策{measures}件、{pages}{unit}"),
        &format!("{measures} measures, {pages} {unit}"),
    );
    let publisher = shown(text(&report["publisher"])).into_owned();
    let parts = [publisher, shown(year).into_owned(), counted];
    let parts: Vec<String> = parts.into_iter().filter(|it| !it.is_empty()).collect();
    Some(format!("{title}\n{}", parts.join("  ")))
}

/// The declared row of all and the counted one, below each other.
fn totals(report: &Json, speech: &Speech) -> Vec<String> {
    let totals = &report["totals"];
    let computed = list(&totals["computed"]["rows"]).last();
    let Some(computed) = computed else { return Vec::new() };
    let declared = list(&totals["declared"]["rows"]).iter();
    let declared = declared.rev().find(|it| it["label"] == computed["label"]);
    let counts = |row: &Json| {
        let counts = row["counts"].as_object().into_iter().flatten();
        let counts = counts.map(|(symbol, count)| format!("{} {count}", shown(symbol)));
        let total = row["total"].as_u64().map(|it| format!("{} {it}", speech.choose("計", "all")));
        counts.chain(total).collect::<Vec<_>>().join("  ")
    };
    let line = |name: (&str, &str), row: &Json| {
        format!("{} {}", padded(&speech.choose(name.0, name.1), 12), counts(row))
    };
    let mut lines = Vec::new();
    match declared {
        Some(declared) => lines.push(line(("報告書の集計", "declared"), declared)),
        None => {
            lines.push(speech.choose("報告書に全体の集計はありません。", "no total is declared"))
        }
    }
    lines.push(line(("数えた集計", "counted"), computed));
    lines.push(String::new());
    lines
}

fn measures(report: &Json, speech: &Speech) -> Vec<String> {
    let measures = list(&report["measures"]);
    let year = &report["fiscal_year"]["year"];
    let names = [
        speech.choose("番号", "number"),
        speech.choose("施策名", "name"),
        speech.choose("指標", "indicator"),
        speech.choose("目標", "target"),
        speech.choose("実績", "actual"),
    ];
    let row = |cells: [&str; 5], rating: &str| {
        let cells = cells.iter().zip(WIDTHS).map(|(cell, width)| padded(cell, width));
        format!("{} {rating}", cells.collect::<Vec<_>>().join(" ")).trim_end().to_owned()
    };
    let names = names.each_ref().map(String::as_str);
    let mut lines = vec![row(names, &speech.choose("評価", "rating"))];
    for measure in measures.iter().take(MEASURES_MAX) {
        let indicator = &measure["indicators"][0];
        let value = |role: &str| {
            let mut values = list(&indicator["values"]).iter().filter(|it| it["role"] == role);
            let own = values.clone().find(|it| it["fiscal_year"] == *year);
            text(&own.or_else(|| values.next()).unwrap_or(&Json::Null)["text"])
        };
        let cells = [
            text(&measure["id"]),
            text(&measure["name"]),
            text(&indicator["text"]),
            value("target"),
            value("actual"),
        ];
        lines.push(row(cells, &shown(text(&measure["rating_symbol"]))));
    }
    let more = measures.len().saturating_sub(MEASURES_MAX);
    if more > 0 {
        lines.push(speech.choose(&format!("…ほか{more}件"), &format!("… and {more} more")));
    }
    lines
}

/// How many there are, and the worst of them.
fn findings(report: &Json, speech: &Speech) -> Vec<String> {
    let all = list(&report["findings"]);
    let of = |severity: &str| all.iter().filter(|it| it["severity"] == severity).count();
    let [errors, warnings, infos] = ["error", "warning", "info"].map(of);
    let mut lines = vec![speech.choose(
        &format!("指摘  エラー{errors}、警告{warnings}、情報{infos}"),
        &format!(
            "findings: {}, {}, {}",
            counted(errors, "error"),
            counted(warnings, "warning"),
            counted(infos, "info")
        ),
    )];
    let mut worst: Vec<&Json> = all.iter().filter(|it| it["severity"] != "info").collect();
    worst.sort_by_key(|it| it["severity"] != "error");
    let key = speech.choose("ja", "en");
    for finding in worst.iter().take(FINDINGS_MAX) {
        let measure = text(&finding["measure"]);
        let measure = if measure.is_empty() { String::new() } else { format!(" [{measure}]") };
        let message = text(&finding["message"][&key]);
        lines.push(format!("  {}{} {}", text(&finding["code"]), shown(&measure), shown(message)));
    }
    if worst.len() > FINDINGS_MAX {
        let more = worst.len() - FINDINGS_MAX;
        lines.push(speech.choose(&format!("  …ほか{more}件"), &format!("  … and {more} more")));
    }
    lines
}

/// A text on one line as wide as a column, cut or filled up. Characters of Japanese are
/// two cells wide (UAX #11).
fn padded(text: &str, width: usize) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = shown(&line);
    if line.width() <= width {
        return format!("{line}{}", " ".repeat(width - line.width()));
    }
    let (mut cut, mut used) = (String::new(), 0);
    for c in line.chars() {
        let own = c.width().unwrap_or(0);
        if used + own + 1 > width {
            break;
        }
        cut.push(c);
        used += own;
    }
    format!("{cut}…{}", " ".repeat(width - used - 1))
}

#[cfg(test)]
mod tests {
    use super::padded;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn every_cell_is_as_wide_as_its_column() {
        let check = |text: &str, expected: &str| {
            assert_eq!(padded(text, 8), expected);
            assert_eq!(expected.width(), 8);
        };
        check("", "        ");
        check("12件", "12件    ");
        check("かながわ", "かながわ");
        check("かながわ子", "かなが… ");
        check("a\nb\u{1b}", "a b\\u{1…");
        check("55,260人です", "55,260… ");
    }
}
