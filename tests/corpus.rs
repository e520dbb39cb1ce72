//! The records that the benchmark makes: sound, and the same each time.

use teambook::check;
use teambook::workspace::Workspace;
use teambook::workspace::files::Files;

#[test]
fn the_check_finds_nothing_in_made_records() {
    for records in [1, 100, 400] {
        let corpus = crate::generator::corpus(records);
        let files = Files::from_texts(&corpus.files);
        let workspace = Workspace::new(&files, corpus.as_of);
        let outcome = check::check(&workspace);
        let found: Vec<_> = outcome
            .findings
            .iter()
            .map(|finding| (outcome.sources.path(finding.at.file), finding.rule.name(), &finding.message))
            .collect();
        assert_eq!(found, [], "of {records} records");
    }
}

#[test]
fn as_many_records_are_made_as_were_asked_for_and_the_same_each_time() {
    let corpus = crate::generator::corpus(400);
    assert_eq!(corpus.files.len(), 1 + 400);
    assert_eq!(corpus.files, crate::generator::corpus(400).files);
}
