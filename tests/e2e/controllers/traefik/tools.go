//go:build tools

// Package tools keeps Traefik among this module's requirements.
package tools

import _ "github.com/traefik/traefik/v3/cmd/traefik"
