//! Input formats: checked once, then matched with many texts.

use super::cursor::Cursor;
use super::error::InvalidFormat;
use super::styles::Styles;
use super::{quoted, standard};
use std::borrow::Cow;

/// A valid format for reading dates, with the styles to read by.
///
/// Unlike in an output format, an unquoted `Z` is a specifier: it takes `Z` or `GMT` and means UTC.
#[derive(Clone, Debug)]
pub(crate) struct InputFormat<'f> {
    /// INVARIANT: [`next_part`] finds no fault in it, but perhaps in a fraction that may be missing. White space that
    /// the styles allow anyway is taken away.
    pub(super) pattern: Cow<'f, str>,
    pub(super) styles: Styles,
    /// Whether the text is in UTC without saying so: the standard format `U`.
    pub(super) universal: bool,
    /// How `K` reads an offset.
    pub(super) offset: Offset,
}

/// How an offset is written.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Offset {
    /// The colon may be missing; up to 59 minutes.
    Usual,
    /// The colon must be there; up to 99 minutes. .NET reads `O` this way if no style is given.
    Fixed,
}

/// A piece of a format.
pub(super) enum Part<'f> {
    /// A specifier: its letter and how often it stands there.
    Specifier(char, usize),
    Literal(char),
    /// A blank, which may match nothing.
    Blank,
    /// A dot, which may be missing together with the fraction that follows.
    Dot,
    /// An unquoted `GMT`.
    Greenwich,
    Quoted(&'f str),
}

impl<'f> InputFormat<'f> {
    /// Checks a format. One character alone is a standard format.
    ///
    /// # Errors
    ///
    /// An empty format, an unknown standard format, an unclosed quote, a `\` or `%` with nothing after it, more than
    /// seven `f` or `F`.
    pub(crate) fn new(format: &'f str, styles: Styles) -> Result<Self, InvalidFormat> {
        if format.is_empty() {
            return Err(InvalidFormat::Empty);
        }
        let letter = standard::letter(format);
        let pattern = match letter {
            Some(letter) => standard::pattern(letter).ok_or(InvalidFormat::NoSuchStandardFormat(letter))?,
            None => format,
        };
        let pattern = without_outer_white_space(pattern, styles);
        let mut cursor = Cursor::new(&pattern);
        while let Some(part) = next_part(&mut cursor)? {
            if matches!(part, Part::Dot) {
                // Where the dot may be missing, even too long a fraction may do.
                skip_optional_fraction(&mut cursor);
            }
        }
        let fixed = matches!(letter, Some('o' | 'O')) && styles == Styles::NONE;
        let offset = if fixed { Offset::Fixed } else { Offset::Usual };
        Ok(Self { pattern, styles, universal: letter == Some('U'), offset })
    }

    /// Returns the format as one that borrows nothing, to be kept.
    pub(crate) fn into_owned(self) -> InputFormat<'static> {
        InputFormat { pattern: Cow::Owned(self.pattern.into_owned()), ..self }
    }
}

/// Reads the next piece of a format.
pub(super) fn next_part<'f>(format: &mut Cursor<'f>) -> Result<Option<Part<'f>>, InvalidFormat> {
    let before = *format;
    let Some(mut character) = format.next() else { return Ok(None) };
    if character == '%' {
        match format.next() {
            None | Some('%') => return Err(InvalidFormat::Percent(before.position())),
            Some(next) => character = next,
        }
    }
    Ok(Some(match character {
        '\'' | '"' => Part::Quoted(quoted::take(format, character, before.position())?),
        '\\' => Part::Literal(format.next().ok_or_else(|| InvalidFormat::Escape(before.position()))?),
        ' ' => Part::Blank,
        '.' => Part::Dot,
        'G' if format.take_ignoring_case("MT") => Part::Greenwich,
        'K' | 'Z' => Part::Specifier(character, 1),
        'y' | 'M' | 'd' | 'g' | 'h' | 'H' | 'm' | 's' | 't' | 'z' => {
            Part::Specifier(character, 1 + format.take_run(character))
        }
        'f' | 'F' => {
            let count = 1 + format.take_run(character);
            if count > 7 {
                return Err(InvalidFormat::Fraction(before.position()));
            }
            Part::Specifier(character, count)
        }
        _ => Part::Literal(character),
    }))
}

/// Goes past the fraction that may be missing with its dot, and returns whether there is one.
///
/// .NET looks for an `F` not right after the dot but one further: `.FF` may be missing, `.F` may not.
pub(super) fn skip_optional_fraction(format: &mut Cursor<'_>) -> bool {
    let mut after = *format;
    after.next();
    let found = after.take_run('F') > 0;
    if found {
        *format = after;
    }
    found
}

/// Takes white space away from the ends of a pattern and from inside a quote there, as far as the styles allow it.
fn without_outer_white_space(pattern: &str, styles: Styles) -> Cow<'_, str> {
    let (start, end) = (styles.has(Styles::ALLOW_LEADING_WHITE), styles.has(Styles::ALLOW_TRAILING_WHITE));
    let pattern = if start { pattern.trim_start() } else { pattern };
    let mut pattern = Cow::Borrowed(if end { pattern.trim_end() } else { pattern });
    if let (true, Some(body), Some(quote)) = (end, pattern.strip_suffix(is_quote), pattern.chars().last())
        && pattern.encode_utf16().count() > 2
        && body.ends_with(char::is_whitespace)
    {
        pattern = Cow::Owned(format!("{}{quote}", body.trim_end()));
    }
    if let (true, Some(body), Some(quote)) = (start, pattern.strip_prefix(is_quote), pattern.chars().next())
        && pattern.encode_utf16().count() > 2
        && body.starts_with(char::is_whitespace)
    {
        pattern = Cow::Owned(format!("{quote}{}", body.trim_start()));
    }
    pattern
}

fn is_quote(character: char) -> bool {
    matches!(character, '\'' | '"')
}
