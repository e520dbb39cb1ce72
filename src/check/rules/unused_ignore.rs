use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use super::{Check, Evidence, Findings, IgnoresUsed, Rule, Subject, View, own};
use crate::base::nearest::{Candidates, MOST_SUGGESTIONS};
use crate::base::words::did_you_mean;
use crate::record::{Fault, Value};
use crate::workspace::settings::{Ignore, Level};

pub(super) static RULE: Rule = Rule {
    name: "unused-ignore",
    level: Level::Warning,
    subject: Subject::Settings,
    summary: "an ignore accepts nothing",
    why: "What it was about has been mended, or it never named it; left in place, it will hide the next fault there.",
    help: "remove the ignore",
    source: "teambook.toml: an ignore is about one finding of one record",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Ignores(check),
};

fn check(ignores: &IgnoresUsed<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let is_used =
        |ignore: &Ignore<'_>| ignores.used.binary_search_by_key(&ignore.at.node, |used| used.node).is_ok();
    let mut unused = workspace.settings().ignores.iter().filter(|ignore| !is_used(ignore)).peekable();
    // Where records are in doubt, what was to be ignored may only be held back.
    if unused.peek().is_none() || is_in_doubt(workspace) {
        return;
    }
    let all = own::with(workspace.own_rules(), workspace.schemas());
    let rules: BTreeMap<&str, Rule<'_>> = all.iter().map(|rule| (rule.name(), rule.get())).collect();
    let addresses: Vec<String> = workspace.ids().map(|id| workspace.address(id)).collect();
    let known = Known::new(workspace, &addresses);
    let candidates = LazyCell::new(|| Candidates::new(addresses.iter().map(String::as_str)));
    let mut suggestions = 0..MOST_SUGGESTIONS;
    for ignore in unused {
        let rule = ignore.rule.and_then(Value::as_str).and_then(|name| rules.get(name));
        let Some(rule) = rule.filter(|rule| is_in_force(ignore, rule, workspace)) else { continue };
        let (Some(value), Some(address)) = (ignore.record, ignore.record.and_then(Value::as_str)) else {
            continue;
        };
        if known.files.contains(address) {
            findings.report(ignore.at, format!("`{}` finds nothing in `{address}`", rule.name));
            continue;
        }
        let finding =
            findings.report(value, format!("there is no record `{address}`, so this ignore accepts nothing"));
        let near = known.by_id.get(address).copied();
        match near.or_else(|| suggestions.next().and_then(|_| candidates.nearest(address))) {
            Some(near) => finding.help(did_you_mean(near)).instead(format!("\"{near}\""), false),
            None => {
                finding.help("write a record as `kind:id`, such as `sprint:2020-11-25`, or remove the ignore")
            }
        };
    }
}

/// What an ignore can be about.
struct Known<'k> {
    /// The records by address and by path, and the files beside them by path.
    files: BTreeSet<&'k str>,
    /// The first address of each id.
    by_id: BTreeMap<&'k str, &'k str>,
}

impl<'k> Known<'k> {
    fn new(workspace: &'k View<'_>, addresses: &'k [String]) -> Self {
        let of_rules = workspace.own_rules().iter().chain(workspace.schema_problems().map(|(file, _)| file));
        let beside = of_rules.chain([workspace.settings().record]).map(|file| &*file.source.path);
        let of_records = workspace.ids().map(|id| workspace.path(id));
        let addresses = || addresses.iter().map(String::as_str);
        let mut by_id = BTreeMap::new();
        for address in addresses() {
            if let Some((_, id)) = address.split_once(':') {
                by_id.entry(id).or_insert(address);
            }
        }
        Self { files: beside.chain(of_records).chain(addresses()).collect(), by_id }
    }
}

/// Whether an ignore would accept what `rule` finds.
fn is_in_force(ignore: &Ignore<'_>, rule: &Rule<'_>, workspace: &View<'_>) -> bool {
    let is_on = workspace.settings().level(rule.name, rule.level).is_some();
    let has_begun_and_not_ended = ignore.until.is_none_or(|until| workspace.as_of() <= until);
    is_on && ignore.reason.is_some() && has_begun_and_not_ended
}

fn is_in_doubt(workspace: &View<'_>) -> bool {
    let is_sound = |fault: &Fault| matches!(fault, Fault::Newer { .. });
    !workspace.settings().record.faults.iter().all(is_sound) || workspace.doubtful().next().is_some()
}

const BAD: &str = r#"
#~ teambook.toml
+ [[ignore]]
# ^^^^^^^^^^ `newer-toml` finds nothing in `person:petr`
+ rule = "newer-toml"
+ record = "person:petr"
+ reason = "the export that writes this record can't be changed before May"
"#;

const MEND: &str = r#"
#~ teambook.toml
- [[ignore]]
- rule = "newer-toml"
- record = "person:petr"
- reason = "the export that writes this record can't be changed before May"
"#;

cases! { r#"
=== an ignore of a record that does not exist says so
#- bad
- record = "person:petr"
+ record = "person:pter"
#          ^^^^^^^^^^^^^ there is no record `person:pter`, so this ignore accepts nothing

=== a record of an ignore is named with its kind
#- bad
- record = "person:petr"
+ record = "petr"
#          ^^^^^^ there is no record `petr`, so this ignore accepts nothing

=== an ignore whose finding may be held back is not reported -> unreadable-record
#- bad
#- records/people/petr.toml
name = Petr

=== an ignore of a rule that is off is not reported
#- bad
+ [rules]
+ newer-toml = "off"
"# }
