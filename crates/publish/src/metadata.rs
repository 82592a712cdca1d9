//! What a package says of itself and no report does: who publishes it, under which licence,
//! where it came from. It is given, or asked for by name; never invented.

use crate::report::refused;
use schemars::JsonSchema;
use serde::Deserialize;
use tenken::{Error, ErrorCode};

/// The metadata as given: the table `[publish]` of `tenken.toml`, or flags.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Metadata {
    /// データセット_ID: letters, digits, `-` and `_`; the same in every release.
    pub id: Option<String>,
    /// The title of the package; that of the report where it has one report.
    pub title: Option<String>,
    /// What it is, in a sentence or two.
    pub description: Option<String>,
    /// 地方公共団体名
    pub publisher: Option<String>,
    /// 全国地方公共団体コード: six digits, the last a check digit.
    pub code: Option<String>,
    /// `CC-BY-4.0` or `PDL1.0`.
    pub license: Option<String>,
    /// The page or file on the web that the report was taken from.
    pub source_url: Option<String>,
    /// 連絡先名称
    pub contact: Option<String>,
    /// 連絡先メールアドレス
    pub contact_email: Option<String>,
    /// 連絡先電話番号
    pub contact_phone: Option<String>,
    /// 連絡先FormURL
    pub contact_url: Option<String>,
    /// 更新頻度: 年1回
    pub update_frequency: Option<String>,
    /// データセット_キーワード
    pub keywords: Vec<String>,
    /// データセット_分類
    pub category: Option<String>,
    /// データセット_公開日, `2025-09-30`.
    pub released: Option<String>,
    /// データセット_最終更新日, `2025-09-30`.
    pub modified: Option<String>,
    /// The page of the data set in the catalogue.
    pub page_url: Option<String>,
    /// The folder on the web in which the files will lie.
    pub files_url: Option<String>,
}

/// Metadata that has all that a package needs, each of it well-formed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "as in Metadata")]
pub struct Described {
    pub id: String,
    pub title: Option<String>,
    pub description: Option<String>,
    pub publisher: String,
    pub code: String,
    pub license: Licence,
    pub source_url: String,
    pub contact: String,
    pub contact_email: Option<String>,
    pub contact_phone: Option<String>,
    pub contact_url: Option<String>,
    pub update_frequency: String,
    pub keywords: Vec<String>,
    pub category: Option<String>,
    pub released: Option<String>,
    pub modified: Option<String>,
    pub page_url: Option<String>,
    pub files_url: Option<String>,
}

/// The licences that the catalogues of Japan take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Licence {
    /// クリエイティブ・コモンズ 表示 4.0 国際
    CcBy40,
    /// 公共データ利用規約（第1.0版）
    Pdl10,
}

impl Licence {
    /// Its name for programs.
    pub fn name(self) -> &'static str {
        match self {
            Licence::CcBy40 => "CC-BY-4.0",
            Licence::Pdl10 => "PDL1.0",
        }
    }

    /// Its title.
    pub fn title(self) -> &'static str {
        match self {
            Licence::CcBy40 => "クリエイティブ・コモンズ 表示 4.0 国際",
            Licence::Pdl10 => "公共データ利用規約（第1.0版）",
        }
    }

    /// Where its text is.
    pub fn url(self) -> &'static str {
        match self {
            Licence::CcBy40 => "https://creativecommons.org/licenses/by/4.0/deed.ja",
            Licence::Pdl10 => {
                "https://www.digital.go.jp/resources/open_data/public_data_license_v1.0"
            }
        }
    }

    /// The licence of a name, however it is written.
    pub fn named(name: &str) -> Option<Licence> {
        let plain: String =
            name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
        match plain.as_str() {
            "ccby40" | "ccby" => Some(Licence::CcBy40),
            "pdl10" | "pdl" => Some(Licence::Pdl10),
            _ => None,
        }
    }
}

/// What is wrong with one of the metadata: its name, and why.
type Problem = (&'static str, String, String);

impl Metadata {
    /// These, and where they are silent those below.
    pub fn over(self, below: Metadata) -> Metadata {
        Metadata {
            id: self.id.or(below.id),
            title: self.title.or(below.title),
            description: self.description.or(below.description),
            publisher: self.publisher.or(below.publisher),
            code: self.code.or(below.code),
            license: self.license.or(below.license),
            source_url: self.source_url.or(below.source_url),
            contact: self.contact.or(below.contact),
            contact_email: self.contact_email.or(below.contact_email),
            contact_phone: self.contact_phone.or(below.contact_phone),
            contact_url: self.contact_url.or(below.contact_url),
            update_frequency: self.update_frequency.or(below.update_frequency),
            keywords: if self.keywords.is_empty() { below.keywords } else { self.keywords },
            category: self.category.or(below.category),
            released: self.released.or(below.released),
            modified: self.modified.or(below.modified),
            page_url: self.page_url.or(below.page_url),
            files_url: self.files_url.or(below.files_url),
        }
    }

    /// The metadata, if it has what a package needs; `file` is for the error.
    ///
    /// # Errors
    ///
    /// Where something is missing (E501), all of it by its name; where something is not
    /// what it should be (E502), with what was found.
    pub fn described(self, file: &str) -> Result<Described, Error> {
        let missing: Vec<(&str, &str, &str)> = [
            ("id", "データセットID", "the id of the data set", &self.id),
            ("publisher", "地方公共団体名", "who publishes it", &self.publisher),
            ("code", "全国地方公共団体コード", "the code of the local government", &self.code),
            ("source_url", "元の報告書のURL", "where the report was published", &self.source_url),
            ("contact", "連絡先名称", "whom to ask", &self.contact),
            ("update_frequency", "更新頻度", "how often it is renewed", &self.update_frequency),
        ]
        .into_iter()
        .filter(|it| it.3.as_deref().is_none_or(|it| it.trim().is_empty()))
        .map(|(name, ja, en, _)| (name, ja, en))
        .collect();
        if !missing.is_empty() {
            return Err(lacks(file, &missing));
        }
        let problems = self.problems();
        if !problems.is_empty() {
            return Err(wrong(file, &problems));
        }
        let given = |text: Option<String>| text.unwrap_or_default();
        let license = self.license.as_deref().map_or(Some(Licence::CcBy40), Licence::named);
        Ok(Described {
            id: given(self.id),
            title: self.title,
            description: self.description,
            publisher: given(self.publisher),
            code: given(self.code),
            license: license.unwrap_or(Licence::CcBy40),
            source_url: given(self.source_url),
            contact: given(self.contact),
            contact_email: self.contact_email,
            contact_phone: self.contact_phone,
            contact_url: self.contact_url,
            update_frequency: given(self.update_frequency),
            keywords: self.keywords,
            category: self.category,
            released: self.released,
            modified: self.modified,
            page_url: self.page_url,
            files_url: self.files_url,
        })
    }

    fn problems(&self) -> Vec<Problem> {
        let mut problems: Vec<Problem> = Vec::new();
        let mut judge = |name, given: Option<&String>, is: fn(&str) -> bool, ja: &str, en: &str| {
            if let Some(found) = given.filter(|it| !is(it)) {
                problems.push((name, format!("「{found}」: {ja}"), format!("{found:?}: {en}")));
            }
        };
        let is_id =
            |it: &str| it.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '-' | '_'));
        judge(
            "id",
            self.id.as_ref(),
            is_id,
            "半角の英数字と - _ だけで書いてください",
            "only letters, digits, - and _",
        );
        let urls = [
            ("source_url", &self.source_url),
            ("contact_url", &self.contact_url),
            ("page_url", &self.page_url),
            ("files_url", &self.files_url),
        ];
        for (name, url) in urls {
            let (ja, en) =
                ("http:// か https:// で始まるURLではありません", "no URL of http or https");
            judge(name, url.as_ref(), is_url, ja, en);
        }
        for (name, date) in [("released", &self.released), ("modified", &self.modified)] {
            judge(
                name,
                date.as_ref(),
                is_date,
                "2025-09-30 の形の日付ではありません",
                "no date such as 2025-09-30",
            );
        }
        let (ja, en) = ("CC-BY-4.0 か PDL1.0 を指定してください", "either CC-BY-4.0 or PDL1.0");
        judge("license", self.license.as_ref(), |it| Licence::named(it).is_some(), ja, en);
        problems.extend(self.code.as_deref().and_then(code_problem));
        problems
    }
}

/// What is wrong with a 全国地方公共団体コード.
fn code_problem(code: &str) -> Option<Problem> {
    let expected = check_digit(code.get(..5).unwrap_or_default());
    match (code.len(), expected) {
        (6, Some(digit)) if code.ends_with(digit) => None,
        (6, Some(digit)) => Some((
            "code",
            format!(
                "「{code}」: 検査数字が合いません（{}なら{digit}）",
                code.get(..5).unwrap_or_default()
            ),
            format!(
                "{code:?}: the check digit of {} is {digit}",
                code.get(..5).unwrap_or_default()
            ),
        )),
        (5, _) if check_digit(code).is_some() => {
            let digit = check_digit(code).unwrap_or('0');
            Some((
                "code",
                format!("「{code}」: 検査数字がありません（{code}{digit} では）"),
                format!("{code:?}: the check digit is missing ({code}{digit}?)"),
            ))
        }
        _ => Some((
            "code",
            format!("「{code}」: 半角6桁の数字ではありません"),
            format!("{code:?}: not six digits"),
        )),
    }
}

/// The check digit of the five digits of a 都道府県コード and 市区町村コード (JIS X 0401,
/// 0402): the digits weighted 6 to 2, their sum modulo 11 taken from 11, its last digit.
pub(crate) fn check_digit(five: &str) -> Option<char> {
    let digits: Vec<u32> = five.chars().map(|it| it.to_digit(10)).collect::<Option<_>>()?;
    if digits.len() != 5 {
        return None;
    }
    let sum: u32 = digits.iter().zip([6, 5, 4, 3, 2]).map(|(digit, weight)| digit * weight).sum();
    char::from_digit((11 - sum % 11) % 10, 10)
}

/// Whether a text is a 全国地方公共団体コード with the right check digit.
pub(crate) fn is_code(code: &str) -> bool {
    code_problem(code).is_none()
}

fn is_url(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|it| !it.is_empty() && !it.contains(char::is_whitespace))
}

/// Whether a text is a day of the calendar, as ISO 8601 writes it.
pub(crate) fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let number = |text: &str, digits: usize| -> Option<u32> {
        (text.len() == digits && text.bytes().all(|it| it.is_ascii_digit()))
            .then(|| text.parse().ok())
            .flatten()
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2))
    else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// Asks for what is missing: its name, and what it is.
pub(crate) fn lacks(file: &str, missing: &[(&str, &str, &str)]) -> Error {
    let lines = |word: fn(&(&str, &str, &str)) -> String| {
        let each = missing.iter().map(|it| format!("{} … {}", flag(it.0), word(it)));
        each.collect::<Vec<_>>().join("; ")
    };
    let ja = format!(
        "パッケージに必要な情報がありません。フラグか tenken.toml の [publish] で指定してください: {}",
        lines(|it| format!("{}（[publish] の {}）", it.1, it.0.replace('_', "-")))
    );
    let en = format!(
        "metadata that a package needs is missing; give it by flag, or in [publish] of tenken.toml: {}",
        lines(|it| format!("{} ({} in [publish])", it.2, it.0.replace('_', "-")))
    );
    refused(file, ErrorCode::E501, ja, en)
}

fn wrong(file: &str, problems: &[Problem]) -> Error {
    let lines = |word: fn(&Problem) -> &str| {
        let each = problems.iter().map(|it| format!("{} {}", flag(it.0), word(it)));
        each.collect::<Vec<_>>().join("; ")
    };
    let ja = format!("パッケージの情報に誤りがあります: {}", lines(|it| &it.1));
    let en = format!("metadata of the package is wrong: {}", lines(|it| &it.2));
    refused(file, ErrorCode::E502, ja, en)
}

fn flag(name: &str) -> String {
    format!("--{}", name.replace('_', "-"))
}

#[cfg(test)]
mod tests {
    use super::{Metadata, check_digit, is_code, is_date};

    #[test]
    fn check_digits_of_local_governments() {
        // 神奈川県, 北海道, 札幌市, 横浜市, 那覇市
        for code in ["140007", "010006", "011002", "141003", "472018"] {
            assert_eq!(check_digit(&code[..5]), code.chars().last(), "{code}");
            assert!(is_code(code));
        }
        for code in ["140000", "14000", "１４０００７", "1400077", "abcdef", ""] {
            assert!(!is_code(code), "{code}");
        }
    }

    #[test]
    fn days_of_the_calendar() {
        for date in ["2025-09-30", "2024-02-29", "2000-02-29"] {
            assert!(is_date(date), "{date}");
        }
        for date in ["2025-02-29", "1900-02-29", "2025-9-30", "2025-04-31", "2025/09/30", "令和7年"]
        {
            assert!(!is_date(date), "{date}");
        }
    }

    fn given() -> Metadata {
        let text = |text: &str| Some(text.to_owned());
        Metadata {
            id: text("dx-r6"),
            publisher: text("うみやま県"),
            code: text("140007"),
            source_url: text("https://example.jp/dx"),
            contact: text("デジタル戦略課"),
            update_frequency: text("年1回"),
            ..Metadata::default()
        }
    }

    #[test]
    fn what_is_missing_is_asked_for_by_name() {
        assert_eq!(given().described("p").unwrap().license.name(), "CC-BY-4.0");
        let without = Metadata { contact: Some(" ".to_owned()), code: None, ..given() };
        let words = without.described("p").unwrap_err().words();
        assert!(words.en.contains("--contact ") && words.en.contains("--code "), "{}", words.en);
        assert!(
            words.ja.contains("連絡先名称") && !words.ja.contains("--publisher"),
            "{}",
            words.ja
        );
    }

    #[track_caller]
    fn wrong(metadata: Metadata, word: &str) {
        let error = metadata.described("p").unwrap_err();
        assert_eq!(error.code().as_str(), "E502");
        assert!(error.words().en.contains(word), "{}", error.words().en);
    }

    #[test]
    fn what_is_wrong_is_said() {
        let text = |text: &str| Some(text.to_owned());
        wrong(Metadata { code: text("140008"), ..given() }, "check digit of 14000 is 7");
        wrong(Metadata { code: text("14000"), ..given() }, "140007?");
        wrong(Metadata { id: text("データ"), ..given() }, "--id");
        wrong(Metadata { source_url: text("example.jp"), ..given() }, "--source-url");
        wrong(Metadata { released: text("令和7年9月"), ..given() }, "--released");
        wrong(Metadata { license: text("MIT"), ..given() }, "PDL1.0");
    }

    #[test]
    fn flags_go_before_the_file() {
        let flags = Metadata { contact: Some("広報課".to_owned()), ..Metadata::default() };
        let both = flags.over(given());
        assert_eq!(both.contact.as_deref(), Some("広報課"));
        assert_eq!(both.code, given().code);
    }
}
