//go:build tools

// Package tools names the command that this module is built for.
package tools

import _ "slipway.dev/tests/prometheus-adapter/adapter"
