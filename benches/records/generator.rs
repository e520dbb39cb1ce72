//! Makes a workspace of any size: the records of a team over many years, in which a check finds nothing. The
//! same number of records gives the same bytes. In use by the benchmark, and by tests that want many records.

#![allow(
    clippy::cast_possible_wrap,
    clippy::needless_pass_by_value,
    clippy::unused_self,
    unreachable_pub,
    reason = "each kind is made by a method of one form, in two programs"
)]

#[path = "wording.rs"]
mod wording;

use std::fmt::Write as _;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use wording::{WORDS, prose, title};

/// Days of a sprint.
const DAYS: i64 = 14;
/// Sprints that an initiative takes; six are less than four months.
const INITIATIVE_SPRINTS: usize = 6;
/// Sprints for which somebody stays.
const STAY: usize = 15;
/// Engineers at any time: three on duty, one elsewhere, the others on product teams.
const ENGINEERS: usize = 26;
const ENGINEERING_MANAGERS: usize = 3;
const PRODUCT_MANAGERS: usize = 2;
const PRODUCT_TEAMS: [&str; 4] = ["green", "purple", "blue", "amber"];
const FUNCTIONAL_TEAMS: [&str; 2] = ["storage", "content"];

/// A workspace as text.
pub struct Corpus {
    /// Path and text of each file, `teambook.toml` first.
    pub files: Vec<(String, String)>,
    /// A day in the last sprint: what depends on the date is sound on it.
    pub as_of: Date,
}

/// A workspace of `records` records, and not fewer than about a hundred.
pub fn corpus(records: usize) -> Corpus {
    let initiatives = (records / 50).max(1);
    let sprints = (initiatives * 5 / 4).max(INITIATIVE_SPRINTS);
    let mut team = Team {
        sprints,
        initiatives,
        tracker: 200_000,
        files: vec![("teambook.toml".into(), SETTINGS.into())],
    };
    team.teams();
    team.people();
    team.sprints();
    team.deliverables();
    for number in 0..initiatives {
        team.initiative(number);
    }
    for number in 0..initiatives * 3 / 2 {
        team.decision(number);
    }
    let left = (records + 1).saturating_sub(team.files.len());
    for number in 0..left {
        team.task(number, left);
    }
    Corpus { as_of: team.start(sprints - 1).saturating_add(3.days()), files: team.files }
}

const SETTINGS: &str = r#"name = "Platform Engineering Team"
tags = ["storage", "interfaces", "deployment"]

[tracker]
pattern = "^T[0-9]+$"
url = "https://phabricator.wikimedia.org/{id}"

[[cadence]]
from = 2000-01-03
days = 14

[roles.engineer]
one-team-per-sprint = true

[roles.product-manager]

[roles.engineering-manager]

[limits]
sprints-elsewhere = 15
"#;

struct Team {
    sprints: usize,
    initiatives: usize,
    tracker: usize,
    files: Vec<(String, String)>,
}

/// A place that one person after the other holds.
#[derive(Clone, Copy)]
enum Seat {
    Engineer(usize),
    EngineeringManager(usize),
    ProductManager(usize),
}

impl Seat {
    fn all() -> impl Iterator<Item = Self> {
        let engineers = (0..ENGINEERS).map(Self::Engineer);
        let managers = (0..ENGINEERING_MANAGERS).map(Self::EngineeringManager);
        engineers.chain(managers).chain((0..PRODUCT_MANAGERS).map(Self::ProductManager))
    }

    const fn number(self) -> usize {
        match self {
            Self::Engineer(number) => number,
            Self::EngineeringManager(number) => ENGINEERS + number,
            Self::ProductManager(number) => ENGINEERS + ENGINEERING_MANAGERS + number,
        }
    }

    const fn role(self) -> &'static str {
        match self {
            Self::Engineer(_) => "engineer",
            Self::EngineeringManager(_) => "engineering-manager",
            Self::ProductManager(_) => "product-manager",
        }
    }

    /// Who holds it in `sprint`: the how manieth. Seats change hands at different times.
    const fn holder(self, sprint: usize) -> usize {
        (sprint + self.number() * 4 % STAY) / STAY
    }

    /// The first sprint of the holder with number `holder`.
    const fn since(self, holder: usize) -> usize {
        (holder * STAY).saturating_sub(self.number() * 4 % STAY)
    }

    /// First and last name of the holder with number `holder`. Any two last names differ by two letters or
    /// more.
    fn name(self, holder: usize) -> (&'static str, String) {
        const FIRST: [&str; 16] = [
            "Ariel", "Bill", "Cindy", "Daniel", "Eric", "Fatima", "Grace", "Hugh", "Ines", "Joris", "Kofi",
            "Lena", "Mandy", "Nikki", "Olga", "Petr",
        ];
        const SYLLABLES: [&str; 16] =
            ["ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "wo", "zu", "ha"];
        let number = holder * 64 + self.number();
        let digits = [number >> 16 & 15, number >> 12 & 15, number >> 8 & 15, number >> 4 & 15, number & 15];
        let check = digits.iter().sum::<usize>() % 16;
        let last: String = digits.iter().chain([&check]).map(|digit| SYLLABLES[*digit]).collect();
        (FIRST[number % 16], last)
    }
}

impl Team {
    fn add(&mut self, path: String, text: String) {
        self.files.push((format!("records/{path}"), text));
    }

    fn start(&self, sprint: usize) -> Date {
        date(2000, 1, 3).saturating_add((sprint as i64 * DAYS).days())
    }

    fn end(&self, sprint: usize) -> Date {
        self.start(sprint).saturating_add((DAYS - 1).days())
    }

    /// The id of who holds `seat` in `sprint`.
    fn who(&self, seat: Seat, sprint: usize) -> String {
        let (first, last) = seat.name(seat.holder(sprint));
        format!("{}-{last}", first.to_lowercase())
    }

    fn engineer(&self, number: usize, sprint: usize) -> String {
        self.who(Seat::Engineer(number % ENGINEERS), sprint)
    }

    fn engineering_manager(&self, number: usize, sprint: usize) -> String {
        self.who(Seat::EngineeringManager(number % ENGINEERING_MANAGERS), sprint)
    }

    fn product_manager(&self, number: usize, sprint: usize) -> String {
        self.who(Seat::ProductManager(number % PRODUCT_MANAGERS), sprint)
    }

    fn tracker(&mut self) -> usize {
        self.tracker += 1;
        self.tracker
    }

    fn teams(&mut self) {
        let kinds = [
            ("product", &PRODUCT_TEAMS[..]),
            ("functional", &FUNCTIONAL_TEAMS),
            ("duty", &["clinic-duty"]),
            ("external", &["architecture"]),
        ];
        for (category, names) in kinds {
            for name in names {
                self.add(
                    format!("teams/{name}.toml"),
                    format!(
                        "name = \"The team called {}\"\ncategory = \"{category}\"\npurpose = \"{}\"\n",
                        name.replace('-', " "),
                        prose(name.len(), 12)
                    ),
                );
            }
        }
    }

    fn people(&mut self) {
        for seat in Seat::all() {
            for holder in 0..=seat.holder(self.sprints - 1) {
                let (first, last) = seat.name(holder);
                let (from, until) = (self.start(seat.since(holder)), self.end(seat.since(holder + 1) - 1));
                let role = seat.role();
                let team = FUNCTIONAL_TEAMS[seat.number() % 2];
                let capital = format!("{}{}", last[..1].to_uppercase(), &last[1..]);
                let fields = format!(
                    "name = \"{first} {capital}\"\nfunctional-team = \"{team}\"\ntime-zone = \"Europe/Prague\"\n\
                     roles = [{{ role = \"{role}\", from = {from}, until = {until} }}]\nactive = {{ from = {from}, until = {until} }}\n\
                     skills = [{{ skill = \"PHP\", level = \"capable\" }}, {{ skill = \"Cassandra\", level = \"learning\" }}]\n"
                );
                let id = format!("{}-{last}", first.to_lowercase());
                if holder % 2 == 0 {
                    self.add(
                        format!("people/{id}.md"),
                        format!(
                            "+++\n{fields}+++\n\n# Working with me\n\n{}\n",
                            prose(holder + seat.number(), 45)
                        ),
                    );
                } else {
                    let guide = format!("guide = {{ page = \"https://wiki.example.org/{id}\" }}\n");
                    self.add(format!("people/{id}.toml"), fields + &guide);
                }
            }
        }
    }

    /// Initiatives begin evenly over all sprints.
    const fn begins(&self, initiative: usize) -> usize {
        initiative * self.sprints / self.initiatives
    }

    fn sprints(&mut self) {
        for sprint in 0..self.sprints {
            let mut text = format!(
                "start = {}\nend = {}\ngoal = \"{}\"\n",
                self.start(sprint),
                self.end(sprint),
                prose(sprint, 9)
            );
            let alive: Vec<usize> = (0..self.initiatives)
                .skip((sprint * self.initiatives / self.sprints).saturating_sub(INITIATIVE_SPRINTS + 1))
                .take(2 * INITIATIVE_SPRINTS + 2)
                .filter(|initiative| {
                    (self.begins(*initiative)..self.begins(*initiative) + INITIATIVE_SPRINTS)
                        .contains(&sprint)
                })
                .collect();
            for (number, team) in PRODUCT_TEAMS.iter().enumerate() {
                let members: Vec<String> = (0..5)
                    .map(|seat| format!("\"{}\"", self.engineer(4 + number * 5 + seat, sprint)))
                    .collect();
                let on = alive.get(number % alive.len().max(1)).copied().unwrap_or(self.initiatives - 1);
                let _ = write!(
                    text,
                    "\n[[team]]\nteam = \"{team}\"\nmembers = [{}]\nproduct-manager = \"{}\"\nengineering-manager = \"{}\"\nwork = [\"epic-{on}-{}\", \"story-{on}-{}-{}\"]\n",
                    members.join(", "),
                    self.product_manager(number, sprint),
                    self.engineering_manager(number, sprint),
                    number % 3,
                    (number + 1) % 3,
                    // A story is done in a sprint.
                    sprint % 4,
                );
            }
            let on_duty: Vec<String> = [0, 1, 2]
                .iter()
                .map(|seat| format!("\"{}\"", self.engineer((seat + sprint) % 4, sprint)))
                .collect();
            let _ = write!(
                text,
                "\n[[team]]\nteam = \"clinic-duty\"\nmembers = [{}]\nengineering-manager = \"{}\"\n",
                on_duty.join(", "),
                self.engineering_manager(2, sprint)
            );
            for (seat, purpose) in
                [((3 + sprint) % 4, "the migration"), (24, "the review"), (25, "the training")]
            {
                let _ = write!(
                    text,
                    "\n[[elsewhere]]\nperson = \"{}\"\nwith = \"architecture\"\npurpose = \"{purpose}\"\n",
                    self.engineer(seat, sprint)
                );
            }
            self.add(format!("sprints/{}.toml", self.start(sprint)), text);
        }
    }

    fn deliverables(&mut self) {
        for number in 0..self.initiatives.div_ceil(4) {
            let sprint = self.begins(number * 4);
            let text = format!(
                "title = \"{}, part {number}\"\nplan = \"Medium-term plan\"\nfiscal-year = \"{}\"\npriority = \"Platform Evolution\"\nmanagers = [\"{}\"]\nmetric = \"{}\"\n",
                title(number, 5),
                fiscal_year(self.start(sprint)),
                self.product_manager(number, sprint),
                prose(number, 8),
            );
            self.add(format!("deliverables/deliverable-{number}.toml"), text);
        }
    }

    /// An initiative with its epics and stories.
    fn initiative(&mut self, number: usize) {
        let first = self.begins(number);
        let is_done = first + INITIATIVE_SPRINTS < self.sprints && number + 1 < self.initiatives;
        // Who answers for what is still open is there to the end.
        let last = if is_done { first + INITIATIVE_SPRINTS - 1 } else { self.sprints - 1 };
        let (from, until, tracker) =
            (self.start(first), self.end(first + INITIATIVE_SPRINTS - 1), self.tracker());
        let (manager, product, lead) = (
            self.engineering_manager(number, last),
            self.product_manager(number, last),
            self.engineer(number, last),
        );
        let actual = if is_done {
            format!("actual = {{ from = {from}, until = {until} }}")
        } else {
            format!("actual = {{ from = {from} }}")
        };
        let closed = if is_done {
            format!(
                "\n[[stage-log]]\nto = \"done\"\non = {until}\nby = \"{manager}\"\n\n[closeout]\ndefinition-of-done = \"{}\"\nsigned-by-lead = \"{lead}\"\nsigned-by-product = \"{product}\"\n",
                prose(number, 9)
            )
        } else {
            String::new()
        };
        let text = format!(
            "title = \"{}, initiative {number}\"\ncategory = \"{}\"\nstage = \"{}\"\nproposer = \"{}\"\nproduct-manager = \"{product}\"\nengineering-manager = \"{manager}\"\ntech-lead = \"{lead}\"\n\
             team = \"{}\"\ndeliverables = [\"deliverable-{}\"]\ntracker = \"T{tracker}\"\nsummary = \"{}\"\nsignificance = \"{}\"\noutcomes = [\"{}\"]\n\
             baseline-metrics = [\"{}\"]\ntarget-metrics = [\"{}\"]\nplanned = {{ from = {from}, until = {until} }}\n{actual}\n\n[vision]\nvision = \"{}\"\nproduct = \"{}\"\n\n\
             [[stage-log]]\nto = \"in-progress\"\non = {from}\nby = \"{}\"\n{closed}",
            title(number, 4),
            ["product", "infrastructure"][number % 2],
            if is_done { "done" } else { "in-progress" },
            self.engineer(number + 7, first),
            FUNCTIONAL_TEAMS[number % 2],
            number / 4,
            prose(number, 14),
            prose(number + 1, 12),
            prose(number + 2, 8),
            prose(number + 3, 7),
            prose(number + 4, 7),
            prose(number + 5, 10),
            prose(number + 6, 8),
            self.engineering_manager(number + 1, first),
        );
        self.add(format!("initiatives/initiative-{number}.toml"), text);
        let status = if is_done { "resolved" } else { "in-progress" };
        for epic in 0..3 {
            let tracker = self.tracker();
            let text = format!(
                "title = \"{}, phase {epic}\"\ninitiative = \"initiative-{number}\"\ntracker = \"T{tracker}\"\nteam = \"{}\"\nstatus = \"{status}\"\nphase = \"{}\"\n",
                title(number * 3 + epic, 4),
                PRODUCT_TEAMS[(number + epic) % 4],
                prose(number + epic, 24),
            );
            self.add(format!("epics/initiative-{number}/epic-{number}-{epic}.toml"), text);
            for story in 0..4 {
                let tracker = self.tracker();
                let seed = (number * 3 + epic) * 4 + story;
                let closed = if is_done {
                    format!(
                        "\n[accepted-by]\nperson = \"{manager}\"\non = {until}\n\n[closed-by]\nperson = \"{product}\"\non = {until}\n"
                    )
                } else {
                    String::new()
                };
                let text = format!(
                    "title = \"{}\"\nepic = \"epic-{number}-{epic}\"\nas-a = \"developer of bots\"\ni-want = \"{}\"\nso-that = \"{}\"\nacceptance = [\"{}\", \"{}\"]\ntesting = [\"{}\"]\n\
                     points = {}\npriority = \"{}\"\nstatus = \"{}\"\ntracker = \"T{tracker}\"\n{closed}",
                    title(seed, 5),
                    prose(seed + 1, 8),
                    prose(seed + 2, 8),
                    prose(seed + 3, 7),
                    prose(seed + 4, 7),
                    prose(seed + 5, 7),
                    [1, 2, 3, 5][seed % 4],
                    ["high", "medium", "low"][seed % 3],
                    // In whichever sprint it was, somebody may still have it.
                    if is_done { "resolved" } else { "open" },
                );
                self.add(format!("stories/initiative-{number}/story-{number}-{epic}-{story}.toml"), text);
            }
        }
    }

    fn decision(&mut self, number: usize) {
        let sprint = number * self.sprints / (self.initiatives * 3 / 2).max(1);
        let (proposed, decided) = (self.start(sprint), self.start(sprint).saturating_add(9.days()));
        let supersedes = if number % 8 == 7 {
            format!("supersedes = [\"{}\"]\n", decision_id(number - 5))
        } else {
            String::new()
        };
        let text = format!(
            "+++\ntitle = \"{}\"\nsummary = \"{}\"\nkind = \"{}\"\ntags = [\"{}\"]\nstatus = \"accepted\"\ndecided = {decided}\ndriver = \"{}\"\ndeciders = [\"{}\", \"{}\"]\n\
             consulted = [\"{}\", \"architecture\"]\ninformed = [\"{}\"]\n{supersedes}initiatives = [\"initiative-{}\"]\n\n\
             [[options]]\nid = \"as-before\"\ntitle = \"{}\"\noutcome = \"rejected\"\nreason = \"{}\"\n\n[[options]]\nid = \"something-new\"\ntitle = \"{}\"\noutcome = \"chosen\"\nreason = \"{}\"\n\n\
             [[history]]\nstatus = \"proposed\"\non = {proposed}\nby = \"{}\"\n\n[[history]]\nstatus = \"accepted\"\non = {decided}\nby = \"{}\"\n+++\n\n\
             ## Context\n\n{}\n\n## Decision\n\n{}\n\n## Consequences\n\n{}\n",
            title(number, 6),
            prose(number, 14),
            ["decision", "architecture", "research"][number % 3],
            ["storage", "interfaces", "deployment"][number % 3],
            self.engineer(number, sprint),
            self.engineering_manager(number, sprint),
            self.product_manager(number, sprint),
            self.engineer(number + 1, sprint),
            FUNCTIONAL_TEAMS[number % 2],
            number * 2 / 3,
            title(number + 1, 5),
            prose(number + 1, 9),
            title(number + 2, 5),
            prose(number + 2, 9),
            self.engineer(number, sprint),
            self.engineering_manager(number, sprint),
            prose(number + 3, 40),
            prose(number + 4, 35),
            prose(number + 5, 30),
        );
        self.add(format!("decisions/{}.md", decision_id(number)), text);
    }

    /// Task `number` of `count`, spread over all stories.
    fn task(&mut self, number: usize, count: usize) {
        let story = number * self.initiatives * 12 / count;
        let (initiative, epic) = (story / 12, story / 4 % 3);
        let first = self.begins(initiative);
        let is_done = first + INITIATIVE_SPRINTS < self.sprints;
        let tracker = self.tracker();
        let blockers: Vec<String> = (1..=3)
            .filter(|back| !number.is_multiple_of(3) && number >= *back)
            .map(|back| format!("\"task-{}\"", number - back))
            .collect();
        let sprint = if is_done { first } else { self.sprints - 1 };
        let fields = format!(
            "title = \"{}\"\nstory = \"story-{initiative}-{epic}-{}\"\ntracker = \"T{tracker}\"\ntype = \"{}\"\ndescription = \"{}\"\nacceptance = [\"{}\", \"{}\"]\ntesting = [\"{}\"]\n\
             points = {}\npriority = \"{}\"\nstatus = \"{}\"\nassignee = \"{}\"\nblocked-by = [{}]\n",
            title(number, 6),
            story % 4,
            ["bug", "feature", "maintenance", "spike"][number % 4],
            prose(number, 12),
            prose(number + 1, 8),
            prose(number + 2, 7),
            prose(number + 3, 7),
            [1, 2, 3, 5][number % 4],
            ["high", "medium", "low"][number % 3],
            if is_done { "resolved" } else { "open" },
            self.engineer(number, sprint),
            blockers.join(", "),
        );
        let folder = format!("tasks/initiative-{initiative}");
        if number.is_multiple_of(5) {
            self.add(
                format!("{folder}/task-{number}.md"),
                format!("+++\n{fields}+++\n\n## Notes\n\n{}\n", prose(number + 4, 40)),
            );
        } else {
            self.add(format!("{folder}/task-{number}.toml"), fields);
        }
    }
}

fn decision_id(number: usize) -> String {
    format!("{:04}-choose-{}", number + 1, WORDS[number % WORDS.len()])
}

fn fiscal_year(day: Date) -> String {
    let first = if day.month() < 7 { day.year() - 1 } else { day.year() };
    format!("{first}-{:02}", (first + 1) % 100)
}
