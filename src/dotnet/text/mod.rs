//! .NET's string behaviour over `&str`.
//!
//! Text goes in and comes out as UTF-8; positions and lengths count UTF-16 code units from 0, as in .NET;
//! only Visual Basic's `InStr` counts from 1. Where .NET would keep half a surrogate pair, the half is dropped.
//! What changes nothing borrows its input.
//!
//! - [`utf16`] – lengths, prefixes, substrings and ordinal search by code unit;
//! - [`in_str()`] – Visual Basic's `InStr`, with and without regard to case;
//! - [`to_lower`], [`to_upper`] – one character to one, by [`Culture`];
//! - [`proper_case`], [`to_title_case`] – the capitals of `PCase`;
//! - [`normalize_diacritics`] – Entra's plain letters;
//! - [`Needle`] – ordinal search for a text, or for units that are none;
//! - [`contains_ignore_case`], [`compare`] – ordinal comparison;
//! - [`split`], [`split_any`], [`replace`] – the parts of a text between others;
//! - [`trim`] – white space at both ends.
//!
//! Case pairs are those of Unicode 15 (ICU 72, behind the oracle); categories and decompositions are those of
//! the crates.
//!
//! Source: `spec:dotnet-2`, `spec:expressions-2.9`.

mod casing;
mod culture;
mod diacritics;
mod in_str;
mod needle;
mod ordinal;
mod parts;
#[cfg(test)]
mod tests;
mod text_search;
mod title_case;
pub(crate) mod utf16;
mod white_space;

pub(crate) use casing::{is_plain_ascii, to_lower, to_upper};
pub(crate) use culture::Culture;
pub(crate) use diacritics::normalize_diacritics;
pub(crate) use in_str::{Comparison, in_str};
pub(crate) use needle::Needle;
pub(crate) use ordinal::{compare, contains_ignore_case};
pub(crate) use parts::{replace, split, split_any};
pub(crate) use text_search::find_ignore_case;
pub(crate) use title_case::proper_case;
pub(crate) use white_space::trim;
// What only the tables and the tests ask for.
#[cfg(test)]
pub(crate) use title_case::to_title_case;
