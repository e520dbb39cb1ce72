use super::yields::Yields;
use super::{Check, Evidence, Findings, Rule, Subject, View, kind, schema_mismatch};
use crate::base::dates;
use crate::record::{Record, Value};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "quarter-impossible",
    level: Level::Error,
    subject: Subject::Goals,
    summary: "a quarter or a fiscal year is named that doesn't exist",
    why: "Nobody can tell which time is meant, and what is due then never comes due.",
    help: "name two years that follow each other and a quarter from Q1 to Q4, as in `2020-21 Q2`",
    source: "WMF Technology goals: quarters are those of the fiscal year, such as 2020-21 Q2",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Of(&[kind::GOAL, kind::DELIVERABLE], check),
};

pub(super) static YIELDS_TO: &[Yields] = &[Yields::at_value(&[&schema_mismatch::RULE])];

fn check(record: &Record, _: &View<'_>, findings: &mut Findings) {
    let root = record.root();
    match record.kind {
        Some(kind::GOAL) => {
            look(root.get("quarter"), findings);
        }
        Some(kind::DELIVERABLE) => {
            look(root.get("fiscal-year"), findings);
            for milestone in root.list("milestones") {
                // It may be put in other words; only what is meant as a quarter is held to be one.
                look(
                    milestone.get("by").filter(|by| by.as_str().is_some_and(|by| by.contains(" Q"))),
                    findings,
                );
            }
        }
        _ => {}
    }
}

/// Reports `value` if it is written as a fiscal year or a quarter of one, and there is none. What is written in
/// another way is the schema's to tell.
fn look(value: Option<Value<'_>>, findings: &mut Findings) {
    let Some((at, name)) = value.and_then(|at| Some((at, at.as_str()?))) else { return };
    let (year, quarter) = name.split_once(" Q").map_or((name, None), |(year, number)| (year, Some(number)));
    let Some((first, second)) = year.split_once('-') else { return };
    let is_number =
        |text: &str, digits| text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(first, 4) || !is_number(second, 2) || quarter.is_some_and(|number| !is_number(number, 1)) {
        return;
    }
    // Whether a year exists doesn't depend on the day on which it begins.
    let any_day = "07-01";
    let (is_one, what) = match quarter {
        Some(_) => (dates::quarter(name, any_day).is_some(), "quarter"),
        None => (dates::fiscal_year(name, any_day).is_some(), "fiscal year"),
    };
    if is_one {
        return;
    }
    let finding = findings.report(at, format!("there is no {what} `{name}`"));
    let next = first.parse::<i32>().map_or(0, |first| (first + 1) % 100);
    let right_year = format!("{first}-{next:02}");
    if year != right_year {
        let right = quarter.map_or(right_year.clone(), |number| format!("{right_year} Q{number}"));
        finding.help(format!("name two years that follow each other, as in `{right}`"));
        finding.instead(format!("\"{right}\""), false);
    }
}

const BAD: &str = r#"
#- records/goals/2020-21-q2-bill.toml
person = "bill"
quarter = "2020-22 Q2"
#         ^^^^^^^^^^^^ there is no quarter `2020-22 Q2`
statement = "Give a talk"
"#;

const MEND: &str = r#"
#~ records/goals/2020-21-q2-bill.toml
- quarter = "2020-22 Q2"
+ quarter = "2020-21 Q2"
"#;

cases! { r#"
=== a fifth quarter doesn't match the schema -> schema-mismatch
#- bad
#~ records/goals/2020-21-q2-bill.toml
- quarter = "2020-22 Q2"
+ quarter = "2020-21 Q5"

=== the turn of a century is not reported
#- bad
#~ records/goals/2020-21-q2-bill.toml
- quarter = "2020-22 Q2"
+ quarter = "1999-00 Q2"
+ status = "done"

=== fiscal years and milestones of deliverables are reported
#- records/deliverables/evolutionary-architecture.toml
title = "Evolutionary architecture"
plan = "Medium-term plan"
fiscal-year = "2020-20"
#             ^^^^^^^^^ there is no fiscal year `2020-20`
priority = "Platform Evolution"
milestones = [
    { by = "2020-21 Q5", text = "one service" },
#          ^^^^^^^^^^^^ there is no quarter `2020-21 Q5`
    { by = "2020-12", text = "two services" },
    { by = "the end of Q3", text = "three services" },
]
"# }
