//! The model report, from bytes to validated JSON, and beside it what the PDF
//! costs at the least: hayro drawing the same pages on a device that does
//! nothing. Everything runs on one thread, so that the ratio is one of work.
//!
//!     cargo bench --bench model_report

// A bench that can't read its input has nothing to measure.
#![allow(clippy::panic)]

use criterion::{Criterion, criterion_group, criterion_main};
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::kurbo::Rect;
use hayro_interpret::{
    Context, DummyDevice, InterpreterCache, InterpreterSettings, TransformExt, interpret_page,
};
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use tenken::{Input, Output};

fn bytes(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/r6").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn convert(input: &Input) -> usize {
    let json = tenken::extract(input).and_then(|report| tenken::write(&report, Output::Json));
    json.map_or(0, |json| json.len())
}

/// Opens the PDF and draws every page with one cache, as our reader does.
fn interpret(bytes: &Arc<Vec<u8>>) -> usize {
    let Ok(pdf) = Pdf::new(Arc::clone(bytes)) else { return 0 };
    let cache = InterpreterCache::new();
    for page in pdf.pages().iter() {
        let (width, height) = page.render_dimensions();
        let mut context = Context::new(
            page.initial_transform(true).to_kurbo(),
            Rect::new(0.0, 0.0, f64::from(width), f64::from(height)),
            &cache,
            pdf.xref(),
            InterpreterSettings::default(),
        );
        interpret_page(page, &mut context, &mut DummyDevice);
    }
    pdf.pages().len()
}

fn model_report(criterion: &mut Criterion) {
    let Ok(one_thread) = rayon::ThreadPoolBuilder::new().num_threads(1).build() else { return };
    let mut group = criterion.benchmark_group("model_report");
    for (name, file) in [("convert_pdf", "report-r6.pdf"), ("convert_workbook", "annex-r6.xlsx")] {
        let input = Input::new(file, bytes(file));
        assert!(convert(&input) > 0, "{file} is not read");
        group.bench_function(name, |bencher| {
            one_thread.install(|| bencher.iter(|| convert(black_box(&input))));
        });
    }
    let pdf = Arc::new(bytes("report-r6.pdf"));
    assert!(interpret(&pdf) > 0, "hayro does not open the report");
    group.bench_function("bare_hayro", |bencher| {
        one_thread.install(|| bencher.iter(|| interpret(black_box(&pdf))));
    });
    group.finish();
}

criterion_group!(benches, model_report);
criterion_main!(benches);
