//! What the program says to a person, in the person's language, on stderr.

use crate::arguments::{Arguments, Lang, Log};
use crate::task::Failure;
use crate::terminal::{shown, shown_data};
use serde_json::{Value as Json, json};
use std::io::{self, Write};
use tenken::{Difference, Finding, Language, Message, Severity};

/// How many of a thing there are, in English: 1 warning, 2 warnings.
pub(crate) fn counted(count: usize, thing: &str) -> String {
    format!("{count} {thing}{}", if count == 1 { "" } else { "s" })
}

/// Speaks one language, in sentences or in events.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Speech {
    language: Language,
    log: Log,
    is_silent: bool,
}

impl Speech {
    /// Says nothing: for programs that show what went wrong themselves.
    pub(crate) fn silent() -> Speech {
        Speech { language: Language::English, log: Log::Text, is_silent: true }
    }

    /// The language asked for, else that of the locale.
    pub(crate) fn new(arguments: &Arguments) -> Speech {
        let language = match arguments.lang {
            Some(Lang::Ja) => Language::Japanese,
            Some(Lang::En) => Language::English,
            None => of_locale(),
        };
        Speech { language, log: arguments.log, is_silent: false }
    }

    /// The language spoken.
    pub(crate) fn language(&self) -> Language {
        self.language
    }

    /// The wording of a message.
    pub(crate) fn wording<'a>(&self, message: &'a Message) -> &'a str {
        message.in_language(self.language)
    }

    /// What a failure says, with its code.
    pub(crate) fn words(&self, failure: &Failure) -> String {
        let words = self.choose(&failure.ja, &failure.en);
        format!("{}: {words} [{}]", failure.file, failure.code)
    }

    /// One of two wordings.
    pub(crate) fn choose(&self, ja: &str, en: &str) -> String {
        match self.language {
            Language::Japanese => ja.to_owned(),
            Language::English => en.to_owned(),
        }
    }

    /// A plain remark, on one line.
    pub(crate) fn say(&self, text: &str) {
        match self.log {
            Log::Text => self.line(&shown(text)),
            Log::Json => self.event("message", json!({"text": text})),
        }
    }

    /// An error line.
    pub(crate) fn error(&self, text: &str) {
        match self.log {
            Log::Text => self.say(&format!("{}: {text}", self.choose("エラー", "error"))),
            Log::Json => self.event("error", json!({"text": text})),
        }
    }

    /// Says why something could not be done.
    pub(crate) fn failure(&self, failure: &Failure) {
        match self.log {
            Log::Text => self.error(&self.words(failure)),
            Log::Json => {
                let text = self.choose(&failure.ja, &failure.en);
                let code = &failure.code;
                self.event("error", json!({"input": failure.file, "code": code, "text": text}));
            }
        }
    }

    /// Whether events are wanted, and not sentences.
    pub(crate) fn has_events(&self) -> bool {
        self.log == Log::Json
    }

    /// An event, where events are wanted.
    pub(crate) fn event(&self, name: &str, mut fields: Json) {
        if self.log == Log::Json
            && let Some(fields) = fields.as_object_mut()
        {
            fields.shift_insert(0, "event".to_owned(), name.into());
            self.line(&shown_data(&Json::from(std::mem::take(fields)).to_string()));
        }
    }

    fn line(&self, line: &str) {
        if self.is_silent {
            return;
        }
        // Where nobody can be told, nothing is left to be done about it.
        let _ = writeln!(io::stderr().lock(), "{line}");
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
            text.as_ref()
                .map_or(missing.clone(), |text| shown(&text.replace('\n', "⏎")).into_owned())
        };
        // What is of the whole report has no measure.
        let what = format!("{} {}", difference.measure, difference.field);
        writeln!(out, "{}", shown(what.trim_start()))?;
        writeln!(out, "  {}: {}", shown(left), show(&difference.left))?;
        writeln!(out, "  {}: {}", shown(right), show(&difference.right))
    }
}

/// The language of the locale. POSIX: LC_ALL overrides LC_MESSAGES, which overrides LANG.
pub fn of_locale() -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .unwrap_or_default();
    if locale.starts_with("ja") { Language::Japanese } else { Language::English }
}
