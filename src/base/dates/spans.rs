//! Many spans, asked which of them hold a time.

/// Spans of a line, such as days, each with what it is of.
pub struct Spans<K, T> {
    spans: Vec<(K, K, T)>,
    /// For each span the latest end of those around it, of which it is the middle one: a tree, whose root
    /// stands in the middle of all.
    latest: Vec<K>,
}

impl<K: Copy + Ord, T: Copy + Ord> Spans<K, T> {
    /// Puts `spans` in order: of each the first and the last point, and what it is of.
    pub fn new(mut spans: Vec<(K, K, T)>) -> Self {
        spans.sort_unstable();
        let mut latest: Vec<K> = spans.iter().map(|(_, last, _)| *last).collect();
        settle(&mut latest);
        Self { spans, latest }
    }

    /// What has a span that begins at `from` or before and ends at `until` or after: in order, and each once.
    pub fn holding(&self, from: K, until: K) -> Vec<T> {
        let mut found = Vec::new();
        collect(&self.spans, &self.latest, (from, until), &mut found);
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Puts the latest of all in the middle, and does the same on both sides.
fn settle<K: Copy + Ord>(latest: &mut [K]) -> Option<K> {
    let (left, right) = latest.split_at_mut(latest.len() / 2);
    let (middle, right) = right.split_first_mut()?;
    let of_sides = [settle(left), settle(right)].into_iter().flatten();
    *middle = of_sides.fold(*middle, K::max);
    Some(*middle)
}

fn collect<K: Copy + Ord, T: Copy>(
    spans: &[(K, K, T)],
    latest: &[K],
    (from, until): (K, K),
    found: &mut Vec<T>,
) {
    let middle = spans.len() / 2;
    let Some((first, last, of)) = spans.get(middle).filter(|_| until <= latest[middle]) else { return };
    collect(&spans[..middle], &latest[..middle], (from, until), found);
    if *first <= from {
        if until <= *last {
            found.push(*of);
        }
        collect(&spans[middle + 1..], &latest[middle + 1..], (from, until), found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_are_found_as_by_looking_at_each() {
        for count in 0..40_u32 {
            let spans: Vec<(u32, u32, u32)> = (0..count)
                .map(|number| (number * 7 % 31, number * 7 % 31 + number * 5 % 13, number / 2))
                .collect();
            let tree = Spans::new(spans.clone());
            for (from, until) in (0..45).flat_map(|from| (from..45).map(move |until| (from, until))) {
                let holding = spans.iter().filter(|(first, last, _)| *first <= from && until <= *last);
                let mut expected: Vec<u32> = holding.map(|(_, _, of)| *of).collect();
                expected.dedup();
                assert_eq!(tree.holding(from, until), expected, "{count} {from} {until}");
            }
        }
    }
}
