/** Where the other end of a connection is. Behind the gateway it is a pod, so it is deleted, and no line is one to act on for it. */
const peerNames: readonly string[] = [
  "remote[-_]?(ip|addr|address)",
  "net[.]sock[.]peer[.]addr",
  "network[.]peer[.]address",
];

/**
 * What is personal, or lets somebody in, by the name of the attribute of a span or of the field of a log line (OBS-08): nothing of
 * these leaves the collector, but for {@link amountName}. Each stands for its name as a whole or behind a dot or `_`, whatever its
 * case; regular expressions of RE2 that JavaScript reads alike. What is in a map has the map's name before its own: where all that can
 * be in there is personal, the name goes on.
 */
const writtenNames: readonly string[] = [
  // Who somebody is. Of a mail that is sent the template and the outcome stay.
  "e[-_]?mail(_?address)?([.](address|value|to|from|cc|bcc|sender|recipients?|reply[-_]?to|subject|text|html)([.].*)?)?",
  "(full|first|last|given|family|display|user|customer)[-_]?name",
  "phone(_?number)?([.].*)?",
  "(street|postal|billing|shipping|home)[-_]?address([.].*)?",
  "(date[-_]?of[-_]?birth|birth[-_]?(day|date)|dob)",
  "(ssn|social[-_]?security[-_]?number|passport([-_.]?number)?|iban|card[-_.]?number|cvc|cvv)",
  "enduser[.].*",
  "user[.](name|full_name|hash)",
  // Where somebody is.
  "client[.](address|ip|port)",
  "(client|user|real|forwarded)[-_]?(ip|addr|address)",
  "x[-_]?(forwarded[-_]?for|real[-_]?ip)",
  "geo[.].*",
  "user_agent[.]original",
  "http[.](user_agent|client_ip)",
  // What lets somebody in.
  "(cookies?|set-cookie)([.].*)?",
  "authorization([.](value|credentials))?",
  "(x-api-key|api[-_]?key|access[-_]?token|refresh[-_]?token|id[-_]?token|session[-_]?token|csrf[-_]?token|jwt)([.]value)?",
  "(password|passwd|pwd|passphrase)([.].*)?",
  "(secret|client[-_]?secret|private[-_]?key)([.]value)?",
  // What somebody wrote or was told.
  "(req|res|request|response)[-_.]?(body|headers?)([.].*)?",
  "(body|headers)([.].*)?",
  "url[.]query",
  "db[.](statement|query[.]text|query[.]parameter[.].*)",
  "gen_ai[.](input[.]messages|output[.]messages|system_instructions)([.].*)?",
  "(prompt|completion)([.].*)?",
];

/** Behind a dot or `_`, and with the members of a list and what is in them. */
const called = (names: readonly string[]): string => `(?i)(^|[._])(${names.join("|")})([.][0-9]+([.].*)?)?$`;

/** One regular expression for all names of what is taken out. */
export const personalName = called([...writtenNames, ...peerNames]);

/** One for those that a program owes not to write: each line that has one is counted. */
export const owedName = called(writtenNames);

const measures = "size|bytes|length|chars|count|tokens|total|cached|cost|seconds|ms|score|percent|rate";

/**
 * Those of them that say how much, which or whether, where a number or a truth value is under them: tokens of a prompt, how far a quiz is,
 * the size of a body. Neither is taken out. A number under another name in a body or a prompt may be anything, and one in a list a text.
 */
export const amountName = `(?i)(^|[._])(e[-_]?mail|(prompt|completion)([.](${measures}|id|version))?|(body|headers?)([.](${measures}))?)$`;

/** Brackets and asterisks, also as JSON has them. */
const mark = "(\\\\u003[ce]|[\\[\\]<>*])*";

const markWords = "redacted|filtered|masked|removed|omitted|hidden|censored|scrubbed";

const nothing = `null|true|false|"((bearer|basic) +)?${mark}(${markWords})?${mark}"`;

const number = "-?[0-9]+([.][0-9]+)?(e[-+]?[0-9]+)?";

/** A list of some values and of no others, in JSON. */
const listOf = (values: string): string => `(?i)^\\[((${values}),?)*\\]$`;

/**
 * What programs write where they have left out themselves what is called so: nothing, a truth value, or the mark of a library (pino's
 * `[Redacted]`, Sentry's `[Filtered]`, Pydantic's asterisks), also behind the kind of a key. It holds for a list of such values and of
 * no others, in JSON.
 */
export const leftOut = listOf(nothing);

/** The same for what is called as {@link amountName} says, where numbers may be too. */
export const leftOutOrAmount = listOf(`${nothing}|${number}`);

/** A list in JSON of numbers, truth values and nothing, with at least one of the first two. */
export const amounts = `^\\[((null|""),)*(true|false|${number})(,(null|""|true|false|${number}))*\\]$`;

/** What begins a number: the digits behind a decimal point are none, and they often have as many as a card. It is masked with it, for want of a look back. */
const numberStart = "(^|[^.\\w]|(^|[^0-9])[.])";

/** How cards of sixteen digits begin. */
const issuers = "(4[0-9]{3}|5[1-5][0-9]{2}|6011)";

/**
 * What is personal, or lets somebody in, by what it looks like, wherever it stands: it is masked. It must not fit what lines are full of,
 * such as UUIDs and fractions, since each line that it fits is counted.
 */
export const personalValues: readonly string[] = [
  // A mail address.
  "[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)*[.][A-Za-z]{2,}",
  // A payment card, in one or two, and in groups as it is printed. Two have no hyphen, since the last groups of a UUID have one.
  `${numberStart}${issuers}([0-9]{12}| [0-9]{12}|[0-9]{4} [0-9]{8})\\b`,
  `\\b${issuers}([ -][0-9]{4}){3}\\b`,
  `${numberStart}3[47][0-9]{2} ?[0-9]{11}\\b`,
  "\\b3[47][0-9]{2}[ -][0-9]{6}[ -][0-9]{5}\\b",
  // A bank account.
  "\\b[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}\\b",
  // A token of three parts, and what follows on Bearer.
  "\\beyJ[A-Za-z0-9_-]{8,}[.][A-Za-z0-9_-]+[.][A-Za-z0-9_-]+",
  "[Bb]earer +[A-Za-z0-9._~+/=-]{8,}",
];
