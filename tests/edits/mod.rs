//! Random edits of records: nearly always so that they can still be read.

pub(crate) mod again;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::trials::Random;

/// A workspace's files by path from its root.
pub(crate) type Texts = BTreeMap<String, String>;

/// Edits one file at random: nearly always so that it can still be read.
pub(crate) fn edit(texts: &mut Texts, original: &Texts, random: &mut Random) {
    let paths: Vec<String> = texts.keys().filter(|path| path.starts_with("records/")).cloned().collect();
    let path = random.of(&paths).clone();
    let other = texts[random.of(&paths)].clone();
    let stem = |path: &str| {
        let name = path.rsplit('/').next().unwrap().to_owned();
        name.rsplit_once('.').unwrap().0.to_owned()
    };
    let mut lines: Vec<String> = texts[&path].lines().map(str::to_owned).collect();
    let at = random.next(lines.len());
    match random.next(12) {
        0 => {
            texts.remove(&path);
            return;
        }
        1 => {
            let text = texts.remove(&path).unwrap();
            let to = path.replace(&stem(&path), &format!("{}-two", stem(&path)));
            texts.insert(to, text);
            return;
        }
        2 => {
            let text = texts[&path].clone();
            texts.insert(path.replace(&stem(&path), &format!("{}-copy", stem(&path))), text);
            return;
        }
        3 => {
            // As it was, if it was there at first.
            let known: Vec<&String> = original.keys().collect();
            let path = (*random.of(&known)).clone();
            texts.insert(path.clone(), original[&path].clone());
            return;
        }
        4 if !lines.is_empty() => drop(lines.remove(at)),
        5 => lines.insert(at, format!("was = [\"{}\"]", stem(random.of::<String>(&paths)))),
        6 | 7 => {
            // Another record of the same kind in place of one that is named here.
            let quoted = |path: &str| format!("\"{}\"", stem(path));
            let named: Vec<_> = paths.iter().filter(|named| texts[&path].contains(&quoted(named))).collect();
            if !named.is_empty() {
                let from = *random.of(&named);
                let folder = from.rsplit_once('/').unwrap().0;
                let to: Vec<_> = paths.iter().filter(|path| path.starts_with(folder)).collect();
                let to = quoted(random.of::<&String>(&to));
                let line = lines.iter_mut().find(|line| line.contains(&quoted(from))).unwrap();
                *line = line.replace(&quoted(from), &to);
            }
        }
        8 => lines.insert(0, "# looked at".to_owned()),
        9 => {
            let from = other.lines().find(|line| line.contains(" = ")).unwrap_or_default().to_owned();
            lines.insert(at, from);
        }
        10 => {
            for line in &mut lines {
                *line = line.replace("2020-11", "2020-12").replace("in-progress", "resolved");
            }
        }
        _ => {
            if let Some(line) = lines.get_mut(at) {
                *line = line.replacen('"', "\"x", 1);
            }
        }
    }
    texts.insert(path, lines.join("\n") + "\n");
}

pub(crate) fn real() -> Texts {
    fn add(folder: &Path, texts: &mut Texts) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                add(&path, texts);
            } else if path.extension().is_some_and(|ending| ending == "toml" || ending == "md") {
                let name = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap();
                texts.insert(name.to_str().unwrap().replace('\\', "/"), fs::read_to_string(&path).unwrap());
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Texts::new();
    texts.insert("teambook.toml".to_owned(), fs::read_to_string(root.join("teambook.toml")).unwrap());
    add(&root.join("records"), &mut texts);
    texts
}
