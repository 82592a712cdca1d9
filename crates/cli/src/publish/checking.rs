//! `tenken check` of what is published: a package, which is read back and held against
//! itself and its reports or another release; any CSV or workbook, by a profile.

use super::{plans, stop};
use crate::arguments::{Arguments, Check, Inputs};
use crate::batch;
use crate::check::Checked;
use crate::isolation::Reader;
use crate::task::{Document, Failure, Stop};
use std::fs;
use std::path::{Path, PathBuf};
use tenken::{ErrorCode, Finding};
use tenken_publish::{Expected, Published, SourceFile, is_package, profile};

/// Parts reports from what is published: packages, and where a profile is asked for,
/// everything.
pub(crate) fn split(asked: &Check) -> (Inputs, Vec<PathBuf>) {
    let (mut reports, mut published) = (Vec::new(), Vec::new());
    for input in &asked.inputs.inputs {
        let is_descriptor = input.file_name().is_some_and(|it| it == "datapackage.json");
        let folder = input.parent().filter(|it| is_descriptor && is_package(it));
        match folder {
            Some(folder) => published.push(folder.to_owned()),
            None if is_package(input) || asked.published.profile.is_some() => {
                published.push(input.clone());
            }
            None => reports.push(input.clone()),
        }
    }
    (Inputs { inputs: reports, files_from: asked.inputs.files_from.clone() }, published)
}

/// Checks a package or a file. What could not be compared is told beside the findings.
pub(crate) fn check(
    arguments: &Arguments,
    asked: &Check,
    place: &Path,
) -> Result<(Checked, Vec<Failure>), Stop> {
    let name = place.display().to_string();
    let (mut findings, mut failures) = (Vec::new(), Vec::new());
    let mut measures = 0;
    if is_package(place) {
        let package = Published::open(place).map_err(stop)?;
        measures = package.measures();
        findings.extend(package.intact());
        if asked.published.profile.is_some() {
            for file in package.open_files().iter().filter(|it| it.is_file()) {
                findings.extend(by_profile(file, true)?);
            }
        }
        let (releases, reports): (Vec<&PathBuf>, Vec<&PathBuf>) =
            asked.published.against.iter().partition(|it| is_package(it));
        for release in releases {
            let earlier = Published::open(release).map_err(stop)?;
            findings.extend(package.since(&earlier));
        }
        let has_release = asked.published.against.len() > reports.len();
        if !reports.is_empty() || !has_release {
            match held_against(arguments, &package, place, &reports) {
                Ok(more) => findings.extend(more),
                Err(Stop::Failed(more)) => failures.extend(more),
                Err(other) => return Err(other),
            }
        }
    } else {
        findings.extend(by_profile(place, false)?);
    }
    Ok((Checked::of(&name, measures, &findings), failures))
}

/// What the profile says of a file; of one in a package, the package says what empty
/// cells mean.
fn by_profile(place: &Path, is_described: bool) -> Result<Vec<Finding>, Stop> {
    let found = batch::one(place);
    let bytes = found.read().map_err(|failure| Stop::Failed(vec![failure]))?;
    Ok(match is_described {
        true => profile::opendata_ja_described(&found.name, &bytes),
        false => profile::opendata_ja(&found.name, &bytes),
    })
}

/// A report to compare with: its name, and its JSON or the document itself.
enum Witness {
    Json(String, String),
    Document(String, Vec<u8>),
}

fn held_against(
    arguments: &Arguments,
    package: &Published,
    place: &Path,
    given: &[&PathBuf],
) -> Result<Vec<Finding>, Stop> {
    let failed = |failure| Stop::Failed(vec![failure]);
    let mut witnesses = Vec::new();
    if given.is_empty() {
        for source in package.sources() {
            witnesses.push(named(package, place, &source).map_err(failed)?);
        }
    }
    for path in given {
        witnesses.push(witness(path).map_err(failed)?);
    }
    let (reader, _) = Reader::of_reports(arguments, 1);
    let mut reports = Vec::new();
    let mut documents = Vec::new();
    for witness in witnesses {
        match witness {
            Witness::Json(name, json) => {
                reports.push((name, json));
                documents.push(None);
            }
            Witness::Document(name, bytes) => {
                let document = Document::new(name.clone(), bytes.clone());
                let json = reader.json(arguments, vec![document])?;
                documents.push(Some((name.clone(), bytes)));
                reports.push((name, json));
            }
        }
    }
    let mut expected = Expected::new(package, &reports).map_err(stop)?;
    // Years are compared as documents; of reports that are JSON alone they were not.
    if package.has_changes() && documents.iter().all(Option::is_some) {
        for (number, plan) in plans(expected.reports()).into_iter().enumerate() {
            let years = plan.iter().filter_map(|at| documents.get(*at)?.clone());
            let years = years.map(|(name, bytes)| Document::new(name, bytes));
            let json = reader.json(arguments, years.collect())?;
            let of_plan = plan.iter().filter_map(|at| expected.reports().get(*at)).cloned();
            let of_plan: Vec<_> = of_plan.collect();
            let series = i64::try_from(number + 1).unwrap_or(i64::MAX);
            expected.add_changes(series, &of_plan, &json).map_err(stop)?;
        }
    }
    Ok(package.against(expected))
}

/// The report that a package names: beside it, here, or kept inside.
fn named(package: &Published, place: &Path, source: &SourceFile) -> Result<Witness, Failure> {
    let SourceFile { file, sha256, .. } = source;
    let beside = place.canonicalize().ok().and_then(|it| it.parent().map(Path::to_owned));
    let folders = [beside, Some(PathBuf::from(".")), Some(place.to_owned())];
    // A name with folders in it is none of ours.
    let is_plain = Path::new(file).components().count() == 1;
    for folder in folders.into_iter().flatten().filter(|_| is_plain) {
        let path = folder.join(file);
        let bytes = path.is_file().then(|| batch::one(&path).read().ok()).flatten();
        if let Some(bytes) = bytes.filter(|it| batch::fingerprint(it) == *sha256) {
            return Ok(Witness::Document(path.display().to_string(), bytes));
        }
    }
    if let Some(kept) = package.kept(source) {
        return witness(&kept);
    }
    let ja = format!(
        "元の報告書 {file}（SHA-256 {sha256}）がパッケージの隣にもここにもありません。--against で報告書か別のパッケージを指定してください。"
    );
    let en = format!(
        "its report {file} (SHA-256 {sha256}) is neither beside the package nor here; give the report, or another package, by --against"
    );
    Err(Failure::new(&place.display().to_string(), ErrorCode::E508, &ja, &en))
}

fn witness(path: &Path) -> Result<Witness, Failure> {
    let name = path.display().to_string();
    if path.extension().is_some_and(|it| it.eq_ignore_ascii_case("json")) {
        let json = fs::read_to_string(path).map_err(|error| Failure::io(&name, error))?;
        return Ok(Witness::Json(name, json));
    }
    let found = batch::one(path);
    found.read().map(|bytes| Witness::Document(name, bytes))
}
