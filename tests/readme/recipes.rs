//! Runs the commands of the CI recipes unchanged, against a correct consumer.

use std::path::Path;
use std::process::Command;

use hookproof::__private::demo;
use hookproof::__private::demo::Shop;
use hookproof::model::Secret;
use hookproof::provider::Provider;
use hookproof::providers;
use hookproof::sign::Signer;

use crate::typed;

async fn consumer(provider: &Provider, secret: &str) -> demo::Running {
    let signer = Signer::new(&provider.signing.recipe, &Secret::new(secret)).unwrap();
    demo::start(Shop::new(provider.clone(), Some(signer), demo::CORRECT)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_recipes_pass_and_leave_what_they_name() {
    let secret = "a secret of this job alone";
    let consumer = consumer(&providers::truv(), secret).await;
    let blocks = typed::blocks("src/docs/ci.md", &["yaml"]);
    assert_eq!(blocks.len(), 2);
    for (name, block) in ["github", "gitlab"].iter().zip(blocks) {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("recipes").join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let summary = folder.join("summary.md");
        let commands = typed::commands(&block);
        let [command] = commands.as_slice() else { panic!("{commands:?}") };
        let words: Vec<String> = typed::words(command)
            .into_iter()
            .skip(1)
            .map(|word| match word.as_str() {
                "http://127.0.0.1:9000/hook" => consumer.url(),
                "http://127.0.0.1:9000/effects" => consumer.effects_url(),
                _ => word.replace("$GITHUB_STEP_SUMMARY", summary.to_str().unwrap()),
            })
            .collect();
        let output = Command::new(env!("CARGO_BIN_EXE_hookproof"))
            .args(words)
            // Fewer deliveries prove the same of the recipe.
            .args(["--cases", "1", "--events", "order-created"])
            .env("HOOKPROOF_SECRET", secret)
            .current_dir(&folder)
            .output()
            .unwrap();
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        let named: Vec<&str> = ["hookproof.xml", "hookproof.sarif", "hookproof.html"]
            .into_iter()
            .filter(|file| block.contains(file))
            .collect();
        assert!(named.len() == 2, "{name} names {named:?}");
        for file in named {
            assert!(folder.join(file).is_file(), "{name} leaves no {file}");
        }
        assert_eq!(summary.is_file(), *name == "github", "{name}");
    }
}
