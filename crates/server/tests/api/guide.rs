//! The commands of the integrators' guide do what it says, one after another, in the sample programme.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::TestApp;

const GUIDE: &str = include_str!("../../../../api-spec/README.md");
/// Where the guide has the platform.
const THERE: &str = "CAIRN=http://127.0.0.1:8080\n";

/// What the guide shows in blocks of this kind.
fn blocks(kind: &str) -> impl Iterator<Item = &'static str> {
    let fence = format!("\n```{kind}\n");
    let after: Vec<_> = GUIDE.split(&fence).skip(1).collect();
    after.into_iter().map(|rest| rest.split_once("```").unwrap().0)
}

/// The guide from its first command to its last, as somebody would type it into one shell.
fn follow(origin: &str, folder: &Path) -> Output {
    let commands: String = blocks("sh").collect();
    assert_eq!(commands.matches(THERE).count(), 1, "the guide says once where the platform is");
    let commands = commands.replace(THERE, &format!("CAIRN={origin}\n"));
    let mut shell = Command::new("sh");
    shell.args(["-eu", "-c", &commands]).current_dir(folder);
    shell.output().unwrap()
}

fn json(folder: &Path, file: &str) -> Value {
    serde_json::from_slice(&fs::read(folder.join(file)).unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_guide_leads_to_a_ranked_list_an_edited_profile_and_a_request() {
    let app = TestApp::with(|config| config.sample_people = Some(200)).await;
    let noor = app.signed_in("noor@sample.example").await;
    let before = noor.profile().await.unwrap();
    let folder = TempDir::new().unwrap();
    let folder = folder.path();

    let output = follow(&app.origin, folder);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));

    let [first, second] = ["mentors.json", "more.json"].map(|file| json(folder, file));
    let percents: Vec<u64> = [&first, &second]
        .into_iter()
        .flat_map(|page| page["items"].as_array().unwrap())
        .map(|card| card["match"]["percent"].as_u64().unwrap())
        .collect();
    assert_eq!(percents.len(), 10, "two pages of five");
    assert!(percents.is_sorted_by(|closer, further| closer >= further), "{percents:?}");
    assert!(percents[0] > percents[9], "{percents:?}");
    let mentor = json(folder, "mentor.json");
    assert_eq!(mentor["id"], first["items"][0]["id"], "the page is that of the first mentor");
    assert!(said.contains(first["items"][0]["display_name"].as_str().unwrap()), "{said}");

    let after = noor.profile().await.unwrap();
    assert_ne!(after.version, before.version);
    let headline = after.value.headline.clone();
    assert!(headline != before.value.headline && GUIDE.contains(&headline), "{headline}");
    let unchanged = domain::profiles::Profile { headline: before.value.headline.clone(), ..after.value };
    assert_eq!(unchanged, before.value, "nothing else of the profile changed");

    let [asked, request] = ["asked.json", "request.json"].map(|file| json(folder, file));
    assert_eq!(request["mentor"]["id"], first["items"][0]["id"]);
    let threads = noor.conversations("").await.unwrap().items;
    let with =
        |id: Option<_>| id.is_some_and(|id: domain::ids::ParticipantId| mentor["id"] == id.to_string());
    let asked_in: Vec<_> = threads.iter().filter(|thread| with(thread.with.id)).collect();
    assert_eq!(asked_in.len(), 1, "asked once");
    assert_eq!(asked["id"], asked_in[0].id.to_string());
    assert_eq!(request["conversation"], asked["id"]);

    for (file, shown) in ["stale.json", "wrong.json"].into_iter().zip(blocks("json")) {
        let mut problem = json(folder, file);
        problem
            .as_object_mut()
            .unwrap()
            .remove("request_id")
            .expect("each problem has the id of its request");
        assert_eq!(problem, serde_json::from_str::<Value>(shown).unwrap(), "{file}");
    }
    assert_eq!(blocks("json").count(), 2);
    assert!(fs::read_to_string(folder.join("openapi.json")).unwrap() == cairn::contract::document());
    assert_eq!(
        noor.sessions().await.unwrap().items.len(),
        1,
        "the guide's session has ended, this one goes on"
    );
}
