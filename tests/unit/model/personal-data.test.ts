import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  amountName,
  amounts,
  leftOut,
  leftOutOrAmount,
  owedName,
  personalName,
  personalValues,
} from "../../../model/personal-data.ts";

// RE2 says it so; JavaScript has a flag.
const fits = (pattern: string, text: string): boolean =>
  new RegExp(pattern.replace("(?i)", ""), pattern.startsWith("(?i)") ? "i" : "").test(text);

const isPersonal = (name: string): boolean => fits(personalName, name);

/** Values as the collector puts them in JSON. */
const inJson = (...values: readonly unknown[]): string =>
  JSON.stringify(values).replaceAll("<", "\\u003c").replaceAll(">", "\\u003e");

describe("personal data", () => {
  test.each([
    ["email", "user.email", "customer_email", "Email", "contact.e-mail", "emailAddress".toLowerCase()],
    ["client.address", "network.peer.address", "remote_ip", "user_agent.original"],
    [
      "authorization",
      "http.request.header.cookie",
      "req.headers.authorization",
      "access_token",
      "set-cookie",
    ],
    ["email.0", "order.phone.12", "contacts.0.email", "cc.0.emailaddress.1.0"],
    ["password", "user.full_name", "date_of_birth", "card_number", "phone_number", "enduser.id"],
    ["db.statement", "db.query.text", "url.query", "gen_ai.prompt", "gen_ai.input.messages", "request.body"],
    ["prompt.0.content", "prompt.0.role", "prompt.text", "gen_ai.completion.0.message.content"],
    ["email.address", "email.0.address", "mail.email.to.name", "phone.number", "phone.0.number"],
    [
      "password.value",
      "secret.value",
      "api_key.value",
      "authorization.credentials",
      "card.number",
      "billing_address.street",
    ],
    ["body", "body.note", "req.body.note", "reqBody.note", "res.body.0.name", "response.body"],
    ["req.cookies.sid", "cookies.sid", "request.cookie.sid", "headers.cookie", "err.config.headers.accept"],
    [
      "req.headers.x-forwarded-for",
      "x-forwarded-for",
      "xForwardedFor",
      "x-real-ip",
      "res.headers.set-cookie",
    ],
    ["req.remoteAddress", "remote_addr", "net.sock.peer.addr", "req.body.size", "http.request.body.size"],
  ])("is called %s", (...names) => {
    expect(names.filter((name) => !isPersonal(name))).toEqual([]);
  });

  test("is none of what investigations need", () => {
    const needed = [
      ...["http.route", "http.response.status_code", "url.path", "url.full", "server.address", "user.id"],
      ...["service.name", "k8s.pod.name", "db.system.name", "db.operation.name", "exception.message"],
      ...["gen_ai.usage.input_tokens", "gen_ai.request.model", "report_id", "quiz_session_id", "cost_usd"],
      ...["items.0", "errors.0.message", "tags.12", "email_count", "emails_sent.0", "items.0.id"],
      ...["email.template", "email.status", "email.sent", "phone_verified"],
      ...[
        "req.id",
        "req.method",
        "req.url",
        "res.statusCode",
        "request.duration",
        "http.request.header_count",
      ],
      ...["prompt_tokens", "completion_tokens", "gen_ai.usage.output_tokens", "body_size", "page.header"],
      ...[
        "secret.name",
        "authorization.rule",
        "api_key.id",
        "access_token.expires_in",
        "password_changed",
        "cookie_consent",
      ],
      ...["trace_id", "requestId", "level", "message", "timestamp", "input_tokens", "duration_seconds"],
    ];
    expect(needed.filter(isPersonal)).toEqual([]);
  });

  test("is so behind any prefix, whatever its case", () => {
    const prefix = fc.stringMatching(/^[a-z]{1,8}([._][a-z]{1,8}){0,2}$/);
    const name = fc.constantFrom("email", "password", "client.address", "db.statement", "api_key", "cookie");
    fc.assert(
      fc.property(prefix, name, fc.constantFrom(".", "_"), (before, personal, dot) => {
        expect(isPersonal(`${before}${dot}${personal}`)).toBe(true);
        expect(isPersonal(`${before}${dot}${personal.toUpperCase()}`)).toBe(true);
      }),
    );
  });

  test("is counted by every name but that of the other end of a connection", () => {
    const isCounted = (name: string): boolean => fits(owedName, name);
    const peers = ["req.remoteAddress", "remote_addr", "remote_ip", "network.peer.address"];
    expect([...peers, "net.sock.peer.addr"].map((name) => [isPersonal(name), isCounted(name)])).toEqual(
      Array.from({ length: 5 }, () => [true, false]),
    );
    const owed = ["client.address", "client_ip", "x-forwarded-for", "email", "req.headers.remote_addr"];
    expect(owed.filter((name) => !isCounted(name))).toEqual([]);
  });

  test.each<readonly [name: string, values: readonly unknown[]]>([
    ["usage.prompt", [512]],
    ["tokens.prompt", [512, 0]],
    ["tokens.completion", [-1.5e-7, 1e21]],
    ["quiz_completion", [0.8]],
    ["percent_completion", [80]],
    ["prompt.tokens", [512, "", null]],
    ["prompt.version", [3]],
    ["completion.percent", [80.5]],
    ["channels.email", [3, true]],
    ["http.request.body.size", [512]],
    ["http.request.headers", [12]],
    ["body.length", [0]],
  ])("is none in %s where it is an amount, and is where it is a text", (name, values) => {
    expect(fits(amountName, name)).toBe(true);
    expect(isPersonal(name)).toBe(true);
    expect(fits(leftOutOrAmount, inJson(...values))).toBe(true);
    expect(fits(amounts, inJson(...values))).toBe(true);
    for (const text of ["Jane", "512", "512 Jane", "[Redacted] Jane", ["Jane"], { a: 1 }]) {
      expect(fits(leftOutOrAmount, inJson(...values, text)), JSON.stringify(text)).toBe(false);
      for (const mixed of [inJson(...values, text), inJson(text, ...values), inJson(text)])
        expect(fits(amounts, mixed), mixed).toBe(false);
    }
  });

  test("is every number under another name", () => {
    const others = [
      "phone",
      "card_number",
      "body.pin",
      "body.phone",
      "prompt.phone",
      "prompt.0",
      "prompt.0.id",
      "cookies.sid",
    ];
    expect(others.filter((name) => fits(amountName, name) || !isPersonal(name))).toEqual([]);
    expect(fits(leftOut, inJson(512))).toBe(false);
  });

  test("has no amount where all is empty or left out", () => {
    for (const values of [[], [""], [null], ["", null]]) {
      expect(fits(amounts, inJson(...values))).toBe(false);
      expect(fits(leftOutOrAmount, inJson(...values))).toBe(true);
    }
  });

  test("is masked by what it looks like, in any text", () => {
    const values = [
      ...["jane.doe@mail.example", "4111 1111 1111 1111", "378282246310005", "DE89370400440532013000"],
      ...["eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJ", "Bearer abc.def-123456"],
    ];
    fc.assert(
      fc.property(fc.constantFrom(...values), fc.constantFrom("", "of ", "=", '"'), (value, before) => {
        expect(personalValues.some((pattern) => new RegExp(pattern).test(`${before}${value} done`))).toBe(
          true,
        );
      }),
    );
  });

  const looksPersonal = (text: string): boolean =>
    personalValues.some((pattern) => new RegExp(pattern).test(text));

  test("is a card in groups of four, behind a sentence too, and no fraction, UUID or any other number", () => {
    const cards = ["4111-1111-1111-1111", "Nr.5105105105105100", ".4111111111111111", "id=6011000990139424"];
    expect(cards.filter((text) => !looksPersonal(text))).toEqual([]);
    const grouped = [
      ...["4111 111111111111", "41111111 11111111", "4111-1111 1111-1111", "4111 1111-1111 1111"],
      ...["12.4111 1111 1111 1111", "6011-0009 9013 9424", "of 5105-1051-0510-5100.", "3782 82246310005"],
      ...["3782 822463 10005", "3782-822463 10005", "1.3782 822463-10005"],
    ];
    expect(grouped.filter((text) => !looksPersonal(text))).toEqual([]);
    const innocent = [
      ...["report 7 done in 1.5 s", "0123456789abcdef0123456789abcdef", "GET /v1/runs 200"],
      ...["in 0.4123456789012345 s", "12.345678901234567", "-0.5212345678901234", "1.347812345678901"],
      ...["41234567-1234-4123-9abc-0123456789ab", "4111 11111111-1111", "1767225600000000"],
      ...["in 0.4123 123456789012 s", "0.41234567 12345678", "12.4111111111111111", "1.378282246310005"],
      ...["41234567-1234-4123-8123-412345678901", "00000000-0000-0000-4111-111111111111"],
      ...["4111-111111111111", "41111111-11111111", "4111  1111 1111 1111", "4111 1111 1111 11112"],
    ];
    expect(innocent.filter(looksPersonal)).toEqual([]);
  });

  test("is in no UUID of digits, as they seldom come", () => {
    const digits = (count: number) => fc.stringMatching(new RegExp(`^[345][0-9]{${count - 1}}$`));
    fc.assert(
      fc.property(fc.tuple(digits(8), digits(4), digits(4), digits(4), digits(12)), (groups) => {
        expect(looksPersonal(`run ${groups.join("-")} done`)).toBe(false);
      }),
    );
  });

  test("is not what a program or its library has left out itself, and whatever else it wrote", () => {
    const isLeftOut = (...values: readonly unknown[]): boolean => fits(leftOut, inJson(...values));
    expect(isLeftOut()).toBe(true);
    const marks = ["", "[Redacted]", "[FILTERED]", "**********", "<redacted>", "***masked***", null, false];
    marks.push("Bearer [Redacted]", "[removed]", "<omitted>", "[CENSORED]", "Basic ****", "bearer <hidden>");
    for (const mark of marks) expect(isLeftOut(mark), String(mark)).toBe(true);
    expect(isLeftOut(...marks)).toBe(true);
    for (const value of [
      "Jane",
      "0151-5550199",
      7,
      "j***@doe.example",
      "王",
      "[Redacted] Jane",
      '"',
      "Bearer abc",
    ])
      for (const values of [[value], ["", value], [value, null]])
        expect(isLeftOut(...values), JSON.stringify(values)).toBe(false);
  });
});
