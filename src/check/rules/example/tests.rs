//! What examples become, and which are refused.

use super::*;

const SPRINT: &str = "#- s.toml\nstart = 1\n[[team]]\nname = \"é\"\n[[team]]\nname = \"b\"\n";

fn built(text: &str) -> Result<Built, String> {
    Example::read(text).build(&Texts::new())
}

fn marks(text: &str) -> Vec<(Span, String)> {
    built(text).unwrap().marks.into_iter().map(|mark| (mark.span, mark.words)).collect()
}

#[test]
fn marks_are_taken_out_and_keep_their_place() {
    let text = "#- a.toml\n^ all\nname = \"é\"\n#      ^^^ no name\nx = 1\n^ here -> go\n";
    let built = built(text).unwrap();
    assert_eq!(built.head, [("a.toml".to_owned(), "name = \"é\"\nx = 1\n".to_owned())]);
    assert_eq!(built.marks[2].advice, "go");
    let marks: Vec<_> = built.marks.iter().map(|mark| (mark.span, mark.words.as_str())).collect();
    let expected = [(Span::empty(0), "all"), (Span::new(7, 11), "no name"), (Span::new(12, 13), "here")];
    assert_eq!(marks, expected);
}

#[test]
fn an_edit_keeps_what_it_does_not_name() {
    let edit =
        "#~ s.toml\n  name = \"é\"\n#         ^ here\n+ lead = 1\n- [[team]]\n- name = \"b\"\n+\n+ end = 2\n";
    let text = format!("{SPRINT}{edit}");
    let head = "start = 1\n[[team]]\nname = \"é\"\nlead = 1\n\nend = 2\n";
    assert_eq!(built(&text).unwrap().head, [("s.toml".to_owned(), head.to_owned())]);
    assert_eq!(marks(&text), [(Span::new(27, 29), "here".to_owned())]);
}

#[test]
fn a_copy_leaves_the_file_and_its_marks() {
    let text =
        "#- a.toml\na = 1\n^ here\n#~ b.toml (copied from a.toml)\n- a = 1\n+ a = 2\n# ^ note: there\n";
    let built = built(text).unwrap();
    let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    assert_eq!(built.head, [file("a.toml", "a = 1\n"), file("b.toml", "a = 2\n")]);
    let marks: Vec<_> = built.marks.iter().map(|mark| (&*mark.path, &*mark.words, mark.level)).collect();
    assert_eq!(marks, [("a.toml", "here", None), ("b.toml", "there", Some(Level::Note))]);
}

#[test]
fn an_edit_that_does_not_fit_is_refused() {
    let refused = |edit: &str| built(&format!("{SPRINT}#~ s.toml\n{edit}")).unwrap_err();
    assert_eq!(refused("- [[team]]\n"), "s.toml: `[[team]]` stands there 2 times");
    assert_eq!(refused("- end = 2\n"), "s.toml: there is no `end = 2`, or not that far down");
    assert!(refused("  name = \"b\"\n- start = 1\n").contains("not that far down"));
    assert_eq!(refused("start = 1\n"), "s.toml: `start = 1` has no sign");
    assert_eq!(refused("\n"), "nothing changes in s.toml");
    assert_eq!(built(&SPRINT.repeat(2)).unwrap_err(), "s.toml is like that already");
    assert_eq!(built("#~ t.toml\n+ a = 1\n").unwrap_err(), "there is no t.toml");
    assert_eq!(built("#- t.toml (remvoed)\n").unwrap_err(), "what is `t.toml (remvoed)`?");
    assert_eq!(built("#- on 2020-13-01\n").unwrap_err(), "what is `on 2020-13-01`?");
    assert_eq!(build("#- in nowhere\n").unwrap_err(), "there is no backdrop `nowhere`");
}

#[test]
fn the_last_text_of_a_file_counts_and_the_part_it_stands_in() {
    let text = "#- a.toml\na = 1\n^ a\n#- changed\n#~ a.toml\n- a = 1\n+ a = 2\n#- before\n#~ b.toml (moved from a.toml)\n";
    assert_eq!(built(text).unwrap_err(), "there is no a.toml");
    let text = "#- a.toml\na = 1\n^ a\n#- message\nWhy\n#- changed\n#~ a.toml\n- a = 1\n+ a = 2\n#- before\n#~ a.toml\n+ b = 1\n";
    let built = built(text).unwrap();
    assert_eq!(built.base.unwrap()[0].1, "a = 1\nb = 1\n");
    assert_eq!(built.head, [("a.toml".to_owned(), "a = 2\nb = 1\n".to_owned())]);
    assert_eq!((built.marks.len(), &*built.messages), (0, &["Why\n".to_owned()][..]));
}

#[test]
fn each_side_of_a_merge_stands_on_what_is_above() {
    let text = "#- a.toml\na = 1\n#- ours\n#- a.toml (removed)\n#- theirs\n#- b.toml\n";
    let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    let merged = built(text).unwrap();
    let theirs = [file("a.toml", "a = 1\n"), file("b.toml", "")];
    assert_eq!(merged.sides.unwrap(), [vec![], theirs.to_vec()]);
    assert_eq!(merged.head, theirs[1..]);
    let kept = built(&format!("{text}#- ours\n#~ a.toml (kept)\n+ b = 1\n")).unwrap();
    assert_eq!(kept.head[0], file("a.toml", "a = 1\nb = 1\n"));
}
