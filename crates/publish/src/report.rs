//! A report, as its JSON says it (`schemas/report.schema.json`): the contract that anybody
//! reads, so that a package can be made of a file as well.

use tenken::{Error, ErrorCode, Message, wire};

pub(crate) type Report = wire::Report<'static>;
pub(crate) type Measure = wire::Measure<'static>;
pub(crate) type Indicator = wire::Indicator<'static>;
pub(crate) type IndicatorValue = wire::IndicatorValue<'static>;
pub(crate) type Rated = wire::Rated<'static>;
pub(crate) type Part = wire::Value<'static>;

/// Reads the JSON of a report; the name is for the error.
///
/// # Errors
///
/// Where it is not one: the place in the text, and what was expected there.
pub(crate) fn parse(name: &str, json: &str) -> Result<Report, Error> {
    serde_json::from_str(json).map_err(|error| {
        let ja = format!(
            "tenken の報告書JSON（schema_version 1）ではありません（{error}）。tenken convert の出力を指定してください。"
        );
        let en = format!(
            "not the JSON of a report, schema_version 1 ({error}); give what tenken convert prints"
        );
        refused(name, ErrorCode::E506, ja, en)
    })
}

/// Why something is not done, in both languages; the name is that of a file or folder.
pub(crate) fn refused(
    name: &str,
    code: ErrorCode,
    ja: impl Into<String>,
    en: impl Into<String>,
) -> Error {
    Error::outside(name, code, Message::new(ja, en))
}

/// The one fiscal year that a report is about; none where none is printed, or several are.
pub(crate) fn year(report: &Report) -> Option<i32> {
    let year = report.fiscal_year.as_ref()?;
    (last(year) == Some(year.year)).then_some(year.year)
}

/// The western year in which the last of its years begins.
pub(crate) fn last(year: &wire::FiscalYear) -> Option<i32> {
    let (_, end) = year.period.split_once('/')?;
    end.get(..4)?.parse::<i32>().ok().map(|year| year - 1)
}

/// What of a report was not read.
pub(crate) fn losses(report: &Report) -> impl Iterator<Item = &wire::Finding> {
    let is_loss =
        |it: &&wire::Finding| it.severity == wire::Severity::Error && it.code.starts_with('P');
    report.findings.iter().filter(is_loss)
}

/// The value of a role that a reader of a report of some year looks for, as the flat tables
/// of `convert` choose it: base and goal the last one printed, of the others one of the year
/// or of no year; where the year is not known, only one that stands alone.
pub(crate) fn value_of<'i>(
    indicator: &'i Indicator,
    role: &str,
    year: Option<i32>,
) -> Option<&'i IndicatorValue> {
    let of_role = || indicator.values.iter().filter(|it| it.role == role);
    match (role, year) {
        ("baseline" | "goal", _) => of_role().max_by_key(|it| it.fiscal_year),
        (_, Some(_)) => of_role()
            .find(|it| it.fiscal_year == year)
            .or_else(|| of_role().find(|it| it.fiscal_year.is_none())),
        (_, None) => of_role().next().filter(|_| of_role().count() == 1),
    }
}

/// The rating of the report's year of an indicator: its own, else that of the measure.
pub(crate) fn rating_of(measure: &Measure, at: usize, year: Option<i32>) -> Option<&Rated> {
    let main = || {
        measure.ratings.iter().filter(|it| {
            let is_of_year = year.is_none() || it.fiscal_year.is_none() || it.fiscal_year == year;
            it.by.is_none() && it.aspect.is_none() && is_of_year
        })
    };
    main().find(|it| it.indicator == Some(at)).or_else(|| main().find(|it| it.indicator.is_none()))
}
