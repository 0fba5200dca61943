//go:build tools

// Package tools names the command that is built of this module.
package tools

import (
	_ "slipway.dev/backup/slipway-backup"
)
