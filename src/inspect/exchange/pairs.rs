//! Matches requests with responses in the order in which they were recorded.

use super::{InputFormat, RecordedExchange, Remark, RequestHead, ResponseHead};
use crate::say;

pub(super) struct ExchangeBuilder {
    format: InputFormat,
    row: Option<String>,
    requests: Vec<(RequestHead, Vec<Remark>)>,
    /// Responses are collected only while more than one request is waiting.
    responses: Vec<(ResponseHead, Vec<Remark>)>,
    is_closed: bool,
    /// Remarks about requests without a response. These remarks are added to the next exchange or, at the end of the
    /// input, to the last exchange.
    lost: Vec<Remark>,
    read: Vec<RecordedExchange>,
}

impl ExchangeBuilder {
    pub(super) fn new(format: InputFormat) -> Self {
        Self {
            format,
            row: None,
            requests: Vec::new(),
            responses: Vec::new(),
            is_closed: false,
            lost: Vec::new(),
            read: Vec::new(),
        }
    }

    pub(super) fn begin_row(&mut self, row: String, request: RequestHead) {
        self.pair();
        self.row = Some(row);
        self.requests.push((request, Vec::new()));
    }

    pub(super) fn request(&mut self, request: RequestHead, remarks: Vec<Remark>) {
        let is_answered = !self.responses.is_empty() && self.responses.len() >= self.requests.len();
        if is_answered || self.is_closed {
            self.pair();
        }
        // In the output of airside's script, each row starts with a line that names the request. If a request was also
        // recorded, the recorded request replaces the one from that line.
        if self.row.is_some() {
            self.requests.clear();
        }
        self.requests.push((request, remarks));
    }

    /// Records that the connection was closed, which means that a request still waiting for a response won't get one.
    pub(super) fn close(&mut self) {
        self.is_closed = self.requests.len() == 1;
    }

    pub(super) fn request_body(&mut self, text: &str) {
        if let Some((request, _)) = self.requests.last_mut() {
            request.body.push_str(text);
        }
    }

    pub(super) fn response(&mut self, response: ResponseHead, remarks: Vec<Remark>) {
        // An interim response doesn't complete the request.
        if response.status < 200 && response.status != 101 {
            return;
        }
        let is_tunnel = matches!(self.requests.as_slice(), [(request, _)] if request.method == "CONNECT");
        if is_tunnel && (200..300).contains(&response.status) {
            self.requests.clear();
            return;
        }
        self.responses.push((response, remarks));
        if self.requests.len() <= 1 {
            self.pair();
        }
    }

    fn pair(&mut self) {
        self.is_closed = false;
        let requests = std::mem::take(&mut self.requests);
        let responses = std::mem::take(&mut self.responses);
        if responses.is_empty() {
            self.lost.extend(requests.iter().map(|(request, _)| lost(self.row.as_deref(), request)));
            self.row = None;
            return;
        }
        let count = requests.len();
        let are_alike =
            requests.iter().all(|(other, _)| requests.first().is_some_and(|(first, _)| is_same(first, other)));
        // Responses to pipelined requests arrive in the order of the requests (RFC 9112 section 9.3.2). Responses to
        // curl's parallel requests can arrive in any order.
        let is_in_order = self.format == InputFormat::Raw && count == responses.len();
        if count <= 1 || are_alike || is_in_order {
            let mut requests = requests.into_iter();
            for (response, remarks) in responses {
                self.push(requests.next(), response, remarks);
            }
            return;
        }
        for (response, mut remarks) in responses {
            let text = say!(
                "{} requests were still waiting for a response, so it isn't certain which of them this response belongs to.",
                count
            );
            remarks.push(Remark { position: response.position, text });
            self.push(None, response, remarks);
        }
    }

    fn push(&mut self, request: Option<(RequestHead, Vec<Remark>)>, response: ResponseHead, remarks: Vec<Remark>) {
        let (request, mut all) = request.map_or((None, Vec::new()), |(head, remarks)| (Some(head), remarks));
        all.extend(remarks);
        all.append(&mut self.lost);
        if response.is_cut {
            let text = say!("The recording ends inside this message head, so header fields may be missing.").to_owned();
            all.push(Remark { position: response.position, text });
        }
        let row = self.row.take();
        self.read.push(RecordedExchange { format: self.format, row, request, response, time: None, remarks: all });
    }

    pub(super) fn finish(mut self) -> Vec<RecordedExchange> {
        self.pair();
        if let Some(last) = self.read.last_mut() {
            last.remarks.append(&mut self.lost);
        }
        self.read
    }
}

fn is_same(one: &RequestHead, other: &RequestHead) -> bool {
    let fields = |request: &RequestHead| -> Vec<(String, String)> {
        request.fields.iter().map(|field| (field.name.clone(), field.value.clone())).collect()
    };
    (&one.method, &one.target, &one.body) == (&other.method, &other.target, &other.body) && fields(one) == fields(other)
}

fn lost(row: Option<&str>, request: &RequestHead) -> Remark {
    let text = row.map_or_else(
        || say!("A {} request has no response, so it was left out.", request.method),
        |row| say!("The row `{}` has no response, so it was left out.", row),
    );
    Remark { position: super::Position::default(), text }
}
