//! The package of xlsx, xlsm and xlsb: which part is the workbook, and which
//! parts belong to another one (ECMA-376 part 2, 6.5: relationships).

use super::archive::Archive;
use super::not_a_workbook;
use super::xml::Node;
use crate::error::Kind;
use crate::source::Format;

/// The part that a package is about.
pub(super) struct Workbook {
    pub(super) path: String,
    pub(super) format: Format,
}

/// A link from one part to another one of the same package.
pub(super) struct Relationship {
    pub(super) id: String,
    /// The last word of its type: `worksheet`, `styles`, `sharedStrings` ….
    pub(super) kind: String,
    /// The full path of the part.
    pub(super) target: String,
}

/// Links of a part beyond which nothing is read; a sheet has one for each
/// hyperlink, but those of sheets are not read.
const RELATIONSHIPS: usize = 20_000;

/// Finds the workbook, and the format by what the package says it is.
pub(super) fn workbook(archive: &mut Archive<'_>) -> Result<Workbook, Kind> {
    let links = relationships(archive, "")?;
    let main = links.into_iter().find(|link| link.kind == "officeDocument");
    let path = match main {
        Some(link) => link.target,
        None => "xl/workbook.xml".to_owned(),
    };
    if !archive.has(&path) || path.starts_with("word/") || path.starts_with("ppt/") {
        return Err(not_a_workbook("ブックを含まないZIP", "a zip archive without a workbook"));
    }
    let format = match content_type(archive, &path)? {
        kind if kind.contains("sheet.binary") || path.ends_with(".bin") => Format::Xlsb,
        kind if kind.contains("macroEnabled") => Format::Xlsm,
        _ => Format::Xlsx,
    };
    Ok(Workbook { path, format })
}

fn content_type(archive: &mut Archive<'_>, path: &str) -> Result<String, Kind> {
    let Some(mut xml) = archive.small_xml("[Content_Types].xml")? else { return Ok(String::new()) };
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.name() == "Override" => {
                let part = tag.attribute("PartName").unwrap_or_default();
                if part.trim_start_matches('/').eq_ignore_ascii_case(path) {
                    let kind = tag.attribute("ContentType").unwrap_or_default().into_owned();
                    xml.drain()?;
                    return Ok(kind);
                }
            }
            Node::End => return Ok(String::new()),
            _ => (),
        }
    }
}

/// The links of a part, or of the whole package where the path is empty.
/// Those that lead outside are dropped here.
pub(super) fn relationships(
    archive: &mut Archive<'_>,
    path: &str,
) -> Result<Vec<Relationship>, Kind> {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let separator = if folder.is_empty() { "" } else { "/" };
    let links_path = format!("{folder}{separator}_rels/{file}.rels");
    let mut links = Vec::new();
    let Some(mut xml) = archive.small_xml(&links_path)? else { return Ok(links) };
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.name() == "Relationship" && links.len() < RELATIONSHIPS => {
                if tag.attribute("TargetMode").is_some_and(|mode| mode == "External") {
                    continue;
                }
                let kind = tag.attribute("Type").unwrap_or_default();
                links.push(Relationship {
                    id: tag.attribute("Id").unwrap_or_default().into_owned(),
                    kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                    target: resolved(folder, &tag.attribute("Target").unwrap_or_default()),
                });
            }
            Node::End => return Ok(links),
            _ => (),
        }
    }
}

/// A path as seen from a folder.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut steps: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|step| !step.is_empty()).collect(),
    };
    for step in target.split('/') {
        match step {
            "" | "." => (),
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn paths() {
        assert_eq!(resolved("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("xl", "/xl/styles.xml"), "xl/styles.xml");
        assert_eq!(resolved("xl/worksheets", "../styles.xml"), "xl/styles.xml");
        assert_eq!(resolved("", r"xl\workbook.xml"), "xl/workbook.xml");
    }
}
