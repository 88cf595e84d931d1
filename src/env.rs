//! Everything that is neither in the rules nor in the object.
//!
//! The clock, randomness, uniqueness in the target and links to target ids come through one trait, [`Env`]; nothing else
//! in the library reads them. The same rules, objects and environment give the same bytes out.

use crate::dotnet::date::DateTime;
use chacha20::ChaCha20Rng;
use chacha20::rand_core::{Rng as _, SeedableRng as _};
use foldhash::fast::RandomState;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// What a mapping may ask of the world.
pub trait Env: Sync {
    /// Returns the instant of the run, the same for every object.
    fn now(&self) -> DateTime;

    /// Tells whether a target attribute already holds a value, letter case ignored; for `SelectUniqueValue`. A sync knows by
    /// itself what the resources hold that it is given.
    fn is_taken(&self, target: &str, value: &str) -> bool;

    /// Notes a value that an object of this run got by `SelectUniqueValue`, so that [`Env::is_taken`] knows it.
    fn note_taken(&self, target: &str, value: &str) {
        let _ = (target, value);
    }

    /// Returns the target's id of the source object that a reference names; `kind` is `user` or `group`.
    fn link(&self, kind: &str, source_id: &str) -> Option<Cow<'_, str>>;

    /// Tells whether a target's id is that of a linked source object; members of a group that are not are left alone.
    fn is_linked(&self, kind: &str, target_id: &str) -> bool {
        let _ = (kind, target_id);
        false
    }

    /// Returns the default verified domain, for `DefaultDomain`.
    fn default_domain(&self) -> Option<&str>;

    /// Fills all bytes at random; for `Guid` and `RandomString`.
    ///
    /// What comes out may become a password, so a real run takes it from a cryptographic generator.
    fn random(&self, bytes: &mut [u8]);
}

/// An environment whose answers are fixed beforehand; random bytes too, if a seed is given.
///
/// # Examples
///
/// ```
/// use scopemap::{Env as _, FixedEnv};
/// use std::time::{Duration, SystemTime};
///
/// let env = FixedEnv::at(SystemTime::UNIX_EPOCH + Duration::from_secs(1_330_000_000)).with_default_domain("contoso.com");
/// assert_eq!(env.now().to_string(), "2/23/2012 12:26:40 PM");
/// assert_eq!(env.default_domain(), Some("contoso.com"));
/// ```
#[derive(Clone, Debug)]
pub struct FixedEnv {
    now: DateTime,
    taken: HashSet<String, RandomState>,
    /// Values that this run has given out; clones share them.
    given: Arc<Mutex<HashSet<String, RandomState>>>,
    /// The target's id of each source object, by kind.
    links: HashMap<String, HashMap<String, String, RandomState>>,
    /// The target ids of all links, by kind.
    linked: HashMap<String, HashSet<String, RandomState>>,
    default_domain: Option<String>,
    /// `None` where the operating system gives the random bytes.
    generator: Option<Arc<Mutex<ChaCha20Rng>>>,
}

impl FixedEnv {
    /// Makes an environment with a clock that stands still; an instant outside the years 1 to 9999 counts as 1970.
    #[must_use]
    pub fn at(now: SystemTime) -> Self {
        let since = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let seconds = i64::try_from(since.as_secs()).unwrap_or_default();
        let now = DateTime::from_unix(seconds, since.subsec_nanos()).unwrap_or(DateTime::UNIX_EPOCH);
        Self {
            now,
            taken: HashSet::default(),
            given: Arc::default(),
            links: HashMap::new(),
            linked: HashMap::new(),
            default_domain: None,
            generator: None,
        }
    }

    /// Sets the clock to another instant.
    #[must_use]
    pub fn with_now(self, now: DateTime) -> Self {
        Self { now, ..self }
    }

    /// Adds values that the target already holds, whatever the attribute.
    #[must_use]
    pub fn with_taken<T: AsRef<str>>(mut self, values: impl IntoIterator<Item = T>) -> Self {
        self.taken.extend(values.into_iter().map(|value| folded(value.as_ref()).into_owned()));
        self
    }

    /// Adds the target's id of a source object.
    #[must_use]
    pub fn with_link(
        mut self,
        kind: impl Into<String>,
        source_id: impl Into<String>,
        id: impl Into<String>,
    ) -> Self {
        let (kind, id) = (kind.into(), id.into());
        self.linked.entry(kind.clone()).or_default().insert(id.clone());
        self.links.entry(kind).or_default().insert(source_id.into(), id);
        self
    }

    /// Sets the default verified domain.
    #[must_use]
    pub fn with_default_domain(mut self, domain: impl Into<String>) -> Self {
        self.default_domain = Some(domain.into());
        self
    }

    /// Makes the random bytes repeatable: the same seed gives the same ones, in the order in which they are asked for.
    /// Clones go on in one sequence.
    ///
    /// Who knows the seed knows what `RandomString` gives; this is for tests and previews.
    ///
    /// # Examples
    ///
    /// ```
    /// use scopemap::{Env as _, FixedEnv};
    /// use std::time::SystemTime;
    ///
    /// let bytes = |seed| {
    ///     let mut bytes = [0; 16];
    ///     FixedEnv::at(SystemTime::UNIX_EPOCH).with_seed(seed).random(&mut bytes);
    ///     bytes
    /// };
    /// assert_eq!(bytes(1), bytes(1));
    /// assert_ne!(bytes(1), bytes(2));
    /// ```
    #[must_use]
    pub fn with_seed(mut self, seed: u64) -> Self {
        self.generator = Some(Arc::new(Mutex::new(ChaCha20Rng::seed_from_u64(seed))));
        self
    }
}

/// Returns a text as those are compared that may differ in letter case; most are small letters already.
pub(crate) fn folded(value: &str) -> Cow<'_, str> {
    let folds = |byte: u8| !byte.is_ascii() || byte.is_ascii_uppercase();
    // Without an end before the last byte several are looked at in one step.
    if value.bytes().fold(false, |found, byte| found | folds(byte)) {
        Cow::Owned(value.to_lowercase())
    } else {
        Cow::Borrowed(value)
    }
}

impl Env for FixedEnv {
    fn now(&self) -> DateTime {
        self.now
    }

    fn is_taken(&self, _target: &str, value: &str) -> bool {
        let value = folded(value);
        self.taken.contains(&*value)
            || self.given.lock().unwrap_or_else(PoisonError::into_inner).contains(&*value)
    }

    fn note_taken(&self, _target: &str, value: &str) {
        self.given.lock().unwrap_or_else(PoisonError::into_inner).insert(folded(value).into_owned());
    }

    fn link(&self, kind: &str, source_id: &str) -> Option<Cow<'_, str>> {
        self.links.get(kind)?.get(source_id).map(|id| Cow::Borrowed(id.as_str()))
    }

    fn is_linked(&self, kind: &str, target_id: &str) -> bool {
        self.linked.get(kind).is_some_and(|ids| ids.contains(target_id))
    }

    fn default_domain(&self) -> Option<&str> {
        self.default_domain.as_deref()
    }

    fn random(&self, bytes: &mut [u8]) {
        match &self.generator {
            // Bytes are filled or they are not: whoever panicked with the lock left nothing half done.
            Some(generator) => generator.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes),
            // SECURITY: better no run than passwords that can be guessed.
            None => getrandom::fill(bytes).expect("the operating system gives random bytes"),
        }
    }
}
