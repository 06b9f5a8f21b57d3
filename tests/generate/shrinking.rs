//! Planted conditions shrink to the document that a person would have written.

use hookproof::__private::generate::{Generator, JsonTree, seeded};
use hookproof::model::{FieldOrder, Json};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner};
use serde_json::{Value, json};

fn person() -> Value {
    json!({"type": "object", "required": ["id", "name", "age", "status"], "properties": {
        "id": {"type": "string", "format": "uuid"},
        "name": {"type": "string", "minLength": 1, "maxLength": 255},
        "nick": {"type": "string", "maxLength": 255},
        "code": {"type": "string", "pattern": "^[a-z]{2,60}-\\d+$"},
        "age": {"type": "integer", "minimum": 18},
        "score": {"type": ["number", "null"]},
        "status": {"enum": ["new", "active", "gone"]},
        "tags": {"type": "array", "items": {"type": "string"}},
        "home": {"type": "object", "properties": {"city": {"type": "string"}, "zip": {"type": "string", "pattern": "^\\d{5}$"}}}
    }})
}

/// The smallest document that still meets the condition, for each of some seeds that meet it, and the
/// number of documents looked at.
fn shrunk(schema: &Value, condition: impl Fn(&Json) -> bool) -> Vec<(Json, Json)> {
    let generator = Generator::compile(schema, &FieldOrder::default()).unwrap();
    let mut found = Vec::new();
    for seed in 0..400 {
        let mut tree = generator.tree(&mut seeded(seed, &["shrink"]));
        let start = tree.current();
        if condition(&start) {
            found.push((start, shrink(&mut tree, &condition)));
        }
    }
    assert!(found.len() > 3, "the condition is too rare");
    found
}

fn shrink(tree: &mut JsonTree, condition: impl Fn(&Json) -> bool) -> Json {
    let mut steps = 0;
    let mut more = tree.simplify();
    while more {
        steps += 1;
        more = if condition(&tree.current()) { tree.simplify() } else { tree.complicate() };
    }
    assert!(steps < 600, "{steps} documents were looked at");
    assert!(condition(&tree.current()));
    tree.current()
}

fn some_string(document: &Json, holds: impl Fn(&str) -> bool) -> bool {
    let mut found = false;
    document.walk(&mut |_, value| found |= value.as_str().is_some_and(&holds));
    found
}

fn value(document: &Json) -> Value {
    document.to_value()
}

#[test]
fn a_long_string_is_all_that_is_left() {
    for (start, end) in shrunk(&person(), |document| some_string(document, |text| text.chars().count() > 40)) {
        let id = value(&start)["id"].clone();
        let plain = "a".repeat(41);
        let mut smallest = json!({"id": id, "name": "a", "age": 18, "status": "new"});
        let long = |name: &str, place: Value| {
            let mut expected = smallest.clone();
            expected[name] = place;
            expected
        };
        let code = format!("{}-0", "a".repeat(39));
        let candidates = [
            long("nick", json!(plain)),
            long("tags", json!([plain])),
            long("home", json!({"city": plain})),
            long("code", json!(code)),
        ];
        let is_expected = candidates.contains(&value(&end));
        smallest["name"] = json!(plain);
        assert!(is_expected || value(&end) == smallest, "{end:?}");
    }
}

#[test]
fn a_number_stops_at_its_threshold() {
    for (start, end) in shrunk(&person(), |document| document.to_value()["age"].as_i64() > Some(1000)) {
        assert_eq!(value(&end), json!({"id": value(&start)["id"], "name": "a", "age": 1001, "status": "new"}));
    }
    for (_, end) in shrunk(&json!({"type": "number", "multipleOf": 0.01, "minimum": 0}), |document| {
        document.to_value().as_f64() > Some(2.5)
    }) {
        assert_eq!(value(&end), json!(2.51));
    }
}

#[test]
fn an_array_keeps_one_guilty_item() {
    let guilty = |document: &Json| {
        document.to_value()["tags"]
            .as_array()
            .is_some_and(|tags| tags.iter().any(|tag| !tag.as_str().unwrap().is_ascii()))
    };
    for (_, end) in shrunk(&person(), guilty) {
        let tags = value(&end)["tags"].clone();
        assert_eq!(tags.as_array().unwrap().len(), 1, "{end:?}");
        assert_eq!(tags[0].as_str().unwrap().chars().count(), 1, "{end:?}");
    }
}

#[test]
fn a_constant_and_a_member_stay_alone() {
    let guilty =
        |document: &Json| document.pointer("/home").is_some() && document.pointer("/status") != Some(&"new".into());
    for (start, end) in shrunk(&person(), guilty) {
        assert_eq!(
            value(&end),
            json!({"id": value(&start)["id"], "name": "a", "age": 18, "status": "active", "home": {}})
        );
    }
}

#[test]
fn a_union_goes_to_its_first_branch() {
    let schema = json!({"type": "object", "required": ["a", "b"], "properties": {
        "a": {"anyOf": [{"type": "object", "required": ["x"], "properties": {"x": {"type": "string"}}}, {"type": "null"}]},
        "b": {"type": ["integer", "boolean"]}}});
    for (_, end) in shrunk(&schema, |document| document.pointer("/b").is_some_and(|b| matches!(b, Json::Number(_)))) {
        assert_eq!(value(&end), json!({"a": null, "b": 0}));
    }
}

#[test]
fn recursion_is_cut_short() {
    let schema = json!({"$defs": {"node": {"type": "object", "required": ["v"], "properties": {
        "v": {"type": "integer", "minimum": 0}, "kids": {"type": "array", "items": {"$ref": "#/$defs/node"}}}}}, "$ref": "#/$defs/node"});
    let guilty = |document: &Json| {
        let mut found = false;
        document.walk(&mut |pointer, value| found |= pointer.ends_with("/v") && value.to_value().as_i64() > Some(50));
        found
    };
    for (_, end) in shrunk(&schema, guilty) {
        let mut above = 0;
        end.walk(&mut |_, value| {
            above += i32::from(matches!(value, Json::Number(number) if number.as_i64() == Some(51)));
        });
        assert_eq!(above, 1, "{end:?}");
    }
}

#[test]
fn proptest_drives_it_itself() {
    let generator = Generator::compile(&person(), &FieldOrder::default()).unwrap();
    let mut runner =
        TestRunner::new(Config { rng_seed: RngSeed::Fixed(5), failure_persistence: None, ..Config::default() });
    let failed = runner.run(&generator.clone().prop_map(|document| document.to_value()), |document| {
        if document["age"].as_i64() > Some(30) { Err(TestCaseError::fail("too old")) } else { Ok(()) }
    });
    let Err(TestError::Fail(_, smallest)) = failed else { panic!("{failed:?}") };
    assert_eq!(smallest["age"], json!(31));
    assert_eq!(smallest.as_object().unwrap().len(), 4);
}

#[test]
fn trees_and_generators_cross_threads() {
    fn crosses<T: Send + 'static>() {}
    fn shared<T: Send + Sync + Clone + std::fmt::Debug + 'static>() {}
    crosses::<JsonTree>();
    shared::<Generator>();
}
