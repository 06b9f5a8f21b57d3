//! Reading an answer from a connection.

use tokio::io::AsyncReadExt;

use crate::model::Failure;
use crate::model::Outcome;
use crate::net::stream::Wire;
use crate::wire::Answer;
use crate::wire::Reader;
use crate::wire::Stream;

/// What was heard on a connection.
pub(super) enum Heard {
    Answer(Answer),
    /// Leave to send the body.
    Continue,
    /// It was closed without a word. A connection that was used before may have been closed before this
    /// request: then nothing of it was taken, and a new connection may carry it.
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

/// How long to listen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    Answer,
    /// Or leave to continue.
    Continue,
}

pub(super) async fn listen(stream: &mut Box<dyn Wire>, reader: &mut Reader, until: Until) -> Heard {
    // A careless client takes what was said unasked for its answer.
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
            // A complete answer is acknowledged by the next request.
            Ok(None) => stream.acknowledge(),
            Err(error) => return Heard::Failed(Failure::Garbage(error.to_string())),
        }
    }
}
