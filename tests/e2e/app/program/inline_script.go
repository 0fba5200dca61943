package main

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"time"
)

// The option under which an interpreter takes a script, by the name that it is started under.
var scriptOptions = map[string]string{"node": "--eval", "python": "-c"}

// The scripts of the heartbeat probes: they ask whether a file is younger than a bound.
var (
	nodeAge   = regexp.MustCompile(`^process\.exit\(Date\.now\(\)-require\("node:fs"\)\.statSync\("([^"]+)"\)\.mtimeMs<(\d+)\?0:1\)$`)
	pythonAge = regexp.MustCompile(`^import os,sys,time;sys\.exit\(0 if time\.time\(\)-os\.stat\("([^"]+)"\)\.st_mtime<(\d+) else 1\)$`)
)

// The script of a command line such as `node --eval <script>`.
func inlineScript(name string, args []string) (string, bool) {
	option, known := scriptOptions[name]
	if !known || len(args) != 2 || args[0] != option {
		return "", false
	}
	return args[1], true
}

func runInlineScript(name, script string) error {
	file, bound, err := askedAge(script)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	if age := time.Since(info.ModTime()); age >= bound {
		return fmt.Errorf("%s was touched %s ago, and %s is the bound", file, age.Round(time.Millisecond), bound)
	}
	return nil
}

func askedAge(script string) (file string, bound time.Duration, err error) {
	if match := nodeAge.FindStringSubmatch(script); match != nil {
		return aged(match, time.Millisecond)
	}
	if match := pythonAge.FindStringSubmatch(script); match != nil {
		return aged(match, time.Second)
	}
	return "", 0, misuseError{fmt.Sprintf("this script is not one that a probe of ours runs: %s", script)}
}

func aged(match []string, unit time.Duration) (string, time.Duration, error) {
	count, err := strconv.ParseInt(match[2], 10, 64)
	return match[1], time.Duration(count) * unit, err
}
