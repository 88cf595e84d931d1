//! The words and signs that have a meaning in a date.

use crate::dotnet::date::assemble::HalfDay;
use crate::dotnet::date::calendar;
use crate::dotnet::date::cursor::{Cursor, is_letter};

/// A word or sign that stands for itself.
#[derive(Copy, Clone)]
pub(super) enum Word {
    /// A comma or a dot: passed over.
    Ignorable,
    HalfDay(HalfDay),
    Month(i64),
    /// Sunday is 0.
    Weekday(i64),
    Era,
    /// `GMT` or `Z`.
    Zone,
}

/// What can stand after a number or a month.
#[derive(Copy, Clone)]
pub(super) enum Separator {
    End,
    /// White space, or something that is no separator and stays to be read.
    Space,
    /// `/`
    Date,
    /// `:`
    Time,
    /// `-`: separates the parts of a date, or begins an offset.
    DateOrOffset,
    HalfDay(HalfDay),
    Suffix(Suffix),
    /// The `T` between a date and a time.
    LocalTime,
}

/// A Chinese, Japanese or Korean sign after a number.
#[derive(Copy, Clone)]
pub(super) enum Suffix {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
}

const WORDS: [(&str, Word); 8] = [
    (",", Word::Ignorable),
    (".", Word::Ignorable),
    ("AM", Word::HalfDay(HalfDay::Morning)),
    ("PM", Word::HalfDay(HalfDay::Afternoon)),
    ("A.D.", Word::Era),
    ("AD", Word::Era),
    ("GMT", Word::Zone),
    ("Z", Word::Zone),
];

const SEPARATORS: [(&str, Separator); 16] = [
    ("/", Separator::Date),
    (":", Separator::Time),
    ("-", Separator::DateOrOffset),
    ("AM", Separator::HalfDay(HalfDay::Morning)),
    ("PM", Separator::HalfDay(HalfDay::Afternoon)),
    ("T", Separator::LocalTime),
    ("年", Separator::Suffix(Suffix::Year)),
    ("년", Separator::Suffix(Suffix::Year)),
    ("月", Separator::Suffix(Suffix::Month)),
    ("월", Separator::Suffix(Suffix::Month)),
    ("日", Separator::Suffix(Suffix::Day)),
    ("일", Separator::Suffix(Suffix::Day)),
    ("時", Separator::Suffix(Suffix::Hour)),
    ("时", Separator::Suffix(Suffix::Hour)),
    ("分", Separator::Suffix(Suffix::Minute)),
    ("秒", Separator::Suffix(Suffix::Second)),
];

/// Goes past a word, if there is one.
pub(super) fn take(text: &mut Cursor<'_>) -> Option<Word> {
    let word = WORDS.iter().find(|(word, _)| take_entry(text, word)).map(|(_, word)| *word);
    word.or_else(|| take_name(text, &calendar::MONTHS).map(|index| Word::Month(index + 1)))
        .or_else(|| take_name(text, &calendar::WEEKDAYS).map(Word::Weekday))
}

/// Goes past white space and right-to-left marks, and past a separator, if there is one.
pub(super) fn take_separator(text: &mut Cursor<'_>) -> Separator {
    while text.peek().is_some_and(|next| next.is_whitespace() || next == '\u{200F}') {
        text.next();
    }
    if text.is_at_end() {
        return Separator::End;
    }
    let separator = SEPARATORS.iter().find(|(word, _)| take_entry(text, word));
    separator.map_or(Separator::Space, |(_, separator)| *separator)
}

/// Goes past a name in full or its first three letters, and returns its index.
fn take_name(text: &mut Cursor<'_>, names: &[&'static str]) -> Option<i64> {
    let found = (0..)
        .zip(names)
        .find(|(_, name)| text.take_whole_word(name) || text.take_whole_word(calendar::abbreviation(name)));
    found.map(|(index, _)| index)
}

/// Goes past an entry of a table. No letter may follow one that begins with a letter.
fn take_entry(text: &mut Cursor<'_>, word: &str) -> bool {
    let first = |text: &str| text.bytes().next().map(|byte| byte.to_ascii_lowercase());
    if first(text.rest()) != first(word) {
        return false;
    }
    if word.starts_with(is_letter) { text.take_whole_word(word) } else { text.take_ignoring_case(word) }
}
