//go:build tools

// Package tools keeps the programs that backups are tried with among this module's requirements: a real S3-compatible
// server, and age's own program, which opens a backup without ours.
package tools

import (
	_ "filippo.io/age/cmd/age"
	_ "filippo.io/age/cmd/age-keygen"
	_ "github.com/versity/versitygw/cmd/versitygw"
)
