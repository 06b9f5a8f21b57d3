package shop

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const secret = "s3cret"

// delivery has the fields of a delivery that the tests read.
type delivery struct {
	ID       int
	Status   string
	Attempts int
	Reason   string
	History  []struct {
		Response struct{ Status int }
	}
}

// binary is the location of hookproof if it is not on the path.
func binary() string {
	if path := os.Getenv("HOOKPROOF"); path != "" {
		return path
	}
	return "hookproof"
}

// mock is a process of hookproof, driven over HTTP.
type mock struct {
	*testing.T
	url string
}

// start runs the provider with a virtual clock, and registers the shop through Truv's own API.
func start(t *testing.T) (mock, *Shop, string) {
	t.Helper()
	ready := filepath.Join(t.TempDir(), "ready")
	flags := []string{"--port", "0", "--clock", "virtual", "--log", "off", "--ready-file", ready}
	process := exec.Command(binary(), append([]string{"serve", "truv"}, flags...)...)
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = process.Process.Kill()
		_ = process.Wait()
	})
	var address []byte
	for begun := time.Now(); len(address) == 0; time.Sleep(10 * time.Millisecond) {
		if time.Since(begun) > 30*time.Second {
			t.Fatal("hookproof did not start")
		}
		address, _ = os.ReadFile(ready)
	}
	truv := mock{t, strings.TrimSpace(string(address))}

	shop := New(secret)
	server := httptest.NewServer(shop)
	t.Cleanup(server.Close)
	webhook := map[string]any{"name": "shop", "webhook_url": server.URL + "/hook", "env_type": "sandbox"}
	truv.call("POST", "/truv/v1/webhooks/", webhook, nil)
	return truv, shop, server.URL
}

// call sends JSON and reads JSON. The access secret signs the deliveries, too.
func (truv mock) call(method, path string, body, answer any) {
	truv.Helper()
	var text bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&text).Encode(body); err != nil {
			truv.Fatal(err)
		}
	}
	request, err := http.NewRequest(method, truv.url+path, &text)
	if err != nil {
		truv.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Access-Client-Id", "me")
	request.Header.Set("X-Access-Secret", secret)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		truv.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode >= 300 {
		text, _ := io.ReadAll(response.Body)
		truv.Fatalf("%s %s gave %s: %s", method, path, response.Status, text)
	}
	if answer == nil {
		return
	}
	if err := json.NewDecoder(response.Body).Decode(answer); err != nil {
		truv.Fatal(err)
	}
}

// wait returns when deliveries have this status.
func (truv mock) wait(order map[string]any) {
	truv.Helper()
	var view struct{ Met bool }
	truv.call("POST", "/_hookproof/wait", order, &view)
	if !view.Met {
		truv.Fatalf("%v did not happen", order)
	}
}

// emit sends an event to the shop, and returns its delivery once that has ended.
func (truv mock) emit(event string, members map[string]any) delivery {
	truv.Helper()
	var made struct{ Deliveries []delivery }
	order := map[string]any{"provider": "truv", "event": event}
	if members != nil {
		order["set"] = members
	}
	truv.call("POST", "/_hookproof/emit", order, &made)
	if len(made.Deliveries) != 1 {
		truv.Fatalf("%d deliveries of %s", len(made.Deliveries), event)
	}
	truv.wait(map[string]any{"idle": true})
	var ended delivery
	truv.call("GET", fmt.Sprintf("/_hookproof/deliveries/%d", made.Deliveries[0].ID), nil, &ended)
	return ended
}

func TestAnEventArrives(t *testing.T) {
	truv, shop, _ := start(t)
	task := strings.Repeat("7", 32)
	ended := truv.emit("task-status-updated", map[string]any{"/task_id": task, "/status": "done"})
	if ended.Status != "succeeded" || ended.Attempts != 1 {
		t.Fatalf("%+v", ended)
	}
	for _, event := range shop.events {
		if event.TaskID != task || event.Status != "done" {
			t.Fatalf("%+v", event)
		}
	}
	if shop.Count() != 1 {
		t.Fatalf("%d events", shop.Count())
	}
}

func TestAShopThatFailsIsAskedAgain(t *testing.T) {
	truv, shop, _ := start(t)
	shop.Fail(2)
	ended := truv.emit("order-created", nil)
	var statuses []int
	for _, attempt := range ended.History {
		statuses = append(statuses, attempt.Response.Status)
	}
	if ended.Status != "succeeded" || fmt.Sprint(statuses) != "[503 503 200]" || shop.Count() != 1 {
		t.Fatalf("%+v, %d events", ended, shop.Count())
	}
}

func TestAnOutageOutlastsTheRetriesAndARepeatHealsIt(t *testing.T) {
	truv, shop, _ := start(t)
	shop.Fail(1000)
	ended := truv.emit("order-created", nil)
	if ended.Status != "exhausted" || shop.Count() != 0 {
		t.Fatalf("%+v, %d events", ended, shop.Count())
	}
	shop.Fail(0)
	truv.call("POST", fmt.Sprintf("/_hookproof/deliveries/%d/redeliver", ended.ID), nil, nil)
	truv.wait(map[string]any{"status": "succeeded"})
	if shop.Count() != 1 {
		t.Fatalf("%d events", shop.Count())
	}
}

func TestEveryCheckPasses(t *testing.T) {
	_, _, url := start(t)
	flags := []string{"--effects", url + "/effects", "--secret", secret, "--strict", "--cases", "8"}
	verify := exec.Command(binary(), append([]string{"verify", "truv", url + "/hook"}, flags...)...)
	if printed, err := verify.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, printed)
	}
}

func TestAShopThatKnowsAnotherSecretIsNoticed(t *testing.T) {
	_, _, url := start(t)
	flags := []string{"--only", "delivery-documented", "--secret", "another"}
	verify := exec.Command(binary(), append([]string{"verify", "truv", url + "/hook"}, flags...)...)
	// The run is unproved: most likely the secret is wrong.
	if printed, err := verify.CombinedOutput(); err == nil || verify.ProcessState.ExitCode() != 5 {
		t.Fatalf("%v\n%s", err, printed)
	}
}
