/**
 * What is personal, or lets somebody in, by the name of the attribute of a span or of the field of a log line (OBS-08): nothing of
 * these leaves the collector. Each stands for its name as a whole or behind a dot or `_`, whatever its case; regular
 * expressions of RE2 that JavaScript reads alike.
 */
export const personalNames: readonly string[] = [
  // Who somebody is.
  "e[-_]?mail(_?address)?",
  "(full|first|last|given|family|display|user|customer)[-_]?name",
  "phone(_?number)?",
  "(street|postal|billing|shipping|home)[-_]?address",
  "(date[-_]?of[-_]?birth|birth[-_]?(day|date)|dob)",
  "(ssn|social[-_]?security[-_]?number|passport(_?number)?|iban|card[-_]?number|cvc|cvv)",
  "enduser[.].*",
  "user[.](name|full_name|email|hash)",
  // Where somebody is. The peer of a program behind the gateway is the gateway, and what that was told of.
  "client[.](address|ip|port)",
  "(client|remote|user|real|forwarded)[-_]?(ip|addr|address)",
  "net[.]sock[.]peer[.]addr",
  "network[.]peer[.]address",
  "geo[.].*",
  "user_agent[.]original",
  "http[.](user_agent|client_ip)",
  // What lets somebody in.
  "(authorization|cookie|set-cookie|x-api-key|api[-_]?key|access[-_]?token|refresh[-_]?token|id[-_]?token|session[-_]?token|csrf[-_]?token|jwt)",
  "(password|passwd|pwd|passphrase|secret|client[-_]?secret|private[-_]?key)",
  // What somebody wrote or was told.
  "http[.](request|response)[.](body|header[.].*)",
  "(request|response)[-_.]?(body|headers?)([.].*)?",
  "url[.]query",
  "db[.](statement|query[.]text|query[.]parameter[.].*)",
  "gen_ai[.](prompt|completion|input[.]messages|output[.]messages|system_instructions)([.].*)?",
  "(prompt|completion)",
];

/** One regular expression for all of them, and for the members of a list that is called so. */
export const personalName = `(?i)(^|[._])(${personalNames.join("|")})([.][0-9]+)*$`;

/** Brackets and asterisks, also as JSON has them. */
const mark = "(\\\\u003[ce]|[\\[\\]<>*])*";

/**
 * What programs write where they have left out themselves what is called so: nothing, a truth value, or the mark of a library (pino's
 * `[Redacted]`, Sentry's `[Filtered]`, Pydantic's asterisks). It holds for a list of such values and of no others, in JSON.
 */
export const leftOut = `(?i)^\\[((null|true|false|"${mark}(redacted|filtered|masked)?${mark}"),?)*\\]$`;

/** What begins a number: the digits behind a decimal point are none, and they often have as many as a card. It is masked with it, for want of a look back. */
const numberStart = "(^|[^.\\w]|(^|[^0-9])[.])";

/**
 * What is personal, or lets somebody in, by what it looks like, wherever it stands: it is masked. It must not fit what lines are full of,
 * such as UUIDs and fractions, since each line that it fits is counted.
 */
export const personalValues: readonly string[] = [
  // A mail address.
  "[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)*[.][A-Za-z]{2,}",
  // A payment card, in one or in groups of four.
  `${numberStart}(4[0-9]{3}|5[1-5][0-9]{2}|6011)([0-9]{12}|( [0-9]{4}){3}|(-[0-9]{4}){3})\\b`,
  `${numberStart}3[47][0-9]{2}([0-9]{11}| [0-9]{6} [0-9]{5}|-[0-9]{6}-[0-9]{5})\\b`,
  // A bank account.
  "\\b[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}\\b",
  // A token of three parts, and what follows on Bearer.
  "\\beyJ[A-Za-z0-9_-]{8,}[.][A-Za-z0-9_-]+[.][A-Za-z0-9_-]+",
  "[Bb]earer +[A-Za-z0-9._~+/=-]{8,}",
];
