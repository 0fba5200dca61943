package settings

import (
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"filippo.io/age"
	"slipway.dev/backup/failure"
	"slipway.dev/backup/retention"
)

const (
	defaultTimeLimit     = 6 * time.Hour
	defaultPartMebibytes = 16
	// What a month's drill opens takes some seconds, and is hundreds of usual files.
	defaultSampleMebibytes = 256
	mebibyte               = 1 << 20
)

var (
	bucketName = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)
	schemaName = regexp.MustCompile(`^[a-z_][a-z0-9_]*$`)
	segments   = regexp.MustCompile(`^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$`)
)

// Load reads and checks what a command needs. All problems are told at once; what must not be shown is hidden.
func Load(command Command, environment func(string) string, hidden *failure.Hidden) (*Settings, error) {
	paths := Files(environment)
	if len(paths) != 1 {
		return nil, failure.New(failure.Settings, nil, "Name one; list and metrics alone take several.",
			"%s names %d files, and %s is for one", File, len(paths), command)
	}
	return loadFile(command, paths[0], environment, hidden)
}

// LoadEach is Load for a command that looks at several places.
func LoadEach(command Command, environment func(string) string, hidden *failure.Hidden) ([]*Settings, error) {
	var all []*Settings
	for _, path := range Files(environment) {
		loaded, err := loadFile(command, path, environment, hidden)
		if err != nil {
			return nil, err
		}
		all = append(all, loaded)
	}
	return all, nil
}

// Files are the paths that the environment names, with colons between them.
func Files(environment func(string) string) []string {
	if named := filepath.SplitList(environment(File)); len(named) > 0 {
		return named
	}
	return []string{DefaultFile}
}

func loadFile(command Command, path string, environment func(string) string, hidden *failure.Hidden) (*Settings, error) {
	read, err := readDocument(path)
	if err != nil {
		return nil, err
	}
	check := &checker{command: command, format: formatOf(read), environment: environment, hidden: hidden}
	check.fitting()
	loaded := &Settings{
		Source:        check.source(read.Source),
		Bucket:        check.bucket(read),
		Recipients:    check.recipients(read.Recipients),
		Schemas:       check.schemas(read.Schemas),
		WithoutOwners: read.WithoutOwners,
		Keep:          check.keep(read.Keep),
		PartBytes:     check.part(read.PartMebibytes),
		TimeLimit:     orDefault(read.TimeLimit, defaultTimeLimit),
		Lease:         check.lease(read),
		Drill:         check.drill(read),
		Format:        check.format,
		Database:      check.database(),
		Redis:         check.redis(read),
		Qdrant:        check.qdrant(read),
		Files:         check.files(read),
		Objects:       check.objects(read),
		Identities:    check.identities(),
	}
	what := fmt.Sprintf("%s can't begin; in %s and the environment:", command, path)
	return loaded, failure.Problems(failure.Settings, what, check.problems)
}

// checker collects problems, each with the field, the value given and the fix.
type checker struct {
	command     Command
	format      Format
	environment func(string) string
	hidden      *failure.Hidden
	problems    []string
}

func (c *checker) wrong(text string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf(text, args...))
}

func (c *checker) source(given string) string {
	if !segments.MatchString(given) {
		c.wrong(`source: %q names nothing; give an environment and a system, as "production/odd-scenes"`, given)
	}
	return given
}

func (c *checker) bucket(read document) Bucket {
	given := read.Bucket
	endpoint := c.endpoint("bucket", given.Endpoint, given.PlainHTTP)
	if strings.Trim(endpoint.Path, "/") != "" {
		c.wrong(`bucket.endpoint: %q has a path; give "https://" and the store's host`, given.Endpoint)
	}
	c.region("bucket.region", given.Region)
	c.bucketName("bucket.name", given.Name)
	if !segments.MatchString(given.Prefix) {
		c.wrong("bucket.prefix: %q is no folder; give words with slashes between, none at the ends", given.Prefix)
	}
	return Bucket{
		Named: Names{Endpoint: "bucket.endpoint", Bucket: "bucket.name", KeyID: AccessKeyID, Secret: SecretAccessKey,
			Rights: "list, read, write and delete below bucket.prefix"},
		Host:            endpoint.Host,
		TLS:             endpoint.Scheme == "https",
		Region:          given.Region,
		Name:            given.Name,
		Prefix:          given.Prefix,
		AccessKeyID:     c.variable(AccessKeyID, "the bucket's access key"),
		SecretAccessKey: c.secret(SecretAccessKey, "the bucket's secret key"),
		SessionToken:    c.hide(c.environment(SessionToken)),
	}
}

// endpoint is an address of a store, with a path if there is one; an empty one where it is none.
func (c *checker) endpoint(field, given string, plainHTTP bool) *url.URL {
	endpoint, err := url.Parse(given)
	if err != nil || endpoint.Host == "" || endpoint.User != nil {
		c.wrong(`%s.endpoint: %q is no address; give "https://" and the store's host`, field, withoutUser(endpoint, given))
		return &url.URL{}
	}
	if endpoint.Scheme == "http" && !plainHTTP && !isLoopback(endpoint.Hostname()) {
		c.wrong("%s.endpoint: %q is not encrypted; begin it with https://, or set %s.plainHTTP", field, given, field)
	} else if endpoint.Scheme != "http" && endpoint.Scheme != "https" {
		c.wrong("%s.endpoint: %q must begin with https://", field, given)
	}
	return endpoint
}

func (c *checker) region(field, given string) {
	if given == "" {
		c.wrong(`%s: missing; give the one that the provider names, or "us-east-1"`, field)
	}
}

func (c *checker) bucketName(field, given string) {
	if !bucketName.MatchString(given) {
		c.wrong("%s: %q is no bucket's name; give 3 to 63 small letters, digits, dots and hyphens", field, given)
	}
}

func (c *checker) recipients(given []string) []string {
	if len(given) == 0 {
		c.wrong("recipients: none; give at least one public key of age (age1…), kept outside of the cluster")
	}
	for index, each := range given {
		if strings.HasPrefix(strings.ToUpper(each), "AGE-SECRET-KEY-") {
			c.hide(each)
			c.wrong("recipients[%d]: is a secret key; put its public key there (age1…) and replace the pair", index)
		} else if _, err := parseRecipients([]string{each}); err != nil {
			c.wrong("recipients[%d]: %q is no public key of age; give one that begins with age1", index, each)
		}
	}
	return given
}

func (c *checker) schemas(given []string) []string {
	for index, each := range given {
		if !schemaName.MatchString(each) {
			c.wrong("schemas[%d]: %q; give a name of small letters, digits and underscores, as public", index, each)
		}
	}
	return given
}

func (c *checker) keep(given *retention.Policy) retention.Policy {
	if given == nil {
		return retention.Standard
	}
	if given.Daily < 1 {
		c.wrong("keep.daily: %d would keep no newest backup; give 1 or more", given.Daily)
	}
	if given.Weekly < 0 || given.Monthly < 0 {
		c.wrong("keep: %d weekly and %d monthly; give 0 or more", given.Weekly, given.Monthly)
	}
	return *given
}

func (c *checker) part(given *int) int {
	size := defaultPartMebibytes
	if given != nil {
		size = *given
	}
	if size < 5 || size > 1024 {
		c.wrong("partMebibytes: %d; give 5 to 1024, of which a store takes at most 10,000", size)
	}
	return size * mebibyte
}

func (c *checker) variable(name, what string) string {
	given := c.environment(name)
	if given == "" {
		c.wrong("%s: missing; set it to %s", name, what)
	}
	return given
}

func (c *checker) secret(name, what string) string { return c.hide(c.variable(name, what)) }

func (c *checker) hide(secret string) string {
	c.hidden.Hide(secret)
	return secret
}

func parseRecipients(given []string) ([]age.Recipient, error) {
	return age.ParseRecipients(strings.NewReader(strings.Join(given, "\n")))
}

func orDefault(given *span, otherwise time.Duration) time.Duration {
	if given == nil {
		return otherwise
	}
	return time.Duration(*given)
}

func isLoopback(host string) bool {
	address := net.ParseIP(host)
	return host == "localhost" || (address != nil && address.IsLoopback())
}

func withoutUser(parsed *url.URL, given string) string {
	if parsed == nil || parsed.User == nil {
		return given
	}
	return parsed.Redacted()
}
