//! Archives of reports, as portals hand them out.

use super::inputs::{DOCUMENT_BYTES_MAX, is_single, too_large};
use crate::task::Failure;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tenken::ErrorCode;
use zip::ZipArchive;

pub(super) const EXTENSION: &str = "zip";

/// Files of one archive: ten times the reports of all municipalities of Japan.
const MEMBERS_MAX: usize = 20_000;

/// What its documents may inflate to together: 8 MB for each of 1,000.
const BYTES_MAX: u64 = 8 << 30;

/// An archive that stays open while its documents are read.
#[derive(Debug)]
pub(crate) struct Archive {
    zip: Mutex<ZipArchive<BufReader<File>>>,
    members: Vec<Member>,
}

#[derive(Debug)]
struct Member {
    index: usize,
    place: PathBuf,
    size: u64,
}

impl Archive {
    pub(super) fn open(path: &Path, name: &str) -> Result<Archive, Failure> {
        let file = File::open(path).map_err(|error| Failure::io(name, error))?;
        let mut zip =
            ZipArchive::new(BufReader::new(file)).map_err(|error| broken(name, &error))?;
        if zip.len() > MEMBERS_MAX {
            return Err(beyond(name, &format!("> {MEMBERS_MAX}")));
        }
        let mut members = Vec::new();
        for index in 0..zip.len() {
            let member = zip.by_index_raw(index).map_err(|error| broken(name, &error))?;
            let place = place(member.name_raw());
            if member.is_file() && is_single(&place) && !place.starts_with("__MACOSX") {
                members.push(Member { index, place, size: member.size() });
            }
        }
        let total = members.iter().fold(0, |total: u64, member| total.saturating_add(member.size));
        if total > BYTES_MAX {
            return Err(beyond(name, &format!("{total} > {BYTES_MAX}")));
        }
        if members.is_empty() {
            return Err(empty(name));
        }
        members.sort_by(|left, right| left.place.cmp(&right.place));
        Ok(Archive { zip: Mutex::new(zip), members })
    }

    /// The documents in it, by their number, with their paths.
    pub(super) fn documents(&self) -> impl Iterator<Item = (usize, &Path)> {
        self.members.iter().enumerate().map(|(number, member)| (number, member.place.as_path()))
    }

    /// How long one says it is.
    pub(super) fn size(&self, number: usize) -> Option<u64> {
        self.members.get(number).map(|member| member.size)
    }

    /// Unpacks one. Its length must be what the archive says.
    pub(super) fn read(&self, number: usize, name: &str) -> Result<Vec<u8>, Failure> {
        let member = self.members.get(number).ok_or_else(|| broken(name, &"?"))?;
        if member.size > DOCUMENT_BYTES_MAX {
            return Err(too_large(name));
        }
        let mut zip = self.zip.lock().unwrap_or_else(PoisonError::into_inner);
        let packed = zip.by_index(member.index).map_err(|error| broken(name, &error))?;
        let mut bytes = Vec::new();
        let read = packed.take(member.size + 1).read_to_end(&mut bytes);
        read.map_err(|error| broken(name, &error))?;
        if bytes.len() as u64 == member.size { Ok(bytes) } else { Err(broken(name, &"size")) }
    }
}

/// The path of a member, below the archive whatever it says. Japanese Windows
/// writes names in its own encoding and does not say so.
fn place(name: &[u8]) -> PathBuf {
    let name = match std::str::from_utf8(name) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::SHIFT_JIS.decode(name).0.into_owned(),
    };
    let parts = name.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | ".."));
    parts.map(|part| part.replace([':', '\0'], "_")).collect()
}

fn broken(name: &str, words: &dyn std::fmt::Display) -> Failure {
    let ja = format!("アーカイブを読めません（{words}）。展開してからフォルダを指定してください。");
    let en = format!("the archive can't be read ({words}); unpack it and name the folder");
    Failure::new(name, ErrorCode::E115, &ja, &en)
}

fn empty(name: &str) -> Failure {
    let ja = "アーカイブに報告書（PDF、xlsxなど）がありません。アーカイブの中のアーカイブは開きません。展開してからフォルダを指定してください。";
    let en = "the archive holds no report (PDF, xlsx, …), and archives within it are not opened; unpack it and name the folder";
    Failure::new(name, ErrorCode::E401, ja, en)
}

fn beyond(name: &str, words: &str) -> Failure {
    let ja = format!(
        "アーカイブの中身が多すぎます（{words}）。展開してからフォルダを指定してください。"
    );
    let en = format!("the archive holds too much ({words}); unpack it and name the folder");
    Failure::new(name, ErrorCode::E115, &ja, &en)
}

#[cfg(test)]
mod tests {
    use super::place;
    use std::path::Path;

    #[test]
    fn members_stay_below_the_archive() {
        assert_eq!(place(b"r6/report.pdf"), Path::new("r6/report.pdf"));
        assert_eq!(place(b"../../etc/x.pdf"), Path::new("etc/x.pdf"));
        assert_eq!(place(b"/etc/x.pdf"), Path::new("etc/x.pdf"));
        assert_eq!(place(b"C:\\a\\x.pdf"), Path::new("C_/a/x.pdf"));
        // 報告.pdf in Shift_JIS.
        assert_eq!(place(b"\x95\xF1\x8D\x90.pdf"), Path::new("報告.pdf"));
    }
}
