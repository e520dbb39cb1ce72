//! What the whole check finds in an [example](super::rules::example): for the tests of rules, the planted faults and the
//! benchmarks, which all go through [`run_merge`] as `teambook check` does.

use std::convert::Infallible;

use jiff::civil::Date;

use super::change::Pairs;
use super::change::commits::{Commit, Commits};
use super::conclude;
use super::merge::Sides;
use super::rules::example::{Built, Mark, Texts};
use super::run::{Compared, Request, Verdict, run_merge};
use crate::base::source::Span;
use crate::workspace::Workspace;
use crate::workspace::files::Files;
use crate::workspace::settings::Level;

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// The file.
    pub path: String,
    /// The place in it.
    pub span: Span,
    /// What is wrong.
    pub words: String,
    /// What to do.
    pub advice: String,
    /// The name of the rule.
    pub rule: String,
    /// How grave it is.
    pub level: Level,
}

impl Found {
    /// Whether it is the finding of `rule` that `mark` expects.
    pub fn is(&self, rule: &str, mark: &Mark) -> bool {
        self.rule == rule
            && (&self.path, self.span) == (&mark.path, mark.span)
            && self.words == mark.words
            && (mark.advice.is_empty() || self.advice == mark.advice)
            && mark.level.is_none_or(|level| level == self.level)
    }
}

/// What a check of `texts` by themselves finds on `day`.
pub fn check_texts(texts: &Texts, day: Date) -> Vec<Found> {
    check(&Built { head: texts.clone(), ..Built::default() }, day)
}

/// What a check of `built`, be it a state, a change or a merge, finds on `day`.
pub fn check(built: &Built, day: Date) -> Vec<Found> {
    let head = Files::from_texts(&built.head);
    let compare = |texts: &Texts| {
        let base = Files::from_texts(texts);
        let pairs = Pairs::new(&base, &head);
        let commit = |message: &String| Commit { message: message.clone(), ..Commit::default() };
        let commits = Commits::new(built.messages.iter().map(commit).collect());
        Compared { base, pairs, commits }
    };
    let compared: Vec<Compared> = built.base.iter().map(compare).collect();
    let request = Request { compared: &compared, ..Request::new(&head, day) };
    let sides = || Ok::<_, Infallible>(built.sides.as_ref().map(|sides| by_themselves(sides, day)));
    let outcome = match run_merge(request, sides) {
        Ok(outcome) => outcome,
        Err(never) => match never {},
    };
    let found = outcome.with(Verdict::New).map(|finding| Found {
        path: outcome.sources.path(finding.at.file).to_owned(),
        span: finding.at.span,
        words: finding.message.clone(),
        advice: finding.advice().to_owned(),
        rule: finding.rule.name().to_owned(),
        level: finding.level,
    });
    found.collect()
}

fn by_themselves(texts: &[Texts; 2], day: Date) -> Sides {
    let mut sides = Sides::default();
    for texts in texts {
        let files = Files::from_texts(texts);
        let side = Workspace::new(&files, day);
        sides.add(&conclude::check(&side));
    }
    sides
}
