//! What a project is written in, and how it is started: a guess from its files.

use std::path::Path;

use serde_json::Value;

use crate::cli::read;

/// A project that was recognised.
#[derive(Debug)]
pub(super) struct Project {
    pub(super) kind: &'static str,
    pub(super) start: String,
    pub(super) port: u16,
}

/// A file that reveals a framework: the first row that fits counts.
struct Row {
    files: &'static [&'static str],
    /// A word in one of these files; empty for any.
    word: &'static str,
    kind: &'static str,
    start: &'static str,
    port: u16,
}

const fn row(
    files: &'static [&'static str],
    word: &'static str,
    kind: &'static str,
    start: &'static str,
    port: u16,
) -> Row {
    Row { files, word, kind, start, port }
}

const PYTHON: &[&str] = &["requirements.txt", "pyproject.toml", "Pipfile", "setup.py"];
const JAVA: &[&str] = &["pom.xml"];
const GRADLE: &[&str] = &["build.gradle", "build.gradle.kts"];

const ROWS: [Row; 20] = [
    row(&["manage.py"], "", "Django", "python manage.py runserver 8000 --noreload", 8000),
    row(PYTHON, "fastapi", "FastAPI", "uvicorn main:app --port 8000", 8000),
    row(PYTHON, "starlette", "Starlette", "uvicorn main:app --port 8000", 8000),
    row(PYTHON, "flask", "Flask", "flask --app app run --port 5000", 5000),
    row(&["Gemfile"], "rails", "Rails", "bin/rails server -p 3000", 3000),
    row(&["Gemfile"], "sinatra", "Sinatra", "ruby app.rb -p 4567", 4567),
    row(&["composer.json"], "laravel/framework", "Laravel", "php artisan serve --port 8000", 8000),
    row(&["composer.json"], "", "PHP", "php -S 127.0.0.1:8000 -t public", 8000),
    row(JAVA, "quarkus", "Quarkus", "./mvnw quarkus:dev", 8080),
    row(JAVA, "spring", "Spring", "./mvnw spring-boot:run", 8080),
    row(GRADLE, "spring", "Spring", "./gradlew bootRun", 8080),
    row(&["go.mod"], "", "Go", "go run .", 8080),
    row(&["Cargo.toml"], "axum", "Rust, axum", "cargo run", 3000),
    row(&["Cargo.toml"], "actix-web", "Rust, Actix", "cargo run", 8080),
    row(&["Cargo.toml"], "rocket", "Rust, Rocket", "cargo run", 8000),
    row(&["Cargo.toml"], "", "Rust", "cargo run", 8080),
    row(&["mix.exs"], "phoenix", "Phoenix", "mix phx.server", 4000),
    row(&["deno.json", "deno.jsonc"], "", "Deno", "deno task start", 8000),
    row(PYTHON, "", "Python", "python app.py", 8000),
    row(&["app.py", "main.py"], "", "Python", "python app.py", 8000),
];

/// Frameworks of Node, by their package.
const NODE: [(&str, &str); 8] = [
    ("next", "Next.js"),
    ("@nestjs/core", "NestJS"),
    ("nuxt", "Nuxt"),
    ("fastify", "Fastify"),
    ("koa", "Koa"),
    ("hono", "Hono"),
    ("@hapi/hapi", "hapi"),
    ("express", "Express"),
];

impl Project {
    /// Returns the project in a folder, if it is recognised.
    pub(super) fn of(folder: &Path) -> Option<Self> {
        // A package.json is also in projects of other languages, for their assets: it counts last.
        let mut project = ROWS.iter().find_map(|row| fits(folder, row)).or_else(|| node(folder))?;
        if let Some(port) = port(folder) {
            project.start = project.start.replace(&project.port.to_string(), &port.to_string());
            project.port = port;
        }
        Some(project)
    }
}

fn text(folder: &Path, file: &str) -> Option<String> {
    let path = folder.join(file);
    path.is_file().then(|| read::text(&path).ok()).flatten()
}

fn fits(folder: &Path, row: &Row) -> Option<Project> {
    let is_fit = |file: &&str| text(folder, file).is_some_and(|text| text.to_lowercase().contains(row.word));
    row.files.iter().find(|file| is_fit(file))?;
    let mut start = row.start.to_owned();
    if start.contains("main:app") || start.contains("--app app") || start == "python app.py" {
        let module = ["main", "app", "server", "app/main", "src/main"]
            .into_iter()
            .find(|module| folder.join(format!("{module}.py")).is_file());
        if let Some(module) = module {
            let dotted = module.replace('/', ".");
            start =
                start.replace("main:app", &format!("{dotted}:app")).replace("--app app", &format!("--app {dotted}"));
            start = start.replace("python app.py", &format!("python {module}.py"));
        }
    }
    Some(Project { kind: row.kind, start, port: row.port })
}

fn node(folder: &Path) -> Option<Project> {
    let package: Value = serde_json::from_str(&text(folder, "package.json")?).ok()?;
    let has = |name: &str| ["dependencies", "devDependencies"].iter().any(|kind| package[*kind].get(name).is_some());
    let kind = NODE.iter().find(|(name, _)| has(name)).map_or("Node", |(_, kind)| kind);
    let script = |name: &str| package["scripts"].get(name).is_some();
    let start = if script("dev") && kind == "Next.js" {
        "npm run dev".to_owned()
    } else if script("start") {
        "npm start".to_owned()
    } else if script("dev") {
        "npm run dev".to_owned()
    } else {
        format!("node {}", package["main"].as_str().unwrap_or("index.js"))
    };
    Some(Project { kind, start, port: 3000 })
}

/// Returns the port in a file of environment variables.
fn port(folder: &Path) -> Option<u16> {
    let files = [".env", ".env.local", ".env.example", ".env.sample"];
    files.iter().filter_map(|file| text(folder, file)).find_map(|text| {
        let mut values = text.lines().filter_map(|line| line.trim().strip_prefix("PORT="));
        values.find_map(|value| value.trim_matches(['"', '\'', ' ']).parse().ok())
    })
}
