//! Reports for people: the line with a caret under the place, or one plain line a finding.

use super::{Diagnostic, Report, Severity};
use crate::source::Span;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::fmt::Write as _;

/// Renders every finding with its source lines, an empty line between two.
pub(super) fn render(report: &Report, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let blocks = report.diagnostics.iter().map(|diagnostic| renderer.render(&[group(report, diagnostic)]));
    let mut text = blocks.collect::<Vec<_>>().join("\n\n");
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

fn group<'a>(report: &'a Report, diagnostic: &'a Diagnostic) -> Group<'a> {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group =
        Group::with_title(level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.name));
    if diagnostic.labels.is_empty() {
        group = group.element(annotate_snippets::Origin::path(report.source.name()));
    } else {
        group = group.element(snippet(report, diagnostic));
    }
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(help.as_str())),
        None => group,
    }
}

fn snippet<'a>(
    report: &'a Report,
    diagnostic: &'a Diagnostic,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let text = report.source.text();
    let bytes = |span: Span| {
        let start = (span.start as usize).min(text.len());
        start..(span.end as usize).clamp(start, text.len())
    };
    // Only the lines that are shown: the renderer reads all of a snippet for each finding.
    let places = || diagnostic.labels.iter().map(|label| bytes(label.span));
    // What stands behind the last line end is shown on the last line.
    let last = text.strip_suffix('\n').unwrap_or(text).len();
    let start = places().map(|place| place.start.min(last)).min().unwrap_or_default();
    let end = places().map(|place| place.end).max().unwrap_or(start);
    let (line, shown) = report.source.whole_lines(start..end);
    let labels = diagnostic.labels.iter().enumerate().map(|(index, label)| {
        let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let place = bytes(label.span);
        let annotation = kind.span(place.start - shown.start..place.end - shown.start);
        if label.text.is_empty() { annotation } else { annotation.label(label.text.as_str()) }
    });
    let lines = text.get(shown.clone()).unwrap_or_default();
    Snippet::source(lines).line_start(line).path(report.source.name()).annotations(labels)
}

/// Renders one line a finding, for terminals and tools that read `file:line:column`.
pub(super) fn render_plain(report: &Report) -> String {
    let mut text = String::new();
    for diagnostic in &report.diagnostics {
        let place = diagnostic.span().map(|span| report.source.position(span.start));
        let place = place.map_or(String::new(), |(line, column)| format!(":{line}:{column}"));
        let (severity, code) = (diagnostic.severity().as_str(), diagnostic.code.name);
        let help = diagnostic.help.as_ref().map_or(String::new(), |help| format!("; {help}"));
        let name = report.source.name();
        let message = &diagnostic.message;
        writeln!(text, "{name}{place}: {severity}[{code}]: {message}{help}")
            .expect("a String takes any text");
    }
    text
}
