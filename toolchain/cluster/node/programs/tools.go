//go:build tools

package tools

import (
	_ "sigs.k8s.io/metrics-server/cmd/metrics-server"
	_ "slipway.dev/toolchain/cluster-node/coredns"
	_ "slipway.dev/toolchain/cluster-node/pause"
	_ "slipway.dev/toolchain/cluster-node/registry"
)
