//! `dotnet-cdate`, `dotnet-date*` and `dotnet-filetime`: reading, writing, adding and comparing dates.

use crate::Checked;
use crate::dotnet::date::format::Zone;
use crate::dotnet::date::styles::enum_parse;
use crate::dotnet::date::{
    DateTime, InputFormat, Interval, Kind, OutputFormat, Styles, date_add, date_diff, from_file_time, parse,
    to_file_time,
};
use crate::table::{Given, run, text};
use serde_json::{Value, json};

/// `DateTime.Parse`.
pub(crate) fn cdate(file: &Value) -> Vec<Checked> {
    run(file, |row| read(row, any_clock()))
}

/// `DateTime.ParseExact`.
pub(crate) fn parse_exact(file: &Value) -> Vec<Checked> {
    run(file, |row| read_exact(row, any_clock()))
}

/// Both, for texts that leave something to the clock.
pub(crate) fn now(file: &Value) -> Vec<Checked> {
    run(file, |row| match text(row, "fn")? {
        "cdate" => read(row, date(row, "now")),
        "parse" => read_exact(row, date(row, "now")),
        other => panic!("no way of reading is called {other}"),
    })
}

/// `DateTime.ToString` and, for the kind `offset`, `DateTimeOffset.ToString`.
pub(crate) fn format(file: &Value) -> Vec<Checked> {
    run(file, |row| {
        let (value, format) = (date(row, "value"), text(row, "format")?);
        let kind = match text(row, "kind")? {
            "unspecified" => Kind::Unspecified,
            "utc" => Kind::Utc,
            "local" => Kind::Local,
            "offset" => return written_with_offset(value, minutes(text(row, "offset")?), format),
            other => panic!("no kind is called {other}"),
        };
        Ok(json!(written(value.with_kind(kind), format)?))
    })
}

/// `Enum.Parse` of `DateTimeStyles`.
pub(crate) fn styles(file: &Value) -> Vec<Checked> {
    run(file, |row| enum_parse(text(row, "text")?, "").map(Value::from).map_err(|error| error.to_string()))
}

/// Visual Basic's `DateAdd`.
pub(crate) fn add(file: &Value) -> Vec<Checked> {
    run(file, |row| {
        let number = row["number"].as_f64().expect("a number is added");
        let sum = date_add(interval(row)?, number, date(row, "date")).map_err(|error| error.to_string())?;
        Ok(json!({ "value": ticks(sum), "mdy": sum.to_string() }))
    })
}

/// Visual Basic's `DateDiff`.
pub(crate) fn difference(file: &Value) -> Vec<Checked> {
    run(file, |row| {
        let difference = date_diff(interval(row)?, date(row, "date1"), date(row, "date2"));
        difference.map(Value::from).map_err(|error| error.to_string())
    })
}

/// `ToFileTimeUtc` and `FromFileTimeUtc`.
pub(crate) fn file_time(file: &Value) -> Vec<Checked> {
    run(file, |row| match text(row, "fn")? {
        "to-filetime" => {
            let file_time = to_file_time(date(row, "date")).map_err(|error| error.to_string())?;
            Ok(json!(file_time.to_string()))
        }
        "from-filetime" => {
            // As `Int64.Parse` has it.
            let blanks = |character: char| matches!(character, '\t'..='\r' | ' ');
            let number = text(row, "number")?.trim_end_matches('\0').trim_matches(blanks);
            let number = number.parse::<i64>().map_err(|error| error.to_string())?;
            let date = from_file_time(number).map_err(|error| error.to_string())?;
            Ok(json!(format!("{}Z", ticks(date))))
        }
        other => panic!("no conversion is called {other}"),
    })
}

fn read(row: &Value, now: DateTime) -> Given {
    let date = parse(text(row, "text")?, Some(now)).map_err(|error| error.to_string())?;
    let had_zone = date.kind() == Kind::Utc;
    Ok(json!({ "value": format!("{}Z", ticks(date)), "had_zone": had_zone, "mdy": date.to_string() }))
}

fn read_exact(row: &Value, now: DateTime) -> Given {
    let names = row["styles"].as_array().expect("styles are a list");
    let names: Vec<_> = names.iter().map(|name| name.as_str().expect("a style is a name")).collect();
    let styles = Styles::from_text(&names.join(",")).map_err(|error| error.to_string())?;
    let format = InputFormat::new(text(row, "format")?, styles).map_err(|error| error.to_string())?;
    let date = format.parse(text(row, "text")?, now).map_err(|error| error.to_string())?;
    Ok(json!({ "value": ticks(date), "kind": format!("{:?}", date.kind()) }))
}

fn interval(row: &Value) -> Result<Interval, String> {
    Interval::from_text(text(row, "interval")?).map_err(|error| error.to_string())
}

fn written(date: DateTime, format: &str) -> Result<String, String> {
    let mut out = String::new();
    let format = OutputFormat::new(format).map_err(|error| error.to_string())?;
    format.write(date, &mut out).map_err(|error| error.to_string())?;
    Ok(out)
}

fn written_with_offset(date: DateTime, minutes: i64, format: &str) -> Given {
    if format == "U" {
        return Err("a date with an offset has no standard format `U`".to_owned());
    }
    let mut out = String::new();
    let format = OutputFormat::new(format).map_err(|error| error.to_string())?;
    format.write_in_zone(date, Zone::Offset(minutes), &mut out).map_err(|error| error.to_string())?;
    Ok(json!(out))
}

/// Reads an offset as the tables write it.
fn minutes(offset: &str) -> i64 {
    let (hours, minutes) = offset.split_once(':').expect("an offset has a colon");
    let number = |digits: &str| digits.parse::<i64>().expect("an offset has digits");
    let minutes = number(hours.trim_start_matches(['+', '-'])) * 60 + number(minutes);
    if offset.starts_with('-') { -minutes } else { minutes }
}

/// Reads a date as the tables write it. One that cannot be read is no refusal of what the row is about.
fn date(row: &Value, key: &str) -> DateTime {
    instant(row[key].as_str().expect("a date is a text"))
}

fn instant(text: &str) -> DateTime {
    let pattern = if text.contains('T') { "yyyy-MM-ddTHH:mm:ss.FFFFFFFK" } else { "yyyy-MM-dd" };
    let format = InputFormat::new(pattern, Styles::DEFAULT).expect("the pattern is valid");
    let epoch = DateTime::from_unix(0, 0).expect("1970 is within range");
    format.parse(text, epoch).expect("the tables write dates in ISO 8601")
}

/// A long way from every date in the tables whose rows say nothing of the clock.
fn any_clock() -> DateTime {
    instant("1234-05-06T07:08:09")
}

/// A date with all its digits, as the tables write results.
fn ticks(date: DateTime) -> String {
    written(date, "yyyy-MM-ddTHH:mm:ss.fffffff").expect("the format is valid")
}
