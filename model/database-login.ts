import { type DatabaseRole, roleNames } from "./database-role.ts";

/**
 * As whom a session with a database is opened: as a role, each of which has a login of its name, or by the second login of the
 * application. That one is a member of the application's role, and may what the role may.
 */
export type DatabaseLogin = DatabaseRole | "application-b";

/** What each login is called in the server. */
export const loginNames = {
  owner: roleNames.owner,
  application: roleNames.application,
  "application-b": `${roleNames.application}_b`,
  "read-only": roleNames["read-only"],
} as const satisfies Readonly<Record<DatabaseLogin, string>>;

/**
 * The application's logins, as a stack's file names them. A login has one password, and a second login lets the next password in
 * while pods still come with the last one (SEC-04).
 */
export const applicationLogins = {
  a: "application",
  b: "application-b",
} as const satisfies Readonly<Record<string, DatabaseLogin>>;

export type ApplicationLogin = keyof typeof applicationLogins;

/** All of them, in the order of their names. */
export const applicationLoginNames = Object.keys(applicationLogins) as readonly ApplicationLogin[];

/** Which of them are let in where a stack's file says nothing. The first of such a list is the one that services go by. */
export const usualLogins: readonly ApplicationLogin[] = ["a"];
