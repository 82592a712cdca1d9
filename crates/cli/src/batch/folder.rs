//! A folder of results: each file is whole or absent, and one run at a time
//! writes to it.

use crate::task::Failure;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use tenken::ErrorCode;

/// Where a run keeps what is not finished, below the folder of results.
const WORK: &str = ".tenken";
const LOCK: &str = "lock";

/// A folder that this run alone writes to, until it is dropped.
#[derive(Debug)]
pub(crate) struct Folder {
    root: PathBuf,
    work: PathBuf,
    /// Held while we write. A process that dies lets it go.
    _lock: File,
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Whoever waits for the lock sees that it is gone, and makes a new one.
        let _ = fs::remove_dir_all(&self.work);
    }
}

impl Folder {
    /// Makes the folder where there is none, and takes it.
    ///
    /// # Errors
    ///
    /// Where it can't be written to, or another run has it.
    pub(crate) fn take(root: &Path) -> Result<Folder, Failure> {
        let name = root.display().to_string();
        let fail = |error: io::Error| {
            let ja = format!(
                "出力先フォルダを使えません（{error}）。空き容量と権限を確認してください。"
            );
            let en = format!(
                "the folder for the results can't be used ({error}); check its space and permissions"
            );
            Failure::new(&name, ErrorCode::E201, &ja, &en)
        };
        let work = root.join(WORK);
        let place = work.join(LOCK);
        loop {
            fs::create_dir_all(&work).map_err(fail)?;
            let options =
                File::options().read(true).write(true).create(true).truncate(false).open(&place);
            let mut lock = match options {
                Ok(lock) => lock,
                // The run before has just removed it.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(fail(error)),
            };
            match lock.try_lock() {
                Ok(()) if !is_at(&lock, &place) => continue,
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(taken(&name, &mut lock)),
                Err(TryLockError::Error(error)) => return Err(fail(error)),
            }
            lock.set_len(0).map_err(fail)?;
            write!(lock, "{}", std::process::id()).map_err(fail)?;
            remove_parts(&work).map_err(fail)?;
            return Ok(Folder { root: root.to_owned(), work, _lock: lock });
        }
    }

    /// The folder itself.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Writes a file beside the others of this run, and puts it into its place when
    /// it is on the disk.
    pub(crate) fn write(&self, place: &Path, bytes: &[u8]) -> io::Result<()> {
        let place = self.root.join(place);
        if let Some(parent) = place.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut builder = tempfile::Builder::new();
        // As any program makes files: what is published is not private, but where
        // the umask says so.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut file = builder.suffix(".part").tempfile_in(&self.work)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(&place).map(drop).map_err(|error| error.error)
    }
}

/// Whether a file still stands where it was opened.
#[cfg(unix)]
fn is_at(file: &File, place: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    file.metadata().map(id).ok() == fs::metadata(place).map(id).ok()
}

/// Elsewhere, an open file is not removed.
#[cfg(not(unix))]
fn is_at(_: &File, place: &Path) -> bool {
    place.exists()
}

fn taken(name: &str, lock: &mut File) -> Failure {
    let mut process = String::new();
    let _ = lock.seek(SeekFrom::Start(0)).and_then(|_| lock.read_to_string(&mut process));
    let process = if process.is_empty() { "?".to_owned() } else { process };
    let ja = format!(
        "別の実行（プロセス {process}）がこのフォルダに書いています。終わるのを待つか、別のフォルダを指定してください。"
    );
    let en = format!(
        "another run (process {process}) writes to this folder; wait for its end, or give another folder"
    );
    Failure::new(name, ErrorCode::E403, &ja, &en)
}

/// What a run left that was killed.
fn remove_parts(work: &Path) -> io::Result<()> {
    for entry in fs::read_dir(work)? {
        let path = entry?.path();
        if path.extension().is_some_and(|it| it == "part") {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Folder;
    use std::fs;
    use std::path::Path;

    #[test]
    fn one_run_at_a_time_leaves_nothing_but_results() {
        let place = tempfile::tempdir().unwrap();
        let root = place.path().join("out");
        let folder = Folder::take(&root).unwrap();
        fs::write(root.join(".tenken/left.part"), "half").unwrap();
        let refused = Folder::take(&root).unwrap_err();
        assert_eq!(refused.code, "E403");
        assert!(refused.en.contains(&std::process::id().to_string()), "{}", refused.en);
        folder.write(Path::new("a/b.json"), b"{}").unwrap();
        drop(folder);
        assert_eq!(fs::read(root.join("a/b.json")).unwrap(), b"{}");
        assert_eq!(fs::read_dir(&root).unwrap().count(), 1);
        drop(Folder::take(&root).unwrap());
    }

    #[test]
    fn what_a_killed_run_left_is_removed() {
        let place = tempfile::tempdir().unwrap();
        fs::create_dir(place.path().join(".tenken")).unwrap();
        let part = place.path().join(".tenken/left.part");
        fs::write(&part, "half").unwrap();
        let _folder = Folder::take(place.path()).unwrap();
        assert!(!part.exists());
    }
}
