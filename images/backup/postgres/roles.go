package postgres

import (
	"context"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"slipway.dev/backup/failure"
)

// Roles are those that a dump names and does not hold: they are the server's, not the database's.
type Roles struct {
	// Named by policies and user mappings, which no restore leaves out.
	Named []string `json:"named"`
	// Granted something, or owners of something: a restore without owners and privileges does without them.
	Granted []string `json:"granted"`
}

// Needed are the roles that the server must have before a restore.
func (r *Roles) Needed(withOwners bool) []string {
	if r == nil {
		return nil
	}
	needed := slices.Clone(r.Named)
	if withOwners {
		needed = append(needed, r.Granted...)
	}
	slices.Sort(needed)
	return slices.Compact(needed)
}

// The server writes down what stands in the way of dropping a role, which is whatever names it. It leaves out its own first
// role and those whose names begin with pg_, which every server has. pg_dump writes no owner of an extension and what it made, and
// where schemas are named ($1) nothing that is in none of them.
const namedRoles = `select distinct rolname, deptype = 'r' or classid = 'pg_user_mapping'::regclass as named
	from pg_shdepend join pg_roles on pg_roles.oid = refobjid
	left join pg_policy on classid = 'pg_policy'::regclass and pg_policy.oid = objid
	left join pg_class on pg_class.oid = polrelid
	left join pg_default_acl on classid = 'pg_default_acl'::regclass and pg_default_acl.oid = objid
	left join pg_namespace on pg_namespace.oid =
		coalesce(relnamespace, nullif(defaclnamespace, 0), case when classid = 'pg_namespace'::regclass then objid end)
	cross join lateral (select coalesce(nspname, (pg_identify_object(classid, objid, objsubid)).schema) as name) as schema
	where refclassid = 'pg_authid'::regclass and dbid = (select oid from pg_database where datname = current_database())
	and (cardinality($1::text[]) = 0 or schema.name = any($1))
	and classid <> 'pg_extension'::regclass
	and not coalesce(starts_with(schema.name, 'pg_'), false)
	and not (deptype = 'o' and exists (select from pg_depend where pg_depend.classid = pg_shdepend.classid
		and pg_depend.objid = pg_shdepend.objid and pg_depend.deptype = 'e'))
	order by rolname`

// MayBeRole says whether somebody may have made a role of this name.
func MayBeRole(name string) bool {
	reserved := strings.HasPrefix(name, "pg_") || name == "public" || name == "none"
	return name != "" && len(name) < 64 && !reserved && !strings.ContainsRune(name, 0)
}

// NamedRoles are those that a dump of the database, or of these schemas of it, names.
func (s *Session) NamedRoles(ctx context.Context, schemas []string) (*Roles, error) {
	if schemas == nil {
		schemas = []string{}
	}
	rows, err := s.connection.Query(ctx, namedRoles, schemas)
	if err != nil {
		return nil, explain(err, s.address)
	}
	found := &Roles{Named: []string{}, Granted: []string{}}
	var role string
	var named bool
	_, err = pgx.ForEachRow(rows, []any{&role, &named}, func() error {
		if named {
			found.Named = append(found.Named, role)
		} else {
			found.Granted = append(found.Granted, role)
		}
		return nil
	})
	if err != nil {
		return nil, explain(err, s.address)
	}
	return found, nil
}

// MissingRoles are those of these that the server does not have.
func (s *Session) MissingRoles(ctx context.Context, names []string) ([]string, error) {
	const missing = `select name from unnest($1::text[]) as name
		where not exists (select from pg_roles where rolname = name) order by name collate "C"`
	rows, err := s.connection.Query(ctx, missing, names)
	if err != nil {
		return nil, explain(err, s.address)
	}
	found, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, explain(err, s.address)
	}
	return found, nil
}

// MakeRoles makes those of these that the server lacks: nobody can log in as one, and none may do anything. They stay, as a
// server that they were made on is thrown away, or used by the next drill.
func (s *Session) MakeRoles(ctx context.Context, names []string) error {
	missing, err := s.MissingRoles(ctx, names)
	if err != nil {
		return err
	}
	for _, each := range missing {
		if _, err := s.connection.Exec(ctx, "create role "+quoted(each)+" nologin"); err != nil {
			return explain(err, s.address)
		}
	}
	return nil
}

// RequireRoles refuses a server that lacks roles which a restore needs.
func (s *Session) RequireRoles(ctx context.Context, names []string, backup string, withOwners bool) error {
	missing, err := s.MissingRoles(ctx, names)
	if err != nil || len(missing) == 0 {
		return err
	}
	fix := "Make them there first: " + makeStatements(missing)
	if withOwners {
		fix += " Those that only own something or have rights are not needed with --without-owners."
	}
	return failure.New(failure.Settings, nil, fix, "the server %s lacks roles that %s names: %s; nothing was written",
		s.address.Host(), backup, strings.Join(missing, ", "))
}

func makeStatements(roles []string) string {
	statements := make([]string, 0, len(roles))
	for _, each := range roles {
		statements = append(statements, "create role "+quoted(each)+" nologin;")
	}
	return strings.Join(statements, " ")
}
