//! Calls to a management API without a socket, with every answer held to its schema.

use hookproof::__private::provider::Api;
use hookproof::__private::provider::api::{Access, Attempted, Call, Command, History, Reply, State};
use hookproof::model::{Headers, SecretText, Timestamp};
use hookproof::provider::{IdSource, Provider};
use serde_json::Value;

/// A caller of the management API of a provider, with one account.
pub(crate) struct Caller {
    pub(crate) provider: Provider,
    pub(crate) state: Option<State>,
    pub(crate) history: History,
    pub(crate) now: Timestamp,
    headers: Headers,
    calls: u64,
}

/// An answer that is valid by its schema.
pub(crate) struct Answer {
    pub(crate) reply: Reply,
    /// The body; null if there is none.
    pub(crate) body: Value,
}

impl Caller {
    /// Creates a caller that sends these headers in every call.
    pub(crate) fn new(provider: Provider, headers: &[(&str, &str)]) -> Self {
        Self {
            provider,
            state: None,
            history: History::empty(),
            now: "2026-11-21T12:00:00Z".parse().unwrap(),
            headers: headers.iter().map(|(name, value)| (*name, *value)).collect(),
            calls: 0,
        }
    }

    pub(crate) fn api(&self) -> Api {
        self.provider.api.unwrap()
    }

    /// Puts another value into a header of every later call.
    pub(crate) fn header(&mut self, name: &str, value: &str) {
        self.headers.set(name, value);
    }

    /// A call with a JSON body; null sends none.
    pub(crate) fn call(&mut self, method: &str, path: &str, body: &Value) -> Answer {
        let body = if body.is_null() { Vec::new() } else { serde_json::to_vec(body).unwrap() };
        self.send(method, path, &body)
    }

    /// A call with any bytes. Every call is a millisecond after the one before.
    pub(crate) fn send(&mut self, method: &str, path: &str, body: &[u8]) -> Answer {
        self.calls += 1;
        self.now = Timestamp::from_micros(self.now.micros() + 1_000);
        let ids = IdSource::new(self.calls, "desk", &[&self.provider.id]);
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let mut call = Call::new(method, path, self.now);
        call.ids = &ids;
        call.query = query;
        call.headers = &self.headers;
        call.body = body;
        call.base = "http://127.0.0.1:4000/here";
        call.history = &self.history;
        call.key_pair = |_| Some((SecretText::new("private"), "public".to_owned()));
        let reply = match (self.api().access)(&self.provider, &call) {
            Access::Refused(reply) => reply,
            Access::Account(credential) => {
                let state = self.state.get_or_insert_with(|| State::of(&credential));
                (self.provider.api.unwrap().answer)(&self.provider, state, &call)
            }
        };
        self.held_to_its_schema(method, path, reply)
    }

    /// Informs the state about an attempt.
    pub(crate) fn attempted(&mut self, attempted: &Attempted<'_>) -> Vec<Command> {
        let api = self.api();
        (api.attempted)(&self.provider, self.state.as_mut().unwrap(), attempted)
    }

    fn held_to_its_schema(&self, method: &str, path: &str, reply: Reply) -> Answer {
        assert!((200..500).contains(&reply.status), "{method} {path} gave {}", reply.status);
        let Some(name) = &reply.payload else {
            assert!(reply.body.is_empty(), "{method} {path} answered with a body of no known payload");
            return Answer { reply, body: Value::Null };
        };
        let body: Value = serde_json::from_slice(&reply.body).unwrap();
        let payload = self.provider.payload(name).unwrap();
        let broken = payload.violations(&body);
        assert!(broken.is_empty(), "{method} {path} gave {} {body}, which is no {name}: {broken:?}", reply.status);
        Answer { reply, body }
    }
}

impl Answer {
    /// The body, of an answer with this status.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Value {
        assert_eq!(self.reply.status, status, "{}", self.body);
        self.body
    }
}
