//! Rules about the code itself: layers, sizes, who may touch the world, and generated text that is up to
//! date.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below `folder`, by path from the project's root.
fn sources(folder: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    let mut paths = Vec::new();
    walk(&root().join(folder), &mut paths);
    paths.sort();
    assert!(!paths.is_empty(), "no source in {folder}");
    let name = |path: &Path| path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
    paths.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// The code of `text` up to its tests, without comments.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect()
}

/// The rooms in the order in which data flows through them, with those that are planned.
const ROOMS: [&str; 12] = [
    "base",
    "record",
    "workspace",
    "check",
    "answers",
    "edit",
    "plan",
    "publish",
    "report",
    "world",
    "lsp",
    "cli",
];

/// Which modules stand in each file, by the file's module path such as `check::rules`: in the order of the
/// file, and whether each is public. What a module that isn't public holds is a part of the one that it
/// stands in.
fn modules() -> BTreeMap<String, Vec<(String, bool)>> {
    let mut modules = BTreeMap::new();
    for (path, text) in sources("src") {
        let text = code(&text);
        let declared = text.lines().filter_map(|line| {
            let (name, is_public) = match line.strip_prefix("pub mod ") {
                Some(name) => (name, true),
                None => (line.strip_prefix("mod ").or_else(|| line.strip_prefix("pub(super) mod "))?, false),
            };
            Some((name.strip_suffix(';')?.to_owned(), is_public))
        });
        modules.insert(module_path(&path), declared.collect());
    }
    modules
}

/// The module that the file at `path` holds: `check::rules` for `src/check/rules.rs`, nothing for the crate
/// itself.
fn module_path(path: &str) -> String {
    let name = path.trim_start_matches("src/").trim_end_matches(".rs").replace('/', "::");
    if name == "lib" { String::new() } else { name }
}

/// The paths that `rest` begins with: one, or one for each name of a list in braces.
fn paths(rest: &str) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':');
    let path: String = rest.chars().take_while(|c| is_part(*c)).collect();
    match rest[path.len()..].strip_prefix('{').and_then(|list| list.split_once('}')) {
        Some((names, _)) => names.split(',').map(|name| format!("{path}{}", name.trim())).collect(),
        None => vec![path],
    }
}

/// The paths that `code`, which stands in `module`, names by `crate::` or `super::`, from the crate on.
fn uses(module: &str, code: &str) -> Vec<String> {
    let mut found: Vec<String> =
        code.match_indices("crate::").flat_map(|(at, word)| paths(&code[at + word.len()..])).collect();
    for (at, word) in code.match_indices("super::") {
        if code[..at].ends_with("super::") {
            continue;
        }
        let outer =
            |module: &str| module.rsplit_once("::").map_or(String::new(), |(outer, _)| outer.to_owned());
        let (mut outside, mut rest) = (outer(module), &code[at + word.len()..]);
        while let Some(further) = rest.strip_prefix("super::") {
            (outside, rest) = (outer(&outside), further);
        }
        let path = |path: String| format!("{outside}::{path}").trim_start_matches("::").to_owned();
        found.extend(paths(rest).into_iter().map(path));
    }
    found
}

#[test]
fn a_module_uses_only_those_above_it() {
    let modules = modules();
    let rooms: Vec<&str> = modules[""].iter().map(|(name, _)| name.as_str()).collect();
    assert!(
        rooms.is_sorted_by_key(|room| ROOMS.iter().position(|known| known == room).unwrap()),
        "{rooms:?}"
    );
    // A module that isn't public belongs to the file that declares it, and ranks with what that file says
    // itself: last.
    let rank = |above: &str, name: &str| {
        let list = &modules[above];
        list.iter().position(|(module, is_public)| module == name && *is_public).unwrap_or(list.len())
    };
    let mut upward = Vec::new();
    for (path, text) in sources("src").into_iter().filter(|(path, _)| !path.ends_with("tests.rs")) {
        let own = module_path(&path);
        let own_parts: Vec<&str> = own.split("::").collect();
        for used in uses(&own, &code(&text)) {
            let used_parts: Vec<&str> = used.split("::").collect();
            let shared = own_parts.iter().zip(&used_parts).take_while(|(a, b)| a == b).count();
            let above = own_parts[..shared].join("::");
            let (Some(mine), Some(theirs)) = (own_parts.get(shared), used_parts.get(shared)) else {
                continue;
            };
            let is_module = modules[&above].iter().any(|(name, _)| name == theirs);
            // Only rooms and what they hold are ranked; deeper down a file and its parts are one thing.
            let is_upward = rank(&above, mine) < rank(&above, theirs);
            if shared <= 1 && (is_module || !above.is_empty()) && is_upward {
                upward.push(format!("{path} uses {used}, which stands below {mine}"));
            }
        }
    }
    upward.dedup();
    assert!(upward.is_empty(), "{upward:#?}");
}

#[test]
fn the_world_is_touched_only_where_it_is_owned() {
    let owners: &[(&str, &[&str])] = &[
        ("std::fs", &["src/world/disk.rs", "src/cli/", "src/world/git"]),
        ("fs::", &["src/world/disk.rs", "src/cli/", "src/world/git"]),
        ("std::env", &["src/cli/terminal.rs", "src/cli/ci.rs", "src/world/git/library.rs"]),
        ("std::process", &["src/main.rs", "src/cli.rs", "src/cli/atomic.rs", "src/world/git/child.rs"]),
        ("std::net", &[]),
        ("SystemTime", &["src/cli/terminal.rs"]),
        ("Instant::", &["src/cli/check.rs"]),
        ("Zoned", &[]),
        ("git2::", &["src/world/git/library"]),
        ("rustix::", &["src/cli/atomic.rs", "src/world/git/scratch.rs"]),
        ("fs::write", &["src/cli/atomic.rs", "src/world/git/index.rs", "src/world/git/scratch.rs"]),
        ("miette", &["src/report/picture.rs"]),
        ("jsonschema::", &["src/workspace/schema.rs", "src/workspace/schema/"]),
        ("toml::", &["src/record/"]),
        ("cel::", &["src/check/query/"]),
        ("io::stdout", &["src/cli/output.rs"]),
        ("stderr()", &["src/cli/output.rs"]),
        ("println!", &[]),
        ("HashMap", &["src/workspace/links.rs"]),
    ];
    let mut strays = Vec::new();
    for (path, text) in sources("src") {
        let code = code(&text);
        for (word, allowed) in owners {
            if code.contains(word) && !allowed.iter().any(|owner| path.starts_with(owner)) {
                strays.push(format!("{path}: {word}"));
            }
        }
    }
    assert!(strays.is_empty(), "{strays:#?}");
}

#[test]
fn files_are_small_say_what_they_hold_and_are_named_for_it() {
    for folder in ["src", "tests", "benches"] {
        for (path, text) in sources(folder) {
            let lines = text.lines().count();
            assert!(lines <= 500, "{path} has {lines} lines: split it");
            let is_rule = path.starts_with("src/check/rules/") && text.contains("static RULE: Rule");
            assert!(is_rule || text.starts_with("//!"), "{path}: say in the first lines what it holds");
            for name in ["util", "helper", "manager", "handler", "common", "misc"] {
                let file = path.rsplit('/').next().unwrap();
                // A rule is named for a fault, and managers are people.
                assert!(is_rule || !file.contains(name), "{path}: name it for what it holds");
            }
        }
    }
}

#[test]
fn every_rule_file_is_in_the_list() {
    let list = fs::read_to_string(root().join("src/check/rules.rs")).unwrap();
    for (path, text) in sources("src/check/rules") {
        if text.contains("static RULE: Rule") {
            let name = path.trim_start_matches("src/check/rules/").trim_end_matches(".rs");
            let end = if text.contains("static YIELDS_TO") { ": YIELDS_TO,\n" } else { ",\n" };
            assert!(list.contains(&format!("    {name}{end}")), "{path} isn't in `rules!` so");
        }
    }
}

#[test]
fn every_schema_is_in_the_list_and_other_validators_can_read_it() {
    let mut files: Vec<String> = fs::read_dir(root().join("schemas"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    let mut expected: Vec<String> =
        teambook::workspace::kind::BUILT_IN.iter().map(|(name, _)| format!("{name}.schema.json")).collect();
    expected.extend(["teambook", "rule"].map(|name| format!("{name}.schema.json")));
    expected.sort();
    assert_eq!(files, expected);
    for file in files {
        let text = fs::read_to_string(root().join("schemas").join(&file)).unwrap();
        let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#", "{file}");
        jsonschema::meta::validate(&schema).unwrap_or_else(|error| panic!("{file}: {error}"));
        for newer in ["unevaluatedProperties", "$defs", "dependentRequired", "prefixItems"] {
            assert!(!text.contains(newer), "{file}: `{newer}` is newer than draft 7");
        }
    }
}

/// Holds `text` between `<!-- begin:NAME -->` and `<!-- end:NAME -->` of README.md against what it should be.
/// A stale README is rewritten, and the test fails once.
fn section(name: &str, expected: &str) {
    // Several tests may rewrite the one file.
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let path = root().join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let (begin, end) = (format!("<!-- begin:{name} -->\n"), format!("<!-- end:{name} -->"));
    let from = readme.find(&begin).unwrap_or_else(|| panic!("README.md lacks {begin}")) + begin.len();
    let to = readme.find(&end).unwrap_or_else(|| panic!("README.md lacks {end}"));
    if readme[from..to] != *expected {
        fs::write(&path, format!("{}{expected}{}", &readme[..from], &readme[to..])).unwrap();
        panic!("README.md's {name} were out of date and have been rewritten: look at them and commit");
    }
}

#[test]
fn the_readme_lists_the_rules_and_the_kinds() {
    section("rules", &teambook::check::rules::page::table());
    let mut kinds = String::from("\n| kind | folder | what it holds |\n|---|---|---|\n");
    for kind in teambook::workspace::schema::Schemas::built_in().kinds() {
        kinds.push_str(&format!(
            "| `{}` | `records/{}/` | {} |\n",
            kind.name,
            kind.folder,
            kind.description()
        ));
    }
    section("kinds", &kinds);
}

#[test]
fn the_readme_shows_the_arrows() {
    section("arrows", &teambook::workspace::model::arrows::Arrows::page());
}

#[test]
fn the_readme_lists_the_settings_that_can_be_left_out() {
    fn walk(path: &str, schema: &serde_json::Value, table: &mut String) {
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        for (name, property) in schema["properties"].as_object().unwrap() {
            let path = format!("{path}{name}");
            if property["properties"].is_object() {
                walk(&format!("{path}."), property, table);
            } else if property["type"] != "object"
                && property["items"]["type"] != "object"
                && !required.contains(&serde_json::json!(name))
            {
                let default = match &property["default"] {
                    serde_json::Value::Null => String::new(),
                    default => format!("`{default}`").replace(',', ", "),
                };
                let description = property["description"].as_str().unwrap();
                table.push_str(&format!("| `{path}` | {default} | {description} |\n"));
            }
        }
    }
    let schema = serde_json::from_str(teambook::workspace::schema::SETTINGS).unwrap();
    let mut table = String::from("\n| setting | without it | what it says |\n|---|---|---|\n");
    walk("", &schema, &mut table);
    section("settings", &table);
    let code: String = sources("src").iter().map(|(_, text)| code(text)).collect();
    for path in table.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()) {
        let leaf = path.rsplit('.').next().unwrap();
        let is_read = [path, leaf].iter().any(|name| code.contains(&format!("\"{name}\"")));
        assert!(is_read, "nothing reads the setting {path}");
    }
}

#[test]
fn the_readme_shows_the_files_that_are_shipped_for_ci() {
    for (name, file) in [("workflow", ".ci/workflow.yml"), ("gitlab", ".ci/gitlab.yml")] {
        let text = fs::read_to_string(root().join(file)).unwrap();
        let (_, text) = text.split_once('\n').unwrap();
        section(name, &format!("\n```yaml\n{text}```\n\n"));
    }
}

#[test]
fn no_input_of_the_action_is_part_of_a_script() {
    let action = fs::read_to_string(root().join("action.yml")).unwrap();
    for (number, line) in action.lines().enumerate().filter(|(_, line)| line.contains("${{")) {
        let is_variable = line.trim_start().starts_with("TEAMBOOK_") && line.contains(": ${{ inputs.");
        assert!(is_variable, "action.yml:{}: {line}", number + 1);
    }
}

#[test]
fn the_project_speaks_of_itself_alone() {
    let mut texts = sources("src");
    texts.extend(sources("tests"));
    for file in ["README.md", "CHANGELOG.md", "Cargo.toml", ".ci/run", ".ci/end-to-end", "teambook.toml"] {
        texts.push((file.to_owned(), fs::read_to_string(root().join(file)).unwrap()));
    }
    for (path, text) in texts {
        for word in [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("TO", "DO"), concat!("FIX", "ME")]
        {
            assert!(!text.contains(word), "{path}: {word}");
        }
    }
}
