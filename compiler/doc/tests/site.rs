//! The site of a small package, and of one that is out to deceive.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use compiler_doc::{Site, site};
use compiler_driver::{LibraryPart, Options, SourceText, Sources, build};
use expect_test::expect;

const MANIFEST: &str = "[package]\nname = \"Shop\"\n[addresses]\nshop = \"0x5409\"\n";

const TILL: &str = "/// What has been paid. See `till::pay`.
module shop::till {
    /// Money.
    struct Till has key { coins: u64 }
    /// The most that is paid at once.
    const MOST: u64 = 100;
    /// Pays into a `Till`, at most `MOST`.
    public fun pay(till: address, coins: u64) adds Till(till).coins {
        assert!(coins <= MOST);
        Till[till].coins += coins;
    }
    #[test_only]
    public fun for_tests() {}
}
";

const COUNTER: &str = "/// Where people buy.
module shop::counter {
    use shop::till;
    enum Size has drop { Small, Large }
    inline fun twice(till: u64): u64 { till * 2 }
    /// Buys something. Twice the price is paid.
    public entry fun buy(till: address, price: u64) calls till::pay(till, price * 2) {
        till::pay(till, twice(price));
    }
}
";

const HOSTILE: &str = "/// <script>alert(2)</script> and <b onclick=\"x\">bold</b>
/// ![picture](https://example.com/p.png) [click](javascript:alert(3)) `<i>`
///
/// <div onload=\"x\">
///
/// # A heading
module a::m {
    /// \"></pre><img src=x onerror=alert(4)>
    const TEXT: vector<u8> = b\"</pre><script>alert(5)</script>\";
    public fun f<T>(x: &T): bool pure { let _ = x; true }
}
";

fn site_of(manifest: &str, modules: &[&str]) -> Site {
    let source = |(index, text): (usize, &&str)| SourceText {
        path: format!("sources/m{index}.move"),
        text: (*text).to_owned(),
    };
    let modules = modules.iter().enumerate().map(source).collect();
    let manifest = SourceText { path: "Move.toml".to_owned(), text: manifest.to_owned() };
    let sources = Sources::of_package(manifest, modules);
    let build = build(&sources, &Options::default());
    let said: Vec<&str> = build.diagnostics.iter().map(|it| it.message.as_str()).collect();
    assert!(!build.diagnostics.has_errors(), "{said:?}");
    site(&sources, &build)
}

fn small() -> Site {
    site_of(MANIFEST, &[TILL, COUNTER])
}

/// What a page has of its own.
fn content<'s>(site: &'s Site, name: &str) -> &'s str {
    let (_, rest) = site[name].split_once("<div id=\"content\">\n").unwrap();
    rest.split_once("</div>").unwrap().0
}

/// The values of an attribute.
fn values<'s>(html: &'s str, attribute: &str) -> BTreeSet<&'s str> {
    let parts = html.split(attribute).skip(1);
    parts.map(|rest| rest.split('"').next().unwrap()).collect()
}

fn pages(site: &Site) -> impl Iterator<Item = (&String, &String)> {
    site.iter().filter(|(_, text)| text.starts_with("<!DOCTYPE html>"))
}

#[test]
fn the_index_has_modules_and_what_transactions_may_call() {
    let expected = expect![[r#"
        <h1>Shop</h1>
        <table>
        <thead><tr><th scope="col">module</th><th scope="col">is</th></tr></thead>
        <tbody>
        <tr><td><a href="0x5409.counter.html"><code>shop::counter</code></a></td><td>Where people buy.</td></tr>
        <tr><td><a href="0x5409.till.html"><code>shop::till</code></a></td><td>What has been paid.</td></tr>
        </tbody>
        </table>
        <h2>What transactions may call</h2>
        <table>
        <thead><tr><th scope="col">function</th><th scope="col">does</th><th scope="col">footprint</th></tr></thead>
        <tbody>
        <tr><td><a href="0x5409.counter.html#fun.buy"><code>shop::counter::buy</code></a></td><td>Buys something.</td><td>exact</td></tr>
        </tbody>
        </table>
    "#]];
    expected.assert_eq(content(&small(), "index.html"));
}

#[test]
fn a_page_has_types_functions_and_constants() {
    let expected = expect![[r##"
        <h1>Module <code>shop::till</code></h1>
        <p>What has been paid. See <code><a href="0x5409.till.html#fun.pay">till::pay</a></code>.</p>
        <h2>Types</h2>
        <section id="struct.Till">
        <h3><a href="#struct.Till">Till</a></h3>
        <pre>struct <a href="0x5409.till.html#struct.Till">Till</a> has key { coins: u64 }</pre>
        <p>Money.</p>
        </section>
        <h2>Functions</h2>
        <section id="fun.pay">
        <h3><a href="#fun.pay">pay</a></h3>
        <pre>public fun <a href="0x5409.till.html#fun.pay">pay</a>(till: address, coins: u64) adds <a href="0x5409.till.html#struct.Till">Till</a>(till).coins</pre>
        <p>Pays into a <code><a href="0x5409.till.html#struct.Till">Till</a></code>, at most <code><a href="0x5409.till.html#const.MOST">MOST</a></code>.</p>
        <p class="label">Inferred footprint: exact</p>
        <pre>adds <a href="0x5409.till.html#struct.Till">Till</a>(till).coins</pre>
        <details>
        <summary>Who brings in each access</summary>
        <table>
        <thead><tr><th scope="col">access</th><th scope="col">brought in by</th></tr></thead>
        <tbody>
        <tr><td><code>adds <a href="0x5409.till.html#struct.Till">Till</a>(till).coins</code></td><td>its line 10</td></tr>
        </tbody>
        </table>
        </details>
        <p class="label">Brings accesses into <a href="0x5409.counter.html#fun.buy"><code>shop::counter::buy</code></a></p>
        </section>
        <h2>Constants</h2>
        <section id="const.MOST">
        <h3><a href="#const.MOST">MOST</a></h3>
        <pre>const <a href="0x5409.till.html#const.MOST">MOST</a>: u64 = 100;</pre>
        <p>The most that is paid at once.</p>
        </section>
    "##]];
    expected.assert_eq(content(&small(), "0x5409.till.html"));
}

#[test]
fn a_page_says_who_brings_in_each_access() {
    let expected = expect![[r##"
        <h1>Module <code>shop::counter</code></h1>
        <p>Where people buy.</p>
        <h2>Types</h2>
        <section id="enum.Size">
        <h3><a href="#enum.Size">Size</a></h3>
        <pre>enum <a href="0x5409.counter.html#enum.Size">Size</a> has drop { Small, Large }</pre>
        </section>
        <h2>Functions</h2>
        <section id="fun.twice">
        <h3><a href="#fun.twice">twice</a></h3>
        <pre>inline fun <a href="0x5409.counter.html#fun.twice">twice</a>(till: u64): u64</pre>
        </section>
        <section id="fun.buy">
        <h3><a href="#fun.buy">buy</a></h3>
        <pre>public entry fun <a href="0x5409.counter.html#fun.buy">buy</a>(till: address, price: u64) calls <a href="0x5409.till.html#fun.pay">till::pay</a>(till, price * 2)</pre>
        <p>Buys something. Twice the price is paid.</p>
        <p class="label">Inferred footprint: exact</p>
        <pre>adds <a href="0x5409.till.html#struct.Till">till::Till</a>(till).coins</pre>
        <details>
        <summary>Who brings in each access</summary>
        <table>
        <thead><tr><th scope="col">access</th><th scope="col">brought in by</th></tr></thead>
        <tbody>
        <tr><td><code>adds <a href="0x5409.till.html#struct.Till">till::Till</a>(till).coins</code></td><td><a href="0x5409.till.html#fun.pay"><code>shop::till::pay</code></a></td></tr>
        </tbody>
        </table>
        </details>
        </section>
    "##]];
    expected.assert_eq(content(&small(), "0x5409.counter.html"));
}

#[test]
fn the_search_finds_what_has_a_page() {
    let site = small();
    let list = site["search-index.js"].strip_prefix("const SEARCH_INDEX = ").unwrap();
    let targets = values(list, "\"target\": \"").into_iter().collect::<Vec<_>>();
    let expected = expect![[r#"
        0x5409.counter.html
        0x5409.counter.html#enum.Size
        0x5409.counter.html#fun.buy
        0x5409.counter.html#fun.twice
        0x5409.till.html
        0x5409.till.html#const.MOST
        0x5409.till.html#fun.pay
        0x5409.till.html#struct.Till"#]];
    expected.assert_eq(&targets.join("\n"));
}

#[test]
fn every_link_leads_somewhere() {
    let library = Sources::of_library();
    let options = Options { library: LibraryPart::Whole, ..Options::default() };
    let whole = site(&library, &build(&library, &options));
    assert!(50 < whole.len(), "the library has {} files", whole.len());
    for site in [small(), whole] {
        for (name, html) in pages(&site) {
            for target in values(html, "href=\"") {
                let (page, anchor) = target.split_once('#').unwrap_or((target, ""));
                let page = if page.is_empty() { name } else { page };
                let text = site.get(page).unwrap_or_else(|| panic!("{name}: {target}"));
                let is_there = anchor.is_empty() || values(text, "id=\"").contains(anchor);
                assert!(is_there, "{name}: {target}");
            }
        }
    }
}

#[test]
fn nothing_of_a_package_becomes_markup() {
    let manifest = "[package]\nname = \"<script>alert(1)</script>\"\n[addresses]\na = \"0x1234\"\n";
    let site = site_of(manifest, &[HOSTILE]);
    for (name, html) in pages(&site) {
        assert_eq!(html.matches("<script").count(), 2, "{name} has the scripts of its frame");
        assert_eq!(html.matches("<script src=\"search").count(), 2, "{name}");
        for hostile in ["<img", "<b ", "<i>", "<div on", "=\"javascript:", "=\"https:"] {
            assert!(!html.contains(hostile), "{name}: {hostile}");
        }
    }
    let page = content(&site, "0x1234.m.html");
    for shown in [
        "&lt;script&gt;alert(2)&lt;/script&gt; and &lt;b onclick=\"x\"&gt;bold",
        "b&quot;&lt;/pre&gt;&lt;script&gt;",
        "<code>&lt;i&gt;</code>",
        "picture",
        "<h4>A heading</h4>",
    ] {
        assert!(page.contains(shown), "no {shown} in {page}");
    }
}

#[test]
fn the_same_package_gives_the_same_site() {
    assert_eq!(small(), small());
}
