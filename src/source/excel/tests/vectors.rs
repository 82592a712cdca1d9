//! Public vectors of a library for number formats: what Excel shows for values under
//! codes, as others wrote it down.
//!
//! `scripts/fetch-number-formats` fetches them and prints their folder, which
//! `NUMBER_FORMAT_VECTORS` names; without it the test says that it is skipped.

use crate::source::excel::number_format::{Epoch, NumberFormat};
use flate2::read::GzDecoder;
use rayon::prelude::*;
use serde_json::Value as Json;
use std::collections::{BTreeMap, HashMap};
use std::io::Read;
use std::path::Path;

/// A code, what a cell holds, and what is shown.
type Vector = (String, Held, String);

enum Held {
    Number(f64),
    Text(String),
}

/// Tables whose first line has codes and whose first column has values.
const TABLES: [&str; 4] = ["comma.tsv.gz", "dates.tsv.gz", "times.tsv.gz", "exp.tsv.gz"];

/// Codes under which something else is shown here, each with the reason.
const DIFFER: &[(&[&str], &str)] = &[
    (
        &["####0.0E+0", "###0.0E+0", "#0.0E+0"],
        "a bar stands before one of the texts of the vectors",
    ),
    (&["mm:ss.0"], "the vectors leave out the colon that the code has"),
    (
        &["# ?/?", "# ??/??", "# ???/???", "??/??", "# ??/16", "#0#00??/??"],
        "the nearest fraction is taken (12.3 is 12 2/7, as in LibreOffice); zeros and blanks before it only align",
    ),
    (
        &["# ?? / ?????????", "# ??/?????????"],
        "a denominator is sought up to four digits, so that a cell costs a bounded number of divisions",
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
    (
        &["\"This is a \".00\"test\"000"],
        "the whole part stands first where the code has no place for it, as in LibreOffice",
    ),
    (
        &["[Red]General ;[Blue]General\\ ;[Green]Generalp;[Yellow]General'"],
        "a section for negative numbers shows no sign, as in LibreOffice",
    ),
    (
        &[
            "[Red][<-25]General;[Blue][>25]General;[Green]General;[Yellow]General",
            "[Red][<=-25]General;[Blue][>=25]General;[Green]General;[Yellow]General",
        ],
        "the vectors show the sign at -25 and not at -26, and cut 50.1 to 50",
    ),
];

#[test]
fn public_vectors() {
    let Ok(folder) = std::env::var("NUMBER_FORMAT_VECTORS") else {
        println!("skipped: NUMBER_FORMAT_VECTORS names no folder (scripts/fetch-number-formats)");
        return;
    };
    let folder = Path::new(&folder);
    let mut asked = Asked::default();
    for name in TABLES {
        let mut text = String::new();
        let file = std::fs::File::open(folder.join(name)).unwrap();
        GzDecoder::new(file).read_to_string(&mut text).unwrap();
        asked = asked.and(table(&text));
    }
    for (name, read) in [
        ("ssf_general.json", general as fn(&Json) -> Vec<Vector>),
        ("ssf_fraction.json", fraction),
        ("ssf_implied.json", implied),
        ("ssf_oddities.json", oddities),
    ] {
        let json: Json =
            serde_json::from_str(&std::fs::read_to_string(folder.join(name)).unwrap()).unwrap();
        for (code, held, expected) in json.as_array().unwrap().iter().flat_map(read) {
            asked.ask(&code, &NumberFormat::parse(&code), &held, &expected);
        }
    }
    println!("{} vectors, codes that differ: {}", asked.vectors, asked.differ.len());
    assert!(asked.vectors > 19_000_000, "only {} vectors", asked.vectors);
    let known = |code: &str| DIFFER.iter().any(|(codes, _)| codes.contains(&code));
    let unknown: Vec<_> = asked.differ.iter().filter(|(code, _)| !known(code)).collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
    for code in DIFFER.iter().flat_map(|(codes, _)| *codes) {
        assert!(asked.differ.contains_key(*code), "{code} differs no more");
    }
}

/// How many vectors were asked, and by code how many of them differ, with one of them.
#[derive(Default)]
struct Asked {
    vectors: usize,
    differ: BTreeMap<String, (usize, String)>,
}

impl Asked {
    fn ask(&mut self, code: &str, format: &NumberFormat, held: &Held, expected: &str) {
        self.vectors += 1;
        let shown = match held {
            Held::Number(value) => format.number(*value, Epoch::Of1900).text,
            Held::Text(text) => format.text(text).unwrap_or_else(|| text.clone()),
        };
        // Signs in place of a date that does not exist fill a cell as wide as it is.
        let fills = |text: &str| !text.is_empty() && text.chars().all(|c| c == '#');
        if shown.trim_end() == expected.trim_end() || (fills(&shown) && fills(expected)) {
            return;
        }
        let held = match held {
            Held::Number(value) => value.to_string(),
            Held::Text(text) => format!("{text:?}"),
        };
        let example = || (0, format!("{held}: {shown:?}, not {expected:?}"));
        self.differ.entry(code.to_owned()).or_insert_with(example).0 += 1;
    }

    fn and(mut self, other: Asked) -> Asked {
        self.vectors += other.vectors;
        for (code, (count, example)) in other.differ {
            self.differ.entry(code).or_insert((0, example)).0 += count;
        }
        self
    }
}

/// A table of values by codes.
fn table(text: &str) -> Asked {
    let (head, body) = text.split_once('\n').unwrap();
    let codes: Vec<&str> = head.split('\t').skip(1).collect();
    let formats: HashMap<&str, NumberFormat> =
        codes.iter().map(|code| (*code, NumberFormat::parse(code))).collect();
    let ask = |mut asked: Asked, line: &str| {
        let mut fields = line.split('\t');
        if let Some(value) = fields.next().and_then(|it| it.parse().ok()) {
            for (code, expected) in codes.iter().zip(fields) {
                asked.ask(code, &formats[code], &Held::Number(value), expected);
            }
        }
        asked
    };
    body.par_lines().fold(Asked::default, ask).reduce(Asked::default, Asked::and)
}

/// `[value, number of a built-in format, shown]`.
fn general(json: &Json) -> Vec<Vector> {
    let vector = (json[0].as_f64(), json[2].as_str());
    let (Some(value), Some(shown)) = vector else { return Vec::new() };
    vec![("General".to_owned(), Held::Number(value), shown.to_owned())]
}

/// `[value, code, shown]`.
fn fraction(json: &Json) -> Vec<Vector> {
    let vector = (json[0].as_f64(), json[1].as_str(), json[2].as_str());
    let (Some(value), Some(code), Some(shown)) = vector else { return Vec::new() };
    vec![(code.to_owned(), Held::Number(value), shown.to_owned())]
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
        let shown = it[1].as_str().filter(|it| !it.is_empty())?;
        Some(((*code).to_owned(), Held::Number(value), shown.to_owned()))
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
        let text = pair[0].as_str().map(|it| Held::Text(it.to_owned()));
        let held = pair[0].as_f64().map(Held::Number).or(text)?;
        Some((code.to_owned(), held, pair[1].as_str()?.to_owned()))
    });
    vectors.collect()
}
