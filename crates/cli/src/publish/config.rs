//! `[publish]` of `tenken.toml`: found upward from the first report, as `check` finds it,
//! else from the folder where the command runs.

use crate::check::settings;
use crate::task::Failure;
use std::path::{Path, PathBuf};
use tenken_publish::Metadata;

/// The metadata of the settings named, or of those that are found.
pub(crate) fn metadata(named: Option<&Path>, inputs: &[PathBuf]) -> Result<Metadata, Failure> {
    let folder = |input: &PathBuf| std::path::absolute(input).ok()?.parent().map(Path::to_owned);
    let of_report = || settings::found_from(&inputs.first().and_then(folder)?);
    let of_here = || settings::found_from(&std::env::current_dir().ok()?);
    let place = named.map(Path::to_owned).or_else(of_report).or_else(of_here);
    place.map_or_else(|| Ok(Metadata::default()), |place| settings::metadata(&place))
}
