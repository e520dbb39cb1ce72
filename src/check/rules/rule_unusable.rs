use super::own;
use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "rule-unusable",
    level: Level::Error,
    subject: Subject::Settings,
    summary: "a rule of the workspace's own can't be used",
    why: "Somebody believes that this is being checked, and it isn't.",
    help: "correct the rule; `teambook query` shows what its condition selects",
    source: "nothing is skipped in silence: a rule that doesn't work is an error",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

fn check(workspace: &View<'_>, findings: &mut Findings) {
    let files = workspace.own_rules();
    let problems = files.iter().flat_map(|file| match own::read(file, workspace.schemas()) {
        Ok((query, _)) => own::strangers(file, &query, workspace),
        Err(problems) => problems,
    });
    for problem in problems.chain(own::circles(files)) {
        let finding = findings.report(problem.at, problem.message);
        if let Some(help) = problem.help {
            finding.help(help);
        }
    }
}

const BAD: &str = r#"
#- rules/epic-without-team.toml
level = "warning"
summary = "an epic belongs to no team"
where = 'kind == "epic" && taem == null'
#                          ^^^^ no kind has a field `taem`
message = "no team works on {name}"
help = "name the team"
"#;

const MEND: &str = r#"
#~ rules/epic-without-team.toml
- where = 'kind == "epic" && taem == null'
+ where = 'kind == "epic" && team == null && tracker == "T1"'
"#;

cases! { r#"
=== two rules that yield to each other would both be silent
#- rules/epic-without-team.toml
level = "warning"
summary = "an epic belongs to no team"
where = 'kind == "epic" && team == null && tracker == "T1"'
message = "no team works on {name}"
help = "name the team"
yields-to = ["epic-on-no-team", "epic-without-work"]
#                               ^^^^^^^^^^^^^^^^^^^ `epic-without-team` yields to `epic-without-work`, which yields to `epic-without-team`: a circle
#- rules/epic-without-work.toml
level = "warning"
summary = "an epic has no work"
where = 'kind == "epic" && tracker == "T2"'
message = "nobody works on {name}"
help = "add a story"
yields-to = ["epic-without-team"]

=== a rule in a folder of its own is reported
#- rules/epics/epic-without-team.toml
^ a rule stands in `rules/` itself, and this one in a folder below
level = "warning"
summary = "an epic belongs to no team"
where = 'kind == "epic" && team == null'
message = "no team works on {name}"
help = "name the team"
"# }
