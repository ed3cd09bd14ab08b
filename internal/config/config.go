package config

import (
	"net/netip"
	"time"
)

// DefaultFile is read when no file is named. It may be absent.
const DefaultFile = "verv.toml"

// Config is one installation. Its zero value is not useful: see Default and Load.
type Config struct {
	Profile   string         `toml:"profile" default:"strictest" one:"strictest|instacruit|netjobs|mojob|cv-norge|my1min" doc:"Policy profile: the promises that this installation makes."`
	Data      Data           `toml:"data" doc:"The database and the files."`
	Keys      Keys           `toml:"keys" doc:"The keystore and the root. They lie apart from the data and from each other."`
	Blob      Blob           `toml:"blob" doc:"Sealed files: CVs, videos, exports."`
	Web       Web            `toml:"web" doc:"What the browser meets."`
	Mail      Mail           `toml:"mail" doc:"Mail out and in."`
	Webhook   Webhook        `toml:"webhook" doc:"Messages to the systems of employers."`
	Site      Site           `toml:"site" doc:"What a new site starts with."`
	Operator  Operator       `toml:"operator" doc:"The legal entity that runs this installation. It stands in every privacy notice."`
	Retention map[string]int `toml:"retention" unit:"months" doc:"Shorter periods by retention class, such as application = 3. A period can only be made shorter than the profile's."`
	Log       Log            `toml:"log" doc:"The log. It never holds personal data."`
	Task      Task           `toml:"task" doc:"Background work."`
	Limits    Limits         `toml:"limits" doc:"How often is too often."`
	Moderate  Moderation     `toml:"moderation" doc:"What is looked at before everybody can read it."`
}

// Data is where rows lie.
type Data struct {
	Engine   string `toml:"engine" default:"sqlite" one:"sqlite|postgres" doc:"SQLite needs nothing; PostgreSQL 15 or later is for more than one machine."`
	Dir      string `toml:"folder" default:"./verv-data" doc:"Folder of the SQLite database and of blobs kept in a folder."`
	DSN      Secret `toml:"dsn" doc:"PostgreSQL connection of the app role, which owns nothing."`
	OwnerDSN Secret `toml:"owner_dsn" doc:"PostgreSQL connection of the owner, used by migrate only."`
}

// Keys is where keys lie.
type Keys struct {
	Dir   string `toml:"dir" default:"./verv-keys" doc:"Folder of the keystore and the tombstones."`
	DSN   Secret `toml:"dsn" doc:"PostgreSQL connection of the keystore; a cluster of its own. Empty keeps the keystore in its folder."`
	Root  string `toml:"root" default:"./verv-root" doc:"Folder of the root and epoch keys. A backup of the keystore never holds it."`
	Apart string `toml:"apart" one:"|warn|refuse" doc:"What to do when data, keys and root are not apart. Empty is as the profile says; the strictest refuses."`
}

// Blob is where sealed files lie.
type Blob struct {
	Kind string `toml:"kind" default:"folder" one:"folder|s3" doc:"In the data folder, or in an S3 bucket."`
	S3   S3     `toml:"s3"`
}

// S3 is a bucket.
type S3 struct {
	Endpoint  string `toml:"endpoint" doc:"Address of the store, such as https://s3.example.org."`
	Bucket    string `toml:"bucket" doc:"Name of the bucket."`
	Region    string `toml:"region" default:"us-east-1" doc:"Region; most stores other than Amazon's take any."`
	Prefix    string `toml:"prefix" doc:"Put before every object's name, so that a bucket can be shared."`
	PathStyle bool   `toml:"path_style" default:"true" doc:"Name the bucket in the path rather than in the host."`
	Checksum  string `toml:"checksum" default:"md5" one:"md5|crc32c|none" doc:"Checksum sent with an upload; stores differ in what they take."`
	AccessKey string `toml:"access_key" doc:"Access key id."`
	SecretKey Secret `toml:"secret_key" doc:"Secret key."`
}

// Web is how browsers reach the installation.
type Web struct {
	Address        string         `toml:"address" default:":8080" doc:"Host and port to listen on."`
	PublicURL      string         `toml:"public_url" doc:"Address of the installation as people see it, such as https://jobs.example.org. Sites have hosts of their own."`
	MetricsAddress string         `toml:"metrics_address" default:"127.0.0.1:9090" doc:"Host and port of metrics, never that of the pages. Empty turns them off."`
	TLS            TLS            `toml:"tls"`
	TrustedProxies []netip.Prefix `toml:"trusted_proxies" doc:"Networks whose X-Forwarded-For and -Proto are believed."`
	BodyLimit      BodyLimit      `toml:"body_limit"`
	Drain          time.Duration  `toml:"drain" default:"20s" doc:"How long requests may take to end when the server stops."`
}

// TLS is who ends the encrypted connection.
type TLS struct {
	Mode          string   `toml:"mode" default:"none" one:"none|files|acme|proxy" doc:"none (this machine only), files (cert and key), acme (fetched), proxy (a trusted proxy ends it)."`
	Cert          string   `toml:"cert" doc:"Certificate chain file, PEM."`
	Key           string   `toml:"key" doc:"Private key file, PEM."`
	Redirect      string   `toml:"redirect_address" doc:"Host and port, mostly :80, that lead from http to https in the mode files; acme uses :80. Empty for none."`
	ACMEHosts     []string `toml:"acme_hosts" doc:"Hosts to fetch certificates for, besides those of the sites."`
	ACMECache     string   `toml:"acme_cache" default:"./verv-acme" doc:"Folder for fetched certificates."`
	ACMEDirectory string   `toml:"acme_directory" default:"https://acme-v02.api.letsencrypt.org/directory" doc:"Directory address of the certificate authority (RFC 8555)."`
}

// BodyLimit is the largest request, by its sort.
type BodyLimit struct {
	Form Size `toml:"form" default:"512KiB" unit:"bytes" doc:"A form without its files."`
	File Size `toml:"file" default:"10MiB" unit:"bytes" doc:"One file in a form. It can be made smaller only: documents are never larger than 10 MiB."`
	API  Size `toml:"api" default:"256KiB" unit:"bytes" doc:"A JSON request."`
}

// Mail is how messages leave and come.
type Mail struct {
	Host     string  `toml:"host" doc:"SMTP server. Empty sends nothing and keeps messages waiting."`
	Port     int     `toml:"port" default:"587" doc:"SMTP port."`
	User     string  `toml:"user" doc:"SMTP user; empty logs in as nobody."`
	Password Secret  `toml:"password" doc:"SMTP password."`
	STARTTLS string  `toml:"starttls" default:"required" one:"required|opportunistic|none" doc:"Encryption to the server; opportunistic and none only to this machine."`
	From     string  `toml:"from" doc:"Address that messages come from."`
	Names    string  `toml:"name_server" doc:"Host and port of the name server that is asked once a day, and at an operator's word, whether SPF, DKIM, DMARC and MX of our own domains are published, such as 127.0.0.53:53. Empty asks nobody."`
	DKIM     DKIM    `toml:"dkim"`
	Receive  Receive `toml:"receive"`
}

// DKIM signs messages (RFC 6376).
type DKIM struct {
	Domain   string `toml:"domain" doc:"Signing domain. Empty signs nothing."`
	Selector string `toml:"selector" doc:"Selector of the public key in DNS."`
	KeyFile  string `toml:"key_file" doc:"Private key file, PEM."`
}

// Receive is how replies come in.
type Receive struct {
	LMTPAddress string `toml:"lmtp_address" doc:"Host and port on this machine, or unix:/path of a socket, to take mail by LMTP (RFC 2033). Empty takes none."`
	Domain      string `toml:"domain" doc:"Domain of reply addresses."`
}

// Webhook is whom employers may have called.
type Webhook struct {
	Hosts    []string       `toml:"hosts" doc:"Hosts that may be called, such as hooks.example.org, or *.example.org for all below it. Empty: there are no webhooks."`
	Networks []netip.Prefix `toml:"networks" doc:"Networks that may be called though they are not public, such as 10.0.7.0/24, by https all the same. Leave empty unless a receiver stands there."`
}

// Site is the default of a new site.
type Site struct {
	Language string `toml:"language" default:"nb" one:"nb|nn|sv|fi|da|en" doc:"Language of whoever states none."`
}

// Operator is the controller or processor behind the installation (GDPR article 13(1)(a), (b) and (2)(d)).
type Operator struct {
	Name               string `toml:"name" doc:"Full legal name."`
	RegisterNumber     string `toml:"register_number" doc:"Number in the public register of the country."`
	Address            string `toml:"address" doc:"Postal address."`
	Country            string `toml:"country" default:"NO" doc:"Country, two letters (ISO 3166-1)."`
	PrivacyContact     string `toml:"privacy_contact" doc:"E-mail address for privacy questions. serve does not start without it, nor without name, address and register_number."`
	ComplaintAuthority string `toml:"complaint_authority" doc:"Where to complain. Empty is the authority of the country."`
}

// Log is what the log looks like.
type Log struct {
	Level  string `toml:"level" default:"info" one:"debug|info|warn|error" doc:"Least level that is written."`
	Format string `toml:"format" default:"text" one:"text|json" doc:"One line of text, or one JSON object, per record."`
}

// Task is how background work runs.
type Task struct {
	Workers int `toml:"workers" default:"2" doc:"Tasks at a time in this process."`
}

// Limits are counted over all processes and survive a restart, but for Requests, which each process counts for itself.
type Limits struct {
	Login    int `toml:"login" default:"5" unit:"per account and quarter of an hour" doc:"Wrong passwords, and wrong codes, before the next try has to wait: a minute first, then twice as long each time."`
	Network  int `toml:"network" default:"30" unit:"per network and quarter of an hour" doc:"Logins tried from one place."`
	Mail     int `toml:"mail" default:"3" unit:"per mail address and hour" doc:"Links and codes that strangers can cause to be sent to one address."`
	Apply    int `toml:"apply" default:"60" unit:"per network and hour" doc:"Applications without an account."`
	Requests int `toml:"requests" default:"600" unit:"per network address and minute" doc:"Requests of any sort."`

	AnswerDays int `toml:"answer_days" default:"30" unit:"days" doc:"The longest that an employer may let an applicant wait before its team is reminded; employers choose less."`
}

// Moderation is what the operator looks at, and how strictly.
type Moderation struct {
	FirstJobs int    `toml:"first_jobs" default:"1" doc:"How many jobs of an employer that nobody has verified wait for the operator before they are public."`
	Wording   string `toml:"wording" default:"hint" one:"hint|refuse" doc:"What to do with wording that is plainly against the law: say it, or refuse to publish."`
}
