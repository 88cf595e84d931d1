//! Ids and matching values, each text kept once and known by its number from then on.
//!
//! A population has millions of them: the texts stand one behind another in one buffer, the table has numbers, and what is
//! known of a text stands in a [`Column`], in the order in which the texts came.

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use std::hash::BuildHasher as _;
use std::num::NonZero;

/// The number of a text, or of a resource, counted from 1.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Number(NonZero<u32>);

impl Number {
    /// Returns the number of the last of so many, of which there is one at least.
    pub(super) fn last_of(count: usize) -> Self {
        let number = u32::try_from(count).ok().and_then(NonZero::new);
        Self(number.expect("so many texts do not fit into memory"))
    }

    /// Returns the place in a list, counted from 0.
    pub(super) fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// Texts with their numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    texts: String,
    /// Where each text ends.
    ends: Vec<usize>,
    table: HashTable<Name>,
    state: RandomState,
}

/// One text in the table. Its hash stands beside it, so that the table grows and misses without looking at texts.
#[derive(Copy, Clone, Debug)]
struct Name {
    hash: u32,
    number: Number,
}

impl Name {
    /// The hash as the table takes it, which looks at both ends.
    fn spread(self) -> u64 {
        u64::from(self.hash) << 32 | u64::from(self.hash)
    }
}

impl Names {
    /// Makes room for so many texts, that the table need not grow so far.
    pub(super) fn with_room(count: usize) -> Self {
        Self { ends: Vec::with_capacity(count), table: HashTable::with_capacity(count), ..Self::default() }
    }

    /// Returns the number of a text, which is new if the text is.
    pub(super) fn add(&mut self, text: &str) -> Number {
        let name = self.sought(text);
        let Self { texts, ends, table, .. } = self;
        let is_same = |known: &Name| known.hash == name.hash && nth(texts, ends, known.number) == text;
        match table.entry(name.spread(), is_same, |known| known.spread()) {
            Entry::Occupied(known) => known.get().number,
            Entry::Vacant(place) => {
                texts.push_str(text);
                ends.push(texts.len());
                place.insert(name);
                name.number
            }
        }
    }

    /// Returns the number of a text that is known.
    pub(super) fn find(&self, text: &str) -> Option<Number> {
        let name = self.sought(text);
        let is_same =
            |known: &Name| known.hash == name.hash && nth(&self.texts, &self.ends, known.number) == text;
        self.table.find(name.spread(), is_same).map(|known| known.number)
    }

    /// Returns the text of a number.
    pub(super) fn get(&self, number: Number) -> &str {
        nth(&self.texts, &self.ends, number)
    }

    /// Returns all texts with their numbers, in the order in which they came.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Number, &str)> {
        let numbers = (1..=self.ends.len()).map(Number::last_of);
        numbers.map(|number| (number, self.get(number)))
    }

    /// A text as it would be added.
    fn sought(&self, text: &str) -> Name {
        let [a, b, c, d, ..] = self.state.hash_one(text).to_le_bytes();
        Name { hash: u32::from_le_bytes([a, b, c, d]), number: Number::last_of(self.ends.len() + 1) }
    }
}

fn nth<'t>(texts: &'t str, ends: &[usize], number: Number) -> &'t str {
    let start = number.index().checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    ends.get(number.index()).and_then(|end| texts.get(start..*end)).unwrap_or_default()
}

/// What is known of some of the texts, or of the resources, by their numbers; the default of the others.
#[derive(Clone, Debug, Default)]
pub(super) struct Column<T>(Vec<T>);

impl<T: Copy + Default> Column<T> {
    pub(super) fn get(&self, number: Number) -> T {
        self.0.get(number.index()).copied().unwrap_or_default()
    }

    /// Sets what is known of a number; returns what was known before.
    pub(super) fn set(&mut self, number: Number, known: T) -> T {
        let index = number.index();
        if self.0.len() <= index {
            self.0.resize(index + 1, T::default());
        }
        self.0.get_mut(index).map(|place| std::mem::replace(place, known)).unwrap_or_default()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter()
    }
}

impl<T> Column<Option<T>> {
    /// Returns what is known of a number as a list of one, or of none.
    pub(super) fn as_slice(&self, number: Number) -> &[T] {
        self.0.get(number.index()).map(Option::as_slice).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_number_and_what_is_known_of_it() {
        let (mut names, mut squares) = (Names::default(), Column::default());
        let texts = |count: usize| (0..count).map(|number| "x".repeat(number % 7) + &number.to_string());
        for (index, text) in texts(1000).enumerate() {
            assert_eq!((names.find(&text), names.add(&text).index()), (None, index), "{text}");
            if index % 3 == 0 {
                assert_eq!(squares.set(names.add(&text), index * index), 0);
            }
        }
        for (index, text) in texts(1000).enumerate() {
            let number = names.find(&text).unwrap();
            assert_eq!((names.add(&text), names.get(number)), (number, text.as_str()));
            assert_eq!(squares.get(number), if index % 3 == 0 { index * index } else { 0 });
        }
        assert_eq!((names.find("y"), names.add("")), (None, Number::last_of(1001)));
    }
}
