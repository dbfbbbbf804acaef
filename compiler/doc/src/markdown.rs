//! Comments as HTML.
//!
//! Markdown, but for what could do more than be read: HTML is shown as text, images as what they are called, and links
//! lead to the web or nowhere.

use pulldown_cmark::html::push_html;
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::code::mentioned;
use crate::package::Package;
use crate::scope::Scope;

/// Writes a comment that stands in `scope`.
pub(crate) fn markdown(docs: &[&str], package: &Package<'_>, scope: &Scope) -> String {
    let lines = docs.iter().map(|line| line.strip_prefix(' ').unwrap_or(line));
    let text = lines.collect::<Vec<_>>().join("\n");
    let events = Parser::new_ext(&text, Options::ENABLE_TABLES);
    let mut out = String::new();
    push_html(&mut out, events.filter_map(|event| harmless(event, package, scope)));
    out
}

/// The first sentence of a comment, without its paragraph.
pub(crate) fn summary(docs: &[&str], package: &Package<'_>, scope: &Scope) -> String {
    let html = markdown(&[&first_sentence(docs)], package, scope);
    let html = html.trim_end();
    let inner = html.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>"));
    inner.unwrap_or(html).to_owned()
}

/// The first sentence of a comment, as it is written.
pub(crate) fn first_sentence(docs: &[&str]) -> String {
    let lines = docs.iter().map(|line| line.trim()).take_while(|line| !line.is_empty());
    let text = lines.collect::<Vec<_>>().join(" ");
    text.split_once(". ").map_or_else(|| text.clone(), |(first, _)| format!("{first}."))
}

#[allow(clippy::wildcard_enum_match_arm, reason = "what is not named here can only be read")]
fn harmless<'t>(event: Event<'t>, package: &Package<'_>, scope: &Scope) -> Option<Event<'t>> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::Start(Tag::HtmlBlock) => Some(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::HtmlBlock) => Some(Event::End(TagEnd::Paragraph)),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        Event::Code(text) => {
            let inner = mentioned(&text, package, scope);
            Some(Event::InlineHtml(CowStr::from(format!("<code>{inner}</code>"))))
        }
        Event::Start(Tag::Heading { level, classes: _, attrs: _, id: _ }) => {
            let (classes, attrs) = (Vec::new(), Vec::new());
            Some(Event::Start(Tag::Heading { level: lower(level), id: None, classes, attrs }))
        }
        Event::End(TagEnd::Heading(level)) => Some(Event::End(TagEnd::Heading(lower(level)))),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let is_web = dest_url.starts_with("https://") || dest_url.starts_with("http://");
            let dest_url = if is_web { dest_url } else { CowStr::from("#") };
            Some(Event::Start(Tag::Link { link_type, dest_url, title, id }))
        }
        other => Some(other),
    }
}

/// A page has headings of three levels itself.
fn lower(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H4,
        HeadingLevel::H2 => HeadingLevel::H5,
        HeadingLevel::H3 | HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => {
            HeadingLevel::H6
        }
    }
}
