// The Prometheus adapter's own packages, started by a command of ours: its own one compiles against Kubernetes 1.30
// only, all of which would have to be compiled for it, and serves resource metrics and external ones besides.
package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"time"

	"k8s.io/apiserver/pkg/server"
	"sigs.k8s.io/custom-metrics-apiserver/pkg/cmd"
	"sigs.k8s.io/prometheus-adapter/pkg/client"
	"sigs.k8s.io/prometheus-adapter/pkg/config"
	customprovider "sigs.k8s.io/prometheus-adapter/pkg/custom-provider"
	"sigs.k8s.io/prometheus-adapter/pkg/naming"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	adapter := &cmd.AdapterBase{Name: "prometheus-adapter"}
	flags := adapter.Flags()
	address := flags.String("prometheus-url", "", "where Prometheus answers")
	file := flags.String("config", "", "file of the rules by which series become metrics")
	relist := flags.Duration("metrics-relist-interval", time.Minute, "how often Prometheus is asked which series it has")
	if err := flags.Parse(os.Args[1:]); err != nil {
		return err
	}
	base, err := url.Parse(*address)
	if err != nil {
		return err
	}
	rules, err := config.FromFile(*file)
	if err != nil {
		return err
	}
	mapper, err := adapter.RESTMapper()
	if err != nil {
		return err
	}
	objects, err := adapter.DynamicClient()
	if err != nil {
		return err
	}
	namers, err := naming.NamersFromConfig(rules.Rules, mapper)
	if err != nil {
		return err
	}
	prometheus := client.NewClientForAPI(
		withoutTimeout{client.NewGenericAPIClient(http.DefaultClient, base, http.Header{})}, http.MethodGet)
	ctx := server.SetupSignalContext()
	provider, runner := customprovider.NewPrometheusProvider(mapper, objects, prometheus, namers, *relist, *relist)
	runner.RunUntil(ctx.Done())
	adapter.WithCustomMetrics(provider)
	return adapter.Run(ctx)
}

// The module tells Prometheus how long an answer may take, with the wrong sign. Its own versions of libraries print
// nothing of a negative time; newer ones print it, and Prometheus refuses the request.
type withoutTimeout struct{ client.GenericAPIClient }

func (c withoutTimeout) Do(ctx context.Context, verb, endpoint string, query url.Values) (client.APIResponse, error) {
	query.Del("timeout")
	return c.GenericAPIClient.Do(ctx, verb, endpoint, query)
}
