use super::{Check, Evidence, Findings, Rule, Subject, View, kind};
use crate::workspace::model::Request;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "triage-without-outcome",
    level: Level::Warning,
    subject: Subject::Inbound,
    summary: "a request went through triage, and it isn't said what came of it, where it goes, or why it was turned away",
    why: "It counts as seen to, and nobody has it; whoever asked can't tell whether to wait.",
    help: "give its `triage` an `outcome`, and where one is needed a `route` or a `why`",
    source: "PET Task Triage: each request leaves the inbox for a place of its own",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: each!(Request, check),
};

fn check(request: &Request<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let id = &request.record.id;
    let Some(triage) = request.triage else {
        if !request.is_over() {
            look_for_triage(request, workspace, findings);
        }
        return;
    };
    let lacks = |key: &str| triage.at.get(key).is_none_or(|value| value.as_str().is_some_and(is_blank));
    let Some(outcome) = *triage.outcome else {
        if !request.is_over() {
            findings.report(
                triage.on,
                format!("`{id}` went through triage, and no `outcome` says what came of it"),
            );
        }
        return;
    };
    match outcome {
        "declined" | "out-of-scope" if lacks("why") => {
            findings
                .report(triage.outcome, format!("`{id}` was turned away, and no `why` tells the reason"))
                .help("add a `why`: a sentence that the requester can read");
        }
        "team-inbox" if lacks("route") && !request.is_over() => {
            findings
                .report(triage.outcome, format!("`{id}` goes to a team, and no `route` says which"))
                .help("name the team that takes it, as in `route = \"clinic-duty\"`");
        }
        "initiative-column"
            if lacks("route") && request.record.root().get("initiative").is_none() && !request.is_over() =>
        {
            findings
                .report(triage.outcome, format!("`{id}` joins an initiative, and no `route` says which"))
                .help("name the initiative in `route`");
        }
        _ => {}
    }
}

/// Tells of a request that counts as judged and has no `triage`.
fn look_for_triage(request: &Request<'_>, workspace: &View<'_>, findings: &mut Findings) {
    let id = &request.record.id;
    if let Some(status) = request.status.filter(|status| ["triaged", "routed"].contains(status)) {
        findings
            .report(request.status, format!("`{id}` is `{status}`, and no `triage` says what was decided"));
        return;
    }
    let meeting = workspace.naming_of(request.record.number, &[kind::TRIAGE_MEETING]).find_map(|meeting| {
        let meeting = workspace.triage_meeting(meeting.number).filter(|held| held.not_held.is_none())?;
        let reviewed = meeting.reviewed.iter().find(|link| link.to == Some(request.record.number))?;
        Some((reviewed.at, (*meeting.on)?))
    });
    if let Some((at, on)) = meeting.filter(|_| !request.is_unbreak_now()) {
        let message = format!("`{id}` was gone through on {on}, and no `triage` says what was decided");
        findings.report(request.title, message).also(at, "gone through here");
    }
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

const BAD: &str = r#"
#- records/requests/dark-pages.toml
title = "Pages for dark rooms"
source = "third-party"
received = 2020-11-20

[triage]
on = 2020-11-26
outcome = "declined"
#         ^^^^^^^^^^ `dark-pages` was turned away, and no `why` tells the reason
"#;

const MEND: &str = r#"
#~ records/requests/dark-pages.toml
+ why = "Browsers can do it by themselves."
"#;

#[cfg(test)]
mod tests {
    use super::super::tests::{findings, raises};

    fn request(rest: &str) -> String {
        format!(
            "#- records/requests/dark-pages.toml\nsource = \"third-party\"\nreceived = 2020-11-26\n{rest}"
        )
    }

    #[test]
    fn without_an_outcome_and_without_a_route() {
        for rest in [
            "title = \"Dark\"\ntriage = { on = 2020-11-26, by = [\"evan\"] }\n#               ^^^^^^^^^^ `dark-pages` went through triage, and no `outcome` says what came of it\n",
            "title = \"Dark\"\ntriage = { on = 2020-11-26, outcome = \"team-inbox\" }\n#                                     ^^^^^^^^^^^^ `dark-pages` goes to a team, and no `route` says which\n",
            "title = \"Dark\"\ntriage = { on = 2020-11-26, outcome = \"initiative-column\" }\n#                                     ^^^^^^^^^^^^^^^^^^^ `dark-pages` joins an initiative, and no `route` says which\n",
            "title = \"Dark\"\nstatus = \"routed\"\n#        ^^^^^^^^ `dark-pages` is `routed`, and no `triage` says what was decided\n",
        ] {
            raises(&super::RULE, &request(rest));
        }
    }

    #[test]
    fn what_a_meeting_went_through_without_saying_what_came_of_it() {
        let meeting = "#- records/triage-meetings/2020-11-27.toml\non = 2020-11-27\nfacilitator = \"ariel\"\nattended = [\"ariel\", \"evan\"]\nreviewed = [\"dark-pages\"]\n";
        let title = "title = \"Dark\"\n#       ^^^^^^ `dark-pages` was gone through on 2020-11-27, and no `triage` says what was decided\n";
        raises(&super::RULE, &format!("{}{meeting}", request(title)));
    }

    #[test]
    fn an_outcome_that_says_enough_by_itself() {
        for rest in [
            "title = \"Dark\"\ntriage = { on = 2020-11-26, outcome = \"clinic-ready\" }\n",
            "title = \"Dark\"\ntriage = { on = 2020-11-26, outcome = \"backlog\" }\n",
            "title = \"Dark\"\ninitiative = \"api-portal\"\ntriage = { on = 2020-11-26, outcome = \"initiative-column\" }\n",
            "title = \"Dark\"\nstatus = \"done\"\ntriage = { on = 2020-11-26, outcome = \"team-inbox\" }\n",
        ] {
            assert_eq!(findings(&request(rest)), [], "{rest}");
        }
    }
}
