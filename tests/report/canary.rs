//! No report shows a secret, even if the endpoint answers everything that it knows.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hookproof::model::Secret;
use hookproof::provider::Provider;
use hookproof::report::Format;
use hookproof::sign::{Material, Signer};
use hookproof::{providers, sign};

use crate::server::{Reply, Server};
use crate::{server, tool};

/// Checks that show requests, answers and signatures of every kind.
const ONLY: &str = "delivery-documented,payload-generated,payload-unicode,encoding,signature,malformed-json";

const TOKEN: &str = "canary-4711-of-the-gateway";

/// Words that must not appear.
type Words = Arc<Mutex<BTreeSet<String>>>;

fn spellings(bytes: &[u8]) -> Vec<String> {
    let hex = const_hex::encode(bytes);
    let base64 = STANDARD.encode(bytes);
    let unpadded = base64.trim_end_matches('=').to_owned();
    vec![hex.to_uppercase(), hex, unpadded.replace('+', "-").replace('/', "_"), unpadded, base64]
}

/// Answers the request, more text, and the right signature of the body.
async fn telltale(provider: Provider, secret: Secret, status: u16, words: Words) -> Server {
    let signer = Signer::new(&provider.signing.recipe, &secret).unwrap();
    server::start(move |heard| {
        let mut said = vec![secret.expose().to_owned(), serde_json::Value::from(secret.expose()).to_string()];
        said.extend(spellings(secret.expose().as_bytes()));
        if let Ok(key) =
            STANDARD.decode(secret.expose().lines().filter(|line| !line.starts_with('-')).collect::<String>())
        {
            said.extend(spellings(&key));
        }
        for (name, value) in heard.headers.iter() {
            said.push(format!("{name}={}", String::from_utf8_lossy(value)));
        }
        let is_right = signer.check(&heard.headers, &heard.body).is_ok();
        if let Ok(headers) = signer.headers(&Material::of(&heard.body)) {
            let text = String::from_utf8(headers.iter().next().unwrap().1.to_vec()).unwrap();
            // Of a header with parts, the signature is the last. A time makes it another one every second.
            let right = text.rsplit([',', '=']).find(|part| part.len() > 20).unwrap().to_owned();
            if provider.signing.recipe.time.is_none() {
                let bytes = provider.signing.recipe.encoding.read(text.trim_start_matches("v1=")).unwrap();
                words.lock().unwrap().extend(spellings(&bytes));
                words.lock().unwrap().insert(right);
            }
            said.push(text);
        }
        if is_right {
            let value = heard.headers.get(&provider.signing.recipe.headers[0].name).unwrap();
            let value = String::from_utf8(value.to_vec()).unwrap();
            let captured = value.rsplit([',', '=']).find(|part| part.len() > 20).unwrap();
            words.lock().unwrap().insert(captured.to_owned());
        }
        // Long enough to be read by a person, short enough not to be cut.
        let said = said.join("\n");
        let status = if is_right && heard.body.len() > 400 { 500 } else { status };
        Reply::Say(server::saying(status, &said))
    })
    .await
}

/// Returns every report of a run against an endpoint that answers its secrets, by format.
async fn reports(provider: &Provider, secret: &Secret, status: u16, words: &Words) -> Vec<(String, String)> {
    let server = telltale(provider.clone(), secret.clone(), status, Arc::clone(words)).await;
    let folder = tool::folder(&format!("canary-{}-{status}", provider.id));
    std::fs::write(folder.join("secret"), secret.expose()).unwrap();
    let mut args = vec!["verify".to_owned(), provider.id.clone(), server.url.clone()];
    args.extend([
        "--cases".to_owned(),
        "2".to_owned(),
        "--header".to_owned(),
        format!("Authorization: Bearer {TOKEN}"),
    ]);
    args.extend(["--secret-file".to_owned(), folder.join("secret").display().to_string()]);
    let few: Vec<String> = provider.events().take(4).map(|event| event.name.clone()).collect();
    args.extend(["--events".to_owned(), few.join(","), "--only".to_owned(), ONLY.to_owned()]);
    for format in Format::ALL {
        args.extend(["--report".to_owned(), format!("{format}={}", folder.join(format.name()).display())]);
    }
    let run = move || tool::run(&args.iter().map(String::as_str).collect::<Vec<_>>());
    let said = tokio::task::spawn_blocking(run).await.unwrap();
    // Forgeries fail the run; where everything is refused, nothing is proved.
    assert!(matches!(said.code, Some(1 | 5)), "{}", said.whole());
    let mut reports = vec![("human".to_owned(), said.stdout), ("stderr".to_owned(), said.stderr)];
    for format in Format::ALL {
        reports.push((format.name().to_owned(), std::fs::read_to_string(folder.join(format.name())).unwrap()));
    }
    reports
}

#[tokio::test(flavor = "multi_thread")]
async fn no_format_shows_a_secret_or_a_right_signature() {
    let text = Secret::new("kanarie-»4711«-of-the-tests");
    let pem = sign::generate_keys().unwrap().private;
    let known = [
        (providers::truv(), &text),
        (providers::argyle(), &text),
        (providers::betterez(), &text),
        (providers::socotra(), &text),
        (providers::orum(), &pem),
    ];
    for (provider, secret) in known {
        let words = Words::default();
        words.lock().unwrap().extend(spellings(secret.expose().as_bytes()));
        words.lock().unwrap().insert(TOKEN.to_owned());
        words.lock().unwrap().extend(spellings(TOKEN.as_bytes()));
        let lines = secret.expose().lines().filter(|line| !line.starts_with('-') && line.len() > 12);
        words.lock().unwrap().extend(lines.map(str::to_owned));
        let mut redacted = 0;
        // One that accepts forgeries, and one that refuses correct deliveries.
        for status in [200, 401] {
            let reports = reports(&provider, secret, status, &words).await;
            for (format, report) in &reports {
                for word in words.lock().unwrap().iter() {
                    // Most of a signature is as good as the whole.
                    let word = word.get(..word.len() * 3 / 4).unwrap_or(word);
                    assert!(!report.contains(word), "{} {format} shows {word}\n{report}", provider.id);
                }
            }
            let (_, json) = reports.iter().find(|(format, _)| format == "json").unwrap();
            assert!(json.contains("[hidden]") && json.contains("[signature]"), "the answers are shown\n{json}");
            redacted += json.matches("[signature]").count();
        }
        assert!(redacted > 5, "{redacted}");
    }
}
