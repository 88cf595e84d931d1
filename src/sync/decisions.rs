//! The decisions about a population that is in memory.

use super::links::Links;
use super::run::Sync;
use super::survey::Survey;
use super::{Decision, Guard};
use crate::input::SourceObject;

/// The decisions about a population that is in memory.
pub struct Decisions<'e, 'o, S> {
    sync: Sync<'e>,
    objects: std::iter::Enumerate<std::slice::Iter<'o, S>>,
    rest: Option<std::vec::IntoIter<Decision<'e>>>,
}

impl<'e, 'o, S: SourceObject> Decisions<'e, 'o, S> {
    pub(crate) fn new(mut survey: Survey<'e>, objects: &'o [S]) -> Self {
        if survey.is_needed() {
            for object in objects {
                survey.add(object);
            }
        }
        Self { sync: survey.finish(), objects: objects.iter().enumerate(), rest: None }
    }

    /// Returns what the accidental-deletion guard found.
    #[must_use]
    pub fn guard(&self) -> Guard {
        self.sync.guard()
    }

    /// Returns the links as they are after the decisions so far.
    #[must_use]
    pub fn links(&self) -> Links {
        self.sync.links()
    }
}

impl<'e, S: SourceObject> Iterator for Decisions<'e, '_, S> {
    type Item = Decision<'e>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some((index, object)) = self.objects.next() {
            return Some(self.sync.decide(index, object));
        }
        let sync = &self.sync;
        self.rest.get_or_insert_with(|| sync.rest().collect::<Vec<_>>().into_iter()).next()
    }
}
