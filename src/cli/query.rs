//! `teambook query`: records that a condition selects.

use clap::Args;
use serde_json::{Value as Json, json};

use super::records::{ListForm, to_json};
use super::session::StateArgs;
use super::{Failure, GlobalArgs, output, which};
use crate::answers::card::Table;
use crate::answers::page;
use crate::check::query::{self, QueryFault};
use crate::record::Record;
use crate::workspace::View;

/// Select records of all kinds by what they say and whom they are linked with
///
/// An expression is a condition about one record: `stage == "in-progress" && size(named_by("epic")) == 0`.
/// Fields stand in it under their names, with `_` for `-`; a field that a record leaves out is null. What
/// names another record is that record: `initiative.stage`. README.md says more under "Query".
#[derive(Debug, Args)]
pub(super) struct QueryArgs {
    /// The condition, in quotes
    #[arg(value_name = "EXPRESSION")]
    expression: String,
    /// Only records of this kind, such as `sprint`
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    #[command(flatten)]
    state: StateArgs,
    /// The output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ListForm,
}

impl QueryArgs {
    pub(super) fn run(self, globals: &GlobalArgs) -> Result<u8, Failure> {
        let session = self.state.open(globals)?;
        let workspace = session.workspace();
        let view = workspace.view();
        let kind = self.kind.as_deref().map(|kind| which::kind(view.schemas(), kind)).transpose()?;
        let kinds = kind.map(|kind| [kind]);
        let query =
            query::Query::parse(&self.expression, view.schemas(), kinds.as_ref().map(|kinds| &kinds[..]))
                .map_err(|fault| {
                    self.failure(
                        &fault,
                        fault.message.clone(),
                        "see \"Query\" in README.md for what an expression can say",
                    )
                })?;
        if let Some(fault) = query.strangers(&view).first() {
            return Err(self.failure(fault, fault.message.clone(), "see \"Query\" in README.md"));
        }
        let selected = query.select(&workspace).map_err(|(id, fault)| {
            let message = format!("{} can't be judged: {}", view.address(id), fault.message);
            self.failure(&fault, message, "where a field isn't the same in each kind, name the one that is meant: `kind == \"sprint\" && …`, or `--kind sprint`")
        })?;
        if selected.is_empty() {
            output::notice("nothing matches");
        }
        let records: Vec<&Record> = selected.into_iter().map(|id| view.record(id)).collect();
        match self.format {
            ListForm::Json => output::json(&self.json(&view, &records))?,
            ListForm::Csv => output::csv(&Table::of(&view, &records))?,
            ListForm::Text if records.is_empty() => {}
            ListForm::Text => {
                output::page(&page::card::table(&Table::of(&view, &records)), globals.style())?;
            }
        }
        Ok(0)
    }

    fn failure(&self, fault: &QueryFault, message: String, help: &str) -> Failure {
        Failure::new(message, fault.help.as_deref().unwrap_or(help)).showing(&fault.marked(&self.expression))
    }

    fn json(&self, workspace: &View<'_>, records: &[&Record]) -> Json {
        let selected = records.iter().map(|record| {
            json!({
                "record": workspace.address(record.number),
                "kind": workspace.kind_name(record.number),
                "id": record.id,
                "name": workspace.name(record),
                "path": &*record.source.path,
                "fields": to_json(record.root()),
            })
        });
        json!({
            "version": 1,
            "query": self.expression,
            "as-of": workspace.as_of().to_string(),
            "records": selected.collect::<Vec<_>>(),
        })
    }
}
