//! What is left to do: each document once, however often its bytes are there, and
//! not at all where an earlier run has done it.

use super::inputs::Found;
use super::manifest::{Ended, Line, fingerprint};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

/// A document and the place of its results.
pub(super) struct Target {
    pub(super) found: Found,
    /// Without the extension of a format.
    pub(super) place: PathBuf,
}

pub(super) struct Plan {
    /// Documents by their numbers; those of one entry have the same bytes.
    pub(super) work: Vec<Vec<usize>>,
    /// What an earlier run did, by the number of the document.
    pub(super) before: BTreeMap<usize, Line>,
}

/// Finds out what is left to do. Only what may be the same as something else is
/// read for that: what has the length of another document, and what the manifest
/// knows.
pub(super) fn plan(
    targets: &[Target],
    known: &HashMap<String, Line>,
    is_same: impl Fn(&Line) -> bool + Sync,
    root: &Path,
) -> Plan {
    let sizes: Vec<Option<u64>> = targets.iter().map(|target| target.found.size()).collect();
    let mut counts: HashMap<u64, usize> = HashMap::new();
    sizes.iter().flatten().for_each(|size| *counts.entry(*size).or_default() += 1);
    let prints: Vec<Option<String>> = targets
        .par_iter()
        .zip(&sizes)
        .map(|(target, size)| {
            let is_shared = size.is_some_and(|size| counts.get(&size).is_some_and(|it| *it > 1));
            let is_known = size.is_some() && known.contains_key(&target.found.name);
            // What can't be read is said when its turn comes.
            (is_shared || is_known)
                .then(|| target.found.read().ok())
                .flatten()
                .map(|it| fingerprint(&it))
        })
        .collect();
    let mut plan = Plan { work: Vec::new(), before: BTreeMap::new() };
    let mut groups: HashMap<String, usize> = HashMap::new();
    for (number, (target, print)) in targets.iter().zip(prints).enumerate() {
        let line = known.get(&target.found.name).filter(|line| {
            line.outcome != Ended::Failed
                && print.is_some()
                && line.sha256 == print
                && is_same(line)
                && line.outputs.iter().all(|output| root.join(output).is_file())
        });
        if let Some(line) = line {
            plan.before.insert(number, line.clone());
            continue;
        }
        let next = plan.work.len();
        let group = print.map_or(next, |print| *groups.entry(print).or_insert(next));
        match plan.work.get_mut(group) {
            Some(group) => group.push(number),
            None => plan.work.push(vec![number]),
        }
    }
    plan
}

#[cfg(test)]
mod tests {
    use super::{Target, plan};
    use crate::batch::inputs::{Found, Origin};
    use std::collections::HashMap;
    use std::fs;
    use std::path::Path;

    #[test]
    fn the_same_bytes_are_read_once() {
        let folder = tempfile::tempdir().unwrap();
        let target = |(name, bytes): (&str, &str)| {
            let path = folder.path().join(name);
            fs::write(&path, bytes).unwrap();
            let found =
                Found { name: name.to_owned(), origin: Origin::File(path), place: name.into() };
            Target { found, place: name.into() }
        };
        // The third has their length, and other bytes.
        let files = [("a", "one"), ("b", "longer"), ("c", "two"), ("d", "one")];
        let targets: Vec<Target> = files.into_iter().map(target).collect();
        let plan = plan(&targets, &HashMap::new(), |_| true, Path::new(""));
        assert_eq!(plan.work, [vec![0, 3], vec![1], vec![2]]);
        assert!(plan.before.is_empty());
    }
}
