use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "schema-unusable",
    level: Level::Error,
    subject: Subject::Settings,
    summary: "a schema of the workspace can't be used",
    why: "Records of that kind can't be checked, and those that name them can't be followed.",
    help: "mend the schema; `teambook schema person` prints one to compare with",
    source: "a kind is a schema: JSON Schema draft 7 with `x-kind` and `x-folder`",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

fn check(workspace: &View<'_>, findings: &mut Findings) {
    for (file, message) in workspace.schema_problems() {
        if let Some(message) = message {
            findings.report(file.root(), message);
        }
    }
}

const BAD: &str = r#"
#- schemas/vendor.schema.json
^ its folder `people` is that of the kind `person`
{
  "x-kind": "vendor",
  "x-folder": "people",
  "type": "object"
}
"#;

const MEND: &str = r#"
#~ schemas/vendor.schema.json
-   "x-folder": "people",
+   "x-folder": "vendors",
"#;

cases! { r#"
=== each schema that can't be used is reported
#- schemas/vendor.schema.json
^ it isn't JSON: EOF while parsing an object at line 2 column 0
{
#- schemas/pet.schema.json
^ its `x-ref` names `persn`, and there is no such kind
{"x-kind":"pet","x-folder":"pets","properties":{"owner":{"x-ref":"persn"}}}
"# }
