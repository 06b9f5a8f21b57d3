//! The report as one page that needs nothing else: no request leaves it, and no text in it is markup.

mod causes;

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::report::escape::text;
use crate::report::phrases::Standing;
use crate::report::{closing, durations, phrases};
use crate::verify::{CheckReport, Counterexample, Level, Outcome, Run};

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");

/// More of a text is not shown; the JSON report has it whole.
const SHOWN: usize = 100_000;

/// Returns the run as a page: problems that fail the run first, with request, response, rule and commands, then advice
/// and known failures, then every other check by its family. It can be searched; without its script everything is still
/// visible.
#[must_use]
pub fn html(run: &Run) -> String {
    let mut page = String::with_capacity(STYLE.len() + SCRIPT.len() + 1_500 * run.checks.len());
    head(run, &mut page);
    header(run, &mut page);
    page.push_str("<main id=\"checks\">\n");
    tools(run, &mut page);
    for standing in Standing::FAILED {
        let failed: Vec<&CheckReport> = phrases::those(run, standing).collect();
        let title = match standing {
            Standing::FailsTheRun => "What fails the run",
            Standing::Advice => "Advice",
            _ => "Known failures",
        };
        if !failed.is_empty() {
            section(run, class(standing), title, &failed, &mut page);
        }
    }
    for (family, checks) in phrases::families(run) {
        let is_left = |check: &&CheckReport| !Standing::FAILED.contains(&Standing::of(run, check));
        let rest: Vec<&CheckReport> = checks.into_iter().filter(is_left).collect();
        if !rest.is_empty() {
            section(run, &format!("family-{family}"), family, &rest, &mut page);
        }
    }
    assumed(run, &mut page);
    let _ = write!(
        page,
        "</main>\n<footer>Made by hookproof {}. Secrets and signatures are hidden. Assumptions are marked.</footer>\n\
         <script>{SCRIPT}</script>\n</body>\n</html>\n",
        text(&run.hookproof),
    );
    page
}

fn head(run: &Run, page: &mut String) {
    let hash = |inline: &str| STANDARD.encode(Sha256::digest(inline));
    let _ = write!(
        page,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{}'; \
         script-src 'sha256-{}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{} {}: {} failed, {} passed · hookproof</title>\n<style>{STYLE}</style>\n</head>\n",
        hash(STYLE),
        hash(SCRIPT),
        phrases::mark(run.verdict),
        text(&run.provider),
        phrases::those(run, Standing::FailsTheRun).count(),
        run.counts.pass,
    );
}

/// Returns the name of a standing in the page: of classes, and of what the script filters by.
const fn class(standing: Standing) -> &'static str {
    match standing {
        Standing::Passed => "pass",
        Standing::FailsTheRun => "fail",
        Standing::Advice => "advice",
        Standing::Known => "known",
        Standing::Skipped => "skip",
    }
}

fn header(run: &Run, page: &mut String) {
    let (colour, verdict) = match run.verdict {
        Outcome::Passed => ("pass", "Passed"),
        Outcome::Failed => ("fail", "Failed"),
        Outcome::Unproved => ("skip", "Unproved"),
    };
    let _ = write!(
        page,
        "<body>\n<a class=\"leap\" href=\"#checks\">To the checks</a>\n<header>\n<p class=\"brand\">hookproof</p>\n\
         <h1><span class=\"mark {0}\" aria-hidden=\"true\">{1}</span>{verdict}</h1>\n\
         <p class=\"where\"><b>{2}</b> → <code>{3}</code></p>\n",
        colour,
        phrases::mark(run.verdict),
        text(&run.provider),
        text(&run.endpoint),
    );
    let _ = writeln!(page, "<p class=\"closing\">{}</p>", text(&closing::verdict(run)));
    for remark in closing::remarks(run) {
        let _ = writeln!(page, "<p class=\"unproved\">{}</p>", text(&remark));
    }
    causes::write(run, page);
    figures(run, page);
    families(run, page);
    page.push_str("</header>\n");
}

fn figures(run: &Run, page: &mut String) {
    page.push_str("<dl class=\"figures\">");
    let counts = filters(run).into_iter().map(|(standing, name, count)| {
        let name = if standing == Standing::FailsTheRun { "failed" } else { name };
        (name, count.to_string())
    });
    let others = [
        ("deliveries", run.deliveries.to_string()),
        ("event types", run.events.len().to_string()),
        ("took", format!("{} ms", run.duration_ms)),
        ("seed", run.seed.to_string()),
        ("salt", run.salt.clone()),
    ];
    let label = run.run.label.clone().map(|label| ("label", label));
    for (name, figure) in counts.chain(others).chain(label) {
        let _ = write!(page, "<div><dt>{name}</dt><dd>{}</dd></div>", text(&figure));
    }
    page.push_str("</dl>\n");
}

fn families(run: &Run, page: &mut String) {
    page.push_str("<ul class=\"families\">\n");
    for (family, checks) in phrases::families(run) {
        let standings: Vec<Standing> = checks.iter().map(|check| Standing::of(run, check)).collect();
        let labels = filters(run).into_iter().map(|(standing, name, _)| {
            let count = standings.iter().filter(|found| **found == standing).count();
            format!("{count} {name}")
        });
        let labels = labels.collect::<Vec<_>>().join(", ");
        let _ = write!(
            page,
            "<li><span class=\"family\">{}</span><span class=\"bar\" role=\"img\" aria-label=\"{labels}\">",
            text(family),
        );
        for (check, standing) in checks.iter().zip(standings) {
            let _ = write!(page, "<i class=\"{}\" title=\"{}\"></i>", class(standing), text(&check.id));
        }
        page.push_str("</span></li>\n");
    }
    page.push_str("</ul>\n");
}

/// Counts the checks by standing. Advice and known failures are listed only if there are some.
fn filters(run: &Run) -> Vec<(Standing, &'static str, usize)> {
    let named = [
        (Standing::Passed, "passed"),
        (Standing::FailsTheRun, "failed"),
        (Standing::Advice, "advice"),
        (Standing::Known, "known"),
        (Standing::Skipped, "skipped"),
    ];
    let counted = named.into_iter().map(|(standing, name)| (standing, name, phrases::those(run, standing).count()));
    counted
        .filter(|(standing, _, count)| *count > 0 || !matches!(standing, Standing::Advice | Standing::Known))
        .collect()
}

fn tools(run: &Run, page: &mut String) {
    // The script shows it: without one it would do nothing.
    page.push_str(
        "<form class=\"tools\" role=\"search\" hidden>\n<label class=\"unseen\" for=\"search\">Search the checks</label>\n\
         <input id=\"search\" type=\"search\" placeholder=\"Search: a check, a header, a value\" autocomplete=\"off\" \
         spellcheck=\"false\">\n<fieldset><legend class=\"unseen\">Verdict</legend>\n",
    );
    let filters = filters(run).into_iter().map(|(standing, name, count)| (class(standing), name, count));
    for (value, name, count) in std::iter::once(("", "all", run.checks.len())).chain(filters) {
        let checked = if value.is_empty() { " checked" } else { "" };
        let _ = writeln!(
            page,
            "<label><input type=\"radio\" name=\"verdict\" value=\"{value}\"{checked}><span>{name} {count}</span></label>",
        );
    }
    page.push_str("</fieldset>\n<output id=\"shown\" aria-live=\"polite\"></output>\n</form>\n");
}

fn section(run: &Run, id: &str, title: &str, checks: &[&CheckReport], page: &mut String) {
    let id = text(id);
    let _ = writeln!(page, "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{}</h2>", text(title));
    for check in checks {
        one(run, check, page);
    }
    page.push_str("</section>\n");
}

fn one(run: &Run, check: &CheckReport, page: &mut String) {
    let standing = Standing::of(run, check);
    let has_failed = Standing::FAILED.contains(&standing);
    let open = if has_failed { " open" } else { "" };
    let _ = write!(
        page,
        "<details class=\"check\" id=\"{id}\" data-verdict=\"{verdict}\"{open}>\n<summary>\
         <span class=\"mark {verdict}\" aria-hidden=\"true\">{mark}</span><span class=\"unseen\">{standing}: </span>\
         <span class=\"id\">{id}</span> <span class=\"level\">{level}</span> <span class=\"title\">{title}</span>",
        id = text(&check.id),
        verdict = class(standing),
        mark = standing.mark(),
        standing = standing.label(),
        level = if has_failed { standing.label() } else { check.level.name() },
        title = text(&check.title),
    );
    match &check.reason {
        _ if has_failed => {
            let _ = write!(page, " <span class=\"because\">{}</span>", text(&phrases::finding(check)));
        }
        Some(reason) => {
            let _ = write!(page, " <span class=\"because\">{}</span>", text(reason));
        }
        None => {}
    }
    page.push_str("</summary>\n<div class=\"inside\">\n");
    if let Some(cause) = phrases::cause(run, check) {
        let _ = writeln!(page, "<p class=\"why\"><b>Cause</b> {}</p>", text(&cause));
    }
    if let Some(why) = &check.why {
        let _ = writeln!(page, "<p class=\"why\">{}</p>", text(why));
    }
    page.push_str("<dl class=\"facts\">\n");
    let weighs = match (check.level, run.strict) {
        _ if check.known => "a known failure: it is in the baseline and does not fail the run",
        (Level::Must, _) => "a failure fails the run",
        (Level::Should | Level::May, true) => "a failure fails the run, because the run is strict",
        (Level::Should, false) => "a failure is advice, and fails the run only under --strict",
        (Level::May, false) => "good to have; a failure is advice, and fails the run only under --strict",
    };
    let _ = writeln!(page, "<div><dt>Level</dt><dd><b>{}</b>, {weighs}</dd></div>", check.level.name());
    if let Some(reduced) = &check.reduced {
        let why = closing::only_advice(run, check);
        let why = why.unwrap_or_else(|| format!("{} lowers the level. To settle it: {}", reduced.fact, reduced.settle));
        let _ = writeln!(page, "<div><dt>Assumed</dt><dd>{}</dd></div>", text(&why));
    }
    let source = match phrases::link(&check.basis.source) {
        Some(link) => {
            let rest = text(&check.basis.source[link.len()..]);
            let link = text(link);
            format!("<a href=\"{link}\" rel=\"noreferrer\">{link}</a>{rest}")
        }
        None => text(&check.basis.source),
    };
    let _ = writeln!(page, "<div><dt>Rule</dt><dd><b>{}</b>, {source}</dd></div>", text(&check.basis.certainty));
    if !check.events.is_empty() {
        let _ = writeln!(page, "<div><dt>Events</dt><dd>{}</dd></div>", text(&check.events.join(", ")));
    }
    let _ = writeln!(page, "<div><dt>Took</dt><dd>{}</dd></div>", durations::shown(check.duration_ms));
    page.push_str("</dl>\n");
    if let Some(counterexample) = &check.counterexample {
        delivery(run, counterexample, page);
        if counterexample.scenario.len() > 1 {
            block("Deliveries", &phrases::steps(&counterexample.scenario), Kind::Text, page);
        }
    }
    block("Run the check again", &check.reproduce, Kind::Command, page);
    if let Some(curl) = check.counterexample.as_ref().and_then(|counterexample| counterexample.curl.as_ref()) {
        block("Send this delivery again", curl, Kind::Command, page);
    }
    page.push_str("</div>\n</details>\n");
}

fn delivery(run: &Run, counterexample: &Counterexample, page: &mut String) {
    let request = &counterexample.request;
    let _ = writeln!(page, "<p class=\"delivery\">{}</p>", text(&phrases::heading(counterexample)));
    let mut message = request.line(&run.endpoint);
    for (name, value) in &request.headers {
        let _ = write!(message, "\n{name}: {value}");
    }
    block("Request", &message, Kind::Text, page);
    if let Some(bytes) = &counterexample.bytes {
        block("Bytes", &phrases::bytes(bytes).join("\n"), Kind::Text, page);
    }
    block("Body", &phrases::indented(&request.body), Kind::Text, page);
    let answer = match (&counterexample.response, &counterexample.failure) {
        (Some(response), _) if response.body.is_empty() => format!("{}, without a body", response.status),
        (Some(response), _) => {
            let said = phrases::answer(response, 0);
            let text = response.text.as_deref().map(|text| format!("{text}\n\n")).unwrap_or_default();
            format!("{said}\n\n{text}{}", phrases::indented(&response.body))
        }
        (None, failure) => failure.clone().unwrap_or_default(),
    };
    block("Response", &answer, Kind::Text, page);
    if let Some(nearest) = &counterexample.nearest {
        page.push_str(
            "<p class=\"delivery\">the nearest delivery that was accepted differs in</p>\n<dl class=\"facts\">\n",
        );
        for difference in &nearest.differences {
            let shown = |value: &Option<String>| match value {
                Some(value) => format!("with <code>{}</code>", text(&phrases::value_beginning(value, SHOWN))),
                None => "when it is absent".to_owned(),
            };
            let (failed, accepted) = (shown(&difference.failed), shown(&difference.accepted));
            let _ = writeln!(
                page,
                "<div><dt><code>{}</code></dt><dd>failed {failed}, accepted {accepted}</dd></div>",
                text(&difference.pointer),
            );
        }
        page.push_str("</dl>\n");
        block("Accepted", &phrases::indented(&nearest.body), Kind::Text, page);
    }
}

/// Purpose of a block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// To be read.
    Text,
    /// To be copied into a shell.
    Command,
}

fn block(name: &str, content: &str, kind: Kind, page: &mut String) {
    let class = if kind == Kind::Command { " command" } else { "" };
    let content = phrases::beginning(content, SHOWN);
    let _ = writeln!(
        page,
        "<figure class=\"block{class}\"><figcaption>{name}</figcaption>\
         <pre tabindex=\"0\" role=\"group\" aria-label=\"{name}\">{}</pre></figure>",
        text(&content),
    );
}

fn assumed(run: &Run, page: &mut String) {
    if run.assumed.is_empty() {
        return;
    }
    page.push_str(
        "<section class=\"assumed\" aria-labelledby=\"assumed\">\n<h2 id=\"assumed\">What was assumed</h2>\n\
         <p>The provider is silent here, or could not be read. Each can be confirmed or overridden with \
         <code>--assume</code>.</p>\n<dl class=\"facts\">\n",
    );
    for fact in &run.assumed {
        let _ = writeln!(
            page,
            "<div><dt><code>{}</code></dt><dd><b>{}</b>, {}</dd></div>",
            text(&fact.fact),
            text(&fact.value),
            text(&fact.source),
        );
    }
    page.push_str("</dl>\n</section>\n");
}
