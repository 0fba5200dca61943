//go:build tools

// Package tools keeps kwok among this module's requirements.
package tools

import _ "sigs.k8s.io/kwok/cmd/kwok"
