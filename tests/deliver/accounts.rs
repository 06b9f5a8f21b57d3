//! One credential, one account; and what becomes of deliveries whose subscription is gone.

use hookproof::__private::provider::api::{EventFilter, Recipients, Subscription};
use hookproof::__private::store::Status;
use hookproof::model::SecretText;
use hookproof::providers;

use crate::bench::{Bench, answered, start};

#[test]
fn two_accounts_never_meet() {
    for provider in providers::ALL {
        let bench = Bench::still(provider());
        let (one, other) = (bench.subscribed("one", "http://127.0.0.1:9/one"), bench.account("other"));
        assert!(bench.emit(&other, start()).is_empty(), "the other one has no subscription");
        let made = bench.emit(&one, start());
        assert_eq!((made.len(), made[0].url.as_str(), &made[0].account), (1, "http://127.0.0.1:9/one", one.id()));
        let named = bench.event().to(Recipients::Subscription("hook".to_owned()));
        assert!(bench.send(&other, named, start()).is_empty(), "nor may it name that of another account");
        let job = bench.job(start());
        assert_eq!(job.delivery.account, *one.id());
        bench.finish(job, answered(200), start());
        assert_eq!(other.with(|state| (state.count(), state.version())), (0, 0));
    }
}

#[test]
fn only_what_is_wanted_goes_out() {
    let bench = Bench::still(providers::truv());
    let account = bench.account("one");
    let (first, second) = {
        let mut names = bench.provider.events().map(|payload| payload.name.clone());
        (names.next().unwrap(), names.next().unwrap())
    };
    account.with(|state| {
        state.put(Subscription::new("a", "http://127.0.0.1:9/a").wanting([EventFilter::Named(first)]));
        state.put(Subscription::new("b", "http://127.0.0.1:9/b").wanting([EventFilter::Named(second)]));
        let mut off = Subscription::new("c", "http://127.0.0.1:9/c").wanting([EventFilter::All]);
        off.active = false;
        state.put(off);
    });
    let made = bench.emit(&account, start());
    assert_eq!(made.iter().map(|delivery| delivery.subscription.as_str()).collect::<Vec<_>>(), ["a"]);
}

#[test]
fn a_subscription_that_is_gone_gets_nothing_more() {
    for provider in providers::ALL {
        let bench = Bench::still(provider());
        let account = bench.subscribed("one", "http://127.0.0.1:9/hook");
        let [gone, off] = [bench.emit(&account, start())[0].number, bench.emit(&account, start())[0].number];
        account.with(|state| state.remove("hook"));
        assert!(bench.engine.due(start(), 1).is_empty());
        assert_eq!(bench.again(gone).status, Status::Cancelled);
        account.with(|state| {
            let mut hook = Subscription::new("hook", "http://127.0.0.1:9/hook").wanting([EventFilter::All]);
            hook.active = false;
            state.put(hook);
        });
        assert!(bench.engine.due(start(), 1).is_empty());
        let kept = bench.again(off);
        assert_eq!((kept.status, kept.due, kept.attempts.len()), (Status::Cancelled, None, 0));
        assert_eq!(bench.engine.store().counts().waiting, 0);
    }
}

#[test]
fn a_retry_is_cancelled_too() {
    let bench = Bench::still(providers::truv());
    let account = bench.subscribed("one", "http://127.0.0.1:9/hook");
    let number = bench.emit(&account, start())[0].number;
    let job = bench.job(start());
    account.with(|state| state.remove("hook"));
    bench.finish(job, answered(503), start());
    assert_eq!(bench.again(number).status, Status::Waiting, "what was under way goes its way");
    assert!(bench.engine.due(start().shifted(30), 1).is_empty());
    let kept = bench.again(number);
    assert_eq!((kept.status, kept.attempts.len()), (Status::Cancelled, 1));
}

#[test]
fn what_is_aimed_at_a_url_needs_no_subscription() {
    let bench = Bench::still(providers::truv());
    let account = bench.account("one");
    let to = Recipients::Url {
        url: "http://127.0.0.1:9/aimed".to_owned(),
        secret: Some(SecretText::new("s3cret")),
        headers: vec![("X-Own".to_owned(), "mine".to_owned())],
        any_certificate: false,
    };
    let made = bench.send(&account, bench.event().to(to), start());
    assert_eq!((made[0].url.as_str(), made[0].subscription.as_str()), ("http://127.0.0.1:9/aimed", ""));
    let job = bench.job(start());
    assert_eq!(job.request.headers.get("X-Own"), Some(b"mine".as_slice()));
    assert!(job.request.headers.get("X-WEBHOOK-SIGN").is_some());
}

#[test]
fn a_delivery_is_sent_again_as_another_one() {
    let bench = Bench::still(providers::truv());
    let account = bench.subscribed("one", "http://127.0.0.1:9/hook");
    let first = bench.emit(&account, start())[0].number;
    bench.finish(bench.job(start()), answered(200), start());
    let older = bench.again(first);
    let (again, _) = bench.engine.redeliver(&older, start().shifted(60)).unwrap();
    assert_eq!((again.redelivery_of, again.status, again.attempts.len()), (Some(first), Status::Waiting, 0));
    let job = bench.job(start().shifted(60));
    assert_eq!(job.request.body, older.body);
    bench.finish(job, answered(503), start().shifted(60));
    assert_eq!(bench.again(first), older, "the older one stays as it is");
    assert_eq!(bench.again(again.number).status, Status::Waiting, "with a plan of its own");
}
