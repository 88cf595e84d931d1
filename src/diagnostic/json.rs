//! Reports for tools: one JSON object a finding, as lines.

use super::{Diagnostic, Report};
use serde::Serialize;

#[derive(Serialize)]
struct Line<'a> {
    file: &'a str,
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    labels: Vec<Place<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    #[serde(skip_serializing_if = "str::is_empty")]
    text: &'a str,
}

/// Renders the findings as JSON lines.
pub(super) fn render(report: &Report) -> String {
    let lines = report.diagnostics.iter().map(|diagnostic| {
        let mut text = serde_json::to_string(&line(report, diagnostic)).expect("texts and numbers are JSON");
        text.push('\n');
        text
    });
    lines.collect()
}

fn line<'a>(report: &'a Report, diagnostic: &'a Diagnostic) -> Line<'a> {
    let labels = diagnostic.labels.iter().map(|label| {
        let (line, column) = report.source.position(label.span.start);
        let (end_line, end_column) = report.source.position(label.span.end);
        Place { line, column, end_line, end_column, text: &label.text }
    });
    Line {
        file: report.source.name(),
        code: diagnostic.code.name,
        severity: diagnostic.severity().as_str(),
        message: &diagnostic.message,
        help: diagnostic.help_text(),
        labels: labels.collect(),
    }
}
