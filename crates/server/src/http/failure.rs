use std::fmt;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use domain::problem::{Code, Problem};
use sqlx::error::DatabaseError;
use validator::ValidationErrors;

/// What a handler gives: a value, or a problem.
pub type Answer<T> = Result<T, Failure>;

/// A problem on its way out of the server. Whatever else goes wrong becomes `internal`, and is logged.
#[derive(Debug)]
pub struct Failure(pub Box<Problem>);

impl Failure {
    /// For what must not happen: logged with its cause, answered without it.
    pub fn internal(cause: impl fmt::Display) -> Self {
        tracing::error!(%cause, "a request failed");
        Code::Internal.into()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code.as_str())
    }
}

impl std::error::Error for Failure {}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Only the status: `render_problems` writes the body, where the request's id is known.
    fn error_response(&self) -> HttpResponse {
        let mut answer = HttpResponse::new(self.status_code());
        answer.extensions_mut().insert(Problem::clone(&self.0));
        answer
    }
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Problem::new(code).into()
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self(Box::new(problem))
    }
}

impl From<ValidationErrors> for Failure {
    fn from(errors: ValidationErrors) -> Self {
        Problem::from(errors).into()
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::PoolTimedOut => Problem::wait(Code::Unavailable, 2).into(),
            // Whoever calls has been erased meanwhile: everybody else has the rows that are asked for.
            sqlx::Error::RowNotFound => Code::NotFound.into(),
            // So has somebody whom they have something to do with.
            sqlx::Error::Database(error) if error.is_foreign_key_violation() => Code::NotFound.into(),
            sqlx::Error::Database(error) if lost_to_another(&*error) => {
                tracing::warn!(%error, "a request lost to another");
                Problem::wait(Code::Unavailable, 1).into()
            }
            other => Self::internal(other),
        }
    }
}

/// A serialization failure or a deadlock (PostgreSQL's 40001 and 40P01): nothing was written, and it can be tried again.
fn lost_to_another(error: &dyn DatabaseError) -> bool {
    error.code().is_some_and(|code| ["40001", "40P01"].contains(&&*code))
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::internal(format_args!("{error:#}"))
    }
}
