use super::yields::Yields;
use super::{Change, Check, Evidence, Findings, Rule, Subject, initiative_without_deliverable, kind};
use crate::base::words;
use crate::record::Value;
use crate::workspace::model::Stage;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "deliverable-dropped",
    level: Level::Warning,
    subject: Subject::Change,
    summary: "an initiative loses the last deliverable that it served",
    why: "Somebody has promised the deliverable and may count on this initiative; that it no longer serves it should be meant, not slip in.",
    help: "name what it serves now, or move it to `rejected` or `set-down` if it serves nothing any more",
    source: "Platform Engineering Team page: each initiative has a direct link to a key deliverable",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: Check::Change(check),
};

pub(super) static YIELDS_TO: &[Yields] = &[Yields::in_record(&[&initiative_without_deliverable::RULE])];

fn check(change: &Change<'_, '_>, findings: &mut Findings) {
    for (base, head, _) in change.changed(kind::INITIATIVE) {
        let stage = head.root().get("stage").and_then(Stage::read);
        let gives_up = matches!(stage, Some(Stage::Rejected | Stage::SetDown | Stage::HandedOver));
        if gives_up || head.root().list("deliverables").next().is_some() {
            continue;
        }
        let before: Vec<&str> = base.root().list("deliverables").filter_map(Value::as_str).collect();
        if !before.is_empty() {
            let place = head.root().get("deliverables").unwrap_or(head.place());
            let (id, served) = (&head.id, words::ids(&before));
            findings.report(place, format!("`{id}` served {served} and serves no deliverable any more"));
        }
    }
}

const BAD: &str = r#"
#- records/initiatives/parser-cache.toml
title = "Parser cache"
category = "infrastructure"
stage = "proposed"
deliverables = ["evolutionary-architecture"]
#- changed
#~ records/initiatives/parser-cache.toml
  title = "Parser cache"
#         ^^^^^^^^^^^^^^ `parser-cache` served `evolutionary-architecture` and serves no deliverable any more
- deliverables = ["evolutionary-architecture"]
"#;

const MEND: &str = r#"
#~ records/initiatives/parser-cache.toml
+ deliverables = ["evolutionary-architecture"]
"#;

cases! { r#"
=== one that is taken on needs a deliverable, whatever it had before -> initiative-without-deliverable
#- records/initiatives/parser-cache.toml
title = "Parser cache"
category = "infrastructure"
stage = "closing-out"
deliverables = ["evolutionary-architecture"]
#- changed
#~ records/initiatives/parser-cache.toml
- deliverables = ["evolutionary-architecture"]

=== an initiative that is done is reported, too
#- records/initiatives/parser-cache.toml
title = "Parser cache"
category = "infrastructure"
stage = "done"
closeout = { signed-by-lead = "will", signed-by-product = "evan" }
deliverables = ["evolutionary-architecture"]
#- changed
#~ records/initiatives/parser-cache.toml
- deliverables = ["evolutionary-architecture"]
+ deliverables = []
#                ^^ `parser-cache` served `evolutionary-architecture` and serves no deliverable any more

=== an initiative that was given up is not reported
#- records/initiatives/parser-cache.toml
title = "Parser cache"
category = "infrastructure"
stage = "proposed"
deliverables = ["evolutionary-architecture"]
#- changed
#- records/initiatives/parser-cache.toml
title = "Parser cache"
category = "infrastructure"
stage = "rejected"
stage-log = [{ to = "rejected", on = 2020-11-09 }]
"# }
