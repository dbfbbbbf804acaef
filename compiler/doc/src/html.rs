//! Text as HTML, and the frame around every page.

/// Escapes text for elements and for attributes between double quotes.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// A link; `inner` is HTML.
pub(crate) fn link(target: &str, inner: &str) -> String {
    format!("<a href=\"{}\">{inner}</a>", escape(target))
}

/// A table of cells that are HTML; nothing without rows.
pub(crate) fn table<const N: usize>(heads: [&str; N], rows: &[[String; N]]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let head = heads.map(|it| format!("<th scope=\"col\">{it}</th>")).concat();
    let row = |cells: &[String; N]| {
        let cells = cells.each_ref().map(|it| format!("<td>{it}</td>")).concat();
        format!("<tr>{cells}</tr>\n")
    };
    let body = rows.iter().map(row).collect::<Vec<_>>().concat();
    format!("<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n")
}

/// A whole page: `title` and `package` are text, `body` is HTML.
pub(crate) fn page(title: &str, package: &str, body: &str) -> String {
    let (title, package) = (escape(title), escape(package));
    format!(
        r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="stylesheet" href="style.css">
</head>
<body>
<header>
<a href="index.html">{package}</a>
<search><input id="search" type="search" placeholder="Search" aria-label="Search" autocomplete="off"></search>
</header>
<main>
<ul id="found" hidden></ul>
<div id="content">
{body}</div>
</main>
<script src="search-index.js"></script>
<script src="search.js"></script>
</body>
</html>
"#
    )
}
