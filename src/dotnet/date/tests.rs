//! What must hold for every text; the oracle's tables are run by `tests/harness/dates.rs`.

use super::*;

/// Reads a date in ISO 8601.
fn date(text: &str) -> DateTime {
    let pattern = if text.contains('T') { "yyyy-MM-ddTHH:mm:ss.FFFFFFFK" } else { "yyyy-MM-dd" };
    let format = InputFormat::new(pattern, Styles::DEFAULT).unwrap();
    format.parse(text, DateTime::from_unix(0, 0).unwrap()).unwrap()
}

fn formatted(date: DateTime, format: &str) -> Result<String, InvalidFormat> {
    let mut out = String::new();
    OutputFormat::new(format)?.write(date, &mut out).unwrap();
    Ok(out)
}

fn parse_exact(text: &str, format: &str, styles: Styles, now: DateTime) -> Result<DateTime, String> {
    let format = InputFormat::new(format, styles).map_err(|error| error.to_string())?;
    format.parse(text, now).map_err(|error| error.to_string())
}

/// A long way from every date in the texts.
fn any_clock() -> DateTime {
    date("1234-05-06T07:08:09")
}

/// The texts of the tables that .NET read, or refused, as dates.
fn table_texts() -> Vec<String> {
    let mut texts = Vec::new();
    for table in ["cdate", "datetime-now"] {
        let path = format!("{}/tests/conformance/dotnet-{table}.json", env!("CARGO_MANIFEST_DIR"));
        let table: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let rows = table["cases"].as_array().unwrap();
        texts.extend(rows.iter().map(|row| row["text"].as_str().unwrap().to_owned()));
    }
    texts
}

#[test]
fn a_date_must_say_its_year() {
    for text in table_texts() {
        if let Ok(date) = parse_dated(&text) {
            assert_eq!(parse(&text, Some(any_clock())), Ok(date), "{text}");
        }
    }
    for (text, dated) in [
        ("2020-3-6", true),
        ("15 June 2009, 1 PM", true),
        ("2020-03-16T10:20:30.1234567 +0530", true),
        ("6/15/49", false),  // .NET guesses the century
        ("29 Feb", false),   // .NET takes 29 for the year
        ("13:45", false),    // .NET takes today
        ("20200316", false), // so does .NET refuse
    ] {
        assert_eq!(parse_dated(text).is_ok(), dated, "{text}");
    }
}

/// .NET 9.0.7 said so.
#[test]
fn a_comma_may_stand_before_the_fraction() {
    for text in ["2020-03-16T10:20:30,5", "3/16/2020 10:20:30,5", "10:20:30,5 16 Mar 2020"] {
        assert_eq!(parse(text, Some(any_clock())), Ok(date("2020-03-16T10:20:30.5")), "{text}");
    }
    assert_eq!(parse("10:20:30,5 06-2009", Some(any_clock())), Ok(date("2009-06-01T10:20:30.5")));
    assert!(parse_exact("10:20:30,5", "HH:mm:ss.f", Styles::DEFAULT, any_clock()).is_err());
}

/// .NET 9.0.7 said so.
#[test]
fn any_white_space_of_a_format_is_as_a_blank_there() {
    let (usual, inner) = (Styles::DEFAULT, Styles::from_text("AllowInnerWhite").unwrap());
    for (text, format, styles, is_read) in [
        ("2020-01-02 1PM", "yyyy-MM-dd h\u{202F}tt", usual, true),
        ("2020-01-0210", "yyyy-MM-dd\tHH", usual, true),
        ("2020-01-02\t10", "yyyy-MM-dd\tHH", inner, true),
        ("x2020", "'x\t'yyyy", inner, true),
        (" 2020", "'\t'yyyy", usual, true),
        ("  2020", "  ' 'yyyy", usual, false),
    ] {
        assert_eq!(parse_exact(text, format, styles, any_clock()).is_ok(), is_read, "{text:?}, {format:?}");
    }
}

/// .NET Core 3.1 reads some of these otherwise; .NET 9 decides.
#[test]
fn before_or_after_noon_blanks_may_part_hour_minute_and_second() {
    for (text, expected) in [
        ("6/15/2009 1 29 PM", Some("6/15/2009 1:29:00 PM")),
        ("6/15/2009 1,29 PM", Some("6/15/2009 1:29:00 PM")),
        ("6/15/2009 1.29 PM", Some("6/15/2009 1:29:00 PM")),
        ("6/15/2009 1Z45 PM", Some("6/15/2009 1:45:00 PM")),
        ("2009-06-15 1 29 PM", Some("6/15/2009 1:29:00 PM")),
        ("15 Jun 2009 1 29 PM", Some("6/15/2009 1:29:00 PM")),
        ("1 29 PM 6/15/2009", Some("6/15/2009 1:29:00 PM")),
        ("6/15/2009 1 29 30 PM", Some("6/15/2009 1:29:30 PM")),
        ("6/15/2009 1 29", None),
        ("2020-03-16T10:20:30+05:30Z", None),
        ("2020-03-16T10:20:30+05:30x", None),
        ("2020-03-16T10:20:30+05:30#", None),
    ] {
        let date = parse(text, None).ok().map(|date| date.to_string());
        assert_eq!(date.as_deref(), expected, "{text}");
    }
}

#[test]
fn a_zone_in_the_text_makes_the_date_universal() {
    for (text, kind) in
        [("2020-03-16", Kind::Unspecified), ("2020-03-16Z", Kind::Utc), ("2020-03-16+02:00", Kind::Utc)]
    {
        assert_eq!(parse(text, None).unwrap().kind(), kind, "{text}");
    }
}

#[test]
fn without_a_clock_nothing_is_filled_in() {
    for text in ["13:45", "1 PM", "6/15", "June 15", "13:45Z"] {
        assert_eq!(parse(text, None), Err(InvalidDate::NoClock), "{text}");
    }
    assert_eq!(parse("2009-06-15", None), parse("2009-06-15", Some(any_clock())));
}

#[test]
fn arguments_are_those_that_entra_documents() {
    assert_eq!(
        Styles::from_argument("DateTimeStyles.AssumeUniversal, AdjustToUniversal"),
        Styles::from_text("AssumeUniversal,AdjustToUniversal")
    );
    assert_eq!(Styles::from_argument("DateTimeStyles.Universal"), Err(InvalidStyles::Unknown));
    assert_eq!(Styles::from_text("256"), Err(InvalidStyles::Conflict));
    assert_eq!(Interval::from_text(" d"), Err(InvalidInterval));
    for (text, documented) in
        [("d", true), ("ww", true), ("D", false), ("q", false), ("y", false), ("w", false), ("", false)]
    {
        assert_eq!(Interval::from_argument(text).is_ok(), documented, "{text}");
    }
}

#[test]
fn a_dot_may_be_missing_with_its_fraction() {
    for (format, text, fits) in [
        ("H:m:s.FFF", "1:2:3", true),
        ("H:m:s.FFF", "1:2:3.5", true),
        ("H:m:s.FFF't'", "1:2:3.5t", true),
        ("H:m:s.FFFFFFFFF", "1:2:3", true),
        ("H:m:s.FFFFFFFFF", "1:2:3.5", false), // too many, which only a text with the dot meets
        ("H:m:s.F", "1:2:3", false),           // .NET looks one letter too far
        ("H:m:s.'FF", "1:2:3", true),          // so far that it does not see the quote
        ("H:m:s.fff", "1:2:3", false),
    ] {
        assert_eq!(parse_exact(text, format, Styles::DEFAULT, any_clock()).is_ok(), fits, "{format}: {text}");
    }
    let many = ".FF.xFF.'FF".repeat(5_000);
    assert!(InputFormat::new(&many, Styles::DEFAULT).is_ok(), "in a time that grows with the format");
}

#[test]
fn messages_name_places_and_not_the_text() {
    let format = InputFormat::new("dd.MM.yyyy", Styles::DEFAULT).unwrap();
    let message = |text| format.parse(text, any_clock()).unwrap_err().to_string();
    assert_eq!(message("31.x.2020"), "`MM` does not fit at position 4");
    assert_eq!(message("31.12.20201"), "the format ends at position 11 of the text");
    assert_eq!(parse("2020-03-16 noon", None).unwrap_err().to_string(), "no date can be read at position 12");
    assert_eq!(parse_dated("15 Jun 49").unwrap_err().to_string(), "the text has no year of four digits");
    assert_eq!(OutputFormat::new("yyyy'").unwrap_err().to_string(), "the quote at position 5 is not closed");
}

#[test]
fn sums_and_file_times_stay_in_range() {
    let (first, last) = (date("0001-01-01"), date("9999-12-31"));
    assert_eq!(date_add(Interval::Day, -1.0, first), Err(OutOfRange));
    assert_eq!(date_add(Interval::Month, 1.0, last), Err(OutOfRange));
    for number in [f64::NAN, f64::INFINITY, 1e300, 2_147_483_648.0] {
        assert_eq!(date_add(Interval::Second, number, last), Err(OutOfRange), "{number}");
    }
    assert_eq!(to_file_time(first), Err(OutOfRange));
    assert_eq!(from_file_time(i64::MAX), Err(OutOfRange));
}

#[test]
fn unix_time_covers_the_years_1_to_9999() {
    assert_eq!(DateTime::from_unix(0, 199).unwrap().ticks(), 621_355_968_000_000_001);
    assert_eq!(DateTime::from_unix(-62_135_596_800, 0).unwrap().to_string(), "1/1/0001 12:00:00 AM");
    assert_eq!(DateTime::from_unix(253_402_300_799, 0).unwrap().to_string(), "12/31/9999 11:59:59 PM");
    for seconds in [-62_135_596_801, 253_402_300_800, i64::MIN, i64::MAX] {
        assert_eq!(DateTime::from_unix(seconds, 0), None, "{seconds}");
    }
}

/// A small generator of numbers, the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    fn text(&mut self, pieces: &[&'static str], most: usize) -> String {
        (0..self.below(most + 1)).map(|_| pieces[self.below(pieces.len())]).collect()
    }

    fn date(&mut self) -> DateTime {
        let day = i64::try_from(self.below(3_652_059)).unwrap();
        let second = i64::try_from(self.below(86_400)).unwrap();
        let nanoseconds = u32::try_from(self.below(10_000_000) * 100).unwrap();
        DateTime::from_unix((day - 719_162) * 86_400 + second, nanoseconds).unwrap()
    }
}

const TEXTS: [&str; 62] = [
    "0",
    "1",
    "2",
    "12",
    "15",
    "31",
    "2020",
    "99",
    "0001",
    "9999",
    "123",
    "/",
    "-",
    ":",
    ".",
    ",",
    "+",
    " ",
    "T",
    "Z",
    "GMT",
    "AM",
    "PM",
    "Jun",
    "February",
    "Mon",
    "Sunday",
    "A.D.",
    "AD",
    "年",
    "月",
    "日",
    "時",
    "分",
    "秒",
    "#",
    "\0",
    "\u{a0}",
    "\u{200f}",
    "😀",
    "é",
    "t",
    "z",
    "6/15/2009",
    "13:45",
    "1:45:30.5",
    "2009-06-15",
    "2009-06-15T",
    "+02:00",
    "-7",
    "+0530",
    "pm",
    "jan",
    "x",
    "\t",
    "'",
    "\"",
    "\\",
    "%",
    "99999999",
    "999999999",
    "００",
];

const FORMATS: [&str; 48] = [
    "y", "yy", "yyyy", "M", "MM", "MMM", "MMMM", "d", "dd", "ddd", "dddd", "h", "hh", "H", "HH", "m", "mm",
    "s", "ss", "f", "fff", "F", "FFFFFFFF", "t", "tt", "g", "z", "zz", "zzz", "K", "Z", "GMT", "/", ":", "-",
    ".", " ", "'", "\"", "\\", "%", "T", "G", "😀", "é", "\0", ".FFF", "'at'",
];

#[test]
fn no_text_and_no_format_panics() {
    let mut random = Random(1);
    let now = any_clock();
    let mut read = 0;
    for _ in 0..60_000 {
        let (text, format) = (random.text(&TEXTS, 9), random.text(&FORMATS, 7));
        read += u32::from(parse(&text, Some(now)).is_ok());
        if let Ok(date) = parse_dated(&text) {
            assert_eq!(parse(&text, None), Ok(date), "{text:?}");
        }
        let styles = Styles::from_text(&random.below(256).to_string()).unwrap_or(Styles::DEFAULT);
        let _ = parse_exact(&text, &format, styles, now);
        let date = random.date();
        if let Ok(written) = formatted(date, &format) {
            let _ = parse_exact(&written, &format, styles, now);
        }
        let interval = Interval::from_text(["yyyy", "q", "m", "ww", "d", "s"][random.below(6)]).unwrap();
        let number = f64::from(u32::try_from(random.below(1 << 31)).unwrap()) * [-1.0, 1.0][random.below(2)];
        let _ = date_add(interval, number, date);
        let _ = date_diff(interval, date, random.date());
    }
    assert!(read > 500, "the texts are too seldom dates: {read}");
}

#[test]
fn the_text_form_of_a_date_is_read_without_being_written() {
    let format = InputFormat::new("M/d/yyyy h:mm:ss tt", Styles::DEFAULT).unwrap();
    for text in
        ["0001-01-01", "2021-08-25T12:00:59.1234567", "2021-01-02T00:30:00Z", "9999-12-31T23:59:59.9999999"]
    {
        let read = format.parse(&date(text).to_string(), any_clock()).unwrap();
        let known = format.read_text_of(date(text)).unwrap();
        assert_eq!((known.ticks(), known.kind()), (read.ticks(), read.kind()), "{text}");
    }
    let other_styles =
        InputFormat::new("M/d/yyyy h:mm:ss tt", Styles::NONE | Styles::ASSUME_UNIVERSAL).unwrap();
    assert_eq!(other_styles.read_text_of(any_clock()), None);
}

#[test]
fn what_is_written_is_read_again() {
    let mut random = Random(2);
    for format in [
        "o",
        "yyyy-MM-ddTHH:mm:ss.fffffffK",
        "yyyyMMddHHmmssfffffff",
        "M/d/yyyy h:mm:ss.FFFFFFF tt",
        "dddd, d MMMM yyyy HH:mm:ss.fffffff zzz",
        "ddd dd MMM yyyy hh'h'mm'm'ss's' fffffff tt gg",
        "ss.fffffff mm HH dd MM yyyyy",
    ] {
        for _ in 0..500 {
            let date = random.date();
            let written = formatted(date, format).unwrap();
            let read = parse_exact(&written, format, Styles::DEFAULT, any_clock());
            assert_eq!(read, Ok(date), "{format}: {written}");
        }
    }
    for _ in 0..2000 {
        let date = random.date();
        let whole = date.plus(-(date.ticks() % date_time::TICKS_PER_SECOND)).unwrap();
        assert_eq!(parse_dated(&date.to_string()), Ok(whole), "{date}");
    }
}
