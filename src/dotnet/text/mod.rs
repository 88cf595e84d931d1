//! .NET's string behaviour over `&str`.
//!
//! Text goes in and comes out as UTF-8; positions and lengths count UTF-16 code units from 0, as in .NET.
//! Where .NET would keep half a surrogate pair, the half is dropped. What changes nothing borrows its input.
//!
//! - [`utf16`] – lengths, prefixes, substrings and ordinal search by code unit;
//! - [`in_str()`] – Visual Basic's `InStr`, with and without regard to case;
//! - [`to_lower`], [`to_upper`] – one character to one, by [`Culture`];
//! - [`proper_case`], [`to_title_case`] – the capitals of `PCase`;
//! - [`normalize_diacritics`] – Entra's plain letters;
//! - [`equals_ignore_case`], [`contains_ignore_case`], [`compare`] – ordinal comparison;
//! - [`trim`], [`is_white_space`] – white space at both ends.
//!
//! Case pairs are those of Unicode 15 (ICU 72, behind the oracle); categories and decompositions are those of
//! the crates.
//!
//! Source: `spec:dotnet-2`, `spec:expressions-2.9`.

mod casing;
mod culture;
mod diacritics;
mod in_str;
mod ordinal;
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
pub(crate) use ordinal::{compare, contains_ignore_case};
pub(crate) use text_search::find_ignore_case;
pub(crate) use title_case::proper_case;
pub(crate) use white_space::trim;
// What only the tables and the tests ask for.
#[cfg(test)]
pub(crate) use {ordinal::equals_ignore_case, title_case::to_title_case, white_space::is_white_space};
