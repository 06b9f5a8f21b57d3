//! Reads a response from a connection.

use tokio::io::AsyncReadExt;

use crate::model::{Failure, Outcome};
use crate::net::stream::Wire;
use crate::wire::{Answer, Reader, Stream};

/// The result of reading from a connection.
pub(super) enum Heard {
    Answer(Answer),
    /// The endpoint asks for the body (100 Continue).
    Continue,
    /// The connection was closed without any bytes. If it was used before, the endpoint may have closed it before this
    /// request: the endpoint has then processed nothing of it, and a new connection may carry it.
    Nothing,
    Failed(Failure),
}

impl From<Heard> for Outcome {
    fn from(heard: Heard) -> Self {
        match heard {
            Heard::Answer(answer) => Self::Answered(answer.response),
            Heard::Continue | Heard::Nothing => Self::Failed(Failure::Closed),
            Heard::Failed(failure) => Self::Failed(failure),
        }
    }
}

/// The end condition for reading.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    Answer,
    /// Stop also at 100 Continue.
    Continue,
}

pub(super) async fn listen(stream: &mut Box<dyn Wire>, reader: &mut Reader, until: Until) -> Heard {
    // Like a careless client, accept bytes that arrived before the request as its response.
    if !reader.is_empty()
        && let Ok(Some(answer)) = reader.answer(Stream::Open)
    {
        return Heard::Answer(answer);
    }
    loop {
        let read = stream.read_buf(reader.buffer()).await;
        let stream_is = if matches!(read, Ok(count) if count > 0) { Stream::Open } else { Stream::Ended };
        if stream_is == Stream::Ended && reader.is_empty() {
            return Heard::Nothing;
        }
        match reader.answer(stream_is) {
            Ok(Some(answer)) => return Heard::Answer(answer),
            Ok(None) if until == Until::Continue && reader.may_continue() => return Heard::Continue,
            Ok(None) if stream_is == Stream::Ended => return Heard::Failed(Failure::Closed),
            // Acknowledge a partial response now. The next request acknowledges a complete one.
            Ok(None) => stream.acknowledge(),
            Err(error) => return Heard::Failed(Failure::Garbage(error.to_string())),
        }
    }
}
