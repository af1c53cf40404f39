//! `cargo xtask bench search`, the second half: how many ranked lists a second the real server gives, beside a server that answers the
//! same bytes from memory behind the same middleware. Takes turns between the two, with `wrk` on the same machine.

use std::collections::HashMap;
use std::error::Error;
use std::fmt::Write as _;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use actix_web::middleware::from_fn;
use actix_web::web::{self, Bytes};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use api_client::Client;
use cairn::app::{self, Server};
use cairn::config::Config;
use cairn::{http, observe};
use clap::Parser;
use domain::accounts::SignIn;
use domain::clock::Clock;
use domain::criteria::{Criteria, Importance};
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom as _, SliceRandom as _};
use rand::{RngExt as _, SeedableRng as _};

const QUERIES: usize = 1000;
const ROUNDS: usize = 5;
const CONNECTIONS: u32 = 16;

#[derive(Parser)]
struct Options {
    #[command(flatten)]
    config: Config,
}

type Answers = web::Data<HashMap<String, Bytes>>;

/// How many sample people there are, each time by its name in the figures.
const SIZES: [(&str, u32); 2] = [("100k", 100_000), ("1m", 1_000_000)];

type Figure = (String, f64, &'static str);

#[actix_web::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut figures = Vec::new();
    for (size, people) in SIZES {
        figures.extend(measure(size, people).await?);
    }
    let figure =
        |(name, value, unit): Figure| serde_json::json!({ "name": name, "value": value, "unit": unit });
    let figures: Vec<_> = figures.into_iter().map(figure).collect();
    print(&serde_json::json!({ "figures": figures }));
    Ok(())
}

/// Fills a database, starts the server on it and asks it and the one beside it in turn.
async fn measure(size: &str, people: u32) -> Result<[Figure; 7], Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let (data, people) = (folder.path().display().to_string(), people.to_string());
    let arguments = ["cairn", "--listen", "127.0.0.1:0", "--data", &data, "--sample-people", &people];
    let config = || Options::parse_from(arguments).config;

    let began = Instant::now();
    let filling = app::build(config(), Clock::System).await?;
    let fill = began.elapsed().as_secs_f64();
    stop(filling).await?;
    let began = Instant::now();
    let real = app::build(config(), Clock::System).await?;
    let start = began.elapsed().as_secs_f64();

    let origin = format!("http://{}", real.address);
    let client = Client::new(&origin);
    let noor = SignIn { email: "noor@sample.example".to_owned(), password: "lay one stone more".to_owned() };
    let handle = real.running.handle();
    let (shared, worker) = (real.app.clone(), real.worker);
    actix_web::rt::spawn(real.running);
    let token = client.sign_in(&noor).await?.access_token;
    client.set_token(Some(token.clone()));
    let queries = queries(&client.criteria().await?);

    let answers = answers(&origin, &token, &queries).await?;
    let bytes: usize = answers.values().map(Bytes::len).sum();
    let answers: Answers = web::Data::new(answers);
    let (places, mute) =
        (web::Data::new(http::Places::new(shared.config.max_requests)), shared.config.patience.mute);
    let middleware = move || {
        App::new()
            .app_data(shared.clone())
            .app_data(answers.clone())
            .app_data(places.clone())
            .wrap(from_fn(http::shed_load))
            .wrap(from_fn(http::render_problems))
            .wrap(from_fn(http::security_headers))
            .wrap(observe::request_log())
            .wrap(from_fn(http::attend))
            .default_service(web::to(from_memory))
    };
    let memory = HttpServer::new(middleware)
        .on_connect(move |stream, data| http::watch_connection(stream, data, mute))
        .bind("127.0.0.1:0")?;
    let floor = format!("http://{}", memory.addrs()[0]);
    let memory = memory.run();
    let floor_handle = memory.handle();
    actix_web::rt::spawn(memory);

    let script = Arc::new(folder.path().join("search.lua"));
    std::fs::write(&*script, lua(&token, &queries))?;
    let mut ratios = Vec::new();
    let mut rates = Vec::new();
    for _ in 0..ROUNDS {
        let mut rate = [0.0; 2];
        for (rate, origin) in rate.iter_mut().zip([&origin, &floor]) {
            let (script, origin) = (script.clone(), origin.clone());
            *rate = web::block(move || wrk(&script.display().to_string(), &origin)).await??;
        }
        ratios.push(rate[0] / rate[1]);
        rates.push(rate[0]);
    }
    handle.stop(false).await;
    floor_handle.stop(false).await;
    worker.stop().await;

    let of = |name: &str| format!("search.{name}_{size}");
    let (ratio, low, high) = spread(&mut ratios);
    let kilobytes = f64::from(u32::try_from(bytes / QUERIES)?) / 1000.0;
    Ok([
        (of("http_ratio"), ratio, "ratio"),
        (of("http_ratio_lowest"), low, "ratio"),
        (of("http_ratio_highest"), high, "ratio"),
        (of("http_per_second"), spread(&mut rates).0, "requests/s"),
        (of("http_answer_kb"), kilobytes, "kB"),
        (of("start_s"), start, "s"),
        (of("fill_s"), fill, "s"),
    ])
}

#[expect(clippy::print_stdout, reason = "the figures are the output of this program")]
fn print(figures: &serde_json::Value) {
    println!("{figures}");
}

async fn stop(server: Server) -> anyhow::Result<()> {
    server.until(std::future::ready(())).await
}

/// Median, lowest and highest.
fn spread(values: &mut [f64]) -> (f64, f64, f64) {
    values.sort_by(f64::total_cmp);
    (values[values.len() / 2], values[0], values[values.len() - 1])
}

async fn from_memory(request: HttpRequest, answers: Answers) -> HttpResponse {
    match answers.get(request.query_string()) {
        Some(bytes) => HttpResponse::Ok().content_type("application/json").body(bytes.clone()),
        None => HttpResponse::NotFound().finish(),
    }
}

/// Different queries of 5 to 12 options.
fn queries(criteria: &Criteria) -> Vec<String> {
    let mut random = StdRng::seed_from_u64(20_261_124);
    let mut options: Vec<_> = criteria
        .items
        .iter()
        .flat_map(|criterion| {
            criterion.options.iter().map(|option| (criterion.key.clone(), option.key.clone()))
        })
        .collect();
    let mut query = || {
        options.shuffle(&mut random);
        let chosen = options.iter().take(random.random_range(5..=12));
        let mut query = String::new();
        for (criterion, option) in chosen {
            let importance = Importance::ALL.choose(&mut random).unwrap_or(&Importance::Nice).as_str();
            let _ = write!(query, "&want={criterion}.{option}&importance={criterion}.{importance}");
        }
        query.split_off(1)
    };
    (0..QUERIES).map(|_| query()).collect()
}

async fn answers(
    origin: &str,
    token: &str,
    queries: &[String],
) -> Result<HashMap<String, Bytes>, Box<dyn Error>> {
    let client = reqwest::Client::new();
    let mut answers = HashMap::new();
    for query in queries {
        let request = client.get(format!("{origin}/api/v1/mentors?{query}")).bearer_auth(token);
        let answer = request.send().await?.error_for_status()?;
        answers.insert(query.clone(), answer.bytes().await?);
    }
    Ok(answers)
}

/// What wrk sends: the queries in turn, signed in.
fn lua(token: &str, queries: &[String]) -> String {
    let queries: Vec<_> = queries.iter().map(|query| format!("\"{query}\"")).collect();
    format!(
        "local queries = {{{}}}\nlocal n = 0\nlocal headers = {{ Authorization = \"Bearer {token}\" }}\n\
         request = function()\n  n = n % #queries + 1\n\
         return wrk.format(\"GET\", \"/api/v1/mentors?\" .. queries[n], headers)\nend\n",
        queries.join(",\n")
    )
}

/// Requests a second.
fn wrk(script: &str, origin: &str) -> Result<f64, std::io::Error> {
    let connections = CONNECTIONS.to_string();
    let arguments = ["-t1", "-c", &connections, "-d4s", "-s", script, origin];
    let output = Command::new("wrk").args(arguments).output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let failed = text.contains("Non-2xx") || text.contains("Socket errors");
    let rate = text.lines().find_map(|line| line.strip_prefix("Requests/sec:")?.trim().parse().ok());
    rate.filter(|_| !failed).ok_or_else(|| std::io::Error::other(text))
}
