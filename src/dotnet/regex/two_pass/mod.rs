//! Where a match and its groups are, found in two passes over a short text and without trying.
//!
//! The first pass goes backward and notes for each place the set of the automaton's states from which a match can be
//! reached. The second goes forward from the first place at which a match can begin; where the automaton forks it takes the
//! first way that leads to a match, the one that an engine which tries them in order ends up with, and notes the groups as it
//! passes them. All sets and ways are known when the pattern is read, so each pass is a look into a table for each byte.

mod automaton;

use super::linear::Slots;
use automaton::Automaton;
use regex_automata::nfa::thompson::{Compiler, Config};
use regex_automata::util::alphabet::ByteClasses;
use regex_automata::util::primitives::NonMaxUsize;
use regex_syntax::hir::Hir;

/// How large an automaton may become while it is made; what fits the tables takes less.
const LARGEST: usize = 64 << 10;

/// The set at the end of the text.
const END: u8 = 0;

/// A pattern for two passes.
#[derive(Debug)]
pub(super) struct TwoPass {
    classes: ByteClasses,
    /// How many classes of bytes there are.
    stride: usize,
    /// For each set and each byte, the set before that byte.
    before: Vec<[u8; 256]>,
    /// For each set, the way of a match that begins there: within the text, and at its beginning.
    starts: Vec<[Way; 2]>,
    /// For each set, whether a match can begin there; `None` if it can at the beginning of the text only.
    begins: Option<[bool; 256]>,
    /// For each state and each class, the state behind a byte of that class.
    behind: Vec<u8>,
    /// For each set and each state, the way from there.
    ways: Vec<Way>,
    states: usize,
}

/// The way from a state to the next that takes a byte, or to the end of the match.
#[derive(Clone, Copy, Debug)]
struct Way {
    /// The slots that are passed, as bits.
    slots: u32,
    to: To,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum To {
    Byte(u8),
    Match,
    Nowhere,
}

/// The set at each place of a text.
pub(super) struct Places([u8; Self::COUNT]);

impl Places {
    /// So many are taken from the stack.
    const COUNT: usize = 256;

    pub(super) fn new() -> Self {
        Self([END; Self::COUNT])
    }
}

impl TwoPass {
    /// Returns the pattern for two passes, if it is small and looks at nothing but the ends of the text.
    ///
    /// No loop of the pattern may take nothing in a turn.
    pub(super) fn new(hir: &Hir) -> Option<Self> {
        let config = Config::new().nfa_size_limit(Some(LARGEST));
        let nfa = Compiler::new().configure(config).build_from_hir(hir).ok()?;
        Automaton::new(&nfa)?.two_pass()
    }

    /// Goes backward over a text, if it is short enough.
    pub(super) fn survey<'p>(&self, text: &str, places: &'p mut Places) -> Option<&'p [u8]> {
        let places = places.0.get_mut(..=text.len())?;
        let (last, before) = places.split_last_mut()?;
        let mut set = END;
        *last = set;
        for (place, byte) in before.iter_mut().zip(text.bytes()).rev() {
            set = self.before.get(usize::from(set))?.get(usize::from(byte)).copied()?;
            *place = set;
        }
        Some(places)
    }

    /// Finds a match that starts at `from` or later in a text that has been surveyed; fills the slots as an engine does.
    ///
    /// Without a match it returns `None`.
    pub(super) fn find(&self, text: &str, places: &[u8], from: usize, slots: &mut Slots) -> Option<()> {
        let (mut at, mut way) = self.start(text, places, from)?;
        slots.fill(None);
        let wanted = 1_u32.checked_shl(u32::try_from(slots.len()).ok()?).unwrap_or(0).wrapping_sub(1);
        loop {
            if way.slots & wanted != 0 {
                let passed = slots.iter_mut().enumerate().filter(|(slot, _)| way.slots >> slot & 1 == 1);
                passed.for_each(|(_, slot)| *slot = NonMaxUsize::new(at));
            }
            let state = match way.to {
                To::Byte(state) => usize::from(state),
                To::Match => return Some(()),
                To::Nowhere => return None,
            };
            let class = usize::from(self.classes.get(*text.as_bytes().get(at)?));
            let behind = usize::from(*self.behind.get(state * self.stride + class)?);
            at += 1;
            way = *self.ways.get(usize::from(*places.get(at)?) * self.states + behind)?;
        }
    }

    /// Returns whether there is a match in a text that has been surveyed.
    pub(super) fn is_match(&self, text: &str, places: &[u8]) -> bool {
        self.start(text, places, 0).is_some()
    }

    /// Returns the first place, at `from` or later, at which a match can begin, and its way from there.
    fn start(&self, text: &str, places: &[u8], from: usize) -> Option<(usize, Way)> {
        let starts = |set: &u8| self.starts.get(usize::from(*set));
        if from == 0
            && let Some([_, way]) = places.first().and_then(starts)
            && way.to != To::Nowhere
        {
            return Some((0, *way));
        }
        let (begins, mut at) = (self.begins.as_ref()?, from.max(1));
        let begins = |set: &u8| begins.get(usize::from(*set)).copied().unwrap_or_default();
        loop {
            at += places.get(at..)?.iter().position(begins)?;
            // A match of nothing may not split a character.
            if text.is_char_boundary(at) {
                let [way, _] = places.get(at).and_then(starts)?;
                return Some((at, *way));
            }
            at += 1;
        }
    }
}
