//! The same objects in every form, however the stream gives them.

use super::*;

/// A stream that gives a few bytes at a time.
struct Trickle<'t>(&'t [u8]);

impl Read for Trickle<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let few = buffer.len().min(3);
        self.0.read(&mut buffer[..few])
    }
}

fn frames(text: &str) -> Vec<(String, usize)> {
    let mut frames = Frames::new(Trickle(text.as_bytes())).unwrap();
    let mut found = Vec::new();
    while let Some(frame) = frames.next_frame().unwrap() {
        found.push((String::from_utf8(frame.bytes.to_vec()).unwrap(), frame.line));
    }
    found
}

#[test]
fn every_form_gives_the_same_objects() {
    let (first, second) = (r#"{"a":"]}\"{","b":[1,{"c":2}]}"#, r#"{"a":"🙂"}"#);
    for (text, lines) in [
        (format!("{first}\n{second}\n"), [1, 2]),
        (format!("\u{feff}{first}\r\n\r\n{second}"), [1, 3]),
        (format!("[{first},\n {second}]"), [1, 2]),
        (
            format!(
                "{{\"@odata.context\":\"x\",\"n\":1,\n\"value\":[{first},{second}],\"@odata.nextLink\":\"y\"}}"
            ),
            [2, 2],
        ),
    ] {
        let expected = vec![(first.to_owned(), lines[0]), (second.to_owned(), lines[1])];
        assert_eq!(frames(&text), expected, "{text}");
    }
    assert_eq!(
        frames("{\n \"a\": 1\n}\n{\n}\n"),
        [("{\n \"a\": 1\n}".to_owned(), 1), ("{\n}".to_owned(), 4)]
    );
    assert_eq!(frames(""), []);
    assert_eq!(frames("[]"), []);
}

#[test]
#[cfg(feature = "cli")]
fn objects_taken_at_once_are_those_that_come_one_by_one() {
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(300));
    let objects: Vec<&str> = [r#"{"a":"🙂"}"#, "{}", &long, r#"{"b":[{"c":1}]}"#].repeat(9);
    for text in [
        objects.join("\n"),
        objects.join("\r\n\n \n"),
        format!("[{}]", objects.join(",\n")),
        format!("{{\"value\":[\n{}]}}", objects.join(",")),
        format!("[{}", objects.join(",")),
    ] {
        let mut one_by_one = Frames::new(Trickle(text.as_bytes())).unwrap();
        let mut expected = Vec::new();
        let error = loop {
            match one_by_one.next_frame() {
                Ok(Some(frame)) => expected.push((frame.bytes.to_vec(), frame.line)),
                end => break end.err(),
            }
        };
        for amount in [(1, 1), (40, 3), (700, 100), (100_000, 100_000)] {
            let (mut frames, mut batch, mut found) =
                (Frames::new(Trickle(text.as_bytes())).unwrap(), Vec::new(), Vec::new());
            let mut ended = Ok(false);
            while ended == Ok(false) {
                let mut places = Vec::new();
                ended = frames.take(amount, &mut batch, |place, line| places.push((place, line)));
                assert!(places.len() <= amount.1);
                found.extend(places.into_iter().map(|(place, line)| (batch[place].to_vec(), line)));
            }
            assert_eq!((&found, ended.err()), (&expected, error.clone()), "{amount:?} of {text}");
        }
    }
}

#[test]
fn a_page_is_given_without_its_objects() {
    let page = |text: &str| {
        let mut frames = Frames::new(Trickle(text.as_bytes())).unwrap();
        while frames.next_frame().unwrap().is_some() {
            assert_eq!(frames.page(), None, "{text}");
        }
        frames.page().map(|page| String::from_utf8(page.to_vec()).unwrap())
    };
    for objects in ["", "{\"a\":[1]}", "\n{},\n {\"totalResults\":3}\n"] {
        let text = format!("{{\"totalResults\":2,\n\"Resources\": [{objects}], \"b\":[\"]}}\"]\n}}\n");
        let expected = "{\"totalResults\":2,\n\"Resources\": [], \"b\":[\"]}\"]\n}";
        assert_eq!(page(&text).as_deref(), Some(expected));
    }
    for text in ["", "{}\n{}", "[{}]", "{\n}\n{\n}"] {
        assert_eq!(page(text), None, "{text}");
    }
}

#[test]
fn what_follows_an_array_or_a_page_is_an_error() {
    for text in [
        "[{}] [{}]",
        "[{}]\n{}",
        "{\"value\":[{}]}\n{\"value\":[{}]}",
        "{\"value\":[{}]} x",
        "{\"value\":[{}], \"x\":",
    ] {
        let mut frames = Frames::new(text.as_bytes()).unwrap();
        assert_eq!(frames.next_frame().unwrap().unwrap().bytes, b"{}", "{text}");
        assert!(frames.next_frame().is_err(), "{text}");
    }
}

#[test]
fn an_array_that_is_not_closed_is_an_error() {
    let mut frames = Frames::new(&b"[{}"[..]).unwrap();
    assert_eq!(frames.next_frame().unwrap().unwrap().bytes, b"{}");
    assert!(frames.next_frame().is_err());
}
