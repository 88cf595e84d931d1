//! What a host supplies to engines: the reading and writing, and, where an engine has no function, the code of `yardstick`'s
//! `typed`.

use regex::Regex;
use std::borrow::Cow;
use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization as _;

/// Maps each line of the file; an engine writes nothing for a user who is out of scope.
pub fn run(path: &str, mut engine: impl FnMut(&str, &mut Vec<u8>)) {
    let mut users = BufReader::with_capacity(1 << 20, File::open(path).expect("the file opens"));
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    let (mut line, mut resource) = (String::new(), Vec::new());
    while users.read_line(&mut line).expect("the file is read") > 0 {
        engine(&line, &mut resource);
        if !resource.is_empty() {
            resource.push(b'\n');
            out.write_all(&resource).expect("it is written");
        }
        line.clear();
        resource.clear();
    }
}

/// The first `count` characters.
pub fn prefix(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(end, _)| &text[..end])
}

/// NFD, then without U+0300 to U+036F.
pub fn normalize_diacritics(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return text.into();
    }
    text.nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect::<String>().into()
}

/// What goes into the input of an engine that has neither these functions nor any of a host's, by its name; `text` gives the
/// user's texts.
pub fn supplied<T: AsRef<str>>(text: impl Fn(&str) -> Option<T>) -> [(&'static str, Option<String>); 2] {
    let nick_name = || {
        let (given, surname) = (text("givenName")?, text("surname")?);
        let nick = [prefix(given.as_ref(), 3), prefix(surname.as_ref(), 5)].concat();
        Some(normalize_diacritics(&nick).replace(' ', ""))
    };
    let number = || Some(dialled(text("telephoneNumber")?.as_ref()).into_owned());
    [("nickName", nick_name()), ("dialled", number())]
}

/// A telephone number without its punctuation.
pub fn dialled(number: &str) -> Cow<'_, str> {
    static PUNCTUATION: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[()\s-]+").expect("a pattern"));
    PUNCTUATION.replace_all(number, "")
}
