use super::yields::{LOSSES, Yields};
use super::{
    Check, Evidence, Findings, Rule, Subject, View, not_a_record, schema_mismatch, unfinished_merge,
    unreadable_record,
};
use crate::base::words;
use crate::record::{Record, RecordId};
use crate::workspace::links::Resolution;
use crate::workspace::schema::plan::{Target, To};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "reference-of-wrong-kind",
    level: Level::Error,
    subject: Subject::References,
    summary: "a record names something that exists but is of another kind",
    why: "The name leads somewhere, but not to what is meant there: a task in an epic's place has no stories.",
    help: "name a record of the kind that belongs here, or move the name to the field that it was meant for",
    source: "PET Task Types: an initiative has epics, an epic has stories, a story has tasks",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Links(check),
};

// A record that doesn't fit its kind may lie in the wrong folder, and then that is the fault.
pub(super) static YIELDS_TO: &[Yields] = &[
    Yields::at_value(LOSSES),
    Yields::about_subject(&[
        &not_a_record::RULE,
        &schema_mismatch::RULE,
        &unfinished_merge::RULE,
        &unreadable_record::RULE,
    ]),
];

fn check(record: &Record, workspace: &View<'_>, findings: &mut Findings) {
    let Some(kind) = workspace.kind(record) else { return };
    for (value, reference, resolution) in workspace.references(record) {
        let Resolution::WrongKind(id) = resolution else { continue };
        let target = &kind.plan.targets[reference.target as usize];
        let is = words::with_article(workspace.kind_name(id));
        let wanted = words::with_article(&target.kinds_in_words());
        let text = value.as_str().unwrap_or_default();
        let finding = findings.report(value, format!("`{text}` is {is}, and {wanted} belongs here"));
        let meant = if target.is_parent { meant(workspace, target, id) } else { Vec::new() };
        if !meant.is_empty() {
            finding.help(format!("name what it is part of; in `{text}` there is {}", words::ids(&meant)));
        }
        if let [only] = *meant {
            finding.instead(format!("\"{only}\""), false);
        }
    }
}

/// The ids of the parts of the record that was named which might have been named in its place.
fn meant<'a>(workspace: &View<'a>, target: &Target, named: RecordId) -> Vec<&'a str> {
    let To::Kinds(_, kinds) = &target.to else { return Vec::new() };
    workspace.named_by(named, kinds).map(|part| workspace.stem(part)).collect()
}

const BAD: &str = r#"
#- records/tasks/retry-commands.toml
title = "Retry commands that time out"
story = "shellbox-service"
#       ^^^^^^^^^^^^^^^^^^ `shellbox-service` is an epic, and a story belongs here
"#;

const MEND: &str = r#"
#- records/stories/run-commands.toml
title = "Run a command safely"
as-a = "reader"
i-want = "to read on"
so-that = "I know more"
epic = "shellbox-service"
#~ records/tasks/retry-commands.toml
- story = "shellbox-service"
+ story = "run-commands"
"#;

cases! { r#"
=== nor is it known what a broken file holds -> unreadable-record
#- bad
#- records/epics/shellbox-service.toml
title =

=== or one that is kept elsewhere -> not-a-record
#- bad
#- records/epics/shellbox-service.toml
version https://git-lfs.github.com/spec/v1

=== or one of which there are two versions -> unfinished-merge
#- bad
#- records/epics/shellbox-service.toml
<<<<<<< ours
title = "A service for shell commands"
=======
title = "Shell commands"
>>>>>>> theirs

=== a record with a fault may lie in the wrong folder -> schema-mismatch
#- bad
#~ records/epics/shellbox-service.toml
+ stry = "shellbox"

=== an id that a decision lost is another record's -> decision-deleted
#- in decision
#- records/teams/0001-run-commands-in-shellbox.toml
name = "Shellbox"
category = "external"
#~ records/initiatives/shellbox.toml
  title = "Shellbox"
+ decisions = ["0001-run-commands-in-shellbox"]
#- changed
#- records/decisions/0001-run-commands-in-shellbox.md (removed)

=== an id that a renamed record had is another one's -> renamed-without-trace
#- records/initiatives/dev-portal.toml
title = "Developer portal"
category = "product"
stage = "proposed"
deliverables = ["evolutionary-architecture"]
#- records/teams/dev-portal.toml
name = "Portal"
category = "external"
#- records/epics/portal-design.toml
title = "Design of the portal"
initiative = "dev-portal"
tracker = "T246540"
#- changed
#~ records/initiatives/developer-portal.toml (moved from records/initiatives/dev-portal.toml)
  title = "Developer portal"

=== a team in the place of a person is reported
#- records/tasks/retry-commands.toml
title = "Retry commands that time out"
assignee = "clinic-duty"
#          ^^^^^^^^^^^^^ `clinic-duty` is a team, and a person belongs here

=== a person in the place of a person or a team is not reported
#- in proposal
#~ records/decisions/0001-run-commands-in-shellbox.md
  status = "proposed"
+ deciders = ["tim", "architecture"]
"# }
