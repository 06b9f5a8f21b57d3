//! The people lookup: list, read, and the three changes that are events.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::model::{Json, SecretText, Timestamp};
use crate::provider::api::{Call, Command, Emission, Reply, State};
use crate::provider::{IdForm, IdSource, Provider};
use crate::providers::betterez::api::key::api_key;
use crate::providers::betterez::api::refusal;
use crate::providers::betterez::payloads::{
    BzDate, Event, Nested, ObjectId, PeopleResponse, Person, PersonCreateRequest, PersonDeleteResponse, PersonId,
    PersonResponse, PersonUpdateRequest, Uuid,
};

pub(super) const CREATED: &str = "peopleLookups.created";
pub(super) const UPDATED: &str = "peopleLookups.updated";
pub(super) const DELETED: &str = "peoplelookups.deleted";

/// What is kept of the lookup, oldest first.
#[derive(Default, Serialize, Deserialize)]
struct Lookup {
    people: Vec<Person>,
}

/// Everybody whom the parameters name; other parameters are ignored.
pub(super) fn list(state: &State, call: &Call<'_>) -> Reply {
    let asked = call.parameters();
    let is_asked_for = |person: &Person| {
        asked.iter().all(|(name, value)| match name.as_str() {
            "documentNumber" => person.document_number == *value,
            "documentTypeId" => person.document_type_id.0 == *value,
            "email" => person.email.as_ref() == Some(value),
            "phone" => person.phone.as_ref() == Some(value),
            _ => true,
        })
    };
    let people: Vec<Person> = state.rest::<Lookup>().people.into_iter().filter(is_asked_for).collect();
    let total_records = u64::try_from(people.len()).unwrap_or(u64::MAX);
    Reply::json(200, "PeopleResponse", &PeopleResponse { people, total_records })
}

/// The fields that show that a body is a person without an object around it.
const PERSON_MEMBERS: [&str; 7] =
    ["documentTypeId", "documentNumber", "firstName", "lastName", "email", "phone", "dynamicForms"];

pub(super) fn read(state: &State, id: &str) -> Reply {
    match find(state, id) {
        Some(person) => Reply::json(200, "PersonResponse", &PersonResponse { person }),
        None => refusal::not_found("the person"),
    }
}

/// The person of this id.
pub(super) fn find(state: &State, id: &str) -> Option<Person> {
    state.rest::<Lookup>().people.into_iter().find(|person| person.id.0 == id)
}

pub(super) fn create(provider: &Provider, state: &mut State, call: &Call<'_>) -> Reply {
    wrapped(call, |call| create_person(provider, state, call))
}

pub(super) fn update(provider: &Provider, state: &mut State, call: &Call<'_>, id: &str) -> Reply {
    wrapped(call, |call| update_person(provider, state, call, id))
}

/// Answers a call with a person in its body: inside an object, as the vendor's client sends it, or without one, as the
/// page about the event prints it. The answer has the shape of the call.
fn wrapped(call: &Call<'_>, answer: impl FnOnce(&Call<'_>) -> Reply) -> Reply {
    let is_alone =
        |body: &Value| body.get("person").is_none() && PERSON_MEMBERS.iter().any(|member| body.get(member).is_some());
    let Some(person) = serde_json::from_slice::<Value>(call.body).ok().filter(is_alone) else { return answer(call) };
    let body = json!({ "person": person }).to_string();
    let reply = answer(&Call { body: body.as_bytes(), ..*call });
    match serde_json::from_slice::<PersonResponse>(&reply.body) {
        Ok(PersonResponse { person }) => {
            let Reply { commands, findings, .. } = reply;
            Reply { commands, findings, ..Reply::json(200, "Person", &person) }
        }
        Err(_) => reply,
    }
}

fn create_person(provider: &Provider, state: &mut State, call: &Call<'_>) -> Reply {
    let PersonCreateRequest { person: given } = match call.read_as(provider, "PersonCreateRequest") {
        Ok(request) => request,
        Err(why) => return refusal::unreadable(call, "PersonCreateRequest", &why),
    };
    let now = BzDate::of(call.now);
    let user = user(state);
    let person = Person {
        id: ObjectId(call.ids.id("person", &IdForm::Hex24)),
        account_id: account(state),
        document_type_id: given.document_type_id,
        document_number: given.document_number,
        full_name: full_name(given.first_name.as_deref(), given.last_name.as_deref()),
        first_name: given.first_name,
        last_name: given.last_name,
        email: given.email,
        phone: given.phone,
        dynamic_forms: Some(given.dynamic_forms.unwrap_or_default()),
        dynamic_forms_fields: Some(serde_json::Map::new()),
        created_by: Some(user.clone()),
        updated_by: Some(user),
        created_at: now.clone(),
        updated_at: now,
    };
    let mut lookup: Lookup = state.rest();
    lookup.people.push(person.clone());
    state.set_rest(&lookup);
    changed(provider, state, call, CREATED, person)
}

fn update_person(provider: &Provider, state: &mut State, call: &Call<'_>, id: &str) -> Reply {
    let mut lookup: Lookup = state.rest();
    let Some(person) = lookup.people.iter_mut().find(|person| person.id.0 == id) else {
        return refusal::not_found("the person");
    };
    let PersonUpdateRequest { person: given } = match call.read_as(provider, "PersonUpdateRequest") {
        Ok(request) => request,
        Err(why) => return refusal::unreadable(call, "PersonUpdateRequest", &why),
    };
    if let Some(id) = given.document_type_id {
        person.document_type_id = id;
    }
    if let Some(number) = given.document_number {
        person.document_number = number;
    }
    person.first_name = given.first_name.or(person.first_name.take());
    person.last_name = given.last_name.or(person.last_name.take());
    person.full_name = full_name(person.first_name.as_deref(), person.last_name.as_deref());
    person.email = given.email.or(person.email.take());
    person.phone = given.phone.or(person.phone.take());
    person.dynamic_forms = given.dynamic_forms.or(person.dynamic_forms.take());
    person.updated_by = Some(user(state));
    person.updated_at = later(&person.updated_at, call.now);
    let person = person.clone();
    state.set_rest(&lookup);
    changed(provider, state, call, UPDATED, person)
}

pub(super) fn delete(provider: &Provider, state: &mut State, call: &Call<'_>, id: &str) -> Reply {
    let mut lookup: Lookup = state.rest();
    let Some(at) = lookup.people.iter().position(|person| person.id.0 == id) else {
        return refusal::not_found("the person");
    };
    let person_id = lookup.people.remove(at).id;
    state.set_rest(&lookup);
    let data = PersonId { person_id: person_id.clone() };
    Reply::json(200, "PersonDeleteResponse", &PersonDeleteResponse { person_id })
        .command(Command::Emit(Emission::new(DELETED, event(provider, state, call, DELETED, data))))
}

/// An event of the lookup, in the shape with the account and the key of the call.
pub(super) fn event<T: Serialize>(provider: &Provider, state: &State, call: &Call<'_>, name: &str, data: T) -> Json {
    let api_key = SecretText::new(api_key(call));
    let event = Event {
        attempt_id: Uuid(call.ids.id("attempt", &IdForm::Uuid)),
        created: u64::try_from(call.now.unix()).unwrap_or_default(),
        data: Nested { provider_id: account(state), api_key, data },
        event: name.to_owned(),
        id: Uuid(call.ids.id("event", &IdForm::Uuid)),
        livemode: true,
    };
    // What is written here has text for keys and finite numbers: nothing of it can fail to be written.
    let mut document = Json::from(serde_json::to_value(event).unwrap_or(Value::Null));
    if let Ok(payload) = provider.payload(name) {
        payload.order().sort(&mut document);
    }
    document
}

/// The account that owns the lookup: accounts are known by their ids.
pub(super) fn account(state: &State) -> ObjectId {
    ObjectId(state.name().to_owned())
}

fn changed(provider: &Provider, state: &State, call: &Call<'_>, name: &str, person: Person) -> Reply {
    let document = event(provider, state, call, name, &person);
    Reply::json(200, "PersonResponse", &PersonResponse { person }).command(Command::Emit(Emission::new(name, document)))
}

/// Now, or a millisecond after the last change: nothing else puts two changes in order.
fn later(last: &BzDate, now: Timestamp) -> BzDate {
    let last = last.value.parse::<Timestamp>().map_or(now, |last| Timestamp::from_micros(last.micros() + 1_000));
    BzDate::of(now.max(last))
}

/// The user who calls: one an account, whatever the token says.
fn user(state: &State) -> ObjectId {
    ObjectId(IdSource::new(0, "user", &[state.name()]).id("user", &IdForm::Hex24))
}

fn full_name(first: Option<&str>, last: Option<&str>) -> Option<String> {
    let known: Vec<&str> = [first, last].into_iter().flatten().collect();
    (!known.is_empty()).then(|| known.join(" "))
}
