//go:build tools

// Package tools names the command that this module is built for.
package tools

import _ "github.com/zegl/kube-score/cmd/kube-score"
