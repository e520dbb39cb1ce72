//! Figures drawn for people.

use super::{Cell, Depth, Fit, Grid, Ink, Lines, Page, Piece, status};
use crate::answers::stats::{Count, Coverage, DeliverableStats, Duty, Requests, Stats, Turns, Wait};
use crate::base::words::count;
use crate::base::words::spaced;
use crate::workspace::model::load::written;

const BAR: usize = 12;

/// `stats` as a page.
pub(crate) fn page(stats: &Stats) -> Page {
    if stats.is_empty() {
        return Page::saying(Lines::Wrapped, "There is nothing to count yet.");
    }
    let mut page = Page::new(Lines::Wrapped);
    page.line(Cell::new(Ink::Faint, format!("As of {}", stats.as_of)));
    stats.duty.iter().for_each(|duty| draw_duty(&mut page, duty));
    if let Some(requests) = &stats.requests {
        draw_requests(&mut page, requests);
    }
    draw_initiatives(&mut page, stats);
    draw_deliverables(&mut page, &stats.deliverables);
    draw_counts(&mut page, "Goals", &stats.goals);
    draw_counts(&mut page, "Decisions", &stats.decisions);
    page
}

fn heading(page: &mut Page, name: &str, rest: String) {
    page.heading(Cell::new(Ink::Strong, name.to_owned()).and(Ink::Faint, rest));
}

/// `number` as a bar to compare with others.
fn measure(number: usize, most: usize) -> Cell {
    Cell::default().with(Piece::Measure { number, most, width: BAR })
}

fn draw_duty(page: &mut Page, duty: &Duty) {
    let Turns { sprints, from, until, people, .. } = &duty.all;
    let sprints = count(*sprints, "sprint");
    heading(page, &duty.rotation.name, format!(": turns in {sprints}, from {from} until {until}"));
    let most = people.iter().map(|who| who.served).max().unwrap_or_default().max(1) as usize;
    let word = |word: &'static str| Cell::new(Ink::Faint, word).right();
    let mut rows = Vec::new();
    for who in people {
        // The bar stands for the turns, not for what is done.
        let bar = measure(who.served as usize, most);
        let served = Cell::plain(who.served.to_string()).right();
        let expected = Cell::plain(format!("{:.1}", who.expected)).right();
        rows.push(vec![Cell::plain(who.person.name.clone()), served, expected, bar]);
    }
    let head = Some(vec![Cell::default(), word("served"), word("share")]);
    page.table(Grid { head, ..Grid::new(Depth::Below, Fit::CutFirst, rows) });
    let people = |number: usize| if number == 1 { "1 person".to_owned() } else { format!("{number} people") };
    page.below(match duty.all.evenness {
        Some(found) => Cell::plain(format!(
            "evenness {:.2} of 1 (Jain's index of {}); the most is {:.2} times the mean",
            found.jain,
            people(found.people),
            found.most_to_mean
        )),
        None => Cell::new(Ink::Doubtful, "nobody of the pool has served"),
    });
    if let Some((window, found)) = duty.window.as_ref().and_then(|window| Some((window, window.evenness?))) {
        let sprints = count(window.sprints, "sprint");
        let (jain, most) = (found.jain, found.most_to_mean);
        page.below(Cell::plain(format!("the last {sprints}: evenness {jain:.2}, {most:.2} times the mean")));
    }
}

fn draw_requests(page: &mut Page, requests: &Requests) {
    heading(page, "Requests", format!(": {}, {} open", requests.count, requests.open));
    bars(page, &requests.outcomes, |_| Ink::Plain);
    let waits = [
        ("until triage", &requests.to_triage),
        ("until an answer", &requests.to_answer),
        ("until the end", &requests.to_end),
        ("not triaged yet", &requests.untriaged),
    ];
    let row = |(name, wait): (&'static str, &Option<Wait>)| {
        let wait = wait.as_ref()?;
        Some(vec![Cell::plain(name), days(wait)])
    };
    let rows: Vec<Vec<Cell>> = waits.into_iter().filter_map(row).collect();
    page.table(Grid::new(Depth::Below, Fit::WrapLast, rows));
}

/// `median 3 days, longest 5 (Search in Arabic)`.
fn days(wait: &Wait) -> Cell {
    let (median, longest) = (written(wait.median), wait.longest);
    let day = |number: &str| if number == "1" { "day" } else { "days" };
    let name = format!(" ({})", wait.record.name);
    let cell = match wait.count {
        1 => Cell::plain(format!("{longest} {}", day(&longest.to_string()))),
        _ => Cell::plain(format!("median {median} {}, longest {longest}", day(&median))),
    };
    cell.and(Ink::Faint, name)
}

fn draw_initiatives(page: &mut Page, stats: &Stats) {
    let all = stats.initiatives.iter().map(|at| at.count);
    let (sum, most) = (all.clone().sum::<usize>(), all.max().unwrap_or_default());
    if sum == 0 {
        return;
    }
    heading(page, "Initiatives", format!(": {sum}"));
    let row = |at: &crate::answers::stats::AtStage| {
        let bar = measure(at.count, most);
        let age = at.age.as_ref().map_or_else(Cell::default, |age| Cell::plain("there for ").join(days(age)));
        vec![status(Some(&at.stage)), Cell::plain(at.count.to_string()).right(), bar, age]
    };
    let rows = stats.initiatives.iter().map(row).collect();
    page.table(Grid::new(Depth::Below, Fit::WrapLast, rows));
}

fn draw_deliverables(page: &mut Page, deliverables: &[DeliverableStats]) {
    if deliverables.is_empty() {
        return;
    }
    let covered = |coverage: Coverage| deliverables.iter().filter(|item| item.coverage == coverage).count();
    let words = [
        (Coverage::UnderWay, "under way"),
        (Coverage::Waiting, "waiting"),
        (Coverage::Over, "over"),
        (Coverage::None, "without an initiative"),
    ];
    let counts = words.iter().filter(|(coverage, _)| covered(*coverage) > 0);
    let counts: Vec<String> =
        counts.map(|(coverage, word)| format!("{} {word}", covered(*coverage))).collect();
    heading(page, "Deliverables", format!(": {}, {}", deliverables.len(), counts.join(", ")));
    let row = |item: &DeliverableStats| {
        let serving = match item.initiatives {
            0 => Cell::new(Ink::Doubtful, "no initiative"),
            number => Cell::plain(count(number, "initiative")),
        };
        let mut row =
            vec![Cell::plain(item.deliverable.name.clone()), status(item.status.as_deref()), serving];
        if item.work.total > 0 {
            let (done, total) = (item.work.done, item.work.total);
            row.push(Cell::default().with(Piece::Progress { done, total, width: 8 }));
            row.push(Cell::plain(format!("{done} of {total}")));
        }
        row
    };
    let rows = deliverables.iter().map(row).collect();
    page.table(Grid::new(Depth::Below, Fit::CutFirst, rows));
}

fn draw_counts(page: &mut Page, name: &str, counts: &[Count]) {
    if !counts.is_empty() {
        let sum: usize = counts.iter().map(|count| count.count).sum();
        heading(page, name, format!(": {sum}"));
        bars(page, counts, Ink::of_status);
    }
}

fn bars(page: &mut Page, counts: &[Count], ink: impl Fn(&str) -> Ink) {
    let most = counts.iter().map(|count| count.count).max().unwrap_or_default();
    let row = |count: &Count| {
        let name = Cell::new(ink(&count.name), spaced(&count.name));
        vec![name, Cell::plain(count.count.to_string()).right(), measure(count.count, most)]
    };
    let rows = counts.iter().map(row).collect();
    page.table(Grid::new(Depth::Below, Fit::CutFirst, rows));
}
