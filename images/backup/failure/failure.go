// Package failure holds errors that say what to do, and what the program's exit code is.
package failure

import (
	"errors"
	"fmt"
	"strings"
)

// Code is the exit code of the program.
type Code int

const (
	// Failed means that a run did not come to its end; earlier backups are as they were.
	Failed Code = 1
	// Settings means that nothing was begun: a setting or an argument is missing or wrong.
	Settings Code = 2
	// Busy means that nothing was begun: another run holds the lock.
	Busy Code = 3
	// Untrusted means that a backup is damaged, can't be restored, or does not hold what it should.
	Untrusted Code = 4
	// Slow means that a backup is good and restoring it takes longer than its objective.
	Slow Code = 5
)

// Failure is an error with its way out.
type Failure struct {
	Code    Code
	Problem string
	Fix     string
	Cause   error
}

func (f *Failure) Error() string {
	text := f.Problem
	if f.Cause != nil {
		text += ": " + oneLine(f.Cause.Error())
	}
	if f.Fix != "" {
		text = strings.TrimRight(text, ".") + ". " + f.Fix
	}
	return text
}

func (f *Failure) Unwrap() error { return f.Cause }

// New makes a failure of a problem, its cause, which may be nil, and the fix.
func New(code Code, cause error, fix, problem string, args ...any) *Failure {
	return &Failure{Code: code, Problem: fmt.Sprintf(problem, args...), Fix: fix, Cause: cause}
}

// Problems is a failure that lists what is wrong with several fields; nil where there is nothing.
func Problems(code Code, what string, problems []string) error {
	if len(problems) == 0 {
		return nil
	}
	return &Failure{Code: code, Problem: what + "\n  - " + strings.Join(problems, "\n  - ")}
}

// CodeOf is the exit code of any error.
func CodeOf(err error) Code {
	if err == nil {
		return 0
	}
	if known, ok := errors.AsType[*Failure](err); ok {
		return known.Code
	}
	return Failed
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
