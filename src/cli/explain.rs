//! `teambook explain`: what a rule means.

use clap::Args;

use super::{Failure, GlobalArgs, output};
use crate::answers::page;
use crate::base::nearest::nearest;
use crate::check::rules::{self, AnyRule, Rule};

/// Explain a rule, with examples
#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The rule's name, as a finding shows it; without one, all rules are listed
    rule: Option<String>,
    /// Print all rules as one Markdown page
    #[arg(long, conflicts_with = "rule")]
    all: bool,
}

impl ExplainArgs {
    pub(super) fn run(self, globals: &GlobalArgs) -> Result<u8, Failure> {
        // Outside a workspace there are still the built-in rules.
        let (known, own) = match globals.workspace() {
            Ok(disk) => {
                let files = disk.without_records()?;
                let own = files.own_rules().iter().map(|file| file.source.path.to_string()).collect();
                (rules::own::with(files.own_rules(), &files.schemas), own)
            }
            Err(_) => (rules::ALL.iter().copied().map(AnyRule::from).collect(), Vec::new()),
        };
        let rules: Vec<Rule<'_>> = known.iter().map(AnyRule::get).collect();
        let rules: Vec<&Rule<'_>> = rules.iter().collect();
        let text = match self.rule {
            Some(name) => match rules.iter().find(|rule| rule.name == name) {
                Some(rule) => rules::page::rule(rule, 1),
                None => return Err(unknown(&name, &rules, &own)),
            },
            None if self.all => rules::page::all(&rules),
            None => rules::page::list(&rules),
        };
        output::page(&page::rules::page(&text), globals.style())?;
        Ok(0)
    }
}

/// Says why there is no page for `name`; the files of the workspace's `own` rules may have it nevertheless.
fn unknown(name: &str, rules: &[&Rule<'_>], own: &[String]) -> Failure {
    let file = format!("rules/{name}.toml");
    if own.contains(&file) {
        return Failure::new(format!("{file} can't be used"), "`teambook check` says what is wrong with it");
    }
    let near = nearest(name, rules.iter().map(|rule| rule.name));
    Failure::unknown("rule", name, near, "`teambook explain` lists them all")
}
