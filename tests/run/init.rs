//! `init`: what it finds in projects, and that what it writes can be read.

use crate::Project;

#[test]
fn projects_are_recognised() {
    for (name, files, expected) in [
        (
            "express",
            &[("package.json", r#"{"scripts":{"start":"node ."},"dependencies":{"express":"4"}}"#)][..],
            "Express",
        ),
        ("next", &[("package.json", r#"{"scripts":{"dev":"next"},"dependencies":{"next":"15"}}"#)], "Next.js"),
        ("django", &[("manage.py", ""), ("requirements.txt", "Django\n")], "Django"),
        ("flask", &[("requirements.txt", "Flask==3\n"), ("server.py", "")], "Flask"),
        ("fastapi", &[("pyproject.toml", "dependencies = ['fastapi']\n")], "FastAPI"),
        ("rails", &[("Gemfile", "gem 'rails'\n"), ("package.json", "{}")], "Rails"),
        ("laravel", &[("composer.json", r#"{"require":{"laravel/framework":"11"}}"#)], "Laravel"),
        ("go", &[("go.mod", "module shop\n")], "Go"),
        ("spring", &[("pom.xml", "<artifactId>spring-boot-starter</artifactId>")], "Spring"),
        ("axum", &[("Cargo.toml", "[dependencies]\naxum = '0.8'\n")], "Rust, axum"),
    ] {
        let project = Project::new(&format!("init-{name}"));
        for (path, text) in files {
            project.write(path, text);
        }
        let said = project.say(&["init"]);
        assert_eq!(said.code, Some(0), "{said:?}");
        assert!(said.stdout.contains(&format!("found    project: {expected}\n")), "{name}: {said:?}");
        let listed = project.say(&["run", "--list"]);
        assert_eq!(listed.code, Some(0), "{name}: {listed:?}\n{}", project.read("hookproof.toml"));
        assert!(!listed.stdout.contains("(runs already)"), "{name}: {listed:?}");
    }
}

#[test]
fn the_sources_reveal_the_provider_the_path_and_the_secret() {
    let project = Project::new("init-sources");
    project.write("package.json", r#"{"main":"server.js","dependencies":{"express":"4"}}"#);
    project.write(".env.example", "PORT=4242\nTRUV_WEBHOOK_SECRET=\n");
    project.write(
        "server.js",
        "const truv = require('./truv');\napp.post('/api/truv/webhook', truv.verify(process.env.TRUV_WEBHOOK_SECRET));\n",
    );
    project.write("node_modules/other/index.js", &"app.post('/other-hook', plaid);\n".repeat(50));
    let said = project.say(&["init"]);
    assert!(said.code == Some(0) && !said.stdout.contains("to edit"), "{said:?}");
    assert!(said.stdout.contains("set TRUV_WEBHOOK_SECRET. Then: hookproof run"), "{said:?}");
    let listed = project.say(&["run", "--list"]);
    assert_eq!(listed.stdout, "truv  truv  http://127.0.0.1:4242/api/truv/webhook  node server.js\n");
}

#[test]
fn an_unknown_project_has_things_to_edit_and_a_file_is_never_replaced() {
    let project = Project::new("init-unknown");
    let said = project.say(&["init"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert_eq!(said.stdout.matches("to edit").count(), 4, "{said:?}");
    assert!(project.say(&["run", "--list"]).stdout.ends_with("(runs already)\n"));
    project.write("hookproof.toml", "# mine\n");
    let said = project.say(&["init"]);
    assert!(said.code == Some(2) && said.stderr.contains("hookproof.toml exists"), "{said:?}");
    assert_eq!(project.read("hookproof.toml"), "# mine\n");
}
