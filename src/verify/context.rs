//! Input for the plan of a check: the provider, the key, the time, the seed.

use std::time::Duration;

use bytes::Bytes;
use proptest::test_runner::TestRng;

use crate::generate::{Generator, Hostile, JsonTree, seeded};
use crate::model::{Headers, HttpVersion, Json, Request, Secret, Timestamp};
use crate::provider::{IdForm, IdSource, Kind, Provider};
use crate::sign::{Algorithm, Material, Part, Recipe, SignatureHeader, Signer};
use crate::verify::plan::{Attempt, ConnectionMode, Expected};
use crate::verify::type_under_test::{Origin, TypeUnderTest};

/// Input for the plan of a check.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Context<'a> {
    /// The provider, as overridden by the user.
    pub provider: &'a Provider,
    /// Signs as the provider does; absent if the user gave no secret.
    pub signer: Option<&'a Signer>,
    /// The user's secret, to redact it in every report.
    pub secret: Option<&'a Secret>,
    /// Signs with another key.
    pub wrong_key_signer: Option<&'a Signer>,
    /// The secret of another tenant of the endpoint, if the user gave it.
    pub other_secret: Option<&'a Secret>,
    /// Signs as the provider does for that tenant.
    pub other_tenant: Option<&'a Signer>,
    /// The text that provider and consumer agreed on for handshakes, if the user gave it.
    pub verify_token: Option<&'a Secret>,
    /// The endpoint.
    pub url: &'a str,
    /// The time of signing.
    pub now: Timestamp,
    /// Fixes shapes.
    pub seed: u64,
    /// With the seed, fixes bytes.
    pub salt: &'a str,
    /// Generated payloads per event type.
    pub cases: u32,
    /// Fields that every event carries as given.
    pub pins: &'a [(String, Json)],
    /// Entities that the consumer knows, each with its fields; every event is about one of them. Empty means that the
    /// run is free to choose.
    pub entities: &'a [Vec<(String, Json)>],
    /// Headers that the user adds to every request.
    pub headers: &'a [(String, String)],
    /// Whether effects can be observed.
    pub observation: Observation,
    /// Whether the user gave a command or URL that returns the consumer state.
    pub state: Given,
    /// Whether the user gave a command that starts and stops an outage.
    pub outage: Given,
    /// Maximum delay of redeliveries, for a check of deduplication over time.
    pub pause: Option<Duration>,
    /// The HTTP version that the endpoint speaks.
    pub version: HttpVersion,
    /// Maximum number of simultaneous deliveries.
    pub burst: usize,
    /// The event types that the endpoint accepted in their minimal documented form.
    pub tested_types: &'a [TypeUnderTest],
    /// Flags with which `hookproof sign` finds the secret when a shell sends a delivery again; `None` if no shell can.
    pub sign_flags: Option<&'a str>,
    /// Id of the check that is running.
    pub check: &'a str,
}

/// Whether effects can be observed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "an observer is present or absent")]
pub enum Observation {
    /// The user named an observer.
    Effects,
    /// Nothing but answers can be seen.
    AnswersOnly,
}

/// Whether the user gave something that a check needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a yes or a no")]
pub enum Given {
    /// It is there.
    Yes,
    /// It is not.
    No,
}

/// What the headers of an attempt have, if it does not follow from the event.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct HeaderValues<'a> {
    /// The id of the event.
    pub(super) event: Option<&'a str>,
    /// The id of the attempt.
    pub(super) attempt: Option<&'a str>,
    /// The value that is new in each attempt.
    pub(super) nonce: Option<&'a str>,
    /// The number of the retry; 0 for the first attempt.
    pub(super) retry: u32,
}

impl Context<'_> {
    /// Randomness for one case of this check: the same for `--only` as for the whole battery.
    #[must_use]
    pub fn rng(&self, tested: &TypeUnderTest, case: u32) -> TestRng {
        // A second look at a check has a number after the check's id: other ids, and the same cases.
        let check = self.check.split(' ').next().unwrap_or_default();
        seeded(self.seed, &[check, tested.name(), &case.to_string()])
    }

    /// Returns the document of a generated case, ready to be shrunk. Every second case holds a hostile value, the kinds
    /// of [`Hostile::FAIR`] in turn; if the type has no place for the kind, the case is an ordinary one.
    #[must_use]
    pub fn draw(&self, tested: &TypeUnderTest, generator: &Generator, case: u32) -> JsonTree {
        let mut rng = self.rng(tested, case);
        let turn = usize::try_from(case / 2).unwrap_or_default();
        let kind = (case % 2 == 1).then(|| Hostile::FAIR[turn % Hostile::FAIR.len()]);
        let hostile = kind.and_then(|kind| generator.hostile(&mut rng, kind));
        generator.shrinking(hostile.unwrap_or_else(|| generator.sample(&mut rng)))
    }

    /// Returns ids for one delivery of this check.
    #[must_use]
    pub fn ids(&self, tested: &TypeUnderTest, key: &str) -> IdSource {
        IdSource::new(self.seed, self.salt, &[self.check, tested.name(), key])
    }

    /// Signs with the user's secret, but by another recipe. `None` without a secret, or if the secret does not fit the
    /// recipe.
    #[must_use]
    pub fn signing_otherwise(&self, alter: impl FnOnce(&mut Recipe)) -> Option<Signer> {
        let mut recipe = self.signer?.recipe().clone();
        alter(&mut recipe);
        Signer::new(&recipe, self.secret?).ok()
    }

    /// Whether an event type is one of the simplest `count` for which `has` is true, for checks that test a few types.
    /// Types that name their entity come first.
    pub(super) fn is_chosen(&self, tested: &TypeUnderTest, count: usize, has: &dyn Fn(&TypeUnderTest) -> bool) -> bool {
        let mut events: Vec<&TypeUnderTest> =
            self.tested_types.iter().filter(|one| one.payload.kind == Kind::Event).collect();
        events.sort_by_cached_key(|one| {
            let is_about_nothing = self.provider.entity(&one.plain).is_none();
            let size = self.provider.body.write(&one.plain).len();
            (is_about_nothing, one.effects_per_event.is_none(), one.origin == Origin::Synthetic, size)
        });
        events.into_iter().filter(|one| has(one)).take(count).any(|one| one.name() == tested.name())
    }

    /// Whether the whole body is signed. A shared secret in a header proves nothing about the body.
    #[must_use]
    pub fn signs_body(&self) -> bool {
        let recipe = &self.provider.signing.recipe;
        let is_whole = |part: &Part| matches!(part, Part::Body | Part::Sha256(_) | Part::Crc32 | Part::SortedForm);
        recipe.algorithm != Algorithm::Secret && recipe.signed().any(is_whole)
    }

    /// Whether the signature is a field of the body.
    #[must_use]
    pub(super) fn signs_in_body(&self) -> bool {
        self.provider.signing.recipe.signature_header().is_some_and(SignatureHeader::is_in_body)
    }

    /// Whether the time of signing is signed together with the event.
    #[must_use]
    pub fn signs_time(&self) -> bool {
        self.signer.is_some() && self.provider.signing.recipe.sends_time()
    }

    /// Returns a document as a new event about new entities: fresh ids and times, the user's pins, and everything that
    /// must be consistent with them. `key` distinguishes it from the other events of this check and type. Apply
    /// intended errors after this, or they are corrected.
    #[must_use]
    pub fn renewed(&self, tested: &TypeUnderTest, mut document: Json, key: &str) -> Json {
        // The envelope is that of events: a notice may have a field of the same name and another meaning.
        if tested.payload.kind != Kind::Event {
            self.pin(tested, &mut document, key);
            return document;
        }
        let ids = self.ids(tested, key);
        self.provider.renew_as_new(&tested.payload, &mut document, &ids, self.now);
        self.agree(tested, &mut document, key);
        document
    }

    /// Returns a document about the entity that `key` names, which no other key names. `None` if the document names no
    /// entity. Pinned values stay.
    #[must_use]
    pub(super) fn about(&self, tested: &TypeUnderTest, document: &mut Json, key: &str) -> Option<()> {
        let pointer = self.provider.entity(document)?;
        let like = document.pointer(&pointer)?.as_str()?;
        let other = self.ids(tested, key).like(&pointer, like);
        document.set(&pointer, Json::String(other));
        self.agree(tested, document, key);
        Some(())
    }

    /// Puts in what the user has pinned, and what must agree with it.
    pub(super) fn agree(&self, tested: &TypeUnderTest, document: &mut Json, key: &str) {
        self.pin(tested, document, key);
        self.provider.make_consistent(tested.name(), document);
        self.pin(tested, document, key);
    }

    /// Puts in what the user has pinned, and an entity of the user's.
    fn pin(&self, tested: &TypeUnderTest, document: &mut Json, key: &str) {
        for (pointer, value) in self.entity(tested, key).iter().chain(self.pins) {
            // A field that is absent is put in if the event may have it.
            if document.pointer(pointer).is_some() || tested.payload.order().knows(pointer) {
                document.set(pointer, value.clone());
            }
        }
    }

    /// Returns the entity, of those that the user gave, that an event is about.
    fn entity(&self, tested: &TypeUnderTest, key: &str) -> &[(String, Json)] {
        let drawn = u64::from_str_radix(&self.ids(tested, key).id("known entity", &IdForm::Hex32)[..15], 16);
        let count = u64::try_from(self.entities.len()).unwrap_or(u64::MAX).max(1);
        let at = usize::try_from(drawn.unwrap_or_default() % count).unwrap_or_default();
        self.entities.get(at).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns a correctly signed attempt at a new event with this document.
    #[must_use]
    pub fn attempt(&self, tested: &TypeUnderTest, document: Json, key: &str) -> Attempt {
        self.attempt_named(tested.name(), tested, document, key)
    }

    /// Returns a correctly signed attempt at a new event with this document and another name, for providers that send
    /// the name in a header.
    #[must_use]
    pub fn attempt_named(&self, name: &str, tested: &TypeUnderTest, document: Json, key: &str) -> Attempt {
        let document = self.renewed(tested, document, key);
        let body = self.provider.body.write(&document);
        self.signed(name, tested, document, &body)
    }

    /// Returns a correctly signed attempt with these bytes, which may not be JSON. Signed fields are read from
    /// `document`.
    #[must_use]
    pub fn attempt_with(&self, tested: &TypeUnderTest, document: Json, body: &[u8]) -> Attempt {
        self.signed(tested.name(), tested, document, body)
    }

    /// Returns a correctly signed attempt at an event with these values in its headers.
    #[must_use]
    pub(super) fn attempt_as(&self, tested: &TypeUnderTest, document: Json, values: HeaderValues<'_>) -> Attempt {
        let body = self.provider.body.write(&document);
        let request = self.request_as(self.signer, tested.name(), &document, &body, values);
        Self::of_request(tested, document, request)
    }

    /// Returns a redelivery of an event, with the number of the retry. It is the same to the byte, unless the provider
    /// sends a nonce or headers of retries: then all that the provider renews is new.
    #[must_use]
    pub(super) fn again(&self, tested: &TypeUnderTest, first: &Attempt, retry: u32) -> Attempt {
        if retry == 0 || !self.renews_attempts() {
            return first.clone();
        }
        let body = String::from_utf8_lossy(&first.request.body);
        self.retried(tested, first, retry, &format!("attempt {retry} at {body}"))
    }

    /// Whether a redelivery is never the same to the byte.
    #[must_use]
    pub(super) fn renews_attempts(&self) -> bool {
        self.provider.sends_nonce() || !self.provider.delivery.retry_headers.is_empty()
    }

    /// Returns another attempt at the event of an attempt. All that the provider renews is new; `key` distinguishes it from
    /// the other attempts of this check and type.
    #[must_use]
    pub(super) fn retried(&self, tested: &TypeUnderTest, first: &Attempt, retry: u32, key: &str) -> Attempt {
        let (mut document, ids) = (first.document.clone(), self.ids(tested, key));
        let envelope = &self.provider.envelope;
        let event = Some(self.event_id(tested.name(), &document)).filter(|id| !id.is_empty());
        envelope.renew_attempt(&mut document, &ids);
        envelope.renew_sent(&mut document, self.now);
        let attempt = envelope.header_attempt.as_ref().map(|slot| ids.id(&slot.header, &slot.form));
        let nonce = ids.id("nonce", &IdForm::Hex32);
        let (event, attempt, nonce) = (event.as_deref(), attempt.as_deref(), Some(nonce.as_str()));
        self.attempt_as(tested, document, HeaderValues { event, attempt, nonce, retry })
    }

    fn signed(&self, name: &str, tested: &TypeUnderTest, document: Json, body: &[u8]) -> Attempt {
        let request = self.request(self.signer, name, &document, body);
        Self::of_request(tested, document, request)
    }

    fn of_request(tested: &TypeUnderTest, document: Json, request: Request) -> Attempt {
        Attempt {
            what: String::new(),
            special: None,
            expected: Expected::Accepted,
            event: tested.name().to_owned(),
            request,
            mode: ConnectionMode::Own,
            document,
            others: Vec::new(),
            signed: None,
            right: None,
            handshake: None,
            case: None,
        }
    }

    /// Returns the simplest of the event types that have an effect.
    #[must_use]
    pub fn plainest(&self) -> Option<&TypeUnderTest> {
        let acting = self.tested_types.iter().filter(|tested| tested.effects_per_event.is_some());
        acting.min_by_key(|tested| tested.plainness(&self.provider.body))
    }

    /// Returns a good attempt at a new event with the plain document.
    #[must_use]
    pub fn good(&self, tested: &TypeUnderTest, key: &str) -> Attempt {
        self.attempt(tested, tested.plain.clone(), key)
    }

    /// Returns the request that carries the body of an event with this name, signed by `signer`.
    #[must_use]
    pub fn request(&self, signer: Option<&Signer>, event: &str, document: &Json, body: &[u8]) -> Request {
        self.request_as(signer, event, document, body, HeaderValues::default())
    }

    fn request_as(
        &self,
        signer: Option<&Signer>,
        event: &str,
        document: &Json,
        body: &[u8],
        values: HeaderValues<'_>,
    ) -> Request {
        let id = values.event.map_or_else(|| self.event_id(event, document), str::to_owned);
        let material = Material::of(body).at(self.now).id(&id).attempt(values.attempt.unwrap_or_default());
        let material = material.nonce(values.nonce.unwrap_or_default()).retry(values.retry);
        let material = material.url(self.url).event_name(event).event(document);
        let mut request = self.provider.request(signer, &material).unwrap_or_else(|_| {
            // A body without the signed field cannot be signed: it is sent unsigned.
            Request::new(self.provider.delivery.method.as_str(), Headers::new(), Bytes::copy_from_slice(body))
        });
        for (name, value) in self.headers {
            request.headers.set(name, value.as_str());
        }
        request
    }

    /// Whether a correct consumer could accept this request, however leniently it decodes the signature.
    pub(super) fn accepts_leniently(&self, request: &Request) -> bool {
        let document = self.provider.body.read(&request.body).unwrap_or(Json::Null);
        let event = self.provider.envelope.name.read(&request.headers, &document).unwrap_or_default();
        let id = self.event_id(&event, &document);
        let material = Material::of(&request.body).id(&id).event_name(&event).url(self.url).method(&request.method);
        self.signer.is_some_and(|signer| signer.accepts_leniently(&request.headers, &material))
    }

    /// Returns the id of an event; empty if it has none.
    #[must_use]
    pub(super) fn event_id(&self, event: &str, document: &Json) -> String {
        self.provider.event_id(event, document).unwrap_or_default()
    }

    /// Returns the signature header's name and its value in a request.
    #[must_use]
    pub fn signature<'r>(&self, request: &'r Request) -> Option<(&str, &'r [u8])> {
        let name = self.provider.signing.recipe.signature_header()?.name.as_str();
        Some((name, request.headers.get(name)?))
    }
}
