//! Joining, signing in, passwords, addresses, roles.

use std::time::Duration as Time;

use chrono::Duration;
use domain::accounts::{
    ChangeEmail, ChangePassword, ChangeRoles, ConfirmEmail, ForgottenPassword, JudgePassword, Register,
    ResetPassword, Role, VerifyEmail,
};
use domain::problem::Code;

use crate::support::{PASSWORD, TestApp, code, login, registration};

fn verify(token: String, password: Option<&str>) -> VerifyEmail {
    VerifyEmail { token, password: password.map(str::to_owned) }
}

#[tokio::test]
async fn registering_verifying_and_signing_in() {
    let app = TestApp::new().await;
    let browser = app.client();
    let noor = registration("Noor Haddad");
    browser.register(&noor).await.unwrap();
    assert_eq!(code(browser.sign_in(&login(&noor.email, PASSWORD)).await), Code::InvalidCredentials);

    let token = app.token_to(&noor.email).await;
    let signed_in = browser.verify_email(&verify(token.clone(), None)).await.unwrap();
    assert_eq!(signed_in.expires_in, 600);
    assert_eq!(signed_in.me.email, "noor.haddad@leeds.example");
    assert_eq!(signed_in.me.roles, [Role::Mentee]);
    assert_eq!(signed_in.me.time_zone, "Europe/London");
    assert_eq!(code(browser.verify_email(&verify(token, None)).await), Code::LinkExpired);

    let other = app.client();
    let again = other.sign_in(&login(" Noor.Haddad@LEEDS.example", PASSWORD)).await.unwrap();
    assert_eq!(again.me, signed_in.me);
    assert_eq!(
        code(other.sign_in(&login(&noor.email, "lay one stone less")).await),
        Code::InvalidCredentials
    );
    assert_eq!(code(other.me().await), Code::Unauthenticated);
    other.set_token(Some(again.access_token));
    assert_eq!(other.me().await.unwrap(), signed_in.me);
}

#[tokio::test]
async fn another_browser_needs_the_password() {
    let app = TestApp::new().await;
    let noor = registration("Noor Haddad");
    app.client().register(&noor).await.unwrap();
    let token = app.token_to(&noor.email).await;
    let phone = app.client();
    assert_eq!(code(phone.verify_email(&verify(token.clone(), None)).await), Code::PasswordRequired);
    assert_eq!(
        code(phone.verify_email(&verify(token.clone(), Some("a wrong password"))).await),
        Code::InvalidCredentials
    );
    phone.verify_email(&verify(token, Some(PASSWORD))).await.unwrap();
}

#[tokio::test]
async fn registering_again_replaces_the_attempt_and_links_expire() {
    let app = TestApp::new().await;
    let browser = app.client();
    let first = registration("Noor Haddad");
    browser.register(&first).await.unwrap();
    let old = app.token_to(&first.email).await;
    browser.register(&Register { roles: vec![Role::Mentor], ..first.clone() }).await.unwrap();
    let new = app.token_to(&first.email).await;
    assert_eq!(code(browser.verify_email(&verify(old, None)).await), Code::LinkExpired);

    app.clock.advance(Duration::hours(48));
    assert_eq!(code(browser.verify_email(&verify(new, None)).await), Code::LinkExpired);
    browser.register(&Register { roles: vec![Role::Mentor], ..first.clone() }).await.unwrap();
    let token = app.token_to(&first.email).await;
    app.clock.advance(Duration::hours(47));
    assert_eq!(browser.verify_email(&verify(token, None)).await.unwrap().me.roles, [Role::Mentor]);
}

#[tokio::test]
async fn who_is_registered_gets_a_letter_that_says_so() {
    let app = TestApp::new().await;
    let noor = app.noor().await;
    let stranger = app.client();
    let attempt = Register { display_name: "Evil Advert".to_owned(), ..registration("Noor Haddad") };
    stranger.register(&attempt).await.unwrap();
    let (subject, text) = app.letter_to(&noor.email).await;
    assert_eq!(subject, "You already have an account");
    assert!(
        text.contains("Dear Noor Haddad") && !text.contains("Evil") && !text.contains("token="),
        "{text}"
    );
    assert_eq!(noor.client.me().await.unwrap().display_name, "Noor Haddad");
}

#[tokio::test]
async fn weak_passwords_are_refused_beside_the_field() {
    let app = TestApp::new().await;
    let weak = Register { password: "noor.haddad1".to_owned(), ..registration("Noor Haddad") };
    let refused = app.client().register(&weak).await.unwrap_err();
    let api_client::Error::Problem(problem) = refused else { panic!("{refused}") };
    assert_eq!((problem.code, problem.errors.len()), (Code::InvalidFields, 1));
    assert_eq!(
        (problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()),
        ("/password", "weak_password")
    );

    let judge = |password: &str| JudgePassword { password: password.to_owned(), about_me: vec![] };
    let weak = app.client().judge_password(&judge("password")).await.unwrap();
    assert_eq!(
        (weak.score, weak.enough, weak.warning.as_deref()),
        (0, false, Some("this_is_a_top10_password"))
    );
    assert!(app.client().judge_password(&judge(PASSWORD)).await.unwrap().enough);
    assert_eq!(app.client().judge_password(&judge("")).await.unwrap().score, 0);
    let named =
        JudgePassword { password: "wonderwall-of-noor".into(), about_me: vec!["wonderwall-of-noor".into()] };
    assert!(!app.client().judge_password(&named).await.unwrap().enough);
}

#[tokio::test]
async fn a_time_zone_must_exist() {
    let app = TestApp::new().await;
    let nowhere = Register { time_zone: "Europe/Atlantis".to_owned(), ..registration("Noor Haddad") };
    assert_eq!(code(app.client().register(&nowhere).await), Code::InvalidFields);
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_once_and_ends_all_sessions() {
    let app = TestApp::new().await;
    let noor = app.noor().await;
    let forgotten = ForgottenPassword { email: noor.email.clone() };
    app.client()
        .forgotten_password(&ForgottenPassword { email: "nobody@leeds.example".into() })
        .await
        .unwrap();
    app.client().forgotten_password(&forgotten).await.unwrap();
    let token = app.token_to(&noor.email).await;

    let browser = app.client();
    let reset = |password: &str| ResetPassword { token: token.clone(), password: password.to_owned() };
    assert_eq!(code(browser.reset_password(&reset("noor haddad")).await), Code::InvalidFields);
    let signed_in = browser.reset_password(&reset("carry two stones up")).await.unwrap();
    assert_eq!(signed_in.me.email, noor.email);
    assert_eq!(code(noor.client.me().await), Code::Unauthenticated);
    assert_eq!(code(noor.client.refresh().await), Code::SessionEnded);
    assert_eq!(code(browser.reset_password(&reset("carry three stones up")).await), Code::LinkExpired);
    assert_eq!(code(browser.sign_in(&login(&noor.email, PASSWORD)).await), Code::InvalidCredentials);
    browser.sign_in(&login(&noor.email, "carry two stones up")).await.unwrap();
    assert_eq!(app.letter_to(&noor.email).await.0, "Your password was changed");

    app.client().forgotten_password(&forgotten).await.unwrap();
    let token = app.token_to(&noor.email).await;
    app.clock.advance(Duration::hours(2));
    let late = ResetPassword { token, password: "carry three stones up".to_owned() };
    assert_eq!(code(browser.reset_password(&late).await), Code::LinkExpired);
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    let app = TestApp::new().await;
    let noor = app.noor().await;
    let other = app.another_browser(&noor).await;
    let change = |current: &str, new: &str| ChangePassword {
        current_password: current.to_owned(),
        new_password: new.to_owned(),
    };
    let wrong = noor.client.change_password(&change("not my password", "carry two stones up")).await;
    assert_eq!(code(wrong), Code::InvalidCredentials);
    assert_eq!(
        code(noor.client.change_password(&change(PASSWORD, "noor haddad")).await),
        Code::InvalidFields
    );
    other.me().await.unwrap();

    noor.client.change_password(&change(PASSWORD, "carry two stones up")).await.unwrap();
    noor.client.me().await.unwrap();
    assert_eq!(code(other.me().await), Code::Unauthenticated);
    assert_eq!(code(other.refresh().await), Code::SessionEnded);
    assert_eq!(app.letter_to(&noor.email).await.0, "Your password was changed");
    other.sign_in(&login(&noor.email, "carry two stones up")).await.unwrap();
}

#[tokio::test]
async fn a_new_address_counts_once_it_is_confirmed() {
    let app = TestApp::new().await;
    let noor = app.noor().await;
    let change = |email: &str| ChangeEmail { email: email.to_owned(), password: PASSWORD.to_owned() };
    assert_eq!(code(noor.client.change_email(&change(&noor.email)).await), Code::InvalidFields);
    noor.client.change_email(&change("Noor@hospital.example")).await.unwrap();
    let me = noor.client.me().await.unwrap();
    assert_eq!(
        (me.email.as_str(), me.new_email.as_deref()),
        (noor.email.as_str(), Some("noor@hospital.example"))
    );
    let (_, told) = app.letter_to(&noor.email).await;
    assert!(told.contains("noor@hospital.example"), "{told}");
    app.client().sign_in(&login(&noor.email, PASSWORD)).await.unwrap();
    app.client().forgotten_password(&ForgottenPassword { email: noor.email.clone() }).await.unwrap();
    let reset = app.token_to(&noor.email).await;

    let token = app.token_to("noor@hospital.example").await;
    app.client().confirm_email(&ConfirmEmail { token: token.clone() }).await.unwrap();
    assert_eq!(code(app.client().confirm_email(&ConfirmEmail { token }).await), Code::LinkExpired);
    let me = noor.client.me().await.unwrap();
    assert_eq!((me.email.as_str(), me.new_email), ("noor@hospital.example", None));
    assert_eq!(code(app.client().sign_in(&login(&noor.email, PASSWORD)).await), Code::InvalidCredentials);
    app.client().sign_in(&login("noor@hospital.example", PASSWORD)).await.unwrap();
    let reset = ResetPassword { token: reset, password: "carry two stones up".to_owned() };
    assert_eq!(
        code(app.client().reset_password(&reset).await),
        Code::LinkExpired,
        "it lies in the old mailbox"
    );
}

#[tokio::test]
async fn somebody_elses_address_cannot_be_taken_nor_found_out() {
    let app = TestApp::new().await;
    let noor = app.noor().await;
    let tomas = app.join("Tomas Berg", &[Role::Mentor]).await;
    let change = ChangeEmail { email: tomas.email.clone(), password: PASSWORD.to_owned() };
    noor.client.change_email(&change).await.unwrap();
    assert_eq!(noor.client.me().await.unwrap().new_email, Some(tomas.email.clone()));
    assert_eq!(app.letter_to(&tomas.email).await.0, "You already have an account");
    assert_eq!(app.letter_to(&noor.email).await.0, "Your email address is about to change");

    // An address that somebody else took between asking and confirming.
    let wanted = registration("Wanted Address");
    let change = ChangeEmail { email: wanted.email.clone(), password: PASSWORD.to_owned() };
    noor.client.change_email(&change).await.unwrap();
    app.letter_to(&noor.email).await;
    let token = app.token_to(&wanted.email).await;
    app.join("Wanted Address", &[Role::Mentee]).await;
    assert_eq!(code(app.client().confirm_email(&ConfirmEmail { token }).await), Code::LinkExpired);
    assert_eq!(noor.client.me().await.unwrap().email, noor.email);
}

#[tokio::test]
async fn a_password_reset_cancels_a_change_of_address() {
    let app = TestApp::new().await;
    let noor = app.noor().await;
    let change = ChangeEmail { email: "thief@evil.example".into(), password: PASSWORD.to_owned() };
    noor.client.change_email(&change).await.unwrap();
    app.letter_to(&noor.email).await;
    let thief = app.token_to("thief@evil.example").await;
    app.client().forgotten_password(&ForgottenPassword { email: noor.email.clone() }).await.unwrap();
    let token = app.token_to(&noor.email).await;
    let reset = ResetPassword { token, password: "carry two stones up".to_owned() };
    app.client().reset_password(&reset).await.unwrap();
    app.letter_to(&noor.email).await;
    assert_eq!(code(app.client().confirm_email(&ConfirmEmail { token: thief }).await), Code::LinkExpired);
}

#[tokio::test]
async fn roles_are_taken_up_and_laid_down() {
    let app = TestApp::new().await;
    let noor = app.noor().await;
    let both = ChangeRoles { roles: vec![Role::Mentor, Role::Mentee] };
    assert_eq!(noor.client.change_roles(&both).await.unwrap().roles, both.roles);
    let mentor = ChangeRoles { roles: vec![Role::Mentor] };
    assert_eq!(noor.client.change_roles(&mentor).await.unwrap().roles, mentor.roles);
    assert_eq!(noor.client.me().await.unwrap().roles, mentor.roles);
    let office = ChangeRoles { roles: vec![Role::Coordinator] };
    assert_eq!(code(noor.client.change_roles(&office).await), Code::InvalidFields);
}

/// Medians over interleaved tries: what differs by more than chance would show who is registered.
/// What an answer costs is its passwords: a count, since times differ from machine to machine.
#[tokio::test]
async fn an_answer_costs_the_same_whether_or_not_the_address_is_known() {
    let mut app = TestApp::new().await;
    app.letters_may_stay = true;
    let noor = app.noor().await;
    let client = app.client();
    let mut costs = Vec::new();
    for email in [noor.email.clone(), "nobody@leeds.example".to_owned()] {
        let before = app.app.auth.passwords.worked();
        let refused = client.sign_in(&login(&email, "a wrong password")).await;
        assert_eq!(code(refused), Code::InvalidCredentials);
        let signed_in = app.app.auth.passwords.worked();
        client.forgotten_password(&ForgottenPassword { email: email.clone() }).await.unwrap();
        let forgotten = app.app.auth.passwords.worked();
        client.register(&Register { email, ..registration("Noor Haddad") }).await.unwrap();
        let registered = app.app.auth.passwords.worked();
        costs.push([signed_in - before, forgotten - signed_in, registered - forgotten]);
    }
    assert_eq!(costs, [[1, 0, 1], [1, 0, 1]]);
}

#[tokio::test]
async fn whoever_tries_too_often_has_to_wait() {
    let app = TestApp::with(|config| config.rates = cairn::auth::Rates::default()).await;
    let noor = app.noor().await;
    let attacker = app.client();
    for _ in 0..10 {
        assert_eq!(
            code(attacker.sign_in(&login(&noor.email, "a wrong guess")).await),
            Code::InvalidCredentials
        );
    }
    let refused = attacker.sign_in(&login(&noor.email, PASSWORD)).await.unwrap_err();
    let api_client::Error::Problem(problem) = refused else { panic!("{refused}") };
    assert_eq!(problem.code, Code::TooManyRequests);
    assert!(problem.retry_after.is_some_and(|seconds| seconds > 0));
    noor.client.me().await.unwrap();
}

#[tokio::test]
async fn a_person_is_not_flooded_with_letters() {
    let app = TestApp::with(|config| {
        config.rates.letters_by_account = cairn::auth::Rate { burst: 2, period: Time::from_mins(15) };
    })
    .await;
    let noor = app.noor().await;
    for _ in 0..5 {
        app.client().forgotten_password(&ForgottenPassword { email: noor.email.clone() }).await.unwrap();
    }
    app.letter_to(&noor.email).await;
    app.letter_to(&noor.email).await;
}
