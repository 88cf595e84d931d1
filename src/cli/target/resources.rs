//! The target's resources from files: read on several threads, placed in their order.

use crate::cli::objects::{Batch, Batches, Object, name};
use crate::cli::pages::{self, Pages};
use crate::cli::threads::{self, Work};
use crate::cli::{Stopped, output};
use crate::engine::Engine;
use crate::input::InputError;
use crate::sync::{Resource, ResourceReader, Targets};
use std::path::{Path, PathBuf};

/// Reads the resources of some files. A part of a list is refused: what it lacks would be created again.
pub(super) fn read<'e>(
    paths: &[PathBuf],
    engine: &'e Engine,
    default_kind: &str,
    threads: usize,
) -> Result<Targets<'e>, Stopped> {
    let (mut targets, mut pages, mut left_out) = (engine.targets(default_kind), Pages::of_target(), 0);
    for path in paths {
        let reads = Reads { reader: targets.readers() };
        let (targets, pages) = (&mut targets, &mut pages);
        let mut placing = Placing { path, targets, pages, resources: 0, left_out: 0 };
        let mut batches = Batches::open(path)?;
        threads::in_order(threads, &reads, |batch| batches.next(batch), |read| placing.place(read))?;
        let resources = placing.resources;
        left_out += placing.left_out;
        if let Some((page, _)) = batches.into_page() {
            pages.add(path, &page, resources)?;
        }
    }
    pages.end()?;
    if left_out > 0 {
        let resources = if left_out == 1 { "resource" } else { "resources" };
        output::message(&format!(
            "{left_out} {resources} of the target left out: the rules map no object of that kind, by `meta.resourceType` and `schemas`"
        ));
    }
    Ok(targets)
}

/// What every thread reads resources by.
struct Reads<R> {
    reader: R,
}

impl<'e, R: Fn() -> ResourceReader<'e> + Sync> Work for Reads<R> {
    type Batch = Batch;
    type Worker = ResourceReader<'e>;
    type Done = Read;

    fn worker(&self) -> ResourceReader<'e> {
        (self.reader)()
    }

    fn run(&self, reader: &mut ResourceReader<'e>, batch: &mut Batch, read: &mut Read) {
        batch.objects().for_each(|(line, object)| read.add(line, object, reader));
    }
}

/// Some resources that have been read, with the lines that they begin on.
#[derive(Default)]
struct Read {
    packed: String,
    resources: Vec<(usize, Result<Option<Resource>, Refused>)>,
}

/// What is no resource.
struct Refused {
    error: InputError,
    /// The text, where it is a page that holds none.
    page: Option<Vec<u8>>,
}

impl Read {
    fn add(&mut self, line: usize, object: Object<'_>, reader: &mut ResourceReader<'_>) {
        let read = object.map_err(|error| Refused { error, page: None }).and_then(|source| {
            let Some(json) = source.json() else {
                let error = InputError::new("the target's resources are JSON, not CSV");
                return Err(Refused { error, page: None });
            };
            let refused = |error| Refused { error, page: pages::is_empty(json).then(|| json.to_vec()) };
            reader.read(&source, &mut self.packed).map_err(refused)
        });
        self.resources.push((line, read));
    }
}

/// Places the resources of one file.
struct Placing<'r, 'p, 'e> {
    path: &'p Path,
    targets: &'r mut Targets<'e>,
    pages: &'r mut Pages<'p>,
    resources: u64,
    /// Resources of kinds that the rules do not map.
    left_out: u64,
}

impl Placing<'_, '_, '_> {
    /// Places what has been read, and empties it.
    fn place(&mut self, read: &mut Read) -> Result<(), Stopped> {
        for (line, resource) in read.resources.drain(..) {
            let placed = match resource {
                Err(Refused { page: Some(page), .. }) => {
                    self.pages.add(self.path, &page, 0)?;
                    continue;
                }
                Err(Refused { error, page: None }) => Err(error),
                Ok(None) => {
                    self.left_out += 1;
                    Ok(())
                }
                Ok(Some(resource)) => self.targets.place(&resource, &read.packed),
            };
            placed.map_err(|error| Stopped::wrong_use(format!("{}:{line}: {error}", name(self.path))))?;
            self.resources += 1;
        }
        read.packed.clear();
        Ok(())
    }
}
