//! Which record is meant: `kind:id`, a bare id, a decision's number, a path, or an id that it had before.

use super::Failure;
use crate::base::id;
use crate::base::nearest::nearest;
use crate::record::{KindId, Record, RecordId};
use crate::workspace::schema::Schemas;
use crate::workspace::{View, kind};

/// The record that `written` names, and a note where it has another id now.
pub(super) fn record<'a>(
    workspace: &View<'a>,
    written: &str,
) -> Result<(&'a Record, Option<String>), Failure> {
    let by_path = workspace.records().find(|record| *record.source.path == *written);
    if let Some(record) = by_path {
        return Ok((record, None));
    }
    let (kind, id) = match written.split_once(':') {
        Some((kind, id)) => (Some(self::kind(workspace.schemas(), kind)?), id),
        None => (None, written),
    };
    let of_kind = |record: &&Record| match kind {
        Some(kind) => record.kind == Some(kind),
        None => record.kind.is_some(),
    };
    let records = || workspace.records().filter(of_kind);
    let mut found: Vec<&Record> = records().filter(|record| *record.id == *id).collect();
    if found.is_empty() && !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()) {
        let number = id::leading_number(id);
        let decisions = records().filter(|record| record.kind == Some(kind::DECISION));
        found = decisions.filter(|record| id::leading_number(&record.id) == number).collect();
    }
    match found.as_slice() {
        [one] => return Ok((one, None)),
        [] => {}
        several => return Err(ambiguous(workspace, written, several)),
    }
    let kinds = match kind {
        Some(kind) => vec![kind],
        None => workspace.schemas().ids().collect(),
    };
    let mut former: Vec<RecordId> = kinds
        .into_iter()
        .filter_map(|number| workspace.find_former(number, id))
        .filter(|found| of_kind(&workspace.record(*found)))
        .collect();
    former.sort_unstable();
    former.dedup();
    match former.as_slice() {
        [one] => {
            let record = workspace.record(*one);
            let address = workspace.address(record.number);
            Ok((record, Some(format!("`{written}` is {address}"))))
        }
        [] => Err(unknown(written, id, records())),
        several => {
            let records: Vec<&Record> = several.iter().map(|id| workspace.record(*id)).collect();
            Err(ambiguous(workspace, written, &records))
        }
    }
}

/// The number of the kind called `name`, or whose folder is called so.
pub(super) fn kind(schemas: &Schemas, name: &str) -> Result<KindId, Failure> {
    let number = schemas.named(name).map(|(number, _)| number).or_else(|| schemas.of_folder(name));
    number.ok_or_else(|| {
        let names: Vec<&str> = schemas.kinds().iter().map(|kind| kind.name.as_str()).collect();
        let near = nearest(name, names.iter().copied());
        Failure::unknown("kind", name, near, &format!("the kinds are {}", names.join(", ")))
    })
}

fn ambiguous(workspace: &View<'_>, written: &str, records: &[&Record]) -> Failure {
    let mut addresses: Vec<String> = records.iter().map(|record| workspace.address(record.number)).collect();
    addresses.dedup();
    if addresses.len() < records.len() {
        addresses = records.iter().map(|record| record.source.path.to_string()).collect();
    }
    Failure::new(
        format!("`{written}` may be any of {} records", records.len()),
        format!("name one of them: {}", addresses.join(", ")),
    )
}

fn unknown<'r>(written: &str, id: &str, records: impl Iterator<Item = &'r Record>) -> Failure {
    let near = nearest(id, records.map(|record| &*record.id));
    let kind = written.split_once(':').map_or("KIND", |(kind, _)| kind);
    Failure::unknown("record", written, near, &format!("`teambook list {kind}` lists what there is"))
}
