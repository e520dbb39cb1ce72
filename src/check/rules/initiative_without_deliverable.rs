use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::words;
use crate::workspace::model::{Initiative, Stage};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "initiative-without-deliverable",
    level: Level::Error,
    subject: Subject::Initiatives,
    summary: "an initiative that is being planned or worked on serves no deliverable",
    why: "The link to a key deliverable is what connects daily work to the plan; without it nobody can say why it is done now.",
    help: "name in `deliverables` what of the plan it serves",
    source: "Platform Engineering Team page: each initiative has a direct link to a key deliverable",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: each!(Initiative, check),
};

fn check(initiative: &Initiative<'_>, workspace: &View<'_>, findings: &mut Findings) {
    if !initiative.is_taken_on() || !initiative.deliverables.is_empty() {
        return;
    }
    let (id, stage) = (&initiative.record.id, initiative.stage.map_or("", Stage::name));
    let finding = findings
        .report(initiative.stage, format!("`{id}` is at the stage `{stage}` and serves no deliverable"));
    let promised = workspace.promised_deliverables();
    match *promised {
        [] => finding.help("add the deliverable that it serves, and name it in `deliverables`"),
        [only] => finding.help(format!("name what it serves, as in `deliverables = [\"{only}\"]`")),
        _ => {
            finding.help(format!("name in `deliverables` what it serves; there are {}", words::ids(promised)))
        }
    };
}

const BAD: &str = r#"
#- records/initiatives/shellbox.toml
title = "Shellbox"
category = "infrastructure"
stage = "in-progress"
#       ^^^^^^^^^^^^^ `shellbox` is at the stage `in-progress` and serves no deliverable
"#;

const MEND: &str = r#"
#~ records/initiatives/shellbox.toml
+ deliverables = ["evolutionary-architecture"]
"#;

cases! { r#"
=== an empty list is reported
#- records/initiatives/parser-cache.toml
title = "Parser cache"
category = "infrastructure"
okr = { objective = "Nothing is parsed twice", key-results = ["1 parse a page by June"] }
stage = "planning"
#       ^^^^^^^^^^ `parser-cache` is at the stage `planning` and serves no deliverable
deliverables = []

=== an idea, and an initiative that is over, are not reported
#- records/initiatives/parser-cache.toml
title = "Parser cache"
category = "infrastructure"
okr = { objective = "Nothing is parsed twice", key-results = ["1 parse a page by June"] }
stage = "inception"
#- records/initiatives/old-storage.toml
title = "Old storage"
category = "infrastructure"
stage = "handed-over"
"# }
