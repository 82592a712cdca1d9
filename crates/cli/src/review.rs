//! `tenken review`: documents as one page that needs nothing else, and `tenken draw`: a
//! page of one.
//!
//! What documents say stands in the page as JSON, in elements that are no scripts; the
//! policy of the page lets the two things run and style it that stand beside this file,
//! by their hashes, and lets nothing be fetched.

use crate::arguments::Arguments;
use crate::arguments::review::{Draw, Review};
use crate::batch::{self, Found};
use crate::isolation::Reader;
use crate::screen::Screen;
use crate::speech::Speech;
use crate::task::{Document, Failure, Outcome, Stop};
use sha2::{Digest, Sha256};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;
use tenken::{ErrorCode, Language};

#[cfg(feature = "png")]
mod png;

const PAGE: &str = include_str!("review/page.html");
const STYLE: &str = include_str!("review/review.css");
const SCRIPTS: [&str; 8] = [
    include_str!("review/words.js"),
    include_str!("review/dom.js"),
    include_str!("review/data.js"),
    include_str!("review/verdicts.js"),
    include_str!("review/pages.js"),
    include_str!("review/records.js"),
    include_str!("review/panels.js"),
    include_str!("review/main.js"),
];

/// Writes the page on which documents are checked.
pub(crate) fn review(
    arguments: &Arguments,
    asked: &Review,
    speech: &Speech,
) -> io::Result<Outcome> {
    let found = batch::find(&asked.inputs, speech);
    if found.is_empty() {
        return Ok(batch::none_found(speech));
    }
    let (before, behind) = shell(speech.language());
    let mut file = Whole::new(&asked.output).map_err(|error| unwritten(&asked.output, &error));
    let out: &mut dyn Write = match &mut file {
        Ok(file) => file,
        Err(failure) => {
            speech.failure(failure);
            return Ok(Outcome::Failed);
        }
    };
    out.write_all(before.as_bytes())?;
    let (reader, _) = Reader::new(arguments, 1);
    let reader = if found.len() == 1 { reader.showing_pages(speech) } else { reader };
    let progress = batch::Progress::on_terminal(found.len(), speech);
    let (mut count, mut outcome) = (0, Outcome::Clean);
    for found in found {
        let added = add(arguments, speech, &reader, found, count, out);
        let failed = usize::from(added.is_err());
        match added {
            Ok(()) => count += 1,
            Err(stop) => outcome = outcome.max(batch::failed(stop, speech)?),
        }
        progress.add(1, failed);
    }
    progress.finish();
    if count == 0 {
        return Ok(outcome);
    }
    if let Some(given) = &asked.by_hand.corrections {
        let json = given.to_json().map_err(|words| io::Error::other(words.en))?;
        out.write_all(b"<script type=\"application/json\" class=\"verdicts\">")?;
        write_json(out, json.as_bytes())?;
        out.write_all(END.as_bytes())?;
    }
    out.write_all(behind.as_bytes())?;
    if let Ok(file) = file
        && let Err(error) = file.finish()
    {
        speech.failure(&unwritten(&asked.output, &error));
        return Ok(Outcome::Failed);
    }
    Ok(outcome)
}

/// Adds a document, and each of its pages in an element of its own. A document that
/// fails half way leaves nothing behind.
fn add(
    arguments: &Arguments,
    speech: &Speech,
    reader: &Reader,
    found: Result<Found, Failure>,
    number: usize,
    out: &mut dyn Write,
) -> Result<(), Stop> {
    let fail = |failure| Stop::Failed(vec![failure]);
    let found = found.map_err(fail)?;
    let bytes = found.read().map_err(fail)?;
    let documents = vec![Document::new(found.name.clone(), bytes)];
    let mut pieces = tempfile::tempfile()?;
    let mut open: Option<u32> = None;
    {
        let mut own = BufWriter::new(&mut pieces);
        let mut sink = |result: u32, bytes: &[u8]| {
            if open != Some(result) {
                if open.replace(result).is_some() {
                    own.write_all(END.as_bytes())?;
                }
                let class = if result == 0 { "document" } else { "leaf" };
                write!(
                    own,
                    "<script type=\"application/json\" class=\"{class}\" data-of=\"{number}\">"
                )?;
            }
            write_json(&mut own, bytes)
        };
        reader.perform(arguments, speech, documents, &mut sink)?;
        own.write_all(END.as_bytes())?;
        own.flush()?;
    }
    pieces.seek(SeekFrom::Start(0))?;
    io::copy(&mut pieces, out)?;
    Ok(())
}

const END: &str = "</script>\n";

/// JSON in which no character begins markup: `<` stands in strings alone, where it may be
/// escaped.
fn write_json(out: &mut (impl Write + ?Sized), json: &[u8]) -> io::Result<()> {
    let mut parts = json.split(|byte| *byte == b'<');
    out.write_all(parts.next().unwrap_or_default())?;
    for part in parts {
        out.write_all(b"\\u003c")?;
        out.write_all(part)?;
    }
    Ok(())
}

/// The page before and behind its data.
fn shell(language: Language) -> (String, String) {
    let script = format!("\"use strict\";\n(() => {{\n{}\n}})();\n", SCRIPTS.join("\n"));
    let policy = format!(
        "default-src 'none'; script-src '{}'; style-src '{}'; img-src data:; base-uri 'none'; form-action 'none'",
        hash(&script),
        hash(STYLE)
    );
    let lang = match language {
        Language::Japanese => "ja",
        Language::English => "en",
    };
    let page = PAGE.replacen("{{lang}}", lang, 1).replacen("{{policy}}", &policy, 1);
    let page = page.replacen("{{style}}", STYLE, 1);
    let (before, behind) = page.split_once("{{data}}").unwrap_or((&page, ""));
    (before.to_owned(), behind.replacen("{{script}}", &script, 1))
}

/// By what a policy knows a script or a style (CSP 3, 2.3.1).
fn hash(text: &str) -> String {
    format!("sha256-{}", tenken::text::base64(&Sha256::digest(text.as_bytes())))
}

/// Draws one page.
pub(crate) fn draw(arguments: &Arguments, asked: &Draw, speech: &Speech) -> io::Result<Outcome> {
    let ends = |end: &str| {
        let it = asked.output.as_deref().and_then(Path::extension);
        it.is_some_and(|it| it.eq_ignore_ascii_case(end))
    };
    let is_picture = ends("png");
    if is_picture && cfg!(not(feature = "png")) {
        speech.error(&speech.choose(
            "この tenken はPNGを書けません。-o page.svg とするか、--features png を付けて作り直してください（cargo install --features png …）。",
            "this build writes no PNG: take -o page.svg, or build it with --features png (cargo install --features png …)",
        ));
        return Ok(Outcome::Failed);
    }
    if !is_picture
        && !ends("svg")
        && asked.output.as_deref().is_some_and(|it| it.extension().is_some())
    {
        speech.error(&speech.choose(
            "draw が書くのはSVGとPNGです。-o page.svg か -o page.png としてください。",
            "draw writes SVG and PNG: take -o page.svg or -o page.png",
        ));
        return Ok(Outcome::Failed);
    }
    let (reader, _) = Reader::new(arguments, 1);
    let reader = reader.showing_pages(speech);
    let found = batch::one(&asked.file);
    let bytes = match found.read() {
        Ok(bytes) => bytes,
        Err(failure) => return batch::failed(Stop::Failed(vec![failure]), speech),
    };
    let documents = vec![Document::new(found.name.clone(), bytes)];
    let mut svg = Vec::new();
    let mut sink = |_: u32, bytes: &[u8]| svg.write_all(bytes);
    if let Err(stop) = reader.perform(arguments, speech, documents, &mut sink) {
        return batch::failed(stop, speech);
    }
    if is_picture && !rasterized(&mut svg, speech) {
        return Ok(Outcome::Failed);
    }
    match &asked.output {
        None => Screen::new().write(&svg)?,
        Some(place) => {
            let written = Whole::new(place).and_then(|mut file| {
                file.write_all(&svg)?;
                file.finish()
            });
            if let Err(error) = written {
                speech.failure(&unwritten(place, &error));
                return Ok(Outcome::Failed);
            }
        }
    }
    Ok(Outcome::Clean)
}

/// Makes a picture of a drawing; false, and said, where that fails.
#[cfg(feature = "png")]
fn rasterized(drawn: &mut Vec<u8>, speech: &Speech) -> bool {
    let Some(picture) = png::of(drawn) else {
        speech.error(&speech.choose(
            "画像を作れませんでした。-o page.svg としてください。",
            "no picture could be made; take -o page.svg",
        ));
        return false;
    };
    let count = picture.without_font;
    if count > 0 {
        speech.say(&speech.choose(
            &format!("{count}文字は、このマシンに字形がないため画像に出ません。日本語フォント（IPAexフォント、Notoなど）を入れてください。"),
            &format!("{count} characters are not seen in the picture, as no font here has them: install a Japanese one (IPAex, Noto, …)"),
        ));
    }
    *drawn = picture.png;
    true
}

#[cfg(not(feature = "png"))]
fn rasterized(_: &mut Vec<u8>, _: &Speech) -> bool {
    false
}

fn unwritten(place: &Path, error: &io::Error) -> Failure {
    let name = place.display().to_string();
    let ja = format!("書き込めません（{error}）。場所と空き容量と権限を確認してください。");
    let en = format!("it can't be written ({error}); check the place, its space and permissions");
    Failure::new(&name, ErrorCode::E201, &ja, &en)
}

/// A file that is whole or absent, or stdout.
enum Whole {
    File(BufWriter<tempfile::NamedTempFile>, std::path::PathBuf),
    Stdout(BufWriter<io::Stdout>),
}

impl Whole {
    fn new(place: &Path) -> io::Result<Whole> {
        if place.as_os_str() == "-" {
            return Ok(Whole::Stdout(BufWriter::new(io::stdout())));
        }
        let folder = place.parent().filter(|it| !it.as_os_str().is_empty());
        let mut builder = tempfile::Builder::new();
        // As any program makes files, but where the umask says otherwise.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = builder.suffix(".part").tempfile_in(folder.unwrap_or(Path::new(".")))?;
        Ok(Whole::File(BufWriter::new(file), place.to_owned()))
    }

    /// Puts it into its place.
    fn finish(self) -> io::Result<()> {
        match self {
            Whole::Stdout(mut out) => out.flush(),
            Whole::File(out, place) => {
                let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
                file.persist(place).map(drop).map_err(|error| error.error)
            }
        }
    }
}

impl Write for Whole {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Whole::File(out, _) => out.write(bytes),
            Whole::Stdout(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Whole::File(out, _) => out.flush(),
            Whole::Stdout(out) => out.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{shell, write_json};
    use tenken::Language;

    #[test]
    fn no_text_of_a_document_is_markup() {
        let mut out = Vec::new();
        write_json(&mut out, br#"["</script><!--", 1]"#).unwrap();
        assert_eq!(out, br#"["\u003c/script>\u003c!--", 1]"#);
    }

    #[test]
    fn the_page_is_whole_in_both_languages() {
        for (language, lang) in [(Language::Japanese, "ja"), (Language::English, "en")] {
            let (before, behind) = shell(language);
            assert!(before.contains(&format!("<html lang=\"{lang}\">")));
            assert!(!before.contains("{{") && !behind.contains("{{"));
            // What is fetched or loaded would be named.
            for text in [&before, &behind] {
                assert!(!text.contains("http://") || text.contains("www.w3.org/2000/svg"));
                assert!(!text.contains("https://") && !text.contains("innerHTML"));
            }
        }
    }
}
