//! Several servers on one PostgreSQL: what is committed on one is found on the others.

use domain::accounts::DeleteAccount;
use domain::ids::ParticipantId;
use sqlx::Executor as _;
use sqlx::{Connection as _, PgConnection};

use crate::support::profiles::options;
use crate::support::{Database, PASSWORD, Person, TestApp, postgres};

const SKILL: &str = "giving-feedback";

/// Offers this skill, or takes it back.
async fn offer(mentor: &Person, offered: bool) {
    let skills: &[&str] = if offered { &[SKILL] } else { &["speaking-to-groups"] };
    mentor.edit_offer(|offer| drop(offer.options.insert("skills".parse().unwrap(), options(skills)))).await;
}

/// Ends the connections by which servers hear of news.
pub(crate) async fn break_the_feed(database_url: &str) -> usize {
    let mut connection = PgConnection::connect(database_url).await.unwrap();
    let ended = connection
        .fetch_all(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND query LIKE 'LISTEN%'",
        )
        .await
        .unwrap();
    ended.len()
}

#[tokio::test]
async fn what_is_edited_on_one_server_is_found_on_the_other() {
    if postgres().is_none() {
        return;
    }
    let here = TestApp::new().await;
    let there = TestApp::on(Database::at(here.database_url()), |_| {});
    let noor = here.mentee("Noor Haddad", &[SKILL]).await;
    let wanjiru = here.mentor("Wanjiru Mwangi", &["speaking-to-groups"]).await;
    let elsewhere = there.another_browser(&noor).await;
    let found = async || -> Vec<ParticipantId> {
        elsewhere.mentors("").await.unwrap().items.iter().map(|card| card.id).collect()
    };
    assert_eq!(found().await, []);

    offer(&wanjiru, true).await;
    there.until("the other server finds her", async || found().await == [wanjiru.me.id]).await;
    elsewhere.add_bookmark(wanjiru.me.id).await.unwrap();
    here.until("this server knows the bookmark", async || {
        noor.client.mentors("").await.unwrap().items[0].bookmarked
    })
    .await;

    assert!(break_the_feed(here.database_url()).await >= 2, "both servers listen");
    offer(&wanjiru, false).await;
    there.until("the edit arrives all the same", async || found().await.is_empty()).await;
    offer(&wanjiru, true).await;
    there.until("and the next one", async || found().await == [wanjiru.me.id]).await;
    there.until("the servers listen again", async || break_the_feed(here.database_url()).await >= 2).await;

    let delete = DeleteAccount { password: PASSWORD.to_owned() };
    wanjiru.client.delete_account(&delete).await.unwrap();
    there.until("who is erased is gone everywhere", async || found().await.is_empty()).await;
    here.letter_to(&wanjiru.email).await;
}
