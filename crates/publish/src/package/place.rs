//! Where a package stands: made beside its place, and put there when it is whole.

use crate::describe::DESCRIPTOR;
use crate::report::refused;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tenken::{Error, ErrorCode};

/// The place of a package, and the folder beside it in which it is made.
pub(super) struct Place {
    at: PathBuf,
    beside: TempDir,
}

impl Place {
    /// Takes a place that is free, or that holds an earlier package of the same id.
    pub(super) fn take(at: &Path, id: &str) -> Result<Place, Error> {
        let name = at.display().to_string();
        let fail = |error| Error::output(&name, error);
        if at.symlink_metadata().is_ok() && !may_be_replaced(at, id).map_err(fail)? {
            return Err(taken(&name));
        }
        let parent = at.parent().filter(|it| !it.as_os_str().is_empty());
        let parent = parent.unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(fail)?;
        let mut builder = tempfile::Builder::new();
        // As any program makes folders: what is published is not private.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
        let beside = builder.prefix(".tenken-").suffix(".part").tempdir_in(parent).map_err(fail)?;
        Ok(Place { at: at.to_owned(), beside })
    }

    /// The folder in which it is made.
    pub(super) fn folder(&self) -> &Path {
        self.beside.path()
    }

    /// What it is called, for errors.
    pub(super) fn name(&self) -> String {
        self.at.display().to_string()
    }

    /// Puts the package into its place. An earlier one steps aside first, and comes back
    /// where that fails. Gives the files.
    pub(super) fn put(self) -> Result<Vec<String>, Error> {
        let name = self.name();
        let fail = |error| Error::output(&name, error);
        let files = files(self.folder(), "").map_err(fail)?;
        for file in &files {
            fs::File::open(self.folder().join(file)).and_then(|it| it.sync_all()).map_err(fail)?;
        }
        let made = self.beside.keep();
        let aside = made.with_extension("old");
        let had_one = self.at.exists();
        let put = || {
            if had_one {
                fs::rename(&self.at, &aside)?;
            }
            fs::rename(&made, &self.at).inspect_err(|_| {
                // What was there comes back; that this fails as well can't be mended.
                let _ = if had_one { fs::rename(&aside, &self.at) } else { Ok(()) };
            })
        };
        if let Err(error) = put() {
            let _ = fs::remove_dir_all(&made);
            return Err(fail(error));
        }
        if had_one {
            fs::remove_dir_all(&aside).map_err(fail)?;
        }
        Ok(files)
    }
}

/// Whether a folder is empty, or an earlier release of the package.
fn may_be_replaced(at: &Path, id: &str) -> io::Result<bool> {
    if !fs::symlink_metadata(at)?.is_dir() {
        return Ok(false);
    }
    if fs::read_dir(at)?.next().is_none() {
        return Ok(true);
    }
    let Ok(text) = fs::read_to_string(at.join(DESCRIPTOR)) else { return Ok(false) };
    let descriptor: Result<serde_json::Value, _> = serde_json::from_str(&text);
    Ok(descriptor.is_ok_and(|it| it.get("id").and_then(|it| it.as_str()) == Some(id)))
}

/// All files below a folder, with slashes, in the order of their names.
pub(crate) fn files(folder: &Path, below: &str) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            names.extend(files(&entry.path(), &format!("{name}/"))?);
        } else {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn taken(name: &str) -> Error {
    refused(
        name,
        ErrorCode::E505,
        "出力先には別のものがあります。空のフォルダ、ない名前、または同じIDのパッケージを指定してください。",
        "something else is there; give an empty folder, a new name, or a package of the same id",
    )
}

#[cfg(test)]
mod tests {
    use super::Place;
    use std::fs;

    #[test]
    fn nothing_but_an_earlier_package_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("out");
        let write = |place: &Place, id: &str| {
            let text = format!("{{\"id\": \"{id}\"}}");
            fs::write(place.folder().join("datapackage.json"), text).unwrap();
        };
        let first = Place::take(&at, "a").unwrap();
        write(&first, "a");
        fs::write(first.folder().join("old.csv"), "").unwrap();
        assert!(!at.exists());
        first.put().unwrap();
        let second = Place::take(&at, "a").unwrap();
        write(&second, "a");
        assert_eq!(second.put().unwrap(), ["datapackage.json"]);
        assert!(!at.join("old.csv").exists());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        // Another package, another folder, a file.
        assert_eq!(Place::take(&at, "b").err().unwrap().code().as_str(), "E505");
        fs::write(at.join("datapackage.json"), "{").unwrap();
        assert!(Place::take(&at, "a").is_err());
        assert!(Place::take(&at.join("datapackage.json"), "a").is_err());
    }

    #[test]
    fn what_is_not_finished_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::take(&folder.path().join("deep/out"), "a").unwrap();
        fs::write(place.folder().join("half.csv"), "half").unwrap();
        drop(place);
        assert_eq!(fs::read_dir(folder.path().join("deep")).unwrap().count(), 0);
    }
}
