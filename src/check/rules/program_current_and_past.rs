use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::base::words;
use crate::workspace::model::{Link, Program, Stage};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "program-current-and-past",
    level: Level::Warning,
    subject: Subject::Goals,
    summary: "a programme is over and described as current, or past and still going on",
    why: "Readers ask for something that nobody works on any more, or miss what they could still have.",
    help: "give it the status that is true, and the days to go with it",
    source: "Platform Engineering Team page, Past Programs: a list of past programmes that the team \"is currently supporting\"",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Program, check),
};

fn check<'a>(program: &Program<'a>, workspace: &View<'a>, findings: &mut Findings) {
    let (id, place) = (&program.record.id, program.status.at);
    let Some(status) = *program.status else { return };
    if status == "past" {
        let open = open_initiatives(program, workspace);
        if !open.is_empty() {
            let ids: Vec<_> = open.iter().map(|link| link.id()).collect();
            let verb = if ids.len() == 1 { "is" } else { "are" };
            let message = format!("`{id}` is `past`, and {} {verb} still in progress", words::ids(&ids));
            let finding = findings.report(place, message);
            finding
                .also(open[0].at, "named here")
                .help("say `current` if it goes on; otherwise name in `successors` what goes on without it");
        }
        return;
    }
    let closed = program.record.root().get("closeout").and_then(|closeout| closeout.date("on"));
    if let Some(on) = closed {
        findings.report(place, format!("`{id}` is `{status}` and was closed on {on}"));
    } else if let Some(last) = program.period.until.filter(|last| *last < workspace.horizon()) {
        findings
            .report(place, format!("`{id}` is `{status}` and ended on {last}"))
            .help("say `past` if it has ended; otherwise give it another last day in `until`");
    }
}

/// The programme's initiatives that are being worked on and that nothing says go on without it.
fn open_initiatives<'a>(program: &Program<'a>, workspace: &View<'a>) -> Vec<Link<'a>> {
    let is_open = |link: &&Link<'a>| {
        let Some(initiative) = workspace.initiative(**link) else { return false };
        let number = initiative.record.number;
        let mut others = workspace.naming_of(number, &[kind::PROGRAM]);
        initiative.stage == Some(Stage::InProgress)
            && !program.successors.iter().any(|link| link.to == Some(number))
            && !others.any(|other| other.root().str("status") == Some("current"))
    };
    program.initiatives.iter().filter(is_open).copied().collect()
}

const BAD: &str = r#"
#- records/programs/multi-datacenter.toml
title = "Multi-datacenter support"
status = "current"
#        ^^^^^^^^^ `multi-datacenter` is `current` and was closed on 2020-06-30
from = 2019-07-01
closeout = { on = 2020-06-30, definition-of-done = "Both data centres serve readers" }
"#;

const MEND: &str = r#"
#~ records/programs/multi-datacenter.toml
- status = "current"
+ status = "past"
"#;

cases! { r#"
=== a past programme that is worked on, and a current one whose time is over, are reported
#- records/programs/services.toml
title = "Services"
status = "past"
#        ^^^^^^ `services` is `past`, and `shellbox` is still in progress
initiatives = ["shellbox"]
#- records/programs/multi-datacenter.toml
title = "Multi-datacenter support"
status = "planned"
#        ^^^^^^^^^ `multi-datacenter` is `planned` and ended on 2020-06-30
until = 2020-06-30

=== work that goes on in another programme or by itself is not reported
#- records/programs/services.toml
title = "Services"
status = "past"
initiatives = ["shellbox", "api-portal"]
successors = ["api-portal"]
#- records/programs/more-services.toml
title = "More services"
status = "current"
until = 2021-06-30
initiatives = ["shellbox"]
"# }
