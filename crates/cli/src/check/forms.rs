//! `--format F -o FILE`, as often as there are forms.

use clap::builder::EnumValueParser;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, ValueEnum, value_parser};
use std::path::PathBuf;

/// A form of what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// 文章 / sentences
    Text,
    /// JSON
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// JUnit XML
    Junit,
    /// GitHub Actions の注釈 / annotations of GitHub Actions
    Github,
    /// GitLab のコード品質 / code quality of GitLab
    Gitlab,
    /// Markdown の表 / a table
    Markdown,
    /// 1枚のHTML / one page of HTML
    Html,
}

/// Each form with the file that it goes to; none where it goes to stdout.
#[derive(Debug, Clone)]
pub(crate) struct Reports {
    pub(crate) list: Vec<(Form, Option<PathBuf>)>,
}

impl FromArgMatches for Reports {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Reports, clap::Error> {
        let fail = |words: &str| Err(clap::Error::raw(ErrorKind::ValueValidation, words));
        let forms = matches.get_many::<Form>("format").into_iter().flatten().copied();
        let places = matches.indices_of("format").into_iter().flatten();
        let mut forms: Vec<(usize, Form, Option<PathBuf>)> =
            places.zip(forms).map(|(at, form)| (at, form, None)).collect();
        if forms.is_empty() {
            forms.push((0, Form::Text, None));
        }
        let files = matches.get_many::<PathBuf>("report").into_iter().flatten();
        let places = matches.indices_of("report").into_iter().flatten();
        for (at, file) in places.zip(files) {
            // A file is of the form in front of it.
            let form = forms.iter_mut().rev().find(|form| form.0 < at);
            match form {
                Some((_, _, place @ None)) => *place = Some(file.clone()),
                _ => return fail("-o は --format の後に1つずつ / one -o behind each --format\n"),
            }
        }
        if forms.iter().filter(|it| it.2.is_none()).count() > 1 {
            return fail("標準出力に書けるのは1形式だけ / only one --format without -o\n");
        }
        Ok(Reports { list: forms.into_iter().map(|(_, form, file)| (form, file)).collect() })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Reports::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for Reports {
    fn augment_args(command: Command) -> Command {
        let form = Arg::new("format")
            .long("format")
            .value_name("FORMAT")
            .action(ArgAction::Append)
            .value_parser(EnumValueParser::<Form>::new())
            .help("結果の形（-o と組で繰り返せます） / form of the findings, with -o as often as wanted");
        let file = Arg::new("report")
            .short('o')
            .long("output")
            .value_name("FILE")
            .action(ArgAction::Append)
            .value_parser(value_parser!(PathBuf))
            .help("直前の --format の出力先 / file for the form in front of it [default: stdout]");
        command.arg(form).arg(file)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Reports::augment_args(command)
    }
}
