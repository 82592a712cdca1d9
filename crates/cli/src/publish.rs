//! `tenken publish`: reports are read one by one, maybe in workers, and go into the package
//! in their order; nothing is in its place before all of them are.

pub(crate) mod checking;
pub(crate) mod flags;
mod config;

use crate::arguments::Arguments;
use crate::batch::{self, Found, Jobs};
use crate::isolation::Reader;
use crate::screen::Screen;
use crate::speech::{Speech, counted};
use crate::task::{Document, Failure, Outcome, Stop};
use flags::{By, Chart, Publish};
use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use tenken::{Error, ErrorCode};
use tenken_publish::{Added, Level, Made, Package, Published};

/// Publishes all inputs as one package.
pub(crate) fn publish(
    arguments: &Arguments,
    asked: &Publish,
    speech: &Speech,
) -> io::Result<Outcome> {
    match make(arguments, asked, speech) {
        Ok(Some(made)) => {
            tell(asked, &made, speech);
            Ok(Outcome::Clean)
        }
        Ok(None) => Ok(batch::none_found(speech)),
        Err(Stop::Failed(failures)) => {
            // That it was not read whole is known by its exit code, as of `convert`.
            let is_incomplete = |it: &Failure| it.code == ErrorCode::E504.as_str();
            let all = failures.iter().all(is_incomplete);
            failures.iter().for_each(|failure| speech.failure(failure));
            Ok(if all { Outcome::Incomplete } else { Outcome::Failed })
        }
        Err(Stop::Output(error)) => Err(error),
    }
}

/// Draws the chart of a package.
pub(crate) fn chart(asked: &Chart, speech: &Speech) -> io::Result<Outcome> {
    let level = match asked.by {
        By::Pillar => Level::First,
        By::Field => Level::Second,
    };
    let drawn = Published::open(&asked.package).and_then(|it| tenken_publish::chart(&it, level));
    let written = drawn.and_then(|svg| match &asked.output {
        Some(file) => {
            let name = file.display().to_string();
            std::fs::write(file, svg).map(|()| None).map_err(|error| Error::output(&name, error))
        }
        None => Ok(Some(svg)),
    });
    match written {
        Ok(Some(svg)) => Screen::new().write(svg.as_bytes()).map(|()| Outcome::Clean),
        Ok(None) => Ok(Outcome::Clean),
        Err(error) => batch::failed(stop(error), speech),
    }
}

/// Why it could not be done, with the place of it: a file here is not stdout.
fn stop(error: Error) -> Stop {
    Stop::Failed(vec![Failure::from(&error)])
}

/// The package; none where there is nothing to publish.
fn make(arguments: &Arguments, asked: &Publish, speech: &Speech) -> Result<Option<Made>, Stop> {
    let failed = |failure| Stop::Failed(vec![failure]);
    // What is missing is asked for before anything is read.
    let given = asked.metadata.metadata();
    let metadata = given
        .over(config::metadata(asked.config.as_deref(), &asked.inputs.inputs).map_err(failed)?);
    let metadata = metadata.described(&asked.output.display().to_string()).map_err(stop)?;
    let mut found = Vec::new();
    let mut failures = Vec::new();
    for it in batch::find(&asked.inputs, speech) {
        match it {
            Ok(it) => found.push(it),
            Err(failure) => failures.push(failure),
        }
    }
    if !failures.is_empty() {
        return Err(Stop::Failed(failures));
    }
    if found.is_empty() {
        return Ok(None);
    }
    quiet_workbooks();
    let package = Package::begin(&asked.output, metadata, asked.options()).map_err(stop)?;
    let (reader, threads) = Reader::of_reports(arguments, found.len());
    let publishing = Publishing { arguments, reader, found };
    publishing.make(package, threads).map(Some)
}

/// The library of workbooks panics on a full disk, which is caught and told as an error.
fn quiet_workbooks() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !panic.location().is_some_and(|it| it.file().contains("rust_xlsxwriter")) {
            usual(panic);
        }
    }));
}

struct Publishing<'p> {
    arguments: &'p Arguments,
    reader: Reader,
    found: Vec<Found>,
}

impl Publishing<'_> {
    fn make(&self, mut package: Package, threads: usize) -> Result<Made, Stop> {
        let mut added: Vec<Added> = Vec::new();
        let mut failures: Vec<Failure> = Vec::new();
        let read = |number: usize| {
            let found =
                self.found.get(number).ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
            self.read(std::slice::from_ref(&found))
        };
        let jobs = Jobs { count: self.found.len(), threads, ahead: 4 * threads };
        let is_over = AtomicBool::new(false);
        let outcome = batch::in_order(jobs, &is_over, read, |number, json| {
            let name = self.found.get(number).map_or("", |it| &it.name);
            match json.and_then(|json| package.add(name, &json).map_err(stop)) {
                Ok(report) => added.push(report),
                // The others are asked as well, so that all that is wrong is said at once.
                Err(Stop::Failed(more)) => {
                    // Where nothing can be written, no other report has more to say.
                    let is_full = more.iter().any(|it| it.code == ErrorCode::E201.as_str());
                    is_over.fetch_or(is_full, Ordering::Relaxed);
                    failures.extend(more);
                }
                Err(Stop::Output(error)) => return Err(error),
            }
            Ok(())
        });
        outcome?;
        if !failures.is_empty() {
            return Err(Stop::Failed(failures));
        }
        for plan in plans(&added) {
            let reports: Vec<Added> =
                plan.iter().filter_map(|at| added.get(*at)).cloned().collect();
            let found: Vec<&Found> = plan.iter().filter_map(|at| self.found.get(*at)).collect();
            let comparison = self.read(&found)?;
            package.add_changes(&reports, &comparison).map_err(stop)?;
        }
        package.finish().map_err(stop)
    }

    /// The JSON of a document, or of the comparison of several.
    fn read(&self, found: &[&Found]) -> Result<String, Stop> {
        let mut documents = Vec::new();
        for found in found {
            let bytes = found.read().map_err(|failure| Stop::Failed(vec![failure]))?;
            documents.push(Document::new(found.name.clone(), bytes));
        }
        self.reader.json(self.arguments, documents)
    }
}

/// Reports of one plan that are compared at a time: no plan runs for longer, and they are
/// held together while they are.
const YEARS_MAX: usize = 16;

/// The years of each plan of which there are several, in order, as places in the list.
fn plans(added: &[Added]) -> Vec<Vec<usize>> {
    let mut plans: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, report) in added.iter().enumerate() {
        plans.entry(&report.plan).or_default().push(at);
    }
    let mut all = Vec::new();
    for mut years in plans.into_values() {
        let year = |at: &usize| added.get(*at).and_then(|it| it.year);
        // Of reports whose year is not known, nothing is older than anything.
        years.retain(|at| year(at).is_some());
        years.sort_by_key(year);
        while years.len() > YEARS_MAX {
            let rest = years.split_off(YEARS_MAX - 1);
            years.extend(rest.first());
            all.push(std::mem::replace(&mut years, rest));
        }
        if years.len() > 1 {
            all.push(years);
        }
    }
    all
}

fn tell(asked: &Publish, made: &Made, speech: &Speech) {
    for finding in &made.findings {
        speech.say(&speech.finding(finding));
    }
    let (reports, measures, values) = made.counts;
    let count = |code: &str| made.ratings.get(code).copied().unwrap_or_default();
    let [achieved, mostly, not] = ["achieved", "mostly_achieved", "not_achieved"].map(count);
    // Reports that are kept may be thousands.
    let (kept, files): (Vec<&str>, Vec<&str>) =
        made.files.iter().map(String::as_str).partition(|it| it.starts_with("reports/"));
    let kept = (!kept.is_empty()).then(|| format!("reports/ ({})", kept.len()));
    let files: Vec<&str> = files.into_iter().chain(kept.as_deref()).collect();
    let (place, files) = (asked.output.display(), files.join(", "));
    let all = counted(reports, "report");
    speech.say(&speech.choose(
        &format!(
            "{place}: 報告書{reports}件、施策{measures}件（達成{achieved}・概ね達成{mostly}・未達成{not}）、値{values}件を公開用にまとめました。{files}"
        ),
        &format!(
            "{place}: {all}, {measures} measures ({achieved} achieved, {mostly} mostly, {not} not), {values} values: {files}"
        ),
    ));
}

#[cfg(test)]
mod tests {
    use super::plans;
    use tenken_publish::Added;

    #[test]
    fn years_of_a_plan_are_compared() {
        let added = |(plan, year): (&str, Option<i32>)| Added {
            id: String::new(),
            plan: plan.to_owned(),
            year,
        };
        let all = [("b", Some(2024)), ("a", Some(2024)), ("b", Some(2023)), ("b", None)].map(added);
        assert_eq!(plans(&all), [vec![2, 0]]);
        let many: Vec<Added> = (0..20).map(|it| added(("a", Some(2000 + it)))).collect();
        let parts = plans(&many);
        assert_eq!((parts[0].first(), parts[0].last()), (Some(&0), Some(&15)));
        assert_eq!((parts[1].first(), parts[1].last()), (Some(&15), Some(&19)));
    }
}
