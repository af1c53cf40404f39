//! The `cairn` command.

use std::ffi::OsString;
use std::path::PathBuf;

use cairn::accounts::store::Participant;
use cairn::auth::Passwords;
use cairn::config::{self, Config, Place};
use cairn::{accounts, app, contract, db, observe, profiles, random};
use clap::{Args, Parser, Subcommand};
use domain::accounts::{DisplayName, Email};
use domain::clock::Clock;
use domain::ids::ParticipantId;
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
    /// Makes somebody a coordinator. Who has no account gets one, with a password that is printed once.
    CreateCoordinator {
        /// The address to sign in with.
        #[arg(long)]
        email: String,
        /// The name that others see, for a new account.
        #[arg(long)]
        name: String,
        #[command(flatten)]
        place: Place,
    },
    /// Writes a copy of the SQLite database into a new file, while the server runs.
    Backup {
        /// The file to write.
        file: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    /// Puts a copy in the place of the SQLite database, while the server does not run. Everybody signs in again.
    Restore {
        /// The file to read.
        file: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    /// Prints the OpenAPI document.
    #[command(hide = true)]
    Openapi,
}

#[derive(Debug, Args)]
struct Sample {
    /// How many people; the first three and a coordinator besides have known passwords.
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
        Command::CreateCoordinator { email, name, place } => create_coordinator(&place, &email, &name).await,
        Command::Backup { file, place } => db::backup(place.database_url().expose_secret(), &file).await,
        Command::Restore { file, place } => db::restore(place.database_url().expose_secret(), &file).await,
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
    open(&config.place).await.map(drop)
}

/// The database, brought to this version.
async fn open(place: &Place) -> anyhow::Result<db::Db> {
    place.make_folder()?;
    let db = db::Db::connect(place.database_url().expose_secret()).await?;
    db::migrate(&db).await?;
    Ok(db)
}

#[expect(clippy::print_stdout, reason = "the password is said here and nowhere else")]
async fn create_coordinator(place: &Place, email: &str, name: &str) -> anyhow::Result<()> {
    let email: Email = email.parse().map_err(|_| anyhow::anyhow!("{email} is not an email address"))?;
    let name: DisplayName = name.parse().map_err(|_| anyhow::anyhow!("the name must be one line of text"))?;
    let password = random::secret();
    let coordinator = Participant {
        id: ParticipantId::new(Clock::System.now(), &random::bytes()).0,
        email: email.as_str().to_owned(),
        display_name: name.as_str().to_owned(),
        password_hash: Passwords::new()?.hash(&password).await?,
        is_mentor: false,
        is_mentee: false,
        is_coordinator: true,
        created_at: Clock::System.now(),
    };
    let db = open(place).await?;
    let mut tx = db.write().await?;
    let known = accounts::store::by_email(&mut tx, email.as_str()).await?;
    if let Some(participant) = &known {
        accounts::store::make_coordinator(&mut tx, participant.id()).await?;
    } else {
        accounts::store::insert(&mut tx, &coordinator).await?;
        profiles::begin(&mut tx, coordinator.id(), "Etc/UTC").await?;
    }
    tx.commit().await?;
    db.close().await;
    if let Some(participant) = known {
        println!("{} is a coordinator now.", participant.display_name);
    } else {
        println!("{} can sign in with {} and this password:\n{password}", name.as_str(), email.as_str());
    }
    Ok(())
}

async fn fill(Sample { people, config }: Sample) -> anyhow::Result<()> {
    let config = Config { sample_people: Some(people), ..config };
    config.check()?;
    let db = open(&config.place).await?;
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
    let Some(Cli { config: Some(path), command }) = Cli::try_parse_from(&arguments).ok() else {
        return Ok(arguments);
    };
    let place_only = !matches!(command, Command::Serve(_) | Command::Migrate(_) | Command::Sample(_));
    let given = |key: &str| {
        if place_only && !["data", "database_url"].contains(&key) {
            return true;
        }
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
