//! No two reports of one key: what tells reports apart, and which of them are the same.

use super::Added;
use crate::report::{self, Report, refused};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use tenken::value::era;
use tenken::{Error, ErrorCode, text};

/// How many measures stand for all of a report, where two are compared.
const SKETCH: usize = 16;

/// The reports taken so far. Little is kept of each: there may be ten thousand.
#[derive(Debug, Default)]
pub(crate) struct Clashes {
    ids: HashMap<String, String>,
    /// Files by fiscal year and the hash of a measure: its key, name and indicators.
    measures: HashMap<(Option<i32>, u64), u32>,
    files: Vec<String>,
    series: i64,
}

impl Clashes {
    /// The number of the next plan of which changes are told.
    pub(crate) fn next_series(&mut self) -> i64 {
        self.series += 1;
        self.series
    }

    /// Takes a report, unless it has been taken under this or another name.
    pub(crate) fn take(&mut self, file: &str, report: &Report, code: &str) -> Result<Added, Error> {
        let year = report::year(report);
        let plan = plan(&report.title, year);
        let years = match (&report.fiscal_year, year) {
            (_, Some(year)) => year.to_string(),
            (Some(years), None) => {
                format!("{}_{}", years.year, report::last(years).unwrap_or(years.year))
            }
            (None, None) => "unknown".to_owned(),
        };
        let digest = Sha256::digest(plan.as_bytes());
        let hash: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        let id = format!("{code}-{years}-{hash}");
        if let Some(other) = self.ids.get(&id) {
            return Err(same_key(file, other, &id));
        }
        let sketch = sketch(report);
        let mut shared: HashMap<u32, usize> = HashMap::new();
        for hash in &sketch {
            if let Some(other) = self.measures.get(&(year, *hash)) {
                *shared.entry(*other).or_default() += 1;
            }
        }
        // Two readings of one report share nearly all; two plans of a government hardly any.
        let other = shared.into_iter().find(|it| it.1 * 2 > sketch.len() && it.1 > 1);
        if let Some(other) = other.and_then(|it| self.files.get(it.0 as usize)) {
            return Err(same_measures(file, other));
        }
        let number = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        self.files.push(file.to_owned());
        self.ids.insert(id.clone(), file.to_owned());
        for hash in sketch {
            self.measures.entry((year, hash)).or_insert(number);
        }
        Ok(Added { id, plan, year })
    }
}

/// The measures whose hashes are the smallest: of two reports that have most measures in
/// common, most of these are.
fn sketch(report: &Report) -> Vec<u64> {
    let hash = |measure: &crate::report::Measure| {
        let mut digest = Sha256::new();
        digest.update(text::normalize(&measure.key));
        digest.update(text::normalize(measure.name.as_deref().unwrap_or_default()));
        for indicator in &measure.indicators {
            digest.update(text::normalize(&indicator.text));
        }
        let bytes = digest.finalize();
        bytes.iter().take(8).fold(0, |hash, byte| (hash << 8) | u64::from(*byte))
    };
    let mut hashes: Vec<u64> = report.measures.read().iter().map(hash).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes.truncate(SKETCH);
    hashes
}

/// The plan that a report is of: its title without years and spaces, widths folded.
fn plan(title: &str, year: Option<i32>) -> String {
    let title: String = text::normalize(title).split_whitespace().collect();
    let mut plan = era::without_years(&title, year);
    for empty in ["()", "[]", "【】"] {
        plan = plan.replace(empty, "");
    }
    plan
}

fn same_key(file: &str, other: &str, id: &str) -> Error {
    refused(
        file,
        ErrorCode::E503,
        format!(
            "{other} と同じ計画・同じ年度の報告書です（{id}）。1つだけを指定するか、別々のパッケージにしてください。"
        ),
        format!(
            "it is of the same plan and year as {other} ({id}); give one of them, or make packages of their own"
        ),
    )
}

fn same_measures(file: &str, other: &str) -> Error {
    refused(
        file,
        ErrorCode::E503,
        format!(
            "{other} と同じ年度の同じ施策があります。1つの報告書のPDFとExcelなら、1つだけを指定してください（2つが同じかは tenken compare で分かります）。"
        ),
        format!(
            "it has the same measures of the same year as {other}; of the PDF and the workbook of one report give one (tenken compare tells whether they agree)"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::plan;

    #[track_caller]
    fn check(title: &str, expected: &str) {
        assert_eq!(plan(title, Some(2024)), expected, "{title}");
    }

    #[test]
    fn the_plan_is_its_title_without_years() {
        for title in [
            "神奈川ＤＸ計画 令和６年度点検報告書",
            "神奈川ＤＸ計画　令和元年度点検報告書",
            "神奈川DX計画点検報告書（R5）",
            "神奈川DX計画 2023年度 点検報告書",
            "神奈川ＤＸ計画 令和５年度（2023年度）点検報告書",
            "神奈川DX計画【令和５～６年度】点検報告書",
            "神奈川DX計画 平成三十年点検報告書",
        ] {
            check(title, "神奈川DX計画点検報告書");
        }
        check("第２期みはま市総合戦略", "第2期みはま市総合戦略");
        check("RS計画（令和６年度）", "RS計画");
        check("第12034号計画", "第12034号計画");
        check("通知202412計画", "通知202412計画");
        check("SIR6計画", "SIR6計画");
        check("みなと2030計画2024", "みなと2030計画");
    }
}
