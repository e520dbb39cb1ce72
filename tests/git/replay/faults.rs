//! The faults that are planted, and the changes in which nothing is wrong.

use super::edit::Edit::{self, Add, Append, Move, Remove, Replace};

/// How the records come to be in order again.
#[derive(Clone, Copy)]
pub(super) enum Mend {
    /// A later commit takes the fault back.
    Undo,
    /// A later commit makes these edits.
    With(&'static [Edit]),
    /// To take it back would be a fault, too: the branch is given up, and history goes on from before.
    GiveUp,
}

/// What is reported for the commits after the fault, until it is fixed.
#[derive(Clone, Copy)]
pub(super) enum After {
    /// The same again: the records themselves are wrong.
    Same,
    /// Nothing: what was wrong was the change.
    Nothing,
    /// This rule at this record.
    Another(&'static str, &'static str),
}

/// A fault: what makes it, and what must be reported then.
pub(super) struct Fault {
    pub(super) rule: &'static str,
    pub(super) record: &'static str,
    pub(super) edits: &'static [Edit],
    pub(super) after: After,
    pub(super) mend: Mend,
}

const fn of_records(rule: &'static str, record: &'static str, edits: &'static [Edit]) -> Fault {
    Fault { rule, record, edits, after: After::Same, mend: Mend::Undo }
}

const fn of_change(rule: &'static str, record: &'static str, edits: &'static [Edit], mend: Mend) -> Fault {
    Fault { rule, record, edits, after: After::Nothing, mend }
}

const SHELLBOX: &str = "records/decisions/0001-run-commands-in-shellbox.md";
const SMALL: &str = "records/decisions/0002-keep-shellbox-small.md";
const NAME: &str = "records/decisions/0003-name-of-the-portal.md";
const CLOSED: &str = "records/sprints/2020-11-11.toml";
const PLANNED: &str = "records/sprints/2020-11-25.toml";
const FROZEN: &str = "records/sprints/2020-12-09.toml";
const CACHE: &str = "records/initiatives/parser-cache.toml";
const PORTAL: &str = "records/initiatives/api-portal.toml";
const SESSIONS: &str = "records/initiatives/session-storage.toml";
const DESCRIPTIONS: &str = "records/initiatives/short-descriptions.toml";
const DESIGN: &str = "records/epics/portal-design.toml";
const SESSION_MOVE: &str = "records/epics/session-move.toml";
const MOVE_OF_SESSIONS: &str = "records/epics/move-of-sessions.toml";
const SIGN_IN: &str = "records/stories/sign-in.toml";
const KEYS: &str = "records/stories/find-keys.toml";
const FORM: &str = "records/tasks/form-of-sign-in.toml";
const LIST: &str = "records/tasks/list-of-keys.toml";
const ERRORS: &str = "records/tasks/page-of-errors.toml";
const MEMORY: &str = "records/tasks/dump-memory.toml";
const PETR: &str = "records/people/petr.toml";
const SETTINGS: &str = "teambook.toml";

const ERRATUM: Edit = Replace(
    SHELLBOX,
    "\n+++\n## Context",
    "\n\n[[errata]]\non = 2020-11-30\nby = \"will\"\ntext = \"Slip {n} is mended.\"\n+++\n## Context",
);
const AMENDMENT: &str = "\n[[amendments]]\non = 2020-11-30\nby = \"mandy\"\nwhy = \"Slip {n} is mended.\"\n";

pub(super) const FAULTS: &[Fault] = &[
    of_change(
        "accepted-decision-edited",
        SHELLBOX,
        &[Replace(SHELLBOX, "They run in Shellbox.", "They run in containers.")],
        Mend::With(&[Replace(SHELLBOX, "They run in containers.", "They run in Shellbox."), ERRATUM]),
    ),
    of_change(
        "accepted-decision-edited",
        SMALL,
        &[Replace(SMALL, "A whole system", "A system as it comes")],
        Mend::GiveUp,
    ),
    of_change(
        "decision-wording-edited",
        SHELLBOX,
        &[Replace(SHELLBOX, "on the application servers.\n", "on all servers.\n")],
        Mend::With(&[Replace(SHELLBOX, "on all servers.\n", "on the application servers.\n"), ERRATUM]),
    ),
    of_change("decision-deleted", SMALL, &[Remove(SMALL)], Mend::Undo),
    of_change(
        "decision-deleted",
        "records/decisions/0007-keep-shellbox-small.md",
        &[Move(SMALL, "records/decisions/0007-keep-shellbox-small.md")],
        Mend::GiveUp,
    ),
    of_change(
        "decision-history-rewritten",
        SHELLBOX,
        &[Replace(SHELLBOX, "on = 2020-11-09", "on = 2020-11-02")],
        Mend::GiveUp,
    ),
    of_change(
        "decision-history-rewritten",
        SHELLBOX,
        &[Replace(SHELLBOX, "[[history]]\nstatus = \"proposed\"\non = 2020-11-09\n\n", "")],
        Mend::Undo,
    ),
    of_change(
        "decision-link-withdrawn",
        SMALL,
        &[Replace(SMALL, "depends-on = [\"0001-run-commands-in-shellbox\"]\n", "")],
        Mend::Undo,
    ),
    of_change(
        "decision-status-without-history",
        NAME,
        &[Replace(NAME, "status = \"proposed\"\noptions", "status = \"deferred\"\noptions")],
        Mend::With(&[
            Replace(NAME, "status = \"deferred\"\noptions", "status = \"proposed\"\noptions"),
            Replace(
                NAME,
                "\n+++\n## Context",
                "\n\n[[history]]\nstatus = \"deferred\"\non = 2020-11-30\n\n[[history]]\nstatus = \"proposed\"\non = 2020-11-30\n+++\n## Context",
            ),
        ]),
    ),
    of_change(
        "acceptance-mixed-with-edits",
        NAME,
        &[
            Replace(
                NAME,
                "status = \"proposed\"\noptions",
                "status = \"accepted\"\ndecided = 2020-11-30\noptions",
            ),
            Replace(NAME, "title = \"API Portal\" }", "title = \"API Portal\", outcome = \"chosen\" }"),
            Replace(
                NAME,
                "title = \"For developers\" }",
                "title = \"For developers\", outcome = \"rejected\" }",
            ),
            Replace(
                NAME,
                "\n+++\n## Context",
                "\n\n[[history]]\nstatus = \"accepted\"\non = 2020-11-30\n+++\n## Context",
            ),
            Replace(NAME, "Pages are renamed.", "Pages keep their names."),
        ],
        Mend::GiveUp,
    ),
    of_change(
        "forbidden-transition",
        SHELLBOX,
        &[Replace(SHELLBOX, "status = \"accepted\"\ndecided", "status = \"draft\"\ndecided")],
        Mend::GiveUp,
    ),
    of_change(
        "forbidden-transition",
        DESCRIPTIONS,
        &[Replace(DESCRIPTIONS, "\"roadmap\"", "\"inception\"")],
        Mend::GiveUp,
    ),
    of_change(
        "stage-unlogged",
        SESSIONS,
        &[Replace(SESSIONS, "stage = \"queued\"", "stage = \"inception\"")],
        Mend::With(&[
            Replace(SESSIONS, "stage = \"inception\"", "stage = \"queued\""),
            Append(
                SESSIONS,
                "\n[[stage-log]]\nto = \"inception\"\non = 2020-11-{day}\n\n[[stage-log]]\nto = \"queued\"\non = 2020-11-{day}\n",
            ),
        ]),
    ),
    of_change(
        "deliverable-dropped",
        CACHE,
        &[Replace(CACHE, "deliverables = [\"evolutionary-architecture\"]\n", "")],
        Mend::Undo,
    ),
    of_change(
        "id-reused",
        ERRORS,
        &[
            Remove(ERRORS),
            Add(
                ERRORS,
                "title = \"Rotate certificates\"\nrequest = \"slow-pages\"\nstatus = \"open\"\nassignee = \"bill\"\npriority = \"high\"\n",
            ),
        ],
        Mend::GiveUp,
    ),
    Fault {
        rule: "referenced-record-deleted",
        record: KEYS,
        edits: &[Remove(KEYS)],
        after: After::Another("unknown-reference", LIST),
        mend: Mend::Undo,
    },
    Fault {
        rule: "referenced-record-deleted",
        record: PETR,
        edits: &[Remove(PETR)],
        after: After::Nothing,
        mend: Mend::GiveUp,
    },
    of_change(
        "renamed-without-trace",
        "records/tasks/dump-memory-{n}.toml",
        &[Move(MEMORY, "records/tasks/dump-memory-{n}.toml")],
        Mend::With(&[
            Move("records/tasks/dump-memory-{n}.toml", MEMORY),
            Replace(MEMORY, "was = [", "was = [\"dump-memory-{n}\", "),
        ]),
    ),
    Fault {
        rule: "renamed-without-trace",
        record: "records/stories/keys-of-mine.toml",
        edits: &[Move(KEYS, "records/stories/keys-of-mine.toml")],
        after: After::Another("unknown-reference", LIST),
        mend: Mend::GiveUp,
    },
    of_change(
        "too-much-removed",
        "records/absences/clara-2019.toml",
        &[
            Remove("records/absences/petr-2019-1.toml"),
            Remove("records/absences/petr-2019-2.toml"),
            Remove("records/absences/tim-2019-1.toml"),
            Remove("records/absences/tim-2019-2.toml"),
            Remove("records/absences/clara-2019.toml"),
        ],
        Mend::Undo,
    ),
    of_change(
        "closed-sprint-edited",
        CLOSED,
        &[Replace(CLOSED, "[\"shellbox-service\"]", "[\"shellbox-service\", \"portal-design\"]")],
        Mend::With(&[
            Replace(CLOSED, "[\"shellbox-service\", \"portal-design\"]", "[\"shellbox-service\"]"),
            Append(CLOSED, AMENDMENT),
        ]),
    ),
    of_change("closed-sprint-edited", CLOSED, &[Remove(CLOSED)], Mend::Undo),
    of_change(
        "frozen-roster-changed",
        FROZEN,
        &[
            Replace(FROZEN, "[\"cindy\", \"petr\"]", "[\"cindy\", \"clara\"]"),
            Replace(FROZEN, "[\"ariel\", \"clara\"]", "[\"ariel\", \"petr\"]"),
        ],
        Mend::With(&[
            Replace(FROZEN, "[\"cindy\", \"clara\"]", "[\"cindy\", \"petr\"]"),
            Replace(FROZEN, "[\"ariel\", \"petr\"]", "[\"ariel\", \"clara\"]"),
            Append(FROZEN, AMENDMENT),
        ]),
    ),
    of_records(
        "two-teams-in-one-sprint",
        PLANNED,
        &[Replace(PLANNED, "[\"bill\", \"tim\"]", "[\"bill\", \"tim\", \"petr\"]")],
    ),
    of_records(
        "role-not-held",
        PLANNED,
        &[Replace(PLANNED, "engineering-manager = \"will\"", "engineering-manager = \"evan\"")],
    ),
    of_records("team-without-em", PLANNED, &[Replace(PLANNED, "engineering-manager = \"will\"\n", "")]),
    of_records(
        "duty-too-small",
        PLANNED,
        &[
            Replace(PLANNED, "[\"ariel\", \"clara\", \"holger\"]", "[\"ariel\"]"),
            Replace(PLANNED, "[\"cindy\", \"petr\"]", "[\"cindy\", \"petr\", \"clara\", \"holger\"]"),
        ],
    ),
    of_records(
        "duty-while-away",
        PLANNED,
        &[Add(
            "records/absences/clara-2020.toml",
            "person = \"clara\"\nfrom = 2020-12-02\nuntil = 2020-12-08\n",
        )],
    ),
    of_records(
        "person-left-out",
        PLANNED,
        &[Replace(PLANNED, "[\"ariel\", \"clara\", \"holger\"]", "[\"ariel\", \"clara\"]")],
    ),
    of_records(
        "unknown-reference",
        DESIGN,
        &[Replace(DESIGN, "initiative = \"api-portal\"", "initiative = \"api-protal\"")],
    ),
    of_records("unknown-reference", FORM, &[Replace(FORM, "assignee = \"petr\"", "assignee = \"peter\"")]),
    of_records(
        "reference-of-wrong-kind",
        FORM,
        &[Replace(FORM, "story = \"sign-in\"", "story = \"portal-design\"")],
    ),
    of_records(
        "unreadable-record",
        SESSION_MOVE,
        &[Replace(SESSION_MOVE, "tracker = \"T229697\"", "tracker = \"T229697")],
    ),
    of_records(
        "unfinished-merge",
        MEMORY,
        &[Replace(
            MEMORY,
            "assignee = \"bill\"\n",
            "<<<<<<< ours\nassignee = \"bill\"\n=======\nassignee = \"tim\"\n>>>>>>> theirs\n",
        )],
    ),
    of_records("schema-mismatch", FORM, &[Replace(FORM, "assignee =", "asignee =")]),
    of_records("not-a-record", "records/tasks/notes.txt", &[Add("records/tasks/notes.txt", "buy milk\n")]),
    of_records(
        "id-malformed",
        "records/tasks/Clean_Up.toml",
        &[Add("records/tasks/Clean_Up.toml", "title = \"Sweep the floor\"\nrequest = \"slow-pages\"\n")],
    ),
    of_records(
        "id-collides",
        "records/tasks/later/dump-memory.toml",
        &[Add(
            "records/tasks/later/dump-memory.toml",
            "title = \"Something else\"\nrequest = \"slow-pages\"\n",
        )],
    ),
    of_records("newer-toml", PETR, &[Replace(PETR, "\" }]", "\", }]")]),
    of_records("suspicious-characters", PETR, &[Replace(PETR, "\"Petr\"", "\"Petr\\u202e\"")]),
    of_records(
        "orphan-person",
        "records/people/nikki.toml",
        &[Add("records/people/nikki.toml", "name = \"Nikki\"\nroles = [{ role = \"product-manager\" }]\n")],
    ),
    of_records("epic-without-tracker", DESIGN, &[Replace(DESIGN, "tracker = \"T246540\"\n", "")]),
    of_records("tracker-id-shared", ERRORS, &[Replace(ERRORS, "T246541", "T246540")]),
    of_records("tracker-id-malformed", ERRORS, &[Replace(ERRORS, "T246541", "246541")]),
    of_records(
        "circular-blocking",
        FORM,
        &[
            Append(FORM, "blocked-by = [\"list-of-keys\"]\n"),
            Append(LIST, "blocked-by = [\"form-of-sign-in\"]\n"),
        ],
    ),
    of_records("closed-with-open-work", SIGN_IN, &[Append(SIGN_IN, "status = \"resolved\"\n")]),
    of_records(
        "work-on-closed",
        FROZEN,
        &[Append("records/epics/shellbox-service.toml", "status = \"declined\"\n")],
    ),
    of_records(
        "initiative-without-deliverable",
        PORTAL,
        &[Replace(PORTAL, "deliverables = [\"evolutionary-architecture\"]\n", "")],
    ),
    of_records(
        "deliverable-unserved",
        "records/deliverables/four-services.toml",
        &[Add(
            "records/deliverables/four-services.toml",
            "title = \"Four services\"\nplan = \"Medium-term plan\"\nfiscal-year = \"2020-21\"\npriority = \"Platform Evolution\"\n",
        )],
    ),
    of_records(
        "one-option-only",
        NAME,
        &[Replace(NAME, "    { id = \"developers\", title = \"For developers\" },\n", "")],
    ),
    of_records("missing-prose", NAME, &[Replace(NAME, "## Decision\nIt is called API Portal.\n", "")]),
    of_records(
        "circular-succession",
        "records/decisions/0004-first.md",
        &[
            Add(
                "records/decisions/0004-first.md",
                "+++\ntitle = \"First\"\nstatus = \"draft\"\nsupersedes = [\"0005-then\"]\n+++\n## Context\nA.\n## Decision\nB.\n## Consequences\nC.\n",
            ),
            Add(
                "records/decisions/0005-then.md",
                "+++\ntitle = \"Then\"\nstatus = \"draft\"\nsupersedes = [\"0004-first\"]\n+++\n## Context\nA.\n## Decision\nB.\n## Consequences\nC.\n",
            ),
        ],
    ),
    of_records("unknown-rule", SETTINGS, &[Append(SETTINGS, "\n[rules]\nepic-without-traker = \"off\"\n")]),
    of_records(
        "unused-ignore",
        SETTINGS,
        &[Append(
            SETTINGS,
            "\n[[ignore]]\nrule = \"epic-without-tracker\"\nrecord = \"epic:portal-design\"\nreason = \"it had none\"\n",
        )],
    ),
];

/// Changes in which nothing is wrong, however often they are made.
pub(super) const INNOCENT: &[&[Edit]] = &[
    &[Append(MEMORY, "# looked at again ({n})\n")],
    &[Replace(MEMORY, "status = \"open\"", "status = \"in-progress\"")],
    &[Replace(MEMORY, "status = \"in-progress\"", "status = \"open\"")],
    &[Replace(
        LIST,
        "title = \"List keys by age\"\nstory = \"find-keys\"",
        "story = \"find-keys\"\ntitle = \"List keys by age\"",
    )],
    &[Replace(
        LIST,
        "story = \"find-keys\"\ntitle = \"List keys by age\"",
        "title = \"List keys by age\"\nstory = \"find-keys\"",
    )],
    &[Replace(SHELLBOX, "They run in Shellbox.\n", "They run\nin Shellbox.\n")],
    &[Replace(SHELLBOX, "They run\nin Shellbox.\n", "They run in Shellbox.\n")],
    &[Replace(SHELLBOX, "There is one more service to run.\n", "There is one more service to run. \n\n")],
    &[Replace(SHELLBOX, "There is one more service to run. \n\n", "There is one more service to run.\n")],
    &[ERRATUM],
    &[Append(CLOSED, AMENDMENT)],
    &[Replace(PLANNED, "[\"cindy\", \"petr\"]", "[\"petr\", \"cindy\"]")],
    &[Replace(PLANNED, "[\"petr\", \"cindy\"]", "[\"cindy\", \"petr\"]")],
    &[
        Replace(PLANNED, "[\"bill\", \"tim\"]", "[\"tim\", \"holger\"]"),
        Replace(PLANNED, "[\"ariel\", \"clara\", \"holger\"]", "[\"ariel\", \"bill\", \"clara\"]"),
    ],
    &[
        Replace(PLANNED, "[\"tim\", \"holger\"]", "[\"bill\", \"tim\"]"),
        Replace(PLANNED, "[\"ariel\", \"bill\", \"clara\"]", "[\"ariel\", \"clara\", \"holger\"]"),
    ],
    &[
        Replace(SESSIONS, "stage = \"queued\"", "stage = \"inception\""),
        Append(SESSIONS, "\n[[stage-log]]\nto = \"inception\"\non = 2020-11-{day}\n"),
    ],
    &[
        Replace(SESSIONS, "stage = \"inception\"", "stage = \"queued\""),
        Append(SESSIONS, "\n[[stage-log]]\nto = \"queued\"\non = 2020-11-{day}\n"),
    ],
    &[
        Move(SESSION_MOVE, MOVE_OF_SESSIONS),
        Replace(MOVE_OF_SESSIONS, "was = [\"move-of-sessions\"]", "was = [\"session-move\"]"),
    ],
    &[
        Move(MOVE_OF_SESSIONS, SESSION_MOVE),
        Replace(SESSION_MOVE, "was = [\"session-move\"]", "was = [\"move-of-sessions\"]"),
    ],
    &[Add(
        "records/tasks/errand-{n}.toml",
        "title = \"Errand {n}\"\nrequest = \"slow-pages\"\nstatus = \"open\"\n",
    )],
    &[Replace(PETR, "\"Petr\"\nroles", "\"Petr\"\ntime-zone = \"Europe/Prague\"\nroles")],
    &[Replace(PETR, "\ntime-zone = \"Europe/Prague\"\nroles", "\nroles")],
    &[Add("minutes/{n}.md", "Not a record, and none of teambook's business.\n")],
    &[Replace(CACHE, "category = \"infrastructure\"", "category = \"product\"")],
    &[Replace(CACHE, "category = \"product\"", "category = \"infrastructure\"")],
];
