//! A sprint's board drawn for people.

use super::{Cell, Depth, Fit, Grid, Ink, Lines, Page, Piece, status};
use crate::answers::board::{Board, BoardTeam, Load, OnTeam, Secondment, SprintPhase, Work};
use crate::answers::diff::shown::NamedRecord;
use crate::answers::outline::WorkState;
use crate::base::words::{list, spaced};
use crate::workspace::model::load::{WorkingDays, points_of, written};

/// `board` as a page, on the day `on`.
pub(crate) fn page(board: &Board, on: &str) -> Page {
    let mut page = Page::new(Lines::Wrapped);
    let title = Cell::new(Ink::Strong, format!("Sprint of {}", board.start));
    let mut rest = format!(", until {}", board.end);
    rest.push_str(&board.state.as_ref().map_or_else(String::new, |state| format!(", {state}")));
    if board.when == SprintPhase::Now {
        rest.push_str(&format!("; as of {on}"));
    }
    page.heading(title.and(Ink::Faint, rest));
    for words in board.goal.iter().chain(&board.note) {
        // Each as one line, however many the record has.
        page.line(Cell::plain(words.split_whitespace().collect::<Vec<_>>().join(" ")));
    }
    if board.work_only {
        page.line(Cell::new(Ink::Faint, "Only its work is recorded, not its people."));
    }
    if !board.has_days {
        let words = "Its first and last day can't both be right, so no days are counted.";
        page.line(Cell::new(Ink::Doubtful, words));
    }
    board.teams.iter().for_each(|team| draw_team(&mut page, board, team));
    rest_of(&mut page, board);
    page
}

fn draw_team(page: &mut Page, board: &Board, team: &BoardTeam) {
    let category = team.category.map_or_else(String::new, |category| format!("  {category}"));
    page.heading(Cell::new(Ink::Strong, team.team.name.clone()).and(Ink::Faint, category));
    let mut rows: Vec<Vec<Cell>> = team.members.iter().map(|member| row_of(board, member)).collect();
    for guest in &team.visiting {
        let from = guest.from.as_ref().map_or_else(String::new, |team| format!(" from {}", team.name));
        let state = guest.state.as_deref().filter(|state| !matches!(*state, "active" | "done"));
        let state = state.map_or_else(String::new, |state| format!(" ({state})"));
        rows.push(vec![person(&guest.person), Cell::new(Ink::Busy, format!("visiting{from}{state}"))]);
    }
    for manager in &team.managers {
        rows.push(vec![person(&manager.person), Cell::new(Ink::Faint, spaced(manager.role))]);
    }
    if team.members.is_empty() && board.has_people() {
        page.below(Cell::new(Ink::Doubtful, "no member is named"));
    }
    page.table(Grid::new(Depth::Below, Fit::WrapLast, rows).in_line());
    if let Some(note) = &team.note {
        page.below(Cell::new(Ink::Faint, note.clone()));
    }
    let work = team.work.iter().map(row_of_work).collect();
    page.table(Grid::new(Depth::Deeper, Fit::CutFirst, work));
    draw_load(page, board, &team.load);
}

/// A person's name; where it leads nowhere it stands out.
fn person(person: &NamedRecord) -> Cell {
    Cell::new(if person.record.is_some() { Ink::Plain } else { Ink::Bad }, person.name.clone())
}

/// A name, and what is special about it.
fn row_of(board: &Board, member: &OnTeam) -> Vec<Cell> {
    let mut words = Vec::new();
    words.extend(member.doing.clone());
    if member.shadow {
        words.push("looks on".to_owned());
    }
    words.extend(days(member.from.as_ref(), member.until.as_ref(), member.share));
    if board.has_people() && !member.shadow {
        words.push(left_of(member.days, "day"));
    }
    let cell = Cell::plain(words.join(", "));
    let cell = if member.away { cell.and(Ink::Doubtful, ", away now") } else { cell };
    vec![person(&member.person), cell]
}

/// `8 days`, `8 of 10 days`.
fn left_of(days: WorkingDays, what: &str) -> String {
    let (left, full) = (written(days.left), written(days.full));
    let number = if left == full { left } else { format!("{left} of {full}") };
    format!("{number} {what}{}", if full == "1" { "" } else { "s" })
}

/// `on 2025-12-03`, or `from 2025-12-03 until 2025-12-05`.
fn run(from: &str, until: &str) -> String {
    if from == until { format!("on {from}") } else { format!("from {from} until {until}") }
}

/// `from 2025-12-03`, `50 % of the time`: each where it isn't the whole.
fn days(from: Option<&String>, until: Option<&String>, share: Option<f64>) -> Vec<String> {
    let mut words = Vec::new();
    words.extend(match (from, until) {
        (Some(from), Some(until)) => Some(run(from, until)),
        (Some(from), None) => Some(format!("from {from}")),
        (None, Some(until)) => Some(format!("until {until}")),
        (None, None) => None,
    });
    words.extend(share.map(|share| format!("{} % of the time", (share * 100.0).round())));
    words
}

fn row_of_work(work: &Work) -> Vec<Cell> {
    let ink = if work.record.is_some() { Ink::Plain } else { Ink::Bad };
    let is_estimated_kind = matches!(work.kind.as_str(), "story" | "task");
    let last = match (work.points, work.progress) {
        (Some(points), _) => Cell::plain(points_of(points)),
        (None, Some(progress)) if progress.total > 0 => {
            let (done, total) = (progress.done, progress.total);
            let bar = Cell::default().with(Piece::Progress { done, total, width: 5 });
            bar.and(Ink::Plain, format!(" {done} of {total} done"))
        }
        (None, _) if work.record.is_none() => Cell::new(Ink::Bad, "no such work"),
        (None, _) if work.state == Some(WorkState::Dropped) => Cell::default(),
        (None, _) if is_estimated_kind => Cell::new(Ink::Faint, "no points"),
        (None, _) => Cell::default(),
    };
    let kind = Cell::new(Ink::Faint, work.kind.clone());
    vec![Cell::new(ink, work.title.clone()), kind, status(work.status.as_deref()), last]
}

/// The working days, and points against points.
fn draw_load(page: &mut Page, board: &Board, load: &Load) {
    let taken_on = load.taken_on;
    let mut parts: Vec<(Ink, String)> = Vec::new();
    if board.has_people() && load.days.full > 0.0 {
        parts.push((Ink::Plain, left_of(load.days, "working day")));
    }
    if let Some(capacity) = load.capacity {
        parts.push((Ink::Plain, format!("can do {}", points_of(capacity))));
    }
    if let Some(points) = taken_on.known() {
        let (ink, more) = match load.beyond {
            Some(beyond) => (Ink::Bad, format!(", {} too many", written(beyond))),
            None => (Ink::Plain, String::new()),
        };
        parts.push((ink, format!("has taken on {}{more}", points_of(points))));
    }
    if let Some(done) = load.done {
        parts.push((Ink::Good, format!("did {}", points_of(done))));
    }
    let mut uncounted = Vec::new();
    if taken_on.unestimated > 0 {
        uncounted.push(format!("{} without an estimate", taken_on.unestimated));
    }
    if taken_on.larger > 0 && (load.capacity.is_some() || taken_on.known().is_some()) {
        let larger = if taken_on.larger == 1 { "epic or initiative" } else { "epics and initiatives" };
        uncounted.push(format!("{} {larger}", taken_on.larger));
    }
    let mut cell = Cell::default();
    for (number, (ink, words)) in parts.into_iter().enumerate() {
        cell = cell.and(Ink::Plain, if number > 0 { "; " } else { "" }).and(ink, words);
    }
    if !cell.is_empty() {
        page.below(cell);
    }
    if !uncounted.is_empty() {
        page.below(Cell::new(Ink::Faint, format!("points not counted: {}", list(&uncounted))));
    }
}

/// Who is not on a team, and the days off.
fn rest_of(page: &mut Page, board: &Board) {
    let gone = board.elsewhere.iter().map(|gone| vec![person(&gone.person), whereabouts(gone)]);
    part(page, "Elsewhere", gone.collect(), true);
    let away = board.away.iter().map(|away| {
        let mut words = run(&away.from, &away.until);
        if away.half_day {
            words.push_str(", half of each day");
        }
        if away.tentative {
            words.push_str(", not certain yet");
        }
        let cell = Cell::plain(words).and(Ink::Doubtful, if away.now { ", now" } else { "" });
        vec![Cell::plain(away.person.name.clone()), cell]
    });
    part(page, "Away", away.collect(), true);
    let days = board.days_off.iter().map(|day| {
        let who = if day.who.is_empty() { "for all".to_owned() } else { list(&day.who) };
        vec![Cell::plain(day.date.clone()), Cell::plain(day.why.clone()).and(Ink::Faint, format!(" ({who})"))]
    });
    part(page, "Days off", days.collect(), false);
    let free = board.free.iter().map(|free| {
        vec![Cell::new(Ink::Good, free.person.name.clone()), Cell::plain(run(&free.from, &free.until))]
    });
    part(page, "Free", free.collect(), true);
}

fn part(page: &mut Page, heading: &'static str, rows: Vec<Vec<Cell>>, is_of_people: bool) {
    if !rows.is_empty() {
        page.heading(Cell::new(Ink::Strong, heading));
        let table = Grid::new(Depth::Below, Fit::WrapLast, rows);
        page.table(if is_of_people { table.in_line() } else { table });
    }
}

fn whereabouts(gone: &Secondment) -> Cell {
    let with = gone.with.as_ref().map(|team| format!("with {}", team.name));
    let mut words: Vec<String> = match (with, &gone.purpose) {
        (Some(with), Some(purpose)) => vec![format!("{with}: {purpose}")],
        (with, purpose) => with.or_else(|| purpose.clone()).into_iter().collect(),
    };
    words.extend(days(gone.from.as_ref(), gone.until.as_ref(), gone.share));
    Cell::plain(words.join(", "))
}
