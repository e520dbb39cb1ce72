//! The workspace's own rules: each a file in `rules/` with a condition. What it selects are findings like any
//! other.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use super::finding::{Findings, Place};
use super::{ALL, AnyRule, Check, Evidence, Rule, Subject, rule_unusable};
use crate::base::id;
use crate::base::nearest::nearest;
use crate::base::source::Span;
use crate::base::words::did_you_mean;
use crate::check::query::{Query, QueryFault, Wording};
use crate::record::{KindId, Record, Value};
use crate::workspace::View;
use crate::workspace::schema::Schemas;
use crate::workspace::settings::Level;

/// A rule of the workspace's own: what it looks for, and what it says.
#[derive(Debug)]
pub struct OwnRule {
    /// The condition, as it is written.
    pub written: String,
    name: String,
    level: Level,
    summary: String,
    why: String,
    help: String,
    path: String,
    query: Query,
    wording: Wording,
    at: Option<String>,
    /// The names of the rules to which it yields.
    pub(super) yields_to: Vec<String>,
}

impl OwnRule {
    /// It as any other rule.
    pub fn rule(&self) -> Rule<'_> {
        Rule {
            name: &self.name,
            level: self.level,
            subject: Subject::Own,
            summary: &self.summary,
            why: &self.why,
            help: &self.help,
            source: &self.path,
            evidence: Evidence::Absent(self.query.asks_of()),
            bad: "",
            mend: "",
            check: Check::Own(self),
        }
    }

    /// Whether it is about records of `kind`.
    pub fn concerns(&self, kind: KindId) -> bool {
        self.query.concerns(kind)
    }

    pub(super) fn look<'a>(&self, record: &'a Record, workspace: &View<'a>, findings: &mut Findings) {
        match self.query.selects(record, workspace) {
            Ok(true) => {}
            Ok(false) => return,
            Err(fault) => return self.report_fault(&fault, "where", record, workspace, findings),
        }
        let at = self.at.as_ref().and_then(|at| at.split('.').try_fold(record.root(), Value::get));
        let place = at.unwrap_or_else(|| record.place());
        match self.wording.about(record, workspace) {
            Ok(message) => {
                findings.report(place, message);
            }
            Err(fault) => self.report_fault(&fault, "message", record, workspace, findings),
        }
    }

    /// A record that it can't judge is a fault of the rule: one, however many records there are.
    fn report_fault(
        &self,
        fault: &QueryFault,
        key: &str,
        record: &Record,
        workspace: &View<'_>,
        findings: &mut Findings,
    ) {
        let rule = &rule_unusable::RULE;
        let file = workspace.own_rules().iter().find(|file| *file.source.path == self.path);
        let Some(value) = file.and_then(|file| file.root().get(key)) else { return };
        let Some(level) = workspace.settings().level(rule.name, rule.level) else { return };
        let mut of_rule = Findings::new(rule, level);
        let message = format!("this can't judge every record: {}", fault.message);
        let help = fault.help.as_deref().unwrap_or("say with `kind` which records it is about");
        of_rule
            .report(inside(value, fault.span), message)
            .help(help)
            .also(record.place(), "such as this one");
        findings.found.append(&mut of_rule.found);
    }
}

/// All rules of a workspace: the built-in ones, then its own that can be used.
pub fn with(own_rules: &[Record], schemas: &Schemas) -> Vec<AnyRule> {
    let yielding = Yielding::new(own_rules);
    let own = own_rules.iter().filter_map(|file| {
        let (query, wording) = read(file, schemas).ok()?;
        let mut rule = made_of(file, query, wording);
        // In a circle none of them would say anything: so there nobody yields.
        let name = rule.name.as_str();
        rule.yields_to.retain(|next| yielding.way_back(name, next).is_none());
        Some(AnyRule::Own(Arc::new(rule)))
    });
    ALL.iter().copied().map(AnyRule::from).chain(own).collect()
}

fn made_of(file: &Record, query: Query, wording: Wording) -> OwnRule {
    let root = file.root();
    let word = |key: &str| root.str(key).unwrap_or_default().to_owned();
    OwnRule {
        written: word("where"),
        name: file.id.to_string(),
        level: match root.str("level") {
            Some("error") => Level::Error,
            Some("note") => Level::Note,
            _ => Level::Warning,
        },
        summary: word("summary"),
        why: word("why"),
        help: word("help"),
        path: file.source.path.to_string(),
        at: root.str("at").map(str::to_owned),
        yields_to: root.list("yields-to").filter_map(Value::as_str).map(str::to_owned).collect(),
        query,
        wording,
    }
}

/// What makes a rule's file one that can't be used.
pub(super) struct Problem {
    pub(super) at: Place,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// Reads condition and message of the rule in `file`; or says all that is wrong with it.
pub(super) fn read(file: &Record, schemas: &Schemas) -> Result<(Query, Wording), Vec<Problem>> {
    if !file.faults.is_empty() {
        // Reported by the rules about files.
        return Err(Vec::new());
    }
    let (root, mut problems) = (file.root(), Vec::new());
    let mut report =
        |at: Place, message: String, help: Option<String>| problems.push(Problem { at, message, help });
    let whole = Place::new(file, Span::default());
    let name = &*file.id;
    if file.source.path.matches('/').count() > 1 {
        let message = "a rule stands in `rules/` itself, and this one in a folder below".to_owned();
        report(whole, message, Some(format!("move it to `rules/{name}.toml`")));
    } else if super::find(name).is_some() {
        report(whole, format!("there is a built-in rule `{name}`"), Some("rename the file".to_owned()));
    } else if !id::is_well_formed(name) {
        let help = "rename the file: lower-case letters, digits and hyphens".to_owned();
        report(whole, format!("`{name}` can't be a rule's name"), Some(help));
    }
    let mut kinds = Vec::new();
    for value in root
        .get("kind")
        .into_iter()
        .flat_map(|kind| if kind.is_list() { kind.items().collect() } else { vec![kind] })
    {
        let written = value.as_str().unwrap_or_default();
        match schemas.named(written) {
            Some((number, _)) => kinds.push(number),
            None => {
                let near = nearest(written, schemas.kinds().iter().map(|kind| kind.name.as_str()));
                let near = near.map(did_you_mean);
                report(value.into(), format!("there is no kind `{written}`"), near);
            }
        }
    }
    if problems.iter().any(|problem| problem.at != whole) {
        return Err(problems);
    }
    let kinds = Some(&kinds[..]).filter(|kinds| !kinds.is_empty());
    let mut report = |value: Value<'_>, fault: QueryFault| {
        let at = inside(value, fault.span);
        problems.push(Problem { at, message: fault.message, help: fault.help });
    };
    let text = |key: &str| root.get(key).map(|value| (value, value.as_str().unwrap_or_default()));
    let query = text("where").and_then(|(value, written)| {
        Query::parse(written, schemas, kinds).map_err(|fault| report(value, fault)).ok()
    });
    let wording = text("message").and_then(|(value, written)| {
        Wording::parse(written, schemas, kinds).map_err(|fault| report(value, fault)).ok()
    });
    if let Some((value, at)) = text("at") {
        let path: Vec<&str> = at.split('.').collect();
        let is_concerned = |kind: &KindId| query.as_ref().is_none_or(|query| query.concerns(*kind));
        let plans: Vec<_> = schemas.ids().filter(is_concerned).map(|kind| &schemas.kind(kind).plan).collect();
        if plans.iter().all(|plan| plan.values(&path).is_none()) {
            let fields = plans.iter().flat_map(|plan| plan.properties_at([].into_iter()));
            let help = nearest(at, fields).map(did_you_mean);
            let message = format!("no record that this is about has a field `{at}`");
            problems.push(Problem { at: value.into(), message, help });
        }
    }
    match (query, wording) {
        (Some(query), Some(wording)) if problems.is_empty() => Ok((query, wording)),
        _ => Err(problems),
    }
}

/// To whom the rules of a workspace's own yield, by name.
struct Yielding<'a>(BTreeMap<&'a str, Vec<Value<'a>>>);

impl<'a> Yielding<'a> {
    fn new(files: &'a [Record]) -> Self {
        let of_file = |file: &'a Record| (&*file.id, file.root().list("yields-to").collect());
        Self(files.iter().map(of_file).collect())
    }

    /// The rules on the shortest way from `next`, to which `rule` yields, back to `rule`; both ends are part of
    /// it.
    fn way_back<'n>(&'n self, rule: &str, next: &'n str) -> Option<Vec<&'n str>> {
        let mut ways = VecDeque::from([vec![next]]);
        let mut seen = BTreeSet::from([next]);
        while let Some(way) = ways.pop_front() {
            let last = *way.last()?;
            if last == rule {
                return Some(way);
            }
            let further = self.0.get(last).into_iter().flatten().filter_map(|value| value.as_str());
            ways.extend(further.filter(|name| seen.insert(*name)).map(|name| [&way[..], &[name]].concat()));
        }
        None
    }
}

/// Where the rules in `files` yield to each other in a circle: once, in the file of the first by name.
pub(super) fn circles(files: &[Record]) -> Vec<Problem> {
    let yielding = Yielding::new(files);
    let mut problems = Vec::new();
    for (first, yields_to) in &yielding.0 {
        for at in yields_to {
            let way = at.as_str().and_then(|next| yielding.way_back(first, next));
            let Some(way) = way.filter(|way| way.iter().all(|name| name >= first)) else { continue };
            let (message, help) = match &way[..] {
                [_] => (format!("`{first}` yields to itself"), "take the name out"),
                _ => {
                    let ring: Vec<String> = way.iter().map(|name| format!("`{name}`")).collect();
                    let message =
                        format!("`{first}` yields to {}: a circle", ring.join(", which yields to "));
                    (
                        message,
                        "take one of these names out of its rule's `yields-to`; until then none of them yields",
                    )
                }
            };
            problems.push(Problem { at: (*at).into(), message, help: Some(help.to_owned()) });
        }
    }
    problems
}

/// What the rule in `file`, which can be read, compares with and isn't there.
pub(super) fn strangers(file: &Record, query: &Query, workspace: &View<'_>) -> Vec<Problem> {
    let Some(value) = file.root().get("where") else { return Vec::new() };
    let problem = |fault: QueryFault| Problem {
        at: inside(value, fault.span),
        message: fault.message,
        help: fault.help,
    };
    query.strangers(workspace).into_iter().map(problem).collect()
}

/// The part at `span` of the text that `value` is; all of it where the file spells it with escapes.
fn inside(value: Value<'_>, span: Span) -> Place {
    let (place, text) = (Place::from(value), value.as_str().unwrap_or_default());
    match value.record.slice(value.span()).find(text) {
        Some(at) => Place { span: span.shifted(value.span().start + at as u32), ..place },
        None => place,
    }
}
