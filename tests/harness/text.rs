//! `dotnet-case`, `dotnet-titlecase`, `dotnet-diacritics`: capitals and marks.

use crate::dotnet::text::{Culture, normalize_diacritics, proper_case, to_lower, to_title_case, to_upper};
use crate::table::{Given, each, judge, run, text};
use crate::{CaseResult, Checked, compare};
use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization as _;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};
use unicode_script::{Script, UnicodeScript as _};

/// `ToLower` and `ToUpper` of a culture.
pub(crate) fn case(file: &Value) -> Vec<Checked> {
    run(file, |row| {
        let culture = Culture::from_name(text(row, "culture")?).ok_or("an unknown culture")?;
        let input = text(row, "input")?;
        Ok(match text(row, "to")? {
            "lower" => to_lower(input, culture),
            "upper" => to_upper(input, culture),
            other => panic!("no case is called {other}"),
        }
        .into())
    })
}

/// `ToTitleCase`, of the lowered input and of the input as it is.
pub(crate) fn title_case(file: &Value) -> Vec<Checked> {
    each(file, |row| {
        let titled = |change: fn(&str) -> String| text(row, "input").map(|input| change(input).into());
        judge(titled(|input| proper_case(input, None)), &row["expect"])?;
        judge(titled(to_title_case), &row["expect_raw"])
    })
}

/// .NET's recipe of `Normalize` and `NonSpacingMark`, by the crates that `NormalizeDiacritics` stands on.
///
/// The function itself does more, and it does less: it spells out some letters, and takes marks from Latin ones only. So
/// it must come to the same for Latin letters whether or not the marks have fallen already.
pub(crate) fn diacritics(file: &Value) -> Vec<Checked> {
    each(file, |row| {
        judge(without_marks(row), &row["expect"])?;
        match (row["input"].as_str(), row["expect"].as_str()) {
            (Some(input), Some(plain)) if input.chars().all(|letter| letter.script() == Script::Latin) => {
                let arena = bumpalo::Bump::new();
                compare(&normalize_diacritics(input, &arena), &normalize_diacritics(plain, &arena))
            }
            _ => CaseResult::Ok(()),
        }
    })
}

fn without_marks(row: &Value) -> Given {
    let is_mark = |character: &char| character.general_category() == GeneralCategory::NonspacingMark;
    let plain: String = text(row, "input")?.nfd().filter(|character| !is_mark(character)).nfc().collect();
    Ok(json!(plain))
}
