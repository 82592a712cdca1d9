//! Which one fault is there: its number stands in the environment.

use std::io::Write;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};

static ACTIVE: LazyLock<usize> = LazyLock::new(|| {
    let number = std::env::var("MUTANT").ok().and_then(|it| it.parse().ok()).unwrap_or(0);
    if number > 0 {
        // The first test that fails is enough.
        std::panic::set_hook(Box::new(|it| {
            let place = it.location().map_or(String::new(), |it| it.to_string());
            let _ = writeln!(std::io::stderr(), "{place}");
            std::process::exit(101);
        }));
    }
    number
});

/// Where those reached are written down, if anybody asks.
static REACHED: LazyLock<Option<String>> = LazyLock::new(|| std::env::var("REACHED").ok());

static SEEN: [AtomicBool; COUNT] = [const { AtomicBool::new(false) }; COUNT];

pub fn on(number: usize) -> bool {
    if let Some(path) = &*REACHED
        && !SEEN[number].swap(true, Ordering::Relaxed)
    {
        let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path).unwrap();
        writeln!(file, "{number}").unwrap();
    }
    *ACTIVE == number
}
