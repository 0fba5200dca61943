// Package settings reads what a run needs: one JSON file, without secrets, and the environment, for the secrets.
package settings

import (
	"slices"
	"time"

	"filippo.io/age"
	"slipway.dev/backup/files"
	"slipway.dev/backup/postgres"
	"slipway.dev/backup/qdrant"
	"slipway.dev/backup/redis"
	"slipway.dev/backup/retention"
)

// Format is what the content of a backup is, before compression; the first ending of its object's name.
type Format string

// The formats: what pg_dump writes, what a Redis keeps its keys in, archives of a Qdrant's snapshots and of files, and lists of objects.
const (
	DumpFormat  Format = "dump"
	RDBFormat   Format = "rdb"
	TarFormat   Format = "tar"
	FilesFormat Format = "files.tar"
	// ObjectsFormat is the list of a bucket's objects. Their contents lie beside it, each by itself.
	ObjectsFormat Format = "objects.jsonl"
)

// Command is what the program is asked to do; each needs other settings.
type Command string

// The program's commands.
const (
	Dump     Command = "dump"
	Snapshot Command = "snapshot"
	Prune    Command = "prune"
	Drill    Command = "drill"
	Restore  Command = "restore"
	Fetch    Command = "fetch"
	List     Command = "list"
	Metrics  Command = "metrics"
)

// Commands in the order in which help names them.
var Commands = []Command{Dump, Snapshot, Prune, Drill, Restore, Fetch, List, Metrics}

// Names of environment variables.
const (
	File            = "BACKUP_SETTINGS"
	IdentityFile    = "BACKUP_IDENTITY_FILE"
	AccessKeyID     = "AWS_ACCESS_KEY_ID"
	SecretAccessKey = "AWS_SECRET_ACCESS_KEY"
	SessionToken    = "AWS_SESSION_TOKEN"
	RedisPassword   = "REDIS_PASSWORD"
	QdrantKey       = "QDRANT_API_KEY"
	TargetQdrant    = "TARGET_QDRANT_URL"
)

// DefaultFile is where the settings lie when the environment names no other place.
const DefaultFile = "/etc/slipway-backup/settings.json"

// DatabaseVariable names the environment variable with the address of the database that a command works on: the one
// that is dumped, the empty one that is restored into, or any on the server where drills make their scratch database.
var DatabaseVariable = map[Command]string{
	Dump:    "DATABASE_URL",
	Prune:   "DATABASE_URL",
	Restore: "TARGET_DATABASE_URL",
	Drill:   "SCRATCH_DATABASE_URL",
}

var needIdentities = []Command{Drill, Restore, Fetch}

// fits says which commands there are for a format.
var fits = map[Format][]Command{
	DumpFormat: {Dump, Prune, Drill, Restore, Fetch, List, Metrics},
	// A file that a Redis starts from is put there by hand.
	RDBFormat: {Snapshot, Prune, Drill, Fetch, List, Metrics},
	TarFormat: {Snapshot, Prune, Drill, Restore, Fetch, List, Metrics},
	// Where files belong is for whoever unpacks them to know.
	FilesFormat:   {Snapshot, Prune, Fetch, List, Metrics},
	ObjectsFormat: {Snapshot, Prune, Drill, Restore, Fetch, List, Metrics},
}

// Settings of a run, complete and checked.
type Settings struct {
	// Source says what is backed up, as "production/odd-scenes". Its backups lie in a place of their own.
	Source string
	Bucket Bucket
	// Recipients are whom backups are encrypted to. Their identities are not in the cluster that is backed up.
	Recipients []string
	// Schemas are what is dumped, and what a restore brings back; none stands for the whole database.
	Schemas []string
	// WithoutOwners says that a restore leaves out owners and rights, unless it is told otherwise: a provider's own roles own and
	// grant things in a database, and nobody else may do so in their name.
	WithoutOwners bool
	Keep          retention.Policy
	// PartBytes is how much of a backup is held in memory and sent at a time.
	PartBytes int
	// TimeLimit ends a run that hangs.
	TimeLimit time.Duration
	// Lease is for what has no lock of its own.
	Lease LeaseTimes
	Drill Rehearsal
	// Format says what is backed up: a database, or the store of which the settings have the address.
	Format Format
	// Database is nil for commands that need none, and where another store is backed up.
	Database *postgres.Address
	// Redis is set where one is backed up.
	Redis *redis.Server
	// Qdrant is set where one is backed up: that one, or the one that is restored into.
	Qdrant *qdrant.Server
	// Files is set where folders are backed up.
	Files *files.Folders
	// Objects is set where a bucket is backed up: that one, or the one that is restored into.
	Objects *Bucket
	// Identities open backups. Only a drill and a restore have any.
	Identities []age.Identity
}

// EncryptTo are the parsed recipients.
func (s *Settings) EncryptTo() ([]age.Recipient, error) { return parseRecipients(s.Recipients) }

// Bucket is a place in an S3-compatible store.
type Bucket struct {
	// Named is for messages.
	Named Names
	// Host is the endpoint's name, with its port.
	Host string
	// Path is what stands before the bucket's name in every address, as "/storage/v1/s3"; with most stores nothing.
	Path string
	// TLS is off only for an endpoint of this machine, or when plain HTTP is asked for.
	TLS    bool
	Region string
	Name   string
	// Prefix is a folder; none where it is the whole bucket.
	Prefix          string
	AccessKeyID     string
	SecretAccessKey string
	SessionToken    string
}

// Names are those of the settings that say where a bucket is and what opens it, for whoever has to correct them.
type Names struct {
	Endpoint, Bucket, KeyID, Secret string
	// Rights are what the key has to be allowed.
	Rights string
	// OthersKeys says that the keys there are not the program's own: they may tell of people, and are in no message.
	OthersKeys bool
}

// Rehearsal is what a drill holds a restored backup against (BDR-10, BDR-11).
type Rehearsal struct {
	// RecoveryTime is the objective that the drill's duration is held against.
	RecoveryTime time.Duration
	// RoomBytes is how large a database the scratch server has room for; of zero it is not known.
	RoomBytes int64
	// SampleBytes is how much of a bucket's objects a drill opens.
	SampleBytes int64
	Checks      []Check
	// Roles that policies in a backup name. They are made on the scratch server.
	Roles []string
	// Canary is nil where the database has none.
	Canary *Canary
}

// Canary is a table whose rows never change. A dump's manifest says which one its database had, and a drill looks for that: a dump
// from before there was one, or from when it had other rows, is as good as it was.
type Canary struct {
	// Table is a name with its schema.
	Table string `json:"table"`
	// Checksum is that of a Check.
	Checksum string `json:"checksum"`
}

// Check is a statement about one table of a good backup: at least one of its bounds.
type Check struct {
	// Table is a name with its schema.
	Table    string
	AtLeast  *int64
	AtMost   *int64
	Checksum string
}

func (c Command) needsIdentity() bool { return slices.Contains(needIdentities, c) }
