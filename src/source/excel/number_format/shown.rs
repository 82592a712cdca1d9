//! A number, or a text, under a format.

use super::date;
use super::{Decimal, Epoch, Kind, NumberFormat, Numerals, Section, Shown, Token};

impl NumberFormat {
    /// What a cell with this number shows.
    pub(in super::super) fn number(&self, value: f64, epoch: Epoch) -> Shown {
        if !value.is_finite() {
            return Shown { text: "#NUM!".into(), ..Shown::default() };
        }
        let Some((section, sign)) = self.section(value) else {
            return general(value.abs(), if value < 0.0 { "-" } else { "" });
        };
        let mut shown = match section.kind {
            Kind::Date => date::shown(section, value, epoch),
            Kind::General | Kind::Text => section.general(value.abs(), sign),
            Kind::Literal => Shown { text: section.literals(), ..Shown::default() },
            Kind::Fraction => section.fraction(value.abs(), sign),
            Kind::Number => section.number(value.abs(), sign),
        };
        // As behind any text; before it, a wide space is an indent.
        shown.text.truncate(shown.text.trim_end().len());
        shown.text.drain(..shown.text.len() - shown.text.trim_start_matches(' ').len());
        if section.numerals == Numerals::FullWidth {
            shown.text = shown.text.chars().map(full_width).collect();
        }
        shown
    }

    /// What a cell with this text shows, where the format says something about
    /// text.
    pub(in super::super) fn text(&self, text: &str) -> Option<String> {
        let section = match self.sections.as_slice() {
            [_, _, _, section] => section,
            sections => sections.iter().find(|section| section.kind == Kind::Text)?,
        };
        // `_ @_ ` adds nothing but room at both ends.
        let is_room = |token: &Token| *token == Token::Literal(" ".to_owned());
        if section.tokens.iter().filter(|it| !is_room(it)).eq([&Token::Text]) {
            return None;
        }
        let pieces = section.tokens.iter().map(|token| match token {
            Token::Text | Token::General => text,
            Token::Literal(literal) => literal,
            _ => "",
        });
        Some(pieces.collect())
    }

    /// The section for a number, and the sign to write before it.
    fn section(&self, value: f64) -> Option<(&Section, &'static str)> {
        let minus = if value < 0.0 { "-" } else { "" };
        let sections = match self.sections.as_slice() {
            [sections @ .., last] if sections.len() == 3 || last.kind == Kind::Text => sections,
            sections => sections,
        };
        if sections.iter().any(|section| section.condition.is_some()) {
            return conditional(sections, value).map(|section| {
                let shows_sign = section.condition.is_some_and(|it| it.is_negative_only());
                (section, if shows_sign { "" } else { minus })
            });
        }
        match sections {
            [] => None,
            [only] => Some((only, minus)),
            [_, negative, ..] if value < 0.0 => Some((negative, "")),
            [_, _, zero, ..] if value == 0.0 => Some((zero, "")),
            [positive, ..] => Some((positive, "")),
        }
    }
}

/// The first section whose condition holds; one without a condition takes what
/// the others leave.
fn conditional(sections: &[Section], value: f64) -> Option<&Section> {
    sections
        .iter()
        .find(|section| section.condition.is_some_and(|condition| condition.holds(value)))
        .or_else(|| sections.iter().rfind(|section| section.condition.is_none()))
}

fn full_width(c: char) -> char {
    match c {
        '0'..='9' => char::from_u32(c as u32 - '0' as u32 + '０' as u32).unwrap_or(c),
        _ => c,
    }
}

impl Section {
    fn literals(&self) -> String {
        self.tokens.iter().filter_map(literal).collect()
    }

    /// `General`, with the words around it.
    fn general(&self, size: f64, sign: &str) -> Shown {
        let mut shown = general(size, "");
        if let Numerals::Kanji(kanji) = self.numerals {
            // What stands behind the point is read digit by digit: 千二百三十四.五.
            let (whole, places) = shown.text.split_once('.').unwrap_or((&shown.text, ""));
            if let Ok(number) = whole.parse() {
                let point = if places.is_empty() { "" } else { "." };
                shown.text = format!("{}{point}{}", kanji.number(number), kanji.digits(places));
            }
        }
        let mut text = sign.to_owned();
        for token in &self.tokens {
            match token {
                Token::General | Token::Text => text.push_str(&shown.text),
                other => text.extend(literal(other)),
            }
        }
        Shown { text, ..shown }
    }

    fn number(&self, size: f64, sign: &str) -> Shown {
        let mut decimal = Decimal::of(size);
        let percents = self.tokens.iter().filter(|token| **token == Token::Percent).count();
        let mut power = 2 * percents as i32;
        decimal.scale(power);
        let is_exponent = |token: &Token| matches!(token, Token::Exponent { .. });
        if let Some(at) = self.tokens.iter().position(is_exponent) {
            let (mantissa, tail) = self.tokens.split_at(at);
            return Shown { power, ..scientific(mantissa, tail, decimal, sign) };
        }
        let point = self.tokens.iter().position(|token| *token == Token::Point);
        let (whole, behind) = self.tokens.split_at(point.unwrap_or(self.tokens.len()));
        let thousands = -3 * (trailing_commas(whole) + trailing_commas(behind)) as i32;
        decimal.scale(thousands);
        power += thousands;
        let rounded = decimal.round(placeholders(behind) as i32);
        let mut text = begin(sign);
        push_whole(&mut text, whole, &decimal);
        push_places(&mut text, behind, &decimal);
        if let Numerals::Kanji(kanji) = self.numerals {
            text = kanji.digits(&text);
        }
        Shown { text, rounded, is_date: false, power }
    }

    /// `# ?/?`: the nearest fraction with so many digits below the bar.
    fn fraction(&self, size: f64, sign: &str) -> Shown {
        let slash = self.tokens.iter().position(|token| *token == Token::Slash);
        let (upper, lower) = self.tokens.split_at(slash.unwrap_or(self.tokens.len()));
        let fixed: String = lower.iter().filter_map(fixed_digit).collect();
        let digits = placeholders(lower).clamp(1, 4) as u32;
        let groups = upper.split(|token| !matches!(token, Token::Digit(_)));
        let is_mixed = groups.filter(|group| !group.is_empty()).count() > 1;
        let whole = if is_mixed { size.trunc() } else { 0.0 };
        let (mut over, mut under) = match fixed.trim().parse::<u32>() {
            Ok(under) if under > 0 => (((size - whole) * f64::from(under)).round(), under),
            _ => nearest(size - whole, 10_u32.pow(digits) - 1),
        };
        let mut whole = whole;
        if is_mixed && over == f64::from(under) {
            (whole, over, under) = (whole + 1.0, 0.0, 1);
        }
        let text = match (is_mixed && whole > 0.0, over == 0.0) {
            (true, true) => format!("{sign}{whole}"),
            (true, false) => format!("{sign}{whole} {over}/{under}"),
            (false, true) => "0".to_owned(),
            (false, false) => format!("{sign}{over}/{under}"),
        };
        let rounded = (whole + over / f64::from(under) - size).abs() > size * 1e-14;
        Shown { text, rounded, ..Shown::default() }
    }
}

/// The fraction nearest to a number, by trying every denominator: there are at
/// most 9,999.
fn nearest(value: f64, largest: u32) -> (f64, u32) {
    let mut best = (value.round(), 1, (value - value.round()).abs());
    for under in 2..=largest {
        let over = (value * f64::from(under)).round();
        let distance = (value - over / f64::from(under)).abs();
        if distance + 1e-15 < best.2 {
            best = (over, under, distance);
        }
    }
    (best.0, best.1)
}

/// `General` in a cell: at most 11 characters, point included, of which an
/// exponent takes four.
fn general(size: f64, sign: &str) -> Shown {
    let mut decimal = Decimal::of(size);
    let magnitude = decimal.magnitude();
    let is_plain = match magnitude {
        -4..=10 => true,
        // 0.00001 stays; 0.0000123456789 does not fit.
        -9..=-5 => decimal.place_count() <= 9,
        _ => decimal.is_zero(),
    };
    if !is_plain {
        let places = [Token::Digit('0'), Token::Point].into_iter();
        let mantissa: Vec<Token> = places.chain([const { Token::Digit('#') }; 5]).collect();
        let tail = [Token::Exponent { plus: true }, Token::Digit('0'), Token::Digit('0')];
        let shown = scientific(&mantissa, &tail, decimal, sign);
        // A code keeps its point, `General` does not.
        return Shown { text: shown.text.replacen(".E", "E", 1), ..shown };
    }
    let rounded = decimal.round((9 - magnitude).clamp(0, 9));
    let mut text = begin(sign);
    push_whole(&mut text, &[Token::Digit('0')], &decimal);
    if decimal.place_count() > 0 {
        text.push('.');
        text.extend((0..decimal.place_count()).map(|at| decimal.place(at)));
    }
    Shown { text, rounded, ..Shown::default() }
}

/// `0.00E+00`. Several places before the point make the exponent a multiple of
/// their number, as in `##0.0E+0`.
fn scientific(mantissa: &[Token], tail: &[Token], mut decimal: Decimal, sign: &str) -> Shown {
    let point = mantissa.iter().position(|token| *token == Token::Point);
    let (whole, behind) = mantissa.split_at(point.unwrap_or(mantissa.len()));
    let step = placeholders(whole).max(1) as i32;
    let exponent = |decimal: &Decimal| match decimal.is_zero() {
        true => 0,
        false => decimal.magnitude().div_euclid(step) * step,
    };
    let mut power = exponent(&decimal);
    decimal.scale(-power);
    let rounded = decimal.round(placeholders(behind) as i32);
    // 9.999 may have become 10.00.
    let carried = exponent(&decimal);
    decimal.scale(-carried);
    power += carried;

    let mut text = begin(sign);
    push_whole(&mut text, whole, &decimal);
    push_places(&mut text, behind, &decimal);
    let plus = matches!(tail.first(), Some(Token::Exponent { plus: true }));
    text.push_str(match (power < 0, plus) {
        (true, _) => "E-",
        (false, true) => "E+",
        (false, false) => "E",
    });
    let rest = tail.get(1..).unwrap_or_default();
    push_whole(&mut text, rest, &Decimal::of(power.into()));
    Shown { text, rounded, ..Shown::default() }
}

fn placeholders(tokens: &[Token]) -> usize {
    tokens.iter().filter(|token| matches!(token, Token::Digit(_))).count()
}

/// Each comma behind the last place divides by a thousand.
fn trailing_commas(whole: &[Token]) -> usize {
    let last = whole.iter().rposition(|token| matches!(token, Token::Digit(_)));
    let behind = last.and_then(|at| whole.get(at + 1..)).unwrap_or_default();
    behind.iter().take_while(|token| **token == Token::Comma).count()
}

/// A text with room for most numbers.
fn begin(sign: &str) -> String {
    let mut text = String::with_capacity(24);
    text.push_str(sign);
    text
}

/// The digits before the point among the tokens there. Digits without a place
/// of their own stand in the first one.
fn push_whole(text: &mut String, tokens: &[Token], decimal: &Decimal) {
    let is_place = |token: &Token| matches!(token, Token::Digit(_));
    let first = tokens.iter().position(is_place).unwrap_or(tokens.len());
    let last = tokens.iter().rposition(is_place).unwrap_or(first);
    let is_grouped = tokens.get(first..last).is_some_and(|it| it.contains(&Token::Comma));
    let mut rest = placeholders(tokens);
    if rest == 0 {
        push_digits(text, decimal, decimal.whole_count(), 0, is_grouped);
    }
    for (at, token) in tokens.iter().enumerate() {
        let Token::Digit(place) = token else {
            text.extend(literal(token));
            continue;
        };
        let from = if at == first { rest.max(decimal.whole_count()) } else { rest };
        rest -= 1;
        if rest < decimal.whole_count() {
            push_digits(text, decimal, from.min(decimal.whole_count()), rest, is_grouped);
        } else if *place == '0' {
            push_digit(text, '0', rest, is_grouped);
        }
    }
}

/// The digits with fewer than `from`, but no fewer than `to` others between
/// them and the point.
fn push_digits(text: &mut String, decimal: &Decimal, from: usize, to: usize, is_grouped: bool) {
    for at in (to..from).rev() {
        push_digit(text, decimal.whole(at), at, is_grouped);
    }
}

fn push_digit(text: &mut String, digit: char, others: usize, is_grouped: bool) {
    text.push(digit);
    if is_grouped && others > 0 && others.is_multiple_of(3) {
        text.push(',');
    }
}

/// The point and what stands behind it.
fn push_places(text: &mut String, tokens: &[Token], decimal: &Decimal) {
    let mut place = 0;
    for token in tokens {
        match token {
            Token::Digit(kind) => {
                if *kind == '0' || place < decimal.place_count() {
                    text.push(decimal.place(place));
                }
                place += 1;
            }
            other => text.extend(literal(other)),
        }
    }
}

/// A denominator that the code itself gives, as in `?/100`.
fn fixed_digit(token: &Token) -> Option<&str> {
    match token {
        Token::Literal(text) => Some(text),
        Token::Digit('0') => Some("0"),
        _ => None,
    }
}

/// What a token shows that asks for no digit.
fn literal(token: &Token) -> Option<&str> {
    match token {
        Token::Literal(text) => Some(text),
        Token::Percent => Some("%"),
        Token::Slash => Some("/"),
        Token::Point => Some("."),
        _ => None,
    }
}
