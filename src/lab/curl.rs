//! Parses a curl command line into the request that curl would send.
//!
//! An unsupported option causes an error that lists the supported options.

use super::address::Address;
use super::message::{LabRequest, field};
use super::shell_words::{LineFault, Variable, split};
use crate::encoding::{base64, percent_encode};
use crate::inspect::field::HeaderField;
use crate::say;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurlCommand {
    pub request: LabRequest,
    /// The cookie jar whose cookies are sent.
    pub sends_jar: Option<String>,
    /// The cookie jar that stores the cookies from the response.
    pub keeps_jar: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CurlOption {
    /// The option affects only curl's output, which the lab always prints in full.
    Shows,
    ShowsValue,
    Head,
    Get,
    Method,
    Header,
    Data,
    DataEncoded,
    Json,
    User,
    Bearer,
    Cookie,
    CookieJar,
    Agent,
    Referer,
    Url,
    PathAsIs,
}

/// If an option has only a long name, its short name is empty.
const OPTIONS: &[(&str, &str, CurlOption)] = &[
    ("-i", "--include", CurlOption::Shows),
    ("-v", "--verbose", CurlOption::Shows),
    ("-s", "--silent", CurlOption::Shows),
    ("-S", "--show-error", CurlOption::Shows),
    ("-k", "--insecure", CurlOption::Shows),
    ("-L", "--location", CurlOption::Shows),
    ("-f", "--fail", CurlOption::Shows),
    ("-N", "--no-buffer", CurlOption::Shows),
    ("", "--basic", CurlOption::Shows),
    ("", "--http1.1", CurlOption::Shows),
    ("", "--compressed", CurlOption::Shows),
    ("-4", "--ipv4", CurlOption::Shows),
    ("-6", "--ipv6", CurlOption::Shows),
    ("-#", "--progress-bar", CurlOption::Shows),
    ("-0", "--http1.0", CurlOption::Shows),
    ("-n", "--netrc", CurlOption::Shows),
    ("", "--http2", CurlOption::Shows),
    ("", "--anyauth", CurlOption::Shows),
    ("", "--no-progress-meter", CurlOption::Shows),
    ("", "--fail-with-body", CurlOption::Shows),
    ("", "--connect-timeout", CurlOption::ShowsValue),
    ("-D", "--dump-header", CurlOption::ShowsValue),
    ("", "--path-as-is", CurlOption::PathAsIs),
    ("-o", "--output", CurlOption::ShowsValue),
    ("-w", "--write-out", CurlOption::ShowsValue),
    ("-m", "--max-time", CurlOption::ShowsValue),
    ("-I", "--head", CurlOption::Head),
    ("-G", "--get", CurlOption::Get),
    ("-X", "--request", CurlOption::Method),
    ("-H", "--header", CurlOption::Header),
    ("-d", "--data", CurlOption::Data),
    ("", "--data-raw", CurlOption::Data),
    ("", "--data-ascii", CurlOption::Data),
    ("", "--data-binary", CurlOption::Data),
    ("", "--data-urlencode", CurlOption::DataEncoded),
    ("", "--json", CurlOption::Json),
    ("-u", "--user", CurlOption::User),
    ("", "--oauth2-bearer", CurlOption::Bearer),
    ("-b", "--cookie", CurlOption::Cookie),
    ("-c", "--cookie-jar", CurlOption::CookieJar),
    ("-A", "--user-agent", CurlOption::Agent),
    ("-e", "--referer", CurlOption::Referer),
    ("", "--url", CurlOption::Url),
];

impl CurlOption {
    const fn takes_value(self) -> bool {
        !matches!(self, Self::Shows | Self::Head | Self::Get | Self::PathAsIs)
    }
}

pub(crate) fn known_options() -> Vec<&'static str> {
    OPTIONS.iter().map(|(short, long, _)| if short.is_empty() { *long } else { *short }).collect()
}

/// Parses a command line. The word `curl` may be omitted if the line begins with an option or a URL. The error says
/// which part isn't supported and what is allowed instead.
pub fn parse(line: &str, variables: &[Variable]) -> Result<CurlCommand, LineFault> {
    let words = split(line, variables)?;
    // A command that was copied from a web page often starts with a shell prompt.
    let words = words.strip_prefix(&["$".to_owned()]).unwrap_or(&words);
    let Some((first, rest)) = words.split_first() else { return Err(LineFault::new(say!("the line is empty"))) };
    if first == "export" || first.split_once('=').is_some_and(|(name, _)| name.bytes().all(is_variable_byte)) {
        let fault = LineFault::new(say!("you can't set variables here; the lab sets them itself"));
        return Err(fault.allowing(variables.iter().map(|(name, _)| format!("${name}"))));
    }
    if first != "curl" && first != "curl.exe" {
        let fault = LineFault::new(say!("`{}` isn't a command here", first));
        return Err(fault.allowing(["curl -i /security"]));
    }
    let mut draft = RequestDraft::default();
    let mut words = rest.iter();
    let mut only_urls = false;
    while let Some(word) = words.next() {
        if word.starts_with(['–', '—', '−', '“', '”', '„', '‘', '’']) {
            let message = say!("`{}` begins with a typographic dash or quotation mark; type `-`, `'` or `\"`", word);
            return Err(LineFault::new(message));
        } else if word == "--" && !only_urls {
            only_urls = true;
        } else if only_urls || !word.starts_with('-') || word == "-" {
            draft.take(CurlOption::Url, word)?;
        } else if word.starts_with("--") {
            let option = long(word)?;
            let value = value(option, word, None, &mut words)?;
            draft.take(option, &value)?;
        } else {
            for (index, letter) in word.char_indices().skip(1) {
                let name = format!("-{letter}");
                let found = OPTIONS.iter().find(|(short, ..)| *short == name);
                let option = found.map(|(.., option)| *option).ok_or_else(|| unknown(&name))?;
                let attached = word.get(index + letter.len_utf8()..).filter(|attached| !attached.is_empty());
                let value = value(option, &name, attached, &mut words)?;
                draft.take(option, &value)?;
                if option.takes_value() {
                    break;
                }
            }
        }
    }
    draft.finish()
}

const fn is_variable_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn long(word: &str) -> Result<CurlOption, LineFault> {
    if let Some((name, _)) = word.split_once('=').filter(|(name, _)| OPTIONS.iter().any(|(_, long, _)| long == name)) {
        return Err(LineFault::new(say!("curl requires a space between `{}` and its value", name)));
    }
    OPTIONS.iter().find(|(_, long, _)| *long == word).map(|(.., option)| *option).ok_or_else(|| unknown(word))
}

fn unknown(name: &str) -> LineFault {
    LineFault::new(say!("the option `{}` isn't supported here", name)).allowing(known_options())
}

fn value(
    option: CurlOption, name: &str, attached: Option<&str>, words: &mut std::slice::Iter<'_, String>,
) -> Result<String, LineFault> {
    if !option.takes_value() {
        return Ok(String::new());
    }
    let value = attached.map(str::to_owned).or_else(|| words.next().cloned());
    let value = value.ok_or_else(|| LineFault::new(say!("`{}` needs a value after it", name)))?;
    if value.contains(['\r', '\n', '\0']) {
        return Err(LineFault::new(say!("the value of `{}` contains a line break", name)));
    }
    Ok(value)
}

#[expect(clippy::struct_excessive_bools, reason = "each is an option of curl")]
#[derive(Debug, Default)]
struct RequestDraft {
    url: Option<String>,
    path_as_is: bool,
    method: Option<String>,
    head: bool,
    get: bool,
    json: bool,
    /// The names and values of the header fields. If the value is `None`, curl's own field of that name isn't sent.
    fields: Vec<(String, Option<String>)>,
    data: Vec<String>,
    authorization: Option<String>,
    cookies: Vec<String>,
    sends_jar: Option<String>,
    keeps_jar: Option<String>,
}

impl RequestDraft {
    fn take(&mut self, option: CurlOption, value: &str) -> Result<(), LineFault> {
        match option {
            CurlOption::Shows | CurlOption::ShowsValue => {}
            CurlOption::PathAsIs => self.path_as_is = true,
            CurlOption::Head => self.head = true,
            CurlOption::Get => self.get = true,
            CurlOption::Method => {
                let is_method = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_alphanumeric());
                if !is_method {
                    return Err(
                        LineFault::new(say!("`{}` isn't a valid method", value)).allowing(["GET", "POST", "PUT"])
                    );
                }
                self.method = Some(value.to_owned());
            }
            CurlOption::Header => self.header(value)?,
            CurlOption::Data => self.data.push(not_a_file(value)?.to_owned()),
            CurlOption::DataEncoded => {
                let (name, content) = value.split_once('=').unwrap_or(("", value));
                if !value.contains('=') {
                    not_a_file(value)?;
                }
                let name = if name.is_empty() { String::new() } else { format!("{name}=") };
                self.data.push(name + &percent_encode(content));
            }
            CurlOption::Json => {
                self.json = true;
                self.data.push(not_a_file(value)?.to_owned());
            }
            CurlOption::User => {
                if !value.contains(':') {
                    let fault = LineFault::new(say!(
                        "`-u` needs a name and a password; otherwise curl would ask for the password"
                    ));
                    return Err(fault.allowing([format!("-u {value}:PASSWORD")]));
                }
                self.authorize(format!("Basic {}", base64(value.as_bytes())))?;
            }
            CurlOption::Bearer => self.authorize(format!("Bearer {value}"))?,
            CurlOption::Cookie if value.contains('=') => self.cookies.push(value.to_owned()),
            CurlOption::Cookie => self.sends_jar = Some(value.to_owned()),
            CurlOption::CookieJar => self.keeps_jar = Some(value.to_owned()),
            CurlOption::Agent => self.fields.push(("User-Agent".to_owned(), Some(value.to_owned()))),
            CurlOption::Referer => self.fields.push(("Referer".to_owned(), Some(value.to_owned()))),
            CurlOption::Url => {
                if let Some(url) = self.url.replace(value.to_owned()) {
                    let message = say!("there are two URLs, `{}` and `{}`; send one request at a time", url, value);
                    return Err(LineFault::new(message));
                }
            }
        }
        Ok(())
    }

    fn authorize(&mut self, authorization: String) -> Result<(), LineFault> {
        match self.authorization.replace(authorization) {
            None => Ok(()),
            Some(_) => {
                Err(LineFault::new(say!("there are two sets of credentials; use `-u` or `--oauth2-bearer` only once")))
            }
        }
    }

    /// Parses `Name: value`, `Name;` (an empty value) or `Name:` (don't send this field).
    fn header(&mut self, text: &str) -> Result<(), LineFault> {
        let fault = || {
            let fault = LineFault::new(say!("`{}` isn't a valid header field", text));
            fault.allowing(["-H 'Name: value'"])
        };
        let (name, value) = match (text.split_once(':'), text.strip_suffix(';')) {
            (Some((name, value)), _) => (name, value.trim()),
            (None, Some(name)) => {
                self.fields.push((name.to_owned(), Some(String::new())));
                return Ok(());
            }
            (None, None) => return Err(fault()),
        };
        if name.is_empty() || !name.bytes().all(crate::inspect::field::is_token_byte) {
            return Err(fault());
        }
        self.fields.push((name.to_owned(), (!value.is_empty()).then(|| value.to_owned())));
        Ok(())
    }

    fn finish(self) -> Result<CurlCommand, LineFault> {
        let url = self.url.as_deref();
        let url = url.ok_or_else(|| LineFault::new(say!("there is no URL")).allowing(["curl -i /security"]))?;
        let address = Address::parse(url, self.path_as_is)?;
        let (mut target, mut body) = (address.target, self.data.join(if self.json { "" } else { "&" }));
        let has_data = !self.data.is_empty();
        if self.head && has_data && !self.get {
            return Err(LineFault::new(say!(
                "`-I` and `-d` imply two different methods; use only one of the two options"
            )));
        }
        if self.get && has_data {
            target = format!("{target}{}{body}", if target.contains('?') { '&' } else { '?' });
            body = String::new();
        }
        let usual = if self.head {
            "HEAD"
        } else if has_data && !self.get {
            "POST"
        } else {
            "GET"
        };
        let method = self.method.unwrap_or_else(|| usual.to_owned());
        let mut fields: Vec<HeaderField> = vec![field("Host", address.host)];
        let authorization = self.authorization.or(address.authorization);
        fields.extend(authorization.map(|value| field("Authorization", value)));
        fields.push(field("User-Agent", "curl/8.0"));
        fields.push(field("Accept", if self.json { "application/json" } else { "*/*" }));
        if !self.cookies.is_empty() {
            fields.push(field("Cookie", self.cookies.join("; ")));
        }
        if has_data && !self.get {
            let kind = if self.json { "application/json" } else { "application/x-www-form-urlencoded" };
            fields.push(field("Content-Type", kind));
            fields.push(field("Content-Length", body.len().to_string()));
        }
        // A field that the user specified replaces curl's own field of the same name.
        fields.retain(|one| !self.fields.iter().any(|(name, _)| one.name.eq_ignore_ascii_case(name)));
        let own_fields = self.fields.into_iter().filter_map(|(name, value)| Some(field(&name, value?)));
        fields.extend(own_fields);
        let request = LabRequest { method, target, fields, body: body.into_bytes() };
        Ok(CurlCommand { request, sends_jar: self.sends_jar, keeps_jar: self.keeps_jar })
    }
}

fn not_a_file(value: &str) -> Result<&str, LineFault> {
    match value.strip_prefix('@') {
        None => Ok(value),
        Some(file) => {
            Err(LineFault::new(say!("the lab reads no files, so `@{}` can't be used; type the data itself", file)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> LabRequest {
        parse(line, &[("TOKEN", "bp-1".to_owned())]).unwrap_or_else(|fault| panic!("{line}: {fault:?}")).request
    }

    #[test]
    fn the_ways_to_say_the_same_give_the_same_request() {
        let ways = [
            "curl -i /security",
            "curl localhost/security",
            "curl http://localhost/security",
            "curl -sv http://airport/security#top",
            "curl -siv --url localhost:8080/security",
            "curl -X GET /security",
            "curl -XGET -L -k -- /security",
            "curl -o /dev/null -w '%{http_code}' -m5 /security",
            "$ curl -i /security",
            "curl.exe -46 -# /security",
            "curl --http2 --no-progress-meter -D - --connect-timeout 5 /security",
            "curl /tower/../security",
            "curl /../../security",
            "curl localhost/./security",
        ];
        for way in ways {
            assert_eq!(read(way), read("curl /security"), "{way}");
        }
        let ways = [
            "curl -u ana:pw /a", "curl -uana:pw /a", "curl --user 'ana:pw' --basic /a",
            "curl http://ana:pw@localhost/a", "curl /a -iu ana:pw",
        ];
        for way in ways {
            assert_eq!(read(way).value("Authorization"), Some("Basic YW5hOnB3"), "{way}");
        }
        for way in ["curl --oauth2-bearer $TOKEN /a", "curl -H \"authorization: Bearer $TOKEN\" /a"] {
            assert_eq!(read(way).value("Authorization"), Some("Bearer bp-1"), "{way}");
        }
    }

    #[test]
    fn data_changes_method_and_type_as_curl_does() {
        let post = read("curl -d user=ana -d 'password=a b' /desk/login");
        assert_eq!((post.method.as_str(), post.body.as_slice()), ("POST", &b"user=ana&password=a b"[..]));
        assert_eq!(post.value("content-type"), Some("application/x-www-form-urlencoded"));
        assert_eq!(read("curl --data-urlencode 'reason=a b&c' /s").body, b"reason=a%20b%26c");
        let json = read(r#"curl --json '{"a": 1}' /s"#);
        assert_eq!((json.value("Content-Type"), json.method.as_str()), (Some("application/json"), "POST"));
        assert_eq!(read("curl -G -d hour=2 /curfew").target, "/curfew?hour=2");
        assert_eq!(read("curl -X PUT -d '[]' /gate/31/checks").method, "PUT");
        assert_eq!(read("curl -I /a").method, "HEAD");
        assert_eq!(read("curl -b 'token=x; a=b' /a").value("Cookie"), Some("token=x; a=b"));
        assert_eq!(read("curl --path-as-is /../a").target, "/../a");
        assert_eq!(read("curl '/b/c/..?x=/../y'").target, "/b/?x=/../y");
        let jar = parse("curl -b jar -c jar2 /a", &[]).expect("a command");
        assert_eq!((jar.sends_jar.as_deref(), jar.keeps_jar.as_deref()), (Some("jar"), Some("jar2")));
        assert_eq!(read("curl -H Accept: -H 'X-Empty;' /a").value("accept"), None);
        assert_eq!(read("curl localhost?x=1").target, "/?x=1");
        let twice = read("curl -H 'Authorization: Basic a' -H 'Authorization: Bearer b' /a");
        assert_eq!(twice.fields.iter().filter(|field| field.name == "Authorization").count(), 2);
    }

    #[test]
    fn unknown_input_is_named_with_the_allowed_values() {
        for (line, named) in [
            ("wget /a", "wget"),
            ("curl", "URL"),
            ("curl -Z /a", "-Z"),
            ("curl --form a=b /a", "--form"),
            ("curl --user=ana:pw /a", "space"),
            ("curl -u ana /a", "password"),
            ("curl /a /b", "/b"),
            ("curl -d @file /a", "@file"),
            ("curl https://localhost/a", "https"),
            ("curl security", "security"),
            ("curl http://example.com/", "example.com"),
            ("curl -H 'no colon' /a", "no colon"),
            ("curl -H 'bad name: x' /a", "bad name"),
            ("curl -X 'A B' /a", "A B"),
            ("curl -u a:b --oauth2-bearer c /a", "two sets"),
            ("curl -I -d a /a", "-I"),
            ("curl /a -H", "-H"),
            ("curl '/a b'", "space"),
            ("curl http:///a", "host"),
            ("curl '/airlines/{1,2}'", "each value"),
            ("curl '/airlines/[1-5]'", "each value"),
            ("curl –i /security", "typographic"),
            ("curl “/security”", "typographic"),
            ("export TOKEN=abc", "variables"),
            ("TOKEN=abc", "variables"),
        ] {
            let fault = parse(line, &[]).expect_err(line);
            assert!(fault.message.contains(named), "{line}: {fault:?}");
        }
    }
}
