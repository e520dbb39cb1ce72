//! Typical slips in handwritten TOML and the finding for each: one finding, unless there are two slips.

use crate::record::Fault;
use crate::record::parse;

/// The text, and its findings: the quoted place, what is wrong, what to do; one per line.
const SLIPS: &[(&str, &str)] = &[
    (
        "members = [\"cindy\", \"petr]\nend = 2020-12-08\n",
        r#""members = [\"cindy\", \"petr]": the text on this line is never closed -> add the quote where it ends"#,
    ),
    (
        "name = \"Petr\nroles = []\n",
        r#""name = \"Petr": the text on this line is never closed -> add the quote where it ends"#,
    ),
    ("name = Petr\"\n", r#""Petr\"": the quote before this text is missing -> write "Petr""#),
    ("name = Petr Pchelko\n", r#""Petr Pchelko": `Petr Pchelko` needs quotes -> write "Petr Pchelko""#),
    (
        "members = [\"cindy\" \"petr\"]\n",
        r#""\"petr\"": a comma is missing before `"petr"` -> put a comma between two items"#,
    ),
    (
        "members = [\n  \"cindy\"\n  \"petr\",\n]\n",
        r#""\"petr\"": a comma is missing before `"petr"` -> put a comma between two items"#,
    ),
    ("members = [cindy]\n", r#""cindy": `cindy` needs quotes -> write "cindy""#),
    (
        "[team]\nteam = \"green\"\n\n[team]\nteam = \"purple\"\n",
        r#""[team]": `[team]` stands here a second time -> write `[[team]]` each time if there may be several, or put its fields below the first"#,
    ),
    (
        "[team]\nteam = \"green\"\n\n[[team]]\nteam = \"purple\"\n",
        r#""[[team]]": this is `[[team]]`, and it was `[team]` above -> write `[[team]]` each time"#,
    ),
    (
        "[[team]]\nteam = \"green\"\n\n[team]\nteam = \"purple\"\n",
        r#""[team]": this is `[team]`, and it was `[[team]]` above -> write `[[team]]` each time"#,
    ),
    (
        "name \"Petr\"\n",
        r#""name \"Petr\"": `name "Petr"` is not followed by `=` and a value -> a field is written `name = value`; a remark begins with `#`"#,
    ),
    ("name: \"Petr\"\n", r#""name:": `name` is followed by `:` -> write `name = ` and the value"#),
    (
        "name: Petr\nroles = petr\n",
        r#""name:": `name` is followed by `:` -> write `name = ` and the value | "petr": `petr` needs quotes -> write "petr""#,
    ),
    (
        "name := \"Petr\"\n",
        r#""name := \"Petr\"": `name` is followed by `:` -> write `name = ` and the value"#,
    ),
    ("name == \"Petr\"\n", r#""=": there is one `=` too many -> write `name = value`"#),
    ("\tname\t=\t\"Petr\"\n", ""),
    ("name = “Petr”\n", r#""“Petr”": curly quotes don't enclose text here -> use straight quotes: "Petr""#),
    ("start = 11/25/2020\n", r#""11/25/2020": `11/25/2020` is no date -> write 2020-11-25"#),
    (
        "start = 08/12/2020\n",
        r#""08/12/2020": `08/12/2020` is no date -> write 2020-12-08, or 2020-08-12 if the month comes first"#,
    ),
    ("start = 25.11.2020\n", r#""25.11.2020": `25.11.2020` is no date -> write 2020-11-25"#),
    ("start = 2020/11/25\n", r#""2020/11/25": `2020/11/25` is no date -> write 2020-11-25"#),
    ("start = 25-11-2020\n", r#""25-11-2020": `25-11-2020` is no date -> write 2020-11-25"#),
    ("start = 2020-11-5\n", r#""2020-11-5": `2020-11-5` is no date -> write 2020-11-05"#),
    (
        "start = 25 November 2020\n",
        r#""25 November 2020": `25 November 2020` is no date -> write 2020-11-25"#,
    ),
    ("start = Nov 25, 2020\n", r#""Nov 25, 2020": `Nov 25, 2020` is no date -> write 2020-11-25"#),
    ("start = 2020-11-31\n", r#""2020-11-31": `2020-11-31` is no date -> 2020-11 has 30 days"#),
    (
        "start = 2020-13-01\n",
        r#""2020-13-01": `2020-13-01` is no date -> a date is written year-month-day, as 2020-11-25"#,
    ),
    ("name = \"Petr\"\nname = \"Tim\"\n", r#""name": `name` stands in this table twice -> keep one of them"#),
    (
        "[roles.a]\nb = 1\n[roles.a]\nb = 2\n",
        r#""[roles.a]": `[roles.a]` stands here a second time -> put its fields below the first `[roles.a]`"#,
    ),
    ("one-team-per-sprint = True\n", r#""True": `True` is neither text nor true or false -> write true"#),
    ("private = yes\n", r#""yes": `yes` is neither text nor true or false -> write true"#),
    ("until = None\n", r#""None": `None` is no value -> leave the field out, or write a text in quotes"#),
    ("until = null\n", r#""null": `null` is no value -> leave the field out, or write a text in quotes"#),
    ("points = +\n", r#""+": `+` needs quotes -> write "+""#),
    ("[[team\nteam = \"green\"\n", r#""[[team": the brackets around `team` don't match -> write `[[team]]`"#),
    (
        "[[team]\nteam = \"green\"\n",
        r#""[[team]": the brackets around `team` don't match -> write `[[team]]`"#,
    ),
    (
        "[team]]\nteam = \"green\"\n",
        r#""[team]]": the brackets around `team` don't match -> write `[[team]]` for one of several, `[team]` for the only one"#,
    ),
    ("[]\na = 1\n", r#""[]": the brackets hold no name -> write the table's name between them"#),
    (
        "[roles.product manager]\na = 1\n",
        r#""[roles.product manager]": `roles.product manager` has a blank inside -> write `[roles.product-manager]`"#,
    ),
    (
        "product manager = \"evan\"\n",
        r#""product manager = \"evan\"": `product manager` has a blank inside -> write `product-manager`"#,
    ),
    (
        "roles = [{ role = \"engineer\" ]\nname = \"x\"\n",
        r#""{": the `{` here is never closed -> add the `}` where the table ends"#,
    ),
    (
        "roles = [{ role: \"engineer\" }]\n",
        r#""role:": `role` is followed by `:` -> write `role = ` and the value"#,
    ),
    (
        "roles = [{ role = \"engineer\" from = 2020-01-01 }]\n",
        r#""from": a comma is missing before `from` -> put a comma between two items"#,
    ),
    (
        "{\n  \"name\": \"Petr\"\n}\n",
        r#""{": this is JSON, and a record is TOML -> write each field on a line of its own: name = "Petr""#,
    ),
    (
        "---\nname: Petr\n",
        r#""---": this is YAML, and a record is TOML -> write each field with `=`: name = "Petr"; lists stand in [ ] with commas"#,
    ),
    (
        "members:\n  - petr\n  - tim\n",
        r#""members:": this is YAML, and a record is TOML -> write each field with `=`: name = "Petr"; lists stand in [ ] with commas"#,
    ),
    (
        "a = 1\n- petr\n",
        r#""- petr": a list isn't written with dashes: `petr` -> write name = ["petr", "tim"]"#,
    ),
    ("name = \"Petr\";\n", r#"";": the `;` here belongs to nothing -> remove it"#),
    ("name = \"Petr\",\n", r#"",": a field ends with its line, not with a comma -> remove the comma"#),
    ("name = \"Petr\" // who\n", r#""// who": a remark begins with `#` -> write `#` in front of it"#),
    ("// who\nname = \"Petr\"\n", r#""// who": a remark begins with `#` -> write `#` in front of it"#),
    (
        "path = \"C:\\Users\"\n",
        r#""path = \"C:\\Users\"": a `\` in text stands for a special character, and this one is unknown -> write `\\` for a plain `\`, or enclose the text in single quotes"#,
    ),
    (
        "path = \"C:\\petr\"\n",
        r#""path = \"C:\\petr\"": a `\` in text stands for a special character, and this one is unknown -> write `\\` for a plain `\`, or enclose the text in single quotes"#,
    ),
    (
        "name = \"Petr \"P\" X\"\n",
        r#""name = \"Petr \"P\" X\"": the text of `name` ends before the line does -> write `\"` for a quote inside the text, or enclose the text in single quotes"#,
    ),
    (
        "name = 'Petr's'\n",
        r#""name = 'Petr's'": the text of `name` ends before the line does -> enclose it in double quotes"#,
    ),
    (
        "note = \"\"\"\nhello\nstart = 2020-11-25\n",
        r#""\"\"\"": the text that begins at these three quotes is never closed -> add three quotes where it ends"#,
    ),
    (
        "name = \"Pe\u{7}tr\"\nb = \"\u{1b}\"\n# \u{7}\n",
        r#""\u{7}": a character that can't be seen (U+0007) stands here -> take it out | "\u{1b}": a character that can't be seen (U+001B) stands here -> take it out | "\u{7}": a character that can't be seen (U+0007) stands here -> take it out"#,
    ),
    (
        "name = \"Petr\"\n\u{0}\n",
        r#""\0": a character that can't be seen (U+0000) stands here -> take it out"#,
    ),
    (
        "name = \"Petr\"\rroles = []\n",
        r#""\r": a line break that few programs know (U+000D alone) stands here -> save the file with line ends of one kind"#,
    ),
    (
        "name =\u{a0}\"Petr\"\n",
        r#""\u{a0}": a blank that isn't the plain one (U+00A0) stands here -> type the blank again"#,
    ),
    (
        "na\u{200b}me = \"Petr\"\n",
        r#""\u{200b}": a character that can't be seen (U+200B) stands here -> take it out"#,
    ),
    ("points = 03\n", r#""03": `03` is no number -> write 3, or "03" if it is a text"#),
    ("points = 1,5\n", r#""points = 1,5": `1,5` is no number -> write 1.5"#),
    ("share = 50%\n", r#""50%": `50%` needs quotes -> write "50%""#),
    ("a = .5\n", r#"".5": `.5` is no number -> write 0.5, or ".5" if it is a text"#),
    ("a = 5.\n", r#""5.": `5.` is no number -> write 5, or "5." if it is a text"#),
    ("a = 1__000\n", r#""1__000": `1__000` is no number -> write 1000, or "1__000" if it is a text"#),
    (
        "größe = 1\n",
        r#""größe": `größe` can't be the name of a field -> a name has the letters a to z, digits, `-` and `_`"#,
    ),
    (
        "start = 2020-11-25 end = 2020-12-08\n",
        r#""start = 2020-11-25 end = 2020-12-08": two fields stand on one line -> put `end` on a line of its own"#,
    ),
    (
        "name = \"Petr\" roles = []\n",
        r#""name = \"Petr\" roles = []": two fields stand on one line -> put `roles` on a line of its own"#,
    ),
    (
        "members = [\"a\", \"b\"\nend = 2020-12-40\n[[team]]\nteam = x\n",
        r#""[": the list that begins here is never closed -> add the `]` where the list ends, and a comma between two items | "2020-12-40": `2020-12-40` is no date -> 2020-12 has 31 days | "x": `x` needs quotes -> write "x""#,
    ),
    (
        "members = [\n  \"a\",\n  \"b\",\nend = 2020-12-08\n",
        r#""[": the list that begins here is never closed -> add the `]` where the list ends, and a comma between two items"#,
    ),
    ("members = [\"a\", \"b\"]]\nend = 2020-12-08\n", r#""]": the `]` here belongs to nothing -> remove it"#),
    ("members = [\"a\",, \"b\"]\n", r#"",": there is one comma too many -> remove it"#),
    (
        "members\nend = 2020-12-08\n",
        r#""members": `members` is not followed by `=` and a value -> a field is written `name = value`; a remark begins with `#`"#,
    ),
    (
        "Hello team, this is the note for the sprint that begins.\nend = 2020-12-08\n",
        r#""Hello team, this is the note for the sprint that begins.": `Hello team, this is the note for the spr…` is not followed by `=` and a value -> a field is written `name = value`; a remark begins with `#`"#,
    ),
    ("= 3\n", r#""= 3": there is no name before the `=` -> a field is written `name = value`"#),
    (
        "a = 1\na.b = 2\n",
        r#""a": `a` has a value already and can't hold fields as well -> keep one of the two"#,
    ),
    (
        "team = \"x\"\n[team]\na = 1\n",
        r#""[team]": `team` has a value above already, and a table begins here -> keep one of the two"#,
    ),
    ("members = (\"a\", \"b\")\n", r#""(\"a\"": a list doesn't stand in ( ) -> write it in [ ]"#),
    (
        "members = \"a\", \"b\"\n",
        r#""members = \"a\", \"b\"": `members` has several values -> write a list: members = ["a", "b"]"#,
    ),
    (
        "roles = {\n role = \"a\"\nname = \"x\"\n",
        r#""{": the `{` here is never closed -> add the `}` where the table ends"#,
    ),
];

fn told(text: &str) -> String {
    let record = parse("a.toml", text.as_bytes().to_vec());
    let told = record.faults.iter().map(|fault| match fault {
        Fault::Syntax { span, message, help } => format!("{:?}: {message} -> {help}", record.slice(*span)),
        other => format!("{other:?}"),
    });
    told.collect::<Vec<_>>().join(" | ")
}

#[test]
fn each_slip_is_told_in_words_that_help() {
    for (text, expected) in SLIPS {
        assert_eq!(told(text), *expected, "{text}");
    }
}
