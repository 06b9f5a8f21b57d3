//! HTTP/1.1 requests and responses as bytes, without a connection.
//!
//! Requests are written here because no HTTP client sends `X-WEBHOOK-SIGN` in that letter case, or a header that is not
//! text. Responses are parsed by `httparse`.

use std::borrow::Cow;
use std::ops::Range;

use bytes::Bytes;
use thiserror::Error;

use crate::model::{Headers, HttpVersion, Request, Response};

/// The maximum number of body bytes that are kept. More bytes are read but dropped.
pub const KEPT_BODY: usize = 64 * 1024;

/// The maximum size of a response. More bytes are not read.
pub const READ_LIMIT: usize = 8 * 1024 * 1024;

/// The maximum size of a response head. A longer head is rejected.
pub const HEAD_LIMIT: usize = 64 * 1024;

const MOST_HEADERS: usize = 128;

/// Returns the bytes of a request: head and body. The body is sent in chunks if the headers of the request say so.
///
/// Line breaks and NUL characters in a header value would end the header, so they are removed.
#[must_use]
pub fn request(request: &Request, authority: &str, path: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(512 + request.body.len());
    let path = request.at(path);
    for part in [request.method.as_bytes(), b" ", path.as_bytes(), b" HTTP/1.1\r\nHost: ", authority.as_bytes()] {
        bytes.extend_from_slice(part);
    }
    bytes.extend_from_slice(b"\r\n");
    for (name, value) in request.headers.iter() {
        bytes.extend_from_slice(name.as_bytes());
        bytes.extend_from_slice(b": ");
        bytes.extend(value.iter().filter(|byte| !matches!(byte, b'\r' | b'\n' | 0)));
        bytes.extend_from_slice(b"\r\n");
    }
    if !in_chunks(request) {
        bytes.extend_from_slice(format!("Content-Length: {}\r\n", request.body.len()).as_bytes());
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(&body(request));
    bytes
}

/// Returns the body of a request as it is framed on the wire.
#[must_use]
pub fn body(request: &Request) -> Cow<'_, [u8]> {
    if !in_chunks(request) {
        return Cow::Borrowed(&request.body);
    }
    let (first, second) = request.body.split_at(request.body.len() / 2);
    let mut framed = Vec::with_capacity(request.body.len() + 32);
    for chunk in [first, second].into_iter().filter(|chunk| !chunk.is_empty()) {
        framed.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
        framed.extend_from_slice(chunk);
        framed.extend_from_slice(b"\r\n");
    }
    framed.extend_from_slice(b"0\r\n\r\n");
    Cow::Owned(framed)
}

fn in_chunks(request: &Request) -> bool {
    has_token(&request.headers, "transfer-encoding", "chunked")
}

/// A response that is not valid HTTP.
#[derive(Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum WireError {
    /// The head cannot be parsed.
    #[error("the head of the answer is not HTTP/1.1: {0}")]
    Head(httparse::Error),
    /// The head is longer than the limit.
    #[error("the head of the answer is longer than {HEAD_LIMIT} bytes")]
    HeadTooLong,
    /// The framing of the body cannot be parsed.
    #[error("the body of the answer is framed wrongly: {0}")]
    Framing(&'static str),
    /// The response is longer than the limit.
    #[error("the answer is longer than {READ_LIMIT} bytes")]
    TooLong,
}

/// A complete response, and whether the connection can be reused.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) response: Response,
    pub(crate) reusable: Reusable,
}

/// The state of a connection after a response: reusable for another request or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reusable {
    Yes,
    No,
}

/// The state of the byte stream: more bytes may arrive, or it has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stream {
    Open,
    Ended,
}

/// The way in which the end of a body is marked.
enum Framing {
    Length(usize),
    Chunked,
    ToTheEnd,
}

/// A parser for a response whose bytes arrive over time.
#[derive(Debug)]
pub(crate) struct Reader {
    buffer: Vec<u8>,
    may_continue: bool,
    /// Whether the request was a HEAD, so that the response has no body whatever its headers say.
    is_head: bool,
}

impl Default for Reader {
    /// Creates a buffer that is large enough for a typical response, so that one read is sufficient.
    fn default() -> Self {
        Self { buffer: Vec::with_capacity(1024), may_continue: false, is_head: false }
    }
}

impl Reader {
    /// Returns the buffer for the next bytes.
    pub(crate) const fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.buffer
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.buffer.is_empty()
    }

    /// Says which request the next response belongs to: the response to a HEAD has no body.
    pub(crate) fn answers(&mut self, request: &[u8]) {
        self.is_head = request.starts_with(b"HEAD ");
    }

    /// Returns whether the endpoint has asked for the body.
    pub(crate) const fn may_continue(&self) -> bool {
        self.may_continue
    }

    /// Returns the response as soon as it is complete. [`Stream::Ended`] means that no more bytes will arrive.
    pub(crate) fn answer(&mut self, stream: Stream) -> Result<Option<Answer>, WireError> {
        if self.buffer.len() > READ_LIMIT {
            return Err(WireError::TooLong);
        }
        loop {
            let mut slots = [httparse::EMPTY_HEADER; MOST_HEADERS];
            let mut head = httparse::Response::new(&mut slots);
            // Bytes beyond the limit may belong to a body, or to a head that is too long and will be rejected.
            let beginning = &self.buffer[..self.buffer.len().min(HEAD_LIMIT)];
            let start = match head.parse(beginning).map_err(WireError::Head)? {
                httparse::Status::Complete(start) => start,
                httparse::Status::Partial if self.buffer.len() > HEAD_LIMIT => return Err(WireError::HeadTooLong),
                httparse::Status::Partial => return Ok(None),
            };
            let status = head.code.unwrap_or_default();
            if (100..200).contains(&status) && status != 101 {
                self.buffer.drain(..start);
                self.may_continue |= status == 100;
                continue;
            }
            let headers: Headers = head.headers.iter().map(|header| (header.name, header.value)).collect();
            let version = if head.version == Some(1) { HttpVersion::Http11 } else { HttpVersion::Http10 };
            let keeps = version == HttpVersion::Http11 && !has_token(&headers, "connection", "close");
            let ((body, size), end) = match framing(if self.is_head { NO_BODY } else { status }, &headers)? {
                Framing::Length(length) if self.buffer.len() >= start + length => {
                    (kept(&self.buffer[start..start + length]), Some(start + length))
                }
                Framing::Chunked => match unchunk(&self.buffer[start..])? {
                    Some((body, length)) => (kept(&body), Some(start + length)),
                    None => return Ok(None),
                },
                Framing::ToTheEnd if stream == Stream::Ended => (kept(&self.buffer[start..]), None),
                Framing::Length(_) | Framing::ToTheEnd => return Ok(None),
            };
            let reusable = if keeps && end.is_some() { Reusable::Yes } else { Reusable::No };
            // The remaining bytes were sent unasked.
            self.buffer.drain(..end.unwrap_or(self.buffer.len()));
            let response = Response::new(status, headers, body).with_size(size).with_version(version);
            return Ok(Some(Answer { response, reusable }));
        }
    }
}

/// Returns the part of a body that is kept, and the length of the whole body.
fn kept(body: &[u8]) -> (Bytes, u64) {
    (Bytes::copy_from_slice(&body[..body.len().min(KEPT_BODY)]), body.len() as u64)
}

/// A status whose responses have no body.
const NO_BODY: u16 = 204;

fn framing(status: u16, headers: &Headers) -> Result<Framing, WireError> {
    if matches!(status, 101 | NO_BODY | 304) {
        return Ok(Framing::Length(0));
    }
    if has_token(headers, "transfer-encoding", "chunked") {
        return Ok(Framing::Chunked);
    }
    match headers.get("content-length") {
        None => Ok(Framing::ToTheEnd),
        Some(length) => match std::str::from_utf8(length).ok().and_then(|length| length.trim().parse().ok()) {
            Some(length) if length > READ_LIMIT => Err(WireError::TooLong),
            Some(length) => Ok(Framing::Length(length)),
            None => Err(WireError::Framing("`Content-Length` is not a length")),
        },
    }
}

fn has_token(headers: &Headers, name: &str, token: &str) -> bool {
    let value = headers.get(name).map(String::from_utf8_lossy).unwrap_or_default();
    value.split(',').any(|part| part.trim().eq_ignore_ascii_case(token))
}

/// Returns the body without its chunk headers, and its length on the wire. Returns `None` until the last chunk and its
/// trailer have arrived.
pub(crate) fn unchunk(framed: &[u8]) -> Result<Option<(Vec<u8>, usize)>, WireError> {
    let (mut body, mut rest) = (Vec::new(), framed);
    loop {
        let (start, size) = match httparse::parse_chunk_size(rest) {
            Ok(httparse::Status::Complete(chunk)) => chunk,
            Ok(httparse::Status::Partial) => return Ok(None),
            Err(_) => return Err(WireError::Framing("a chunk has no size")),
        };
        if size == 0 {
            let trailer = blank_line(&rest[start..]);
            return Ok(trailer.map(|trailer| (body, framed.len() - rest.len() + start + trailer)));
        }
        let size = usize::try_from(size).map_err(|_| WireError::TooLong)?;
        let chunk = Range { start, end: start.saturating_add(size) };
        let Some(data) = rest.get(chunk.clone()) else { return Ok(None) };
        body.extend_from_slice(data);
        rest = match rest.get(chunk.end..chunk.end + 2) {
            Some(b"\r\n") => &rest[chunk.end + 2..],
            Some(_) => return Err(WireError::Framing("a chunk is longer than its size")),
            None => return Ok(None),
        };
    }
}

/// Returns the position after the blank line that follows the trailer.
fn blank_line(trailer: &[u8]) -> Option<usize> {
    if trailer.starts_with(b"\r\n") {
        return Some(2);
    }
    trailer.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], stream: Stream) -> Result<Option<Answer>, WireError> {
        let mut reader = Reader::default();
        reader.buffer().extend_from_slice(bytes);
        reader.answer(stream)
    }

    #[test]
    fn the_answer_to_a_head_has_no_body() {
        let mut reader = Reader::default();
        reader.answers(b"HEAD /hook HTTP/1.1");
        reader.buffer().extend_from_slice(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n");
        assert_eq!(reader.answer(Stream::Open).unwrap().unwrap().response.body.len(), 0);
    }

    #[test]
    fn writes_names_as_documented() {
        let headers = [("X-WEBHOOK-SIGN", "v1=ab\r\nEvil: 1")].into_iter().collect();
        let bytes = request(&Request::new("POST", headers, "{}"), "127.0.0.1:80", "/hook");
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(
            text,
            "POST /hook HTTP/1.1\r\nHost: 127.0.0.1:80\r\nX-WEBHOOK-SIGN: v1=abEvil: 1\r\nContent-Length: 2\r\n\r\n{}"
        );
    }

    #[test]
    fn writes_chunks_where_the_headers_say_so() {
        let headers: Headers = [("Transfer-Encoding", "chunked")].into_iter().collect();
        let sent = |body: &'static str| request(&Request::new("POST", headers.clone(), body), "a", "/");
        let text = String::from_utf8(sent("{\"a\":1}")).unwrap();
        assert!(text.ends_with("chunked\r\n\r\n3\r\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n"), "{text}");
        assert!(String::from_utf8(sent("")).unwrap().ends_with("chunked\r\n\r\n0\r\n\r\n"));
    }

    #[test]
    fn reads_every_framing_byte_by_byte() {
        let answers: [(&[u8], &[u8], Stream); 5] = [
            (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", b"abc", Stream::Open),
            (
                b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\n",
                b"abc",
                Stream::Open,
            ),
            (b"HTTP/1.0 200 OK\r\n\r\nabc", b"abc", Stream::Ended),
            (b"HTTP/1.1 204 No Content\r\n\r\n", b"", Stream::Open),
            (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n", b"", Stream::Open),
        ];
        for (bytes, body, ended) in answers {
            for cut in 0..bytes.len() {
                assert!(
                    read(&bytes[..cut], Stream::Open).unwrap().is_none(),
                    "{cut} of {:?}",
                    String::from_utf8_lossy(bytes)
                );
            }
            assert_eq!(read(bytes, ended).unwrap().unwrap().response.body, body);
        }
    }

    #[test]
    fn leaves_what_was_said_unasked() {
        for answer in ["Content-Length: 1\r\n\r\na", "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX: y\r\n\r\n"] {
            let mut reader = Reader::default();
            reader.buffer().extend_from_slice(format!("HTTP/1.1 200 OK\r\n{answer}HTTP/1.1 400").as_bytes());
            assert_eq!(reader.answer(Stream::Open).unwrap().unwrap().response.body, "a");
            assert_eq!(reader.buffer(), b"HTTP/1.1 400");
        }
    }

    #[test]
    fn knows_when_a_connection_is_spent() {
        let reusable = |bytes: &[u8]| read(bytes, Stream::Ended).unwrap().unwrap().reusable;
        assert_eq!(reusable(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), Reusable::Yes);
        assert_eq!(reusable(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"), Reusable::No);
        assert_eq!(reusable(b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"), Reusable::No);
        assert_eq!(reusable(b"HTTP/1.1 200 OK\r\n\r\n"), Reusable::No);
    }

    #[test]
    fn a_head_is_read_up_to_its_limit() {
        let head = |length: usize| {
            let (line, end) = ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nX-Long: ", "\r\n\r\n");
            format!("{line}{}{end}", "x".repeat(length - line.len() - end.len()))
        };
        let longest = head(HEAD_LIMIT);
        let answer = read(format!("{longest}a").as_bytes(), Stream::Open).unwrap().unwrap();
        assert_eq!(answer.response.body, "a");
        assert!(read(longest.as_bytes(), Stream::Open).unwrap().is_none(), "the body is still to come");
        let refused = |bytes: &str| read(bytes.as_bytes(), Stream::Open).unwrap_err();
        assert_eq!(refused(&format!("{}a", head(HEAD_LIMIT + 1))), WireError::HeadTooLong);
        let endless = format!("HTTP/1.1 200 OK\r\nX-Long: {}", "x".repeat(HEAD_LIMIT));
        assert_eq!(refused(&endless).to_string(), "the head of the answer is longer than 65536 bytes");
        assert!(read(&endless.as_bytes()[..HEAD_LIMIT], Stream::Open).unwrap().is_none());
    }

    #[test]
    fn reads_the_length_of_a_body_and_the_version_of_http() {
        let long = "x".repeat(KEPT_BODY + 1);
        let answers = [
            (format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{long}", long.len()), HttpVersion::Http11),
            (
                format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{long}\r\n0\r\n\r\n", long.len()),
                HttpVersion::Http11,
            ),
            (format!("HTTP/1.0 200 OK\r\n\r\n{long}"), HttpVersion::Http10),
        ];
        for (bytes, version) in answers {
            let response = read(bytes.as_bytes(), Stream::Ended).unwrap().unwrap().response;
            assert_eq!((response.size, response.body.len()), (long.len() as u64, KEPT_BODY));
            assert_eq!(response.version, version);
        }
    }

    #[test]
    fn garbage_is_an_error() {
        assert!(matches!(read(b"SSH-2.0-OpenSSH\r\n\r\n", Stream::Open), Err(WireError::Head(_))));
        assert!(read(b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", Stream::Open).is_err());
        let endless = read(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n", Stream::Open);
        assert_eq!(endless.unwrap_err(), WireError::TooLong);
        assert!(read(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", Stream::Open).is_err());
        assert!(
            read(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", Stream::Open)
                .unwrap()
                .is_none()
        );
    }
}
