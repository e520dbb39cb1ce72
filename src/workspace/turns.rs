//! Turns on duty, and who has served how many of them.

use std::collections::BTreeSet;

use super::View;
use crate::record::RecordId;
use crate::workspace::kind;
use crate::workspace::model::duty::{self, Share, Turn};
use crate::workspace::model::{DutyReport, Member, Pooled, Rotation, Sprint, SprintTeam};

impl<'a> View<'a> {
    /// All turns on duty, as [`duty::turns`] has them.
    pub fn turns(&self) -> Vec<Turn<'_, 'a>> {
        let rotations = self.rotations();
        if rotations.is_empty() { Vec::new() } else { duty::turns(rotations, self.sprints()) }
    }

    /// The sprints in which `rotation` runs and has its team, by first day.
    pub fn duty_sprints(&self, rotation: &Rotation<'a>) -> Vec<(&Sprint<'a>, &SprintTeam<'a>)> {
        let sprints = duty::sprints(rotation, self.sprints()).into_iter();
        sprints.filter_map(|of_sprint| Some((of_sprint.sprint, of_sprint.team?))).collect()
    }

    /// The rotation that `report` is about: the one it names, or the only one whose team is on duty in
    /// `sprint`.
    pub fn rotation_of(&self, report: &DutyReport<'_>, sprint: &Sprint<'_>) -> Option<&Rotation<'a>> {
        if let Some(named) = report.rotation {
            return self.rotation(named);
        }
        let teams: BTreeSet<RecordId> = sprint.teams.iter().filter_map(|team| team.team.to).collect();
        let of_teams = teams.into_iter().flat_map(|team| self.rotations_of(team));
        let mut meant = of_teams.filter(|rotation| sprint.days_of(*rotation.period).is_some());
        meant.next().filter(|_| meant.next().is_none())
    }

    /// The other reports of the turn that `report` is of. One that names no rotation may be of any.
    pub fn other_reports(&self, report: &DutyReport<'_>) -> impl Iterator<Item = &DutyReport<'a>> {
        let (own, rotation) = (report.record.number, report.rotation.map(|rotation| rotation.to));
        let turn = report.sprint.and_then(|link| link.to);
        turn.into_iter().flat_map(move |sprint| {
            let is_of_turn = move |other: &&DutyReport<'a>| {
                let rotations = other.rotation.map(|rotation| rotation.to).zip(rotation);
                other.record.number != own
                    && other.sprint.is_some_and(|link| link.to == Some(sprint))
                    && rotations.is_none_or(|(a, b)| a == b)
            };
            let naming = self.naming_of(sprint, &[kind::DUTY_REPORT]);
            naming.filter_map(|record| self.duty_report(record.number)).filter(is_of_turn)
        })
    }

    /// What each of the pool has served in `sprints`, those first who are furthest below their share.
    pub fn duty_shares(
        &self,
        rotation: &Rotation<'a>,
        sprints: &[(&Sprint<'a>, &SprintTeam<'a>)],
    ) -> Vec<Share<'a>> {
        let away = self.away();
        let mut pool: Vec<_> = rotation.pool.iter().filter(|pooled| pooled.person.to.is_some()).collect();
        pool.sort_by_key(|pooled| (pooled.person.to, pooled.period.from));
        let mut shares: Vec<Share<'a>> = Vec::new();
        for Pooled { person, .. } in &pool {
            if shares.last().is_none_or(|last| last.person.to != person.to) {
                shares.push(Share { person: *person, served: 0, fair: 0.0, last: None });
            }
        }
        for (sprint, team) in sprints {
            let is_there = |member: &&Member<'_>| sprint.days_of(*member.period).is_some();
            let mut served: Vec<_> = team
                .working()
                .filter(is_there)
                .filter_map(|member| Some((member.person.to?, member.person.at)))
                .collect();
            served.sort_by_key(|(person, _)| *person);
            served.dedup_by_key(|(person, _)| *person);
            let mut eligible: Vec<RecordId> = pool
                .iter()
                .filter(|pooled| pooled.period.overlaps(sprint.period()))
                .filter_map(|Pooled { person, .. }| {
                    let is_spared = person.to.is_some_and(|person| {
                        rotation.exempt_of(person).any(|exempt| exempt.period.overlaps(sprint.period()))
                    });
                    let off = sprint.days_off_of(person.to?);
                    let who = self.person(*person)?;
                    let presence = away.presence(who, sprint.start, sprint.end, &off);
                    // Somebody who wasn't with the team, or was lent for all of the sprint, could not have
                    // served.
                    let is_gone = !who.active.overlaps(sprint.period())
                        || !self.can_be_member(*person, sprint.period())
                        || sprint.elsewhere.iter().any(|elsewhere| {
                            elsewhere.person.to == person.to
                                && sprint.days_of(*elsewhere.period) == Some((sprint.start, sprint.end))
                                && elsewhere.share.is_none()
                        });
                    (!is_spared && !is_gone && !presence.is_less_than_half()).then_some(person.to?)
                })
                .chain(served.iter().map(|(person, _)| *person))
                .collect();
            eligible.sort_unstable();
            eligible.dedup();
            let (turns, candidates) = (served.len() as u32, eligible.len() as u32);
            for share in &mut shares {
                let Some(person) = share.person.to else { continue };
                if eligible.binary_search(&person).is_ok() {
                    share.fair += f64::from(turns) / f64::from(candidates);
                }
                if let Ok(at) = served.binary_search_by_key(&person, |(served, _)| *served) {
                    share.served += 1;
                    share.last = Some(served[at].1);
                }
            }
        }
        shares.sort_by(|a, b| a.debt().total_cmp(&b.debt()).then_with(|| a.person.id().cmp(b.person.id())));
        shares
    }
}
