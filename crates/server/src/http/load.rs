use std::sync::Arc;
use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, ResponseError as _, web};
use domain::problem::{Code, Problem};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{Answer, Failure};

/// What operators ask a server that has too much to do.
const NEVER_SHED: [&str; 3] = ["/livez", "/readyz", "/metrics"];

/// How long callers may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For the head of the first request of a connection.
    pub head: Duration,
    /// For a body, besides the time that its length gives.
    pub body: Duration,
    /// Until the next request of a connection begins: longer than reverse proxies keep theirs, so that none is closed
    /// under a request.
    pub next: Duration,
    /// From an answer to the next request that was read whole: long enough for a large answer over a thin line.
    pub mute: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(5),
            body: Duration::from_secs(10),
            next: Duration::from_secs(75),
            mute: Duration::from_mins(10),
        }
    }
}

/// The places of a server: so many requests are in work at most.
#[derive(Debug)]
pub struct Places(Semaphore);

impl Places {
    /// All are free.
    pub fn new(requests: u16) -> Self {
        Self(Semaphore::new(usize::from(requests)))
    }
}

/// Gives each request a place until it is answered, and refuses it where none is free. What is still sent after that
/// (a stream may last for hours) takes no place.
pub async fn shed_load(
    places: web::Data<Places>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if NEVER_SHED.contains(&request.path()) {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let Ok(_place) = places.0.try_acquire() else {
        metrics::counter!("cairn_requests_shed_total").increment(1);
        let refusal = Failure::from(Problem::wait(Code::Unavailable, 1));
        return Ok(request.into_response(refusal.error_response()));
    };
    Ok(next.call(request).await?.map_into_boxed_body())
}

/// Work that takes a core for a while: some of it is done at once, some waits, and whoever comes then is told to come
/// back.
#[derive(Debug)]
pub struct Turns {
    at_once: Arc<Semaphore>,
    waiting: Semaphore,
}

/// How long one waits for a turn.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

impl Turns {
    /// Nobody is there yet.
    pub fn new(at_once: usize, waiting: usize) -> Self {
        Self { at_once: Arc::new(Semaphore::new(at_once)), waiting: Semaphore::new(waiting) }
    }

    /// A turn, which lasts until it is dropped. Move it into the work: that goes on when the caller has gone.
    pub async fn take(&self) -> Answer<OwnedSemaphorePermit> {
        if let Ok(turn) = self.at_once.clone().try_acquire_owned() {
            return Ok(turn);
        }
        let busy = || Failure::from(Problem::wait(Code::Unavailable, 5));
        let _seat = self.waiting.try_acquire().map_err(|_| busy())?;
        let turn = tokio::time::timeout(LONGEST_WAIT, self.at_once.clone().acquire_owned()).await;
        turn.map_err(|_| busy())?.map_err(Failure::internal)
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::StatusCode;
    use actix_web::middleware::from_fn;
    use actix_web::test::{TestRequest, call_service, init_service};
    use actix_web::{App, HttpResponse};
    use futures_util::stream;

    use super::*;

    #[actix_web::test]
    async fn a_stream_takes_no_place_for_as_long_as_it_lasts() {
        let endless = || async { HttpResponse::Ok().streaming(stream::pending::<Answer<web::Bytes>>()) };
        let app = App::new()
            .app_data(web::Data::new(Places::new(1)))
            .wrap(from_fn(shed_load))
            .default_service(web::to(endless));
        let app = init_service(app).await;
        let first = call_service(&app, TestRequest::default().to_request()).await;
        let second = call_service(&app, TestRequest::default().to_request()).await;
        assert_eq!((first.status(), second.status()), (StatusCode::OK, StatusCode::OK));
    }

    #[tokio::test]
    async fn so_many_have_a_turn_so_many_wait_and_the_next_is_refused() {
        let turns = Turns::new(1, 1);
        let first = turns.take().await.unwrap();
        let (second, third) = tokio::join!(turns.take(), async {
            let third = turns.take().await;
            drop(first);
            third
        });
        let refusal = third.unwrap_err();
        assert_eq!((refusal.0.code, refusal.0.retry_after), (Code::Unavailable, Some(5)));
        drop(second.unwrap());
        drop(turns.take().await.unwrap());
    }
}
