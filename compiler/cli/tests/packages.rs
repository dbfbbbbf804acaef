//! Packages in the style of those for Aptos, written as if nobody had heard of declarations: they compile as they are, pass their
//! own tests, and their footprints name what the arguments choose.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn packages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/packages")
}

fn accessvm(package: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_accessvm"));
    let output = command.args(arguments).current_dir(packages().join(package)).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{package}: {said}");
    assert!(!said.contains("warning"), "{package}: {said}");
    output
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

/// An entry function, and what is inferred of it.
struct Entry {
    function: String,
    class: String,
    inferred: Vec<String>,
}

/// Checks and tests a package that has as many tests, and returns its entry functions.
fn entries(package: &str, address: &str, tests_min: u64) -> Vec<Entry> {
    accessvm(package, &["check", "--declarations", "inferred"]);
    let tested =
        json(&accessvm(package, &["test", "--declarations", "inferred", "--format", "json"]));
    assert!(tests_min <= tested["passed"].as_u64().unwrap(), "{package}: {tested}");
    let arguments = ["footprint", "--declarations", "inferred", "--named-addresses", address];
    let report = json(&accessvm(package, &[&arguments[..], &["--format", "json"]].concat()));
    let functions = report["functions"].as_array().unwrap();
    let entries =
        functions.iter().filter(|it| it["visibility"].as_str().unwrap().contains("entry"));
    let text = |it: &Value| it.as_str().unwrap().to_owned();
    let entry = |it: &Value| {
        assert_ne!(it["class"], "open", "{package}: {it}");
        let inferred = it["inferred"].as_array().unwrap().iter().map(text).collect();
        Entry { function: text(&it["function"]), class: text(&it["class"]), inferred }
    };
    entries.map(entry).collect()
}

/// The accesses of one entry function, of records that its own package defines.
fn accesses<'e>(entries: &'e [Entry], name: &str, of: &str) -> Vec<&'e str> {
    let entry = entries.iter().find(|entry| entry.function.ends_with(name)).unwrap();
    let is_own = |access: &&String| access.split(' ').nth(1).unwrap().starts_with(of);
    entry.inferred.iter().filter(is_own).map(String::as_str).collect()
}

#[test]
fn a_grant_is_found_by_its_beneficiary() {
    let entries = entries("vesting", "vesting=0x7e57", 8);
    let vault = accesses(&entries, "::release", "Vault");
    assert!(
        vault.contains(&"adds Vault<CoinType>(grantor).grants[beneficiary].released"),
        "{vault:#?}"
    );
    assert!(vault.iter().all(|it| it.contains("Vault<CoinType>(grantor)")), "{vault:#?}");
    assert!(!vault.iter().any(|it| it.starts_with("writes")), "{vault:#?}");
}

#[test]
fn an_auction_is_found_by_its_object() {
    let entries = entries("auction", "auction=0xa0c7", 8);
    for name in ["::bid", "::settle", "::cancel"] {
        let auction = accesses(&entries, name, "Auction");
        let at = "Auction<CoinType>(object::object_address<Auction<CoinType>>(auction))";
        assert!(!auction.is_empty() && auction.iter().all(|it| it.contains(at)), "{auction:#?}");
    }
}

#[test]
fn a_stake_is_found_by_its_owner() {
    let entries = entries("staking", "staking=0x57a4", 8);
    let pool = accesses(&entries, "::stake", "Pool");
    let at = "Pool(object::object_address<Pool>(pool))";
    assert!(!pool.is_empty() && pool.iter().all(|it| it.contains(at)), "{pool:#?}");
    let buckets = pool.iter().filter(|it| it.contains(".positions.buckets["));
    assert!(buckets.clone().all(|it| it.contains("signer::address_of(staker)")), "{pool:#?}");
    assert!(0 < buckets.count(), "{pool:#?}");
}

#[test]
fn a_ballot_is_found_by_its_voter() {
    let entries = entries("dao", "dao=0xda0", 8);
    let dao = accesses(&entries, "::vote", "Dao");
    let ballot =
        "writes Dao(@dao).ballots[BallotKey { proposal: id, voter: signer::address_of(voter) }]";
    assert!(dao.contains(&ballot), "{dao:#?}");
    assert!(dao.contains(&"adds Dao(@dao).proposals[id].yes if yes"), "{dao:#?}");
    assert_eq!(dao.iter().filter(|it| it.starts_with("writes")).count(), 1, "{dao:#?}");
}

#[test]
fn an_offer_is_found_by_its_number() {
    let entries = entries("marketplace", "marketplace=0x3a37", 8);
    let market = accesses(&entries, "::set_fee", "Marketplace");
    assert!(market.iter().all(|it| !it.contains("offers")), "{market:#?}");
    let market = accesses(&entries, "::buy", "Marketplace");
    let offers: Vec<_> = market.iter().filter(|it| it.contains(".offers.inner[")).collect();
    assert!(!offers.is_empty() && offers.iter().all(|it| it.contains("inner[id]")), "{market:#?}");
}

/// The packages of `examples/aptos`, each with its address, and entry functions that are not exact: they go over a list, or
/// over the levels of a book.
const EXAMPLES: &[(&str, &str, &[&str])] = &[
    ("exchange", "exchange=0xdec5", &[]),
    ("launchpad", "launchpad=0x1a7c", &["allow_many"]),
    ("lending", "lending=0x1e4d", &[]),
    ("order-book", "clob=0xc10b", &["place_limit_order", "place_market_order"]),
    ("staking-vault", "staking_vault=0x57a4", &[]),
];

/// From `tests/packages`.
const EXAMPLES_FOLDER: &str = "../../examples/aptos";

#[test]
fn examples_in_the_style_of_aptos_are_exact() {
    for (package, address, bounded) in EXAMPLES {
        let entries = entries(&format!("{EXAMPLES_FOLDER}/{package}"), address, 20);
        let inexact = entries.iter().filter(|entry| entry.class != "exact");
        let inexact: Vec<_> = inexact.map(|it| it.function.rsplit("::").next().unwrap()).collect();
        assert!(inexact.len() < entries.len() && inexact == *bounded, "{package}: {inexact:?}");
    }
}

#[test]
fn every_package_is_held_by_a_test() {
    assert_eq!(names_in(&packages()), ["auction", "dao", "marketplace", "staking", "vesting"]);
    let examples: Vec<&str> = EXAMPLES.iter().map(|(name, ..)| *name).collect();
    assert_eq!(names_in(&packages().join(EXAMPLES_FOLDER)), examples);
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = entries.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}
