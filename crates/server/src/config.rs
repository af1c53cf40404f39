//! What can be set: by option, by environment (`CAIRN_…`) or in a TOML file, in this order.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use secrecy::SecretString;

use crate::auth::Rates;
use crate::http::Patience;

/// The settings of a running server.
#[derive(Args, Clone, Debug)]
pub struct Config {
    /// Where to listen; port 0 takes a free one.
    #[arg(long, env = "CAIRN_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS:PORT")]
    pub listen: SocketAddr,

    /// Where the data is.
    #[command(flatten)]
    pub place: Place,

    /// The mail server: `smtp://user:password@host:587?tls=required`, or `smtps://…`. Without it letters wait in the database.
    #[arg(long, env = "CAIRN_SMTP_URL", hide_env_values = true, value_name = "URL")]
    pub smtp_url: Option<SecretString>,

    /// The address that letters come from.
    #[arg(
        long,
        env = "CAIRN_MAIL_FROM",
        default_value = "Cairn <cairn@localhost.example>",
        value_name = "MAILBOX"
    )]
    pub mail_from: String,

    /// The address under which people open the web app, such as `https://mentoring.example`. Default: the listening address.
    #[arg(long, env = "CAIRN_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,

    /// Addresses of reverse proxies whose `X-Forwarded-For` is believed; give it once for each.
    #[arg(long, env = "CAIRN_TRUSTED_PROXY", value_delimiter = ',', value_name = "ADDRESS")]
    pub trusted_proxy: Vec<IpAddr>,

    /// Fills an empty database with the sample programme: so many people, three of them and a
    /// coordinator with known passwords. Loopback only.
    #[arg(long, env = "CAIRN_SAMPLE_PEOPLE", value_name = "N")]
    pub sample_people: Option<u32>,

    /// Shows all letters on the page /mailbox, for trying things out. Loopback only.
    #[arg(long, env = "CAIRN_MAILBOX")]
    pub mailbox: bool,

    /// Writes logs as JSON lines.
    #[arg(long, env = "CAIRN_LOG_JSON")]
    pub log_json: bool,

    /// How many times as often as usual passwords, links and letters may be tried: for many people behind one address,
    /// and for tests.
    #[arg(long, env = "CAIRN_RATE_FACTOR", default_value_t = 1, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub rate_factor: u32,

    /// How many requests are in work at once, at least 128; what comes then is told to come back (503).
    #[arg(long, env = "CAIRN_MAX_REQUESTS", default_value_t = 512, value_name = "N", value_parser = clap::value_parser!(u16).range(128..))]
    pub max_requests: u16,

    /// How often one may try to sign in, ask for letters and so on, before the factor.
    #[arg(skip)]
    pub rates: Rates,

    /// How long callers may take.
    #[arg(skip)]
    pub patience: Patience,
}

/// Where the data is.
#[derive(Args, Clone, Debug)]
pub struct Place {
    /// The folder of the SQLite file `cairn.db`; made when missing.
    #[arg(long, env = "CAIRN_DATA", default_value = "data", value_name = "DIR")]
    pub data: PathBuf,

    /// The database, when it is not the SQLite file in the data folder: `sqlite:FILE` or `postgres://…`.
    #[arg(long, env = "CAIRN_DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub database_url: Option<SecretString>,
}

impl Place {
    /// The address of the database.
    pub fn database_url(&self) -> SecretString {
        let file = || SecretString::from(format!("sqlite:{}", self.data.join("cairn.db").display()));
        self.database_url.clone().unwrap_or_else(file)
    }

    /// Makes the data folder, where it is needed.
    pub fn make_folder(&self) -> anyhow::Result<()> {
        if self.database_url.is_some() {
            return Ok(());
        }
        std::fs::create_dir_all(&self.data)
            .with_context(|| format!("the folder {} could not be made", self.data.display()))
    }
}

impl Config {
    /// The public address, without a slash at the end.
    pub fn public_url(&self) -> String {
        let listening = || format!("http://{}", self.listen);
        self.public_url.clone().map_or_else(listening, |url| url.trim_end_matches('/').to_owned())
    }

    /// People reach the server by https.
    pub fn is_https(&self) -> bool {
        self.public_url().starts_with("https://")
    }

    /// The origin belongs to the web app: the public address, or on loopback any name of this machine with its port.
    pub fn is_own_origin(&self, origin: &str) -> bool {
        let public = self.public_url();
        origin == public || (is_loopback(&public) && is_loopback(origin) && port(origin) == port(&public))
    }

    /// Refuses settings that would put people at risk.
    pub fn check(&self) -> anyhow::Result<()> {
        let url = self.public_url();
        anyhow::ensure!(
            url.starts_with("https://") || is_loopback(&url),
            "the public address {url} must begin with https:// (plain http is for this machine only): set --public-url"
        );
        let playing = self.mailbox || self.sample_people.is_some();
        anyhow::ensure!(
            !playing || (is_loopback(&url) && self.listen.ip().is_loopback()),
            "sample people and the mailbox page are for trying things out: they need a loopback address, not {url}"
        );
        Ok(())
    }
}

/// The host of the address is this machine.
fn is_loopback(url: &str) -> bool {
    let host = url.strip_prefix("http://").and_then(|rest| rest.split('/').next()).unwrap_or("");
    let name = host.strip_prefix('[').map_or_else(|| host.split(':').next(), |rest| rest.split(']').next());
    name.is_some_and(|name| {
        name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    })
}

fn port(url: &str) -> Option<&str> {
    url.rsplit_once(':').map(|(_, port)| port)
}

/// The settings that a TOML file can hold: the options of `cairn serve`.
const KNOWN: [&str; 12] = [
    "listen",
    "data",
    "database_url",
    "smtp_url",
    "mail_from",
    "public_url",
    "trusted_proxy",
    "sample_people",
    "mailbox",
    "log_json",
    "rate_factor",
    "max_requests",
];

/// The settings of a TOML file (`listen = "…"`) as options, without those that `is_set` elsewhere.
pub fn options_of_file(path: &Path, is_set: impl Fn(&str) -> bool) -> anyhow::Result<Vec<String>> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("{} could not be read", path.display()))?;
    let table: toml::Table = text.parse().with_context(|| format!("{} is not valid TOML", path.display()))?;
    let mut options = Vec::new();
    for (key, value) in table {
        anyhow::ensure!(KNOWN.contains(&key.as_str()), "{}: there is no setting {key}", path.display());
        if is_set(&key) || value == toml::Value::Boolean(false) {
            continue;
        }
        let option = format!("--{}", key.replace('_', "-"));
        match value {
            toml::Value::Boolean(_) => options.push(option),
            toml::Value::String(text) => options.push(format!("{option}={text}")),
            toml::Value::Array(items) => {
                options.extend(
                    items.iter().filter_map(toml::Value::as_str).map(|item| format!("{option}={item}")),
                );
            }
            other => options.push(format!("{option}={other}")),
        }
    }
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_loopback() {
        for url in ["http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:8080"] {
            assert!(is_loopback(url), "{url}");
        }
        for url in [
            "http://10.0.0.1:8080",
            "http://localhost.evil.example",
            "https://mentoring.example",
            "http://127x",
            "http://127.evil.example",
        ] {
            assert!(!is_loopback(url), "{url}");
        }
    }
}
