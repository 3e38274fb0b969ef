// Sends one event in each mode that the official Go SDK has: structured, binary, batch. Prints the status of each answer.
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"time"

	cloudevents "github.com/cloudevents/sdk-go/v2"
	"github.com/cloudevents/sdk-go/v2/binding"
	cehttp "github.com/cloudevents/sdk-go/v2/protocol/http"
)

func eventOf(mode string) cloudevents.Event {
	event := cloudevents.NewEvent()
	event.SetID("go-" + mode)
	event.SetSource("sdk/go")
	event.SetType("call.started")
	event.SetSubject("go-" + mode)
	event.SetTime(time.Date(2026, 5, 10, 10, 0, 0, 0, time.UTC))
	event.SetExtension("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
	data := map[string]any{"direction": "inbound", "agent": map[string]any{"id": "Zoë"}, "queue": nil}
	if err := event.SetData(cloudevents.ApplicationJSON, data); err != nil {
		panic(err)
	}
	return event
}

func send(mode string, request *http.Request) {
	request.Header.Set("Authorization", "Bearer "+os.Getenv("CALLSIGHT_API_KEY"))
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		panic(err)
	}
	defer response.Body.Close()
	fmt.Println(mode, response.StatusCode)
}

func main() {
	url := os.Getenv("CALLSIGHT_URL") + "/v1/events"
	ctx := context.Background()
	modes := map[string]func(context.Context) context.Context{
		"structured": binding.WithForceStructured,
		"binary":     binding.WithForceBinary,
	}
	for mode, force := range modes {
		request, err := http.NewRequest(http.MethodPost, url, nil)
		if err != nil {
			panic(err)
		}
		event := eventOf(mode)
		if err := cehttp.WriteRequest(force(ctx), binding.ToMessage(&event), request); err != nil {
			panic(err)
		}
		send(mode, request)
	}
	batch, err := cehttp.NewHTTPRequestFromEvents(ctx, url, []cloudevents.Event{eventOf("batch-1"), eventOf("batch-2")})
	if err != nil {
		panic(err)
	}
	send("batch", batch)
}
