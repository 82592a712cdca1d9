//! `metadata.json`: what Datasette shows around `data.sqlite`: title, licence, source, and
//! what each column holds. Units stand in columns of their own, row by row.

use super::About;
use serde_json::{Map, Value as Json, json};

pub(super) fn metadata(about: &About<'_>) -> Json {
    let metadata = about.metadata;
    let mut tables = Map::new();
    for table in &about.tables {
        let columns: Map<String, Json> = table
            .columns()
            .iter()
            .map(|it| (it.name.to_owned(), format!("{}：{}", it.title, it.description).into()))
            .collect();
        // The percentages of totals are the one column whose unit is the same in every row.
        let units = table.columns().iter().filter(|it| it.name == "percent");
        let units: Map<String, Json> = units.map(|it| (it.name.to_owned(), "%".into())).collect();
        let mut described = json!({
            "title": table.title(),
            "description": table.description(),
            "columns": columns,
        });
        if let (false, Some(described)) = (units.is_empty(), described.as_object_mut()) {
            described.insert("units".to_owned(), units.into());
        }
        tables.insert(table.name().to_owned(), described);
    }
    json!({
        "title": about.title,
        "description": about.description(),
        "license": metadata.license.title(),
        "license_url": metadata.license.url(),
        "source": format!("{}（{}）", about.title, metadata.publisher),
        "source_url": metadata.source_url,
        "about": metadata.contact,
        "about_url": metadata.contact_url.as_ref().unwrap_or(&metadata.source_url),
        "databases": {"data": {"title": about.title, "tables": tables}},
    })
}
