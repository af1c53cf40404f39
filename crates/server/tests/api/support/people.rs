use api_client::{Client, Error};
use domain::accounts::{Me, Register, Role, SignIn, VerifyEmail};
use domain::problem::Code;

use super::{Inbox, TestApp};

/// Everybody's password.
pub(crate) const PASSWORD: &str = "lay one stone more";

/// Somebody who has joined and is signed in.
pub(crate) struct Person {
    /// Their browser.
    pub(crate) client: Client,
    /// Their address.
    pub(crate) email: String,
    /// What they see of themselves, as of signing in.
    pub(crate) me: Me,
}

impl TestApp {
    /// Somebody registers, follows the link of the letter, and is signed in.
    pub(crate) async fn join(&self, name: &str, roles: &[Role]) -> Person {
        let client = self.client();
        let body = Register { roles: roles.to_vec(), ..registration(name) };
        client.register(&body).await.unwrap();
        let token = self.token_to(&body.email).await;
        let signed_in = client.verify_email(&VerifyEmail { token, password: None }).await.unwrap();
        client.set_token(Some(signed_in.access_token));
        Person { client, email: body.email, me: signed_in.me }
    }

    /// Somebody joins by the letter that arrives by SMTP.
    pub(crate) async fn join_by_letter(&self, inbox: &Inbox, name: &str) -> Person {
        let body = registration(name);
        let client = self.client();
        client.register(&body).await.unwrap();
        let to_them = || inbox.letters().into_iter().find(|(to, _)| *to == body.email);
        self.until("the letter arrives", async || to_them().is_some()).await;
        let token = token_in(&plain(&to_them().unwrap().1));
        let signed_in = client.verify_email(&VerifyEmail { token, password: None }).await.unwrap();
        client.set_token(Some(signed_in.access_token));
        Person { client, email: body.email, me: signed_in.me }
    }

    /// A mentee who has joined.
    pub(crate) async fn noor(&self) -> Person {
        self.join("Noor Haddad", &[Role::Mentee]).await
    }

    /// Signs in with another browser.
    pub(crate) async fn another_browser(&self, person: &Person) -> Client {
        let client = self.client();
        let signed_in = client.sign_in(&login(&person.email, PASSWORD)).await.unwrap();
        client.set_token(Some(signed_in.access_token));
        client
    }
}

/// A letter as it is read. Quoted-printable: a line that is cut ends with `=`, and `=` itself is `=3D`.
pub(crate) fn plain(letter: &str) -> String {
    letter.replace("=\n", "").replace("=3D", "=")
}

/// What somebody of this name fills in; the address is made of the name.
pub(crate) fn registration(name: &str) -> Register {
    Register {
        email: format!("{}@leeds.example", name.to_lowercase().replace(' ', ".")),
        display_name: name.to_owned(),
        password: PASSWORD.to_owned(),
        roles: vec![Role::Mentee],
        time_zone: "Europe/London".to_owned(),
        accept_terms: true,
    }
}

/// Email and password.
pub(crate) fn login(email: &str, password: &str) -> SignIn {
    SignIn { email: email.to_owned(), password: password.to_owned() }
}

/// The token of the link in a letter.
pub(crate) fn token_in(text: &str) -> String {
    let link = text.lines().find(|line| line.contains("?token=")).expect("the letter has a link");
    link.split_once("token=").unwrap().1.to_owned()
}

/// The code that an operation was refused with.
pub(crate) fn code<T: std::fmt::Debug>(answer: Result<T, Error>) -> Code {
    match answer {
        Err(error) => error.code().unwrap_or_else(|| panic!("no problem: {error}")),
        Ok(answer) => panic!("not refused: {answer:?}"),
    }
}
