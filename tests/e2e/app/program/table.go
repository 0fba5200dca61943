package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// The services that one image can be started as, generated from the declarations.
type table struct {
	System   string    `json:"system"`
	Services []service `json:"services"`
	// Absent where the image migrates no database.
	Migration *migration `json:"migration"`
}

// One service as it is declared.
type service struct {
	Name string `json:"name"`
	// What starts it, word by word; $(NAME) stands for a variable.
	Command []string `json:"command"`
	// 0 for a process without HTTP.
	Port int `json:"port"`
	// Paths by what they mean.
	Live     string `json:"live"`
	Ready    string `json:"ready"`
	Detailed string `json:"detailed"`
	// How long open requests get to finish.
	DrainSeconds float64 `json:"drainSeconds"`
	// The tick of a process without HTTP, and the file that it touches each time.
	TickSeconds   float64 `json:"tickSeconds"`
	HeartbeatFile string  `json:"heartbeatFile"`
	// What it shows of its own work, and which of that tells how late a tick began.
	Metrics   []ownMetric `json:"metrics"`
	TickDelay string      `json:"tickDelay"`
	// Variables that hold the addresses of the data stores it needs.
	Stores []string `json:"stores"`
}

// Where an image says what it plays. The variable is for tests.
func imageFile(name string) string {
	folder := os.Getenv("STAND_IN_FOLDER")
	if folder == "" {
		folder = "/etc/stand-in"
	}
	return filepath.Join(folder, name)
}

func readTable() (table, error) {
	var read table
	content, err := os.ReadFile(imageFile("table.json"))
	if err != nil {
		return read, fmt.Errorf("this image does not say which services it plays: %w", err)
	}
	if err := json.Unmarshal(content, &read); err != nil {
		return read, fmt.Errorf("%s is not a table of services: %w", imageFile("table.json"), err)
	}
	return read, nil
}

// The version that the image was made with.
func readVersion() string {
	content, err := os.ReadFile(imageFile("version"))
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(content))
}

// The service that a command line starts.
func (t table) startedBy(argv []string) (service, error) {
	for _, candidate := range t.Services {
		if startsWith(candidate.Command, argv) {
			return candidate, nil
		}
	}
	return service{}, misuseError{fmt.Sprintf("no service of %s is started by %q", t.System, strings.Join(argv, " "))}
}

var variable = regexp.MustCompile(`\$\(([A-Za-z_][A-Za-z0-9_]*)\)`)

func startsWith(declared, argv []string) bool {
	if len(declared) != len(argv) {
		return false
	}
	for i, word := range declared {
		expanded := variable.ReplaceAllStringFunc(word, func(reference string) string {
			return os.Getenv(variable.FindStringSubmatch(reference)[1])
		})
		if expanded != argv[i] {
			return false
		}
	}
	return true
}
