//! The stable codes of errors: what each means and what to do about it, for
//! `tenken explain`, for the manifest of a batch, and for programs.

use crate::finding::Message;
use std::fmt;

macro_rules! codes {
    ($($code:ident $title_ja:literal $title_en:literal $help_ja:literal $help_en:literal)*) => {
        /// Why a document could not be read, or a job not be done. A code never
        /// changes its meaning.
        ///
        /// E1 the document itself, E2 its result, E3 the limits under which it was
        /// read, E4 the batch, E5 what is published, E9 errors of this program.
        #[non_exhaustive]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ErrorCode { $(#[doc = $title_en] $code),* }

        impl ErrorCode {
            /// All of them, in their order.
            pub const ALL: &'static [ErrorCode] = &[$(ErrorCode::$code),*];

            /// The code as it is printed and published.
            pub fn as_str(self) -> &'static str {
                match self { $(ErrorCode::$code => stringify!($code)),* }
            }

            /// What happened, in one line.
            pub fn title(self) -> Message {
                match self { $(ErrorCode::$code => Message::new($title_ja, $title_en)),* }
            }

            /// Why it happens, and what to do about it.
            pub fn help(self) -> Message {
                match self { $(ErrorCode::$code => Message::new($help_ja, $help_en)),* }
            }
        }
    };
}

codes! {
    E101 "ファイルを読めません" "The file can't be read"
        "OSがファイルを渡しませんでした。パスの誤り、権限の不足、ネットワークドライブの切断などが考えられます。メッセージの中のOSの説明を確認してください。"
        "The operating system does not hand the file out: a wrong path, a lack of permission, a network drive that is gone. Its own words stand in the message."
    E102 "ファイルが空です" "The file is empty"
        "0バイトのファイルです。ダウンロードの失敗がほとんどです。もう一度取得してください。"
        "It has no bytes at all, most often because a download failed. Get it again."
    E103 "PDFでもExcelブックでもありません" "Neither a PDF nor a workbook"
        "形式は拡張子ではなく内容で判断します。CSVやHTML（エラーページ）が .pdf や .xlsx の名前で保存されていることがあります。PDF・xlsx・xlsm・xls・xlsb・ods を指定してください。"
        "Formats are told by content, not by name. Often a CSV or an HTML page (an error of a web site) was saved under the name of a document. Give a PDF, xlsx, xlsm, xls, xlsb or ods."
    E104 "ファイルが大きすぎます" "The file is too large"
        "1ファイルの上限は1GiBです。点検報告書は10MBに満たないのが普通で、数百MBのものはほぼスキャン画像です。必要なページだけに分割してください。"
        "One file may have 1 GiB. Reports have less than 10 MB; files of hundreds are scans, which hold no text. Split it."
    E105 "パスワードがかかっています" "It opens only with a password"
        "開くためのパスワードがあるファイルは読みません。パスワードを外した写しを作って指定してください。印刷や編集の制限だけのファイルは読めます。"
        "A file that needs a password to open is not read: make a copy without one. A file that only restricts printing or editing is read."
    E106 "対応していない暗号化です" "Encrypted in a way that is not supported"
        "証明書や独自の方式で暗号化されています。開けるソフトで暗号化なしに保存し直してください。"
        "It is encrypted by certificate, or by a scheme of its own. Save it without encryption from a program that opens it."
    E107 "PDFが途中で切れています" "The PDF is cut short"
        "末尾の %%EOF がなく、読めた部分に施策の一覧表がありませんでした。ダウンロードし直してください。"
        "Its end (%%EOF) is missing, and what is left holds no table of measures. Download it again."
    E108 "PDFとして解釈できません" "Can't be parsed as a PDF"
        "目次にあたる部分（相互参照表）やページの一覧が壊れていて、修復もできませんでした。別のソフトで開いて保存し直すと読めることがあります。"
        "The table of its objects or of its pages is damaged beyond repair. A viewer that opens it may save it whole."
    E109 "ブックとして解釈できません" "Can't be parsed as a workbook"
        "圧縮ファイルとして壊れているか、必要な部品がありません。Excelなどで開いて保存し直してください。"
        "Its archive is damaged, or a part that must be there is not. Open it in a spreadsheet program and save it again."
    E110 "上限を超えています" "Beyond a limit"
        "ページ、シート、文字などの数が、正当な文書ではありえない量です。必要な部分だけのファイルにしてください。ページ数の上限は --limit-pages で変えられます。"
        "It asks for more pages, sheets, glyphs or the like than a document has. Give a file with only the part that is needed. --limit-pages sets how many pages there may be."
    E111 "文字がありません（スキャン画像）" "No text: scanned"
        "どのページにも文字がなく、画像だけのようです。作成元のファイルか、OCR済みのPDFを指定してください。"
        "There is no text on any page, only pictures. Give the original, or a PDF that went through OCR."
    E112 "施策の一覧表がありません" "No table of measures"
        "番号・施策名・評価（またはそれに当たる言葉）の見出しを持つ表がありません。表だけを取り出すには tenken tables を使ってください。"
        "There is no table whose headers are 番号, 施策名 and 評価, or words like them. tenken tables prints the tables of any document."
    E113 "通常のファイルではありません" "Not a regular file"
        "名前付きパイプ、デバイス、ソケットなどは、いつまでも終わらないことがあるため読みません。内容をファイルに保存するか、標準入力（-）から渡してください。"
        "A pipe, a device or a socket may never end, so it is not read. Save what it gives to a file, or hand it over through stdin (-)."
    E114 "フォルダをたどれません" "The folder can't be searched"
        "権限がないか、フォルダが深すぎるか、リンクが輪になっています。文書のあるフォルダを直接指定してください。"
        "There is no permission, it is too deep, or its links run in a circle. Name the folder that holds the documents."
    E115 "アーカイブを読めません" "The archive can't be read"
        "ZIPが壊れているか、暗号化されているか、展開後の大きさや件数が上限を超えています。展開してからフォルダを指定してください。"
        "The zip archive is damaged or encrypted, or what it holds is beyond the limits of size and number. Unpack it and name the folder."
    E201 "結果を書き出せません" "The result can't be written"
        "出力先の空き容量と権限を確認してください。書きかけのファイルは残りません。"
        "Check the space and the permissions of where it goes. No half-written file is left."
    E301 "時間の上限を超えました" "Beyond the limit of time"
        "1文書に使えるCPU時間を超えたため、読み取りを打ち切りました。他の文書には影響しません。正当な文書であれば --limit-time で上限を上げてください。"
        "Reading took more processor time than one document may, and was ended; no other document is concerned. If the document is a real one, raise --limit-time."
    E302 "メモリの上限を超えました" "Beyond the limit of memory"
        "1文書に使えるメモリを超えたため、読み取りを打ち切りました。他の文書には影響しません。正当な文書であれば --limit-memory で上限を上げてください。"
        "Reading took more memory than one document may, and was ended; no other document is concerned. If the document is a real one, raise --limit-memory."
    E303 "読み取りプロセスが異常終了しました" "The process that read it died"
        "この文書を読んでいたプロセスが終了しました。本プログラムの不具合です。他の文書には影響しません。文書を添えて開発者に知らせてください。"
        "The process that read this document ended; that is an error of this program, and no other document is concerned. Please report it with the document."
    E304 "読み取りプロセスを起動できません" "The process to read it can't be started"
        "OSがプロセスを起動しませんでした。プロセス数やメモリの制限を確認するか、--isolate never を指定してください。"
        "The operating system does not start it. Check its limits of processes and memory, or give --isolate never."
    E401 "文書が見つかりません" "No document found"
        "指定したパスに、読める形式（pdf・xlsx・xlsm・xls・xlsb・ods・zip）の文書がありません。パスを確認してください。"
        "There is no document of a format that can be read (pdf, xlsx, xlsm, xls, xlsb, ods, zip) where you said. Check the path."
    E402 "複数の入力の出力先が同じです" "Two inputs have one output"
        "異なる入力が同じ名前の結果になるため、何も読まずに止めました。共通の上位フォルダを指定すると、その下の構成のまま出力します。"
        "Different inputs would be written to one name, so nothing was read. Name the folder that holds them all: what is below it is mirrored."
    E403 "出力先を別の実行が使っています" "Another run writes to this folder"
        "同じ出力先への実行が進行中です。終わるのを待つか、別の出力先を指定してください。"
        "A run that writes to this folder is under way. Wait for its end, or give another folder."
    E404 "前の年度の報告書ではありません" "Not the report of a year before"
        "--before の報告書が、点検する報告書と同じ年度か後の年度のものです。前の年度の報告書を指定してください。"
        "The report of --before is of the same year as the one that is checked, or of a later one. Give that of a year before."
    E405 "設定を読めません" "Settings can't be read"
        "tenken.toml、expectations.toml、--baseline のファイルの書き方が違います。表示された行を直してください。形は tenken schema config、expectations、baseline で表示します。"
        "tenken.toml, expectations.toml or the file of --baseline is not written as it should be. Mend the line that is named; tenken schema config, expectations and baseline print their form."
    E501 "パッケージに必要な情報がありません" "Metadata of the package is missing"
        "公開者・全国地方公共団体コード・元のURL・連絡先・更新頻度・データセットIDは、報告書からは分からないため、フラグか tenken.toml の [publish] で指定してください。推測して補うことはしません。"
        "Who publishes, the code of the local government, where the report was published, whom to ask, how often it is renewed and the id of the data set stand in no report. Give them by flag or in [publish] of tenken.toml; nothing is made up."
    E502 "パッケージの情報に誤りがあります" "Metadata of the package is wrong"
        "検査数字の合わない全国地方公共団体コード、URLや日付の形でない値などです。メッセージに、どの項目がどう違うかがあります。"
        "A code whose check digit is wrong, what is no URL or no date, and the like. The message names each of them and what was found."
    E503 "同じ報告書が2つあります" "Two reports of one key"
        "同じ計画・同じ年度の報告書、または1つの報告書のPDFとExcelが一緒に指定されています。二重に数えないよう、1つだけを指定してください。"
        "Two reports of one plan and year were given, or the PDF and the workbook of one report. Nothing may be counted twice: give one of them."
    E504 "全体を読めていない報告書は公開しません" "A report that was not read whole is not published"
        "欠けのあるデータが知らずに公開されないよう、止めました。指摘を確認し、それでも公開する場合は --allow-incomplete を付けてください。README とメタデータに記載されます。"
        "So that no gap is published without anybody knowing. Look at the findings; where it is to be published all the same, --allow-incomplete does, and README and metadata say so."
    E505 "出力先に別のものがあります" "Something else is where the package should go"
        "空のフォルダか、同じデータセットIDの以前のパッケージだけを置き換えます。別の名前を指定してください。"
        "Only an empty folder, or an earlier package of the same id, is replaced. Give another name."
    E506 "パッケージまたは報告書JSONを読めません" "A package or the JSON of a report can't be read"
        "tenken publish が作ったフォルダ、または tenken convert が出力したJSONではないか、書き換えられています。メッセージに場所と理由があります。"
        "It is no folder that tenken publish made, no JSON that tenken convert printed, or it was changed. The message says where and why."
    E507 "この tenken には含まれていない形式です" "A format that this tenken was built without"
        "SQLite と Parquet は、作るときに選ぶ機能です（--features sqlite,parquet）。含めて作り直すか、その形式を外してください。"
        "SQLite and Parquet are chosen when tenken is built (--features sqlite,parquet). Build it with them, or leave the format out."
    E508 "パッケージの元の報告書が見つかりません" "The report of a package can't be found"
        "照合には、パッケージの元になった報告書か、別のパッケージが要ります。--against で指定するか、パッケージと同じ場所に置いてください。"
        "To compare a package, the report that it was made of is needed, or another package. Name it by --against, or put it beside the package."
    E901 "出力がスキーマに合いません（内部エラー）" "The output does not match its schema (internal error)"
        "本プログラムの不具合です。誤った出力が渡らないよう、書き出しを止めました。文書を添えて開発者に知らせてください。"
        "That is an error of this program, which hands nothing on that is not what its schema says. Please report it with the document."
    E902 "読み取りが異常終了しました（内部エラー）" "Reading it panicked (internal error)"
        "本プログラムの不具合です。他の文書には影響しません。文書を添えて開発者に知らせてください。"
        "That is an error of this program; no other document is concerned. Please report it with the document."
}

impl ErrorCode {
    /// The code of this name, in upper or lower case.
    pub fn from_name(name: &str) -> Option<ErrorCode> {
        Self::ALL.iter().copied().find(|code| code.as_str().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::ErrorCode;

    #[test]
    fn codes_are_found_by_name_and_stand_in_order() {
        for code in ErrorCode::ALL {
            assert_eq!(ErrorCode::from_name(&code.as_str().to_lowercase()), Some(*code));
            for text in [code.title(), code.help()] {
                assert!(!text.ja.is_empty() && !text.en.is_empty(), "{code}");
            }
        }
        assert!(ErrorCode::ALL.is_sorted_by_key(|code| code.as_str()));
        assert_eq!(ErrorCode::from_name("E999"), None);
    }
}
