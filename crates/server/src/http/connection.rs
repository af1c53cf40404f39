use std::any::Any;
use std::cell::Cell;
use std::net::{Shutdown, TcpStream};
use std::os::fd::AsFd as _;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{Extensions, ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::rt;
use actix_web::rt::task::JoinHandle;
use actix_web::web::Bytes;
use actix_web::{Error, HttpRequest};

/// A connection, which is closed when it has been mute for too long.
///
/// Actix times the head of the first request only: who sends half of a later one, or keeps dripping a body that was
/// refused, would hold the connection for ever.
#[derive(Debug)]
struct Connection {
    mute_since: Rc<Cell<Option<Instant>>>,
    watch: JoinHandle<()>,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.watch.abort();
    }
}

/// Watches a new connection.
pub fn watch_connection(stream: &dyn Any, data: &mut Extensions, patience: Duration) {
    let Some(stream) = stream.downcast_ref::<rt::net::TcpStream>() else { return };
    // Without a second handle (no more files can be open) there is no watch either.
    let Ok(handle) = stream.as_fd().try_clone_to_owned() else { return };
    let mute_since = Rc::new(Cell::new(Some(Instant::now())));
    let watch = rt::spawn(close_when_mute(TcpStream::from(handle), mute_since.clone(), patience));
    data.insert(Connection { mute_since, watch });
}

async fn close_when_mute(stream: TcpStream, mute_since: Rc<Cell<Option<Instant>>>, patience: Duration) {
    loop {
        let mute = mute_since.get().map_or(Duration::ZERO, |since| since.elapsed());
        let Some(left) = patience.checked_sub(mute).filter(|left| !left.is_zero()) else { break };
        tokio::time::sleep(left).await;
    }
    // It fails where the other side has closed already.
    let _ = stream.shutdown(Shutdown::Both);
}

/// Says on each connection whether a request is in work: from its head to the end of its answer.
pub async fn attend(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<Attended>, Error> {
    let attention = Attention::new(request.request());
    let answer = next.call(request).await?;
    Ok(answer.map_body(|_, body| Attended { body: body.boxed(), _attention: attention }))
}

/// While there is one, the connection is not mute.
#[derive(Debug)]
struct Attention(Option<Rc<Cell<Option<Instant>>>>);

impl Attention {
    fn new(request: &HttpRequest) -> Self {
        let mute_since = request.conn_data::<Connection>().map(|connection| connection.mute_since.clone());
        if let Some(mute_since) = &mute_since {
            mute_since.set(None);
        }
        Self(mute_since)
    }
}

impl Drop for Attention {
    fn drop(&mut self) {
        if let Some(mute_since) = &self.0 {
            mute_since.set(Some(Instant::now()));
        }
    }
}

/// The body of an answer, which tells the connection when it has been sent.
#[derive(Debug)]
pub struct Attended {
    body: BoxBody,
    _attention: Attention,
}

impl MessageBody for Attended {
    type Error = Box<dyn std::error::Error>;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.get_mut().body).poll_next(context)
    }
}
