use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "schema-copy-differs",
    level: Level::Warning,
    subject: Subject::Settings,
    summary: "the workspace's copy of a built-in schema isn't the program's",
    why: "Editors check by the copy and teambook by its own, so the two say different things of one record.",
    help: "write it anew: `teambook schema KIND > schemas/KIND.schema.json`",
    source: "schemas/: editors use the same schemas as the check",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: Check::Workspace(check),
};

fn check(workspace: &View<'_>, findings: &mut Findings) {
    for (file, message) in workspace.schema_problems() {
        if message.is_some() {
            continue;
        }
        let path = &*file.source.path;
        let kind = path.rsplit('/').next().and_then(|name| name.strip_suffix(".schema.json")).unwrap_or(path);
        findings
            .report(file.root(), format!("this copy of the built-in schema of `{kind}` differs from it"))
            .help(format!(
                "write it anew: `teambook schema {kind} > {path}`; a kind of your own needs a name of its own"
            ));
    }
}

const BAD: &str = r"
#- schemas/person.schema.json
^ this copy of the built-in schema of `person` differs from it
{}
";

const MEND: &str = r"
#- schemas/person.schema.json (removed)
";

#[cfg(test)]
mod tests {
    use super::super::tests::findings;
    use crate::workspace::kind::BUILT_IN;

    #[test]
    fn a_copy_may_differ_in_its_line_endings() {
        let (name, text) = BUILT_IN[0];
        let copy = text.replace('\n', "\r\n");
        assert_eq!(findings(&format!("#- schemas/{name}.schema.json\n{copy}")), []);
    }
}
