//! Time as it really goes: people come back, sprints hold a leap day, teams get new names, cadences change. What is
//! allowed must stay silent across all rules, and what isn't must be reported once.

#[test]
fn each_case() {
    super::tests::cases("", "", CASES);
}

const CASES: &str = r#"
=== somebody who leaves and comes back is not missed meanwhile
#- records/rotations/clinic-duty.toml (removed)
#~ records/people/petr.toml
- roles = [{ role = "engineer" }]
+ roles = [{ role = "engineer", until = 2020-11-24 }, { role = "engineer", from = 2020-12-09 }]
#~ records/sprints/2020-12-09.toml (copied from records/sprints/2020-11-25.toml)
- start = 2020-11-25
- end = 2020-12-08
+ start = 2020-12-09
+ end = 2020-12-22
#~ records/sprints/2020-11-25.toml
- members = ["cindy", "petr"]
+ members = ["cindy", "holger"]
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", "clara"]

=== somebody who is gone is not on a team meanwhile -> role-not-held
#- above
- members = ["cindy", "holger"]
+ members = ["cindy", "holger", "petr"]

=== somebody who has come back is missed on their team -> person-left-out, no-reviewer
#- above
#~ records/sprints/2020-12-09.toml
- members = ["cindy", "petr"]
+ members = ["cindy"]

=== a stay may end inside the sprint where the next one begins
#- records/rotations/clinic-duty.toml (removed)
#~ records/sprints/2020-11-25.toml
- members = ["cindy", "petr"]
+ members = ["cindy", "petr", { person = "clara", from = 2020-12-02 }]
- members = ["ariel", "clara", "holger"]
+ members = ["ariel", "holger", { person = "clara", until = 2020-12-01 }]

=== two stays do not share a day -> two-teams-in-one-sprint
#- above
- members = ["ariel", "holger", { person = "clara", until = 2020-12-01 }]
+ members = ["ariel", "holger", { person = "clara", until = 2020-12-02 }]

=== a leap day is a day of its sprint
#- records/rotations/clinic-duty.toml (removed)
#~ teambook.toml
- from = 2020-11-25
+ from = 2020-02-19
#~ records/sprints/2020-02-19.toml (moved from records/sprints/2020-11-25.toml)
- start = 2020-11-25
- end = 2020-12-08
+ start = 2020-02-19
+ end = 2020-03-03
#~ records/sprints/2020-03-04.toml (copied from records/sprints/2020-02-19.toml)
- start = 2020-02-19
- end = 2020-03-03
+ start = 2020-03-04
+ end = 2020-03-17

=== a sprint whose leap day was forgotten ends a day late -> sprint-wrong-length
#- above
#~ records/sprints/2020-02-19.toml
- end = 2020-03-03
+ end = 2020-03-04

=== four months from the last of October are not over on the day before the leap day
#- records/initiatives/parser-cache.toml
title = "Parser cache"
category = "infrastructure"
stage = "handed-over"
actual = { from = 2019-10-31, until = 2020-02-28 }

=== four months from the last of October are over with the leap day -> initiative-too-long
#- above
- actual = { from = 2019-10-31, until = 2020-02-28 }
+ actual = { from = 2019-10-31, until = 2020-02-29 }

=== a new cadence begins where the old one ends
#- records/rotations/clinic-duty.toml (removed)
#~ teambook.toml
- from = 2020-11-25
+ from = 2020-02-19
  days = 14
+
+ [[cadence]]
+ from = 2020-03-04
+ days = 7
#~ records/sprints/2020-02-19.toml (moved from records/sprints/2020-11-25.toml)
- start = 2020-11-25
- end = 2020-12-08
+ start = 2020-02-19
+ end = 2020-03-03
#~ records/sprints/2020-03-04.toml (copied from records/sprints/2020-02-19.toml)
- start = 2020-02-19
- end = 2020-03-03
+ start = 2020-03-04
+ end = 2020-03-10
#~ records/sprints/2020-03-11.toml (copied from records/sprints/2020-02-19.toml)
- start = 2020-02-19
- end = 2020-03-03
+ start = 2020-03-11
+ end = 2020-03-17

=== a sprint of the old length is too long in the new cadence -> sprint-wrong-length
#- above
#- records/sprints/2020-03-11.toml (removed)
#~ records/sprints/2020-03-04.toml
- end = 2020-03-10
+ end = 2020-03-17

=== the tag that a team had until a day counts on that day
#- records/teams/platform.toml
name = "Platform Engineering"
category = "whole"
was = ["core-platform"]
names = [{ name = "Core Platform Team", until = 2020-08-31 }, { name = "Platform Engineering", from = 2020-09-01 }]
tracker-tags = [{ tag = "core-platform-team", until = 2020-08-31 }, { tag = "platform-engineering", from = 2020-09-01 }]
#~ records/requests/slow-pages.toml
- received = 2020-11-20
+ received = 2020-08-31
+ tracker = "T1"
+ tags = ["core-platform-team"]
- on = 2020-11-20
+ on = 2020-08-31

=== the next tag counts on the next day
#- above
- received = 2020-08-31
+ received = 2020-09-01
- tags = ["core-platform-team"]
+ tags = ["platform-engineering"]
- on = 2020-08-31
+ on = 2020-09-01

=== the old tag no longer counts on that day -> request-without-team-tag
#- above
- received = 2020-08-31
+ received = 2020-09-01
- on = 2020-08-31
+ on = 2020-09-01

=== the first quarter ends with September -> goal-open-after-quarter
#- records/goals/ariel.toml
person = "ariel"
quarter = "2020-21 Q1"
statement = "Teach"
kind = "support-others"
status = "in-progress"

=== the first quarter ends with December where the year starts in October
#- above
#~ teambook.toml
- starts = "07-01"
+ starts = "10-01"
"#;
