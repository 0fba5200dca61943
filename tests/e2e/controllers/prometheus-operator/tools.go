//go:build tools

// Package tools keeps the command of the Prometheus Operator among this module's requirements.
package tools

import _ "github.com/prometheus-operator/prometheus-operator/cmd/operator"
