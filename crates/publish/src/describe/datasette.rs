//! `metadata.json`: what Datasette shows around `data.sqlite`: title, licence, source, and
//! what each column holds. A unit that is the same in every row is shown behind the number;
//! of others the description says in which column they stand.

use super::About;
use crate::tables::{Column, Unit};
use serde_json::{Map, Value as Json, json};

pub(super) fn metadata(about: &About<'_>) -> Json {
    let metadata = about.metadata;
    let mut tables = Map::new();
    for table in &about.tables {
        let columns: Map<String, Json> =
            table.columns().iter().map(|it| (it.name.to_owned(), described(it).into())).collect();
        let unit = |it: &Column| match it.unit {
            Some(Unit::Is(unit)) => Some((it.name.to_owned(), Json::from(unit))),
            _ => None,
        };
        let units: Map<String, Json> = table.columns().iter().filter_map(unit).collect();
        let mut all = json!({
            "title": table.title(),
            "description": table.description(),
            "columns": columns,
        });
        if let (false, Some(all)) = (units.is_empty(), all.as_object_mut()) {
            all.insert("units".to_owned(), units.into());
        }
        tables.insert(table.name().to_owned(), all);
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
        // A page whose unit Datasette doesn't know is an error; what is counted has no prefix.
        "custom_units": ["件 = 1"],
        "databases": {"data": {"title": about.title, "tables": tables}},
    })
}

fn described(column: &Column) -> String {
    let Column { title, description, unit, .. } = column;
    match unit {
        Some(Unit::In(column)) => format!("{title}：{description}単位は {column}。"),
        _ => format!("{title}：{description}"),
    }
}
