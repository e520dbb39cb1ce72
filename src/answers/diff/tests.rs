//! Changes of the backdrop, and the sentences about them.

use super::Diff;
use crate::check::change::commits::NONE;
use crate::check::change::{Change, Pairs};
use crate::check::rules::example;
use crate::workspace::Workspace;
use crate::workspace::files::Files;
use jiff::civil::date;

fn diff(example: &str) -> Diff {
    let built = example::build(example).unwrap();
    let base = Files::from_texts(&built.base.expect("the example is a change"));
    let head = Files::from_texts(&built.head);
    let pairs = Pairs::new(&base, &head);
    let as_of = date(2020, 12, 1);
    let (base, head) = (Workspace::new(&base, as_of).view(), Workspace::new(&head, as_of).view());
    Diff::new(&Change { base: &base, head: &head, pairs: &pairs, commits: &NONE })
}

/// The sentences, then what follows.
fn lines(example: &str) -> Vec<String> {
    let diff = diff(example);
    let sentences = diff.groups.iter().flat_map(|group| &group.sentences);
    let sentences = sentences.map(|sentence| sentence.text.clone());
    sentences.chain(diff.follows.iter().map(|sentence| format!("=> {}", sentence.text))).collect()
}

#[track_caller]
fn assert_sentences(example: &str, expected: &[&str]) {
    assert_eq!(lines(example), expected);
}

#[test]
fn a_new_sprint_is_told_against_the_one_before() {
    assert_sentences(
        r#"
#- changed
#~ records/sprints/2020-12-09.toml (copied from records/sprints/2020-11-25.toml)
- start = 2020-11-25
- end = 2020-12-08
+ start = 2020-12-09
+ end = 2020-12-22
+ goal = "Ship the portal"
- members = ["cindy", "petr"]
+ members = ["cindy", "holger", "clara"]
- engineering-manager = "will"
- work = ["api-portal"]
+ engineering-manager = "mandy"
+ work = ["shellbox-service", "api-portal"]
- members = ["bill", "tim"]
+ members = [{ person = "bill", doing = "coding", from = 2020-12-10 }]
- work = ["shellbox-service"]
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", "petr"]
  engineering-manager = "mandy"
+ visiting = [{ person = "will", from-team = "architecture" }]
+
+ [[elsewhere]]
+ person = "tim"
+ purpose = "Vue.js"
"#,
        &[
            "New: the sprint of 2020-12-09, until 2020-12-22, with the goal “Ship the portal”, compared with the sprint of 2020-11-25",
            "Holger and Clara move from Clinic Duty to Green in the sprint of 2020-12-09",
            "Petr moves from Green to Clinic Duty in the sprint of 2020-12-09",
            "Tim moves from Purple to other work (Vue.js) in the sprint of 2020-12-09",
            "Bill is on Purple only from 2020-12-10 in the sprint of 2020-12-09",
            "Bill is coding on Purple in the sprint of 2020-12-09",
            "Mandy takes over from Will as engineering manager of Green in the sprint of 2020-12-09",
            "Will visits Clinic Duty from Architecture in the sprint of 2020-12-09",
            "A service for shell commands moves from Purple to Green in the sprint of 2020-12-09",
            "=> Mandy is on 3 teams in the sprint of 2020-12-09 (was on 2 teams)",
            "=> Ariel has 2 turns of duty in all (had 1 turn)",
            "=> Petr has 1 turn of duty in all (had no turns)",
        ],
    );
}

#[test]
fn a_sprint_is_told_against_itself() {
    assert_sentences(
        r#"
#- changed
#~ records/sprints/2020-11-25.toml
- members = ["bill", "tim"]
+ members = [{ person = "bill", until = 2020-12-01 }]
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", "clara", "tim"]
"#,
        &[
            "Tim moves from Purple to Clinic Duty in the sprint of 2020-11-25",
            "Holger leaves Clinic Duty in the sprint of 2020-11-25",
            "Bill is on Purple only until 2020-12-01 in the sprint of 2020-11-25",
            "=> Holger is on no team any more in the sprint of 2020-11-25",
            "=> Holger has no turns of duty in all (had 1 turn)",
            "=> Tim has 1 turn of duty in all (had no turns)",
        ],
    );
    assert_sentences(
        r#"
#- changed
#~ records/sprints/2020-11-25.toml
- end = 2020-12-08
+ end = 2020-12-09
+ state = "planned"
  members = ["cindy", "petr"]
- product-manager = "evan"
- work = ["api-portal"]
+ work = ["api-portal", "shellbox"]
"#,
        &[
            "Green has no product manager in the sprint of 2020-11-25 (was Evan)",
            "Green takes up Shellbox in the sprint of 2020-11-25",
            "The sprint of 2020-11-25: end is now 2020-12-09 (was 2020-12-08)",
            "The sprint of 2020-11-25: state is now planned",
            "=> Evan is on 1 team in the sprint of 2020-11-25 (was on 2 teams)",
        ],
    );
}

#[test]
fn work_tells_its_stage_and_what_it_serves() {
    assert_sentences(
        r#"
#- changed
#~ records/initiatives/api-portal.toml
- stage = "in-progress"
+ stage = "closing-out"
- deliverables = ["evolutionary-architecture"]
+ stage-log = [{ to = "closing-out", on = 2020-12-01, why = "the portal is live" }]
#~ records/initiatives/shellbox.toml
- category = "infrastructure"
+ category = "product"
- deliverables = ["evolutionary-architecture"]
#- records/tasks/parser-cache.toml
title = "Parser cache"
status = "open"
assignee = "petr"
"#,
        &[
            "API Portal: in-progress → closing-out: “the portal is live”",
            "API Portal no longer serves Evolutionary architecture",
            "Shellbox no longer serves Evolutionary architecture",
            "Shellbox: category is now product (was infrastructure)",
            "New task: Parser cache (status: open; assignee: Petr)",
            "=> Evolutionary architecture loses its last initiative: nothing serves it any more",
        ],
    );
}

#[test]
fn a_decision_that_is_accepted_takes_another_out_of_force() {
    assert_sentences(
        r#"
#- in superseded-decision
#~ records/decisions/0002-run-commands-apart.md
- status = "accepted"
- decided = 2020-11-23
+ status = "proposed"
#- changed
#~ records/decisions/0002-run-commands-apart.md
- status = "proposed"
+ status = "accepted"
+ decided = 2020-12-01
+ history = [{ status = "accepted", on = 2020-12-01 }]
"#,
        &[
            "Decision 2 (Run commands apart) is accepted; it supersedes decision 1 (Run commands in Shellbox)",
            "=> Decision 1 (Run commands in Shellbox) is no longer in force",
        ],
    );
    assert_sentences(
        r#"
#- in decision
#- changed
#~ records/decisions/0002-run-commands-apart.md (copied from records/decisions/0001-run-commands-in-shellbox.md)
- title = "Run commands in Shellbox"
- status = "accepted"
- decided = 2020-11-20
+ title = "Run commands apart"
+ status = "proposed"
+ supersedes = ["0001-run-commands-in-shellbox"]
"#,
        &[
            "New: decision 2 (Run commands apart) is proposed; it would supersede decision 1 (Run commands in Shellbox)",
        ],
    );
}

#[test]
fn people_teams_and_rotations() {
    assert_sentences(
        r#"
#- records/absences/ada.toml
person = "bill"
from = 2020-12-14
until = 2020-12-15
#- changed
#~ records/people/petr.toml
- roles = [{ role = "engineer" }]
+ time-zone = "Europe/Prague"
+ functional-team = "architecture"
+ roles = [{ role = "engineer", until = 2020-12-31 }, { role = "product-manager", from = 2021-01-01 }]
#~ records/absences/ada.toml
- until = 2020-12-15
+ until = 2020-12-16
#- records/absences/petr-christmas.toml
person = "petr"
from = 2020-12-03
until = 2020-12-10
kind = "sick"
private = true
#~ records/teams/purple.toml
- name = "Purple"
+ name = "Violet"
+ dissolved = 2021-01-05
+ successor = "green"
#~ records/rotations/clinic-duty.toml
- size = { least = 2, most = 3 }
+ size = { least = 2, most = 4 }
- pool = ["ariel", "bill", "cindy", "clara", "holger", "petr", "tim"]
+ pool = ["ariel", "bill", { person = "cindy", until = 2020-12-31 }, "clara", "holger", "petr"]
+ exempt = [{ person = "bill", until = 2020-12-31, reason = "reviews" }]
"#,
        &[
            "Petr is engineer until 2020-12-31",
            "Petr becomes product manager from 2021-01-01",
            "Petr joins the functional team Architecture",
            "Petr: time-zone is now Europe/Prague",
            "Violet is dissolved on 2021-01-05; Green takes over",
            "Purple is now called Violet",
            "Petr is away from 2020-12-03 until 2020-12-10",
            "Bill is away from 2020-12-14 until 2020-12-16 (was from 2020-12-14 until 2020-12-15)",
            "Tim no longer takes turns in the rotation Clinic Duty",
            "Cindy takes turns in the rotation Clinic Duty until 2020-12-31",
            "Bill is spared in the rotation Clinic Duty until 2020-12-31 (reviews)",
            "Clinic Duty, size: most is now 4 (was 3)",
            "=> Petr is on Green in the sprint of 2020-11-25 and away for 4 working days of it",
        ],
    );
}

#[test]
fn a_kind_of_the_workspace_has_the_general_sentences() {
    const VENDOR: &str = r#"
#- schemas/vendor.schema.json
{ "x-kind": "vendor", "x-folder": "vendors", "x-name": "name", "type": "object",
  "x-order": ["name", "owner", "since", "terms", "contacts", "sites"],
  "properties": { "name": { "type": "string" }, "owner": { "type": "string", "x-ref": "person" },
    "since": { "type": "string", "format": "date" }, "terms": { "type": "string" },
    "contacts": { "type": "array", "items": { "type": "object",
      "properties": { "who": { "type": "string" }, "mail": { "type": "string" } } } },
    "sites": { "type": "array", "items": { "type": "string" } } } }
#- records/vendors/acme.md
+++
name = "Acme"
owner = "petr"
sites = ["Oslo", "Rome"]
terms = "short"
contacts = [{ who = "Al", mail = "a@b" }, { who = "Bo", mail = "b@b" }]
+++
We buy.
# Price
High.
"#;
    let edit = r#"
#- changed
#~ records/vendors/acme.md
- owner = "petr"
- sites = ["Oslo", "Rome"]
- terms = "short"
- contacts = [{ who = "Al", mail = "a@b" }, { who = "Bo", mail = "b@b" }]
+ owner = "tim"
+ sites = ["Rome", "New York"]
+ since = 2020-01-01
+ terms = "They deliver within ten days, and we pay within thirty of them, as everybody does"
+ contacts = [{ who = "Al", mail = "al@b" }, { who = "Cy", mail = "c@b" }]
- High.
+ Low.
+ # Quality
+ Good.
"#;
    assert_sentences(
        &format!("{VENDOR}{edit}"),
        &[
            "Acme: owner is now Tim (was Petr)",
            "Acme: since is now 2020-01-01",
            "Acme: terms now reads “They deliver within ten days, and we pay within thirty of them, as everybody …”",
            "Acme, contacts Al: mail is now al@b (was a@b)",
            "Acme: contacts now has Cy (mail c@b), and no longer Bo (mail b@b)",
            "Acme: sites now has “New York”, and no longer Oslo",
            "Acme: there is a new section “Quality”",
            "Acme: the text has changed under “Price”",
        ],
    );
    assert_sentences(
        &format!("#- changed{VENDOR}"),
        &[
            "New vendor: Acme (owner: Petr; terms: short; contacts: Al and Bo)",
            "There is a new kind of record: vendor",
        ],
    );
}

#[test]
fn names_follow_a_renaming_and_removals_are_told() {
    assert_sentences(
        r#"
#- records/tasks/cache.toml
title = "Cache"
#- records/people/eric.toml
name = "Eric"
#- records/people/old.toml
name = "Olga"
#- records/tasks/parser-cache.toml
title = "Parser cache"
assignee = "eric"
#- changed
#~ records/people/eric-e.toml (moved from records/people/eric.toml)
- name = "Eric"
+ name = "Eric E."
+ was = ["eric"]
#- records/people/old.toml (removed)
#~ records/tasks/parser-cache.toml
- assignee = "eric"
+ assignee = "eric-e"
"#,
        &[
            "Eric E. has a new id: eric-e, in place of eric",
            "Eric is now called Eric E.",
            "The person Olga is removed",
        ],
    );
}

#[test]
fn former_ids_are_told_in_words() {
    let task = "#- records/tasks/cache.toml\ntitle = \"Cache\"\n";
    let was = "#~ records/tasks/cache.toml\n  title = \"Cache\"\n+ was = [\"store\"]\n";
    assert_sentences(&format!("{task}#- changed\n{was}"), &["Cache: the list of former ids now has store"]);
}

#[test]
fn what_says_the_same_tells_nothing() {
    let same = "#- changed\n#~ records/sprints/2020-11-25.toml\n- start = 2020-11-25\n+ # the days\n  end = 2020-12-08\n+ start = 2020-11-25\n";
    assert!(diff(same).is_empty());
    assert!(diff("#- changed\n#- teambook.toml (removed)\n").groups.len() == 1);
}

#[test]
fn a_record_that_cannot_be_read_is_no_silence() {
    assert_sentences(
        "#- changed\n#- records/people/petr.toml\nname = \n",
        &["The person petr can't be read any more: `teambook check` says why"],
    );
}
