//! What the program says to a person, in the person's language, on stderr.

use crate::arguments::Lang;
use std::io::{self, Write};
use tenken::{Difference, Error, Finding, Language, Severity};

/// Speaks one language.
pub(crate) struct Speech {
    language: Language,
}

impl Speech {
    /// The language asked for, else that of the locale.
    pub(crate) fn new(asked: Option<Lang>) -> Speech {
        let language = match asked {
            Some(Lang::Ja) => Language::Japanese,
            Some(Lang::En) => Language::English,
            None => of_locale(),
        };
        Speech { language }
    }

    /// What an error says.
    pub(crate) fn words(&self, error: &Error) -> String {
        error.message().in_language(self.language).to_owned()
    }

    /// One of two wordings.
    pub(crate) fn choose(&self, ja: &str, en: &str) -> String {
        match self.language {
            Language::Japanese => ja.to_owned(),
            Language::English => en.to_owned(),
        }
    }

    /// A plain remark.
    pub(crate) fn say(&self, text: &str) {
        // Where nobody can be told, nothing is left to be done about it.
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    /// An error line.
    pub(crate) fn error(&self, text: &str) {
        self.say(&format!("{}: {text}", self.choose("エラー", "error")));
    }

    /// A finding on one line: severity, code, measure, place, message.
    pub(crate) fn finding(&self, finding: &Finding) -> String {
        let severity = match finding.code.severity() {
            Severity::Error => self.choose("エラー", "error"),
            Severity::Warning => self.choose("警告", "warning"),
            Severity::Info => self.choose("情報", "info"),
        };
        let measure = finding.measure.as_ref().map(|id| format!(" [{id}]")).unwrap_or_default();
        let place = finding.place.as_ref().map(|place| format!(" {place}")).unwrap_or_default();
        let message = finding.message.in_language(self.language);
        format!("{severity} {}{measure}{place}: {message}", finding.code)
    }

    /// A difference: what, and both texts below each other.
    pub(crate) fn difference(
        &self,
        out: &mut impl Write,
        difference: &Difference,
        left: &str,
        right: &str,
    ) -> io::Result<()> {
        let missing = self.choose("（なし）", "(missing)");
        let show = |text: &Option<String>| {
            text.as_ref().map_or(missing.clone(), |text| text.replace('\n', "⏎"))
        };
        writeln!(out, "{} {}", difference.measure, difference.field)?;
        writeln!(out, "  {left}: {}", show(&difference.left))?;
        writeln!(out, "  {right}: {}", show(&difference.right))
    }
}

/// POSIX: LC_ALL overrides LC_MESSAGES, which overrides LANG.
fn of_locale() -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .unwrap_or_default();
    if locale.starts_with("ja") { Language::Japanese } else { Language::English }
}
