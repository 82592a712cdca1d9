//! What CI runs: the forms as other programs take them, the action, the hook, the samples.

use crate::command::{bytes, folder, parsed};
use crate::harness::{path, tenken};
use serde_json::Value as Json;
use std::collections::BTreeSet;
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
    let kept = fs::read_to_string(place.path().join("gl-code-quality-report.json")).unwrap();
    quality(&parsed(&kept), 5);
    // What can't be read stands among them.
    fs::write(place.path().join("reports/b.pdf"), "no report").unwrap();
    let run = tenken("check").within(place.path()).arg("--format").arg("gitlab").arg("./reports");
    let entries = parsed(&run.status(2).stderr(&["E103"]).run().stdout);
    assert_eq!(
        (&entries[0]["check_name"], &entries[0]["severity"]),
        (&"E103".into(), &"blocker".into())
    );
    quality(&entries, 6);
    let hooks = fs::read_to_string(path(".pre-commit-hooks.yaml")).unwrap();
    assert!(hooks.contains("entry: tenken check --skip-others"), "{hooks}");
}

/// Entries as GitLab's manual of code quality asks for them: a file of the repository
/// without a `./`, one of five severities, and a fingerprint that no other entry has.
#[track_caller]
fn quality(entries: &Json, count: usize) {
    let entries = entries.as_array().unwrap();
    let prints: BTreeSet<&str> =
        entries.iter().map(|it| it["fingerprint"].as_str().unwrap()).collect();
    assert_eq!((entries.len(), prints.len()), (count, count));
    for entry in entries {
        let text = |key: &str| entry[key].as_str().filter(|it| !it.is_empty()).unwrap();
        assert!(text("description").contains(text("check_name")));
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&text("severity")));
        let place = &entry["location"];
        assert!(place["path"].as_str().unwrap().starts_with("reports/"), "{entry}");
        assert!(place["lines"]["begin"].as_u64().unwrap() > 0, "{entry}");
    }
}

/// A repository with files, all of them staged.
fn git(place: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    let output = command
        .current_dir(place)
        .args(["-c", "user.name=t", "-c", "user.email=t@t.example"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", words(&output));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// The hook as pre-commit runs it, by the sample with this repository for OWNER's.
#[test]
#[cfg(unix)]
fn the_hook_runs_before_a_commit() {
    let Some(judge) = judge("pre-commit") else { return };
    let (hooks, place, cache) = (folder(), folder(), folder());
    fs::copy(path(".pre-commit-hooks.yaml"), hooks.path().join(".pre-commit-hooks.yaml")).unwrap();
    for arguments in [&["init", "-q"][..], &["add", "-A"], &["commit", "-qm", "hooks"]] {
        git(hooks.path(), arguments);
    }
    let sample = fs::read_to_string(path("docs/ci/pre-commit-config.yaml")).unwrap();
    let sample = sample.replace("https://github.com/OWNER/tenken", hooks.path().to_str().unwrap());
    let sample = sample.replace("v0.1.0", &git(hooks.path(), &["rev-parse", "HEAD"]));
    git(place.path(), &["init", "-q"]);
    let programs = Path::new(env!("CARGO_BIN_EXE_tenken")).parent().unwrap();
    let programs = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    let run = |config: &str| {
        fs::write(place.path().join(".pre-commit-config.yaml"), config).unwrap();
        git(place.path(), &["add", "-A"]);
        let mut command = Command::new(&judge);
        command.current_dir(place.path()).args(["run", "--color", "never"]);
        let output = command.env("PRE_COMMIT_HOME", cache.path()).env("PATH", &programs);
        let output = output.output().unwrap();
        (output.status.success(), words(&output))
    };
    let (passes, said) = run(&sample);
    assert!(passes && said.contains("Skipped"), "{said}");
    fs::copy(path(PDF), place.path().join("a report.PDF")).unwrap();
    let other = path("fixtures/rules/dotted-lines-to-write-on.pdf");
    fs::copy(other, place.path().join("other.pdf")).unwrap();
    let (passes, said) = run(&sample);
    assert!(passes && said.contains("Passed"), "{said}");
    let (passes, said) = run(&format!("{sample}        args: [--expect, 125/15/29]\n"));
    assert!(!passes && said.contains("T190"), "{said}");
    fs::write(place.path().join("cut.xlsx"), &bytes(WORKBOOK)[..9000]).unwrap();
    let (passes, said) = run(&sample);
    assert!(!passes && said.contains("cut.xlsx"), "{said}");
}

/// What stands in action.yml behind a key of so many spaces, without quotes of YAML.
fn values(text: &str, indent: usize) -> impl Iterator<Item = (&str, &str)> {
    text.lines().filter_map(move |line| {
        let entry = line.strip_prefix(&*" ".repeat(indent)).filter(|it| !it.starts_with(' '))?;
        let (key, value) = entry.split_once(':')?;
        let value = value.trim();
        let bare = ['\'', '"']
            .into_iter()
            .find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote));
        Some((key, bare.unwrap_or(value)))
    })
}

/// A step of action.yml as a runner runs it: inputs that are not given are as declared,
/// and bash ends at the first error.
#[cfg(unix)]
fn step(id: &str, place: &Path, given: &[(&str, &str)]) -> Output {
    let action = fs::read_to_string(path("action.yml")).unwrap();
    let step = action.split(&format!("    - id: {id}\n")).nth(1).unwrap();
    let step = step.split("    - id: ").next().unwrap();
    let put = |value: &str| -> String {
        let Some(name) = value.strip_prefix("${{ ").and_then(|it| it.strip_suffix(" }}")) else {
            return value.to_owned();
        };
        if let Some((_, value)) = given.iter().find(|it| it.0 == name) {
            return (*value).to_owned();
        }
        let name = name.strip_prefix("inputs.").unwrap();
        let input = action.split(&format!("\n  {name}:\n")).nth(1).unwrap();
        values(input, 4).find(|it| it.0 == "default").unwrap().1.to_owned()
    };
    let script = values(step, 6).find(|it| it.0 == "run").unwrap().1;
    fs::write(place.join("step.sh"), script).unwrap();
    let mut command = Command::new("bash");
    command.args(["--noprofile", "--norc", "-e", "-o", "pipefail", "step.sh"]);
    command.current_dir(place).env("GITHUB_OUTPUT", place.join("output"));
    command.env("GITHUB_STEP_SUMMARY", place.join("summary.md")).env("RUNNER_TEMP", place);
    command.env("GITHUB_ACTION_PATH", path("."));
    // The wheel that lies here, and none of an index.
    command.env("PIP_FIND_LINKS", path("target/wheels")).env("PIP_NO_INDEX", "1");
    command.envs(values(step, 8).map(|(name, value)| (name, put(value)))).output().unwrap()
}

#[test]
#[cfg(unix)]
fn the_action_keeps_its_outputs_when_it_fails() {
    let place = folder();
    let output = || fs::read_to_string(place.path().join("output")).unwrap();
    let program = env!("CARGO_BIN_EXE_tenken");
    let installed = step("install", place.path(), &[("inputs.binary", program)]);
    assert!(installed.status.success(), "{}", words(&installed));
    assert_eq!(output(), format!("tenken={program}\n"));
    let missing = step("install", place.path(), &[("inputs.binary", "none")]);
    assert_eq!(missing.status.code(), Some(2));
    // A name with a space and a quote is one name; a line of spaces is none.
    let report = place.path().join("it's a report.pdf");
    fs::copy(path(PDF), &report).unwrap();
    let sound = "\nit's a report.pdf\r\n  \n";
    // The outputs of a run, which are all there however it ends.
    let check = |files: &str, given: &[(&str, &str)], code: i32| {
        for name in ["output", "summary.md"] {
            fs::write(place.path().join(name), "").unwrap();
        }
        let mut inputs = vec![("steps.install.outputs.tenken", program), ("inputs.files", files)];
        inputs.extend(given);
        let ended = step("check", place.path(), &inputs);
        assert_eq!(ended.status.code(), Some(code), "{}", words(&ended));
        let written = output();
        assert!(written.starts_with(&format!("exit-code={code}\n")), "{written}");
        for (name, file) in
            [("sarif", "sarif"), ("junit", "xml"), ("json", "json"), ("html", "html")]
        {
            assert!(
                written.contains(&format!("{name}=tenken-results/tenken.{file}\n")),
                "{written}"
            );
            assert!(place.path().join(format!("tenken-results/tenken.{file}")).is_file());
        }
        (words(&ended), fs::read_to_string(place.path().join("summary.md")).unwrap())
    };
    let (said, summary) = check(sound, &[], 0);
    assert!(said.contains("225施策を点検") && summary.contains("| 警告 | H403 |"), "{summary}");
    let strict = [("inputs.arguments", "--fail-on\nwarning\n"), ("inputs.lang", "en")];
    let (said, summary) = check(sound, &strict, 1);
    assert!(said.contains("::warning file=it's a report.pdf,title=H403"), "{said}");
    assert!(summary.contains("| warning | H403 |"), "{summary}");
    // What can't be read is named as what is found is, beside what can.
    fs::write(place.path().join("cut.pdf"), &bytes(PDF)[..9000]).unwrap();
    for files in ["cut.pdf", "cut.pdf\nit's a report.pdf"] {
        let (said, summary) = check(files, &[("inputs.lang", "en")], 2);
        assert!(said.contains("::error file=cut.pdf,title=E107::"), "{said}");
        assert!(summary.contains("| error | E107 | cut.pdf |"), "{summary}");
        let file =
            |name| fs::read_to_string(place.path().join("tenken-results").join(name)).unwrap();
        let json = parsed(&file("tenken.json"));
        assert_eq!(json["failures"][0]["code"], "E107");
        assert_eq!(json["documents"].as_array().unwrap().len(), files.lines().count() - 1);
        assert!(file("tenken.xml").contains("<error type=\"E107\""));
        assert!(file("tenken.html").contains("<h2>cut.pdf</h2>"));
        let run = &parsed(&file("tenken.sarif"))["runs"][0]["invocations"][0];
        assert_eq!(run["executionSuccessful"], false);
        assert_eq!(run["toolExecutionNotifications"][0]["descriptor"]["id"], "E107");
    }
    // Where nothing was looked at, nothing is left of the run before.
    let wrong = [
        ("steps.install.outputs.tenken", program),
        ("inputs.files", sound),
        ("inputs.arguments", "--baseline\nnone.json"),
    ];
    assert_eq!(step("check", place.path(), &wrong).status.code(), Some(2));
    assert!(output().ends_with("exit-code=2\n"), "{}", output());
    assert!(!place.path().join("tenken-results/tenken.json").exists());
}

/// As a user of the action gets it: the wheel that scripts/check-python builds.
#[test]
#[cfg(unix)]
fn the_action_installs_the_wheel() {
    let wheels = path("target/wheels");
    let has_wheel = fs::read_dir(&wheels).is_ok_and(|mut it| it.next().is_some());
    if !has_wheel {
        println!("skipped: scripts/check-python builds the wheel");
        return;
    }
    let place = folder();
    let version = env!("CARGO_PKG_VERSION");
    let given = [("inputs.version", version)];
    let installed = step("install", place.path(), &given);
    assert!(installed.status.success(), "{}", words(&installed));
    let output = fs::read_to_string(place.path().join("output")).unwrap();
    let program = output.trim().strip_prefix("tenken=").unwrap();
    let run = Command::new(program).arg("--version").output().unwrap();
    assert!(words(&run).contains(version), "{}", words(&run));
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
