//! Input formats: checked once, then matched with many texts.

use super::cursor::Cursor;
use super::date_time::{DateTime, TEXT_FORM};
use super::error::InvalidFormat;
use super::styles::Styles;
use super::{quoted, standard};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A valid format for reading dates, with the styles to read by.
///
/// Unlike in an output format, an unquoted `Z` is a specifier: it takes `Z` or `GMT` and means UTC.
#[derive(Clone, Debug)]
pub(crate) struct InputFormat {
    /// INVARIANT: every way through them reaches [`Part::End`] or [`Part::Fault`]. White space that the styles allow anyway
    /// is taken away.
    pub(super) parts: Vec<Part>,
    pub(super) styles: Styles,
    /// Whether the text is in UTC without saying so: the standard format `U`.
    pub(super) universal: bool,
    /// How `K` reads an offset.
    pub(super) offset: Offset,
    /// Whether this is the form in which a date becomes text, read as `FormatDateTime` usually does.
    is_text_form: bool,
}

/// How an offset is written.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Offset {
    /// The colon may be missing; up to 59 minutes.
    Usual,
    /// The colon must be there; up to 99 minutes. .NET reads `O` this way if no style is given.
    Fixed,
}

/// A piece of a format. What follows it is the next one, if it does not say otherwise.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// A specifier: its letter and how often it stands there.
    Specifier(char, usize),
    Literal(char),
    /// White space, which may match nothing; where nothing follows it, the styles have more to say.
    Blank {
        last: bool,
        character: char,
    },
    /// A dot that must be there.
    Dot,
    /// A dot that may be missing together with the fraction that follows. Where it is there, the format goes on at a place.
    OptionalDot(usize),
    /// An unquoted `GMT`.
    Greenwich,
    Quoted(Box<str>),
    /// The format goes on at a place.
    Go(usize),
    /// Here the format is at fault, so that no text fits it.
    Fault,
    End,
}

impl InputFormat {
    /// Reads a format. One character alone is a standard format.
    ///
    /// # Errors
    ///
    /// An empty format, an unknown standard format, an unclosed quote, a `\` or `%` with nothing after it, more than
    /// seven `f` or `F`.
    pub(crate) fn new(format: &str, styles: Styles) -> Result<Self, InvalidFormat> {
        if format.is_empty() {
            return Err(InvalidFormat::Empty);
        }
        let letter = standard::letter(format);
        let pattern = match letter {
            Some(letter) => standard::pattern(letter).ok_or(InvalidFormat::NoSuchStandardFormat(letter))?,
            None => format,
        };
        let pattern = without_outer_white_space(pattern, styles);
        let mut reading = Reading { parts: Vec::new(), known: BTreeMap::new(), dots: Vec::new() };
        reading.run(Cursor::new(&pattern), false)?;
        // Where the dot is there, even too long a fraction is a fault only to a text that has the dot.
        while let Some((dot, after)) = reading.dots.pop() {
            let place = reading.parts.len();
            reading.run(after, true)?;
            if let Some(part) = reading.parts.get_mut(dot) {
                *part = Part::OptionalDot(place);
            }
        }
        let parts = reading.parts;
        let fixed = matches!(letter, Some('o' | 'O')) && styles == Styles::NONE;
        let offset = if fixed { Offset::Fixed } else { Offset::Usual };
        let is_text_form = format == TEXT_FORM && styles == Styles::DEFAULT;
        Ok(Self { parts, styles, universal: letter == Some('U'), offset, is_text_form })
    }

    /// Returns what reading a date's text form gives, where that is known without writing and reading it.
    ///
    /// The result of a date function has no other form in which `FormatDateTime` could take it.
    pub(crate) fn read_text_of(&self, date: DateTime) -> Option<DateTime> {
        self.is_text_form.then(|| date.through_text())
    }
}

/// A format that is being read. There are two ways on from a dot that may be missing, and they nearly always meet again.
struct Reading<'f> {
    parts: Vec<Part>,
    /// The places in the format that have been read, and the parts that begin there.
    known: BTreeMap<usize, usize>,
    /// The dots that may be missing, and what follows where they are there.
    dots: Vec<(usize, Cursor<'f>)>,
}

impl<'f> Reading<'f> {
    /// Reads on from a place to the end, or to where it has been read before. A fault ends it, or is an error.
    fn run(&mut self, mut format: Cursor<'f>, may_fail: bool) -> Result<(), InvalidFormat> {
        loop {
            let place = format.offset();
            if let Some(part) = self.known.get(&place) {
                self.parts.push(Part::Go(*part));
                return Ok(());
            }
            self.known.insert(place, self.parts.len());
            let part = match next_part(&mut format) {
                Ok(part) => part.unwrap_or(Part::End),
                Err(_) if may_fail => Part::Fault,
                Err(fault) => return Err(fault),
            };
            if matches!(part, Part::Dot) {
                let after = format;
                if skip_optional_fraction(&mut format) {
                    self.dots.push((self.parts.len(), after));
                }
            }
            let ends = matches!(part, Part::End | Part::Fault);
            self.parts.push(part);
            if ends {
                return Ok(());
            }
        }
    }
}

/// Reads the next piece of a format.
fn next_part(format: &mut Cursor<'_>) -> Result<Option<Part>, InvalidFormat> {
    let before = *format;
    let Some(mut character) = format.next() else { return Ok(None) };
    if character == '%' {
        match format.next() {
            None | Some('%') => return Err(InvalidFormat::Percent(before.position())),
            Some(next) => character = next,
        }
    }
    Ok(Some(match character {
        '\'' | '"' => Part::Quoted(quoted::take(format, character, before)?.into()),
        '\\' => Part::Literal(format.next().ok_or_else(|| InvalidFormat::Escape(before.position()))?),
        blank if blank.is_whitespace() => Part::Blank { last: format.is_at_end(), character },
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
fn skip_optional_fraction(format: &mut Cursor<'_>) -> bool {
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
    // .NET asks before it takes anything away.
    let start_quoted = start && pattern.starts_with(is_quote);
    let pattern = if start { pattern.trim_start() } else { pattern };
    let mut pattern = Cow::Borrowed(if end { pattern.trim_end() } else { pattern });
    if let (true, Some(body), Some(quote)) = (end, pattern.strip_suffix(is_quote), pattern.chars().last())
        && pattern.encode_utf16().count() > 2
        && body.ends_with(char::is_whitespace)
    {
        pattern = Cow::Owned(format!("{}{quote}", body.trim_end()));
    }
    if let (true, Some(body), Some(quote)) =
        (start_quoted, pattern.strip_prefix(is_quote), pattern.chars().next())
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
