use super::{Check, Evidence, Findings, Rule, Subject, Workspace, own};
use crate::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "rule-unusable",
    level: Level::Error,
    subject: Subject::Settings,
    summary: "a rule of the workspace's own can't be used",
    why: "Somebody believes that it is looked after, and nobody looks.",
    help: "mend the rule; `teambook query` shows what its condition selects",
    source: "nothing is skipped in silence: a rule that doesn't work is an error",
    evidence: Evidence::Present,
    bad: r#"
#- rules/epic-without-team.toml
level = "warning"
summary = "an epic belongs to no team"
where = 'kind == "epic" && taem == null'
#                          ^^^^ no kind has a field `taem`
message = "no team works on {name}"
help = "name the team"
"#,
    good: r#"
#- rules/epic-without-team.toml
level = "warning"
summary = "an epic belongs to no team"
where = 'kind == "epic" && team == null && tracker == "T1"'
message = "no team works on {name}"
help = "name the team"
"#,
    check: Check::Workspace(check),
};

fn check(workspace: &Workspace<'_>, findings: &mut Findings) {
    for file in workspace.own_rules() {
        for problem in own::read(file, workspace.schemas()).err().into_iter().flatten() {
            let finding = findings.report(problem.at, problem.message);
            if let Some(help) = problem.help {
                finding.help(help);
            }
        }
    }
}
