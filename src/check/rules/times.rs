//! Time as it really goes: people come back, sprints hold a leap day, teams get new names, cadences change. What is
//! allowed must stay silent across all rules, and what isn't must be told once.

use super::tests::{findings, rules};

/// The backdrop's teams in a sprint from `start` to `end`, with `green` and `duty` as written.
fn sprint(start: &str, end: &str, green: &str, duty: &str) -> String {
    format!(
        r#"#- records/sprints/{start}.toml
start = {start}
end = {end}
team = [
    {{ team = "green", members = {green}, product-manager = "evan", engineering-manager = "will", work = ["api-portal"] }},
    {{ team = "purple", members = ["bill", "tim"], product-manager = "evan", engineering-manager = "mandy", work = ["shellbox-service"] }},
    {{ team = "clinic-duty", members = {duty}, engineering-manager = "mandy" }},
]
"#
    )
}

#[test]
fn somebody_leaves_and_comes_back() {
    // While they are gone nobody misses them, and before and after they are members like any other.
    let petr = |roles: &str| format!("#- records/people/petr.toml\nname = \"Petr\"\nroles = [{roles}]\n");
    let gone =
        petr("{ role = \"engineer\", until = 2020-11-24 }, { role = \"engineer\", from = 2020-12-09 }");
    let sprints = sprint("2020-11-25", "2020-12-08", "[\"cindy\", \"holger\"]", "[\"ariel\", \"clara\"]")
        + &sprint("2020-12-09", "2020-12-22", "[\"cindy\", \"petr\"]", "[\"ariel\", \"clara\", \"holger\"]");
    let rotation = "#- records/rotations/clinic-duty.toml (removed)\n";
    assert_eq!(findings(&format!("{gone}{rotation}{sprints}")), []);
    // On a team meanwhile is wrong, and left out afterwards is.
    let on_meanwhile = sprints.replacen("[\"cindy\", \"holger\"]", "[\"cindy\", \"holger\", \"petr\"]", 1);
    assert_eq!(rules(&format!("{gone}{rotation}{on_meanwhile}")), ["role-not-held"]);
    let forgotten = sprints.replacen("[\"cindy\", \"petr\"]", "[\"cindy\"]", 1);
    assert_eq!(rules(&format!("{gone}{rotation}{forgotten}")), ["person-left-out", "no-reviewer"]);
}

#[test]
fn a_day_inside_the_sprint_ends_one_stay_and_begins_the_next() {
    let rotation = "#- records/rotations/clinic-duty.toml (removed)\n";
    let handed_over = sprint(
        "2020-11-25",
        "2020-12-08",
        "[\"cindy\", \"petr\", { person = \"clara\", from = 2020-12-02 }]",
        "[\"ariel\", \"holger\", { person = \"clara\", until = 2020-12-01 }]",
    );
    assert_eq!(findings(&format!("{rotation}{handed_over}")), []);
    let overlapping = handed_over.replace("until = 2020-12-01", "until = 2020-12-02");
    assert_eq!(rules(&format!("{rotation}{overlapping}")), ["two-teams-in-one-sprint"]);
}

const LEAP: &str = r#"#- teambook.toml
name = "Platform Engineering Team"
roles = { engineer = {}, product-manager = {}, engineering-manager = {} }
cadence = [{ from = 2020-02-19, days = 14 }]
#- records/rotations/clinic-duty.toml (removed)
#- records/sprints/2020-11-25.toml (removed)
"#;

#[test]
fn a_leap_day_is_a_day() {
    let across =
        sprint("2020-02-19", "2020-03-03", "[\"cindy\", \"petr\"]", "[\"ariel\", \"clara\", \"holger\"]");
    let next =
        sprint("2020-03-04", "2020-03-17", "[\"cindy\", \"petr\"]", "[\"ariel\", \"clara\", \"holger\"]");
    assert_eq!(findings(&format!("{LEAP}{across}{next}")), []);
    // Who forgets the leap day ends a day too late, and the next one overlaps.
    let forgot =
        sprint("2020-02-19", "2020-03-04", "[\"cindy\", \"petr\"]", "[\"ariel\", \"clara\", \"holger\"]");
    assert_eq!(rules(&format!("{LEAP}{forgot}{next}")), ["sprint-wrong-length"]);
}

#[test]
fn months_are_counted_to_their_last_day() {
    let initiative = |until: &str| {
        format!(
            "#- records/initiatives/parser-cache.toml\ntitle = \"Parser cache\"\ncategory = \"infrastructure\"\nstage = \"handed-over\"\n\
             actual = {{ from = 2019-10-31, until = {until} }}\n"
        )
    };
    // Four months from the last of October end with the last of February, which is the 29th.
    assert_eq!(findings(&initiative("2020-02-28")), []);
    assert_eq!(rules(&initiative("2020-02-29")), ["initiative-too-long"]);
}

#[test]
fn a_new_cadence_begins_where_the_old_one_ends() {
    let settings = LEAP.replace(
        "cadence = [{ from = 2020-02-19, days = 14 }]",
        "cadence = [{ from = 2020-02-19, days = 14 }, { from = 2020-03-04, days = 7 }]",
    );
    let long =
        sprint("2020-02-19", "2020-03-03", "[\"cindy\", \"petr\"]", "[\"ariel\", \"clara\", \"holger\"]");
    let short =
        sprint("2020-03-04", "2020-03-10", "[\"cindy\", \"petr\"]", "[\"ariel\", \"clara\", \"holger\"]");
    let next =
        sprint("2020-03-11", "2020-03-17", "[\"cindy\", \"petr\"]", "[\"ariel\", \"clara\", \"holger\"]");
    assert_eq!(findings(&format!("{settings}{long}{short}{next}")), []);
    let still_long =
        sprint("2020-03-04", "2020-03-17", "[\"cindy\", \"petr\"]", "[\"ariel\", \"clara\", \"holger\"]");
    assert_eq!(rules(&format!("{settings}{long}{still_long}")), ["sprint-wrong-length"]);
}

#[test]
fn a_team_that_is_renamed_keeps_its_records_and_its_tags_have_their_days() {
    let team = r#"#- records/teams/platform.toml
name = "Platform Engineering"
category = "whole"
was = ["core-platform"]
names = [{ name = "Core Platform Team", until = 2020-08-31 }, { name = "Platform Engineering", from = 2020-09-01 }]
tracker-tags = [{ tag = "core-platform-team", until = 2020-08-31 }, { tag = "platform-engineering", from = 2020-09-01 }]
"#;
    let request = |received: &str, tag: &str| {
        format!(
            "#- records/requests/slow-pages.toml\ntitle = \"Pages with music are slow\"\nsource = \"volunteer\"\nreceived = {received}\n\
             tracker = \"T1\"\ntags = [\"{tag}\"]\nstatus = \"routed\"\n\
             triage = {{ on = {received}, by = [\"ariel\", \"evan\"], outcome = \"team-inbox\", route = \"green\", why = \"ours\" }}\n"
        )
    };
    assert_eq!(findings(&format!("{team}{}", request("2020-08-31", "core-platform-team"))), []);
    assert_eq!(findings(&format!("{team}{}", request("2020-09-01", "platform-engineering"))), []);
    assert_eq!(
        rules(&format!("{team}{}", request("2020-09-01", "core-platform-team"))),
        ["request-without-team-tag"]
    );
}

#[test]
fn a_quarter_is_the_workspaces_own() {
    let settings = |starts: &str| {
        LEAP.replace(
            "cadence = [{ from = 2020-02-19, days = 14 }]",
            &format!("fiscal-year = {{ starts = \"{starts}\" }}"),
        )
    };
    let goal = |status: &str| {
        format!(
            "#- records/goals/ariel.toml\nperson = \"ariel\"\nquarter = \"2020-21 Q1\"\nstatement = \"Teach\"\nkind = \"support-others\"\nstatus = \"{status}\"\n"
        )
    };
    // The first quarter ends with September, or with December where the year starts in October.
    let open = rules(&format!("{}{}", settings("07-01"), goal("in-progress")));
    assert!(open.contains(&"goal-open-after-quarter"), "{open:?}");
    let open = rules(&format!("{}{}", settings("10-01"), goal("in-progress")));
    assert!(!open.contains(&"goal-open-after-quarter"), "{open:?}");
}
