//! Expressions on a small workspace: what they select, and what is said of those that can't be read.

use jiff::civil::date;

use super::*;
use crate::check::rules::example;
use crate::workspace::files::Files;

const RECORDS: &str = r#"
#- records/tasks/one.toml
title = "One"
status = "open"
points = 8
assignee = "petr"
#- records/tasks/two.toml
title = "Zwei – größer"
status = "resolved"
points = 2.5
blocked-by = ["one"]
was = ["deux"]
#- records/tasks/three.toml
title = "Three"
status = "open"
blocked-by = ["one", "deux"]
tracker = "T3"
#- records/absences/petr-2020-12.toml
person = "petr"
from = 2020-12-14
until = 2020-12-18
kind = "vacation"
#- records/sprints/2020-12-09.toml
start = 2020-12-09
end = 2020-12-22
work-only = true
team = [{ team = "green", members = ["tim", { person = "petr", until = 2020-12-15 }] }]
"#;

fn on<T>(look: impl FnOnce(&Workspace<'_>) -> T) -> T {
    let files = Files::from_texts(&example::build(RECORDS).unwrap().head);
    look(&Workspace::new(&files, date(2020, 12, 1)))
}

/// The ids of what `text` selects.
fn selected(text: &str) -> Vec<String> {
    on(|workspace| {
        let query =
            Query::parse(text, workspace.schemas(), None).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
        let found = query.select(workspace).unwrap_or_else(|(_, fault)| panic!("{text}: {fault:?}"));
        found.into_iter().map(|id| workspace.files().stem(id).to_owned()).collect()
    })
}

/// What is wrong with `text`, be it in reading it or for a record, and the part of it that is meant.
fn fault(text: &str) -> (String, String) {
    on(|workspace| {
        let fault = match Query::parse(text, workspace.schemas(), None) {
            Ok(query) => query.select(workspace).expect_err(text).1,
            Err(fault) => fault,
        };
        (fault.message, text.get(fault.span.range()).expect("a part of the expression").to_owned())
    })
}

#[test]
fn fields_texts_numbers_and_lists() {
    for (text, expected) in [
        ("kind == \"task\" && status == \"open\"", &["one", "three"][..]),
        ("points > 5", &["one"]),
        ("points > 2 && points <= 2.5", &["two"]),
        ("points + 1 == 9 || points * 2 == 5.0", &["one", "two"]),
        ("points % 3 == 2 && -points < 0 && points / 2 == 4 && points - 8 == 0", &["one"]),
        ("blocked_by.exists(it, it == \"one\") && kind == \"task\"", &["three", "two"]),
        ("\"one\" in blocked_by", &["three", "two"]),
        ("size(blocked_by) == 2 && blocked_by[0] == \"one\" && blocked_by[7] == null", &["three"]),
        ("blocked_by == [\"one\"]", &["two"]),
        ("blocked_by.all(it, it.status == \"open\") && size(blocked_by) > 0", &["two"]),
        ("blocked_by.exists_one(it, it.status == \"resolved\")", &["three"]),
        (
            "blocked_by.map(it, it.title).filter(it, it.contains(\"größer\")) + [\"x\"] == [\"Zwei – größer\", \"x\"]",
            &["three"],
        ),
        (
            "kind == \"task\" && title.startsWith(\"T\") && title.endsWith(\"ee\") && size(title) == 5",
            &["three"],
        ),
        ("kind == \"task\" && title.matches(\"^[A-Z]wei\") && title + \"!\" == \"Zwei – größer!\"", &["two"]),
        (
            "kind == \"task\" && id in [\"two\", \"no\"] && path == \"records/tasks/two.toml\" && name == title",
            &["two"],
        ),
        ("record[\"kind\"] == \"vacation\" && record.kind == \"absence\"", &["petr-2020-12"]),
        ("kind == \"task\" && (points > 5 ? status == \"open\" : has(tracker))", &["one", "three"]),
        ("string(points) == \"2.5\" && string([1, 2]) == \"1, 2\"", &["two"]),
    ] {
        assert_eq!(selected(text), expected, "{text}");
    }
}

#[test]
fn dates_compare_with_dates_and_with_text_and_are_reckoned_with() {
    for text in [
        "person == \"petr\" && from > \"2020-12-01\" && until < \"2020-12-31\"",
        "person == \"petr\" && from == \"2020-12-14\" && \"2020-12-14\" == from && \"2020-12-15\" > from",
        "person == \"petr\" && until - from == 4 && from + 4 == until && until - 4 == from",
        "person == \"petr\" && from - today == 13 && date(\"2020-12-02\") - today == 1",
        "person == \"petr\" && string(from).startsWith(\"2020-12\") && from.contains(\"-12-\")",
    ] {
        assert_eq!(selected(text), ["petr-2020-12"], "{text}");
    }
}

#[test]
fn somebody_with_days_is_still_that_person() {
    let sprint = "kind == \"sprint\" && team.exists(t, t.members.exists(m, ";
    let plain = selected("kind == \"sprint\" && team.exists(t, \"petr\" in t.members)");
    assert!(!plain.is_empty());
    for condition in
        ["m == \"petr\"", "m.id == \"petr\"", "\"petr\" == m", "m.kind == \"person\" && m.id == \"petr\""]
    {
        assert_eq!(selected(&format!("{sprint}{condition}))")), plain, "{condition}");
    }
}

#[test]
fn links_are_followed_both_ways() {
    assert_eq!(
        selected("assignee.name == \"Petr\" && assignee == \"petr\" && assignee.kind == \"person\""),
        ["one"]
    );
    assert_eq!(selected("kind == \"task\" && size(named_by(\"task\")) == 2"), ["one"]);
    assert_eq!(selected("named_by(\"absence\", \"task\").exists(it, it.kind == \"absence\")"), ["petr"]);
    assert_eq!(selected("blocked_by.exists(it, size(it.named_by(\"task\")) == 1)"), ["three"]);
    assert_eq!(selected("kind == \"task\" && names(\"petr\")"), ["one"]);
    assert_eq!(selected("kind == \"task\" && names(\"task:two\")"), ["three"]);
    // An old id is as good as the new one.
    assert_eq!(selected("blocked_by.exists(it, it.title.startsWith(\"Zwei\"))"), ["three"]);
}

#[test]
fn what_is_left_out_is_null_and_never_a_fault() {
    assert_eq!(selected("kind == \"task\" && tracker != null"), ["three"]);
    assert_eq!(selected("kind == \"task\" && !has(tracker)"), ["one", "two"]);
    assert_eq!(selected("points > 5 || points <= 5"), ["one", "two"]);
    assert_eq!(selected("kind == \"task\" && !(points > 5)"), ["three", "two"]);
    let nothing = [
        "points + 1 > 0 && points == null",
        "kind == \"task\" && assignee == null && assignee.active.from > \"2020-01-01\"",
        "tracker.startsWith(\"T\") && tracker == null",
        "assignee == null && (assignee.named_by().exists(it, true) || assignee.names(\"petr\"))",
        "private && private == null",
    ];
    for text in nothing {
        assert_eq!(selected(text), [""; 0], "{text}");
    }
}

#[test]
fn only_kinds_that_have_the_fields_are_looked_at() {
    // Nobody would look for people here.
    assert!(!selected("assignee == null").contains(&"petr".to_owned()));
    on(|workspace| {
        let schemas = workspace.schemas();
        let kind = |name: &str| schemas.named(name).unwrap().0;
        let query = Query::parse("assignee == null", schemas, None).unwrap();
        assert!(query.concerns(kind("task")) && !query.concerns(kind("person")));
        let query = Query::parse("kind != \"task\" && assignee == null", schemas, None).unwrap();
        assert!(query.concerns(kind("person")), "who speaks of the kind means what they say");
        let query = Query::parse("assignee == null", schemas, Some(&[kind("task")])).unwrap();
        assert!(query.concerns(kind("task")) && !query.concerns(kind("request")));
        let fault = Query::parse("assignee == null", schemas, Some(&[kind("person")])).unwrap_err();
        assert_eq!(fault.message, "a record of kind `person` has no field `assignee`");
        let query = Query::parse("size(named_by(\"epic\")) == 0", schemas, None).unwrap();
        assert_eq!(query.asks_of(), [kind("epic")]);
    });
}

#[test]
fn a_fault_says_what_is_wrong_and_where() {
    for (text, message, part) in [
        ("statsu == \"open\"", "no kind has a field `statsu`", "statsu"),
        ("\"größe\" == title && statsu == \"ö\"", "no kind has a field `statsu`", "statsu"),
        ("product-manager == \"petr\"", "no kind has a field `product`", "product"),
        ("assignee.nmae == \"Petr\"", "nothing in a record is called `nmae`", "nmae"),
        ("status = \"open\"", "`=` alone compares nothing", "="),
        ("a and b", "`and` isn't a word of the language", "and"),
        ("status == \"open", "this text has no end, or a `\\` that stands for nothing", "\"open"),
        ("(status == \"open\"", "the expression ends too early", ""),
        ("status ==", "the expression ends too early", ""),
        ("status == \"open\" points", "`points` doesn't belong here", "points"),
        ("if == 1", "`if` is a word that the language keeps for itself", "if"),
        ("points > 99999999999999999999", "a number isn't so large", "99999999999999999999"),
        ("title.contain(\"x\")", "there is no function `contain`", "contain"),
        ("title.contains()", "`contains` is used otherwise", "contains"),
        ("title.exists(it)", "`exists` is used otherwise", "exists"),
        ("title.matches(\"(\")", "the pattern can't be used: unclosed group", "\"(\""),
        ("named_by(\"taks\")", "there is no kind `taks`", "\"taks\""),
        ("{\"a\": 1} == null", "this isn't used here", "{"),
        ("b\"a\" == null", "`b\"a\"` is nothing that a record can hold", "b\"a\""),
        ("", "the expression is empty", ""),
        ("title", "this is text, where true or false is needed", "title"),
        ("points > title", "a whole number can't be compared with text", ">"),
        ("from > \"soon\"", "`soon` is no date", ">"),
        ("points / 0 == 1", "nothing can be divided by 0", "/"),
        ("points * 9223372036854775807 > 0", "the number is too large", "*"),
        ("assignee.exists(it, it == 1)", "a list is needed, and this is text", "assignee"),
        ("status == \"opne\"", "`status` is never `opne`", "\"opne\""),
        ("status in [\"open\", \"done-ish\"]", "`status` is never `done-ish`", "\"done-ish\""),
        ("named_by(\"task\").exists(t, \"opne\" != t.status)", "`status` is never `opne`", "\"opne\""),
        ("kind == \"vacation\"", "`kind` is never `vacation`", "\"vacation\""),
        ("triage.outcome == \"clinc-ready\"", "`outcome` is never `clinc-ready`", "\"clinc-ready\""),
        (
            "waiting_for == null && named_by(\"task\").exists(t, t.kind == \"vacation\")",
            "`kind` is never `vacation`",
            "\"vacation\"",
        ),
        (
            "kind == \"sprint\" && ceremonies.exists(c, c.kind == \"retor\")",
            "`kind` is never `retor`",
            "\"retor\"",
        ),
        ("stage_log.exists(l, l.to == \"in-progres\")", "`to` is never `in-progres`", "\"in-progres\""),
        ("start in [\"2025-12-15 \"]", "`2025-12-15 ` is no date", "\"2025-12-15 \""),
        ("start == \"15.12.2025\"", "`15.12.2025` is no date", "\"15.12.2025\""),
        ("has(\"tracker\")", "this is always there", "\"tracker\""),
        ("names(\"epci:one\")", "there is no kind `epci`", "\"epci:one\""),
        ("record.kind == \"taks\"", "`kind` is never `taks`", "\"taks\""),
        ("blocked_by.title == \"x\"", "a list has no field `title`", "title"),
    ] {
        assert_eq!(fault(text), (message.to_owned(), part.to_owned()), "{text}");
    }
}

#[test]
fn ids_and_words_that_are_not_there_are_strangers() {
    let strangers = |text: &str| {
        on(|workspace| {
            let query = Query::parse(text, workspace.schemas(), None)
                .unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
            let words = |fault: QueryFault| format!("{} {}", fault.message, fault.help.unwrap_or_default());
            query.strangers(&workspace.view()).into_iter().map(words).collect::<Vec<_>>()
        })
    };
    let petr = "there is no person `pter` did you mean `petr`?";
    assert_eq!(strangers("assignee == \"pter\""), [petr]);
    assert_eq!(strangers("assignee in [\"petr\", \"pter\"]"), [petr]);
    assert_eq!(strangers("kind == \"sprint\" && team.exists(t, \"pter\" in t.members)"), [petr]);
    assert_eq!(strangers("assignee == \"Petr\""), ["there is no person `Petr` did you mean `petr`?"]);
    assert_eq!(strangers("assignee == \"Evan\""), ["there is no person `Evan` did you mean `evan`?"]);
    assert_eq!(strangers("names(\"person:pter\")"), [petr]);
    assert_eq!(strangers("names(\"pter\")"), ["there is no record `pter` did you mean `petr`?"]);
    assert_eq!(
        strangers("roles.exists(r, r.role == \"enginer\")"),
        ["there is no role `enginer` did you mean `engineer`?"]
    );
    for sound in [
        "assignee == \"petr\"",
        "names(\"petr\")",
        "\"deux\" in blocked_by",
        "title == \"pter\"",
        "tracker == \"T3\"",
    ] {
        assert_eq!(strangers(sound), [""; 0], "{sound}");
    }
}

#[test]
fn one_condition_may_decide_where_another_cannot_be_judged() {
    assert_eq!(selected("kind == \"task\" && id == \"one\" && (points > title || true)"), ["one"]);
    assert_eq!(selected("kind == \"task\" && points > title && false"), [""; 0]);
}

#[test]
fn hostile_expressions_end_soon_and_say_so() {
    let nested = |depth: usize, list: &str| {
        let open: String = (0..depth).map(|level| format!("{list}.map(v{level}, ")).collect();
        format!("{open}1{} == null", ")".repeat(depth))
    };
    // As deep as they may be.
    assert_eq!(selected(&format!("kind == \"task\" && {}1 == 1", "1 + ".repeat(55))), [""; 0]);
    assert_eq!(selected(&nested(28, "[1]")), [""; 0]);
    let steps = "this takes more than 100000 steps for one record";
    let twenty = format!("[{}]", ["1"; 20].join(","));
    assert_eq!(fault(&nested(8, &twenty)).0, steps);
    let doubling = |call: &str, times: usize| format!("[\"xxxxxxxxxxxxxxxx\"]{} == null", call.repeat(times));
    assert_eq!(fault(&doubling(".map(v, v + v)", 30)).0, steps, "text that doubles");
    assert_eq!(fault(&doubling(".map(v, [v, v])", 30).replace(" ==", ".map(v, v == v) ==")).0, steps);
    // What is shown of a list that is in a list many times over has an end, too.
    assert_eq!(
        selected(&format!("string({}) == \"\"", doubling(".map(v, [v, v])", 28).replace(" == null", ""))),
        [""; 0]
    );
    for (text, message) in [
        (
            format!("{}1{} == 1", "(".repeat(900), ")".repeat(900)),
            "more than 32 expressions stand in each other here",
        ),
        (
            format!("{}1{} == 1", "[".repeat(900), "]".repeat(900)),
            "more than 32 expressions stand in each other here",
        ),
        (format!("{}1 == 1", "1 + ".repeat(400)), "more than 64 parts hang together here"),
        (format!("title{} == 1", ".title".repeat(300)), "more than 64 parts hang together here"),
        ("x".repeat(100_000), "the expression is longer than 2000 bytes"),
        (
            format!("title.matches(\"{}\")", "(a{99}){99}"),
            "the pattern can't be used: Compiled regex exceeds size limit of 262144 bytes.",
        ),
    ] {
        assert_eq!(fault(&text).0, message);
    }
}

#[test]
fn nonsense_is_a_fault_and_never_a_panic() {
    let words = [
        "status",
        "==",
        "\"a\"",
        "'",
        "\"",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ".",
        ",",
        "&&",
        "||",
        "!",
        "-",
        "+",
        "*",
        "/",
        "%",
        "<",
        ">=",
        "in",
        "exists",
        "(it,",
        "it",
        "has(",
        "size(",
        "named_by(",
        "?",
        ":",
        "1",
        "2.5",
        "0x",
        "u",
        "null",
        "true",
        "ö",
        "\n",
        "\t",
        "\0",
        "\\",
        "`",
        "//",
        "r\"",
        "b'",
        "if",
        ".?",
        "[?",
        "today",
        "record",
        "..",
        "_",
        "@",
        "1e999",
        "'''",
        "\u{202e}",
    ];
    let mut random = 0x7eab_u64;
    let mut next = |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % below as u64) as usize
    };
    on(|workspace| {
        for _ in 0..400 {
            let text: String = (0..=next(12)).map(|_| format!("{} ", words[next(words.len())])).collect();
            match Query::parse(&text, workspace.schemas(), None) {
                Ok(query) => drop(query.select(workspace)),
                Err(fault) => {
                    assert!(text.get(fault.span.range()).is_some(), "{text:?}: {fault:?}");
                    assert!(!fault.marked(&text).is_empty());
                }
            }
        }
    });
}

#[test]
fn a_sentence_has_gaps() {
    on(|workspace| {
        let view = workspace.view();
        let record = view.records().find(|record| &*record.id == "three").unwrap();
        let about =
            |text: &str| Wording::parse(text, workspace.schemas(), None).unwrap().about(record, &view);
        assert_eq!(about("`{name}` waits for {blocked_by}").unwrap(), "`Three` waits for one, deux");
        assert_eq!(about("{blocked_by[0].title}, {points}{tracker}.").unwrap(), "One, T3.");
        let long = about(&"{name}{name}".repeat(60)).unwrap();
        assert!(long.chars().count() == 501 && long.ends_with('…'), "{long}");
        let fault = Wording::parse("of {nmae}", workspace.schemas(), None).unwrap_err();
        assert_eq!((fault.message.as_str(), fault.span.range()), ("no kind has a field `nmae`", 4..8));
        let fault = Wording::parse("a } b", workspace.schemas(), None).unwrap_err();
        assert_eq!((fault.message.as_str(), fault.span.range()), ("a brace stands alone", 2..3));
        let fault = Wording::parse("a {name", workspace.schemas(), None).unwrap_err();
        assert_eq!(fault.span.range(), 2..3);
        assert_eq!(about("{points / 0}").map_err(|fault| fault.span.range()), Ok(String::new()));
        assert_eq!(about("no {1 / 0}").map_err(|fault| fault.span.range()), Err(6..7));
    });
}

#[test]
fn a_fault_is_marked_in_its_line() {
    let fault = QueryFault::new(crate::base::source::Span::new(9, 12), "x");
    assert_eq!(fault.marked("größe, und mehr"), "größe, und mehr\n       ^^^");
    let fault = QueryFault::new(crate::base::source::Span::new(4, 5), "x");
    assert_eq!(fault.marked("a\nb c"), "b c\n  ^");
    let fault = QueryFault::new(crate::base::source::Span::new(200, 203), "x");
    let marked = fault.marked(&"abc ".repeat(100));
    assert!(marked.starts_with('…') && marked.lines().next().unwrap().ends_with('…'), "{marked}");
    assert!(marked.len() < 300, "{marked}");
}
