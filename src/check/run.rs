//! A check from end to end: the records, what they are compared with and what is known of their findings go
//! in; each finding comes out with its verdict. It can be asked again and again: it reads nothing and keeps
//! nothing.

use std::convert::Infallible;

use jiff::civil::Date;

use super::baseline::Baseline;
use super::cache::{self, Cache};
use super::conclude::{check, conclude};
use super::merge::Sides;
use super::units::{self, Rules};
use crate::check::change::commits::Commits;
use crate::check::change::{Change, Pairs};
use crate::check::rules::finding::Finding;
use crate::check::sources::Sources;
use crate::workspace::files::Files;
use crate::workspace::settings::Level;
use crate::workspace::{View, Workspace};

/// What to check, and what is known of it already.
pub struct Request<'a> {
    /// The records.
    pub head: &'a Files,
    /// The day for what depends on the date.
    pub as_of: Date,
    /// The states that they are compared with: of a merge each parent.
    pub compared: &'a [Compared],
    /// What says in few bits which program this is, and what it has learnt of another state; none where
    /// nothing is to be learnt.
    pub cache: Option<(&'a str, Option<&'a Cache>)>,
    /// A state whose findings are known.
    pub known: Option<&'a Files>,
    /// What the workspace accepts.
    pub accepted: Baseline,
    /// The files and folders that are asked for, from the workspace's root; none for all of it.
    pub paths: &'a [String],
}

impl<'a> Request<'a> {
    /// The records by themselves.
    pub fn new(head: &'a Files, as_of: Date) -> Self {
        Self {
            head,
            as_of,
            compared: &[],
            cache: None,
            known: None,
            accepted: Baseline::default(),
            paths: &[],
        }
    }
}

/// The records of another state, and which of them is which of the head.
pub struct Compared {
    /// The other state.
    pub base: Files,
    /// Which record is which.
    pub pairs: Pairs,
    /// The commits that lead from there to the head.
    pub commits: Commits,
}

/// What becomes of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is shown.
    New,
    /// The ignore with this number accepts it.
    Ignored(usize),
    /// The workspace's baseline accepts it.
    Baselined,
    /// The state that was asked for has it, too.
    Known,
}

/// A finding and what becomes of it.
#[derive(Debug)]
pub struct Judged {
    /// What was found.
    pub finding: Finding,
    /// What becomes of it.
    pub verdict: Verdict,
    /// Whether it concerns none of the paths that are asked for.
    pub is_elsewhere: bool,
}

/// The result of a check.
pub struct Outcome<'a> {
    /// The records that were checked.
    pub workspace: Workspace<'a>,
    /// The files that the findings stand in.
    pub sources: Sources<'a>,
    /// The findings, in the order of path, place and rule; those that an ignore accepts come last.
    pub judged: Vec<Judged>,
    /// What is worth keeping in place of the cache that was given; none where that will still do.
    pub cache: Option<Cache>,
    /// How many findings the baseline accepts that are no longer there.
    pub mended: usize,
}

impl Outcome<'_> {
    /// The findings with this verdict that concern what is asked for.
    pub fn with(&self, verdict: Verdict) -> impl Iterator<Item = &Finding> {
        let has_verdict = move |judged: &&Judged| judged.verdict == verdict && !judged.is_elsewhere;
        self.judged.iter().filter(has_verdict).map(|judged| &judged.finding)
    }

    /// Whether a finding that is shown is at least as grave as `least`.
    pub fn fails(&self, least: Level) -> bool {
        self.with(Verdict::New).any(|finding| finding.level >= least)
    }
}

/// Checks what is asked for.
pub fn run(request: Request<'_>) -> Outcome<'_> {
    match run_merge(request, || Ok::<_, Infallible>(None)) {
        Ok(outcome) => outcome,
        Err(never) => match never {},
    }
}

/// Checks a merge. What its `sides` have by themselves is only asked where something is found: a merge that
/// is in order has sides that are.
pub fn run_merge<'a, E>(
    request: Request<'a>,
    sides: impl FnOnce() -> Result<Option<Sides>, E>,
) -> Result<Outcome<'a>, E> {
    let Request { head, as_of, compared, cache, known, mut accepted, paths } = request;
    let (workspace, rules, found, cache) = match cache {
        Some((program, cache)) => {
            let checked = cache::check(head, as_of, &cache::stamp(head, program), cache);
            (checked.workspace, checked.rules, checked.found, checked.cache)
        }
        None => {
            head.read_all();
            let workspace = Workspace::new(head, as_of);
            let rules = Rules::new(&workspace.view());
            let found = units::all(&workspace, &rules);
            (workspace, rules, found, None)
        }
    };
    let view = workspace.view();
    let bases: Vec<View<'a>> =
        compared.iter().map(|other| cache::other_side(&other.base, &workspace).view()).collect();
    let change = |(other, base)| -> Change<'_, 'a> {
        let Compared { pairs, commits, .. }: &Compared = other;
        Change { base, head: &view, pairs, commits }
    };
    let changes: Vec<Change<'_, 'a>> = compared.iter().zip(&bases).map(change).collect();
    let sources = Sources::of(head);
    let sources = compared.first().map_or(sources, |first| sources.since(&first.base, &first.commits));
    let mut found = conclude(&view, &rules, sources, &changes, found);
    if !found.findings.is_empty()
        && let Some(sides) = sides()?
    {
        sides.mark(&mut found);
    }
    let mut known = known.map_or_else(Baseline::default, |files| {
        let workspace = Workspace::new(files, as_of);
        let found = check(&workspace);
        Baseline::of(found.sources, &found.findings)
    });
    let mut judge = |finding: Finding, ignore: Option<usize>| {
        let verdict = match ignore {
            Some(ignore) => Verdict::Ignored(ignore),
            None if accepted.take(sources, &finding) => Verdict::Baselined,
            None if known.take(sources, &finding) => Verdict::Known,
            None => Verdict::New,
        };
        let is_elsewhere = !paths.is_empty() && !is_about(sources, &finding, paths);
        Judged { finding, verdict, is_elsewhere }
    };
    let findings = found.findings.into_iter().map(|finding| (finding, None));
    let ignored = found.ignored.into_iter().map(|(finding, ignore)| (finding, Some(ignore)));
    let judged = findings.chain(ignored).map(|(finding, ignore)| judge(finding, ignore)).collect();
    Ok(Outcome { judged, cache, mended: accepted.number(), workspace, sources })
}

/// Whether one of the finding's places lies at or below one of `paths`.
fn is_about(sources: Sources<'_>, finding: &Finding, paths: &[String]) -> bool {
    let places = std::iter::once(finding.at).chain(finding.also.iter().map(|(place, _)| *place));
    places.map(|place| sources.path(place.file)).any(|path| {
        paths.iter().any(|wanted| {
            wanted.is_empty()
                || path
                    .strip_prefix(wanted.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    })
}
