//! A progress line on a terminal's standard error, for runs that take longer than a second.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::{Duration, Instant};

/// Objects between two looks at the clock.
const STRIDE: u64 = 4096;

/// Counts objects; shows nothing in the first second, nor where standard error is no terminal.
pub(super) struct Progress {
    begun: Instant,
    count: u64,
    bar: Option<ProgressBar>,
}

impl Progress {
    #[expect(clippy::disallowed_methods, reason = "how long a run takes decides nothing but this line")]
    pub(super) fn begin() -> Self {
        Self { begun: Instant::now(), count: 0, bar: None }
    }

    /// Counts some objects.
    pub(super) fn advance_by(&mut self, count: usize) {
        let strides = self.count / STRIDE;
        self.count += count as u64;
        if self.count / STRIDE == strides || self.begun.elapsed() < Duration::from_secs(1) {
            return;
        }
        let bar = self.bar.get_or_insert_with(|| {
            let style = ProgressStyle::with_template("{human_pos} objects");
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(5));
            style.map_or(bar.clone(), |style| bar.with_style(style))
        });
        bar.set_position(self.count);
    }

    /// Removes the line.
    pub(super) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
