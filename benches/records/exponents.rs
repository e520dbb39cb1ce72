//! How the time of a check grows with a fault: of workspaces that have much of one fault, at two decades.
//!
//! CPU time of all threads, the least of five runs or more. The exponent is that of what a check takes beyond
//! the check of a workspace without records, which is the cost of starting. A check includes its report, one
//! line a finding where it isn't said otherwise.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::sync::Arc;
use std::time::Duration;

use teambook::check::rules::finding::Finding;
use teambook::check::{self, Outcome, Request, Verdict};
use teambook::report::{FORMATS, Report};
use teambook::workspace::files::{Content, ContentId, Files};
use teambook::workspace::settings::Level;

use super::milliseconds;
use crate::crowds;
use crate::faults::{self, Case, Texts};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Records of the smallest, the middle and the largest workspace.
const SIZES: [usize; 3] = [200, 2_000, 20_000];
const ROUNDS: usize = 5;
/// More than this isn't linear.
const MOST_EXPONENT: f64 = 1.15;
/// At most this many times as long as without the fault.
const MOST_RATIO: f64 = 2.0;

/// All cases; or those whose name contains `wanted`.
pub(super) fn exponents(wanted: &str) -> Result<()> {
    let cases = faults::cases().into_iter().chain(crowds::cases());
    println!("CPU of a check in ms at {SIZES:?} records, exponent, and beside the same without the fault");
    println!("{:44}{:>9}{:>9}{:>9}{:>7}{:>7}", "", SIZES[0], SIZES[1], SIZES[2], "exp", "ratio");
    let mut beyond = Vec::new();
    let mut sound = BTreeMap::new();
    for case in cases.filter(|case| case.name.contains(wanted)) {
        for way in [Way::Plain, Way::Noting].into_iter().filter(|way| *way == Way::Plain || case.is_kept) {
            let line = measure(&case, way, &mut sound)?;
            println!("{:44}{}", format!("{}{}", case.name, way.name()), line.told());
            if line.exponent > MOST_EXPONENT || line.ratio > MOST_RATIO {
                beyond.push(format!("{}{}", case.name, way.name()));
            }
        }
    }
    if beyond.is_empty() {
        return Ok(());
    }
    Err(format!(
        "beyond an exponent of {MOST_EXPONENT} or {MOST_RATIO} times the time without: {}",
        beyond.join(", ")
    )
    .into())
}

/// How a check is made.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// As the first check of a workspace.
    Plain,
    /// As one that notes what its answers depend on.
    Noting,
}

impl Way {
    const fn name(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Noting => ", for the next",
        }
    }
}

struct Line {
    times: [Duration; 3],
    exponent: f64,
    ratio: f64,
}

impl Line {
    fn told(&self) -> String {
        let times: String = self.times.iter().map(|time| format!("{:9.1}", milliseconds(*time))).collect();
        format!("{times}{:7.2}{:7.2}", self.exponent, self.ratio)
    }
}

/// What a check without a fault takes, for each way.
type Sound = BTreeMap<Way, (Duration, Duration)>;

fn measure(case: &Case, way: Way, sound: &mut Sound) -> Result<Line> {
    let (start, without) = match case.without {
        Some(without) => {
            (least(&Texts::none(), case.format, way)?, least(&without(SIZES[2]), case.format, way)?)
        }
        None => match sound.entry(way) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(entry) => *entry.insert((
                least(&Texts::none(), case.format, way)?,
                least(&Texts::sound(SIZES[2]), case.format, way)?,
            )),
        },
    };
    let mut times = [Duration::ZERO; 3];
    for (time, size) in times.iter_mut().zip(SIZES) {
        *time = least(&(case.with)(size), case.format, way)?;
    }
    let beyond_start = |time: Duration| time.saturating_sub(start).as_secs_f64().max(1e-5);
    let decades = (SIZES[2] as f64 / SIZES[0] as f64).log10();
    Ok(Line {
        times,
        exponent: (beyond_start(times[2]) / beyond_start(times[0])).log10() / decades,
        ratio: times[2].as_secs_f64() / without.as_secs_f64(),
    })
}

/// The least CPU time of some checks of `texts`.
fn least(texts: &Texts, format: &str, way: Way) -> Result<Duration> {
    let mut least = Duration::MAX;
    let mut spent = Duration::ZERO;
    for round in 0.. {
        // What takes little time is measured more often: there the least matters most.
        if round >= ROUNDS && spent > Duration::from_millis(200) || spent > Duration::from_secs(20) {
            break;
        }
        let before = cpu()?;
        let findings = run(texts, format, way)?;
        let time = cpu()?.saturating_sub(before);
        std::hint::black_box(findings);
        least = least.min(time);
        spent += time;
    }
    Ok(least)
}

/// Reads, checks and reports; gives how much was found.
fn run(texts: &Texts, format: &str, way: Way) -> Result<usize> {
    let settings = content(texts.files.get("teambook.toml"));
    let beside: Vec<_> =
        texts.of("rules/").map(|(path, text)| (path.to_owned(), content(Some(text)))).collect();
    let paths = || texts.of("records/").map(|(path, _)| path);
    let kept = Arc::clone(&texts.files);
    let fetch = move |path: &str| content(kept.get(path));
    let files = match way {
        Way::Plain => Files::load(settings, &beside, paths().map(str::to_owned).collect(), fetch),
        Way::Noting => Files::on_demand(settings, &beside, paths().map(|path| (path, id(path))), fetch),
    };
    let cache = match way {
        Way::Plain => None,
        Way::Noting => Some(("", None)),
    };
    let outcome = check::run(Request { cache, ..Request::new(&files, texts.as_of) });
    let findings: Vec<&Finding> = outcome.with(Verdict::New).collect();
    report(&outcome, &findings, format)?;
    Ok(findings.len())
}

fn content(text: Option<&String>) -> Content {
    Content::Bytes(text.map(|text| text.clone().into_bytes()).unwrap_or_default())
}

fn id(path: &str) -> ContentId {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    let mut id = [0; 32];
    id[..8].copy_from_slice(&hasher.finish().to_le_bytes());
    ContentId(id)
}

fn report(outcome: &Outcome<'_>, findings: &[&Finding], format: &str) -> Result<()> {
    let view = outcome.workspace.view();
    let report =
        Report { fails_from: Some(Level::Error), ..Report::new(&view, outcome.sources, findings.to_vec()) };
    let format = FORMATS.iter().find(|known| known.name == format).ok_or("no such format")?;
    Ok(format.write(&report, &mut io::sink())?)
}

/// The CPU time that the threads of this process have taken so far.
fn cpu() -> Result<Duration> {
    let mut total = 0;
    for thread in
        fs::read_dir("/proc/self/task").map_err(|_| "this needs Linux, which tells CPU time by thread")?
    {
        // A thread may have ended in the meantime.
        let Ok(told) = fs::read_to_string(thread?.path().join("schedstat")) else { continue };
        total += told.split(' ').next().unwrap_or_default().parse::<u64>()?;
    }
    Ok(Duration::from_nanos(total))
}

impl Texts {
    /// The files below `folder`.
    fn of(&self, folder: &str) -> impl Iterator<Item = (&str, &String)> {
        let files: &BTreeMap<String, String> = &self.files;
        files
            .iter()
            .map(|(path, text)| (path.as_str(), text))
            .filter(move |(path, _)| path.starts_with(folder))
    }
}
