package settings

import (
	"net/url"
	"path"
	"strings"
)

// Names of environment variables of the bucket that is backed up, and of the one that is restored into.
const (
	SourceKeyID  = "SOURCE_ACCESS_KEY_ID"
	SourceSecret = "SOURCE_SECRET_ACCESS_KEY"
	SourceToken  = "SOURCE_SESSION_TOKEN"
	TargetBucket = "TARGET_BUCKET_URL"
	TargetRegion = "TARGET_REGION"
	TargetKeyID  = "TARGET_ACCESS_KEY_ID"
	TargetSecret = "TARGET_SECRET_ACCESS_KEY"
	TargetToken  = "TARGET_SESSION_TOKEN"
)

// objects are a bucket's. Who backs it up has a key of its own there, which need not write.
func (c *checker) objects(read document) *Bucket {
	if read.Objects == nil {
		return nil
	}
	if read.Redis != nil || read.Qdrant != nil || read.Files != nil {
		c.wrong("objects: beside redis, qdrant or files; give each settings and a bucket.prefix of its own")
	}
	given := *read.Objects
	endpoint := c.endpoint("objects", given.Endpoint, given.PlainHTTP)
	c.region("objects.region", given.Region)
	c.bucketName("objects.bucket", given.Bucket)
	source := &Bucket{
		Named:  Names{Endpoint: "objects.endpoint", Bucket: "objects.bucket", KeyID: SourceKeyID, Secret: SourceSecret, Rights: "list and read the bucket that is copied", OthersKeys: true},
		Host:   endpoint.Host,
		TLS:    endpoint.Scheme == "https",
		Path:   strings.TrimRight(endpoint.Path, "/"),
		Region: given.Region,
		Name:   given.Bucket,
	}
	switch c.command {
	case Snapshot:
		source.AccessKeyID = c.variable(SourceKeyID, "the access key of the bucket that is copied; it need not write")
		source.SecretAccessKey = c.secret(SourceSecret, "the secret key of the bucket that is copied")
		source.SessionToken = c.hide(c.environment(SourceToken))
	case Restore:
		return c.target(source)
	}
	return source
}

// target is the bucket that is restored into, never by chance the one that was copied.
func (c *checker) target(source *Bucket) *Bucket {
	given := c.variable(TargetBucket, "the bucket to restore into, as https://HOST/BUCKET")
	target := &Bucket{
		Named:           Names{Endpoint: TargetBucket, Bucket: TargetBucket, KeyID: TargetKeyID, Secret: TargetSecret, Rights: "list and write the bucket that is restored into", OthersKeys: true},
		Region:          source.Region,
		AccessKeyID:     c.variable(TargetKeyID, "the access key of the bucket to restore into"),
		SecretAccessKey: c.secret(TargetSecret, "the secret key of the bucket to restore into"),
		SessionToken:    c.hide(c.environment(TargetToken)),
	}
	if region := c.environment(TargetRegion); region != "" {
		target.Region = region
	}
	if given == "" {
		return target
	}
	address, err := url.Parse(given)
	if err != nil || address.Host == "" || address.User != nil || !bucketName.MatchString(path.Base(address.Path)) {
		c.wrong("%s: %q names no bucket; give one as https://HOST/BUCKET", TargetBucket, withoutUser(address, given))
		return target
	}
	if address.Scheme != "https" && (address.Scheme != "http" || !isLoopback(address.Hostname())) {
		c.wrong("%s: %q is not encrypted; begin it with https://", TargetBucket, given)
	}
	target.Host, target.TLS = address.Host, address.Scheme == "https"
	target.Name = path.Base(address.Path)
	target.Path = strings.TrimRight(path.Dir(address.Path), "/")
	return target
}
