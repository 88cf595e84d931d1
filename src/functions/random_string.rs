//! `RandomString(Length, MinimumNumbers, MinimumSpecialCharacters, MinimumCapital, MinimumLowerCase, CharactersToAvoid?)`.

use super::prelude::*;
use crate::env::Env;
use crate::value::Arena;
use bumpalo::collections::Vec;

pub(super) const FUNCTION: Function = Function {
    name: "RandomString",
    summary: "Returns `Length` random characters (at most 256), of each class at least the minimum and none to \
        avoid; the others are of the classes with a minimum, or digits and letters where none has one.",
    source: "entra:randomstring",
    parameters: &[
        required("Length", Kind::Integer),
        required("MinimumNumbers", Kind::Integer),
        required("MinimumSpecialCharacters", Kind::Integer),
        required("MinimumCapital", Kind::Integer),
        required("MinimumLowerCase", Kind::Integer),
        optional("CharactersToAvoid", Kind::Text),
    ],
    examples: &[
        expects("RandomString(6, 3, 0, 0, 3)", Expected::Length(6)),
        expects(r#"RandomString(256, 2, 2, 2, 1, "?,é🙂")"#, Expected::Length(256)),
        example("RandomString(0, 0, 0, 0, 0)", ""),
        example(r#"RandomString(3, 1, 0, 0, 0, "023456789")"#, "111"),
        expects("RandomString([length], 0, 0, 0, 0, [avoid])", Expected::Length(8))
            .given(r#"{"length": "8"}"#),
        refused("RandomString([length], 0, 0, 0, 0)", "type"), // null is no length
        refused("RandomString(257, 1, 1, 1, 1)", "out-of-range"),
        refused("RandomString(3, 1, 1, 1, 1)", "out-of-range"),
        refused("RandomString([length], 0, -1, 0, 0)", "out-of-range").given(r#"{"length": 8}"#),
        refused(r#"RandomString(3, 1, 0, 0, 0, "0123456789")"#, "out-of-range"),
    ],
    body: Body::Prepared(prepare, random_string),
};

const LIMITS: usize = 5;
const AVOID: usize = 5;
const LONGEST: i64 = 256;

/// A set of ASCII characters, a bit for each.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
struct Characters(u128);

const NUMBERS: Characters = Characters::between('0', '9');
const CAPITALS: Characters = Characters::between('A', 'Z');
const LOWER_CASE: Characters = Characters::between('a', 'z');
/// What Windows counts as special in a password: all ASCII punctuation.
const SPECIAL: Characters =
    Characters::between('!', '~').without(NUMBERS).without(CAPITALS).without(LOWER_CASE);

impl Characters {
    const NONE: Self = Self(0);

    const fn between(first: char, last: char) -> Self {
        Self((1 << (last as u32 + 1)) - (1 << first as u32))
    }

    /// The characters of a text, as far as they are ASCII.
    fn of(text: &str) -> Self {
        let ascii = text.bytes().filter(u8::is_ascii);
        Self(ascii.fold(0, |bits, byte| bits | 1 << byte))
    }

    const fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    fn with(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// Returns the character at an index that is below the count.
    fn nth(self, index: u32) -> u8 {
        let (mut bits, mut skipped) = (self.0, 0);
        while skipped < index {
            bits &= bits.wrapping_sub(1); // Takes the lowest bit away.
            skipped += 1;
        }
        u8::try_from(bits.trailing_zeros()).unwrap_or(u8::MAX)
    }
}

/// What to draw, and how often.
#[derive(Copy, Clone, Debug)]
struct Recipe {
    /// The characters to draw of each class, and of all that may fill up the rest.
    draws: [(Characters, u32); 5],
}

impl Recipe {
    /// Checks the length and the four minimums, as far as they are known, against each other and the characters to avoid.
    fn new(limits: [Option<i64>; LIMITS], avoid: Characters) -> Result<Self, EvalError> {
        let beyond = |message: &'static str| EvalError::new(&code::OUT_OF_RANGE, message);
        let [length, minimums @ ..] = limits;
        let length_or_longest = length.unwrap_or(LONGEST);
        if !(0..=LONGEST).contains(&length_or_longest) {
            return Err(beyond("a length below 0 or above 256"));
        }
        let mut left = length_or_longest;
        let mut draws = [(Characters::NONE, 0); 5];
        let classes = [NUMBERS, SPECIAL, CAPITALS, LOWER_CASE].map(|class| class.without(avoid));
        for ((draw, class), minimum) in draws.iter_mut().zip(classes).zip(minimums) {
            let count = u32::try_from(minimum.unwrap_or(0))
                .map_err(|_| beyond("a minimum below 0 or above the length"))?;
            left -= i64::from(count);
            if count > 0 && class == Characters::NONE {
                return Err(beyond("no character is left of a class that has a minimum"));
            }
            *draw = (class, count);
        }
        let rest = u32::try_from(left).map_err(|_| beyond("the minimums add up to more than the length"))?;
        let with_minimum = draws.iter().filter(|(_, count)| *count > 0);
        let mut fill = with_minimum.fold(Characters::NONE, |fill, (class, _)| fill.with(*class));
        if fill == Characters::NONE {
            fill = NUMBERS.with(CAPITALS).with(LOWER_CASE).without(avoid);
        }
        if rest > 0 && fill == Characters::NONE && limits.iter().all(Option::is_some) {
            return Err(beyond("no character is left to draw"));
        }
        let [.., last] = &mut draws;
        *last = (fill, rest);
        Ok(Self { draws })
    }
}

fn prepare(constants: &Constants<'_>) -> Result<Prepared, Refusal> {
    let mut limits = [None; LIMITS];
    for (slot, limit) in limits.iter_mut().enumerate() {
        if let Slot::Constant(value) = constants.slot(slot) {
            *limit =
                value.integer().map_err(|error| Refusal::argument(error.code(), slot, error.message()))?;
        }
    }
    let avoid = constants.read(AVOID, |avoid| Ok(Characters::of(avoid.unwrap_or_default())))?;
    let recipe = Recipe::new(limits, avoid.unwrap_or(Characters::NONE));
    let recipe = recipe.map_err(|error| Refusal::call(error.code(), error.message()))?;
    let known = avoid.is_some() && limits.iter().all(Option::is_some);
    Ok(Box::new(known.then_some(recipe)))
}

fn random_string<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    if let Some(Some(recipe)) = call.prepared::<Option<Recipe>>() {
        return Ok(call.place(draw(recipe, call.context.env, call.context.arena)));
    }
    let mut limits = [None; LIMITS];
    for (slot, limit) in limits.iter_mut().enumerate() {
        *limit = Some(call.integer(slot)?);
    }
    let recipe = Recipe::new(limits, Characters::of(call.text(AVOID)?.unwrap_or_default()))?;
    Ok(call.place(draw(&recipe, call.context.env, call.context.arena)))
}

fn draw<'a>(recipe: &Recipe, env: &dyn Env, arena: &'a Arena) -> &'a str {
    let mut random = Random { env, bytes: [0; 64], used: 64 };
    let mut drawn = Vec::with_capacity_in(recipe.draws.iter().map(|(_, count)| *count as usize).sum(), arena);
    for (class, count) in recipe.draws {
        drawn.extend((0..count).map(|_| class.nth(random.below(class.count()))));
    }
    // The classes came one after the other; now any order is as likely as any other.
    for (last, count) in (1..drawn.len()).zip(2..) {
        drawn.swap(last, random.below(count) as usize);
    }
    std::str::from_utf8(drawn.into_bump_slice()).expect("all characters are ASCII")
}

/// Random numbers out of the environment's bytes.
struct Random<'e> {
    env: &'e dyn Env,
    bytes: [u8; 64],
    used: usize,
}

impl Random<'_> {
    /// Returns a number below `count`, which is from 1 to 256, each as likely as any other.
    fn below(&mut self, count: u32) -> u32 {
        // A byte past the last whole multiple of `count` would favour low numbers, so another one is drawn. Each is
        // kept with at least even odds: after 128 refusals the environment's bytes are not random, and 0 is as good.
        let multiple = 256 - 256 % count;
        let mut bytes = std::iter::repeat_with(|| u32::from(self.byte())).take(128);
        bytes.find(|byte| *byte < multiple).unwrap_or(0) % count
    }

    fn byte(&mut self) -> u8 {
        if self.used == self.bytes.len() {
            self.env.random(&mut self.bytes);
            self.used = 0;
        }
        let byte = self.bytes.get(self.used).copied().unwrap_or(0);
        self.used += 1;
        byte
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::FixedEnv;
    use std::time::SystemTime;

    fn env() -> FixedEnv {
        FixedEnv::at(SystemTime::UNIX_EPOCH).with_seed(7)
    }

    #[test]
    fn every_class_has_its_minimum_and_nothing_avoided_comes() {
        let (env, arena) = (env(), Arena::new());
        let recipe = Recipe::new([10, 2, 2, 2, 1].map(Some), Characters::of("?,01")).unwrap();
        let mut places = [0; 10];
        for _ in 0..500 {
            let text = draw(&recipe, &env, &arena);
            let count = |class: fn(&char) -> bool| text.chars().filter(class).count();
            assert_eq!(text.len(), 10);
            assert!(count(char::is_ascii_digit) >= 2 && count(char::is_ascii_punctuation) >= 2, "{text}");
            assert!(count(char::is_ascii_uppercase) >= 2 && count(char::is_ascii_lowercase) >= 1, "{text}");
            assert!(!text.contains(['?', ',', '0', '1']), "{text}");
            places[text.find(|character: char| character.is_ascii_lowercase()).unwrap()] += 1;
        }
        assert!(places.iter().all(|count| *count < 250), "the classes are in order: {places:?}");
    }

    #[test]
    fn special_characters_are_those_of_windows_passwords() {
        assert_eq!(SPECIAL, Characters::of(r#"~!@#$%^&*_-+=`|\(){}[]:;"'<>,.?/"#));
    }

    #[test]
    fn no_number_is_favoured() {
        let env = env();
        let mut random = Random { env: &env, bytes: [0; 64], used: 64 };
        let mut counts = [0_u32; 200];
        (0..200_000).for_each(|_| counts[random.below(200) as usize] += 1);
        // 1000 each, within six standard deviations; taking bytes modulo 200 would give a quarter of them 1562.
        assert!(counts.iter().all(|count| (810..=1190).contains(count)), "{counts:?}");
    }

    #[test]
    fn bytes_that_are_not_random_end_the_draw_too() {
        struct Stuck;
        impl Env for Stuck {
            fn now(&self) -> crate::dotnet::date::DateTime {
                env().now()
            }
            fn is_taken(&self, _: &str, _: &str) -> bool {
                false
            }
            fn link(&self, _: &str, _: &str) -> Option<std::borrow::Cow<'_, str>> {
                None
            }
            fn default_domain(&self) -> Option<&str> {
                None
            }
            fn random(&self, bytes: &mut [u8]) {
                bytes.fill(255);
            }
        }
        let recipe = Recipe::new([3, 3, 0, 0, 0].map(Some), Characters::NONE).unwrap();
        assert_eq!(draw(&recipe, &Stuck, &Arena::new()), "000");
    }
}
