//! Help, manual pages and what is wrong with a command line, in the language of
//! the person who typed it.

mod examples;

use crate::arguments::{Arguments, Lang};
use crate::speech::of_locale;
use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory, FromArgMatches, ValueEnum};
use clap_complete::Shell;
use std::ffi::OsString;
use std::io;
use tenken::{Language, Message};

/// Reads a command line.
///
/// # Errors
///
/// The exit code, where it is none or asks for help: that has been said then.
pub(crate) fn parse(line: &[OsString]) -> Result<Arguments, u8> {
    let language = language(line);
    let matches = command(language).try_get_matches_from(line);
    matches.and_then(|matches| Arguments::from_arg_matches(&matches)).map_err(|error| {
        match words(&error).filter(|_| language == Language::Japanese) {
            Some(words) => {
                eprint_line(&format!("エラー: {words}。使い方は tenken --help で表示します。"));
            }
            // A terminal that is gone needs no help.
            None => drop(error.print()),
        }
        u8::try_from(error.exit_code()).unwrap_or(2)
    })
}

#[expect(clippy::print_stderr, reason = "there is no speech before there are arguments")]
fn eprint_line(line: &str) {
    eprintln!("{}", crate::terminal::shown(line));
}

/// The language that a line asks for, before it is known to be right.
fn language(line: &[OsString]) -> Language {
    let texts: Vec<&str> = line.iter().filter_map(|it| it.to_str()).collect();
    let asked =
        texts.iter().enumerate().find_map(|(at, text)| match text.strip_prefix("--lang=") {
            Some(asked) => Some(asked),
            None if *text == "--lang" => texts.get(at + 1).copied(),
            None => None,
        });
    match asked.and_then(|asked| Lang::from_str(asked, true).ok()) {
        Some(Lang::Ja) => Language::Japanese,
        Some(Lang::En) => Language::English,
        None => of_locale(),
    }
}

/// What a line is wrong in, in Japanese; none where there is nothing wrong or
/// nothing better to say than clap does.
fn words(error: &clap::Error) -> Option<String> {
    let part = |kind| error.get(kind).map(ToString::to_string).filter(|text| !text.is_empty());
    let argument = part(ContextKind::InvalidArg).unwrap_or_default();
    let value = part(ContextKind::InvalidValue).unwrap_or_default();
    Some(match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} に値がありません"),
        ErrorKind::InvalidValue => {
            let valid = part(ContextKind::ValidValue).unwrap_or_default();
            format!("{argument} に {value} は指定できません（{valid} のいずれか）")
        }
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error)
                .map(|it| format!("（{}）", one_of(&it.to_string(), Language::Japanese)));
            format!("{argument} に {value} は指定できません{}", why.unwrap_or_default())
        }
        ErrorKind::UnknownArgument => format!("{argument} という引数はありません"),
        ErrorKind::InvalidSubcommand => {
            let verb = part(ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("{verb} というコマンドはありません")
        }
        ErrorKind::MissingRequiredArgument => format!("必要な引数がありません（{argument}）"),
        ErrorKind::ArgumentConflict => {
            format!("{argument} は他の引数と同時に指定できないか、重複しています")
        }
        ErrorKind::MissingSubcommand => "コマンドを指定してください".to_owned(),
        _ => return None,
    })
}

/// The command line in one language.
pub(crate) fn command(language: Language) -> Command {
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    let version = version.help("バージョンを表示 / print the version");
    localized(Arguments::command().disable_version_flag(true).arg(version), language)
        .after_help(in_language(&exit_codes(), language))
}

fn exit_codes() -> Message {
    Message::new(
        "終了コード:\n  \
         0  完了\n  \
         1  check: --fail-on 以上の指摘、compare: 相違\n  \
         2  できなかった（一部の文書だけの場合、文書が見つからない場合を含む）\n  \
         3  convert: 変換したが、全体を読めていない文書がある",
        "Exit codes:\n  \
         0  done\n  \
         1  check: a finding as bad as --fail-on says; compare: a difference\n  \
         2  could not be done, or not for each document; no document found\n  \
         3  convert: done, but a document was not read whole",
    )
}

fn localized(command: Command, language: Language) -> Command {
    let about = command.get_about().map(|about| one_of(&about.to_string(), language));
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    let mut command = command.disable_help_flag(true).arg(help.help("使い方を表示 / print help"));
    if let Some(about) = about {
        command = command.about(about);
    }
    if language == Language::Japanese {
        command = command
            .help_template("{about-with-newline}\n使い方: {usage}\n\n{all-args}{after-help}")
            .subcommand_help_heading("コマンド")
            .disable_help_subcommand(true);
    }
    command
        .mut_args(|argument| {
            let help = argument.get_help().map(|help| one_of(&help.to_string(), language));
            let argument = match help {
                Some(help) => argument.help(help),
                None => argument,
            };
            match (language, argument.is_positional()) {
                (Language::English, _) => argument,
                (Language::Japanese, true) => argument.help_heading("引数"),
                (Language::Japanese, false) => argument.help_heading("オプション"),
            }
        })
        .mut_subcommands(|verb| localized(with_examples(verb, language), language))
}

/// A verb with its examples and the exit codes below its help.
fn with_examples(verb: Command, language: Language) -> Command {
    match examples::of(verb.get_name()) {
        Some(examples) => {
            let codes = in_language(&exit_codes(), language);
            let examples = in_language(&examples, language);
            verb.after_help(format!("{examples}\n\n{codes}"))
        }
        None => verb,
    }
}

/// Of a text that has both languages, the part of one.
fn one_of(text: &str, language: Language) -> String {
    let parts = text.split_once(" / ").unwrap_or((text, text));
    in_language(&Message::new(parts.0, parts.1), language)
}

fn in_language(message: &Message, language: Language) -> String {
    message.in_language(language).to_owned()
}

/// Completions for a shell.
pub(crate) fn completions(shell: Shell, language: Language) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(language), "tenken", &mut script);
    script
}

/// The manual page of the command, or of one of its verbs; none where there is no
/// such verb.
pub(crate) fn manual(verb: Option<&str>, language: Language) -> io::Result<Option<Vec<u8>>> {
    let all = command(language);
    let one = match verb {
        None => Some(all),
        Some(verb) => {
            let found = all.get_subcommands().find(|it| it.get_name() == verb && !it.is_hide_set());
            found.map(|found| found.clone().display_name(format!("tenken-{verb}")))
        }
    };
    let Some(one) = one else { return Ok(None) };
    let mut page = Vec::new();
    clap_mangen::Man::new(one).render(&mut page)?;
    Ok(Some(page))
}

#[cfg(test)]
mod tests {
    use super::command;
    use tenken::Language;

    #[test]
    fn the_command_line_is_consistent() {
        for language in [Language::English, Language::Japanese] {
            command(language).debug_assert();
        }
    }

    /// What reads reports shows how, and what its exit code says.
    #[test]
    fn verbs_have_examples() {
        for language in [Language::English, Language::Japanese] {
            let all = command(language);
            let helps = all.get_subcommands().filter_map(|it| it.get_after_help());
            let helps: Vec<String> = helps.map(ToString::to_string).collect();
            assert!(helps.len() > 9, "{helps:?}");
            assert!(helps.iter().all(|it| it.contains("tenken ") && it.contains("\n  0  ")));
        }
    }

    /// No help of one language holds words of the other.
    #[test]
    fn help_is_in_one_language() {
        let is_japanese =
            |it: char| matches!(it, '\u{3041}'..='\u{30fe}' | '\u{4e00}'..='\u{9fff}');
        for verb in command(Language::English).get_subcommands() {
            for argument in verb.get_arguments() {
                let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
                assert!(
                    !help.is_empty() || verb.is_hide_set(),
                    "{} {}",
                    verb.get_name(),
                    argument.get_id()
                );
                // What stands in quotes or is a character to be typed is no word.
                assert!(
                    !help.replace('※', "").replace("達成率（％）", "").contains(is_japanese),
                    "{help}"
                );
            }
        }
        for verb in command(Language::Japanese).get_subcommands().filter(|it| !it.is_hide_set()) {
            let about = verb.get_about().map(ToString::to_string).unwrap_or_default();
            assert!(about.contains(is_japanese) && !about.contains(" / "), "{about}");
        }
    }
}
