//! The programs in `examples/` do what their first lines say. `cargo test` at the root
//! builds them beside these tests; where one is not built, its test says skipped.

use crate::harness::{path, tenken};
use std::io::Write;
use std::process::{Command, Stdio};

/// What an example prints, given its argument and stdin.
fn run(name: &str, argument: Option<&str>, stdin: &str) -> Option<String> {
    let own = std::env::current_exe().unwrap();
    let program = own.parent()?.parent()?.join("examples").join(name);
    if !program.exists() {
        println!("skipped: {} is not built", program.display());
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "CI builds the examples");
        return None;
    }
    let mut child = Command::new(program)
        .args(argument.map(path))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(stdin.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{name}: {}", output.status);
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn a_report_is_printed() {
    let Some(text) = run("report", Some("fixtures/r6/report-r6.pdf"), "") else { return };
    assert_eq!(text.lines().filter(|line| line.contains("Some(Achieved)")).count(), 126);
    assert!(text.contains("くらしのデジタル化/子ども・若者/1-1"));
}

#[test]
fn tables_are_printed() {
    let name = "fixtures/joined/browser-rules-across-header-once.pdf";
    let Some(text) = run("tables", Some(name), "") else { return };
    assert!(text.starts_with("# ") && text.contains("\t1×1\t"), "{text}");
}

#[test]
fn what_convert_printed_is_read_back() {
    let json = tenken("convert").arg(path("fixtures/r6/report-r6.pdf")).run().stdout;
    let Some(text) = run("read_json", None, &json) else { return };
    assert!(text.lines().any(|line| line.contains("55,260人\t55260")), "{text}");
}
