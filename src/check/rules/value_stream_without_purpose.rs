use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::model::ValueStream;
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "value-stream-without-purpose",
    level: Level::Note,
    subject: Subject::Goals,
    summary: "a value stream doesn't say what it is for",
    why: "Its purpose is what tells a stranger, and a new colleague, which work belongs to it.",
    help: "say in `purpose`, in a few sentences, for whom it creates which value",
    source: "Platform Engineering Team page, Value Streams: what is the purpose of each",
    evidence: Evidence::Absent(&[]),
    bad: BAD,
    mend: MEND,
    check: each!(ValueStream, check),
};

fn check(stream: &ValueStream<'_>, _: &View<'_>, findings: &mut Findings) {
    let is_said = |text: &str| !text.trim().is_empty();
    let purpose = stream.record.root().get("purpose");
    let has_purpose = purpose.is_some_and(|purpose| purpose.as_str().is_none_or(is_said));
    if !has_purpose && stream.period.until.is_none() {
        findings.report(
            stream.name,
            format!("the value stream `{}` doesn't say what it is for", stream.record.id),
        );
    }
}

const BAD: &str = r#"
#- records/value-streams/data.toml
name = "Data"
#      ^^^^^^ the value stream `data` doesn't say what it is for
mission = "One set of software for everybody's data."
"#;

const MEND: &str = r#"
#~ records/value-streams/data.toml
- mission = "One set of software for everybody's data."
+ purpose = "Whoever makes or uses data finds here what they need for a pipeline of their own."
"#;

cases! { r"
=== a value stream that has ended is not reported
#- bad
#~ records/value-streams/data.toml
+ until = 2020-06-30
" }
