"""The shop registers with Truv, receives, fails and recovers, and passes every check."""

import subprocess

import pytest

from conftest import HOOKPROOF


@pytest.fixture
def truv(mock, shop):
    """Truv, with the shop registered through Truv's own API. The access secret signs the deliveries, too."""
    keys = {"X-Access-Client-Id": "me", "X-Access-Secret": "s3cret"}
    webhook = {"name": "shop", "webhook_url": shop.url + "/hook", "env_type": "sandbox"}
    assert mock.call("POST", "/truv/v1/webhooks/", webhook, keys)["enabled"]
    return mock


def test_an_event_arrives(truv, shop):
    task = "7" * 32
    [delivery] = truv.emit("truv", "task-status-updated", set={"/task_id": task, "/status": "done"})
    assert (delivery["status"], delivery["attempts"]) == ("succeeded", 1)
    [event] = shop.events.values()
    assert (event["task_id"], event["status"]) == (task, "done")
    assert truv.call("GET", "/_hookproof/findings")["findings"] == []


def test_a_shop_that_fails_is_asked_again(truv, shop):
    shop.failures = 2
    [delivery] = truv.emit("truv", "order-created")
    assert delivery["status"] == "succeeded"
    assert [attempt["response"]["status"] for attempt in delivery["history"]] == [503, 503, 200]
    assert len(shop.events) == 1


def test_an_outage_outlasts_the_retries_and_a_repeat_heals_it(truv, shop):
    shop.failures = 1000
    [delivery] = truv.emit("truv", "order-created")
    assert delivery["status"] == "exhausted", delivery["reason"]
    assert len(shop.events) == 0

    shop.failures = 0
    truv.call("POST", f"/_hookproof/deliveries/{delivery['id']}/redeliver")
    assert truv.call("POST", "/_hookproof/wait", {"status": "succeeded"})["met"]
    assert len(shop.events) == 1


def test_injected_faults_change_nothing(truv, shop):
    truv.call("PUT", "/_hookproof/faults", {"duplicates": 0.5, "reordered": 0.5, "lost_answers": 0.3})
    truv.emit("truv", "order-status-updated", count=20)
    deliveries = truv.call("GET", "/_hookproof/deliveries?limit=500")["deliveries"]
    assert sum(delivery["attempts"] for delivery in deliveries) > 20
    assert len(shop.events) == 20


def test_every_check_passes(shop):
    command = [HOOKPROOF, "verify", "truv", shop.url + "/hook", "--effects", shop.url + "/effects"]
    run = subprocess.run([*command, "--secret", "s3cret", "--strict", "--cases", "8"], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_a_shop_that_knows_another_secret_is_noticed(shop):
    command = [HOOKPROOF, "verify", "truv", shop.url + "/hook", "--only", "delivery-documented"]
    run = subprocess.run([*command, "--secret", "another"], capture_output=True, text=True)
    # The run is unproved: most likely the secret is wrong.
    assert run.returncode == 5, run.stdout + run.stderr
