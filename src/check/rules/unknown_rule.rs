use std::cell::LazyCell;
use std::collections::BTreeSet;

use super::finding::Place;
use super::{ALL, Check, Evidence, Findings, Rule, Subject, View};
use crate::base::nearest::{Candidates, MOST_SUGGESTIONS};
use crate::base::words::did_you_mean;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "unknown-rule",
    level: Level::Error,
    subject: Subject::Settings,
    summary: "the settings, or a rule of the workspace's own, name a rule that doesn't exist",
    why: "Somebody believes that a rule is off, or on, and it isn't.",
    help: "`teambook explain` lists the rules",
    source: "nothing is skipped in silence: an unknown rule name is an error",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

fn check(workspace: &View<'_>, findings: &mut Findings) {
    let settings = &workspace.settings();
    // A rule of the workspace's own that can't be used is told by itself.
    let own = workspace.own_rules().iter().map(|file| &*file.id);
    let known: BTreeSet<&str> = ALL.iter().map(|rule| rule.name).chain(own).collect();
    let levels = settings
        .rules()
        .map(|entry| (entry.key(), Place { span: entry.key_span(), ..Place::from(entry) }, ""));
    let ignores = settings.ignores.iter().filter_map(|ignore| {
        let rule = ignore.rule?;
        Some((rule.as_str()?, Place::from(rule), "\""))
    });
    let yields_to = workspace.own_rules().iter().flat_map(|file| file.root().list("yields-to"));
    let yields_to = yields_to.filter_map(|rule| Some((rule.as_str()?, Place::from(rule), "\"")));
    let unknown = levels.chain(ignores).chain(yields_to).filter(|(name, ..)| !known.contains(name));
    let candidates = LazyCell::new(|| Candidates::new(known.iter().copied()));
    for (number, (name, place, quote)) in unknown.enumerate() {
        let finding = findings.report(place, format!("there is no rule `{name}`"));
        let near = if number < MOST_SUGGESTIONS { candidates.nearest(name) } else { None };
        if let Some(near) = near {
            finding.help(did_you_mean(near)).instead(format!("{quote}{near}{quote}"), false);
        }
    }
}

const BAD: &str = r#"
#~ teambook.toml
+ [rules]
+ newer-tmol = "off"
# ^^^^^^^^^^ there is no rule `newer-tmol`
"#;

const MEND: &str = r#"
#~ teambook.toml
- newer-tmol = "off"
+ newer-toml = "off"
"#;

cases! { r#"
=== an ignore of an unknown rule is reported only as that
#~ teambook.toml
+ [[ignore]]
+ rule = "no-such-thing"
#        ^^^^^^^^^^^^^^^ there is no rule `no-such-thing`
+ record = "person:petr"
+ until = 2019-01-01
+ reason = "it is known"

=== a rule of the workspace's own yields to one that doesn't exist
#- rules/epic-without-team.toml
level = "warning"
summary = "an epic belongs to no team"
where = 'kind == "epic" && team == null && tracker == "T1"'
message = "no team works on {name}"
help = "name the team"
yields-to = ["epic-on-no-taem", "epic-without-tracker"]
#            ^^^^^^^^^^^^^^^^^ there is no rule `epic-on-no-taem` -> did you mean `epic-on-no-team`?

=== this rule's own name is known
#~ teambook.toml
+ [rules]
+ unknown-rule = "warning"
"# }
