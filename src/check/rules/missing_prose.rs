use super::finding::Place;
use super::yields::Yields;
use super::{Check, Evidence, Findings, Rule, Subject, View, decision_incomplete};
use crate::base::nearest::nearest;
use crate::base::source::Span;
use crate::base::words::did_you_mean;
use crate::base::words::with_article;
use crate::record::{Record, Value, sections};
use crate::workspace::schema::{Kind, Prose};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "missing-prose",
    level: Level::Warning,
    subject: Subject::Reading,
    summary: "a record lacks the prose that its kind asks for, or a section of it",
    why: "Fields say what; only prose says why, and whoever reads it later has nobody left to ask.",
    help: "write a sentence or two below the heading",
    source: "schemas/: a kind's `x-prose` and `x-headings`",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Record(check),
};

pub(super) static YIELDS_TO: &[Yields] = &[Yields::in_record(&[&decision_incomplete::RULE])];

fn check(record: &Record, workspace: &View<'_>, findings: &mut Findings) {
    let Some(kind) = workspace.kind(record).filter(|kind| kind.prose != Prose::None) else { return };
    if !record.is_readable() {
        return;
    }
    if record.prose_text().trim().is_empty() {
        if kind.prose == Prose::Required {
            no_prose(kind, record, findings);
        }
        return;
    }
    if kind.headings.is_empty() {
        return;
    }
    let sections = sections(record);
    let is = |title: &str, heading: &str| title.trim().trim_end_matches(':').eq_ignore_ascii_case(heading);
    for section in sections.iter().filter(|section| section.is_empty) {
        if kind.headings.iter().any(|heading| is(&section.title, heading)) {
            findings.report(
                Place::new(record, section.heading),
                format!("nothing stands below `{}`", section.title.trim()),
            );
        }
    }
    let mut missing: Vec<&str> = Vec::new();
    for heading in &kind.headings {
        if sections.iter().any(|section| is(&section.title, heading)) {
            continue;
        }
        let others =
            sections.iter().filter(|section| !kind.headings.iter().any(|known| is(&section.title, known)));
        let near = nearest(heading, others.clone().map(|section| &*section.title));
        match others.clone().find(|section| Some(&*section.title) == near) {
            Some(section) => {
                findings
                    .report(
                        Place::new(record, section.heading),
                        format!("the heading `{heading}` is missing, and this one is `{}`", section.title),
                    )
                    .help(did_you_mean(heading));
            }
            None => missing.push(heading),
        }
    }
    if !missing.is_empty() {
        let start = record.prose.map_or(0, |prose| prose.start as usize);
        let first = start + record.prose_text().len() - record.prose_text().trim_start().len();
        let line = record.source.line(first as u32);
        let (word, them) =
            if missing.len() == 1 { ("heading", "it, with") } else { ("headings", "them, each with") };
        findings
            .report(Place::new(record, line), format!("the prose lacks the {word} {}", in_words(&missing)))
            .help(format!("add {them} a sentence or two below: ## {}", missing.join(", ## ")));
    }
}

fn no_prose(kind: &Kind, record: &Record, findings: &mut Findings) {
    let span = record.root().entries().next().map_or(Span::empty(0), Value::key_span);
    let wanted: Vec<&str> = kind.headings.iter().map(String::as_str).collect();
    let with = if wanted.is_empty() { String::new() } else { format!(", with {}", in_words(&wanted)) };
    let finding =
        findings.report(Place::new(record, span), format!("{} needs prose{with}", with_article(&kind.name)));
    if record.prose.is_none() {
        let id = &record.id;
        finding.help(format!(
            "rename the file to {id}.md, put the fields between two `+++` lines, and write below"
        ));
    } else {
        finding.help("write it below the second `+++`");
    }
}

/// `Context`, `Decision` and `Consequences`.
fn in_words(words: &[&str]) -> String {
    match words.split_last() {
        Some((last, [])) => format!("`{last}`"),
        Some((last, rest)) => {
            let rest: Vec<String> = rest.iter().map(|word| format!("`{word}`")).collect();
            format!("{} and `{last}`", rest.join(", "))
        }
        None => String::new(),
    }
}

const BAD: &str = r#"
#- records/decisions/0002-use-kask.md
+++
title = "Sessions are stored in Kask"
status = "proposed"
+++

## Context

Sessions must survive a switch between data centers.

## Decision
^^^^^^^^^^^ nothing stands below `Decision`

## Consequences

There is one more service to run.
"#;

const MEND: &str = r"
#~ records/decisions/0002-use-kask.md
  ## Decision
+
+ Store them in Kask.
";

cases! { r#"
=== missing prose and missing headings are reported
#- records/decisions/0002-use-kask.toml
title = "Sessions are stored in Kask"
^^^^^ a decision needs prose, with `Context`, `Decision` and `Consequences`
status = "proposed"
#- records/decisions/0003-use-redis.md
+++
title = "Sessions are stored in Redis"
status = "proposed"
+++

We need a store.
^^^^^^^^^^^^^^^^ the prose lacks the headings `Context` and `Decision`

# Consequence
^^^^^^^^^^^^^ the heading `Consequences` is missing, and this one is `Consequence`

One more service.

=== prose that the schema doesn't ask for, and subsections, are not reported
#- records/decisions/0002-use-kask.md
+++
title = "Sessions are stored in Kask"
status = "draft"
+++
# Use Kask
## Context:
### Now
Redis.
## decision
- Kask
## Consequences
> One more service.
#~ records/epics/shellbox-service.md (moved from records/epics/shellbox-service.toml)
- title = "A service for shell commands"
+ +++
+ title = "A service for shell commands"
- team = "purple"
+ +++
"# }
