//! The web app, built by Trunk into `dist/` and carried in the binary.

use std::borrow::Cow;
use std::collections::HashMap;

use actix_web::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderValue, VARY,
};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use rust_embed::RustEmbed;
use sha2::{Digest as _, Sha256};

use crate::contract::EXPLORER_STYLE;

#[derive(RustEmbed)]
#[folder = "../../dist"]
#[allow_missing = true]
struct Dist;

/// A file of the web app with its compressed forms.
#[derive(Debug)]
struct File {
    content_type: &'static str,
    etag: String,
    plain: Cow<'static, [u8]>,
    brotli: Option<Cow<'static, [u8]>>,
    gzip: Option<Cow<'static, [u8]>>,
}

/// All files of the web app, read once.
#[derive(Debug)]
pub struct WebApp {
    files: HashMap<String, File>,
}

impl WebApp {
    /// Reads what was built; without a built web app there are no files, and the API works all the same.
    pub fn load() -> Self {
        let names = Dist::iter().filter(|name| !name.ends_with(".br") && !name.ends_with(".gz"));
        let files = names.filter_map(|name| {
            let plain = Dist::get(&name)?.data;
            let file = File {
                content_type: content_type(&name),
                etag: format!("\"{}\"", &hash(&plain)[..16]),
                brotli: Dist::get(&format!("{name}.br")).map(|file| file.data),
                gzip: Dist::get(&format!("{name}.gz")).map(|file| file.data),
                plain,
            };
            Some((name.into_owned(), file))
        });
        Self { files: files.collect() }
    }

    /// Names this build: its WebAssembly is named by its content.
    pub fn build_id(&self) -> Option<HeaderValue> {
        let (name, _) = self.files.iter().find(|(_, file)| file.content_type == "application/wasm")?;
        HeaderValue::from_str(name).ok()
    }

    /// The file at the path; any other page is the web app's own, which knows its addresses.
    pub fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let name = request.path().trim_start_matches('/');
        let (file, named_by_content) = match self.files.get(name) {
            Some(file) if name != "index.html" => (Some(file), is_named_by_content(name)),
            _ if is_file_name(name) => return HttpResponse::NotFound().finish(),
            _ => (self.files.get("index.html"), false),
        };
        let Some(file) = file else {
            return HttpResponse::NotFound()
                .content_type("text/plain")
                .body("The web app has not been built. See the README.\n");
        };
        let caching = if named_by_content { "public, max-age=31536000, immutable" } else { "no-cache" };
        let mut answer = HttpResponse::Ok();
        answer
            .insert_header((CONTENT_TYPE, file.content_type))
            .insert_header((CACHE_CONTROL, caching))
            .insert_header((ETAG, file.etag.clone()))
            .insert_header((VARY, "accept-encoding"));
        if crate::http::not_modified(request, &file.etag) {
            answer.status(actix_web::http::StatusCode::NOT_MODIFIED);
            return answer.finish();
        }
        let accepts = |coding: &str| {
            let header =
                request.headers().get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
            header.split(',').any(|item| item.split(';').next().is_some_and(|name| name.trim() == coding))
        };
        let (coding, body) = match (&file.brotli, &file.gzip) {
            (Some(body), _) if accepts("br") => (Some("br"), body),
            (_, Some(body)) if accepts("gzip") => (Some("gzip"), body),
            _ => (None, &file.plain),
        };
        if let Some(coding) = coding {
            answer.insert_header((CONTENT_ENCODING, coding));
        }
        answer.body(body.clone().into_owned())
    }
}

/// What pages may load (CSP 3): files of this server, and the inline scripts of index.html by their hashes.
#[derive(Clone, Debug)]
pub struct ContentSecurityPolicy {
    pages: HeaderValue,
    explorer: HeaderValue,
}

impl ContentSecurityPolicy {
    /// The policies for this build of the web app.
    pub fn new(web_app: &WebApp) -> Self {
        let page =
            web_app.files.get("index.html").map(|file| String::from_utf8_lossy(&file.plain).into_owned());
        let page = page.unwrap_or_default();
        let scripts = inline_scripts(&page).map(|script| format!(" 'sha256-{}'", hash(script.as_bytes())));
        let scripts = scripts.collect::<Vec<_>>().concat();
        let policy = |styles: &str| {
            let text = format!(
                "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'{styles}; \
                 img-src 'self' data: blob:; media-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; \
                 form-action 'self'; frame-ancestors 'none'"
            );
            HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"))
        };
        Self { pages: policy(""), explorer: policy(&format!(" {EXPLORER_STYLE}")) }
    }

    /// The policy of the API's explorer, or that of all other pages.
    pub fn of(&self, explorer: bool) -> HeaderValue {
        if explorer { self.explorer.clone() } else { self.pages.clone() }
    }
}

fn hash(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(Sha256::digest(bytes))
}

/// The texts of the inline scripts of a page.
fn inline_scripts(page: &str) -> impl Iterator<Item = &str> {
    page.split("<script").skip(1).filter_map(|rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let (script, _) = rest.split_once("</script>")?;
        (!attributes.contains("src=") && !script.is_empty()).then_some(script)
    })
}

/// Trunk puts a hash of 16 hexadecimal digits into the names of what it builds.
fn is_named_by_content(name: &str) -> bool {
    name.split(['-', '.', '_']).any(|part| part.len() >= 15 && part.chars().all(|c| c.is_ascii_hexdigit()))
}

fn is_file_name(name: &str) -> bool {
    name.rsplit('/').next().is_some_and(|last| last.contains('.'))
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("json" | "webmanifest") => "application/json",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
