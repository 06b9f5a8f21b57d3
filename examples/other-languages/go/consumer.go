// Package shop receives events of Truv, with Go's standard library.
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

// Shop accepts deliveries at /hook, and returns the number of events at /effects.
type Shop struct {
	secret []byte
	mutex  sync.Mutex
	events map[string]Event
	// failures is the number of deliveries to answer 503 before any is accepted.
	failures int
}

// Event has the fields that the shop reads. Truv may add fields and event types at any time, so it ignores others.
type Event struct {
	ID     *string `json:"webhook_id"`
	Type   *string `json:"event_type"`
	TaskID string  `json:"task_id"`
	Status string  `json:"status"`
}

// New returns a shop with this access secret.
func New(secret string) *Shop {
	return &Shop{secret: []byte(secret), events: map[string]Event{}}
}

// ServeHTTP answers deliveries of Truv and readings of the effect count.
func (shop *Shop) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	if request.Method == http.MethodGet {
		fmt.Fprintf(writer, `{"count": %d}`, shop.Count())
		return
	}
	body, err := io.ReadAll(request.Body)
	if err != nil {
		// The connection ended in the middle of the body, so this answer is not read.
		writer.WriteHeader(http.StatusBadRequest)
		return
	}
	writer.WriteHeader(shop.receive(request.Header.Values("X-WEBHOOK-SIGN"), body))
}

// receive returns the status that answers a delivery.
func (shop *Shop) receive(signatures []string, body []byte) int {
	// Verify the bytes as they arrived, before they are parsed.
	if !shop.isSigned(signatures, body) {
		return http.StatusUnauthorized
	}
	var event Event
	// The decoder would replace invalid UTF-8, so another event than the one that was sent would be processed.
	if !utf8.Valid(body) || json.Unmarshal(body, &event) != nil || event.ID == nil || event.Type == nil {
		return http.StatusBadRequest
	}
	shop.mutex.Lock()
	defer shop.mutex.Unlock()
	if shop.failures > 0 {
		shop.failures--
		return http.StatusServiceUnavailable
	}
	// A redelivery is a success, too: Truv sends it because an answer was lost.
	if _, known := shop.events[*event.ID]; !known {
		shop.events[*event.ID] = event
	}
	return http.StatusOK
}

func (shop *Shop) isSigned(signatures []string, body []byte) bool {
	// If the header comes twice, a proxy may have checked the other one.
	if len(signatures) != 1 || !strings.HasPrefix(signatures[0], "v1=") {
		return false
	}
	given, err := hex.DecodeString(strings.TrimPrefix(signatures[0], "v1="))
	mac := hmac.New(sha256.New, shop.secret)
	mac.Write(body)
	return err == nil && hmac.Equal(given, mac.Sum(nil))
}

// Fail makes the shop answer 503 to this many deliveries.
func (shop *Shop) Fail(times int) {
	shop.mutex.Lock()
	defer shop.mutex.Unlock()
	shop.failures = times
}

// Count returns the number of events that were processed.
func (shop *Shop) Count() int {
	shop.mutex.Lock()
	defer shop.mutex.Unlock()
	return len(shop.events)
}
