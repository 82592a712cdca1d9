//! What catalogues want: a row a file of the オープンデータ一覧, data set and data dictionary
//! for CKAN, and JSON-LD for search engines.

use super::{About, File};
use crate::cell::Kind;
use crate::package::Encoding;
use crate::tables::Header;
use csv::{Terminator, WriterBuilder};
use serde_json::{Map, Value as Json, json};
use std::io;

/// The columns of the オープンデータ一覧 (自治体標準オープンデータセット), as programs of
/// municipalities read them.
const LIST: [&str; 36] = [
    "全国地方公共団体コード",
    "地方公共団体名",
    "データセット_ID",
    "データセット_タイトル",
    "データセット_概要",
    "データセット_キーワード",
    "データセット_分類",
    "データセット_公開日",
    "データセット_最終更新日",
    "データセット_URL",
    "データセット_更新頻度",
    "データセット_準拠する標準",
    "データセット_関連ドキュメント",
    "データセット_対象期間",
    "データセット_連絡先名称",
    "データセット_連絡先メールアドレス",
    "データセット_連絡先電話番号",
    "データセット_連絡先内線番号",
    "データセット_連絡先FormURL",
    "データセット_連絡先備考（その他、SNSなど）",
    "データセット_備考",
    "ファイル_タイトル",
    "ファイル_説明",
    "ファイル_アクセスURL",
    "ファイル_ダウンロードURL",
    "ファイル形式",
    "ファイル_ライセンス",
    "ファイル_ステータス",
    "ファイル_サイズ",
    "ファイル_公開日",
    "ファイル_最終更新日",
    "ファイル_利用規約",
    "ファイル_関連ドキュメント",
    "ファイル_言語",
    "ファイル_準拠する標準",
    "ファイル_備考",
];

/// Where a file will lie on the web, as far as that is said.
fn url(about: &About<'_>, file: &File) -> Option<String> {
    let base = about.metadata.files_url.as_ref()?;
    Some(format!("{}/{}", base.trim_end_matches('/'), file.path))
}

/// `opendata-list.csv`
pub(super) fn list(about: &About<'_>, files: &[File]) -> io::Result<Vec<u8>> {
    let metadata = about.metadata;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let mark = about.options.encoding == (Encoding::Utf8 { bom: true });
    let bytes = if mark { "\u{feff}".as_bytes().to_vec() } else { Vec::new() };
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(bytes);
    writer.write_record(LIST)?;
    let note = if about.is_complete() {
        ""
    } else {
        "読み取れなかった箇所があります（README参照）"
    };
    // Of all reports, and the same for each file.
    let (description, period) = (about.description(), text(&about.period()));
    for file in files {
        let cells = LIST.map(|column| match column {
            "全国地方公共団体コード" => metadata.code.clone(),
            "地方公共団体名" => metadata.publisher.clone(),
            "データセット_ID" => metadata.id.clone(),
            "データセット_タイトル" => about.title.to_owned(),
            "データセット_概要" => description.clone(),
            "データセット_キーワード" => metadata.keywords.join(";"),
            "データセット_分類" => text(&metadata.category),
            "データセット_公開日" | "ファイル_公開日" => text(&metadata.released),
            "データセット_最終更新日" | "ファイル_最終更新日" => {
                text(&metadata.modified.clone().or_else(|| metadata.released.clone()))
            }
            "データセット_URL" | "ファイル_アクセスURL" => text(&metadata.page_url),
            "データセット_更新頻度" => metadata.update_frequency.clone(),
            "データセット_関連ドキュメント" => metadata.source_url.clone(),
            "データセット_対象期間" => period.clone(),
            "データセット_連絡先名称" => metadata.contact.clone(),
            "データセット_連絡先メールアドレス" => text(&metadata.contact_email),
            "データセット_連絡先電話番号" => text(&metadata.contact_phone),
            "データセット_連絡先FormURL" => text(&metadata.contact_url),
            "データセット_備考" => note.to_owned(),
            "ファイル_タイトル" => format!("{}（{}）", file.title, file.format),
            "ファイル_説明" => file.description.clone(),
            "ファイル_ダウンロードURL" => text(&url(about, file)),
            "ファイル形式" => file.format.to_owned(),
            "ファイル_ライセンス" => metadata.license.name().to_owned(),
            "ファイル_ステータス" => "配信中".to_owned(),
            "ファイル_サイズ" => file.bytes.to_string(),
            "ファイル_利用規約" => metadata.license.url().to_owned(),
            "ファイル_言語" => "ja".to_owned(),
            _ => String::new(),
        });
        writer.write_record(cells)?;
    }
    writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

/// `ckan.json`: what `package_create`, `resource_create` and `datastore_create` take.
pub(super) fn ckan(about: &About<'_>, files: &[File]) -> Json {
    let metadata = about.metadata;
    let license = match metadata.license {
        crate::metadata::Licence::CcBy40 => "CC-BY-4.0",
        crate::metadata::Licence::Pdl10 => "other-open",
    };
    let extra = |key: &str, value: &str| json!({"key": key, "value": value});
    let period = about.period().unwrap_or_default();
    let mut extras = vec![
        extra("全国地方公共団体コード", &metadata.code),
        extra("更新頻度", &metadata.update_frequency),
        extra("対象期間", &period),
        extra("ライセンス", metadata.license.name()),
        extra("完全性", if about.is_complete() { "全体" } else { "一部（README参照）" }),
    ];
    extras.retain(|it| it.get("value").and_then(Json::as_str).is_some_and(|it| !it.is_empty()));
    let resources: Vec<Json> = files.iter().map(|it| ckan_resource(about, it)).collect();
    let tags: Vec<Json> = metadata.keywords.iter().map(|it| json!({"name": it})).collect();
    json!({
        "name": metadata.id.to_lowercase(),
        "title": about.title,
        "notes": about.description(),
        "url": metadata.source_url,
        "author": metadata.publisher,
        "maintainer": metadata.contact,
        "maintainer_email": metadata.contact_email,
        "license_id": license,
        "license_url": metadata.license.url(),
        "tags": tags,
        "extras": extras,
        "resources": resources,
    })
}

fn ckan_resource(about: &About<'_>, file: &File) -> Json {
    let dictionary: Vec<Json> = match file.table {
        Some(table) if file.format == "CSV" => table
            .columns()
            .iter()
            .map(|column| {
                let kind = match column.kind {
                    Kind::Text | Kind::Code | Kind::Boolean => "text",
                    Kind::Integer | Kind::Year | Kind::Number => "numeric",
                };
                let header = column.header(about.options.header);
                let label = match about.options.header {
                    Header::Japanese => column.name,
                    Header::English => column.title,
                };
                let info =
                    json!({"label": label, "notes": column.description, "type_override": kind});
                json!({"id": header, "type": kind, "info": info})
            })
            .collect(),
        _ => Vec::new(),
    };
    let mut all = json!({
        "name": file.title,
        "description": file.description,
        "format": file.format,
        "mimetype": file.mediatype,
        "size": file.bytes,
        "hash": file.sha256,
        "upload": file.path,
    });
    if let Some(all) = all.as_object_mut() {
        if let Some(url) = url(about, file) {
            all.insert("url".to_owned(), url.into());
        }
        if !dictionary.is_empty() {
            all.insert("fields".to_owned(), dictionary.into());
        }
    }
    all
}

/// `dataset.jsonld`: schema.org, as Google Dataset Search reads it in a page.
pub(super) fn jsonld(about: &About<'_>, files: &[File]) -> Json {
    let metadata = about.metadata;
    let distribution: Vec<Json> = files
        .iter()
        .map(|file| {
            let mut all = json!({
                "@type": "DataDownload",
                "name": file.title,
                "encodingFormat": file.mediatype,
                "contentSize": format!("{} B", file.bytes),
                "sha256": file.sha256,
            });
            let place = url(about, file).unwrap_or_else(|| file.path.clone());
            if let Some(all) = all.as_object_mut() {
                all.insert("contentUrl".to_owned(), place.into());
            }
            all
        })
        .collect();
    // The first two digits are those of the prefecture; without the check digit the code
    // names an area of the statistics (統計LOD).
    let area = metadata.code.get(..5).unwrap_or_default();
    let mut all = Map::new();
    let mut set = |name: &str, value: Json| {
        if !value.is_null() {
            all.insert(name.to_owned(), value);
        }
    };
    set("@context", "https://schema.org/".into());
    set("@type", "Dataset".into());
    set("identifier", metadata.id.clone().into());
    set("name", about.title.into());
    set("description", about.description().into());
    set("url", json!(metadata.page_url));
    set("inLanguage", "ja".into());
    set("license", metadata.license.url().into());
    set("isBasedOn", metadata.source_url.clone().into());
    set(
        "keywords",
        if metadata.keywords.is_empty() { Json::Null } else { json!(metadata.keywords) },
    );
    set("temporalCoverage", json!(about.period()));
    let place = json!({
        "@type": "Place",
        "name": metadata.publisher,
        "identifier": metadata.code,
        "sameAs": format!("http://data.e-stat.go.jp/lod/sac/C{area}"),
    });
    set("spatialCoverage", place);
    let contact = json!({
        "@type": "ContactPoint",
        "name": metadata.contact,
        "email": metadata.contact_email,
        "telephone": metadata.contact_phone,
        "url": metadata.contact_url,
    });
    let organisation = json!({"@type": "GovernmentOrganization", "name": metadata.publisher, "contactPoint": contact});
    set("creator", organisation.clone());
    set("publisher", organisation);
    set("datePublished", json!(metadata.released));
    set("dateModified", json!(metadata.modified));
    set("creditText", about.attribution().join(" ").into());
    set("distribution", distribution.into());
    Json::Object(all)
}
