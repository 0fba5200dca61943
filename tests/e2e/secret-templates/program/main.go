// Fills templates of Secrets as the External Secrets operator does (pkg/template/v2 of v0.19.2): Go's templates with
// sprig's functions, without those that read the operator's own environment; a key that is missing is an error.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig/v3"
)

type asked struct {
	Template string            `json:"template"`
	Values   map[string]string `json:"values"`
}

type filled struct {
	Text  string `json:"text"`
	Error string `json:"error"`
}

func main() {
	var all []asked
	if err := json.NewDecoder(os.Stdin).Decode(&all); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	answers := make([]filled, len(all))
	for index, each := range all {
		text, err := fill(each)
		answers[index] = filled{Text: text}
		if err != nil {
			answers[index] = filled{Error: err.Error()}
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func fill(each asked) (string, error) {
	functions := sprig.TxtFuncMap()
	delete(functions, "env")
	delete(functions, "expandenv")
	parsed, err := template.New("secret").Option("missingkey=error").Funcs(functions).Parse(each.Template)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	err = parsed.Execute(&text, each.Values)
	return text.String(), err
}
