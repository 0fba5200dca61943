import { clusterSecrets } from "../../../components/data/cluster-secrets.ts";
import { managedRoles } from "../../../components/data/managed-roles.ts";
import { secretContents, secretObjects } from "../../../components/secrets/secret-contents.ts";
import { databaseSecret } from "../../../components/secrets/secret-references.ts";
import type { SystemEnvironment } from "../../../config/environment.ts";
import { type ApplicationLogin, applicationLogins } from "../../../model/database-login.ts";
import type { DatabasePath } from "../../../model/database.ts";
import { loginPasswords } from "../../../model/secret-names.ts";
import { realSystem } from "../../support/declarations.ts";
import { roleStatements } from "../operators/cloudnative-pg/managed-roles.ts";

/** By login, the version of its password, the one first that services go by. */
export type LetIn = Readonly<Partial<Record<ApplicationLogin, string>>>;

/** The logins of a stack's database, as it renders them for the operator and for services, with a password for each version. */
export class RenderedLogins {
  readonly #own: SystemEnvironment;

  constructor(letIn: LetIn) {
    const own = realSystem("production", "odd-scenes");
    if (own.secrets.kind !== "stored") throw new Error("production has no store");
    const logins = Object.keys(letIn) as ApplicationLogin[];
    const versions = new Map(own.secrets.versions);
    for (const login of ["a", "b"] as const) {
      const secret = loginPasswords[applicationLogins[login]];
      const version = letIn[login];
      if (version === undefined) versions.delete(secret);
      else versions.set(secret, version);
    }
    this.#own = { ...own, applicationLogins: logins, secrets: { ...own.secrets, versions } };
  }

  /**
   * What the operator does to a server to come here.
   * @param before What it did last: a password that is the same is not set again. @default nothing
   */
  statements(before?: RenderedLogins): readonly string[] {
    const known = new Set(before ? before.#passwordSecrets() : []);
    return this.#roles().flatMap((role) => {
      const secret = role.login ? role.passwordSecret.name : undefined;
      return roleStatements(role, secret === undefined || known.has(secret) ? undefined : passwordIn(secret));
    });
  }

  /** The address that services come by. */
  address(path: DatabasePath): string {
    const { name, key } = databaseSecret(this.#own, path, "application");
    const object = Object.values(loginPasswords)
      .flatMap((variable) => secretObjects(this.#own, variable))
      .find((each) => each.name === name);
    if (!object) throw new Error(`the stack makes no Secret ${name}`);
    const value = (): string => passwordIn(name);
    const address = secretContents(object, this.#own, { escaped: value, checked: value })[key];
    if (address === undefined) throw new Error(`the Secret ${name} has no ${key}`);
    return address;
  }

  #roles = () => managedRoles(clusterSecrets(this.#own, "first").roleSecrets ?? {});

  #passwordSecrets = (): readonly string[] =>
    this.#roles().flatMap((role) => (role.login ? [role.passwordSecret.name] : []));
}

/** A Secret has one password for good, and its name the version. */
const passwordIn = (secret: string): string => `in-${secret}`;
