//! Every payload of every provider, with its generator and validator: compiled once for all tests.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, OnceLock};
use std::thread;

use hookproof::__private::generate::Generator;
use hookproof::provider::{Payload, Provider};
use jsonschema::Validator;

static PROVIDERS: LazyLock<Vec<Provider>> = LazyLock::new(|| crate::all().collect());

static ALL: LazyLock<Vec<Prepared>> = LazyLock::new(|| {
    let payloads = |provider: &'static Provider| {
        let payloads = provider.payloads.iter();
        payloads.map(move |payload| Prepared { provider, payload, compiled: OnceLock::new() })
    };
    PROVIDERS.iter().flat_map(payloads).collect()
});

/// A payload, ready for use.
pub(crate) struct Prepared {
    pub(crate) provider: &'static Provider,
    pub(crate) payload: &'static Payload,
    compiled: OnceLock<(Generator, Validator)>,
}

impl Prepared {
    /// Provider and payload, for messages.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.provider.id, self.payload.name)
    }

    pub(crate) fn generator(&self) -> &Generator {
        &self.compiled().0
    }

    /// A validator that asserts formats.
    pub(crate) fn validator(&self) -> &Validator {
        &self.compiled().1
    }

    fn compiled(&self) -> &(Generator, Validator) {
        self.compiled.get_or_init(|| {
            let generator = Generator::compile(self.payload.schema(), self.payload.order());
            let generator = generator.unwrap_or_else(|error| panic!("{}: {error}", self.name()));
            (generator, crate::schemas::validator(self.payload.schema()))
        })
    }
}

/// Every payload, in order.
pub(crate) fn all() -> &'static [Prepared] {
    &ALL
}

/// Holds every payload to a law, on all cores.
pub(crate) fn each(law: impl Fn(&Prepared) + Sync) {
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(prepared) = all().get(next.fetch_add(1, Ordering::Relaxed)) {
            law(prepared);
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, NonZero::get) {
            scope.spawn(work);
        }
    });
}

/// How many seeds a law is held to: 200, or what `HOOKPROOF_CASES` says.
pub(crate) fn cases() -> u64 {
    let said = std::env::var_os("HOOKPROOF_CASES");
    said.map_or(200, |said| said.into_string().unwrap().parse().expect("HOOKPROOF_CASES is a number"))
}
