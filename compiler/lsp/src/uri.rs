//! Addresses of documents: files on disk, and texts that only this server has.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use gen_lsp_types::Uri;

/// The scheme of texts that the server itself has: pages about codes, and the library.
pub(crate) const SCHEME: &str = "accessvm";

/// The path of a file's URI; `None` if it is no file.
pub(crate) fn path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.0.strip_prefix("file://")?;
    // An authority names a machine: the empty one and `localhost` are this one.
    let encoded = rest.strip_prefix("localhost").unwrap_or(rest);
    let decoded = decode(encoded);
    let is_drive = |text: &str| matches!(text.as_bytes(), [b'/', _, b':', ..]);
    let text = if is_drive(&decoded) { decoded.trim_start_matches('/') } else { &decoded };
    Some(PathBuf::from(text)).filter(|path| path.is_absolute())
}

/// The URI of a file.
pub(crate) fn of_path(path: &Path) -> Uri {
    let text = path.display().to_string().replace('\\', "/");
    let root = if text.starts_with('/') { "" } else { "/" };
    Uri(format!("file://{root}{}", encode(&text)))
}

/// The URI of a text that only the server has.
pub(crate) fn of_text(name: &str) -> Uri {
    Uri(format!("{SCHEME}:/{}", encode(name)))
}

/// The name that [`of_text`] was given.
pub(crate) fn text_name(uri: &Uri) -> Option<String> {
    let rest = uri.0.strip_prefix(SCHEME)?.strip_prefix(':')?;
    Some(decode(rest.trim_start_matches('/')))
}

fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                encoded.push(char::from(byte));
            }
            _ => write!(encoded, "%{byte:02X}").expect("a string takes all"),
        }
    }
    encoded
}

/// Undoes the encoding; what is no encoding stays as it is.
fn decode(text: &str) -> String {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let pair = after.get(..2).filter(|_| *first == b'%');
        let byte = pair.and_then(|pair| std::str::from_utf8(pair).ok());
        let byte = byte.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_survive() {
        for text in ["/a/b c.move", "/ü/100%/#.move", "/plain"] {
            let path = Path::new(text);
            assert_eq!(super::path(&of_path(path)).as_deref(), Some(path));
        }
        assert_eq!(of_path(Path::new("/a b")).0, "file:///a%20b");
        assert_eq!(
            text_name(&of_text("stdlib/sources/a b.move")).unwrap(),
            "stdlib/sources/a b.move"
        );
    }

    #[test]
    fn what_is_no_file_has_no_path() {
        for text in
            ["untitled:Untitled-1", "accessvm:/explain/E0101.md", "file:", "", "file://host/a"]
        {
            assert_eq!(path(&Uri(text.to_owned())), None, "{text}");
        }
    }

    #[test]
    fn broken_escapes_stay() {
        let uri = Uri("file:///a%zz%4".to_owned());
        assert_eq!(path(&uri), Some(PathBuf::from("/a%zz%4")));
    }
}
