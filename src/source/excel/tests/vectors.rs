//! Public vectors of a library for number formats: what Excel shows for values under
//! codes, as others wrote it down.
//!
//! `scripts/fetch-number-formats` fetches them and prints their folder, which
//! `NUMBER_FORMAT_VECTORS` names; without it the test says that it is skipped.

use crate::source::excel::number_format::{Epoch, NumberFormat};
use flate2::read::GzDecoder;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// A code, a value, and what is shown.
type Vector = (String, f64, String);

/// Tables whose first line has codes and whose first column has values.
const TABLES: [&str; 4] = ["comma.tsv.gz", "dates.tsv.gz", "times.tsv.gz", "exp.tsv.gz"];

/// Every so many lines of the long tables is asked.
const EACH: usize = 97;

/// Codes under which something else is shown here, each with the reason.
const DIFFER: &[(&[&str], &str)] = &[
    (
        &["####0.0E+0", "###0.0E+0", "#0.0E+0"],
        "a bar stands before one of the texts of the vectors",
    ),
    (&["mm:ss.0"], "the vectors leave out the colon that the code has"),
    (
        &["# ?/?", "# ??/??", "# ???/???", "??/??", "# ??/16", "#0#00??/??"],
        "the nearest fraction is taken (12.3 is 12 2/7), and ? is not padded with blanks",
    ),
    (
        &["# ?? / ?????????", "# ??/?????????"],
        "denominators have four digits, as many as any number of reports needs",
    ),
    (
        &[
            "** #,###,#00,000.00,**",
            "_($* #,##0_);_($* (#,##0);_($* \"-\"_);_(@_)",
            "\\,##.??;\\(#,###.??\\);0",
        ],
        "blanks that only align are not kept",
    ),
    (&["e", "r"], "in Japanese Excel these are years of an era"),
    (&["b", "B2yyyymmdd"], "Buddhist and Hijri years are not read"),
    (&["hh.000", "hh .00", "hh  .0", "hh .00 .000"], "parts of seconds without seconds are zero"),
    (
        &["#0#######", "0#######0.##0##0######00######0", "000#0#0#0##00##00##0#########"],
        "behind a 0 each # of the whole part shows a digit",
    ),
    (
        &["\"This is a \".00\"test\"000"],
        "the whole part stands first where the code has no place for it",
    ),
    (
        &[
            "[Red]General ;[Blue]General\\ ;[Green]Generalp;[Yellow]General'",
            "[Red][<-25]General;[Blue][>25]General;[Green]General;[Yellow]General",
            "[Red][<=-25]General;[Blue][>=25]General;[Green]General;[Yellow]General",
        ],
        "a section for negative numbers shows no sign, and General all places",
    ),
];

#[test]
fn public_vectors() {
    let Ok(folder) = std::env::var("NUMBER_FORMAT_VECTORS") else {
        println!("skipped: NUMBER_FORMAT_VECTORS names no folder (scripts/fetch-number-formats)");
        return;
    };
    let folder = Path::new(&folder);
    let mut vectors: Vec<(&str, Vector)> = Vec::new();
    for name in TABLES {
        vectors.extend(table(&folder.join(name)).into_iter().map(|it| (name, it)));
    }
    for (name, read) in [
        ("ssf_general.json", general as fn(&Json) -> Vec<Vector>),
        ("ssf_fraction.json", fraction),
        ("ssf_implied.json", implied),
        ("ssf_oddities.json", oddities),
    ] {
        let json: Json =
            serde_json::from_str(&std::fs::read_to_string(folder.join(name)).unwrap()).unwrap();
        vectors.extend(json.as_array().unwrap().iter().flat_map(read).map(|it| (name, it)));
    }
    let mut differ: BTreeMap<(&str, String), (usize, String)> = BTreeMap::new();
    for (name, (code, value, expected)) in &vectors {
        let shown = NumberFormat::parse(code).number(*value, Epoch::Of1900).text;
        if shown.trim_end() != expected.trim_end() {
            let words = format!("{value}: {shown:?}, not {expected:?}");
            differ.entry((name, code.clone())).or_insert((0, words)).0 += 1;
        }
    }
    assert!(vectors.len() > 200_000, "only {} vectors", vectors.len());
    let known = |code: &str| DIFFER.iter().any(|(codes, _)| codes.contains(&code));
    let unknown: Vec<_> = differ.iter().filter(|((_, code), _)| !known(code)).collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
    for code in DIFFER.iter().flat_map(|(codes, _)| *codes) {
        assert!(differ.keys().any(|(_, it)| it == code), "{code} differs no more");
    }
}

fn table(path: &Path) -> Vec<Vector> {
    let mut text = String::new();
    GzDecoder::new(std::fs::File::open(path).unwrap()).read_to_string(&mut text).unwrap();
    let mut lines = text.lines();
    let codes: Vec<&str> = lines.next().unwrap().split('\t').skip(1).collect();
    let is_long = text.len() > 1 << 20;
    let asked = lines.enumerate().filter(|(at, _)| !is_long || at % EACH == 0);
    asked.flat_map(|(_, line)| row(line, &codes)).collect()
}

fn row(line: &str, codes: &[&str]) -> Vec<Vector> {
    let mut fields = line.split('\t');
    let Some(value) = fields.next().and_then(|it| it.parse().ok()) else { return Vec::new() };
    codes.iter().zip(fields).map(|(code, it)| (code.to_string(), value, it.to_owned())).collect()
}

/// `[value, number of a built-in format, shown]`.
fn general(json: &Json) -> Vec<Vector> {
    let vector = (json[0].as_f64(), json[2].as_str());
    let (Some(value), Some(shown)) = vector else { return Vec::new() };
    vec![("General".to_owned(), value, shown.to_owned())]
}

/// `[value, code, shown]`.
fn fraction(json: &Json) -> Vec<Vector> {
    let vector = (json[0].as_f64(), json[1].as_str(), json[2].as_str());
    let (Some(value), Some(code), Some(shown)) = vector else { return Vec::new() };
    vec![(code.to_owned(), value, shown.to_owned())]
}

/// `[value, [[number of a built-in format, shown], …]]`, of those formats that are the same
/// in each country.
fn implied(json: &Json) -> Vec<Vector> {
    let codes = [
        (0, "General"),
        (1, "0"),
        (2, "0.00"),
        (3, "#,##0"),
        (4, "#,##0.00"),
        (9, "0%"),
        (10, "0.00%"),
        (11, "0.00E+00"),
        (12, "# ?/?"),
        (13, "# ??/??"),
        (45, "mm:ss"),
        (46, "[h]:mm:ss"),
        (47, "mm:ss.0"),
        (48, "##0.0E+0"),
    ];
    let Some(value) = json[0].as_f64() else { return Vec::new() };
    let shown = json[1].as_array().into_iter().flatten();
    let vectors = shown.filter_map(|it| {
        let (_, code) = codes.iter().find(|(id, _)| it[0].as_u64() == Some(*id))?;
        Some(((*code).to_owned(), value, it[1].as_str().filter(|it| !it.is_empty())?.to_owned()))
    });
    vectors.collect()
}

/// `[code, [value, shown], …]`.
fn oddities(json: &Json) -> Vec<Vector> {
    let Some((code, pairs)) = json.as_array().and_then(|it| it.split_first()) else {
        return Vec::new();
    };
    let Some(code) = code.as_str() else { return Vec::new() };
    let vectors = pairs.iter().filter_map(|pair| {
        Some((code.to_owned(), pair[0].as_f64()?, pair[1].as_str()?.to_owned()))
    });
    vectors.collect()
}
