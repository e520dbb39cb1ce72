use super::finding::Place;
use super::{Check, Evidence, Findings, Rule, Subject, View};
use crate::base::nearest::nearest;
use crate::base::source::Span;
use crate::base::words;
use crate::base::words::did_you_mean;
use crate::record::Record;
use crate::workspace::model::{Decision, Status};
use crate::workspace::settings::Level;

pub(super) static RULE: Rule = Rule {
    name: "chosen-option-unlisted",
    level: Level::Warning,
    subject: Subject::Decisions,
    summary: "the list of options and the decision don't agree on which one was chosen",
    why: "A reader who sees only the list, or only the prose, learns of another decision than was taken.",
    help: "make one option of the list the chosen one, and name that one in the prose",
    source: "the decision records of MADR, whose prose says \"Chosen option: …\"",
    evidence: Evidence::Present,
    bad: BAD,
    mend: MEND,
    check: each!(Decision, check),
};

fn check(decision: &Decision<'_>, _: &View<'_>, findings: &mut Findings) {
    if !(decision.status == Some(Status::Accepted)) {
        return;
    }
    let chosen: Vec<_> = decision.options.iter().filter(|option| option.outcome == Some("chosen")).collect();
    if let [first, second, ..] = &*chosen {
        let ids: Vec<&str> = chosen.iter().filter_map(|option| *option.id).collect();
        let finding = findings.report(second.outcome, format!("{} are both chosen", words::ids(&ids)));
        finding.help("leave `chosen` at one; if several belong together, make them one option");
        finding.also(first.outcome, "chosen too");
    } else if let Some((span, words)) = chosen_in_prose(decision.record) {
        hold_against_list(decision, span, words, findings);
    }
}

/// Reports what the prose says was chosen where the list doesn't say so.
fn hold_against_list(decision: &Decision<'_>, span: Span, words: &str, findings: &mut Findings) {
    let place = Place::new(decision.record, span);
    let same = |text: Option<&str>| text.is_some_and(|text| text.trim().eq_ignore_ascii_case(words));
    let named = decision.options.iter().find(|option| same(*option.id) || same(option.title));
    match named {
        Some(option) if option.outcome == Some("rejected") => {
            let message = format!("`{words}` was chosen, and in the list of options it is rejected");
            findings.report(place, message).also(option.outcome, "rejected here");
        }
        Some(_) => {}
        // Without a list there is nothing to disagree with; that it is missing is another finding.
        None if decision.options.is_empty() => {}
        None => {
            let finding =
                findings.report(place, format!("`{words}` was chosen, and it isn't among the options"));
            let ids = decision.options.iter().filter_map(|option| *option.id);
            if let Some(near) = nearest(words, ids) {
                finding.help(did_you_mean(near));
            }
        }
    }
}

/// What the prose names after "Chosen option:", without its quotes; the place has them.
fn chosen_in_prose(record: &Record) -> Option<(Span, &str)> {
    const MARK: &str = "chosen option:";
    let prose = record.prose?;
    let text = record.prose_text();
    let after = text.to_ascii_lowercase().find(MARK)? + MARK.len();
    // The mark itself may be emphasised: **Chosen option:** "…".
    let from = after + text[after..].find(|c: char| c != '*' && c != '_' && c != ' ')?;
    let quote = text[from..].chars().next().filter(|c| matches!(c, '`' | '"' | '\''))?;
    let inside = from + quote.len_utf8();
    let until = inside + text[inside..].lines().next()?.find(quote)?;
    let span = Span::new(from, until + quote.len_utf8()).shifted(prose.start);
    Some((span, text[inside..until].trim())).filter(|(_, words)| !words.is_empty())
}

const BAD: &str = r"
#- in decision
#~ records/decisions/0001-run-commands-in-shellbox.md
- They run in Shellbox.
+ Chosen option: `kubernetes`, because each command gets limits of its own.
#                ^^^^^^^^^^^^ `kubernetes` was chosen, and it isn't among the options
";

const MEND: &str = r"
#~ records/decisions/0001-run-commands-in-shellbox.md
- Chosen option: `kubernetes`, because each command gets limits of its own.
+ Chosen option: `shellbox`, because each command gets limits of its own.
";

cases! { r#"
=== two chosen options are reported
#- in decision
#~ records/decisions/0001-run-commands-in-shellbox.md
- options = [
-     { id = "shellbox", title = "A service of its own", outcome = "chosen" },
-     { id = "as-before", title = "The application servers, as before", outcome = "rejected" },
- ]
+
+ [[options]]
+ id = "shellbox"
+ title = "A service of its own"
+ outcome = "chosen"
+
+ [[options]]
+ id = "as-before"
+ title = "As before"
+ outcome = "chosen"
#           ^^^^^^^^ `shellbox` and `as-before` are both chosen

=== the prose may name the chosen option by its title
#- in decision
#~ records/decisions/0001-run-commands-in-shellbox.md
- They run in Shellbox.
+ **Chosen option:** "A service of its own", since it works.

=== the prose need not name the chosen option
#- above
- **Chosen option:** "A service of its own", since it works.
+ Chosen option: the one that works.

=== an option that the prose chooses and the list rejects is reported
#- above
- **Chosen option:** "A service of its own", since it works.
+ Chosen option: 'The application servers, as before'.
#                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `The application servers, as before` was chosen, and in the list of options it is rejected
"# }
