//! The `cairn` command.

use std::ffi::OsString;
use std::path::PathBuf;

use cairn::app;
use cairn::auth::Passwords;
use cairn::config::{self, Config};
use cairn::{contract, db, observe};
use clap::{Args, Parser, Subcommand};
use domain::clock::Clock;
use secrecy::ExposeSecret as _;

/// The Cairn mentoring platform: one file that serves the REST API and the web app.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Cli {
    /// A TOML file with settings (`listen = "…"`); options and the environment go before it.
    #[arg(long, env = "CAIRN_CONFIG", global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves the platform until SIGTERM or Ctrl-C; running requests finish.
    Serve(Config),
    /// Brings the database to this version and ends.
    Migrate(Config),
    /// Fills an empty database with the sample programme, for trying things out: loopback only.
    Sample(Sample),
    /// Prints the OpenAPI document.
    #[command(hide = true)]
    Openapi,
}

#[derive(Debug, Args)]
struct Sample {
    /// How many people; the first three have known passwords.
    #[arg(long, value_name = "N")]
    people: u32,
    #[command(flatten)]
    config: Config,
}

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    match Cli::parse_from(with_file(std::env::args_os().collect())?).command {
        Command::Serve(config) => serve(config).await,
        Command::Migrate(config) => migrate(config).await,
        Command::Sample(sample) => fill(sample).await,
        Command::Openapi => {
            print_openapi();
            Ok(())
        }
    }
}

async fn serve(config: Config) -> anyhow::Result<()> {
    observe::start(config.log_json);
    let server = app::build(config, Clock::System).await?;
    tracing::info!("listening at http://{}", server.address);
    server.until(told_to_stop()).await
}

async fn migrate(config: Config) -> anyhow::Result<()> {
    let db = db::Db::connect(config.database_url().expose_secret()).await?;
    db::migrate(&db).await
}

async fn fill(Sample { people, config }: Sample) -> anyhow::Result<()> {
    let config = Config { sample_people: Some(people), ..config };
    config.check()?;
    config.make_data_folder()?;
    let db = db::Db::connect(config.database_url().expose_secret()).await?;
    db::migrate(&db).await?;
    app::open_criteria(&db).await?;
    let filled = app::fill(&db, &Passwords::new()?, people, &Clock::System).await?;
    anyhow::ensure!(filled, "somebody lives in this database: sample people need an empty one");
    db.close().await;
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the document is what the command is for")]
fn print_openapi() {
    print!("{}", contract::document());
}

/// Ready when SIGTERM or Ctrl-C arrives.
async fn told_to_stop() {
    let mut terminate = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(signal) => signal,
        Err(error) => return tracing::error!(%error, "SIGTERM cannot be listened for"),
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

/// The arguments, followed by the settings of the file that they or the environment name.
fn with_file(mut arguments: Vec<OsString>) -> anyhow::Result<Vec<OsString>> {
    let Some(path) = Cli::try_parse_from(&arguments).ok().and_then(|cli| cli.config) else {
        return Ok(arguments);
    };
    let given = |key: &str| {
        let option = format!("--{}", key.replace('_', "-"));
        let named = |argument: &OsString| {
            argument.to_str().is_some_and(|text| text == option || text.starts_with(&format!("{option}=")))
        };
        arguments.iter().any(named) || std::env::var_os(format!("CAIRN_{}", key.to_uppercase())).is_some()
    };
    let options = config::options_of_file(&path, given)?;
    arguments.extend(options.into_iter().map(OsString::from));
    Ok(arguments)
}
