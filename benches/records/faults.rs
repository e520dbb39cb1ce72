//! Workspaces of any size that have much of one fault, each with the same one without it.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use teambook::report::{FORMATS, Format};

use crate::generator;

/// One fault.
pub(super) struct Case {
    pub(super) name: String,
    /// A workspace of this many records with the fault.
    pub(super) with: fn(usize) -> Texts,
    /// The same without; none where nothing else is to be compared than sound records.
    pub(super) without: Option<fn(usize) -> Texts>,
    /// Whether a check that notes what its answers depend on is measured as well.
    pub(super) is_kept: bool,
    /// The report's format.
    pub(super) format: &'static str,
}

/// The files of a workspace.
#[derive(Clone)]
pub(super) struct Texts {
    pub(super) files: Arc<BTreeMap<String, String>>,
    pub(super) as_of: Date,
}

pub(super) fn case(name: &str, with: fn(usize) -> Texts, without: Option<fn(usize) -> Texts>) -> Case {
    Case { name: name.to_owned(), with, without, is_kept: false, format: "concise" }
}

/// The same where an answer may depend on much.
pub(super) fn kept(name: &str, with: fn(usize) -> Texts, without: Option<fn(usize) -> Texts>) -> Case {
    Case { is_kept: true, ..case(name, with, without) }
}

/// The reports in `format` of many findings in one file and in one line, beside that of as many in files of
/// their own.
fn reports(format: &Format) -> [Case; 2] {
    let report = |place, with| {
        let case = case(&format!("{}, {place}", format.name), with, Some(|n| in_many_files(n, true)));
        Case { format: format.name, ..case }
    };
    [report("one file", |n| in_one_file(n, true)), report("one line", in_one_line)]
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = vec![
        kept("nothing is wrong", Texts::sound, None),
        kept(
            "all tasks name one missing person",
            |n| Texts::sound(n).with_lines("tasks", "assignee", |_| "nobody-here".into()),
            None,
        ),
        kept(
            "each task names another missing story",
            |n| Texts::sound(n).with_lines("tasks", "story", |number| format!("storey-{number}-x")),
            None,
        ),
        kept("a team's file is gone", |n| Texts::sound(n).without_file("records/teams/storage.toml"), None),
        kept(
            "one record names much that is missing",
            |n| named_in_one(n, |number| format!("requst-{number}")),
            None,
        ),
        case("one record names one thing that is missing", |n| named_in_one(n, |_| "requst".into()), None),
        case(
            "each person has another unknown role",
            |n| people(n, |number| format!("roles = [{{ role = \"engineer-{number}\" }}]\n")),
            Some(|n| people(n, LEFT)),
        ),
        case("a long name", |n| long_names(n, 5 * n), None),
        case("two long names that differ by a letter", |n| long_names(n, 2 * n), None),
        case(
            "all people have one name",
            |n| people(n, |_| "aka = [\"Somebody Else\"]\nactive = { until = 1999-12-31 }\n".into()),
            Some(|n| people(n, LEFT)),
        ),
        kept(
            "people in no sprint",
            |n| people(n, |_| "roles = [{ role = \"engineer\" }]\n".into()),
            Some(|n| people(n, LEFT)),
        ),
        case("ignores that accept nothing", |n| ignores(n, 1), None),
        case("ignores of no record", |n| ignores(n, 1_000_000_007), None),
        case("ignores that accept something", |n| newer(ignores(n, 1)), Some(|n| newer(Texts::sound(n)))),
        case(
            "roles",
            |n| settings(n, |number| format!("[roles.role-{number}]\none-team-per-sprint = true\n")),
            None,
        ),
        case(
            "unknown rules",
            |n| {
                settings(n, |number| {
                    format!("{}rule-{number} = \"off\"\n", if number == 0 { "[rules]\n" } else { "" })
                })
            },
            None,
        ),
        case(
            "faults of one file",
            |n| Texts::sound(n).and(&in_one_file(n, true)),
            Some(|n| Texts::sound(n).and(&in_one_file(n, false))),
        ),
        case(
            "schema faults of one file",
            |n| misfits(n, |number| number.to_string()),
            Some(|n| misfits(n, |number| format!("\"{number}\""))),
        ),
        case("duplicate keys in one file", |n| repeated(n, "a = 1\n"), None),
        case("duplicate tables in one file", |n| repeated(n, "[a]\nb = 1\n"), None),
        case("lines that are no TOML", |n| repeated(n, "this is no TOML\n"), None),
        case("deep nesting", |n| repeated(n, "["), None),
    ];
    cases.extend(FORMATS.iter().copied().flat_map(reports));
    cases
}

const LEFT: fn(usize) -> String = |_| "active = { until = 1999-12-31 }\n".into();

impl Texts {
    /// A workspace without records.
    pub(super) fn none() -> Self {
        let mut texts = Self::sound(0);
        Arc::make_mut(&mut texts.files).retain(|path, _| path == "teambook.toml");
        texts
    }

    /// Records in which nothing is wrong.
    pub(super) fn sound(records: usize) -> Self {
        let corpus = generator::corpus(records);
        Self { files: Arc::new(corpus.files.into_iter().collect()), as_of: corpus.as_of }
    }

    fn edit(&mut self) -> &mut BTreeMap<String, String> {
        Arc::make_mut(&mut self.files)
    }

    pub(super) fn add(&mut self, path: impl Into<String>, text: impl Into<String>) {
        self.edit().insert(path.into(), text.into());
    }

    fn and(mut self, other: &Self) -> Self {
        let more = other.files.iter().filter(|(path, _)| path.contains("/value-streams/"));
        self.edit().extend(more.map(|(path, text)| (path.clone(), text.clone())));
        self
    }

    /// The ids of the records of `folder`.
    pub(super) fn stems(&self, folder: &str) -> Vec<String> {
        let folder = format!("records/{folder}/");
        let names = self.files.keys().filter_map(|path| path.strip_prefix(&folder));
        names.filter_map(|name| Some(name.rsplit_once('.')?.0.to_owned())).collect()
    }

    pub(super) fn append_settings(&mut self, entries: &str) {
        if let Some(text) = self.edit().get_mut("teambook.toml") {
            text.push_str(entries);
        }
    }

    fn without_file(mut self, path: &str) -> Self {
        self.edit().remove(path);
        self
    }

    /// With another value of `field` in each record of `folder`.
    pub(super) fn with_lines(mut self, folder: &str, field: &str, value: impl Fn(usize) -> String) -> Self {
        let (folder, begins) = (format!("records/{folder}/"), format!("{field} = "));
        let files = self.edit().iter_mut().filter(|(path, _)| path.starts_with(&folder));
        for (number, (_, text)) in files.enumerate() {
            let lines = text.lines().map(|line| {
                if line.starts_with(&begins) {
                    format!("{begins}\"{}\"\n", value(number))
                } else {
                    format!("{line}\n")
                }
            });
            *text = lines.collect();
        }
        self
    }
}

/// One record that names `count` things.
fn named_in_one(count: usize, name: impl Fn(usize) -> String) -> Texts {
    let mut texts = Texts::sound(count);
    let names: Vec<String> = (0..count).map(|number| format!("\"{}\"", name(number))).collect();
    let text = format!(
        "on = 2000-01-05\nfacilitator = \"ariel-babababababa\"\nnot-held = \"a holiday\"\nreviewed = [\n{}\n]\n",
        names.join(",\n")
    );
    texts.add("records/triage-meetings/2000-01-05.toml", text);
    texts
}

/// People beside those in sprints, half as many as there are records.
fn people(records: usize, fields: impl Fn(usize) -> String) -> Texts {
    let mut texts = Texts::sound(records);
    for number in 0..records / 2 {
        let text = format!(
            "name = \"Somebody {number}{number}\"\nguide = {{ page = \"https://wiki.example.org\" }}\n{}",
            fields(number)
        );
        texts.add(format!("records/people/somebody-{number}.toml"), text);
    }
    texts
}

fn long_names(records: usize, letters: usize) -> Texts {
    let mut texts = Texts::sound(records);
    let name = "anna maria ".repeat(letters / 11 + 1);
    for end in ["one", "two"] {
        texts.add(
            format!("records/teams/long-{end}.toml"),
            format!("name = \"{name} Chap{end}\"\ncategory = \"external\"\n"),
        );
    }
    texts
}

/// As many ignores as there are records, of every record or of such as there are not.
fn ignores(records: usize, step: usize) -> Texts {
    let mut texts = Texts::sound(records);
    let paths: Vec<String> =
        texts.files.keys().filter(|path| path.starts_with("records/")).cloned().collect();
    let ignores: String = (0..records)
        .map(|number| {
            let record = paths.get(number * step).cloned().unwrap_or_else(|| format!("task:tusk-{number}"));
            format!("\n[[ignore]]\nrule = \"newer-toml\"\nrecord = \"{record}\"\nreason = \"it is known\"\n")
        })
        .collect();
    texts.append_settings(&ignores);
    texts
}

/// With a fault in each record that is a task or a story.
fn newer(mut texts: Texts) -> Texts {
    for (_, text) in
        texts.edit().iter_mut().filter(|(path, _)| path.contains("/task-") && path.ends_with(".toml"))
    {
        text.push_str("source = { page = \"https://wiki.example.org\", }\n");
    }
    texts
}

fn settings(records: usize, entry: impl Fn(usize) -> String) -> Texts {
    let mut texts = Texts::sound(records);
    let entries: String = (0..records * 2 / 5).map(entry).collect();
    texts.append_settings(&entries);
    texts
}

const STREAM: &str = "name = \"Reading\"\npurpose = \"People read.\"\n";

/// One file with more values than there are records, each with a fault or none.
fn in_one_file(records: usize, is_wrong: bool) -> Texts {
    let mut texts = Texts::sound(0);
    let comma = if is_wrong { "," } else { "" };
    let entries: String = (0..records)
        .map(|number| {
            format!(
                "\n[[assumed]]\nfield = \"name\"\nwhy = \"it is the {number}th\"\nmore = {{ a = 1{comma} }}\n"
            )
        })
        .collect();
    texts.add("records/value-streams/reading.toml", format!("{STREAM}{entries}"));
    texts
}

/// The same faults in as many files.
fn in_many_files(records: usize, is_wrong: bool) -> Texts {
    let mut texts = Texts::sound(0);
    let comma = if is_wrong { "," } else { "" };
    for number in 0..records {
        texts.add(format!("records/value-streams/reading-{number}.toml"), format!("{STREAM}\n[[assumed]]\nfield = \"name\"\nwhy = \"it is the {number}th\"\nmore = {{ a = 1{comma} }}\n"));
    }
    texts
}

/// The same faults in one line.
fn in_one_line(records: usize) -> Texts {
    let mut texts = Texts::sound(0);
    let entries: String = (0..records).map(|_| "{ a = 1, }, ").collect();
    texts.add("records/value-streams/reading.toml", format!("{STREAM}assumed = [{entries}]\n"));
    texts
}

/// One file with values that don't fit the schema, or do.
fn misfits(records: usize, value: impl Fn(usize) -> String) -> Texts {
    let mut texts = Texts::sound(records);
    let values: String = (0..records).map(|number| format!("{},\n", value(number))).collect();
    texts.add("records/value-streams/reading.toml", format!("{STREAM}aka = [\n{values}]\n"));
    texts
}

/// One file that says something again and again.
fn repeated(records: usize, text: &str) -> Texts {
    let mut texts = Texts::sound(records);
    texts.add("records/value-streams/reading.toml", format!("{STREAM}{}", text.repeat(records)));
    texts
}
