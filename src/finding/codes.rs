//! The manual page of each code: what it means, why it is asked, how it is decided
//! and with what tolerance. `tenken explain` and docs/checks.md print it.

use super::{Code, Message, Severity};
use std::fmt::Write;

/// The manual page of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The remark in one line.
    pub title: Message,
    /// What it says about the report.
    pub meaning: Message,
    /// Why a person should care.
    pub reason: Message,
    /// How it is decided.
    pub method: Message,
    /// What still counts as equal.
    pub tolerance: Message,
}

macro_rules! pages {
    ($($code:ident
        $title_ja:literal $title_en:literal
        $meaning_ja:literal $meaning_en:literal
        $reason_ja:literal $reason_en:literal
        $method_ja:literal $method_en:literal
        $(tolerance $tolerance_ja:literal $tolerance_en:literal)?;)*) => {
        impl Code {
            /// All of them, in the order of the manual.
            pub const ALL: &'static [Code] = &[$(Code::$code),*];

            /// Its manual page.
            pub fn page(self) -> Page {
                match self {
                    $(Code::$code => Page {
                        title: Message::new($title_ja, $title_en),
                        meaning: Message::new($meaning_ja, $meaning_en),
                        reason: Message::new($reason_ja, $reason_en),
                        method: Message::new($method_ja, $method_en),
                        tolerance: tolerance(&[$($tolerance_ja, $tolerance_en)?]),
                    },)*
                }
            }
        }
    };
}

/// The two wordings, or those of a code that has no tolerance.
fn tolerance(words: &[&str]) -> Message {
    match words {
        [ja, en] => Message::new(*ja, *en),
        _ => Message::new("ありません。", "None."),
    }
}

pages! {
    T101 "別紙を数えた件数が、記載された集計と違います" "The annex, counted, gives other totals than the report declares"
        "集計表のある体系・ある評価の件数が、別紙の行を数えた件数と一致しません。" "A count of the table of totals is not what the rows of the annex give."
        "行の欠落、記号の読み違い、集計表の更新漏れは、ほぼ必ず集計に表れます。" "A lost row, a misread symbol or totals that were not updated nearly always break a count."
        "集計表の各行を、同じ名前の体系の行と、「合計」は全行と比べます。記載のない件数は問いません。" "Each row of totals is compared with the rows of the pillar of that name, 合計 with all rows. A count that is not declared is not asked for.";
    T102 "合計の行または計の列が、内訳の和と違います" "The row or the column of all is not the sum of the others"
        "集計表の合計行か計の列が、その内訳を足した数ではありません。" "The row of all, or 計, is not what the rows or columns beside it add up to."
        "内訳だけが更新され、合計が残ることがよくあります。" "Rows are often updated and their sum forgotten."
        "各評価の列を縦に、各行の計を横に足して比べます。" "Each column is added up downwards, and each row across.";
    T103 "割合が件数と合いません" "A percentage is not its count over the count of all"
        "記載された割合が、件数を計で割った値ではありません。" "The share as printed is not its count over the count of all."
        "割合は件数とは別に計算・入力されがちです。" "Shares are often computed apart from their counts, or typed."
        "計で割り、印字された桁に四捨五入して比べます。" "The count is divided and rounded half up to the printed digits.";
    T104 "本文の件数が集計表と違います" "A number in the prose is not that of the table of totals"
        "本文に書かれた件数や割合が、集計表の値と一致しません。" "A count or a share in a sentence is not the one of the table."
        "表を直した後に文が残ることがよくあります。" "A table is mended and its sentence forgotten."
        "文中の件数を、同じ評価・同じ区分の集計表の値と比べます。" "Counts in sentences are compared with those of the same rating and group.";
    T105 "取り組んだ施策の数の内訳が合いません" "The measures undertaken do not add up"
        "本文の取り組んだ施策数が、評価・指標なし・集計中の和、または別紙の数と違います。" "The number undertaken is not the sum of its parts, or not what the annex lists."
        "別紙に載らない施策があるか、数え方が違います。" "Measures may be missing from the annex, or counted in another way."
        "本文の数を、その内訳と別紙の行数と比べます。" "The numbers of the prose are compared with their parts and with the rows.";
    T106 "区分の計が、その中の行の和と違います" "The sum of a group is not that of its rows"
        "区分ごとの計の行が、その区分の行を足した数ではありません。" "The sum row of a group is not what its rows add up to."
        "区分の1行だけが更新された可能性があります。" "One row of the group may have been updated alone."
        "区分の行を足して計の行と比べます。" "The rows of the group are added up and compared.";
    T107 "本文の分野ごとの件数が合いません" "A count by field in the prose does not fit"
        "本文に書かれた分野ごとの施策数が、体系または別紙の数と違います。" "The number of measures of a field in a sentence is not that of the plan or of the annex."
        "分野の組み替えの後に文が残ることがあります。" "Fields are rearranged and the sentence forgotten."
        "分野の名前と件数を文から取り出して比べます。" "Names of fields and counts are taken from sentences and compared.";
    T190 "件数や合計が期待した値と違います" "The annex gives other counts or sums than were expected"
        "別紙を数えた件数、行数、列の合計が、--expect または expectations.toml の値と一致しません。" "The counts, the rows or the sums of columns are not those of --expect or expectations.toml."
        "公表済みの件数は、読み取りそのものの検査になります。" "A published total is a test of the reading itself."
        "指定したものごとに数え、違うものについて原因になりうる行を挙げます。" "Each that is named is counted; where it differs, the rows that could be the cause are named.";
    R201 "評価が報告書自身の基準と合いません" "A rating that contradicts the report's own rule"
        "目標と実績から決まる評価と、記載された評価が違います。" "The rating is not one that target and actual give."
        "評価か、目標か、実績のどれかの誤記です。" "The rating, the target or the actual is a slip."
        "報告書の述べる基準（達成率または基準値からの進捗、何％以上でどの評価か）で、各項目の値から取りうる評価を求めます。基準がなければ、凡例の「達成」はすべての目標に届いたこと、それ以外は届かなかったことを求め、基準値のあるものは問いません。多いほど良いものとし、以下・以内・減、事故件数・交付時間などの言葉があれば逆にします。どちらとも取れる言葉がある場合は問いません。" "The rule that the report states (of the ratio, or of the progress from the base) gives the ratings that are open to each item. Without a rule, 達成 in the legend asks that every target is reached, all else that one is not, and rows with a base are not asked. More is better unless 以下, 以内, 減 or words such as 事故件数 and 交付時間 say otherwise; where a word may mean either, nothing is said."
        tolerance "約・概ねの付いた値が届かないもの、境界を0.5ポイント以内で下回るもの（四捨五入）は問いません。" "A value said to be about (約) may fall short, and a ratio may be half a point below a bound, for it was rounded.";
    R202 "評価を計算できません" "A rating that can't be computed"
        "目標と実績から評価を確かめられません。" "Target and actual do not tell whether the rating is right."
        "根拠が数値で示されていない評価は、読む人も確かめられません。" "No reader can check it either."
        "一方だけが数値のもの、単位の違うもの、目標が0で割合を計算できないのに中間の評価のものを挙げます。" "Named are pairs of a number and words, of different units, and a middle rating where the target is zero so that there is no ratio.";
    R203 "凡例にない評価の記号です" "A rating symbol that the legend does not know"
        "評価の欄の記号が、凡例にも既知の言葉にもありません。" "The symbol of a rating is neither in the legend nor among the known words."
        "意味が分からない評価は、どの件数にも入りません。" "A rating that is not understood is in no count."
        "記号を報告書の凡例と照合します。字形だけが違う記号（○と◯）は同じものとします。凡例のない報告書では、一般的でない記号だけを挙げます。" "The symbol is looked up in the report's legend; look-alikes (○ and ◯) are one symbol. In a report without a legend only marks are named that are not usual.";
    R204 "未達成の理由がありません" "Not achieved, and no reason is given"
        "未達成の施策に、理由が書かれていません。" "A measure that failed gives no reason."
        "理由の欄がある表は、未達成のすべてに理由を約束しています。" "A table with a column of reasons promises one for each."
        "未達成の施策の半分以上に理由がある報告書で、理由のないものを挙げます。" "Asked where half of the failed measures or more give one.";
    R205 "集計中の値がいつ分かるか書かれていません" "Pending, and nothing says until when"
        "集計中の施策に、把握の予定が書かれていません。" "Nothing says when the value will be known."
        "読む人は、いつ見直せばよいか分かりません。" "A reader can't know when to look again."
        "実績の注記の年度、または理由・備考の欄の「予定」「公表」などの言葉を探します。" "A year in the actual or its note, or a word such as 予定 or 公表, is looked for.";
    R206 "指標未設定なのに値があります" "No indicator is set, and there is a value"
        "評価は指標未設定ですが、目標か実績に数値があります。" "The rating says that nothing is measured, and target or actual is a number."
        "評価の付け忘れか、行のずれです。" "The rating was forgotten, or the value is in the wrong row."
        "その年度の目標と実績を調べます。" "Target and actual of the report's year are looked at.";
    R207 "凡例の言葉が分かりません" "A legend whose words are not known"
        "凡例らしい文はありますが、その言葉が分からないため、記号を一般的な意味で読みました。" "A text looks like the legend but its words are not known: symbols were taken as they are usually meant."
        "○が「達成」か「概ね達成」かは報告書によって違います。" "What ○ means differs from report to report."
        "使われている記号を2つ以上説明する文を探します。" "A text is looked for that explains two of the symbols in use.";
    R208 "達成率が実績÷目標と違います" "A printed ratio that is not actual ÷ target"
        "記載された達成率が、目標と実績から計算したものと違います。" "The ratio is not what target and actual give."
        "率は手で計算されることが多く、更新漏れが残ります。" "Ratios are often computed by hand and not updated."
        "印刷された桁まで四捨五入して比べます。目標÷実績、2から引いた率、基準値からの進捗、100での頭打ちも認めます。すべての率を切り捨てている報告書では、切り捨てて比べます。" "Rounded half up to the printed digits. Target ÷ actual, what is left of 200, the progress from a base and a stop at 100 are taken too; in a report that cuts all its ratios, cut ones.";
    R209 "評価を説明する凡例がありません" "Ratings that no legend explains"
        "評価がA・B・Cなどの文字や言葉なのに、その意味を説明する凡例が見つかりません。" "Ratings are letters or words, and no legend says what they mean."
        "読む人は、Aが最良かどうかも分かりません。" "A reader can't tell whether A is the best."
        "凡例のない報告書で、一般的な記号でも数値でもない評価を1件にまとめて挙げます。" "Asked of reports without a legend: ratings that are neither the usual marks nor numbers are listed, once.";
    I301 "番号が2回あります" "The number of a measure that an earlier one has"
        "同じ番号の施策が2行あります。" "Two measures have one number."
        "誤記か、二重の計上か、1つの施策が2つに読まれています。いずれも集計を信頼できません。" "It is a slip, a measure counted twice, or one that was read as two: no total can be trusted then."
        "番号が前の施策と同じものを挙げます。群も名前も違うものは、群ごとの番号として除きます。" "Every measure whose number an earlier one has is named, unless group and name both differ, as where numbers begin anew in each group.";
    I302 "番号が飛んでいます" "A gap in the numbering"
        "続き番号の途中の番号がありません。" "A number within a run is missing."
        "施策が失われたか、断りなく廃止されています。" "A measure was lost, or given up without a word."
        "最後の - より前が同じ番号を1つの続きとします。半分以上が欠けるものは続き番号とみなしません。" "Numbers that are the same up to the last hyphen run together. What lacks half of its numbers is no run.";
    I303 "分野の番号と施策の番号が合いません" "The number of the field is not the first part of the measure's number"
        "施策の番号の最初の部分が、属する分野の番号と違います。" "The first part of the number is not that of the field."
        "別の分野の下に置かれ、そこで集計されています。" "The measure stands below another field, and is counted there."
        "ほとんどの施策で一致する報告書で、違うものを挙げます。" "Asked where most measures have the number of their field.";
    I304 "施策のない分野があります" "A field of the structure without measures"
        "本文の体系にある分野の施策が、別紙にありません。" "The body lists a field of which the annex has no measure."
        "別紙の一部が失われているかもしれません。" "Part of the annex may be lost."
        "空白と文字幅を除いた名前で照合します。ほとんどの分野に施策がある報告書だけで問います。" "Names are compared without spaces and in one width, where most fields have measures.";
    I305 "1つの施策に複数の成果指標があります" "A measure with several indicators"
        "1つの番号の中に成果指標が2つ以上あります。" "One number has two indicators or more."
        "行を数えると施策の数を超えます。" "Whoever counts rows counts such a measure more than once."
        "それぞれの行に成果指標を持つ施策を挙げます。" "Measures with an indicator on each of several rows are named.";
    I306 "番号の順序が違います" "A number out of order"
        "番号が、同じ続きの大きい番号の後にあります。" "A number stands behind a larger one of its run."
        "2つの行が入れ替わったか、番号の誤記です。" "Two rows changed places, or a number is a slip."
        "最後の - より前が同じ番号を1つの続きとし、後戻りが1割以下の報告書で問います。" "Numbers that are the same up to the last hyphen run together. Asked where at most one step of ten goes back.";
    H401 "主な取組の施策が別紙にありません" "A highlight that the annex lacks"
        "本文の主な取組の番号が、別紙にありません。" "The number of a highlight is not in the annex."
        "番号の誤記か、別紙の行の欠落です。" "The number is a slip, or a row of the annex is lost."
        "番号を半角にして照合します。" "Numbers are compared in one width.";
    H402 "主な取組の名称が別紙と違います" "A highlight that has another name in the annex"
        "本文と別紙で、同じ番号の施策の名前が違います。" "Body and annex name one number differently."
        "どちらかが古いか、番号を取り違えています。" "One is out of date, or the numbers were mixed up."
        "空白と文字幅を除いて比べます。" "Names are compared without spaces and in one width.";
    H403 "本文の数値が別紙の実績と違います" "A figure of a highlight that is not the annex's actual"
        "主な取組の文章の数値が、別紙の実績の値と一致しません。" "A figure in the text is not the actual of the annex."
        "本文は別紙とは別に書かれ、更新漏れや目標との取り違えが起こります。" "The body is written beside the annex: it goes out of date, or states the target."
        "実績と同じ単位の数値が文章にあり、そのどれも実績と等しくないときに挙げます。" "Named where the text has figures in the unit of the actual, and none of them equals it.";
    H404 "本文の数値の単位が別紙と違います" "A figure of a highlight that has another unit in the annex"
        "文章の数値は別紙の実績と等しいのに、単位が違います。" "The figure equals the actual, and is counted in something else."
        "44業務と44帳票は、同じことではありません。" "44業務 and 44帳票 are not the same thing."
        "実績と同じ単位の数値が文章になく、10以上の数値が実績と等しいときに挙げます。" "Named where no figure is in the unit of the actual, and one of 10 or more equals it.";
    V501 "目標と実績の単位が違います" "Target and actual in different units"
        "目標と実績が、違うものを数えています。" "They count different things."
        "誤記か、比べられない2つの値です。" "It is a slip, or two values that nobody can compare."
        "対になる値の単位を比べます。件/年と件、人と名、％と%は同じとします。" "Units of values that pair are compared; 件/年 and 件, 人 and 名, ％ and % are one.";
    V502 "値として解釈できません" "A value that is not understood"
        "数字を含むのに値として読めないため、文字列のまま残しました。" "It has digits and can't be read as a value; it is kept as text."
        "誤った数値は信じられてしまいます。読めないものは数値にしません。" "A wrong number is believed, a missing one can be asked for."
        "値の文法で最後の文字まで読めたものだけを数値とします。" "Only what the grammar of values reads to its last character is a number.";
    V503 "①②の項目が対になりません" "An item that has no counterpart"
        "①②などの項目が、成果指標・目標・実績のどれかにありません。" "A labelled item is missing in indicator, target or actual."
        "項目の記載漏れです。" "It was forgotten."
        "ラベルごとに対にします。ラベルのない欄は、すべての項目に当てはまるものとします。" "Values pair by label; a cell without labels speaks for all.";
    V504 "表示が丸められています" "A number that the workbook shows rounded"
        "セルに保存された数値と、表示される数値が違います。" "The number that is stored differs from the one that is shown."
        "印刷された値から計算した結果と食い違います。" "What is computed from the printed value will differ."
        "表示形式を適用した文字列と、保存された数値を比べます。" "The text after its number format is compared with the stored number.";
    D801 "1つの報告書の2つのファイルが違います" "Two files of one report differ"
        "PDFとブックなど、同じ報告書の2つのファイルで、値か文字が違います。" "The PDF and the workbook of one report have other values or texts."
        "一方だけを直して公表すると、データを使う人は報告書と違う数値を受け取ります。" "Where one of them was mended alone, whoever takes the other has other numbers."
        "tenken check A.pdf B.xlsx のように2つ並べるか、拡張子だけが違う名前のとき、compare と同じように施策を対応させ、両方にあるものを比べます。半分以上の施策が対応しないもの、年度の違うものは別の報告書とします。" "Asked of the only two inputs, and of files whose names differ in their extension alone. Measures are matched as by compare, and what both have is compared. Files are of different reports where less than half of the measures match, or their years differ."
        tolerance "文字幅、空白、改行の違い。" "Widths, spaces and line ends.";
    Y701 "基準値が前年度の実績と違います" "The base is not last year's actual"
        "基準値の年度が前の報告書の年度なのに、その報告書の実績と違います。" "A base of last year is not the actual that last year's report gives."
        "基準値は前年の報告書から写されるため、写し間違いか、後からの修正です。" "It was copied wrongly, or mended since without a word."
        "--before の報告書と施策・指標を名前で対応させ、数値で比べます。" "Measures and indicators are matched with those of --before by what they are called, and compared as numbers.";
    Y702 "同じ年度の値が前の報告書と違います" "A value of one year that last year's report prints otherwise"
        "両方の報告書にある同じ年度の値か評価が違います。" "Both reports print a value or a rating of one year, and differ."
        "修正されたなら、読む人にその旨が必要です。" "If it was revised, a reader has to be told."
        "--before の報告書と施策・指標を名前で対応させ、役割と年度の同じ値を比べます。前に集計中だった値は問いません。" "Values of one role and one year are compared. What was pending is not asked."
        tolerance "5万人と50,000人のような書き方の違い。" "Other notations of one number, as 5万人 and 50,000人.";
    Y703 "目標、単位、指標、施策が断りなく変わっています" "A target lowered, a unit changed, an indicator or a measure gone without a word"
        "前の報告書より目標が下がったか、単位が変わったか、指標や施策がなくなっています。" "Against last year's report a target is lower, a unit is another, or an indicator or a measure is gone."
        "経年で比べる読者が最初に問う変更です。" "Whoever compares years asks about these first."
        "前の報告書の備考や今後の方向性に廃止・終了・完了・統合・移行とあるものは除きます。目標は、少ないほど良い指標では逆に見ます。" "What last year's report gave up (廃止, 終了, 完了, 統合, 移行) is not named. Where less is better, a higher target is a lower one.";
    Y704 "今年度に分かるはずの実績がありません" "A value promised for this year is still not there"
        "前の報告書で集計中とされ、把握の予定が過ぎた実績が、載っていません。" "Last year's report called an actual pending until a year that has come, and it is not there."
        "公表の約束が忘れられています。" "A promise to publish was forgotten."
        "前の報告書の※などの把握予定の年度を、今回の報告書のその年度の実績・基準値と照合します。" "The year in the note of the pending actual is compared with this report's, and its actual or base of that year is looked for.";
    W601 "全角と半角の数字が混ざっています" "Digits of both widths in one column"
        "同じ列に、全角の数字（または％）と半角のものがあります。" "One column has digits or per cents of full and of half width."
        "検索や集計で一方が漏れます。" "Whoever searches for one misses the other."
        "列の各セルの文字を調べ、少ない方の例を1つ示します。" "The characters of its cells are looked at, and one of the rarer width is shown.";
    W602 "同じ記号に複数の文字が使われています" "One symbol written with several characters"
        "○と◯のように、形の似た別の文字が1つの記号に使われています。" "Look-alikes such as ○ and ◯ stand for one symbol."
        "記号を数えると一方が漏れます。" "Whoever counts one misses the other."
        "凡例と評価の欄の記号を、字形の似たものごとにまとめます。凡例に両方があれば別の記号とします。" "Symbols of the legend and the ratings are grouped by look. Where the legend has both, they are two.";
    W603 "数値の中に空白があります" "A space inside a number"
        "数字の間、または数字と単位の間に空白があります。" "A space stands between digits, or between a number and its unit."
        "ほかのソフトでは数値として読めません。" "Other programs do not read it as a number."
        "値の文字の並びを調べます。" "The characters of the value are looked at.";
    W604 "外字が使われています" "A character for private use"
        "利用者が定義した文字（外字）があり、他の環境では別の文字か空白になります。" "A character that was defined where it was typed shows as another one, or none, elsewhere."
        "公開データとして読めません。" "Whoever opens the data cannot read it."
        "Unicodeの私用領域の文字を、コードポイントとともに挙げます。" "Characters of the private use areas are named with their code points.";
    W605 "JIS X 0213にない文字か半角カナがあります" "Characters outside JIS X 0213, or half-width kana"
        "他の環境で扱えないかもしれない文字があります。" "Other systems may not hold these characters."
        "検索や照合で見つからないことがあります。" "They may not be found by a search."
        "JIS X 0213の表にない文字と半角カナを挙げます。" "Characters that the table of JIS X 0213 lacks, and half-width kana, are named.";
    O101 "CSVでもExcelでもありません（1-1）" "Neither CSV nor workbook (1-1)"
        "公開用のファイルが、CSVでもExcelブックでもありません。" "A file to be published is neither a CSV nor a workbook."
        "機械判読のためのルール（統一ルール1-1）は、この2つの形式を求めます。" "The rules for data that machines read (1-1) ask for one of the two."
        "内容で判断します。" "It is told by content.";
    O102 "1つのセルに複数のデータがあります（1-2）" "Several things within one cell (1-2)"
        "①②などの項目や、改行で区切られた値が1つのセルにあります。" "Items such as ①②, or values parted by line ends, stand in one cell."
        "1セル1データでないと、絞り込みも集計もできません。" "Cells with several things can be neither filtered nor added up."
        "丸数字などの項目番号が2つ以上あるセル、数値が改行や「、」で2つ以上並ぶセルを挙げます。" "Cells with two or more item numbers, or with two or more numbers parted by line ends or 、 are named.";
    O103 "数値でない数値があります（1-3）" "A number that is no number (1-3)"
        "数値の列に、桁区切り・単位・▲・全角数字などを含む文字列があります。" "A column of numbers has texts with commas, units, ▲ or full-width digits."
        "文字列になった数値は計算に使えません。" "A number that is text can't be calculated with."
        "8割以上が数値の列で、数値として読めるのに数値でないセルを挙げます。" "In columns of which eight in ten cells are numbers, those are named that hold a number and are none."
        tolerance "文字だけのセルは O113 が見ます。" "Cells without any digit are left to O113.";
    O104 "セルが結合されています（1-4）" "Merged cells (1-4)"
        "シートに結合されたセルがあります。" "The sheet has merged cells."
        "結合されたセルの値は、左上の1セルにしかありません。" "Of merged cells only the first one has the value."
        "ブックの結合情報を見ます。" "The workbook tells which cells are merged.";
    O105 "空白や改行で体裁を整えています（1-5）" "Spaces or line ends lay a text out (1-5)"
        "見出し・コード・数値に空白や改行があるか、文字の間や端に空白があります。" "Headers, codes or numbers have spaces or line ends, or a text has them between its letters or at its ends."
        "検索や照合で一致しなくなります。" "The text is no longer found by a search, nor equal to another."
        "端の空白、1文字ごとの空白（氏　名）、見出しの中の改行、コード・数値の列の空白を挙げます。文章の列の中の改行は内容とみなします。" "Spaces at the ends, between single letters (氏　名), line ends in headers, and any space in columns of codes or numbers are named. Line ends within sentences are content.";
    O106 "項目名がないか重複しています（1-6）" "A column without a header, or two of one (1-6)"
        "見出しの行に空のセルか、同じ見出しがあります。" "The header row has an empty cell, or one header twice."
        "どの列の値か分からなくなります。" "Nobody can tell which column a value is of."
        "最初の行を見ます。" "The first row is looked at.";
    O107 "数式があります（1-7）" "A formula (1-7)"
        "セルに数式が残っています。" "A cell holds a formula."
        "読むソフトによって値が変わるか、読めません。" "What it shows depends on the program that reads it."
        "ブックの数式を見ます。" "The formulas of the workbook are looked at.";
    O108 "図形や画像があります（1-8）" "A picture, a shape or a chart (1-8)"
        "シートに画像・図形・グラフがあります。" "A sheet has a picture, a shape or a chart."
        "その中の情報は機械で読めません。" "What it says can't be read by machines."
        "ブックの描画の部品を見ます。" "The drawings of the workbook are looked at.";
    O109 "単位が分かりません（1-9）" "No unit is told (1-9)"
        "数値の列の見出しにも、隣の列にも単位がありません。" "Neither the header of a column of numbers nor a column beside it tells a unit."
        "単位のない数値は比べられません。" "Numbers without units can't be compared."
        "見出しの括弧や「数」「率」「年度」などの語、「単位」を含む列を探します。番号・コード・順・座標の列は問いません。" "Brackets or words such as 数, 率, 年度 in the header, and columns with 単位 in theirs, are looked for. Columns of numbers, codes, orders and coordinates are not asked.";
    O110 "機種依存文字があります（1-10）" "Characters that depend on the machine (1-10)"
        "丸数字、㎡、㈱、ローマ数字などの機種依存文字、外字、半角カナがあります。" "There are circled numbers, ㎡, ㈱, Roman numerals and the like, characters for private use, or half-width kana."
        "他の環境で表示や検索ができないことがあります。" "Other systems may neither show nor find them."
        "CP932だけにある文字（13区、NEC選定・IBM拡張）、私用領域、半角カナを、文字ごとに1件挙げます。" "What code page 932 alone has (row 13, the extensions of NEC and IBM), private use and half-width kana are named, one finding a character."
        tolerance "報告書の表記のままを載せる列（「表記」「記号」）は問いません。" "Columns that keep what a report prints (表記, 記号) are not asked.";
    O111 "年が和暦だけです（1-11）" "A year by its era alone (1-11)"
        "年や年度が和暦だけで、西暦の列がありません。" "Years are given by era alone, with no column of western years."
        "和暦は元号をまたぐと比べられません。" "Years of two eras can't be compared."
        "和暦だけの列があり、見出しに「西暦」を含む列も4桁の年の列もない場合に挙げます。" "It is named where a column has years of eras alone, and no other has years of four digits.";
    O112 "地域が分かりません（1-12）" "No area is told (1-12)"
        "地域コードも地域名称もありません。" "There is neither the code nor the name of an area."
        "他の地域のデータと一緒に使えません。" "The data can't be used beside those of other areas."
        "見出しに全国地方公共団体コード・都道府県・市区町村・地域などの語がある列を探します。" "Headers with words for codes and names of areas are looked for.";
    O113 "数値の列に記号や空があります（1-13）" "A sign or nothing where a number is missing (1-13)"
        "数値の列に「-」「なし」などの記号や語、または理由の分からない空があります。" "A column of numbers has signs or words such as - and なし, or cells that are empty for no reason that is told."
        "0なのか、不明なのか、対象外なのかが分かりません。" "Nobody can tell nought from unknown and from not asked."
        "数値の列の文字だけのセルを挙げます。空は、隣に「状態」の列がなく「***」でもない場合に、列ごとに1件挙げます。" "Cells of words in columns of numbers are named; empty ones once a column, unless a column of states (状態) tells why.";
    O201 "表が分断されています（2-1）" "A table that is parted (2-1)"
        "表の途中に空の行か列があります。" "There is an empty row or column within the table."
        "そこで表が終わったとみなされます。" "Programs take the table to end there."
        "値のある行・列の間の空の行・列を挙げます。" "Empty rows and columns between others are named.";
    O202 "1シートに複数の表や注記があります（2-2）" "More than one table on a sheet, or words around it (2-2)"
        "見出しの行の前に表題や注記があるか、後に注記や別の表があります。" "There are titles or notes above the header row, or notes or another table below the table."
        "どこからどこまでが表か、機械には分かりません。" "Machines can't tell where the table begins and ends."
        "最初の行のセルが1つだけの場合と、末尾の1セルだけの行を挙げます。" "A first row with a single cell, and rows at the end with one alone, are named.";
    O301 "UTF-8ではありません" "Not UTF-8"
        "CSVの文字コードがUTF-8ではありません。" "The characters of a CSV are not UTF-8."
        "文字化けし、JIS X 0208にない文字を失います。" "It is garbled elsewhere, and holds fewer characters."
        "バイト列がUTF-8として正しいかを見ます。CP932として読めればその先も調べます。" "The bytes are looked at; what reads as code page 932 is checked on.";
    O302 "列の数が見出しと違う行があります" "A row with more or fewer cells than the header"
        "セルの数が見出しの数と違う行があります。" "The count of cells of a row is not that of the header."
        "値が別の列に入っています。" "Values stand in other columns than their own."
        "RFC 4180 に従って読み、行ごとに数えます。" "It is read by RFC 4180 and counted row by row.";
    O303 "全国地方公共団体コードの検査数字が違います" "The check digit of a local government's code is wrong"
        "コードが6桁でないか、検査数字が合いません。" "The code has no six digits, or its check digit is wrong."
        "別の団体のコードになるか、どの団体でもありません。" "It is the code of another government, or of none."
        "先頭5桁に重み6〜2を掛けた和から検査数字を計算して比べます（JIS X 0401・0402）。" "The digit is computed of the first five, weighted 6 to 2 (JIS X 0401, 0402).";
    O304 "日付がISO 8601ではありません" "A date that is not ISO 8601"
        "日付が 2025-09-30 の形ではありません。" "A date is not written as 2025-09-30."
        "形が混ざると並べ替えも計算もできません。" "Dates of several forms can be neither sorted nor calculated with."
        "見出しが「日」で終わる列の値を見ます。" "Columns whose header ends with 日 are looked at.";
    O305 "BOMがありません" "No byte order mark"
        "UTF-8のCSVの先頭にBOMがありません。" "A CSV in UTF-8 has no byte order mark."
        "Excelで開くと文字化けします。" "Excel takes it for Shift_JIS and garbles it."
        "先頭の3バイトを見ます。" "The first three bytes are looked at.";
    O306 "非表示の行・列・シートがあります" "Hidden rows, columns or sheets"
        "ブックに非表示の部分があります。" "Parts of the workbook are hidden."
        "公開するつもりのない値まで公開されます。" "What nobody meant to publish is published."
        "シートの設定を見ます。" "The settings of sheets, rows and columns are looked at.";
    O307 "同じキーの行が2つあります" "Two rows of one key"
        "主キーの値が同じ行があります。" "Two rows have one primary key."
        "結合すると値が増えます。" "Joined with another table, values are counted twice."
        "datapackage.json の primaryKey の列を比べます。" "The columns of primaryKey in datapackage.json are compared.";
    O308 "コード一覧にないコードがあります" "A code that the code list lacks"
        "コードの列に、codelists.csv にない値があります。" "A column of codes has a value that codelists.csv lacks."
        "意味が分かりません。" "Nobody can tell what it means."
        "datapackage.json の codelist が示すリストと比べます。" "It is compared with the list that datapackage.json names.";
    O309 "パッケージの説明が足りません" "A package does not say enough"
        "ライセンス・出典・連絡先のどれか、または列の説明がありません。" "Licence, source, contact, or the description of a column is missing."
        "使ってよいか、何の値かが分かりません。" "Nobody can tell whether it may be used, and what a value is."
        "datapackage.json を見ます。" "datapackage.json is looked at.";
    O310 "指定の文字コードにない文字があります" "A character that the encoding can't hold"
        "--encoding cp932 で書けない文字を〓に置き換えました。" "A character that --encoding cp932 has no place for became 〓."
        "元の文字は失われています。UTF-8なら失われません。" "The character is lost; UTF-8 would hold it."
        "文字ごとに1件、最初の場所と回数を挙げます。" "One finding a character, with its first place and how often it comes.";
    O320 "行が多すぎるためブックを作りませんでした" "A workbook was left out: too many rows"
        "measures.xlsx の行数がシートの上限を超えます。" "measures.xlsx would have had more rows than a sheet holds."
        "途中で切れたブックは公開できません。" "A workbook that is cut short can't be published."
        "見出しを含めて1,048,576行までです。" "A sheet has 1,048,576 rows, its header among them.";
    O401 "公開した値が報告書と違います" "A published value is not the report's"
        "公開されたファイルの値が、元の報告書の値と違います。" "A value of a published file is not what its report says."
        "公開後に編集されたか、表計算ソフトが書き換えた可能性があります（1-1 が日付になるなど）。" "It was edited, or a spreadsheet program changed it (1-1 becomes a date)."
        "ファイルを読み戻し、キーの同じ行の値を1つずつ比べます。" "The files are read back, and values of rows of one key compared one by one."
        tolerance "Excel・SQLite・Parquet の数値は倍精度浮動小数点数として比べます。" "Numbers of workbooks, SQLite and Parquet are compared as doubles.";
    O402 "報告書の行がパッケージにありません" "A row of the report that the package lacks"
        "報告書にある行が、公開されたファイルにありません。" "A row that the report has is not in a published file."
        "行が削除されたか、キーが書き換えられています。" "It was deleted, or its key was changed."
        "キーで探します。" "It is looked for by its key.";
    O403 "パッケージに余分な行があります" "A row of the package that the report lacks"
        "公開されたファイルに、報告書にない行があります。" "A published file has a row that the report lacks."
        "手で加えられたか、キーが書き換えられています。" "It was added by hand, or its key was changed."
        "キーで探します。" "It is looked for by its key.";
    O404 "パッケージのファイルが欠けているか変わっています" "A file of a package is missing or was changed"
        "datapackage.json にあるファイルがないか、大きさ・ハッシュ・見出しが記載と違います。または、説明のファイル（README.md、metadata.json、dataset.jsonld、ckan.json、opendata-list.csv、measures.xlsx の「列の説明」）が、パッケージのほかのファイルと違うことを述べています。" "A file that datapackage.json names is missing, or its size, hash or header is not what is said there; or a file that describes the package (README.md, metadata.json, dataset.jsonld, ckan.json, opendata-list.csv, the sheet 列の説明 of measures.xlsx) says otherwise than the rest of it."
        "記載が正しくないパッケージは、取り込みに失敗します。" "A package that is not what it says is refused by catalogues."
        "記載のSHA-256と見出しを、ファイルと比べます。説明のファイルは、datapackage.json と表から作り直して比べます。" "SHA-256 and headers are compared with the files. Files that describe are made anew from datapackage.json and the tables, and compared.";
    O405 "パッケージに読み戻していないファイルがあります" "A file of a package was not read back"
        "tenken publish が作らないファイルか、この tenken が含めずに作られた形式（SQLite、Parquet）のファイルか、別の版の tenken が書いた説明のファイルがあります。" "It is none that tenken publish makes, or of a format that this tenken was built without (SQLite or Parquet), or a description that another version of tenken wrote."
        "そのファイルが報告書やパッケージと合うかは、確かめられていません。" "Whether it agrees with the report and the package was not asked."
        "パッケージのファイルでなければ、公開の前に外へ移してください。形式によるものは、pip で入れた tenken か、cargo install に --features sqlite,parquet を付けて作った tenken で点検できます。" "Move out what is no part of the package; formats are read by the tenken of the wheel, or one that was built with --features sqlite,parquet.";
    O411 "前回の公開から値が変わりました" "A value that the other release has otherwise"
        "同じキーの行の値が、もう1つのパッケージと違います。" "The row of the same key has another value in the other package."
        "更新の内容を、公開の前に確かめられます。" "So that changes are seen before they are published."
        "キーの同じ行の値を1つずつ比べます。" "Values of rows of one key are compared one by one.";
    O412 "前回の公開にあった施策がなくなりました" "A measure of the last release is gone"
        "もう1つのパッケージにある施策が、このパッケージにありません。" "A measure of the other package is not in this one."
        "取り込み側は、ないものを削除します。" "Importers delete what is missing."
        "報告書IDとキーで探します。" "It is looked for by the id of the report and its key.";
    O413 "前回の公開になかった施策があります" "A measure that the last release lacks"
        "このパッケージの施策が、もう1つのパッケージにありません。" "A measure of this package is not in the other one."
        "増えた施策を、公開の前に確かめられます。" "So that what is new is seen before it is published."
        "報告書IDとキーで探します。" "It is looked for by the id of the report and its key.";
    O414 "前回の公開とIDか列が違います" "Another release has another id, or other columns"
        "データセットIDか表の列が、もう1つのパッケージと違います。" "The id of the data set, or the columns of a table, are not those of the other package."
        "取り込み側では、別のデータセットになるか、列が失われます。" "Importers take it for another data set, or lose a column."
        "datapackage.json の id と、表の見出しを比べます。" "The id in datapackage.json and the headers of tables are compared.";
    P901 "文字コードが分からない文字があります" "A glyph whose Unicode can't be known"
        "PDFの字形に、対応する文字が定義されていません。" "A glyph of the PDF has no character defined for it."
        "その文字は出力から失われます。" "It is missing from the output."
        "ToUnicode、符号化、CMap のどれからも文字を決められないものを挙げます。" "What neither ToUnicode nor the encoding nor a CMap resolves is named.";
    P902 "どのセルにも入らない文字があります" "Ink that is in no cell"
        "ページ上の文字が、セル・段落・見出し・柱のどれにも入っていません。" "Glyphs of a page are in no cell, paragraph, caption, header or footer."
        "何も失わないことを、文字数で確かめています。" "That nothing vanishes is checked by counting."
        "描かれた文字の数と、入れた文字の数を比べます。" "The glyphs drawn are compared with those that were placed.";
    P903 "文字のないページがあります" "A page without text"
        "スキャン画像か、文字が図形として描かれたページです。" "The page was scanned, or its text is drawn as outlines."
        "そのページの内容は読めていません。" "What it says was not read."
        "絵だけがあり文字がないページを挙げます。" "A page that has pictures and no glyph is named.";
    P904 "ファイルが壊れています" "A damaged file"
        "壊れた箇所を修復したか、途中で切れています。" "It was repaired, or is cut short."
        "失われた部分に施策があったかもしれません。" "There may have been measures in what is lost."
        "ファイルの構造を調べます。" "The structure of the file is looked at.";
    P905 "公表されない内容があります" "Content that is not published"
        "非表示のセル、印刷範囲外のセル、取り消し線の文字は、施策に含めていません。" "Hidden or unprinted cells and struck-through text are not part of the measures."
        "公開するファイルに残すべきでない内容かもしれません。" "It may be something that should not be in a published file."
        "セルの書式と印刷設定を調べます。" "Formats of cells and the print settings are looked at.";
    P906 "計算結果のない数式があります" "A formula whose result is not stored"
        "数式の結果がブックに保存されていません。" "The workbook does not hold what the formula gives."
        "値が分からないため空欄として扱いました。" "The value is unknown and was taken as empty."
        "数式があって値のないセルを挙げます。" "Cells with a formula and no value are named.";
    P907 "手で分けられた行をつなぎました" "A row split by hand was put together"
        "1件の内容が複数の行、または1文字ずつのセルに分けて入力されています。" "One record was typed into several rows, or a text into cells of one letter each."
        "つなぎ方が正しいか確かめてください。" "See whether it was put together rightly."
        "番号や評価を持たない行が、前の行の続きかどうかを判断します。" "A row without number and rating is asked whether it carries on the one above.";
    P908 "印刷範囲の外に表が続いています" "A table goes on beyond the print area"
        "印刷範囲のすぐ下の行か、すぐ右の列に表が続いています。公開されるのは印刷物で、それと同じ施策になるように除きました。" "The table goes on in the rows right below the print area or in the columns right beside it. They are left out, so that the workbook has the measures of the published print."
        "最後の行や列が印刷から漏れている可能性があります。必要なら印刷範囲を広げてください。" "The last rows or columns may be missing from print. Widen the print area if they belong to it."
        "印刷範囲の直後から空の行または列までを数えます。" "Rows and columns behind the print area are counted up to an empty one.";
    P909 "条件付き書式が値を隠すかもしれません" "A conditional format may hide values"
        "条件付き書式は評価していません。" "Conditional formats are not evaluated."
        "画面に見える値と出力が違う可能性があります。" "What a person sees may differ from the output."
        "表示形式や文字色を変える条件付き書式を探します。" "Formats that change number format or colour are looked for.";
    P910 "施策ではない行があります" "A row that is no measure"
        "施策の表の中にあり、内容はあるのに、番号も名前もない行です。" "A row of a table of measures says something and has neither number nor name, or is a heading or a remark."
        "施策の一部が失われているかもしれません。" "It may be part of a measure."
        "各行を、施策・続き・帯・計・注のどれかに分けます。" "Each row is labelled as measure, continuation, band, sum or note.";
    P911 "施策の表らしいが見出しが足りません" "A table that lacks a header of measures"
        "施策の表の見出しのうち1つだけがない表です。" "A table lacks one of the headers by which measures are known."
        "表が丸ごと読み飛ばされている可能性があります。" "A whole table may have been passed over."
        "列の見出しを既知の言葉と照合します。" "Headers are compared with the known words.";
    P912 "体系・分野の結合セルが空です" "An empty merged cell for a group"
        "複数の施策にかかる体系・分野のセルに名前がありません。" "The merged cell for the pillar or field of several measures is empty."
        "施策がどこに属するか分かりません。" "It is not known where the measures belong."
        "群の列の結合セルを調べます。" "Merged cells of the columns of groups are looked at.";
    P913 "記入例があります" "A filled-in example"
        "記入例の表は施策に含めていません。" "An example (記入例) is not counted among the measures."
        "公表する文書に残っている記入例は、消し忘れかもしれません。" "It may have been left in by mistake."
        "見出しや欄外の「記入例」を探します。" "The word 記入例 is looked for at the table.";
    P914 "施策か続きか確かでない行があります" "A row that may be a measure or a continuation"
        "番号のない行が、1つの施策なのか、上下の行の一部なのか確かではありません。" "It is not sure whether a row without number is a measure or a line of its neighbour."
        "件数が変わる可能性があります。" "The counts may change."
        "行の埋まり方と罫線を調べます。" "Which cells are filled, and the rules, are looked at.";
    P915 "表の外に施策らしい行があります" "Rows that look like measures, in no table"
        "番号と評価の並ぶ行が、施策の表の外にあります。" "Rows with numbers and ratings stand outside the tables of measures."
        "施策が読まれていない可能性があります。" "Measures may not have been read."
        "読まれなかった文字列から番号と評価の記号を探します。" "What was not read is searched for numbers and ratings.";
    P916 "目標または実績の列がありません" "A table of measures without targets or actuals"
        "成果指標のある表に、目標か実績の列が見つかりません。" "A table with indicators has no column of targets or of actuals."
        "見出しの言葉が分からず、値が読まれていない可能性があります。" "Its header may not be understood, and its values not read."
        "列の見出しを既知の言葉と照合します。" "Headers are compared with the known words.";
    P918 "セルの中に文字でない印があります" "Ink in a cell that is no text"
        "文字のないセルに図形があるか、セルの文字の一部が印で囲まれています。" "A cell without text has something drawn in it, or a mark stands around a part of its text."
        "図形で描かれた記号や選択の丸は、文字として読めません。" "A symbol or a choice that was drawn is not read."
        "セルの中の、罫線でも文字でもない図形を調べます。" "Drawings in cells that are neither rules nor text are looked at.";
    P919 "表の文字が読まれていません" "A page whose table has no text"
        "表のどのセルにも文字がなく、ページの文字の一部が除かれています。" "No cell of the table has text, while text of the page was left out."
        "表の内容が失われているかもしれません。" "What the table says may be lost."
        "表のセルと、除いた文字を調べます。" "The cells of the table and the text that was left out are looked at.";
    P920 "OCRで読まれた文字です" "Text that OCR read in a scan"
        "スキャン画像の上に、OCRの文字が重ねられています。" "The page is a scan with a layer of text by OCR."
        "OCRは字や桁を誤ります。" "OCR mistakes characters and digits."
        "画像の上の見えない文字を探します。" "Invisible text over pictures is looked for.";
    P921 "ふりがながあります" "Readings above words"
        "言葉の上のふりがなは、行の文字に含めていません。" "Ruby is no part of the line below it."
        "ふりがなが本文に混ざると、言葉を探せません。" "Mixed into the text, it would hide the word."
        "行の上の小さな文字を調べます。" "Small glyphs above a line are looked at.";
    P917 "表のセルの上に図形の文字があります" "The text of a shape lies over a cell of a table"
        "ブックの図形やテキストボックスの文字が、表のセルに重なっています。" "The text of a shape or a text box lies over cells of a table."
        "値がセルではなく図形に書かれているかもしれません。" "A value may stand in the shape and not in the cell."
        "図形の位置とセルの範囲を比べます。" "The anchor of the shape is compared with the cells.";
    P922 "1つのセルの値が多すぎます" "Too many values in one cell"
        "1つのセルから読む値の上限を超えたため、残りを読みませんでした。" "A cell holds more values than are read; the rest was left."
        "大きすぎるセルは、データを何倍にも膨らませます。" "Such a cell would blow up the data."
        "セルごとに値の数を数えます。" "The values of each cell are counted.";
    P923 "別の読み方もできる表です" "A table that may be read in another way"
        "罫線のそろわない表を読みましたが、列や行の分け方がちがう読み方も、ほぼ同じく成り立ちます。" "A table without all its rules was read, and another way to part its columns or rows is nearly as likely."
        "値が隣の列や行に入っているかもしれません。" "Values may stand in the next column or row."
        "読み方ごとに、説明のつかない点の重さを合計し、最も軽いものを採ります。次の読み方との差が30点より小さく、セルの分け方がちがうときに挙げます。どう比べたかは tenken tables --explain が示します。" "What each reading leaves unexplained is added up in points, and the least is taken. Named where the next costs less than 30 points more and parts the cells otherwise. tenken tables --explain shows what was weighed.";
    P924 "合計の行、または施策群の行の値です" "A row of sums, or what stands beside the name of a group"
        "施策の表の中にある、計・小計・平均などの行か、施策群の名前の横に書かれた担当課や額です。" "A row of the table adds up others, or names a group and has an office or an amount beside it."
        "施策として数えていないことを知らせます。" "It is not counted among the measures."
        "行の名前と、数値だけの行かどうかで判断します。" "Its label tells, and whether it has nothing but numbers.";
    P925 "何も読み取っていない表です" "A table of which nothing was read"
        "見出しのある表ですが、施策・集計・凡例・体系のどれでもありません。" "A table with a header that is neither one of measures, totals, the legend nor the plan."
        "施策の表がここに挙がっていれば、読み落としです。レイアウトで列の役割を指定できます。" "If it holds measures they are missing; a layout can say what its columns hold."
        "見出しが2列以上ある表を、同じ見出しごとに1件挙げます。P911で挙げた表は除きます。" "Each table with two headers or more is named, those of one header once; not those of P911.";
    P930 "2つの列が同じ年度の同じ値を指しています" "Two columns claim one value of one year"
        "先の列を読みました。" "The first was read."
        "どちらが正しい値か、見出しからは決められません。" "The headers do not tell which is right."
        "列の役割と年度が同じものを挙げます。" "Columns of one role and one year are named.";
    P931 "レイアウトの2つの行が同じ列を指しています" "Two rules of a layout claim one column"
        "レイアウトの2行が、1つの列に違う役割を与えています。" "Two lines of the layout give one column different roles."
        "どちらを意図したか分かりません。" "Which is meant cannot be told."
        "列の見出しに合う行をすべて調べます。" "All rules that fit the header of a column are looked at.";
    P932 "列の違う表も施策として読みました" "A table with other columns was read as measures"
        "最初の表と列の役割が違う表も、施策の表として読みました。" "A table whose columns have other roles than those of the first was read too."
        "施策ではない表かもしれません。" "It may be a table of something else."
        "列の役割の組を最初の表と比べます。" "The roles of its columns are compared with those of the first table.";
    P933 "人が直した値です" "Corrected by hand"
        "--corrections の修正を、このセルに当てはめました。" "A correction of --corrections was applied to this cell."
        "文書に書かれた文字とは違うことが分かるようにするためです。" "So that nobody takes it for what the document says."
        "セルの場所と、直す前の文字が同じかを確かめます。" "The place of the cell and what it said must be those of the correction.";
    P934 "修正が当てはまりません" "A correction no longer applies"
        "--corrections の修正のセルがないか、文字が変わっています。" "The cell of a correction of --corrections is not there, or says another thing."
        "古い修正を、変わった文書に黙って当てはめないためです。" "An old correction must not change a new document in silence."
        "セルの場所と、直す前の文字を比べます。" "The place of the cell and its text are compared.";
    P935 "見出しを知らない列を名前として読みました" "Names below a header that is not known"
        "見出しに施策名も指標もない表で、言葉の並ぶ列を名前として読みました。" "The table has no header of names or indicators; a column of words was read as the names."
        "名前ではない列かもしれません。レイアウトで役割を指定できます。" "It may hold something else; a layout can say what."
        "目標と実績の列がある表で、値より左にある、言葉の多い列を選びます。" "Where target and actual have columns, the one before them with most words is taken.";
}

impl Code {
    /// The code of this name, in upper or lower case.
    pub fn from_name(name: &str) -> Option<Code> {
        Self::ALL.iter().copied().find(|code| code.as_str().eq_ignore_ascii_case(name))
    }

    /// How it is silenced.
    pub fn silence(self) -> Message {
        Message::new(
            format!("tenken check --ignore {self}（先頭の文字だけでも指定できます）"),
            format!("tenken check --ignore {self} (the beginning of a code is enough)"),
        )
    }
}

impl Severity {
    /// As a person reads it.
    pub fn words(self) -> Message {
        match self {
            Severity::Error => Message::new("エラー", "error"),
            Severity::Warning => Message::new("警告", "warning"),
            Severity::Info => Message::new("情報", "info"),
        }
    }
}

/// The manual page of every code as Markdown, Japanese first.
pub fn checks_manual() -> String {
    let mut text = "# 点検のコード / The codes of findings\n\n\
        `tenken explain CODE` は同じ内容を表示します。prints the same page.\n"
        .to_owned();
    for &code in Code::ALL {
        let (page, severity) = (code.page(), code.severity().words());
        let rows = [
            (Message::new("意味", "Meaning"), page.meaning),
            (Message::new("理由", "Why"), page.reason),
            (Message::new("判断", "How"), page.method),
            (Message::new("許容差", "Tolerance"), page.tolerance),
            (Message::new("抑止", "To silence"), code.silence()),
        ];
        // Writing to a string can't fail.
        let _ = write!(text, "\n## {code} {}\n\n", page.title.ja);
        let _ = writeln!(text, "{} · {} / {}\n", page.title.en, severity.ja, severity.en);
        for (label, words) in rows {
            let _ =
                writeln!(text, "- **{}** {}<br>**{}** {}", label.ja, words.ja, label.en, words.en);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn every_code_has_a_page_and_is_found_by_name() {
        for &code in Code::ALL {
            assert_eq!(Code::from_name(&code.as_str().to_lowercase()), Some(code));
            let page = code.page();
            for words in [page.title, page.meaning, page.reason, page.method, page.tolerance] {
                assert!(!words.ja.is_empty() && !words.en.is_empty(), "{code}");
            }
        }
        let mut names: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
        assert_eq!(Code::from_name("T999"), None);
    }
}
