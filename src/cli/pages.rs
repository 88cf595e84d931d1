//! Whether the pages of lists are all there.
//!
//! A page says how many resources its list has in all, or that another follows. A part must not be taken for the whole:
//! what a part of the target lacks would be created again, and what a part of the population lacks would count as gone.
//! Users and groups are lists of their own: one ends where the first page of the next is given.
//!
//! Source: `rfc7644:3.4.2`, `rfc9865:2`.

use super::{Stopped, objects};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use std::path::Path;

/// The lists whose pages are given, of which one may want more pages.
pub(super) struct Pages<'p> {
    /// How all pages are given, and what becomes of what is missing.
    advice: &'static str,
    list: Option<List<'p>>,
}

/// One list, as far as its pages have been given.
struct List<'p> {
    /// The page that was given last.
    page: &'p Path,
    resources: u64,
    total: Option<u64>,
    /// The last page names a next one.
    goes_on: bool,
}

impl<'p> Pages<'p> {
    pub(super) fn of_target() -> Self {
        let advice =
            "give all pages, in their order, each with a --target; what is missing would be created again";
        Self { advice, list: None }
    }

    pub(super) fn of_population() -> Self {
        let advice =
            "give all pages, in their order; what is missing counts as gone, unless --partial says otherwise";
        Self { advice, list: None }
    }

    /// Adds a page, in the order in which pages are given.
    ///
    /// # Errors
    ///
    /// When the page does not continue its list, or begins the next one before the list is whole.
    pub(super) fn add(&mut self, path: &'p Path, page: &[u8], resources: u64) -> Result<(), Stopped> {
        let refused = |what: String| Stopped::wrong_use(format!("{}: {what}", objects::name(path)));
        let page = Page::read(page).map_err(refused)?;
        let continues = match page.start {
            Some(start) => start > 1,
            None => self.list.as_ref().is_some_and(|list| list.goes_on),
        };
        if !continues {
            self.end()?;
        }
        let before = self.list.take();
        let read = before.as_ref().map_or(0, |list| list.resources);
        if let Some(start) = page.start.filter(|start| *start > 1 && *start != read + 1) {
            return Err(refused(format!(
                "the page begins with result {start} of its list (`startIndex`), where result {} comes next: give all pages of a list, in their order",
                read + 1
            )));
        }
        let total = before.and_then(|list| list.total);
        if let (Some(total), Some(now)) = (total, page.total)
            && total != now
        {
            return Err(refused(format!(
                "the list has {now} resources in all (`totalResults`), and had {total} on the page before: fetch all its pages again"
            )));
        }
        let resources = read + resources;
        self.list = Some(List { page: path, resources, total: page.total.or(total), goes_on: page.goes_on });
        Ok(())
    }

    /// Ends the list whose pages have been given.
    ///
    /// # Errors
    ///
    /// When the list is not whole.
    pub(super) fn end(&mut self) -> Result<(), Stopped> {
        let Some(List { page, resources, total, goes_on }) = self.list.take() else { return Ok(()) };
        let give = self.advice;
        let what = match total {
            Some(total) if resources < total => {
                format!(
                    "the pages hold {resources} of the {total} resources that the list has (`totalResults`): {give}"
                )
            }
            Some(total) if resources > total => format!(
                "the pages hold {resources} resources, but the list has {total} (`totalResults`): fetch all its pages again"
            ),
            None if goes_on => format!("the page names a next one, which is not given: {give}"),
            _ => return Ok(()),
        };
        Err(Stopped::wrong_use(format!("{}: {what}", objects::name(page))))
    }
}

/// Tells whether a text is a page without the member that holds its resources, as an empty list may be.
pub(super) fn is_empty(json: &[u8]) -> bool {
    serde_json::from_slice::<Members>(json)
        .is_ok_and(|members| members.total_results.is_some() && members.resources.is_none())
}

/// What a page says of its list.
struct Page {
    total: Option<u64>,
    /// The number of its first resource in the list, from 1.
    start: Option<u64>,
    goes_on: bool,
}

/// The members of a page that matter.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Members {
    #[serde(alias = "@odata.count")]
    total_results: Option<Value>,
    start_index: Option<Value>,
    /// How SCIM and Microsoft Graph name the next page.
    #[serde(alias = "@odata.nextLink")]
    next_cursor: Option<Value>,
    #[serde(rename = "Resources")]
    resources: Option<IgnoredAny>,
}

impl Page {
    fn read(json: &[u8]) -> Result<Self, String> {
        let members: Members = serde_json::from_slice(json)
            .map_err(|_| "what stands around the resources is not JSON, or says a thing twice".to_owned())?;
        let number = |name: &str, value: Option<Value>| match value {
            None => Ok(None),
            Some(value) => {
                value.as_u64().map(Some).ok_or(format!("the page's `{name}` is not a whole number"))
            }
        };
        Ok(Self {
            total: number("totalResults", members.total_results)?,
            start: number("startIndex", members.start_index)?,
            goes_on: members.next_cursor.is_some_and(|next| next != ""),
        })
    }
}
