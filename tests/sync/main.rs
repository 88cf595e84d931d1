//! Whole syncs: what plans do to a target, judged by an applier of their requests that shares nothing with scopemap.

#![expect(clippy::indexing_slicing, reason = "a test stops at what a decision must have")]

mod cli;
mod explained;
mod palette;
mod patch;
mod patch_tests;
mod path;
mod population;
mod populations;
mod redacted;
mod run;
mod unique;
mod updates;
