//! Synthetic records: as many as are asked for, always the same, sound by every rule. Their shapes and sizes are
//! those of a team that has kept records for years: mostly tasks and stories with a few hundred bytes of text,
//! sprints with rosters, decisions in Markdown.

use std::fmt::Write;

/// A file of the workspace: its path from the root, and its text.
pub type File = (String, String);

/// Engineers on teams in every sprint.
const ENGINEERS: usize = 30;

/// On duty in every sprint.
const ON_DUTY: usize = 3;

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % below.max(1)
    }

    /// A name of `syllables` syllables.
    fn name(&mut self, syllables: usize) -> String {
        const SYLLABLES: &[&str] = &[
            "ba", "del", "fi", "gor", "hu", "jan", "kel", "lo", "mir", "nu", "ota", "pri", "ras", "sol",
            "tem", "ulo", "vik", "wen", "xan", "yor", "zel", "cho", "dra", "esk", "fum",
        ];
        let name: String = (0..syllables).map(|_| SYLLABLES[self.roll(SYLLABLES.len())]).collect();
        name[..1].to_uppercase() + &name[1..]
    }

    /// `words` words of prose.
    fn prose(&mut self, words: usize) -> String {
        const WORDS: &[&str] = &[
            "the", "service", "keeps", "sessions", "in", "two", "places", "and", "reads", "them", "back",
            "when", "a", "request", "comes", "so", "that", "nobody", "waits", "longer", "than", "before",
            "we", "measure", "this", "with", "each", "release", "because", "numbers", "tell", "more",
            "opinions", "do", "cache", "storage", "page", "editor", "reader",
        ];
        let words: Vec<&str> = (0..words).map(|_| WORDS[self.roll(WORDS.len())]).collect();
        words.join(" ")
    }
}

/// How many records there are of each kind.
struct Counts {
    people: usize,
    sprints: usize,
    initiatives: usize,
    epics: usize,
    stories: usize,
    decisions: usize,
    tasks: usize,
}

impl Counts {
    fn new(records: usize) -> Self {
        let part = |of_thousand: usize, least: usize| (records * of_thousand / 1_000).max(least);
        let mut counts = Self {
            people: part(30, ENGINEERS + 3),
            sprints: part(10, 2).min(2_000),
            initiatives: part(20, 2),
            epics: part(80, 4),
            stories: part(200, 8),
            decisions: part(80, 2),
            tasks: 0,
        };
        let others = counts.people
            + counts.sprints
            + counts.initiatives
            + counts.epics
            + counts.stories
            + counts.decisions;
        // Teams, rotation and deliverables come on top.
        counts.tasks = records.saturating_sub(others + 6).max(1);
        counts
    }
}

/// A workspace of about `records` records.
pub fn workspace(records: usize) -> Vec<File> {
    let counts = Counts::new(records);
    let mut dice = Dice(0x5DEE_CE66_D1CE_4E5B);
    let people: Vec<String> = (0..counts.people).map(|number| format!("p{number:05}")).collect();
    let mut files = vec![("teambook.toml".to_owned(), SETTINGS.to_owned())];
    for (number, id) in people.iter().enumerate() {
        let role = match number {
            0..ENGINEERS => "engineer",
            ENGINEERS => "product-manager",
            n if n <= ENGINEERS + 2 => "engineering-manager",
            _ => "volunteer",
        };
        let name = format!("{} {}", dice.name(3), dice.name(4));
        files.push((
            format!("records/people/{id}.md"),
            format!(
                "+++\n#:schema ../../schemas/person.schema.json\nname = \"{name}\"\ntime-zone = \"Europe/Prague\"\nworking-days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]\n\n[[roles]]\nrole = \"{role}\"\n\n[[skills]]\nskill = \"storage\"\nlevel = \"capable\"\n+++\n\n{}.\n",
                dice.prose(60)
            ),
        ));
    }
    for (id, name, category) in [
        ("green", "Green", "product"),
        ("purple", "Purple", "product"),
        ("duty", "Clinic Duty", "duty"),
        ("outside", "Architecture", "external"),
    ] {
        files.push((
            format!("records/teams/{id}.toml"),
            format!("name = \"{name}\"\ncategory = \"{category}\"\n"),
        ));
    }
    files.push(("records/deliverables/platform.toml".to_owned(), "title = \"A platform that evolves\"\nplan = \"Plan\"\nfiscal-year = \"2000-01\"\npriority = \"Platform\"\n".to_owned()));
    files.push(("records/rotations/duty.toml".to_owned(), rotation(&people)));
    sprints(&mut files, &mut dice, &counts, &people);
    work(&mut files, &mut dice, &counts, &people);
    decisions(&mut files, &mut dice, &counts, &people);
    files
}

const SETTINGS: &str = "name = \"A large team\"\n\n[tracker]\npattern = \"^T[0-9]+$\"\nurl = \"https://tracker.example/{id}\"\n\n[[cadence]]\nfrom = 2000-01-03\ndays = 14\n\n[roles.engineer]\none-team-per-sprint = true\n\n[roles.product-manager]\n\n[roles.engineering-manager]\n\n[roles.volunteer]\n\n[sprint]\nduty-teams = 1\nproduct-teams = 2\n";

fn quoted<'a>(ids: impl IntoIterator<Item = &'a String>) -> String {
    ids.into_iter().map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(", ")
}

fn rotation(people: &[String]) -> String {
    format!(
        "name = \"Clinic Duty\"\nteam = \"duty\"\nfrom = 2000-01-03\nsize = {{ least = 2, most = 3 }}\nrest = 2\nlongest = 1\nwindow = 26\npool = [{}]\n",
        quoted(&people[..ENGINEERS])
    )
}

/// The day `days` after 2000-01-03, a Monday.
fn day(days: usize) -> String {
    let mut year = 2000;
    let mut rest = days + 2;
    loop {
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let length = if is_leap { 366 } else { 365 };
        if rest < length {
            let february = if is_leap { 29 } else { 28 };
            let mut month = 1;
            for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
                if rest < length {
                    break;
                }
                rest -= length;
                month += 1;
            }
            return format!("{year:04}-{month:02}-{:02}", rest + 1);
        }
        rest -= length;
        year += 1;
    }
}

fn sprints(files: &mut Vec<File>, dice: &mut Dice, counts: &Counts, people: &[String]) {
    for sprint in 0..counts.sprints {
        let (start, end) = (day(sprint * 14), day(sprint * 14 + 13));
        let turn = sprint * ON_DUTY % ENGINEERS;
        let others: Vec<&String> =
            (0..ENGINEERS - ON_DUTY).map(|index| &people[(turn + ON_DUTY + index) % ENGINEERS]).collect();
        let on_duty: Vec<&String> = (0..ON_DUTY).map(|index| &people[(turn + index) % ENGINEERS]).collect();
        let mut text = format!(
            "#:schema ../../schemas/sprint.schema.json\nstart = {start}\nend = {end}\ngoal = \"{}\"\n",
            dice.prose(12)
        );
        for (index, team) in ["green", "purple"].iter().enumerate() {
            let members = others[index * 13..index * 13 + 13].iter().copied();
            let work: Vec<String> = (0..12).map(|_| format!("t{:06}", dice.roll(counts.tasks))).collect();
            let mut work = work;
            work.sort();
            work.dedup();
            let _ = write!(
                text,
                "\n[[team]]\nteam = \"{team}\"\nmembers = [{}]\nproduct-manager = \"{}\"\nengineering-manager = \"{}\"\nwork = [{}]\n",
                quoted(members),
                people[ENGINEERS],
                people[ENGINEERS + 1 + index],
                quoted(&work)
            );
        }
        let _ = write!(
            text,
            "\n[[team]]\nteam = \"duty\"\nmembers = [{}]\nengineering-manager = \"{}\"\n\n[[elsewhere]]\nperson = \"{}\"\nwith = \"outside\"\n",
            quoted(on_duty),
            people[ENGINEERS + 1],
            others[26]
        );
        files.push((format!("records/sprints/{start}.toml"), text));
    }
}

fn work(files: &mut Vec<File>, dice: &mut Dice, counts: &Counts, people: &[String]) {
    for number in 0..counts.initiatives {
        let text = format!(
            "#:schema ../../schemas/initiative.schema.json\ntitle = \"{} {}\"\ncategory = \"infrastructure\"\nstage = \"in-progress\"\nengineering-manager = \"{}\"\ndeliverables = [\"platform\"]\nsummary = \"{}\"\noutcomes = [\"{}\", \"{}\"]\n\n[planned]\nfrom = 2000-01-03\nuntil = 2000-03-31\n",
            dice.name(3),
            dice.name(3),
            people[ENGINEERS + 1],
            dice.prose(40),
            dice.prose(12),
            dice.prose(12)
        );
        files.push((format!("records/initiatives/i{number:05}.toml"), text));
    }
    for number in 0..counts.epics {
        let text = format!(
            "#:schema ../../schemas/epic.schema.json\ntitle = \"{}\"\ninitiative = \"i{:05}\"\ntracker = \"T{}\"\nteam = \"green\"\nstatus = \"open\"\nphase = \"{}\"\n",
            dice.prose(6),
            number % counts.initiatives,
            1_000_000 + number,
            dice.prose(30)
        );
        files.push((format!("records/epics/e{number:05}.toml"), text));
    }
    for number in 0..counts.stories {
        let text = format!(
            "#:schema ../../schemas/story.schema.json\ntitle = \"{}\"\nepic = \"e{:05}\"\nas-a = \"reader\"\ni-want = \"{}\"\nso-that = \"{}\"\nacceptance = [\"{}\", \"{}\"]\npoints = 5\npriority = \"medium\"\nstatus = \"open\"\n",
            dice.prose(6),
            number % counts.epics,
            dice.prose(12),
            dice.prose(12),
            dice.prose(14),
            dice.prose(14)
        );
        files.push((format!("records/stories/s{number:06}.toml"), text));
    }
    for number in 0..counts.tasks {
        let mut before: Vec<String> = (0..5)
            .filter_map(|_| number.checked_sub(1 + dice.roll(50)))
            .map(|task| format!("t{task:06}"))
            .collect();
        before.sort();
        before.dedup();
        let text = format!(
            "#:schema ../../schemas/task.schema.json\ntitle = \"{}\"\nstory = \"s{:06}\"\ntype = \"feature\"\ndescription = \"{}\"\nacceptance = [\"{}\", \"{}\"]\ntesting = [\"{}\"]\npoints = 3\npriority = \"medium\"\nstatus = \"open\"\nassignee = \"{}\"\nblocked-by = [{}]\n",
            dice.prose(7),
            number % counts.stories,
            dice.prose(36),
            dice.prose(10),
            dice.prose(10),
            dice.prose(9),
            people[(number + dice.roll(7)) % people.len()],
            quoted(&before)
        );
        files.push((format!("records/tasks/{:03}/t{number:06}.toml", number / 1_000), text));
    }
}

fn decisions(files: &mut Vec<File>, dice: &mut Dice, counts: &Counts, people: &[String]) {
    for number in 0..counts.decisions {
        let person = |offset: usize| &people[(number * 7 + offset) % people.len()];
        let depends = number
            .checked_sub(1)
            .map_or_else(String::new, |before| format!("depends-on = [\"{:05}-d\"]\n", before + 1));
        let text = format!(
            "+++\n#:schema ../../schemas/decision.schema.json\ntitle = \"{}\"\nstatus = \"accepted\"\ndecided = 2000-02-01\ndeciders = [\"{}\", \"{}\"]\nconsulted = [\"{}\", \"{}\", \"{}\"]\ninformed = [\"{}\", \"{}\"]\n{depends}initiatives = [\"i{:05}\"]\n\n[[history]]\nstatus = \"proposed\"\non = 2000-01-10\n\n[[history]]\nstatus = \"accepted\"\non = 2000-02-01\n\n[[options]]\nid = \"first\"\ntitle = \"{}\"\noutcome = \"chosen\"\n\n[[options]]\nid = \"second\"\ntitle = \"{}\"\noutcome = \"rejected\"\n+++\n\n# Context\n\n{}.\n\n# Decision\n\n{}.\n\n# Consequences\n\n{}.\n",
            dice.prose(6),
            person(0),
            person(1),
            person(2),
            person(3),
            person(4),
            person(5),
            person(6),
            number % counts.initiatives,
            dice.prose(8),
            dice.prose(8),
            dice.prose(40),
            dice.prose(30),
            dice.prose(30)
        );
        files.push((format!("records/decisions/{:05}-d.md", number + 1), text));
    }
}
