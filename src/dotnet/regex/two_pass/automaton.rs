//! The tables of two passes, from the automaton of a pattern.

use super::{To, TwoPass, Way};
use regex_automata::nfa::thompson::{NFA, State};
use regex_automata::util::alphabet::Unit;
use regex_automata::util::look::Look;
use regex_automata::util::primitives::StateID;
use std::collections::BTreeMap;

/// How many states an automaton may have: a set of them is the bits of a number.
const MOST_STATES: usize = 128;

/// How many sets of states there may be, so that the tables stay small.
const MOST_SETS: usize = 64;

/// How many slots there may be: a set of them is the bits of a number.
const MOST_SLOTS: usize = 32;

/// A set of states.
type States = u128;

/// An automaton as what leads where.
pub(super) struct Automaton<'n> {
    nfa: &'n NFA,
    ends: States,
    /// For each class of bytes, the states that take one of it, with where that leads.
    steps: Vec<Vec<(StateID, StateID)>>,
    /// The states that take nothing, with where they lead and what must hold there.
    forks: Vec<(States, States, Option<Look>)>,
}

/// The states from which a match can be reached at a place: within the text, and where the place is its beginning.
struct Set {
    within: States,
    at_start: States,
}

impl<'n> Automaton<'n> {
    /// Returns the automaton, if it is small and looks at nothing but the ends of the text.
    pub(super) fn new(nfa: &'n NFA) -> Option<Self> {
        if nfa.states().len() > MOST_STATES || nfa.group_info().slot_len() > MOST_SLOTS {
            return None;
        }
        // One byte of each class, in their order.
        let bytes: Vec<u8> = nfa.byte_classes().representatives(..).filter_map(Unit::as_u8).collect();
        let steps = vec![Vec::new(); bytes.len()];
        let mut automaton = Self { nfa, ends: 0, steps, forks: Vec::new() };
        for (id, state) in (0..).zip(nfa.states()) {
            let id = StateID::new(id).ok()?;
            match state {
                State::Match { .. } => automaton.ends |= bit(id),
                State::Look { look: look @ (Look::Start | Look::End), next } => {
                    automaton.forks.push((bit(id), bit(*next), Some(*look)));
                }
                State::Capture { next, .. } => automaton.forks.push((bit(id), bit(*next), None)),
                State::BinaryUnion { alt1, alt2 } => {
                    automaton.forks.push((bit(id), bit(*alt1) | bit(*alt2), None));
                }
                State::Union { alternates } => {
                    let ways = alternates.iter().fold(0, |ways, way| ways | bit(*way));
                    automaton.forks.push((bit(id), ways, None));
                }
                State::ByteRange { .. } | State::Sparse(_) => automaton.add_steps(id, state, &bytes),
                State::Fail => {}
                State::Dense(_) | State::Look { .. } => return None,
            }
        }
        Some(automaton)
    }

    fn add_steps(&mut self, id: StateID, state: &State, bytes: &[u8]) {
        for (steps, byte) in self.steps.iter_mut().zip(bytes) {
            let next = match state {
                State::ByteRange { trans } => trans.matches_byte(*byte).then_some(trans.next),
                State::Sparse(ways) => ways.matches_byte(*byte),
                _ => None,
            };
            steps.extend(next.map(|next| (id, next)));
        }
    }

    /// Returns the tables, if they are small enough.
    pub(super) fn two_pass(&self) -> Option<TwoPass> {
        let (before, sets) = self.sets()?;
        let start = self.nfa.start_anchored();
        let begins = |set: &Set| set.within & bit(start) != 0;
        let by_set = std::array::from_fn(|set| sets.get(set).is_some_and(begins));
        let starts = sets.iter().map(|set| [self.way(start, set.within), self.way(start, set.at_start)]);
        let states = || (0..self.nfa.states().len()).filter_map(|id| StateID::new(id).ok());
        let ways = sets.iter().flat_map(|set| states().map(|state| self.way(state, set.within)));
        Some(TwoPass {
            classes: *self.nfa.byte_classes(),
            stride: self.steps.len(),
            before,
            begins: sets.iter().any(begins).then_some(by_set),
            starts: starts.collect(),
            behind: self.behind(),
            ways: ways.collect(),
            states: self.nfa.states().len(),
        })
    }

    /// Returns where each state leads by each class; nothing asks for a class that it does not take.
    fn behind(&self) -> Vec<u8> {
        let stride = self.steps.len();
        let mut behind = vec![0; self.nfa.states().len() * stride];
        for (class, steps) in self.steps.iter().enumerate() {
            for (from, to) in steps {
                let state = behind.get_mut(from.as_usize() * stride + class);
                if let (Some(state), Ok(to)) = (state, u8::try_from(to.as_usize())) {
                    *state = to;
                }
            }
        }
        behind
    }

    /// Returns the sets that places can have, with the table of which comes before which.
    fn sets(&self) -> Option<(Vec<[u8; 256]>, Vec<Set>)> {
        let mut sets = vec![self.set(self.ends, true)];
        let (mut known, mut before) = (BTreeMap::new(), Vec::new());
        let mut next = 0;
        while let Some(Set { within, .. }) = sets.get(next) {
            let within = *within;
            next += 1;
            let mut by_class = Vec::with_capacity(self.steps.len());
            for steps in &self.steps {
                let leads = steps.iter().filter(|(_, to)| within & bit(*to) != 0);
                let states = leads.fold(self.ends, |states, (from, _)| states | bit(*from));
                let number = *known.entry(states).or_insert_with(|| {
                    sets.push(self.set(states, false));
                    sets.len() - 1
                });
                by_class.push(u8::try_from(number).ok()?);
            }
            if sets.len() > MOST_SETS {
                return None;
            }
            before.push(self.by_byte(&by_class));
        }
        Some((before, sets))
    }

    fn by_byte(&self, by_class: &[u8]) -> [u8; 256] {
        let classes = self.nfa.byte_classes();
        std::array::from_fn(|byte| {
            let class = u8::try_from(byte).map_or(0, |byte| classes.get(byte));
            by_class.get(usize::from(class)).copied().unwrap_or_default()
        })
    }

    /// Returns the set of the states that come to one of these without taking a byte.
    fn set(&self, states: States, at_end: bool) -> Set {
        let within = self.closure(states, false, at_end);
        Set { within, at_start: self.closure(within, true, at_end) }
    }

    fn closure(&self, mut states: States, at_start: bool, at_end: bool) -> States {
        let holds = |look: &Option<Look>| match look {
            Some(Look::Start) => at_start,
            Some(_) => at_end,
            None => true,
        };
        loop {
            let lead = self.forks.iter().filter(|(_, to, look)| to & states != 0 && holds(look));
            let more = lead.fold(states, |more, (from, ..)| more | from);
            if more == states {
                return states;
            }
            states = more;
        }
    }

    /// Returns the way from a state where these lead to a match.
    fn way(&self, mut state: StateID, live: States) -> Way {
        let (mut slots, nowhere) = (0, Way { slots: 0, to: To::Nowhere });
        // No way comes to a state twice without a byte.
        for _ in 0..MOST_STATES {
            if live & bit(state) == 0 {
                return nowhere;
            }
            state = match self.nfa.state(state) {
                State::Match { .. } => return Way { slots, to: To::Match },
                State::Look { next, .. } => *next,
                State::Capture { next, slot, .. } => {
                    slots |= 1 << slot.as_usize();
                    *next
                }
                State::BinaryUnion { alt1, .. } if live & bit(*alt1) != 0 => *alt1,
                State::BinaryUnion { alt2, .. } => *alt2,
                State::Union { alternates } => match alternates.iter().find(|way| live & bit(**way) != 0) {
                    Some(way) => *way,
                    None => return nowhere,
                },
                State::ByteRange { .. } | State::Sparse(_) | State::Dense(_) | State::Fail => {
                    let to = u8::try_from(state.as_usize()).map_or(To::Nowhere, To::Byte);
                    return Way { slots, to };
                }
            };
        }
        nowhere
    }
}

fn bit(state: StateID) -> States {
    1 << state.as_usize()
}
