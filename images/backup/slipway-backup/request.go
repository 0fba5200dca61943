package main

import (
	"errors"
	"flag"
	"io"
	"strconv"
	"strings"

	"slipway.dev/backup/failure"
	"slipway.dev/backup/settings"
)

const help = `Usage: slipway-backup COMMAND [FLAGS]

  dump      back up the database, then prune
  snapshot  back up the Redis, the Qdrant, the folders or the bucket, then prune
              --even-empty, once, for a bucket that is meant to have no object any more
  prune     delete what retention does not keep
  drill     restore the newest dump into a scratch database, check it, drop it
  restore   restore into an empty database   --backup NAME (the newest)
              --without-owners, and without rights; --without-owners=false where the settings say withoutOwners
            or make the collections in a Qdrant   --backup NAME (the newest)  --collection NAME (all)
            or put objects into a bucket   --backup NAME (the newest)  --prefix KEY (all)  --overwrite (those that are there stay)
              --overwrite takes a --prefix, or --all. Standard error names what can't be restored
  fetch     write the content of a backup, opened, to standard output   --backup NAME (the newest)
              of a bucket's copy a tar archive of its objects   --prefix KEY (all)
  list      show the backups
  metrics   print metrics of the bucket, or serve them   --listen ADDRESS, such as :9187

Settings without secrets are one JSON file, named by BACKUP_SETTINGS (/etc/slipway-backup/settings.json). They say
whether a database, a Redis, a Qdrant, folders of files or a bucket is backed up. list and metrics take several files, with colons between them.
Environment:
  AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN (if there is one)   the bucket's keys
  DATABASE_URL            dump, prune: the direct address of the database, never a pooler's
  TARGET_DATABASE_URL     restore: an empty database
  SCRATCH_DATABASE_URL    drill: any database of a server where its user may create one
  REDIS_PASSWORD          snapshot of a Redis: the password of redis.user
  QDRANT_API_KEY          snapshot and restore of a Qdrant: its key
  TARGET_QDRANT_URL       restore of a Qdrant: the address of the one to restore into
  SOURCE_ACCESS_KEY_ID, SOURCE_SECRET_ACCESS_KEY, SOURCE_SESSION_TOKEN (if there is one)   snapshot of a bucket: its keys, which need not write
  TARGET_BUCKET_URL, TARGET_REGION (that of the settings)   restore of a bucket's copy: the one to restore into, as https://HOST/BUCKET
  TARGET_ACCESS_KEY_ID, TARGET_SECRET_ACCESS_KEY, TARGET_SESSION_TOKEN (if there is one)   restore of a bucket's copy: its keys
  BACKUP_IDENTITY_FILE    drill, restore, fetch: a file with the identity (AGE-SECRET-KEY-…) that opens backups

Exit codes:
  0  done
  1  failed; earlier backups are as they were
  2  a setting or argument is missing or wrong; nothing was begun
  3  another run is at work; nothing was begun
  4  a backup is damaged, does not hold what it should, or takes too long to restore
`

// owners says whether a restore brings back who owned what and who may do what.
type owners string

const (
	asSettings owners = ""
	with       owners = "with"
	without    owners = "without"
)

func (o owners) restored(otherwise bool) bool {
	if o == asSettings {
		return otherwise
	}
	return o == with
}

// request is what the arguments ask for.
type request struct {
	help       bool
	command    settings.Command
	backup     string
	owners     owners
	collection string
	prefix     string
	overwrite  bool
	all        bool
	evenEmpty  bool
	listen     string
}

func parse(arguments []string) (*request, error) {
	if len(arguments) == 0 {
		return nil, refuse("no command is given")
	}
	name, rest := arguments[0], arguments[1:]
	if name == "--help" || name == "-h" || name == "help" {
		return &request{help: true}, nil
	}
	if !known(name) {
		return nil, refuse("there is no command %q", name)
	}
	asked := &request{command: settings.Command(name)}
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	switch asked.command {
	case settings.Restore:
		flags.StringVar(&asked.backup, "backup", "", "")
		flags.BoolFunc("without-owners", "", func(text string) error {
			left, err := strconv.ParseBool(text)
			asked.owners = with
			if left {
				asked.owners = without
			}
			return err
		})
		flags.StringVar(&asked.collection, "collection", "", "")
		flags.Func("prefix", "", asked.setPrefix)
		flags.BoolVar(&asked.overwrite, "overwrite", false, "")
		flags.BoolVar(&asked.all, "all", false, "")
	case settings.Snapshot:
		flags.BoolVar(&asked.evenEmpty, "even-empty", false, "")
	case settings.Fetch:
		flags.StringVar(&asked.backup, "backup", "", "")
		flags.Func("prefix", "", asked.setPrefix)
	case settings.Metrics:
		flags.StringVar(&asked.listen, "listen", "", "")
	}
	err := flags.Parse(rest)
	if errors.Is(err, flag.ErrHelp) {
		return &request{help: true}, nil
	}
	if err != nil {
		return nil, refuse("%s: %s", name, err)
	}
	if flags.NArg() > 0 {
		return nil, refuse("%s takes no further argument, and was given %q", name, strings.Join(flags.Args(), " "))
	}
	if asked.all && asked.prefix != "" {
		return nil, refuse("--all and --prefix say different things; give one of them")
	}
	if asked.overwrite && asked.prefix == "" && !asked.all {
		return nil, refuse("--overwrite would write over every object that the copy has; say which by --prefix, or --all")
	}
	return asked, nil
}

// setPrefix refuses an empty one, which an unset variable gives: it would stand for all objects.
func (r *request) setPrefix(prefix string) error {
	if prefix == "" {
		return errors.New("it is empty; leave it out for all objects")
	}
	r.prefix = prefix
	return nil
}

func refuse(problem string, args ...any) error {
	return failure.New(failure.Settings, nil, "See slipway-backup --help.", problem, args...)
}
