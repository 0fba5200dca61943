import { describe, expect, test } from "vitest";
import { roleStatements } from "../e2e/operators/cloudnative-pg/managed-roles.ts";

describe("a managed role", () => {
  test("is made where it is not there, and has what is declared and nothing else", () => {
    const [create, alter, ...rest] = roleStatements({
      name: "reader",
      login: true,
      bypassrls: true,
      connectionLimit: 5,
      inRoles: ["pg_read_all_data"],
    });
    expect(create).toMatch(/IF NOT EXISTS .*rolname = 'reader'.*CREATE ROLE "reader"/s);
    expect(alter).toBe(
      'ALTER ROLE "reader" LOGIN INHERIT NOCREATEDB NOCREATEROLE NOSUPERUSER NOREPLICATION BYPASSRLS CONNECTION LIMIT 5',
    );
    expect(rest).toEqual(['GRANT "pg_read_all_data" TO "reader"']);
  });

  test("gets a password whatever is in it, and keeps the one that it has when none is given", () => {
    const [, given] = roleStatements({ name: 'a"b' }, "it's");
    // In one statement with the rest: nobody may come by the last one's in between.
    expect(given).toMatch(/^ALTER ROLE "a""b" NOLOGIN .* PASSWORD 'it''s'$/);
    expect(roleStatements({ name: "a" }).join()).not.toContain("PASSWORD");
  });

  test("has none where that is declared", () => {
    const [, alter] = roleStatements({ name: "a", login: false, disablePassword: true });
    expect(alter).toMatch(/^ALTER ROLE "a" NOLOGIN .* PASSWORD NULL$/);
  });

  test("goes when it is declared to be absent", () => {
    expect(roleStatements({ name: "gone", ensure: "absent" }, "p")).toEqual(['DROP ROLE IF EXISTS "gone"']);
  });
});
