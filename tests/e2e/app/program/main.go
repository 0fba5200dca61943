// The stand-in application: one static program that plays any service of any system. What it does follows from the
// name it is started under, its arguments, its environment, and the table that its image holds.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

// A command of the program. It ends when the context does, or by itself.
type command func(ctx context.Context, args []string) error

// What the program does besides playing a service, by its first argument when it is started under its own name.
var tools = map[string]command{"load": runLoad, "get": runGet, "ask": runAsk, "lookup": runLookup}

const (
	exitFailed  = 1
	exitMisused = 64
)

func main() {
	if code := run(os.Args); code != 0 {
		os.Exit(code)
	}
}

func run(argv []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	err := dispatch(ctx, filepath.Base(argv[0]), argv[1:])
	if err == nil {
		return 0
	}
	var exit exitError
	if errors.As(err, &exit) {
		return exit.code
	}
	fmt.Fprintln(os.Stderr, err)
	var misuse misuseError
	if errors.As(err, &misuse) {
		return exitMisused
	}
	return exitFailed
}

func dispatch(ctx context.Context, name string, args []string) error {
	if name == "stand-in" {
		if len(args) == 0 || tools[args[0]] == nil {
			return misuseError{`say "stand-in load", "stand-in get", "stand-in ask" or "stand-in lookup", each with --help`}
		}
		return tools[args[0]](ctx, args[1:])
	}
	if name == "qdrant" {
		return playVectorStore(ctx)
	}
	if name == "redis_exporter" {
		return playRedisExporter(ctx)
	}
	if name == "otelcol-contrib" {
		return playCollector(ctx)
	}
	if script, found := inlineScript(name, args); found {
		return runInlineScript(name, script)
	}
	return playService(ctx, append([]string{name}, args...))
}

// An exit code that has nothing to say.
type exitError struct{ code int }

func (e exitError) Error() string { return fmt.Sprintf("exit code %d", e.code) }

// The program was started in a way that nobody declares.
type misuseError struct{ text string }

func (e misuseError) Error() string { return e.text }
