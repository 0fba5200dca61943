import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { leftOut, personalName, personalValues } from "../../../model/personal-data.ts";

describe("personal data", () => {
  // RE2 says it so; JavaScript has a flag.
  const isPersonal = (name: string): boolean => new RegExp(personalName.replace("(?i)", ""), "i").test(name);

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
  ])("is called %s", (...names) => {
    expect(names.filter((name) => !isPersonal(name))).toEqual([]);
  });

  test("is none of what investigations need", () => {
    const needed = [
      ...["http.route", "http.response.status_code", "url.path", "url.full", "server.address", "user.id"],
      ...["service.name", "k8s.pod.name", "db.system.name", "db.operation.name", "exception.message"],
      ...["gen_ai.usage.input_tokens", "gen_ai.request.model", "report_id", "quiz_session_id", "cost_usd"],
      ...["items.0", "errors.0.message", "tags.12", "email_count", "emails_sent.0"],
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
    const innocent = [
      ...["report 7 done in 1.5 s", "0123456789abcdef0123456789abcdef", "GET /v1/runs 200"],
      ...["in 0.4123456789012345 s", "12.345678901234567", "-0.5212345678901234", "1.347812345678901"],
      ...["41234567-1234-4123-9abc-0123456789ab", "4111 11111111-1111", "1767225600000000"],
    ];
    expect(innocent.filter(looksPersonal)).toEqual([]);
  });

  test("is not what a program or its library has left out itself, and whatever else it wrote", () => {
    const isLeftOut = (...values: readonly unknown[]): boolean =>
      // As the collector puts values in JSON.
      new RegExp(leftOut.replace("(?i)", ""), "i").test(
        JSON.stringify(values).replaceAll("<", "\\u003c").replaceAll(">", "\\u003e"),
      );
    expect(isLeftOut()).toBe(true);
    const marks = ["", "[Redacted]", "[FILTERED]", "**********", "<redacted>", "***masked***", null, false];
    for (const mark of marks) expect(isLeftOut(mark), String(mark)).toBe(true);
    expect(isLeftOut(...marks)).toBe(true);
    for (const value of ["Jane", "0151-5550199", 7, "j***@doe.example", "王", "[Redacted] Jane", '"'])
      for (const values of [[value], ["", value], [value, null]])
        expect(isLeftOut(...values), JSON.stringify(values)).toBe(false);
  });
});
