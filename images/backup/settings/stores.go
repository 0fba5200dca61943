package settings

import (
	"net"
	"net/url"
	"slices"
	"strings"

	"slipway.dev/backup/qdrant"
	"slipway.dev/backup/redis"
)

// formatOf is by the store of which the settings have the address; without one it is a database.
func formatOf(read document) Format {
	switch {
	case read.Redis != nil:
		return RDBFormat
	case read.Qdrant != nil:
		return TarFormat
	case read.Files != nil:
		return FilesFormat
	case read.Objects != nil:
		return ObjectsFormat
	}
	return DumpFormat
}

func (c *checker) fitting() {
	if slices.Contains(fits[c.format], c.command) {
		return
	}
	what := map[Format]string{DumpFormat: "a database", RDBFormat: "a Redis", TarFormat: "a Qdrant", FilesFormat: "files", ObjectsFormat: "a bucket"}[c.format]
	known := make([]string, 0, len(Commands))
	for _, each := range fits[c.format] {
		known = append(known, string(each))
	}
	c.wrong("%s: is nothing that is done with %s, which the settings are of; give one of %s", c.command, what, strings.Join(known, ", "))
}

func (c *checker) redis(read document) *redis.Server {
	if read.Redis == nil {
		return nil
	}
	given := *read.Redis
	if read.Qdrant != nil {
		c.wrong("qdrant: beside redis; give each settings and a bucket.prefix of its own")
	}
	if _, port, err := net.SplitHostPort(given.Address); err != nil || port == "" {
		c.wrong(`redis.address: %q is no address; give host and port, as "cache:6379"`, given.Address)
	}
	if given.User == "" {
		c.wrong("redis.user: missing; give the name of a user who may run psync and replconf")
	}
	server := &redis.Server{Address: given.Address, User: given.User}
	if c.command == Snapshot {
		server.Password = c.secret(RedisPassword, "the password of redis.user")
	}
	return server
}

func (c *checker) qdrant(read document) *qdrant.Server {
	if read.Qdrant == nil {
		return nil
	}
	field, given := "qdrant.url", read.Qdrant.URL
	if c.command == Restore {
		field, given = TargetQdrant, c.variable(TargetQdrant, "the address of the Qdrant to restore into")
	}
	address, err := url.Parse(given)
	if err != nil || address.Host == "" || (address.Scheme != "http" && address.Scheme != "https") || address.User != nil {
		c.wrong(`%s: %q is no address; give one as "http://vector-store:6333"`, field, withoutUser(address, given))
	}
	server := &qdrant.Server{URL: strings.TrimRight(given, "/")}
	if c.command == Snapshot || c.command == Restore {
		server.Key = c.secret(QdrantKey, "the key of the Qdrant")
	}
	return server
}
