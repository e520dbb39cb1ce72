//! `teambook explain`: what a rule means.

use clap::Args;

use super::{Failure, print};
use crate::nearest::nearest;
use crate::rules;

/// Say what a rule means, with examples
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The rule's name, as a finding shows it; without one, all rules are listed
    rule: Option<String>,
    /// Print all rules as one Markdown page
    #[arg(long, conflicts_with = "rule")]
    all: bool,
}

impl Explain {
    pub(super) fn run(self) -> Result<u8, Failure> {
        let text = match self.rule {
            Some(name) => match rules::find(&name) {
                Some(rule) => rules::page::rule(rule, 1),
                None => return Err(unknown(&name)),
            },
            None if self.all => rules::page::all(),
            None => rules::page::list(),
        };
        print(text.as_bytes())?;
        Ok(0)
    }
}

fn unknown(name: &str) -> Failure {
    let near = nearest(name, rules::ALL.iter().map(|rule| rule.name));
    let near = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
    Failure::new(format!("there is no rule `{name}`"), format!("{near}`teambook explain` lists them all"))
}
