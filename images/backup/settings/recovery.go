package settings

import (
	"fmt"
	"math"
	"os"
	"regexp"

	"filippo.io/age"
	"slipway.dev/backup/postgres"
)

var (
	tableName = regexp.MustCompile(`^[^.]+\.[^.]+$`)
	sha256Hex = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

func (c *checker) drill(read document) Rehearsal {
	rehearsal := Rehearsal{
		RecoveryTime: orDefault(read.Drill.RecoveryTime, 0),
		Roles:        read.Drill.Roles,
		Canary:       c.canary(read.Drill.Canary),
	}
	for index, each := range read.Drill.Roles {
		if !postgres.MayBeRole(each) {
			c.wrong("drill.roles[%d]: %q; give the name of a role, as app_application; those of PostgreSQL's own are there", index, each)
		}
	}
	if given := read.Drill.RoomMebibytes; given != nil {
		if *given < 1 || *given > math.MaxInt64/mebibyte {
			c.wrong("drill.roomMebibytes: %d; give how large a database may be that the scratch server restores, 1 or more", *given)
		}
		rehearsal.RoomBytes = *given * mebibyte
	}
	rehearsal.SampleBytes = defaultSampleMebibytes * mebibyte
	if given := read.Drill.SampleMebibytes; given != nil {
		if *given < 1 || *given > math.MaxInt64/mebibyte {
			c.wrong("drill.sampleMebibytes: %d; give how much of a bucket's objects is opened, 1 or more", *given)
		}
		rehearsal.SampleBytes = *given * mebibyte
	}
	ofAnother := len(read.Drill.Checks)+len(read.Drill.Roles) > 0 || read.Drill.Canary != nil
	if c.command == Drill && c.format != DumpFormat && ofAnother {
		c.wrong("drill: checks, roles and the canary are a database's; leave them out")
	}
	ofDatabase := c.command == Drill && c.format == DumpFormat
	if ofDatabase && read.Drill.RecoveryTime == nil {
		c.wrong("drill.recoveryTime: missing; give the system's recovery time objective, as 1h")
	}
	if ofDatabase && len(read.Drill.Checks) == 0 {
		c.wrong("drill.checks: none, so an empty database would pass; declare a table and its rows")
	}
	for index, each := range read.Drill.Checks {
		field := fmt.Sprintf("drill.checks[%d]", index)
		if !tableName.MatchString(each.Table) {
			c.wrong("%s.table: %q; give schema and table, as public.users", field, each.Table)
		}
		if each.Checksum != "" && !sha256Hex.MatchString(each.Checksum) {
			c.wrong("%s.checksum: %q is no SHA-256 in 64 small hexadecimal digits", field, each.Checksum)
		}
		rows := each.Rows
		if rows.AtLeast == nil && rows.AtMost == nil && each.Checksum == "" {
			c.wrong("%s: says nothing of %s; give rows.atLeast, rows.atMost or checksum", field, each.Table)
		}
		if rows.AtLeast != nil && rows.AtMost != nil && *rows.AtLeast > *rows.AtMost {
			c.wrong("%s.rows: at least %d and at most %d can't both hold", field, *rows.AtLeast, *rows.AtMost)
		}
		rehearsal.Checks = append(rehearsal.Checks,
			Check{Table: each.Table, AtLeast: rows.AtLeast, AtMost: rows.AtMost, Checksum: each.Checksum})
	}
	return rehearsal
}

func (c *checker) canary(given *Canary) *Canary {
	if given == nil {
		return nil
	}
	if !tableName.MatchString(given.Table) {
		c.wrong("drill.canary.table: %q; give schema and table, as public.canary", given.Table)
	}
	if !sha256Hex.MatchString(given.Checksum) {
		c.wrong("drill.canary.checksum: %q is no SHA-256 in 64 small hexadecimal digits", given.Checksum)
	}
	return given
}

func (c *checker) database() *postgres.Address {
	name, needed := DatabaseVariable[c.command]
	if !needed || c.format != DumpFormat {
		return nil
	}
	given := c.variable(name, "the database's direct address")
	if given == "" {
		return nil
	}
	c.hide(given)
	address, err := postgres.ParseAddress(given)
	if err != nil {
		c.wrong("%s: %s", name, err)
		return nil
	}
	c.hide(address.Password())
	return address
}

func (c *checker) identities() []age.Identity {
	if !c.command.needsIdentity() {
		return nil
	}
	path := c.variable(IdentityFile, "the path of the identity that opens backups")
	if path == "" {
		return nil
	}
	file, err := os.Open(path)
	if err != nil {
		c.wrong("%s: %s; mount the identity there", IdentityFile, err)
		return nil
	}
	defer file.Close()
	identities, err := age.ParseIdentities(file)
	if err != nil {
		c.wrong("%s: %s holds no identity of age (AGE-SECRET-KEY-…): %s", IdentityFile, path, err)
	}
	return identities
}
