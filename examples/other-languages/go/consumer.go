// Package shop hears from Truv, on Go's standard library.
package shop

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"unicode/utf8"
)

// Shop takes deliveries at /hook, and tells at /effects how many events there were.
type Shop struct {
	secret []byte
	mutex  sync.Mutex
	events map[string]Event
	// failures says how many deliveries find the shop closed, before it takes any.
	failures int
}

// Event is what the shop reads; Truv may add members and event types at any time, so the rest is left alone.
type Event struct {
	ID     *string `json:"webhook_id"`
	Type   *string `json:"event_type"`
	TaskID string  `json:"task_id"`
	Status string  `json:"status"`
}

// New makes a shop that knows this access secret.
func New(secret string) *Shop {
	return &Shop{secret: []byte(secret), events: map[string]Event{}}
}

// ServeHTTP answers Truv, and whoever counts effects.
func (shop *Shop) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	if request.Method == http.MethodGet {
		fmt.Fprintf(writer, `{"count": %d}`, shop.Count())
		return
	}
	body, err := io.ReadAll(request.Body)
	if err != nil {
		// The connection has ended in the middle of the body, and nobody hears this.
		writer.WriteHeader(http.StatusBadRequest)
		return
	}
	writer.WriteHeader(shop.receive(request.Header.Values("X-WEBHOOK-SIGN"), body))
}

// receive tells the status that a delivery is answered with.
func (shop *Shop) receive(signatures []string, body []byte) int {
	// The bytes as they came, before anything reads them.
	if !shop.isSigned(signatures, body) {
		return http.StatusUnauthorized
	}
	var event Event
	// The decoder would put marks in place of bytes that are no UTF-8, and take another event than was sent.
	if !utf8.Valid(body) || json.Unmarshal(body, &event) != nil || event.ID == nil || event.Type == nil {
		return http.StatusBadRequest
	}
	shop.mutex.Lock()
	defer shop.mutex.Unlock()
	if shop.failures > 0 {
		shop.failures--
		return http.StatusServiceUnavailable
	}
	// A repeat is a success, too: Truv only asks again because an answer was lost.
	if _, known := shop.events[*event.ID]; !known {
		shop.events[*event.ID] = event
	}
	return http.StatusOK
}

func (shop *Shop) isSigned(signatures []string, body []byte) bool {
	// Of two signatures a proxy may have checked the other.
	if len(signatures) != 1 || !strings.HasPrefix(signatures[0], "v1=") {
		return false
	}
	given, err := hex.DecodeString(strings.TrimPrefix(signatures[0], "v1="))
	mac := hmac.New(sha256.New, shop.secret)
	mac.Write(body)
	return err == nil && hmac.Equal(given, mac.Sum(nil))
}

// Fail closes the shop for so many deliveries.
func (shop *Shop) Fail(times int) {
	shop.mutex.Lock()
	defer shop.mutex.Unlock()
	shop.failures = times
}

// Count tells how many events were taken.
func (shop *Shop) Count() int {
	shop.mutex.Lock()
	defer shop.mutex.Unlock()
	return len(shop.events)
}
