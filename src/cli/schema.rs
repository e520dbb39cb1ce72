//! `teambook schema`: the kinds and their schemas.

use clap::Args;

use super::{Failure, GlobalArgs, output, which};
use crate::workspace::schema::{self, Schemas};

/// Print a kind's schema, or list the kinds
#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// The kind, such as `sprint`; `teambook` for the settings, `rule` for an own rule; without one, all
    /// kinds are listed
    kind: Option<String>,
}

impl SchemaArgs {
    pub(super) fn run(self, globals: &GlobalArgs) -> Result<u8, Failure> {
        // Outside a workspace there are still the built-in kinds.
        let schemas = match globals.workspace() {
            Ok(disk) => disk.kinds()?,
            Err(_) => Schemas::built_in(),
        };
        let Some(name) = self.kind else {
            output::lines(&list(&schemas))?;
            return Ok(0);
        };
        let schema = match name.as_str() {
            "teambook" => Some(schema::SETTINGS),
            "rule" => Some(schema::OWN_RULE),
            _ => None,
        };
        if let Some(schema) = schema {
            output::written_json(schema)?;
            return Ok(0);
        }
        let kind = schemas.kind(which::kind(&schemas, &name)?);
        output::written_json(&kind.text)?;
        Ok(0)
    }
}

fn list(schemas: &Schemas) -> String {
    let width = schemas.kinds().iter().map(|kind| kind.name.len()).max().unwrap_or_default();
    let mut text = String::new();
    for kind in schemas.kinds() {
        text.push_str(&format!("{:width$}  records/{}/\n", kind.name, kind.folder));
        text.push_str(&format!("{:width$}  {}\n", "", kind.description()));
    }
    text
}
