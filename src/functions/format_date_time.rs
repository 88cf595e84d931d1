//! `FormatDateTime(source, dateTimeStyles?, inputFormat, outputFormat)`: a date text in another format.
//!
//! Three filled slots are the older form `FormatDateTime(source, inputFormat, outputFormat)`. Source:
//! `spec:expressions-3.21`.

use super::prelude::*;
use crate::dotnet::date::{DateTime, InputFormat, OutputFormat, Styles};
use bumpalo::collections::String;
use std::borrow::Cow;

pub(super) const FUNCTION: Function = Function {
    name: "FormatDateTime",
    summary: "Returns the date that `source` gives by `inputFormat`, written by `outputFormat`. A time zone in \
        the text moves the date to UTC.\n\
        \n\
        Formats are .NET's: `yyyy` year, `MM` month, `MMM` `Jan`, `MMMM` `January`, `dd` day, `ddd` \
        `Mon`, `HH` hour of 24, `hh` hour of 12, `tt` `AM` or `PM`, `mm` minute, `ss` second, `fff` \
        fraction, `zzz` offset. One letter reads one digit or two (`M/d/yyyy h:mm`), a doubled one \
        exactly two. Other characters stand for themselves; letters are safe in `'…'`. In an input \
        format `Z` is a time zone mark, in an output format a letter. One character alone is a standard \
        format (`d`, `s`, `o`, `R` …).\n\
        \n\
        `dateTimeStyles` are .NET's, separated by commas, e.g. `AssumeUniversal`; omitted, white space \
        around the text is allowed. Three arguments are the older form without it.",
    source: "entra:formatdatetime",
    parameters: &[
        required("source", Kind::Text),
        optional("dateTimeStyles", Kind::Text),
        optional("inputFormat", Kind::Text),
        optional("outputFormat", Kind::Text),
    ],
    examples: &[
        example(r#"FormatDateTime([endDate], , "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")"#, "2015-01-23")
            .given(r#"{"endDate": "20150123105347.1Z"}"#),
        example(r#"FormatDateTime([endDate], "yyyyMMdd", "d MMM yyyy")"#, "23 Jan 2015")
            .given(r#"{"endDate": "20150123"}"#),
        example(
            r#"FormatDateTime("10:00", "NoCurrentDateDefault", "HH:mm", "M/d/yyyy h tt")"#,
            "1/1/0001 10 AM",
        ),
        example(r#"FormatDateTime(Now(), , "M/d/yyyy h:mm:ss tt", "O")"#, "2021-08-25T17:41:18.0000000"),
        example(r#"FormatDateTime(" 2021年8月25日 ", , "yyyy年M月d日", "dddd 🙂")"#, "Wednesday 🙂"),
        example("FormatDateTime([date], , [from], [to])", "12")
            .given(r#"{"date": "9999-12-31", "from": "yyyy-MM-dd", "to": "%M"}"#),
        null(r#"FormatDateTime([endDate], , "yyyy-MM-dd", "yyyyMMdd")"#),
        refused(r#"FormatDateTime("04/07/2025", , "yyyy-MM-dd", "yyyyMMdd")"#, "invalid-date"),
        refused(r#"FormatDateTime([endDate], , "yyyy-MM-dd", "'")"#, "invalid-value"),
        refused(r#"FormatDateTime([endDate], "roundtripkind", "yyyy-MM-dd", "d")"#, "invalid-value"),
        refused(r#"FormatDateTime([endDate], , "yyyy-MM-dd")"#, "arity"),
        refused(r#"FormatDateTime([endDate], "yyyy-MM-dd")"#, "arity"),
    ],
    body: Body::Prepared(prepare, format_date_time),
};

/// Which slot holds what.
struct Form {
    styles: usize,
    input: usize,
    output: usize,
}

const FORM: Form = Form { styles: 1, input: 2, output: 3 };

/// The older form has no styles: its fourth slot is empty.
const LEGACY_FORM: Form = Form { styles: 3, input: 1, output: 2 };

/// What constant arguments make ready.
struct Ready {
    form: Form,
    styles: Option<Styles>,
    input: Option<InputFormat>,
    output: Option<OutputFormat>,
}

fn prepare(constants: &Constants<'_>) -> Result<Prepared, Refusal> {
    let form = match constants.count() {
        3 => LEGACY_FORM,
        _ => FORM,
    };
    if ![form.input, form.output].into_iter().all(|slot| constants.is_filled(slot)) {
        let message = "FormatDateTime takes a source, date time styles that may be omitted, an input and an output format";
        return Err(Refusal::call(&code::ARITY, message));
    }
    let styles = constants.read(form.styles, styles)?;
    let input = match styles {
        Some(styles) => constants.read(form.input, |format| input_format(format, styles))?,
        None => None,
    };
    let output = constants.read(form.output, output_format)?;
    Ok(Box::new(Ready { form, styles, input, output }))
}

fn styles(text: Option<&str>) -> Result<Styles, EvalError> {
    let refused = |_| {
        let message = "the date time styles are unknown or cannot be combined; write names of .NET's DateTimeStyles \
            such as `AllowWhiteSpaces`, with commas between them, or leave them out";
        EvalError::new(&code::INVALID_VALUE, message)
    };
    // Null counts as the empty text here, and both as left out.
    text.filter(|text| !text.is_empty()).map_or(Ok(Styles::DEFAULT), Styles::from_argument).map_err(refused)
}

fn input_format(text: Option<&str>, styles: Styles) -> Result<InputFormat, EvalError> {
    let refused =
        |error| EvalError::new(&code::INVALID_VALUE, format!("the input format is refused: {error}"));
    InputFormat::new(text.unwrap_or_default(), styles).map_err(refused)
}

fn output_format(text: Option<&str>) -> Result<OutputFormat, EvalError> {
    let refused =
        |error| EvalError::new(&code::INVALID_VALUE, format!("the output format is refused: {error}"));
    OutputFormat::new(text.unwrap_or_default()).map_err(refused)
}

fn format_date_time<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let ready = call.prepared::<Ready>().expect("the call was prepared");
    let Some(date) = date(call, ready)? else { return Ok(&Value::Null) };
    let output = match &ready.output {
        Some(format) => Cow::Borrowed(format),
        None => Cow::Owned(output_format(call.text(ready.form.output)?).map_err(|error| silenced(&error))?),
    };
    let mut text = String::with_capacity_in(32, call.context.arena);
    let written = output.write(date, &mut text);
    debug_assert!(written.is_ok(), "a growing text takes any text");
    Ok(call.place(text.into_bump_str()))
}

/// Reads the source; `None` for null.
fn date(call: &Call<'_, '_>, ready: &Ready) -> Result<Option<DateTime>, Stop> {
    if let (Some(format), Value::DateTime(date)) = (&ready.input, call.value(0)?)
        && let Some(date) = format.read_text_of(*date)
    {
        return Ok(Some(date));
    }
    let Some(source) = call.text(0)? else { return Ok(None) };
    Ok(Some(match &ready.input {
        Some(format) => {
            format.parse(source, call.context.env.now()).map_err(|error| invalid_date(error.to_string()))?
        }
        None => date_by_unknown_format(call, ready, source)?,
    }))
}

/// Reads a date by a format that is known only with the object.
fn date_by_unknown_format(call: &Call<'_, '_>, ready: &Ready, source: &str) -> Result<DateTime, Stop> {
    let styles = match ready.styles {
        Some(styles) => styles,
        None => styles(call.text(ready.form.styles)?)?,
    };
    let format = input_format(call.text(ready.form.input)?, styles).map_err(|error| silenced(&error))?;
    let refused = |_| invalid_date("the text does not fit the input format");
    Ok(format.parse(source, call.context.env.now()).map_err(refused)?)
}

fn invalid_date(message: impl Into<Cow<'static, str>>) -> EvalError {
    EvalError::new(&code::INVALID_DATE, message)
}

/// SECURITY: a format that is no constant may come from the source object, so the message does not repeat its letters.
fn silenced(error: &EvalError) -> EvalError {
    EvalError::new(error.code(), "the input or output format is refused")
}
