//! What CI runs: the forms as other programs take them, the action, the hook, the samples.

use crate::command::{bytes, folder, parsed};
use crate::harness::{path, tenken};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const PDF: &str = "fixtures/r6/report-r6.pdf";
const WORKBOOK: &str = "fixtures/r6/annex-r6.xlsx";

/// Programs of other people, which scripts/check fetches; none where it could not.
fn judge(name: &str) -> Option<PathBuf> {
    let judge = path("target/judges/bin").join(name);
    let has_all = judge.is_file() && path("target/judges/junit-10.xsd").is_file();
    if !has_all {
        assert!(std::env::var_os("CI").is_none_or(|it| it != "true"), "CI needs {judge:?}");
        println!("skipped: scripts/check fetches {name} where Python is there");
    }
    has_all.then_some(judge)
}

fn words(output: &Output) -> String {
    let [out, err] = [&output.stdout, &output.stderr].map(|it| String::from_utf8_lossy(it));
    format!("{out}{err}")
}

#[test]
fn sarif_and_junit_are_valid_by_schemas_of_others() {
    let Some(python) = judge("python") else { return };
    let place = folder();
    let file = |name: &str| place.path().join(name);
    let baseline = file("known.json");
    let judged = |form: &str, name: &str| {
        let script = path("scripts/judge-forms");
        Command::new(&python).arg(script).arg(form).arg(file(name)).output().unwrap()
    };
    tenken("check").arg("--update-baseline").arg("--baseline").arg(&baseline).arg(path(PDF)).run();
    for (document, with_baseline) in [(PDF, false), (PDF, true), (WORKBOOK, false)] {
        let mut run = tenken("check").arg("--format").arg("sarif").arg("-o").arg(file("log.sarif"));
        run = run.arg("--format").arg("junit").arg("-o").arg(file("log.xml"));
        if with_baseline {
            run = run.arg("--baseline").arg(&baseline);
        } else {
            run = run.arg("--fail-on").arg("info").status(1);
        }
        run.arg("--expect").arg("126/15/28").arg(path(document)).run();
        for (form, name) in [("sarif", "log.sarif"), ("junit", "log.xml")] {
            let output = judged(form, name);
            assert!(output.status.success(), "{document} {form}: {}", words(&output));
        }
    }
    // A judge that agrees with anything would be none.
    let log = fs::read_to_string(file("log.sarif")).unwrap();
    fs::write(file("log.sarif"), log.replace("\"ruleId\"", "\"ruleID\"")).unwrap();
    assert!(!judged("sarif", "log.sarif").status.success());
    let log = fs::read_to_string(file("log.xml")).unwrap();
    fs::write(file("log.xml"), log.replace("classname", "class")).unwrap();
    assert!(!judged("junit", "log.xml").status.success());
}

#[test]
fn the_files_for_ci_keep_to_their_schemas() {
    let Some(judge) = judge("check-jsonschema") else { return };
    for (schema, file) in [
        ("vendor.github-actions", "action.yml"),
        ("vendor.github-workflows", "docs/ci/github.yml"),
        ("vendor.gitlab-ci", "docs/ci/gitlab-ci.yml"),
    ] {
        let mut command = Command::new(&judge);
        let output = command.args(["--builtin-schema", schema]).arg(path(file)).output().unwrap();
        assert!(output.status.success(), "{file}: {}", words(&output));
    }
}

/// Every command line of the samples is one that the program takes.
#[test]
fn the_commands_of_the_samples_run() {
    let place = folder();
    fs::create_dir(place.path().join("reports")).unwrap();
    fs::copy(path(WORKBOOK), place.path().join("reports/a.xlsx")).unwrap();
    let sample = fs::read_to_string(path("docs/ci/gitlab-ci.yml")).unwrap();
    let line = sample.lines().find_map(|it| it.trim().strip_prefix("- tenken check ")).unwrap();
    let run = line.split(' ').fold(tenken("check"), |run, word| run.arg(word));
    run.within(place.path()).stdout(&["225 measures checked"]).run();
    for name in ["gl-code-quality-report.json", "tenken.xml", "tenken.html"] {
        assert!(place.path().join(name).is_file() && sample.contains(name), "{name}");
    }
    let entries =
        parsed(&fs::read_to_string(place.path().join("gl-code-quality-report.json")).unwrap());
    for entry in entries.as_array().unwrap() {
        for key in ["description", "check_name", "fingerprint", "severity", "location"] {
            assert!(!entry[key].is_null(), "{key}");
        }
    }
    let hooks = fs::read_to_string(path(".pre-commit-hooks.yaml")).unwrap();
    assert!(hooks.contains("entry: tenken check --skip-others"), "{hooks}");
}

/// A step of the action as a runner runs it: bash that ends at the first error.
#[cfg(unix)]
fn step(name: &str, place: &Path, variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new("bash");
    let script = format!("'{}' {name}", path("scripts/action").display());
    command.args(["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", &script]);
    command.current_dir(place).env("GITHUB_OUTPUT", place.join("output"));
    command.env("GITHUB_STEP_SUMMARY", place.join("summary.md")).env("RUNNER_TEMP", place);
    command.envs(variables.iter().copied()).output().unwrap()
}

#[test]
#[cfg(unix)]
fn the_action_keeps_its_outputs_when_it_fails() {
    let place = folder();
    let output = || fs::read_to_string(place.path().join("output")).unwrap();
    let program = env!("CARGO_BIN_EXE_tenken");
    let installed = step("install", place.path(), &[("TENKEN_BINARY", program)]);
    assert!(installed.status.success(), "{}", words(&installed));
    assert_eq!(output(), format!("tenken={program}\n"));
    let missing = step("install", place.path(), &[("TENKEN_BINARY", "none")]);
    assert_eq!(missing.status.code(), Some(2));
    // A name with a space and a quote is one name; a line of spaces is none.
    let report = place.path().join("it's a report.pdf");
    fs::copy(path(PDF), &report).unwrap();
    let files = format!("\n{}\r\n  \n", report.display());
    let check = |files: &str, arguments: &str| {
        fs::write(place.path().join("output"), "").unwrap();
        let variables = [
            ("TENKEN", program),
            ("TENKEN_FILES", files),
            ("TENKEN_ARGUMENTS", arguments),
            ("TENKEN_LANG", "en"),
        ];
        step("check", place.path(), &variables)
    };
    let failed = check(&files, "--fail-on\nwarning\n");
    assert_eq!(failed.status.code(), Some(1), "{}", words(&failed));
    assert!(words(&failed).contains("::warning file="), "{}", words(&failed));
    let written = output();
    assert!(written.starts_with("exit-code=1\n"), "{written}");
    for (name, file) in [("sarif", "sarif"), ("junit", "xml"), ("json", "json"), ("html", "html")] {
        assert!(written.contains(&format!("{name}=tenken-results/tenken.{file}\n")), "{written}");
        assert!(place.path().join(format!("tenken-results/tenken.{file}")).is_file());
    }
    let summary = fs::read_to_string(place.path().join("summary.md")).unwrap();
    assert!(summary.contains("| warning | H403 |"), "{summary}");
    assert!(check(&files, "").status.success());
    // What can't be read leaves no results of the run before.
    let none = check("none.pdf", "");
    assert_eq!((none.status.code(), output().as_str()), (Some(2), "exit-code=2\n"));
    assert!(!place.path().join("tenken-results/tenken.json").exists());
}

#[test]
fn annotations_are_capped() {
    let place = folder();
    let file = place.path().join("twice.pdf");
    fs::write(&file, bytes(PDF)).unwrap();
    let settings = "[check.severity]\n\"\" = \"off\"\n";
    fs::write(place.path().join("tenken.toml"), settings).unwrap();
    tenken("check").arg(&file).status(2).stderr(&["line 2"]).run();
    fs::remove_file(place.path().join("tenken.toml")).unwrap();
    // Sixteen documents with a warning each: ten are shown, and how many more there are.
    for number in 0..15 {
        fs::copy(&file, place.path().join(format!("{number}.pdf"))).unwrap();
    }
    let run = tenken("check").arg("--select").arg("H403").arg("--format").arg("github");
    let shown = run.arg(place.path()).stdout(&["6 more findings"]).run().stdout;
    assert_eq!(shown.lines().filter(|it| it.starts_with("::warning ")).count(), 10);
}
