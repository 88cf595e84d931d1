//! Several threads on one population: each surveys, or decides about, some objects that follow one another.
//!
//! Objects are read, matched, mapped and written on all threads at once; only their places are given in the order of the
//! population, one thread after another, so that the decisions are those of one thread.

use super::basis::{Basis, Reader, Sighting};
use super::roll::{Roll, Standing};
use super::run::{Settled, Sync};
use super::survey::Survey;
use super::whole::Whole;
use super::{Draft, Guard};
use crate::input::SourceObject;
use crate::value::Arena;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What threads share that survey a population.
pub(crate) struct Surveying<'s, 'e> {
    basis: &'s Basis<'e>,
    roll: Mutex<&'s mut Roll>,
    /// Objects are matched before their turn: no link can spare it.
    matches_ahead: bool,
}

impl<'e> Survey<'e> {
    /// Shares the survey among threads.
    pub(crate) fn shared(&mut self) -> Surveying<'_, 'e> {
        Surveying::new(&self.basis, &mut self.roll)
    }
}

impl<'s, 'e> Surveying<'s, 'e> {
    fn new(basis: &'s Basis<'e>, roll: &'s mut Roll) -> Self {
        let matches_ahead = roll.begins_unlinked;
        Self { basis, roll: Mutex::new(roll), matches_ahead }
    }

    /// Surveys some objects. `turn` waits until all objects before have their places, and lasts until what it returns is
    /// dropped.
    pub(crate) fn add<'a, S: SourceObject, T>(
        &self,
        objects: &'a [S],
        reader: &'a mut Reader,
        turn: impl FnOnce() -> T,
    ) where
        'e: 'a,
    {
        reader.arena.reset();
        let Reader { arena, order } = reader;
        let sightings: Vec<_> =
            objects.iter().map(|object| self.basis.sight(object, arena, order, self.matches_ahead)).collect();
        self.place(&sightings, arena, turn);
    }

    fn place<'a, T>(
        &self,
        sightings: &[Sighting<'a>],
        arena: &'a Arena,
        turn: impl FnOnce() -> T,
    ) -> Vec<Standing>
    where
        'e: 'a,
    {
        let _turn = turn();
        let mut roll = lock(&self.roll);
        sightings.iter().map(|sighting| roll.place(self.basis, sighting, arena)).collect()
    }
}

/// What threads share that decide about a population.
pub(crate) struct Deciding<'s, 'e> {
    basis: &'s Basis<'e>,
    guard: Guard,
    places: Places<'s, 'e>,
    settled: Mutex<&'s mut Vec<Settled<'e>>>,
}

enum Places<'s, 'e> {
    /// The population has been surveyed.
    Known(&'s Roll),
    /// Each object is placed with its decision. A survey was not needed, so no decision asks for the whole, and an empty
    /// roll stands for it.
    Given(Surveying<'s, 'e>, Box<Roll>),
}

impl<'e> Sync<'e> {
    /// Shares among threads the decisions about the objects from number `index` on.
    pub(crate) fn shared(&mut self, index: usize) -> Deciding<'_, 'e> {
        let basis = &self.basis;
        let places = if index < self.roll.standings.len() {
            Places::Known(&self.roll)
        } else {
            Places::Given(Surveying::new(basis, &mut self.roll), Box::default())
        };
        Deciding { basis, guard: self.guard, places, settled: Mutex::new(&mut self.settled) }
    }
}

impl<'e> Deciding<'_, 'e> {
    /// Decides about some objects, of which the first is number `index`, and calls `each` with every decision; for `turn`
    /// see [`Surveying::add`].
    pub(crate) fn decide<'a, S: SourceObject, T>(
        &self,
        index: usize,
        objects: &'a [S],
        reader: &'a mut Reader,
        turn: impl FnOnce() -> T,
        mut each: impl FnMut(&Draft<'e, 'a>),
    ) where
        'e: 'a,
    {
        reader.arena.reset();
        let Reader { arena, order } = reader;
        let arena = &*arena;
        let ahead = matches!(&self.places, Places::Given(surveying, _) if surveying.matches_ahead);
        let sightings: Vec<_> =
            objects.iter().map(|object| self.basis.sight(object, arena, order, ahead)).collect();
        let (roll, standings) = match &self.places {
            Places::Known(roll) => {
                let known = roll.standings.iter().skip(index).copied();
                (*roll, known.take(sightings.len()).collect())
            }
            Places::Given(surveying, none) => (&**none, surveying.place(&sightings, arena, turn)),
        };
        let whole = Whole { basis: self.basis, roll, guard: self.guard };
        for (sighting, standing) in sightings.iter().zip(standings) {
            let decision = whole.decide(sighting, standing, arena);
            if let Some(settled) = Settled::by(&decision) {
                lock(&self.settled).push(settled);
            }
            each(&decision);
        }
    }
}

/// Locks; where a thread panics, nothing comes of the run.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
