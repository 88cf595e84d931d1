//! `Contains(attribute, search, caseType?)`: which member of a list holds a text.

use super::prelude::*;
use crate::dotnet::text::Needle;

pub(super) const FUNCTION: Function = Function {
    name: "Contains",
    summary: "Returns the position, counted from 1, of the first member that has `search` in it; 0 where none \
        has. `caseType` is `CaseSensitive` (omitted) or `CaseInsensitive`.",
    source: "entra-connect:contains",
    parameters: &[
        required("attribute", Kind::List),
        required("search", Kind::Text),
        optional("caseType", Kind::Any),
    ],
    examples: &[
        yields(r#"Contains([proxyAddresses], "SMTP:")"#, "2")
            .given(r#"{"proxyAddresses": ["smtp:a@b.c", "SMTP:d@e.f"]}"#),
        yields(r#"Contains([proxyAddresses], "SMTP:", CaseInsensitive)"#, "1")
            .given(r#"{"proxyAddresses": ["smtp:a@b.c", "SMTP:d@e.f"]}"#),
        yields(r#"Contains([teams], "ÉQUIPE 🙂", CaseInsensitive)"#, "2")
            .given(r#"{"teams": [null, "une équipe 🙂"]}"#),
        yields(r#"Contains([mail], "")"#, "1").given(r#"{"mail": "a@b.c"}"#),
        yields(r#"Contains([mail], "@")"#, "0"),
        refused(r#"Contains([mail], "@", vbTextCompare)"#, "invalid-value"),
    ],
    body: Body::Prepared(|constants| Ok(Box::new(constants.read(2, case_type)?)), contains),
};

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum CaseType {
    Sensitive,
    Insensitive,
}

fn case_type(text: Option<&str>) -> Result<CaseType, EvalError> {
    match text {
        None | Some("CaseSensitive") => Ok(CaseType::Sensitive),
        Some("CaseInsensitive") => Ok(CaseType::Insensitive),
        Some(_) => Err(EvalError::new(
            &code::INVALID_VALUE,
            "a case type other than CaseSensitive and CaseInsensitive",
        )),
    }
}

fn contains<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let case_type = call.read(2, case_type)?;
    let (list, search) = (call.value(0)?, call.text(1)?.unwrap_or_default());
    let needle = Needle::from(search);
    for (member, position) in list.members().iter().zip(1_i64..) {
        let found = member.text(call.context.arena)?.is_some_and(|text| match case_type {
            CaseType::Sensitive => needle.is_in(text),
            CaseType::Insensitive => text::contains_ignore_case(text, search),
        });
        if found {
            return Ok(call.place(position));
        }
    }
    Ok(call.place(Value::Integer(0)))
}
