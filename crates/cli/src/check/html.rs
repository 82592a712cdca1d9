//! The findings as one page: it needs no other file, and runs nothing.
//!
//! Every text comes from strangers. It stands between tags or in no attribute at all,
//! escaped, and a policy in the head forbids scripts, whatever happened.

use super::{Run, Said};
use crate::speech::Speech;
use std::collections::BTreeMap;
use tenken::{Code, Severity};

const STYLE: &str = "body{font-family:sans-serif;line-height:1.5;margin:2em auto;max-width:72em;padding:0 1em}\
table{border-collapse:collapse;width:100%}\
th,td{border-bottom:1px solid #ccc;padding:.3em .6em;text-align:left;vertical-align:top}\
td:nth-child(-n+2){white-space:nowrap}\
.error{color:#b00020}.warning{color:#8a5a00}.info{color:#00558b}\
.known{opacity:.6}\
small{color:#555}\
figure td,figure th{border:1px solid #ccc;font-size:.85em;white-space:normal!important}figure th{background:#f4f4f4;font-weight:normal}figure td.here{outline:2px solid #d22}figure{margin:.4em 0;overflow:auto}svg{background:#fff;border:1px solid #ccc;max-width:100%;height:auto}\
@media print{body{margin:0;max-width:none}}";

/// The page.
pub(super) fn page(run: &Run, speech: &Speech) -> String {
    let title = speech.choose("点検の結果", "What the checks say");
    let lang = speech.choose("ja", "en");
    let mut text = format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
        <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n\
        <meta name=\"viewport\" content=\"width=device-width\">\n\
        <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<p>{}</p>\n",
        escaped(speech.wording(&run.closing()))
    );
    for failure in &run.failures {
        let [file, code] = [&failure.file, &failure.code].map(|it| escaped(it));
        let words = escaped(&speech.choose(&failure.ja, &failure.en));
        text.push_str(&format!("<h2>{file}</h2>\n<p class=\"error\">{code}: {words}</p>\n"));
    }
    for document in &run.documents {
        text.push_str(&format!("<h2>{}</h2>\n", escaped(&document.file)));
        if document.findings.is_empty() {
            let none = speech.choose("指摘はありません。", "Nothing to say.");
            text.push_str(&format!("<p>{none}</p>\n"));
            continue;
        }
        let heads = speech.choose(
            "<th>重さ</th><th>コード</th><th>場所</th><th>内容</th>",
            "<th>Severity</th><th>Code</th><th>Place</th><th>What</th>",
        );
        text.push_str(&format!("<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n"));
        document.findings.iter().for_each(|said| text.push_str(&row(said, speech)));
        text.push_str("</tbody>\n</table>\n");
    }
    text.push_str(&meanings(run, speech));
    text.push_str(&format!("<p><small>tenken {}</small></p>\n", env!("CARGO_PKG_VERSION")));
    text.push_str("</body>\n</html>\n");
    text
}

fn row(said: &Said, speech: &Speech) -> String {
    let severity = said.level().words();
    let class = match said.level() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    let known = if said.known { " known" } else { "" };
    let mut what = escaped(&said.words(speech));
    for (label, text) in [
        (speech.choose("あるはず", "expected"), &said.expected),
        (speech.choose("実際", "found"), &said.found),
        (speech.choose("既知の理由", "known because"), &said.reason),
    ] {
        if let Some(text) = text {
            what.push_str(&format!("<br><small>{label}: {}</small>", escaped(text)));
        }
    }
    // Drawn by this program, which escapes what strangers wrote.
    if let Some(cutout) = &said.cutout {
        what.push_str(&format!("<figure>{cutout}</figure>"));
    }
    let known_words =
        if said.known { speech.choose("（既知）", " (known)") } else { String::new() };
    format!(
        "<tr class=\"{class}{known}\"><td>{}{known_words}</td><td>{}</td><td>{}</td><td>{what}</td></tr>\n",
        speech.wording(&severity),
        escaped(&said.code),
        escaped(&said.place_words(speech)),
    )
}

/// What the codes mean that stand above.
fn meanings(run: &Run, speech: &Speech) -> String {
    let codes: BTreeMap<Code, ()> =
        run.findings().filter_map(|(_, said)| Some((Code::from_name(&said.code)?, ()))).collect();
    if codes.is_empty() {
        return String::new();
    }
    let title = speech.choose("コードの意味", "What the codes mean");
    let mut text = format!("<h2>{title}</h2>\n<dl>\n");
    for code in codes.into_keys() {
        let page = code.page();
        let words = [&page.meaning, &page.reason].map(|it| escaped(speech.wording(it)));
        text.push_str(&format!(
            "<dt>{code} {}</dt><dd>{}</dd>\n",
            escaped(speech.wording(&page.title)),
            words.join(&speech.choose("", " ")),
        ));
    }
    text.push_str("</dl>\n");
    text
}

/// Text between tags. What no page may hold becomes U+FFFD, and a mark that turns the
/// direction of writing is shown as what it is.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push_str("<br>"),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                out.push_str(&format!("\\u{{{:x}}}", u32::from(c)));
            }
            c if c.is_control() && c != '\t' => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_of_a_text_is_markup() {
        assert_eq!(escaped("<script>1&'\"\u{0}"), "&lt;script&gt;1&amp;&#39;&quot;\u{FFFD}");
        assert_eq!(escaped("一\n二\u{202e}"), "一<br>二\\u{202e}");
    }
}
