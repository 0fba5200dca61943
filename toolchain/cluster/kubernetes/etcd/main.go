// Command etcd is the server of go.etcd.io/etcd, under the name that it is known by.
package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() {
	etcdmain.Main(os.Args)
}
