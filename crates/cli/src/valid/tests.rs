//! What passes, and what does not.

use super::*;

fn cell(row: &str, more: &str) -> String {
    format!(
        r#"        {{"row":{row},"col":0,"rowspan":1,"colspan":1,"text":"","bbox":null,"range":"A1"{more}}}"#
    )
}

fn document(cells: &[String]) -> String {
    format!(
        "{{\n  \"tables\": [\n    {{\n      \"page\": null,\n      \"bbox\": null,\n      \
         \"sheet\": \"s\",\n      \"range\": \"A1\",\n      \"rows\": 1,\n      \"cols\": 1,\n      \
         \"ruled\": true,\n      \"cells\": [\n{}\n      ]\n    }}\n  ]\n}}\n",
        cells.join(",\n")
    )
}

/// What a document is said to be wrong in, and what of it was handed on.
fn passed(text: &str, contract: &'static Lazy<Contract>) -> (Option<String>, String) {
    let mut out = Vec::new();
    let mut checked = Checked::new(&mut out, contract);
    // In pieces, as it is printed.
    let written = text.as_bytes().chunks(7).try_for_each(|piece| checked.write_all(piece));
    let ended = written.and_then(|()| checked.end());
    let mismatch = checked.mismatch();
    assert_eq!(ended.is_err(), mismatch.is_some());
    (mismatch, String::from_utf8(out).unwrap())
}

#[track_caller]
fn refuses(text: &str, words: &str, contract: &'static Lazy<Contract>) {
    let mismatch = passed(text, contract).0.expect("it passed");
    assert!(mismatch.contains(words), "{mismatch}");
}

#[test]
fn tables_pass_as_they_are() {
    for count in [0, 1, 40_000] {
        let text = document(&vec![cell("0", ""); count]);
        assert!(passed(&text, &TABLES) == (None, text));
    }
}

#[test]
fn what_is_no_cell_does_not_leave() {
    let among = |wrong: String| {
        let mut cells = vec![cell("0", ""); 20_000];
        cells.insert(10_000, wrong);
        document(&cells)
    };
    refuses(&among("        {}".to_owned()), "/cells/10000", &TABLES);
    refuses(&among(cell("1.5", "")), "/row", &TABLES);
    refuses(&among(cell("-1", "")), "/row", &TABLES);
    refuses(&among(cell("0", r#","more":1"#)), "more", &TABLES);
    assert!(!passed(&among(cell("-1", "")), &TABLES).1.contains("-1"));
    // Right, but not where the cells are.
    refuses(&document(&[cell("0", "").trim_start().to_owned()]), "False schema", &TABLES);
}

#[test]
fn what_is_no_table_is_named() {
    refuses("{\n  \"tables\": [{}]\n}\n", "required", &TABLES);
    refuses("{\n  \"tables\": [\n", "EOF", &TABLES);
    refuses(&document(&[cell("0", "")]).replace("\"rows\": 1", "\"rows\": -1"), "/rows", &TABLES);
    refuses("", "EOF", &TABLES);
}

static SMALL: Lazy<Contract> = LazyLock::new(|| {
    let schema = json!({
        "type": "object",
        "required": ["title", "measures"],
        "additionalProperties": false,
        "properties": {
            "title": {"type": "string"},
            "measures": {"type": "array", "items": false},
            "notes": {"type": "array", "items": {"type": "object"}},
        },
        "$defs": {"Measure": {"type": "object", "required": ["id"]}},
    });
    Contract::new(
        "    ",
        &schema,
        vec![("measures".to_owned(), json!({"$ref": "#/$defs/Measure"}))],
    )
});

#[track_caller]
fn says(document: Value, place: &str) {
    let text = format!("{document:#}\n");
    match passed(&text, &SMALL) {
        (None, out) => assert!(place.is_empty() && out == text, "{text} passed as {out}"),
        (Some(mismatch), _) => {
            assert!(!place.is_empty() && mismatch.contains(place), "{text}: {mismatch}");
        }
    }
}

#[test]
fn a_document_is_judged_item_by_item() {
    let item = json!({"id": 1, "list": [{"a": [1, 2]}, {}], "text": "{\n    }"});
    says(json!({"title": "", "measures": []}), "");
    says(json!({"title": "", "measures": [item, item], "notes": [{"x": {}}, {}]}), "");
    says(json!({"title": "", "notes": [{}], "measures": [item, {}]}), "/measures/1");
    says(json!({"title": "", "measures": [item, {"list": [{"id": 1}]}]}), "/measures/1");
    says(json!({"title": "", "measures": [item, 5]}), "/measures");
    says(json!({"title": "", "measures": {}}), "/measures");
    says(json!({"title": 1, "measures": []}), "/title");
    says(json!({"title": ""}), "measures");
    says(json!({"title": "", "measures": [], "more": 1}), "more");
    says(json!({"title": "", "measures": [], "notes": [1]}), "/notes/0");
    // One line each is as good.
    assert_eq!(passed("{\"title\": \"\", \"measures\": []}", &SMALL).0, None);
    refuses("{\"title\": \"\", \"measures\": [{\"id\": 1}]}", "/measures/0", &SMALL);
}

#[test]
fn a_quantity() {
    assert!(quantity(r#"{"text": "", "normalized": "", "values": []}"#).is_ok());
    assert!(quantity(r#"{"text": "", "values": []}"#).is_err());
}
