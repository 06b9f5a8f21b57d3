//! `schema`: printed, written, compared.

use crate::tool;

#[test]
fn one_schema_is_printed_whole() {
    tool::run(&["schema", "truv", "link-deleted"]).is_as("schema-truv-link-deleted");
}

#[test]
fn the_schemas_in_the_repository_are_what_the_types_say() {
    for provider in ["truv", "argyle", "orum", "betterez", "socotra"] {
        let said = tool::run(&["schema", provider, "--check"]);
        assert_eq!((said.code, said.whole().lines().count()), (Some(0), 3), "{}", said.whole());
    }
}

#[test]
fn what_is_written_passes_the_comparison_until_it_is_touched() {
    let folder = tool::folder("schemas-written");
    let out = folder.to_str().unwrap();
    let said = tool::run(&["schema", "truv", "--out", out]);
    assert_eq!((said.code, said.stdout.as_str(), said.stderr.as_str()), (Some(0), "", ""));
    assert_eq!(tool::run(&["schema", "truv", "--check", "--out", out]).code, Some(0));

    let file = folder.join("truv/link-deleted.json");
    std::fs::write(&file, "{}").unwrap();
    let said = tool::run(&["schema", "truv", "--check", "--out", out]);
    tool::same("schema-differs", &said.whole().replace(out, "[folder]"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "{}", "a comparison writes nothing");

    std::fs::remove_file(&file).unwrap();
    assert_eq!(tool::run(&["schema", "truv", "link-deleted", "--check", "--out", out]).code, Some(1));
    assert_eq!(tool::run(&["schema", "truv", "order-created", "--check", "--out", out]).code, Some(0));
}
