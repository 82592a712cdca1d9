//! A report, as its JSON says it (`schemas/report.schema.json`): the contract that anybody
//! reads, so that a package can be made of a file as well.

use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _};
use serde_json::value::RawValue;
use std::str::FromStr;
use tenken::{Error, ErrorCode, Message};

/// A decimal, read digit by digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exact(pub(crate) Decimal);

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Exact, D::Error> {
        let raw = Box::<RawValue>::deserialize(from)?;
        let text = raw.get();
        let read = Decimal::from_str(text).or_else(|_| Decimal::from_scientific(text));
        read.map(Exact).map_err(D::Error::custom)
    }
}

/// What is read of a report; what a package has no use for is passed over.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Report {
    pub(crate) source: Source,
    pub(crate) complete: bool,
    pub(crate) title: String,
    pub(crate) fiscal_year: Option<FiscalYear>,
    pub(crate) legend: Vec<LegendEntry>,
    pub(crate) measures: Vec<Measure>,
    pub(crate) totals: Totals,
    pub(crate) findings: Vec<Finding>,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Source {
    pub(crate) file: String,
    pub(crate) format: String,
    pub(crate) sha256: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct FiscalYear {
    pub(crate) year: i32,
    pub(crate) period: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct LegendEntry {
    pub(crate) symbol: String,
    pub(crate) label: String,
    pub(crate) step: Option<u32>,
    pub(crate) rating: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Measure {
    pub(crate) key: String,
    pub(crate) id: Option<String>,
    pub(crate) groups: Vec<Group>,
    pub(crate) name: Option<String>,
    pub(crate) bureaus: Vec<String>,
    pub(crate) indicators: Vec<Indicator>,
    pub(crate) ratings: Vec<Rated>,
    pub(crate) rating: Option<String>,
    pub(crate) rating_symbol: Option<String>,
    pub(crate) status: String,
    pub(crate) reason: Option<String>,
    pub(crate) remarks: Option<String>,
    pub(crate) texts: Texts,
    pub(crate) extra: Vec<Extra>,
    pub(crate) origin: Origin,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Group {
    pub(crate) number: Option<String>,
    pub(crate) name: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Texts {
    pub(crate) deed: Option<String>,
    pub(crate) plan: Option<String>,
    pub(crate) next: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Extra {
    pub(crate) header: String,
    pub(crate) text: String,
    pub(crate) number: Option<Exact>,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Rated {
    pub(crate) indicator: Option<usize>,
    pub(crate) by: Option<String>,
    pub(crate) aspect: Option<String>,
    pub(crate) fiscal_year: Option<i32>,
    pub(crate) symbol: String,
    pub(crate) step: Option<u32>,
    pub(crate) rating: Option<String>,
    pub(crate) origin: Origin,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Indicator {
    pub(crate) id: Option<String>,
    pub(crate) kind: Option<String>,
    pub(crate) of: Option<String>,
    pub(crate) text: String,
    pub(crate) unit: Option<String>,
    pub(crate) direction: Option<String>,
    pub(crate) values: Vec<IndicatorValue>,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct IndicatorValue {
    pub(crate) role: String,
    pub(crate) fiscal_year: Option<i32>,
    pub(crate) text: String,
    pub(crate) parts: Vec<Part>,
    pub(crate) origin: Origin,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Part {
    pub(crate) label: Option<String>,
    #[serde(default)]
    pub(crate) refers_to: Vec<String>,
    pub(crate) subject: Option<String>,
    pub(crate) text: String,
    pub(crate) number: Option<Exact>,
    pub(crate) upper: Option<Exact>,
    pub(crate) unit: Option<String>,
    pub(crate) unit_code: Option<String>,
    pub(crate) bound: Option<String>,
    pub(crate) approximate: bool,
    pub(crate) period: Option<Period>,
    pub(crate) qualifier: Option<String>,
    pub(crate) state: Option<String>,
    pub(crate) known_in: Option<FiscalYear>,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Period {
    pub(crate) text: String,
    pub(crate) code: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Totals {
    pub(crate) declared: Option<TotalsSide>,
    pub(crate) computed: TotalsSide,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct TotalsSide {
    pub(crate) rows: Vec<TotalsRow>,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct TotalsRow {
    pub(crate) label: String,
    pub(crate) counts: serde_json::Map<String, serde_json::Value>,
    pub(crate) percents: serde_json::Map<String, serde_json::Value>,
    pub(crate) total: Option<u64>,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Finding {
    pub(crate) code: String,
    pub(crate) severity: String,
    pub(crate) message: Words,
    pub(crate) key: Option<String>,
    pub(crate) column: Option<String>,
    pub(crate) fingerprint: String,
    pub(crate) origin: Option<Origin>,
    pub(crate) expected: Option<String>,
    pub(crate) found: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Words {
    pub(crate) ja: String,
    pub(crate) en: String,
}

/// Where something stands: `page` and `bbox`, or `sheet` and `range`.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Origin {
    pub(crate) page: Option<u64>,
    pub(crate) bbox: Option<[f64; 4]>,
    pub(crate) sheet: Option<String>,
    pub(crate) range: Option<String>,
}

impl Report {
    /// Reads the JSON of a report; the name is for the error.
    ///
    /// # Errors
    ///
    /// Where it is not one: the place in the text, and what was expected there.
    pub(crate) fn parse(name: &str, json: &str) -> Result<Report, Error> {
        let read: Result<Report, serde_json::Error> = serde_json::from_str(json);
        read.map_err(|error| {
            let ja = format!(
                "tenken の報告書JSON（schema_version 1）ではありません（{error}）。tenken convert の出力を指定してください。"
            );
            let en = format!(
                "not the JSON of a report, schema_version 1 ({error}); give what tenken convert prints"
            );
            Error::outside(name, ErrorCode::E506, Message::new(ja, en))
        })
    }

    /// The one fiscal year that it is about; none where none is printed, or several are.
    pub(crate) fn year(&self) -> Option<i32> {
        let year = self.fiscal_year.as_ref()?;
        (year.last() == Some(year.year)).then_some(year.year)
    }
}

impl FiscalYear {
    /// The western year in which the last of its years begins.
    pub(crate) fn last(&self) -> Option<i32> {
        let (_, end) = self.period.split_once('/')?;
        end.get(..4)?.parse::<i32>().ok().map(|year| year - 1)
    }
}

impl Indicator {
    /// The value of a role that a reader of a report of some year looks for, as the flat
    /// tables of `convert` choose it: base and goal the last one printed, of the others one
    /// of the year or of no year; where the year is not known, only one that stands alone.
    pub(crate) fn of_report(&self, role: &str, year: Option<i32>) -> Option<&IndicatorValue> {
        let of_role = || self.values.iter().filter(|it| it.role == role);
        match (role, year) {
            ("baseline" | "goal", _) => of_role().max_by_key(|it| it.fiscal_year),
            (_, Some(_)) => of_role()
                .find(|it| it.fiscal_year == year)
                .or_else(|| of_role().find(|it| it.fiscal_year.is_none())),
            (_, None) => of_role().next().filter(|_| of_role().count() == 1),
        }
    }
}

impl Measure {
    /// The rating of the report's year of an indicator: its own, else that of the measure.
    pub(crate) fn rating_of(&self, at: usize, year: Option<i32>) -> Option<&Rated> {
        let main = || {
            self.ratings.iter().filter(|it| {
                let is_of_year =
                    year.is_none() || it.fiscal_year.is_none() || it.fiscal_year == year;
                it.by.is_none() && it.aspect.is_none() && is_of_year
            })
        };
        main()
            .find(|it| it.indicator == Some(at))
            .or_else(|| main().find(|it| it.indicator.is_none()))
    }
}
