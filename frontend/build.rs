//! Turns the text catalogue into code: `locales/en/shell.toml` becomes the module `shell` with a function per text.
//!
//! | in the catalogue | becomes |
//! |---|---|
//! | `key = "words"` | `key() -> &'static str` |
//! | `key = "words {name}"` | `key(name: &str) -> String` |
//! | `key = { one = "{count} person", other = "{count} people" }` | `key(count: u32, …) -> String` |
//! | `key = "words <link>words</link>"` | `key() -> &'static [Piece]`, for views |
//! | `key = ["words", "words"]` | `key() -> &'static [&'static str]` |
//!
//! A file that begins with `lookup = true` holds plain texts for codes that arrive at run time: `find(code)`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, error, fs};

use toml::{Table, Value};

type Result<T> = std::result::Result<T, Box<dyn error::Error>>;

const LOCALE: &str = "locales/en";

fn main() -> Result<()> {
    println!("cargo::rerun-if-changed={LOCALE}");
    let mut files = fs::read_dir(LOCALE)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.sort();
    let mut code = String::new();
    for file in files {
        let area = file.file_stem().unwrap_or_default().to_string_lossy();
        let texts: Table = fs::read_to_string(&file)?.parse()?;
        writeln!(code, "pub(crate) mod {area} {{")?;
        code += &module(&texts).map_err(|error| format!("{}: {error}", file.display()))?;
        code += "}\n";
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("text.rs"), code)?;
    Ok(())
}

fn module(texts: &Table) -> Result<String> {
    if texts.contains_key("lookup") {
        return lookup(texts);
    }
    let mut code = String::new();
    for (key, value) in texts {
        code += &function(key, value).map_err(|error| format!("{key}: {error}"))?;
    }
    Ok(code)
}

fn lookup(texts: &Table) -> Result<String> {
    let mut rows = String::new();
    for (code, text) in texts.iter().filter(|(key, _)| *key != "lookup") {
        writeln!(rows, "({code:?}, {:?}),", text.as_str().ok_or("a code has one plain text")?)?;
    }
    Ok(format!(
        "const TEXTS: &[(&str, &str)] = &[{rows}];
        pub(crate) fn find(code: &str) -> Option<&'static str> {{ TEXTS.iter().find(|(known, _)| *known == code).map(|(_, text)| *text) }}\n"
    ))
}

fn function(key: &str, value: &Value) -> Result<String> {
    Ok(match value {
        Value::String(text) if text.contains("</") => {
            format!("pub(crate) fn {key}() -> &'static [super::Piece] {{ &[{}] }}\n", pieces(text)?)
        }
        Value::String(text) => match places(text).as_slice() {
            [] => format!("pub(crate) fn {key}() -> &'static str {{ {text:?} }}\n"),
            names => {
                let arguments = names.iter().map(|name| format!("{name}: &str")).collect::<Vec<_>>();
                format!("pub(crate) fn {key}({}) -> String {{ {} }}\n", arguments.join(", "), joined(text))
            }
        },
        Value::Array(items) => {
            let items = items.iter().map(|item| item.as_str().map(|text| format!("{text:?}")));
            let items = items.collect::<Option<Vec<_>>>().ok_or("a list holds plain texts")?;
            format!("pub(crate) fn {key}() -> &'static [&'static str] {{ &[{}] }}\n", items.join(", "))
        }
        Value::Table(forms) => plural(key, forms)?,
        _ => return Err("not a text".into()),
    })
}

fn plural(key: &str, forms: &Table) -> Result<String> {
    let form = |name: &str| forms.get(name).and_then(Value::as_str).ok_or("a number needs `one` and `other`");
    let (one, other) = (form("one")?, form("other")?);
    let names: BTreeSet<String> =
        places(one).into_iter().chain(places(other)).filter(|name| name != "count").collect();
    let arguments = names.iter().map(|name| format!(", {name}: &str")).collect::<Vec<_>>().concat();
    let counted = |form: &str| joined(&form.replace("{count}", "{count.to_string().as_str()}"));
    let chosen = if one == other {
        counted(one)
    } else {
        format!("if count == 1 {{ {} }} else {{ {} }}", counted(one), counted(other))
    };
    Ok(format!("pub(crate) fn {key}(count: u32{arguments}) -> String {{ {chosen} }}\n"))
}

/// The names between braces, in the order in which they first appear.
fn places(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name) {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// Rust that puts the arguments into the text.
fn joined(text: &str) -> String {
    let mut parts = Vec::new();
    for (i, piece) in text.split('{').enumerate() {
        match piece.split_once('}') {
            Some((name, after)) if i > 0 => {
                parts.push(name.to_owned());
                parts.push(format!("{after:?}"));
            }
            _ => parts.push(format!("{piece:?}")),
        }
    }
    parts.retain(|part| part != "\"\"");
    format!("[{}].concat()", parts.join(", "))
}

/// Rust for a text with marked words: `<link>words</link>`.
fn pieces(text: &str) -> Result<String> {
    let (mut code, mut rest) = (String::new(), text);
    while let Some((before, marked)) = rest.split_once('<') {
        let (name, marked) = marked.split_once('>').ok_or("`<` without `>`")?;
        let (words, after) = marked.split_once(&format!("</{name}>")).ok_or("a mark is not closed")?;
        write!(code, "super::Piece::Plain({before:?}), super::Piece::Marked({name:?}, {words:?}), ")?;
        rest = after;
    }
    write!(code, "super::Piece::Plain({rest:?})")?;
    Ok(code)
}
