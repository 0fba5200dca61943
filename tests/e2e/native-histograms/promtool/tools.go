//go:build tools

// Package tools keeps promtool among this module's requirements.
package tools

import _ "github.com/prometheus/prometheus/cmd/promtool"
