//! A document → its results in each format.

use super::{Document, Made, Outcome, Sink, Stop, Summary, ToSink, checked, is_damage};
use crate::arguments::{Arguments, Content, Convert, Tables};
use crate::speech::Speech;
use crate::valid::Checked;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::io::{self, Write};
use tenken::value::Rating;
use tenken::{Code, Error, Finding, Output, Report};

/// Converts a document: for each of its names each format, in that order.
pub(super) fn convert(
    convert: &Convert,
    arguments: &Arguments,
    speech: &Speech,
    document: Document,
    sink: &mut Sink<'_>,
) -> Result<Made, Stop> {
    let names = document.names.clone();
    let mut report = tenken::extract(&document.input(arguments))?;
    let (contents, mut results) = (convert.results(), 0..);
    for name in names {
        report.source.file = name;
        for (content, result) in contents.iter().zip(results.by_ref()) {
            print(&report, *content, convert.tables, &mut ToSink(sink, result))?;
        }
    }
    let summary = summary(&report);
    // What a person corrected and can't be is as good as lost.
    let is_told = |finding: &&Finding| is_damage(finding) || finding.code == Code::P934;
    let damage = report.findings.iter().filter(is_told);
    Ok(Made {
        outcome: if summary.complete { Outcome::Clean } else { Outcome::Incomplete },
        words: damage.map(|finding| speech.finding(finding)).collect(),
        summary: Some(summary),
    })
}

fn summary(report: &Report) -> Summary {
    let mut summary = Summary {
        measures: report.measures.len() as u64,
        complete: !report.findings.iter().any(is_damage),
        ..Summary::default()
    };
    for measure in &report.measures {
        let rating = measure.rating.map_or("none", Rating::code);
        *summary.ratings.entry(rating.to_owned()).or_default() += 1;
    }
    for finding in &report.findings {
        *summary.findings.entry(finding.code.as_str().to_owned()).or_default() += 1;
    }
    summary
}

/// Prints a result of a report, valid.
fn print(
    report: &Report,
    content: Content,
    tables: Tables,
    out: &mut ToSink<'_, '_>,
) -> Result<(), Stop> {
    let name = &report.source.file;
    let fail = |words| Stop::from(Error::schema(name, words));
    let json = |out: &mut dyn Write| tenken::write_to(report, Output::Json, out);
    let table = |output| {
        let mut table = Vec::new();
        tenken::write_styled_to(report, output, tables.style(), &mut table)?;
        guarded(table, tables)
    };
    let text = match content {
        Content::Report => return checked(Checked::report(out), name, json),
        Content::Lines => {
            let mut text = Vec::new();
            checked(Checked::report(&mut text), name, json)?;
            let text = String::from_utf8(text).map_err(|error| fail(error.to_string()))?;
            lines(&text).map_err(fail)?.into_bytes()
        }
        Content::Measures => table(Output::Csv)?,
        Content::Values => table(Output::Values)?,
    };
    Ok(out.write_all(&text)?)
}

/// A table as it was asked for.
pub(super) fn guarded(table: Vec<u8>, tables: Tables) -> Result<Vec<u8>, Stop> {
    if !tables.escape_formulas {
        return Ok(table);
    }
    let fail = |words: String| Stop::from(Error::schema("csv", words));
    let text = String::from_utf8(table).map_err(|error| fail(error.to_string()))?;
    Ok(escaped(&text).map_err(fail)?.into_bytes())
}

/// The measures of a printed report, one line each, with the file that they are
/// from in front.
fn lines(json: &str) -> Result<String, String> {
    let fail = |error: serde_json::Error| error.to_string();
    let members: BTreeMap<String, &RawValue> = serde_json::from_str(json).map_err(fail)?;
    let raw = |name: &str| members.get(name).map_or("null", |value| value.get());
    let measures: Vec<&RawValue> = serde_json::from_str(raw("measures")).map_err(fail)?;
    let mut head = String::new();
    for name in ["source", "fiscal_year"] {
        head.push_str(&format!("\"{name}\": {}, ", in_one_line(raw(name))));
    }
    let mut lines = String::new();
    for measure in measures {
        let members = in_one_line(measure.get());
        let members = members.strip_prefix('{').ok_or("a measure is no object")?.trim_start();
        lines.push_str(&format!("{{{head}{members}\n"));
    }
    Ok(lines)
}

/// Printed JSON without its line ends, which stand in no string.
fn in_one_line(json: &str) -> String {
    json.lines().map(str::trim_start).collect::<Vec<_>>().join(" ")
}

/// A table in which no cell is taken for a formula: those that begin as one get
/// an apostrophe (OWASP, CSV injection), numbers below zero excepted.
fn escaped(csv: &str) -> Result<String, String> {
    // The reader would take the byte order mark away.
    let (mark, csv) =
        csv.split_at(if csv.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 });
    let fail = |error: csv::Error| error.to_string();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(mark.as_bytes().to_vec());
    for record in reader.records() {
        let record = record.map_err(fail)?;
        let cells = record.iter().map(|cell| {
            // A dash alone stands for nothing (該当なし).
            let is_plain = cell.parse::<f64>().is_ok() || cell.chars().count() == 1;
            let begins = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
            if cell.starts_with(begins) && !is_plain { format!("'{cell}") } else { cell.to_owned() }
        });
        writer.write_record(cells).map_err(fail)?;
    }
    let bytes =
        writer.into_inner().map_err(|error| io::Error::from(error.error().kind()).to_string())?;
    String::from_utf8(bytes).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::{escaped, lines};

    #[track_caller]
    fn escapes(csv: &str, expected: &str) {
        assert_eq!(escaped(csv).unwrap(), expected);
    }

    #[test]
    fn formulas_become_text() {
        escapes("a,=1+2\r\n", "a,'=1+2\r\n");
        escapes("@x,+81 3,-y,\"\tz\"\r\n", "'@x,'+81 3,'-y,'\tz\r\n");
        escapes("＝SUM(A1),－１,－\r\n", "'＝SUM(A1),'－１,－\r\n");
        escapes("\u{feff}=a,b\r\n", "\u{feff}'=a,b\r\n");
        escapes("-5,+3,-0.5,1-1\r\n", "-5,+3,-0.5,1-1\r\n");
        escapes("\"a\n=b\",\"x,y\"\r\n", "\"a\n=b\",\"x,y\"\r\n");
    }

    #[test]
    fn a_line_for_each_measure() {
        let json = "{\n  \"source\": {\n    \"file\": \"a, \\nb\"\n  },\n  \"fiscal_year\": null,\n  \"measures\": [\n    {\n      \"id\": \"1\",\n      \"n\": 1.50\n    },\n    {\n      \"id\": \"2\",\n      \"n\": []\n    }\n  ]\n}\n";
        let head = "{\"source\": { \"file\": \"a, \\nb\" }, \"fiscal_year\": null, ";
        let expected =
            format!("{head}\"id\": \"1\", \"n\": 1.50 }}\n{head}\"id\": \"2\", \"n\": [] }}\n");
        assert_eq!(lines(json).unwrap(), expected);
    }
}
