//! Where the time of a build goes: `cargo bench -p compiler-driver --bench phases`.
//!
//! A package of 100,000 lines, made of as many copies of the packages in `examples/aptos` as that takes, each at addresses
//! of its own, is built five times, on one thread as always. Prints of each phase the median, the fastest and the slowest
//! build in milliseconds, its share, and lines a second; then the most memory that was in use at once.
//! `ACCESSVM_LINES` asks for another size.
//!
//! Then a package of the same kind with 110 modules is built, and built again each time one of them has changed: a body, which
//! concerns nobody else, or by one more function.
#![allow(clippy::unwrap_used, reason = "a benchmark fails by panicking")]
#![allow(clippy::print_stdout, reason = "this is what it is for")]
#![allow(clippy::disallowed_methods, reason = "a benchmark looks at the clock")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use compiler_diagnostics::FileId;
use compiler_driver::{Memory, Options, Phase, SourceText, Sources, build_watched, rebuild};

const ROUNDS: usize = 5;
/// Five copies of each example, with 22 modules in all.
const REBUILT_LINES: usize = 25_000;
const REBUILDS: usize = 11;
const PACKAGES: [(&str, &str); 5] = [
    ("exchange", "exchange"),
    ("launchpad", "launchpad"),
    ("lending", "lending"),
    ("order-book", "clob"),
    ("staking-vault", "staking_vault"),
];

fn main() {
    let lines_wanted = std::env::var("ACCESSVM_LINES").map_or(100_000, |it| it.parse().unwrap());
    let (manifest, files) = package(lines_wanted);
    let lines: usize = files.iter().map(|file| file.text.lines().count()).sum();
    println!("{} files, {lines} lines", files.len());

    let mut times: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for file in &files {
            black_box(compiler_syntax::count_tokens(FileId(0), &file.text));
        }
        times.entry("lexing alone").or_default().push(start.elapsed());

        let sources = Sources::of_package(manifest.clone(), files.clone());
        let mut round: BTreeMap<&str, Duration> = BTreeMap::new();
        let start = Instant::now();
        let mut current = ("resolving", start);
        let build = build_watched(&sources, &Options::default(), &mut |phase| {
            let now = Instant::now();
            *round.entry(current.0).or_default() += now - current.1;
            current = (name(phase), now);
        });
        *round.entry(current.0).or_default() += current.1.elapsed();
        round.insert("all", start.elapsed());
        assert!(!build.diagnostics.has_errors(), "the examples compile");
        round.into_iter().for_each(|(what, time)| times.entry(what).or_default().push(time));
    }

    println!(
        "{:<14} {:>8} {:>8} {:>8} {:>6} {:>12}",
        "", "median", "fastest", "slowest", "share", "lines/s"
    );
    let median = |times: &[Duration]| times[times.len() / 2];
    times.values_mut().for_each(|times| times.sort());
    let whole = median(&times["all"]).as_secs_f64();
    for (what, times) in &times {
        let seconds = median(times).as_secs_f64();
        let [median, fastest, slowest] =
            [seconds, times[0].as_secs_f64(), times[ROUNDS - 1].as_secs_f64()].map(|it| it * 1e3);
        #[allow(clippy::cast_precision_loss, reason = "no digit is lost below 2^52")]
        let speed = lines as f64 / seconds;
        let share = 100.0 * seconds / whole;
        println!(
            "{what:<14} {median:>8.1} {fastest:>8.1} {slowest:>8.1} {share:>5.1}% {speed:>12.0}"
        );
    }
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(peak) = status.lines().find(|line| line.starts_with("VmHWM")) {
        println!("memory, at most:{}", peak.trim_start_matches("VmHWM:"));
    }
    rebuilds();
}

/// Builds a package, and again after each of a few changes.
fn rebuilds() {
    let (manifest, mut files) = package(REBUILT_LINES);
    let lines: usize = files.iter().map(|file| file.text.lines().count()).sum();
    println!("{} files, {lines} lines", files.len());
    let mut memory = Memory::default();
    let mut timed = |files: &[SourceText]| {
        let sources = Sources::of_package(manifest.clone(), files.to_vec());
        let start = Instant::now();
        let build = rebuild(&sources, &Options::default(), &mut memory);
        assert!(!build.diagnostics.has_errors(), "the examples compile");
        start.elapsed()
    };
    println!("built: {:.1} ms", timed(&files).as_secs_f64() * 1e3);
    let (mut added, mut changed) = (Vec::new(), Vec::new());
    for round in 0..REBUILDS {
        let index = round * files.len() / REBUILDS;
        let text = &mut files[index].text;
        text.insert_str(text.rfind('}').unwrap(), "    fun added(): u64 { 1 }\n");
        added.push(timed(&files));
        let text = &mut files[index].text;
        *text = text.replace("fun added(): u64 { 1 }", "fun added(): u64 { 1 + 2 }");
        changed.push(timed(&files));
    }
    for (what, mut times) in [("a function added", added), ("a body changed", changed)] {
        times.sort();
        let [median, fastest, slowest] =
            [REBUILDS / 2, 0, REBUILDS - 1].map(|position| times[position].as_secs_f64() * 1e3);
        println!("{what}: median {median:.1}, fastest {fastest:.1}, slowest {slowest:.1} ms");
    }
}

fn name(phase: Phase) -> &'static str {
    match phase {
        Phase::Parsing => "parsing",
        Phase::Typing => "typing",
        Phase::Codegen => "codegen",
        Phase::Inference => "inference",
        Phase::Judgement => "judgement",
        Phase::Verification => "verification",
    }
}

/// Manifest and sources of a package of at least so many lines.
fn package(lines_wanted: usize) -> (SourceText, Vec<SourceText>) {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/aptos");
    let originals: Vec<(&str, String, String)> = PACKAGES
        .iter()
        .flat_map(|(folder, address)| {
            let mut paths: Vec<_> = fs::read_dir(examples.join(folder).join("sources"))
                .unwrap()
                .map(|entry| entry.unwrap().path())
                .collect();
            paths.sort();
            let original = |path: &std::path::PathBuf| {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                (*address, name, fs::read_to_string(path).unwrap())
            };
            paths.iter().map(original).collect::<Vec<_>>()
        })
        .collect();
    let mut manifest =
        "[package]\nname = \"Many\"\n[access]\ndeclarations = \"inferred\"\n[addresses]\n"
            .to_owned();
    let mut files = Vec::new();
    let mut lines = 0;
    for copy in 0.. {
        if lines_wanted <= lines {
            break;
        }
        for (index, (_, address)) in PACKAGES.iter().enumerate() {
            let number = 0x1_0000 + copy * PACKAGES.len() + index;
            writeln!(manifest, "{address}_{copy} = \"{number:#x}\"").unwrap();
        }
        for (address, name, text) in &originals {
            let text = renamed(text, address, &format!("{address}_{copy}"));
            lines += text.lines().count();
            files.push(SourceText { path: format!("sources/{address}_{copy}_{name}"), text });
        }
    }
    (SourceText { path: "Move.toml".to_owned(), text: manifest }, files)
}

/// The text with another name for an address: in `@name`, and in `name::` where no path goes on.
fn renamed(text: &str, from: &str, to: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(from) {
        let (before, found) = rest.split_at(at);
        let after = &found[from.len()..];
        out.push_str(before);
        let is_word = |byte: u8| byte == b'_' || byte.is_ascii_alphanumeric();
        let starts = !out.bytes().last().is_some_and(is_word) && !out.ends_with("::");
        let is_address = out.ends_with('@') && !after.bytes().next().is_some_and(is_word);
        out.push_str(if starts && (is_address || after.starts_with("::")) { to } else { from });
        rest = after;
    }
    out + rest
}
