//! Random trials, the same each time unless `SEED` says otherwise: `SEED=7 TRIALS=20 cargo test` tries
//! others, and twenty times as many.

/// A small generator of numbers that are random enough.
pub(crate) struct Random(u64);

fn setting(name: &str) -> Option<u64> {
    let value = std::env::var(name).ok().filter(|value| !value.is_empty())?;
    Some(value.parse().unwrap_or_else(|_| panic!("{name} is a number, and {value:?} isn't")))
}

/// The number of trials, where `usual` is a number that one can wait for.
pub(crate) fn trials(usual: usize) -> usize {
    usual * setting("TRIALS").unwrap_or(1) as usize
}

impl Random {
    /// The generator that begins at `seed`, or elsewhere where `SEED` is set.
    pub(crate) fn new(seed: u64) -> Self {
        // Any odd factor will do; the state must not be 0.
        Self((seed ^ setting("SEED").unwrap_or(0).wrapping_mul(0x9E37_79B9_7F4A_7C15)).max(1))
    }

    pub(crate) fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }

    pub(crate) fn of<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.next(list.len())]
    }
}
