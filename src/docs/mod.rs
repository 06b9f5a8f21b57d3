#![doc = include_str!("rustdoc_links.txt")]
#![doc = include_str!("README.md")]

// Markdown takes the first definition of a link. So in rustdoc the links of a page lead to modules, and in every other
// reader they lead to files: the definitions at the end of the page.
macro_rules! page {
    ($name:ident, $file:literal) => {
        #[doc = include_str!("rustdoc_links.txt")]
        #[doc = include_str!($file)]
        pub mod $name {}
    };
}

page!(first_test, "first_test.md");
page!(verify, "verify.md");
page!(run, "run.md");
page!(rust_tests, "rust_tests.md");
page!(mock, "mock.md");
page!(snapshots, "snapshots.md");
page!(ci, "ci.md");
page!(reading_a_failure, "reading_a_failure.md");
page!(causes, "causes.md");
page!(correct_consumer, "correct_consumer.md");
page!(reports, "reports.md");
page!(checks, "checks.md");
page!(what_is_proved, "what_is_proved.md");
page!(adding_a_provider, "adding_a_provider.md");
page!(terms, "terms.md");

pub mod sheets;
