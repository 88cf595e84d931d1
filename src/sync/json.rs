//! Decisions as JSON, written straight into the caller's buffer.

use super::Decision;
use crate::emit;
use crate::eval::Failure;

impl<T: AsRef<str>> Decision<'_, T> {
    /// Appends the decision as a JSON object, without a line end.
    pub fn write_json(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"object\":{\"type\":\"");
        let start = out.len();
        emit::escape_into(&self.kind, out);
        if let Some(first) = out.get_mut(start) {
            first.make_ascii_uppercase();
        }
        out.push(b'"');
        member(b"id", self.source_id(), out);
        member(b"display", self.display(), out);
        out.push(b'}');
        member(b"target", self.target_id(), out);
        // Words of ours have nothing to escape.
        for word in [
            ",\"action\":\"",
            self.action.as_str(),
            "\",\"status\":\"",
            self.status(),
            "\",\"reason\":\"",
            self.reason,
            "\",\"requests\":[",
        ] {
            out.extend_from_slice(word.as_bytes());
        }
        for (index, request) in self.requests.iter().enumerate() {
            out.extend_from_slice(if index > 0 { b",{\"method\":\"" } else { b"{\"method\":\"" });
            out.extend_from_slice(request.method().as_str().as_bytes());
            out.push(b'"');
            member(b"path", Some(request.path()), out);
            if let Some(body) = request.json() {
                out.extend_from_slice(b",\"body\":");
                out.extend_from_slice(body);
            }
            out.push(b'}');
        }
        out.extend_from_slice(b"],\"diagnostics\":[");
        self.diagnostics.iter().for_each(|failure| diagnostic(failure, out));
        if let Some(error) = &self.unreadable {
            begin(out);
            out.extend_from_slice(b"{\"code\":\"unreadable\"");
            member(b"message", Some(error.message()), out);
            out.push(b'}');
        }
        out.extend_from_slice(b"]}");
    }
}

fn diagnostic(failure: &Failure, out: &mut Vec<u8>) {
    begin(out);
    out.extend_from_slice(b"{\"code\":\"");
    out.extend_from_slice(failure.error.code().name.as_bytes());
    out.push(b'"');
    member(b"target", Some(failure.target.as_str()).filter(|target| !target.is_empty()), out);
    member(b"message", Some(failure.error.message()), out);
    out.push(b'}');
}

/// A comma behind another element of an array.
fn begin(out: &mut Vec<u8>) {
    if out.last() == Some(&b'}') {
        out.push(b',');
    }
}

/// Writes a further member of an object, if it has a value.
fn member(name: &[u8], value: Option<&str>, out: &mut Vec<u8>) {
    let Some(value) = value else { return };
    out.extend_from_slice(b",\"");
    out.extend_from_slice(name);
    out.extend_from_slice(b"\":\"");
    emit::escape_into(value, out);
    out.push(b'"');
}

impl<T: AsRef<str>> serde::Serialize for Decision<'_, T> {
    /// Writes the JSON as it is where the serializer is `serde_json`'s; others get it as serde's raw-value form.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut json = Vec::new();
        self.write_json(&mut json);
        let raw: &serde_json::value::RawValue =
            serde_json::from_slice(&json).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}
